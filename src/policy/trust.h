/* Whom the administrator trusts to pass on mail of others: mailing lists, forwarders, ARC sealers (DESIGN §3 "DMARC
 * policy"). Such trust comes from the configuration only, and holds for who has proved to be the one that it names. */
#ifndef POLICY_TRUST_H
#define POLICY_TRUST_H

#include "auth/reason.h"
#include "base/ip.h"
#include "base/str.h"

/* Names are in A-labels and lower case; each stands for itself and what is below it. */
struct trust {
    const struct ip_network *forwarder_networks; size_t forwarder_network_count;
    const str               *forwarders;         size_t forwarder_count;        /* by the client's confirmed name */
    const str               *lists;              size_t list_count;             /* by List-Id, and what proves it */
    const str               *sealers;            size_t sealer_count;           /* d= of ARC seals */
};

enum voucher_kind { VOUCHER_NONE, VOUCHER_LIST, VOUCHER_FORWARDER, VOUCHER_SEALER,
                    VOUCHER_SENDER /* a service that may write in our own name */ };

struct voucher {
    enum voucher_kind kind;
    enum voucher_kind unchecked;        /* of VOUCHER_NONE: who may have vouched, for all that we know: a look-up failed */
    enum auth_reason  reason;           /* of that: which one */
    bool              is_at_will;       /* of that: a sender can make that look-up fail, and so must win nothing by it */
    str               name;             /* the list, the forwarder's name or address, the sealer: text for people */
};

struct facts;
/* Who vouches for this message, whose author is not proved. Text lives in the arena of the facts or longer. */
struct voucher trust_find(const struct facts *facts, const struct trust *trust);
/* Whether the client is a forwarder that is trusted: known before there is a message. */
struct voucher trust_find_forwarder(const struct facts *facts, const struct trust *trust);
/* Whether the message may come from a mailing list that stands by its own name (identity_is_list), whoever trusts it. */
struct voucher trust_find_unchecked_list(const struct facts *facts);

#endif
