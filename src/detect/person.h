/* Names of people, in the form in which two ways to write one name are equal: case, accents, lookalike letters, order,
 * initials, titles and what stands in brackets make no difference. */
#ifndef DETECT_PERSON_H
#define DETECT_PERSON_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"

/* "ROE, Dr. Jane M. (Finance)" and "jane roe" both give "jane roe"; empty if no word is left. */
str person_key(const struct unicode *unicode, struct arena *arena, str name);

/* Nobody's name, only what somebody is: "Managing Director". */
bool person_is_function(const struct unicode *unicode, struct arena *arena, str name);

/* Nobody's name, only a part of any house: "Accounts Payable", "Ufficio Acquisti". */
bool person_is_department(const struct unicode *unicode, struct arena *arena, str name);

#endif
