/* Whom the gate protects: own domains, people whose names are borrowed, brands and partners that are imitated, and
 * the lists that detection reads. Made with a configuration generation, then immutable and shared. */
#ifndef DETECT_ORGANIZATION_H
#define DETECT_ORGANIZATION_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"
#include "dns/suffix.h"

struct person { str name; const str *addresses; size_t address_count; };        /* work address first, then listed private ones */
struct brand  { str name; const str *domains; size_t domain_count; };

struct organization_lists {             /* what the configuration says */
    const str           *own_domains;  size_t own_domain_count;
    const struct person *people;       size_t person_count;
    const struct brand  *brands;       size_t brand_count;      /* partners are brands that the administrator adds */
    const str           *free_mail;    size_t free_mail_count;  /* domains where anybody gets a mailbox; adds to the shipped list */
};

struct organization;            /* with the indexes by skeleton and deletion neighbourhood */

/* Copies what it needs into the arena. */
struct organization *organization_new(struct arena *arena, const struct organization_lists *lists,
                                      const struct unicode *unicode, const struct suffixes *suffixes);

bool organization_owns(const struct organization *organization, str domain);            /* an own domain or below one */
bool organization_is_free_mail(const struct organization *organization, str domain);

#endif
