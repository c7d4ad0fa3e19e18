/* What a name looks like: forms in which two names are equal when people would take one for the other. Compare a form
 * only with the same form of another name. */
#ifndef DETECT_LOOK_H
#define DETECT_LOOK_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"

/* The letters as people read them: lower case, without accents, other alphabets by the Latin letters that they look
 * like. ASCII text only loses its capitals. */
str look_plain(const struct unicode *unicode, struct arena *arena, str text);

/* The same again, where "Müller" is "Mueller" and "Åse" is "Aase", as those write who spell such letters out: ae, oe and ue are a, o and u,
 * aa is a. plain: made by look_plain. */
str look_unspelled(struct arena *arena, str plain);

enum look_width {
    LOOK_STRICT,                /* the skeleton of UTS #39 §4, and rn = m, vv = w, 0 = o, 1 = l */
    LOOK_WIDE,                  /* besides cl = d, i = l, and no hyphens: too much for short names */
};
str look_seen(struct arena *arena, str plain, enum look_width width);           /* plain: made by look_plain */
/* The same into the caller's room of plain.len octets, which may be that of plain itself. Returns the length. */
size_t look_seen_into(char *out, str plain, enum look_width width);

/* A name under an ASCII ending with a label of other letters that reads as a Latin word: either its letters are mixed, or all of it is
 * a disguise. Under an ending of its own alphabet a name is at home. The name may be in A-labels; *shown is it as people see it. */
bool look_is_disguised(const struct unicode *unicode, struct arena *arena, str domain, str *shown);

#endif
