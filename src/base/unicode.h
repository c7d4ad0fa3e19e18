/* What we need of Unicode, by ICU: domain names (IDNA), what looks alike (UTS #39), and one form for comparing.
 *
 * Opened once at start (some 25 ms) and then shared by all threads, read-only. Text is UTF-8 throughout. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/arena.h"
#include "base/str.h"

struct unicode;

MUST_USE struct unicode *unicode_open(void);            /* NULL if ICU's data cannot be loaded */
void                     unicode_close(struct unicode *unicode);

/* A name in U-labels, A-labels or a mix, to A-labels in lower case without final dot (UTS #46, non-transitional;
 * RFC 8616). False if it is no valid name. ASCII names take a short way without ICU. */
MUST_USE bool unicode_domain_to_ascii(const struct unicode *unicode, struct arena *arena, str name, str *ascii);
/* The same as browsers do it for a link's host: hyphens may stand anywhere, and an A-label that is none makes the name invalid. */
MUST_USE bool unicode_link_host_to_ascii(const struct unicode *unicode, struct arena *arena, str name, str *ascii);
/* For showing and for comparing looks: A-labels become U-labels where they are valid, else stay. */
str unicode_domain_to_display(const struct unicode *unicode, struct arena *arena, str name);

/* NFKC, case folded, default-ignorable characters removed: equal for what a person would call the same text. */
str unicode_fold(const struct unicode *unicode, struct arena *arena, str text);
/* The confusable skeleton of the folded text (UTS #39 §4). Compare only skeletons with skeletons: "m" becomes "rn". */
str unicode_skeleton(const struct unicode *unicode, struct arena *arena, str text);

/* UTS #39 §5.2, from harmless to suspicious. */
enum unicode_restriction {
    UNICODE_ASCII, UNICODE_SINGLE_SCRIPT, UNICODE_HIGHLY_RESTRICTIVE, UNICODE_MODERATELY_RESTRICTIVE,
    UNICODE_MINIMALLY_RESTRICTIVE, UNICODE_UNRESTRICTIVE,
};
enum unicode_restriction unicode_restriction_level(const struct unicode *unicode, str text);

/* True if text holds a bidirectional override, embedding or isolate (U+202A-202E, U+2066-2069). */
bool unicode_has_bidi_control(str text);

#endif
