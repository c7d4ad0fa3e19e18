/* What this organisation remembers of whoever a message claims to be from.
 *
 * The keys are read from the message (history_keys_of), somebody answers them (detect/memory.h, later a store), and the
 * answers are ready before any rule runs. Rules only read them. Without answers (NULL in the facts) nothing was checked:
 * every sign that needs them is silent, which says neither good nor bad.
 *
 * Only authenticated mail teaches who is who, so a forged message is remembered of nobody. What merely claims to be of an address is
 * remembered as that: where such mail comes from, and which accounts it names. It is compared with further claims, for as long as
 * the author has never been proved. */
#ifndef DETECT_HISTORY_H
#define DETECT_HISTORY_H

#include "base/arena.h"
#include "base/network.h"
#include "base/str.h"
#include "base/time.h"
#include "detect/lookalike.h"
#include "detect/organization.h"

struct facts;

enum {
    HISTORY_RECIPIENTS_MAX = 20, HISTORY_IDS_MAX = 50, HISTORY_REPLY_TO_MAX = 5, HISTORY_SHOWN_MAX = 20, HISTORY_SITES_MAX = 20,
};

/* What one message asks for. Addresses and domains are in lower case, domains in A-labels. */
struct history_keys {
    unix_seconds now;
    str          address;               /* the author's */
    str          list;                  /* to which one posts on the list that has sent it, and proves that; empty: none has */
    str          domain;                /* the author's */
    str          party;                 /* the registrable domain; the address itself for a free mailbox */
    bool         is_proved;             /* that the author's domain had a hand in it (detect/identity.h) */
    str          way;                   /* by which it is proved: the d= of a signature, or "spf"; empty: by nothing */
    str          name;                  /* of the author, in the form of detect/person.h; empty if it has under two words */
    str          shown_name;            /* the same, however many words it has */
    str          network, country;      /* of the client: "AS64501", "NL"; empty: not known */
    str          prefix;                /* of the client: "192.0.2.0/24"; empty: not known */
    str          program;               /* that it was written with, in the form of history_program */
    bool         has_zone;
    int          zone_minutes;          /* of its Date, east of UTC */
    str          sites[HISTORY_SITES_MAX];      /* registrable names that its links lead to, but for those of a proved author */
    size_t       site_count;
    str          recipients[HISTORY_RECIPIENTS_MAX];
    size_t       recipient_count;
    str          reply_to[HISTORY_REPLY_TO_MAX];        /* addresses */
    size_t       reply_to_count;
    str          shown[HISTORY_SHOWN_MAX];      /* parties of To and Cc */
    size_t       shown_count;
    str          reported;              /* the id of the message that this one is a delivery report about; empty: none */
    str          ids[HISTORY_IDS_MAX];  /* that it answers or refers to, without angle brackets, the newest first */
    size_t       id_count;
};

/* The author's domain is known and not empty, or there is nothing to ask and the result is false. */
MUST_USE bool history_keys_of(struct history_keys *keys, const struct facts *facts);

/* One relation, by mail that was authenticated, and by what we sent. */
struct contact {
    unix_seconds first, last;           /* of either direction; 0: never */
    double       in, out;               /* messages from them, to them; halved every 90 days */
    size_t       in_count, out_count;   /* the same, never halved */
};
static inline bool contact_is_known(const struct contact *c) { return c->in_count > 0 || c->out_count > 0; }

/* How usual one value is among those seen of a sender. */
struct habit {
    size_t samples, same;               /* same: with the value of this message */
    size_t kinds;                       /* of different values */
    str    usual;                       /* the most frequent; empty without samples */
    size_t usual_count;
};

struct history {
    bool           is_warm;             /* enough is remembered to call something new (DETECTION "State", cold start) */
    size_t         messages;            /* remembered in all */
    bool           is_proved;           /* the author of this message is: else its history is only a claim */

    struct contact address, party;      /* the author, with anybody here */
    struct contact pair;                /* the author, with the recipient who knows the author best */
    str            recipient;           /* that one */
    size_t         recipient_in, recipient_first;       /* what came to him or her, and what of it from new addresses */
    size_t         unproved;            /* messages in the author's address that nothing proved */
    size_t         unproved_here;       /* of these, from the prefix of this one */
    unix_seconds   unproved_here_since;
    size_t         relayed;             /* messages of the party that nothing proved, from the prefix of this one, by a server
                                           that stood by the return address (SPF) */
    unix_seconds   relayed_since;
    size_t         posts;               /* of ours to the list that has sent it */
    bool           domain_is_known;     /* mail came from this very domain, not only from its party */

    struct habit   way, network, country, hour;         /* of the author's address; of the party while that has few; network and
                                                           country of what only claimed to be the author's while nothing has ever
                                                           proved the party. Without samples where the present one is not known */
    struct habit   program, zone;       /* as those; a zone is the same an hour beside it, as in summer */
    struct habit   reply_to;            /* same: Reply-To of this message is one that the author has used */

    size_t         today, busiest_day;  /* messages of the author's address on the day of this one, and on the busiest before */
    size_t         sites;               /* that links to us have led to */
    str            new_site;            /* of this message, to which none has; empty: there is none such */

    /* Whoever has announced the author's party is as good as that: his other names are neither known_as nor sender_as, and his threads
     * are the author's. */
    str            known_as;            /* an address of somebody we write with, who has the author's name; empty: nobody */
    str            sender_as;           /* the party that alone has long sent under the author's name, and is not the author's; empty:
                                           none */
    size_t         under_name;          /* messages of the author's party under the author's name */
    str            colleague;           /* an address of ours that writes under the author's name; empty: none */

    bool           thread_is_ours;      /* it refers to a message that we sent */
    bool           thread_is_authors;   /* ... to the author's party, or in a thread where that has taken part */
    bool           thread_has_other;    /* another outside party of that thread is among To and Cc */
    bool           is_report;           /* it names a message that it is a delivery report about */
    bool           reports_ours;        /* ... which we sent */
    size_t         sent;                /* messages of ours whose ids are remembered */

    const str     *accounts;            /* bank accounts that this party has named, or the author who was never proved, normalised
                                           (history_account) */
    size_t         account_count;
    const str     *our_accounts;
    size_t         our_account_count;

    struct lookalike imitated;          /* the domain of a correspondent that the author's imitates */
    struct lookalike reply_imitated;    /* the same of a domain in Reply-To */
    str            reply_imitating;     /* which that is */
};

/* The word for a sender that is proved by its address alone, in the place of a signature's domain. */
#define HISTORY_BY_SPF STR("spf")

/* The network as one text: its AS number, else its prefix; empty if neither is known. */
str history_network(struct arena *arena, const struct network *network);

/* An address as it is remembered: in lower case, its domain in A-labels, so that two ways to write one are equal. */
str history_address(const struct unicode *unicode, struct arena *arena, str address);

/* Whom an address belongs to: the registrable domain, one of ours as it stands, or the address itself where anybody can get
 * a mailbox. */
str history_party(const struct organization *organization, const struct suffixes *suffixes, struct arena *arena, str address);

/* Somebody whom this organisation has written with in both directions, for some time. */
bool history_is_correspondent(const struct contact *contact, unix_seconds now);

/* Mail of this author has long come unproved from this very network, by a server that SPF knows, as this message does. */
bool history_relay_is_usual(const struct facts *facts);

/* A list has sent it to which people here have posted: they are on it. */
bool history_is_on_list(const struct facts *facts);

/* It comes from another network than ever, and its sender is no traveller: he has used few. */
bool history_source_is_new(const struct history *history);

/* A mail program as its header field calls it, up to its version, in lower case: "microsoft outlook"; "none" for none. */
str history_program(struct arena *arena, str text);

/* "+0200", as it stands in dates. */
str history_zone(struct arena *arena, int minutes);

/* An account number without blanks and hyphens, in capitals: the form in which two ways to write one are equal. */
str history_account(struct arena *arena, str text);

#endif
