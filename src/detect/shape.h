/* What a letter shows in any language: a question, an amount, a number to call. None of it is for or against a letter by itself; beside
 * what the letter says (detect/intent.h) it tells a bill that wants to be called about from one that wants nothing. How long a letter is
 * and how its lines stand is left out: that is the habit of whoever wrote it. */
#ifndef DETECT_SHAPE_H
#define DETECT_SHAPE_H

#include "base/str.h"

enum shape {
    /* of the text */
    SHAPE_QUESTION,
    SHAPE_QUESTIONS,            /* two or more */
    SHAPE_EXCLAMATION,
    SHAPE_PHONE,                /* a number to call */
    SHAPE_AMOUNT,               /* a number beside a currency */
    SHAPE_TIME,                 /* a time or a date in figures, 14:30 */
    SHAPE_WEB,                  /* a web address */
    SHAPE_MAIL,                 /* a mail address */
    SHAPE_DIGITS,
    SHAPE_PERCENT,
    SHAPE_BRACKETS,
    SHAPE_CAPITALS,             /* five of them in a row: a word that shouts, or a name of letters */
    /* of the subject */
    SHAPE_SUBJECT_WORD,         /* one word alone */
    SHAPE_SUBJECT_DIGITS,
    SHAPE_SUBJECT_QUESTION,
    SHAPE_SUBJECT_EXCLAMATION,
    SHAPE_COUNT,
};
const char *shape_name(enum shape shape);               /* "subject_word" */

enum { SHAPE_READ_MAX = 2000 };         /* octets of a text: about the words that are read for concepts (LEXICON_READ_MAX) */

/* Bits, 1 << shape. */
uint32_t shapes_of(str subject, str text);

#endif
