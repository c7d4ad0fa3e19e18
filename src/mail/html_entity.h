/* The named character references of HTML ("Named character references" in the WHATWG standard). */
#ifndef MAIL_HTML_ENTITY_H
#define MAIL_HTML_ENTITY_H

#include "base/str.h"

/* The longest name at the start of text (behind the "&"; "amp;" and for the old ones "amp" as well) and its text in UTF-8; false
 * if there is none. */
MUST_USE bool html_entity_find(str text, str *name, str *value);

#endif
