/* Does a text tell a password? People who send a locked file by one way and its password by another do as they should; both in one
 * message keep out nobody but the scanner. */
#ifndef DETECT_PASSWORD_H
#define DETECT_PASSWORD_H

#include "base/arena.h"
#include "base/str.h"
#include "base/unicode.h"

enum { PASSWORD_TEXT_MAX = 64 << 10 };  /* octets of text that are looked at */

/* True if text says in one of some twenty languages that a password is so and so. *evidence, in the arena, are these words, folded. */
bool password_is_told(const struct unicode *unicode, struct arena *arena, str text, str *evidence);

#endif
