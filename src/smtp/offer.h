/* What a server offers, by its reply to EHLO or LHLO. */
#ifndef SMTP_OFFER_H
#define SMTP_OFFER_H

#include "smtp/extension.h"

/* What it has stated (LIMITS, RFC 9422 §4), 0 where it has not: RCPT commands of a transaction, MAIL commands of a session,
 * recipients' domains of a session. */
struct smtp_limits { uint64_t recipients, mails, domains; };

struct smtp_offer {                     /* the zero value: nothing */
    unsigned           extensions;      /* enum smtp_extension */
    uint64_t           size_limit;      /* 0: none stated */
    struct smtp_limits limits;
};

/* By all lines of the reply's text, of which the first has the server's name. */
struct smtp_offer smtp_offer_read(str text);

static inline bool smtp_offer_has(const struct smtp_offer *offer, enum smtp_extension extension)
{
    return (offer->extensions & (unsigned)extension) != 0;
}

#endif
