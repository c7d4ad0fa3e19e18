/* Tag=value lists, RFC 6376 §3.2: the one syntax of DKIM signatures and keys, ARC sets and DMARC records.
 * (SPF records are term lists: auth/spf/record.h.) */
#ifndef AUTH_TAGLIST_H
#define AUTH_TAGLIST_H

#include <stdbool.h>

#include "auth/reason.h"
#include "base/arena.h"
#include "base/str.h"

enum { TAGLIST_MAX = 32 };      /* tags in a list; our bound, well above any RFC's */

enum taglist_error {
    TAGLIST_OK,
    TAGLIST_SYNTAX,             /* no "=", or an octet outside the grammar */
    TAGLIST_DUPLICATE,          /* one name twice makes the whole list invalid, §3.2 */
    TAGLIST_TOO_MANY,
};

/* DKIM and ARC refuse a list with one bad term. DMARC (RFC 9989 §4.8) keeps what can be read: names in
 * any case, the first of duplicates, bad terms skipped and reported through *bad. */
enum taglist_mode { TAGLIST_STRICT, TAGLIST_LENIENT };

/* value keeps inner folding; blanks at both ends are gone. */
struct tag { str name, value; };

struct taglist {
    struct tag        tags[TAGLIST_MAX];        /* in the order written */
    size_t            count;
    enum taglist_mode mode;                     /* how it was read, and so how names are compared */
};

/* Splits text into tags, which are slices of text and live as long as it does.
 * On error *bad is the slice at fault, for the reason shown to people. A lenient reading always ends in TAGLIST_OK;
 * *bad is then the first term that was skipped, or empty. */
MUST_USE enum taglist_error taglist_parse(struct taglist *list, str text, enum taglist_mode mode, str *bad);

/* NULL if absent. An empty value is present: "p=" revokes a key, §3.6.1. */
const str *taglist_find(const struct taglist *list, str name);

enum tag_presence { TAG_OPTIONAL, TAG_REQUIRED };

/* A row of a specification's table of tags: how the value of one becomes a member of a struct. */
struct tag_rule {
    str               name;
    enum tag_presence presence;
    /* REASON_NONE, or what is wrong with value. */
    enum auth_reason (*read)(void *member, str value, struct arena *arena);
    size_t            offset;           /* of the member within the struct */
};

/* Reads the tags that the rules name into a struct; others are ignored (§3.2), and members of absent tags keep what
 * they hold. All that can be read is read, whatever is wrong elsewhere: a report names the domain of a broken signature
 * too. Returns the first fault in the order of the rules; missing stands for a required tag that is absent. */
enum auth_reason taglist_read(const struct taglist *list, const struct tag_rule *rules, size_t count,
                              enum auth_reason missing, void *into, struct arena *arena);

#endif
