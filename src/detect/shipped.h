/* The lists that come with the program. The administrator's add to them (detect/organization.h). */
#ifndef DETECT_SHIPPED_H
#define DETECT_SHIPPED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct shipped_brand {
    const char *name;           /* as it is shown; matched as whole words, in any case */
    const char *domains;        /* registrable, separated by blanks; the first is the one people know */
    bool        is_common_word; /* also a surname or a word: needs a second sign */
};

extern const struct shipped_brand shipped_brands[];
extern const size_t               shipped_brand_count;

/* Where anybody gets a mailbox. */
extern const char *const shipped_free_mail[];
extern const size_t      shipped_free_mail_count;

/* Where anybody puts up a page, and a mail address with it, in a minute. */
extern const char *const shipped_free_hosts[];
extern const size_t      shipped_free_host_count;

/* Services that send in their own name what anybody writes into them: files, bills, invitations, comments. */
extern const char *const shipped_carriers[];
extern const size_t      shipped_carrier_count;

/* Top-level domains that are abused far more than used (DETECTION, from_odd_tld): never a sign alone. */
extern const char *const shipped_odd_endings[];
extern const size_t      shipped_odd_ending_count;

/* Files of this tree, embedded by the build (packaging/embed.cmake). */
struct shipped_file { const char *name; const unsigned char *octets; size_t len; };

/* What signals and words weigh (detect/model.h, detect/vocabulary.h). */
extern const struct shipped_file shipped_models[];
extern const size_t              shipped_models_count;

/* The one of that name; that it is there is a promise of the tree. */
str shipped_find(const struct shipped_file *files, size_t count, const char *name);

/* What people write who want something of us, by language and topic (detect/phrases.h). */
extern const struct shipped_file shipped_phrases[];
extern const size_t              shipped_phrases_count;

#endif
