/* What another filter, in front of us or beside us, has written into a message about it: read to compare its opinion with
 * ours, and for nothing else. Nobody proves such a field, so nothing may follow from it. */
#ifndef DETECT_OTHER_FILTER_H
#define DETECT_OTHER_FILTER_H

#include "base/arena.h"
#include "mail/header.h"

enum opinion { OPINION_NONE, OPINION_PASS, OPINION_HOLD };
const char *opinion_name(enum opinion opinion);         /* "hold"; empty for none */

struct other_filter {
    enum opinion opinion;       /* hold if one of its fields says so */
    str          said;          /* that field, printable and short */
};

/* What can be named: "X-Spam-Flag" and its like, and "authserv-id:NAME" for the Authentication-Results of that name. */
bool other_filter_is_source(str source);
/* All that can be named, for people. */
str  other_filter_sources(struct arena *arena);

struct other_filter other_filter_read(const struct header_list *headers, const str *sources, size_t count, struct arena *arena);

#endif
