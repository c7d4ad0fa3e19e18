/* What the mail server tells about itself, the client and the message beside the commands: pairs of a name and a value, sent
 * before the command that they belong to. */
#ifndef MILTER_MACROS_H
#define MILTER_MACROS_H

#include "base/arena.h"

/* The steps at which macros are sent; also the numbers by which a milter asks for them when it negotiates. */
enum milter_stage {
    MILTER_STAGE_CONNECT, MILTER_STAGE_HELO, MILTER_STAGE_MAIL, MILTER_STAGE_RCPT, MILTER_STAGE_DATA, MILTER_STAGE_END_OF_MESSAGE,
    MILTER_STAGE_END_OF_HEADER, MILTER_STAGE_COUNT,
};

enum { MILTER_MACROS_MAX = 64 };                /* of one step */

struct milter_macro { str name, value; };

struct milter_macros {                          /* the zero value has none */
    struct milter_macro *of[MILTER_STAGE_COUNT];
    size_t               count[MILTER_STAGE_COUNT];
};

/* Reads the pairs of one packet, copied into the arena, in place of what the step had. False if they are not pairs of texts
 * or too many. */
MUST_USE bool milter_macros_read(struct milter_macros *macros, enum milter_stage stage, str pairs, struct arena *arena);
/* Forgets what was said at this step. */
void          milter_macros_drop(struct milter_macros *macros, enum milter_stage stage);
/* The newest value of name, by the order of the steps; empty if it was not told. Names are written "i" or "{tls_version}";
 * braces around one letter, as some servers write them, make no difference. */
str           milter_macro(const struct milter_macros *macros, str name);

#endif
