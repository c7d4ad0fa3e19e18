/* Small readings of decoded text (UTF-8) that several rules share. */
#ifndef DETECT_TEXT_H
#define DETECT_TEXT_H

#include "base/arena.h"
#include "base/ascii.h"
#include "base/str.h"

/* Moves one character out of *rest; false at the end. What is not UTF-8 reads as U+FFFD, octet by octet. */
static inline bool text_next_character(str *rest, uint32_t *character);
/* The same; the above asks it for what is not ASCII, which is the shorter way for most text. */
bool text_next_wide_character(str *rest, uint32_t *character);

static inline bool text_next_character(str *rest, uint32_t *character)
{
    if (rest->len == 0 || ascii_is_8bit(rest->ptr[0]))
        return text_next_wide_character(rest, character);
    *character = (unsigned char)rest->ptr[0];
    *rest      = str_from(*rest, 1);
    return true;
}

/* Moves past the next word: a run of ASCII letters and digits and of anything above ASCII. */
bool text_next_word(str *rest, str *word);

/* Finds something that people read as a web domain ("example.com"): labels of letters, digits and hyphens, the last
 * a common ending, the one before it at least three long (so that "J.de Boer" is a name). */
bool text_find_domain(str text, str *domain);

/* How many characters; what is not UTF-8 counts by octets. */
size_t text_length(str text);

/* How many of the words that capitals make of text (DoNotUse has three) are of one or two letters: none in most names, four in
 * afAbPcZ. Only where capitals stand inside. */
size_t text_short_humps(str text);

/* Whether a local part is one person's: "alex.doe" is nobody else, while "office" and "kanzlei" are words. Long enough, and not of
 * letters alone. */
bool text_tells_person(str local_part);

/* How often letters and digits change in text: a7k2p is machine-made, june2026 is not. */
size_t text_kind_changes(str text);

/* Ornamental letters: mathematical and enclosed ones, and marks that no language stacks on Latin letters. They read as ASCII, and are
 * there to slip past filters. Wide letters count only in text without Chinese, Japanese or Korean, where they are at home. */
size_t text_count_styled(str text);

/* Pictures: emoji, and the older signs that are shown as such. */
size_t text_count_emoji(str text);

/* For sentences: control octets and what is not UTF-8 become "?", and what is longer than max ends in "...". */
str  text_printable(struct arena *arena, str text, size_t max);

#endif
