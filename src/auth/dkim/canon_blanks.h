/* What the relaxed body canonicalization does to blanks, RFC 6376 §3.4.4 a: none before a CRLF, every other run of WSP
 * is one SP. What becomes of an octet is said by it and the two behind it, so nothing is kept from call to call. */
#ifndef AUTH_DKIM_CANON_BLANKS_H
#define AUTH_DKIM_CANON_BLANKS_H

#include "base/str.h"

enum {
    DKIM_LOOKAHEAD = 2,                 /* octets that are read behind the last one that is asked about */
    DKIM_RELAX_ROOM = 8,                /* octets that are written to behind the last one that is given */
};

/* Relaxes the first count octets and returns how many were written, at most count. octets holds count + DKIM_LOOKAHEAD,
 * out has room for count + DKIM_RELAX_ROOM. How long it takes does not depend on where blanks stand: a sender could
 * choose them so that every branch is guessed wrong. */
size_t dkim_relax_blanks(char *out, const char *octets, size_t count);
/* The same without the instructions that only some processors have. */
size_t dkim_relax_blanks_plain(char *out, const char *octets, size_t count);

/* How many of the first count octets, at least, stay as they are. octets holds count + DKIM_LOOKAHEAD. */
size_t dkim_count_relaxed(const char *octets, size_t count);

#endif
