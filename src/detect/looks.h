/* What each character looks like, in a table: for long texts, where asking ICU about every character would cost microseconds.
 * The same as look_plain (detect/look.h) for alphabets; other scripts stand for themselves. */
#ifndef DETECT_LOOKS_H
#define DETECT_LOOKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"

struct looks;
struct looks *looks_new(struct arena *arena, const struct unicode *unicode);

enum look_kind {
    LOOK_NOTHING,               /* an accent or a character that nobody sees: the word goes on */
    LOOK_LETTERS,               /* letters or digits of scripts that put blanks between words */
    LOOK_IDEOGRAPH,             /* one of a script that does not: Chinese, Japanese, Korean, Thai */
    LOOK_BREAK,                 /* no part of a word */
};
/* Moves one character out of *rest; false at the end. *look is what it looks like, in lower case, without accents: a
 * slice of the table or of the text. */
bool looks_next(const struct looks *looks, str *rest, enum look_kind *kind, str *look);

#endif
