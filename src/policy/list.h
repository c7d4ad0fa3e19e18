/* Allow entries of the administrator. An entry names an authenticated identity or a network, never a bare From; it has
 * an owner and an expiry, and suppresses only the steps that it names. It can never suppress protocol, malware or
 * own-domain checks (DESIGN §3 "Decision"). */
#ifndef POLICY_LIST_H
#define POLICY_LIST_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "base/time.h"
#include "base/view.h"

enum list_identity {
    LIST_DKIM,                  /* d= of a signature that verifies */
    LIST_SPF,                   /* MAIL FROM domain that passes SPF */
    LIST_DMARC,                 /* author domain that passes DMARC */
    LIST_NETWORK,               /* client address */
};

struct list_entry {
    str                id;
    enum list_identity identity;
    str                value;           /* "news.example", "192.0.2.0/24" */
    unsigned           steps;           /* bits 1 << enum step */
    str                owner, note;
    unix_seconds       added_at, expires_at;
};

/* One line of text, the form in which entries are stored, shown and recorded in the journal's view:
 * "ID dkim news.example steps=score,authentication owner=jo expires=2027-01-01T00:00:00Z added=... note" */
str           list_entry_print(struct arena *arena, const struct list_entry *entry);
MUST_USE bool list_entry_parse(struct arena *arena, str line, struct list_entry *entry, str *error);

/* The bit of the step with this name; 0 if no entry may suppress it, or there is none. */
unsigned      list_step_bit(str name);

struct facts;
/* Asks the view (QUESTION_STATE, "list/IDENTITY/VALUE") for entries about every authenticated identity of the message.
 * False while questions are open. Expired entries do not count. */
MUST_USE bool list_match(const struct facts *facts, struct view *view, struct arena *arena, struct list_entry **entries,
                         size_t *count);

/* The file of entries as it was read: answers the open list questions of a view. Immutable, one per generation. */
struct list;
/* A file of them, by lines. NULL for a mistake, with "NAME:LINE: what" in *error. */
MUST_USE struct list *list_load(struct arena *arena, str name, str text, str *error);
void                  list_answer(const struct list *list, struct view *view);

#endif
