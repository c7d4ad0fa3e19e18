/* The two canonicalizations, RFC 6376 §3.4: what of a field or a body a signature protects. */
#ifndef AUTH_DKIM_CANON_H
#define AUTH_DKIM_CANON_H

enum dkim_canon { DKIM_SIMPLE, DKIM_RELAXED };

#endif
