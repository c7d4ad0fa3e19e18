/* Whom the gate protects: own domains, people whose names are borrowed, brands and partners that are imitated, and
 * the lists that detection reads. Made with a configuration generation, then immutable and shared. */
#ifndef DETECT_ORGANIZATION_H
#define DETECT_ORGANIZATION_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"
#include "detect/link_services.h"
#include "detect/lookalike.h"
#include "dns/suffix.h"

struct person { str name; const str *addresses; size_t address_count;           /* work first, then private ones */
                bool is_staff; };                                               /* a name like many, not one to protect */
struct brand  { str name; const str *domains; size_t domain_count; };

/* A service that the administrator knows. Its domain counts as proved by any one of these; bits. */
enum sender_proof { SENDER_BY_SPF = 1, SENDER_BY_DKIM = 2, SENDER_BY_DMARC = 4, SENDER_BY_ARC = 8 };
struct known_sender { str domain; unsigned proofs; bool may_use_own_domain; };

struct organization_lists {             /* what the configuration says */
    const str           *own_domains;  size_t own_domain_count;
    const struct person *people;       size_t person_count;
    const struct brand  *brands;       size_t brand_count;      /* partners are brands that the administrator adds */
    const struct known_sender *senders; size_t sender_count;
    const str           *free_mail;    size_t free_mail_count;  /* mailboxes for anybody; adds to the shipped list */
    struct link_lists    links;
    const struct name_lists *files;                             /* the administrator's files of names; NULL: none */
};

struct organization;            /* with the indexes by skeleton and deletion neighbourhood */

/* Copies what it needs into the arena, but for files and lists of links, which stay. */
struct organization *organization_new(struct arena *arena, const struct organization_lists *lists,
                                      const struct unicode *unicode, const struct suffixes *suffixes);

/* Domains are in A-labels and lower case, as struct author has them. */
bool organization_owns(const struct organization *organization, str domain);            /* an own domain or below one */
/* A domain of a brand, shipped or the administrator's, but none that gives mailboxes to anybody. */
bool organization_is_brand(const struct organization *organization, str domain);
/* One of a partner, or of a brand that the administrator has added. */
bool organization_is_partner(const struct organization *organization, str domain);
bool organization_is_free_mail(const struct organization *organization, str domain);
/* Where anybody puts up a page, and a mail address with it; and services that send what anybody writes into them. */
bool organization_is_free_host(const struct organization *organization, str domain);
bool organization_is_carrier(const struct organization *organization, str domain);
/* True for domains of the organisation, its partners and the known brands: an address there is worth borrowing. */
bool organization_protects(const struct organization *organization, str domain);

const struct link_services *organization_link_services(const struct organization *organization);

/* The person whose name this is, however it is written (detect/person.h); NULL if it is nobody's. */
const struct person *organization_person(const struct organization *organization, struct arena *arena, str name);
bool                 person_has_address(const struct person *person, str address);

/* A brand or partner whose name stands in text as whole words: the first one that is no common word, if there is any. */
struct brand_mention {
    const struct brand *brand;
    bool                is_common_word; /* needs a second sign: a surname, a word */
    bool                is_all;         /* the text says nothing else */
};
bool organization_brand_in(const struct organization *organization, struct arena *arena, str text,
                           struct brand_mention *out);
/* Whether text names a brand that owns the domain, among others: "Benefits of Contoso at Fabrikam". */
bool organization_names_owner(const struct organization *organization, struct arena *arena, str text, str domain);
bool organization_brand_owns(const struct organization *organization, const struct brand *brand, str domain);

/* The known sender that domain is or stands below, if that proof is one which counts for it; NULL: there is none. */
const struct known_sender *organization_known_sender(const struct organization *organization, str domain, enum sender_proof proof);

enum protected_names { PROTECTED_OWN, PROTECTED_PARTNER, PROTECTED_BRAND, PROTECTED_COUNT };
/* What a domain imitates of each kind of names: LOOKALIKE_NONE where it imitates none. registrable: empty if it has none. */
struct imitation { struct lookalike of[PROTECTED_COUNT]; };
struct imitation organization_imitation(const struct organization *organization, struct arena *arena, str domain, str registrable);

#endif
