/* Base64 (RFC 4648 §4), with the two readings that mail needs. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"
#include "base/str.h"

/* The octets behind text. FWS (SP, HTAB, CR, LF) between characters is ignored, as DKIM asks (RFC 6376 §2.10);
 * any other octet outside the alphabet, and "=" anywhere but at the end, is an error. Missing padding is one too. */
MUST_USE bool base64_decode(struct arena *arena, str text, str *octets);

/* The same for MIME bodies (RFC 2045 §6.8): never fails, and *clean tells whether it had to skip or repair. */
str base64_decode_lenient(struct arena *arena, str text, bool *clean);

str base64_encode(struct arena *arena, str octets);

#endif
