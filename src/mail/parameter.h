/* Parameters of Content-Type and Content-Disposition (RFC 2045 §5.1), with the sections and charsets of RFC 2231. */
#ifndef MAIL_PARAMETER_H
#define MAIL_PARAMETER_H

#include "base/arena.h"
#include "base/str.h"
#include "mail/mime.h"

/* token of RFC 2045 §5.1: no blanks, no controls, no tspecials. */
bool parameter_is_token_octet(char c);

/* Reads *(";" name "=" value). One that cannot be read hides none behind it. list->flaws: MIME_BAD_CONTENT_TYPE,
 * MIME_DUPLICATE_PARAMETER; the first of duplicates counts, and an extended form before a plain one. */
void parameter_list_parse(struct parameter_list *list, struct arena *arena, str text);

/* NULL if absent; name in lower case. */
const struct parameter *parameter_find(const struct parameter_list *list, str name);

#endif
