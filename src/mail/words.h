/* Encoded words, RFC 2047 with the language tag of RFC 2231 §5. */
#ifndef MAIL_WORDS_H
#define MAIL_WORDS_H

#include "base/arena.h"
#include "base/str.h"

/* Bits. */
enum words_flaw {
    WORDS_BAD          = 1,             /* looks like an encoded-word and is none: left as it stands */
    WORDS_TOO_LONG     = 2,             /* over 75 octets; decoded all the same */
    WORDS_CHARSET      = 4,             /* unknown charset: octets shown as U+FFFD where not ASCII */
    WORDS_SPLIT        = 8,             /* a character cut between two words */
    WORDS_NEEDLESS     = 16,            /* base64, and all that was encoded is plain ASCII */
    WORDS_CONTROL      = 32,            /* control octets, CR or LF came out; shown as blanks */
    WORDS_BAD_UTF8     = 64,            /* raw octets that are not UTF-8; shown as U+FFFD */
};

/* The text as people see it, in valid UTF-8 on one line: encoded-words decoded, white space between two adjacent
 * ones dropped, folds removed. flaws may be NULL. */
str words_decode(struct arena *arena, str text, unsigned *flaws);

#endif
