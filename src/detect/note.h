/* What is said of rules beyond their tables, for people who want to know what is looked for: rules/notes.def. */
#ifndef DETECT_NOTE_H
#define DETECT_NOTE_H

#include <stddef.h>

/* What a sign needs beside the message, and how its weight is to be read; bits. */
enum rule_trait {
    NEEDS_NOTHING     = 0,
    NEEDS_ENVELOPE    = 1 << 0,         /* who sent it, and to whom: a file alone does not say it */
    NEEDS_OWN_DOMAINS = 1 << 1,
    NEEDS_PEOPLE      = 1 << 2,
    NEEDS_PARTNERS    = 1 << 3,
    NEEDS_SENDERS     = 1 << 4,
    NEEDS_DNS_LISTS   = 1 << 5,
    NEEDS_FEEDS       = 1 << 6,
    NEEDS_NETWORKS    = 1 << 7,         /* databases of networks and countries */
    NEEDS_HISTORY     = 1 << 8,
    HELPED_BY_HISTORY = 1 << 9,         /* sees more with one */
    AT_MOST           = 1 << 10,        /* the check itself says how much less */
    AS_CONFIGURED     = 1 << 11,        /* it weighs what the administrator says of the list or feed */
};

struct rule_note { const char *id; unsigned traits; /* enum rule_trait */ const char *silence; /* may be empty */ };
const struct rule_note *rule_note_of(const char *id);           /* NULL: nothing is said of it */

/* In the order in which they are told. */
struct group_note { const char *group, *title, *introduction; };
size_t                   group_note_count(void);
const struct group_note *group_note_at(size_t index);

#endif
