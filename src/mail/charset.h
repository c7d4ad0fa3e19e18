/* Text of any charset to UTF-8, by ICU's converters under the labels of the WHATWG Encoding standard. */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

/* Always valid UTF-8: what cannot be converted becomes U+FFFD. False if the label is unknown; then everything
 * above ASCII is U+FFFD. Text that is ASCII or UTF-8 already is returned as it is, without ICU; else the result lives
 * in the arena. Safe in any thread: ICU keeps its tables, and nothing is loaded from disk at run time. */
bool charset_to_utf8(struct arena *arena, str label, str octets, str *utf8);

#endif
