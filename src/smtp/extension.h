/* The service extensions that both sides of SMTP know (RFC 5321 §2.2), by their EHLO keywords. */
#ifndef SMTP_EXTENSION_H
#define SMTP_EXTENSION_H

#include "base/str.h"

enum smtp_extension {           /* bits, so that an EHLO reply is a number */
    SMTP_EXT_PIPELINING = 1, SMTP_EXT_SIZE = 2, SMTP_EXT_8BITMIME = 4, SMTP_EXT_SMTPUTF8 = 8, SMTP_EXT_STARTTLS = 16,
    SMTP_EXT_ENHANCEDSTATUSCODES = 32, SMTP_EXT_DSN = 64, SMTP_EXT_CHUNKING = 128, SMTP_EXT_BINARYMIME = 256,
    SMTP_EXT_LIMITS = 512, SMTP_EXT_REQUIRETLS = 1024,
};

/* What asks nothing of a next hop that our own work does not give: safe to offer wherever mail goes on to. */
enum {
    SMTP_EXT_OF_OURS = SMTP_EXT_PIPELINING | SMTP_EXT_SIZE | SMTP_EXT_ENHANCEDSTATUSCODES | SMTP_EXT_CHUNKING |
                       SMTP_EXT_LIMITS,
};

/* All of them in the order in which we offer them; the keyword of the index-th, and its bit in *extension. False past
 * the last. */
bool smtp_extension_at(size_t index, enum smtp_extension *extension, str *keyword);
/* In any case; 0: none that we know. */
unsigned smtp_extension_of(str keyword);

#endif
