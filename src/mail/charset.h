/* Text of any charset to UTF-8, by ICU's converters under the labels of the WHATWG Encoding standard. */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

/* Always valid UTF-8: what cannot be converted becomes U+FFFD. False if the label is unknown; then everything
 * above ASCII is U+FFFD. US-ASCII and UTF-8 take a short way without ICU. Keeps one converter per charset and
 * thread; nothing is loaded from disk at run time. */
bool charset_to_utf8(struct arena *arena, str label, str octets, str *utf8);

#endif
