/* What stands in a text in figures: numbers to call and amounts of money. Digits are those of ASCII, of Arabic, Persian, Hindi, Bengali
 * and Thai, and wide ones. */
#ifndef DETECT_FIGURES_H
#define DETECT_FIGURES_H

#include "base/arena.h"
#include "base/ascii.h"
#include "base/str.h"

/* How many octets the digit at the start of text has; 0 if there is none. */
static inline size_t figures_digit(str text);
/* The same; the above asks it for what is not ASCII. */
size_t figures_wide_digit(str text);

static inline size_t figures_digit(str text)
{
    if (text.len == 0)
        return 0;
    return ascii_is_8bit(text.ptr[0]) ? figures_wide_digit(text) : ascii_is_digit(text.ptr[0]);
}

/* text with the digits of all these scripts as those of ASCII; text itself where it has none, else in the arena. */
str figures_in_ascii(struct arena *arena, str text);

/* The first run of nine to fifteen digits, with the marks that people put between them: "+1 (800) 555-0199". */
bool figures_find_phone(str text, str *phone);

/* Whether a number stands beside a currency: "389,99 \xe2\x82\xac" or "$399". */
bool figures_name_amount(str text);

#endif
