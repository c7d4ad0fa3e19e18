/* Text as a view of octets.
 *
 * Mail is octets with lengths, may contain NUL, and is hostile. So code cuts slices instead of copying,
 * and never looks for a terminator. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"

/* A view of octets owned by someone else: an arena, a literal, the wire.
 * Passed by value, never NUL-terminated. The zero value is the empty string. */
typedef struct str {
    const char *ptr;
    size_t      len;
} str;

#define STR(literal) ((str){ "" literal, sizeof(literal) - 1 })
/* The same where the language wants a constant, as in static tables. */
#define STR_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* For printf's "%.*s". Only for text known to be short; s is evaluated twice. */
#define STR_ARG(s) (int)(s).len, (s).ptr

static inline str str_of(const char *terminated)        /* NULL gives the empty string */
{
    return terminated == NULL ? (str){ 0 } : (str){ terminated, strlen(terminated) };
}
static inline str str_slice(str s, size_t from, size_t to)      /* from <= to <= len */
{
    ASSERT(from <= to && to <= s.len);
    return s.len == 0 ? s : (str){ s.ptr + from, to - from };
}
static inline str str_from(str s, size_t from) { return str_slice(s, from, s.len); }

static inline bool str_equal(str a, str b)              /* nearly always the lengths tell */
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
bool str_equal_nocase(str a, str b);                    /* ASCII letters only */
int  str_compare(str a, str b);                         /* by octets, then by length: an order for sorting */
bool str_starts(str s, str prefix);
bool str_starts_nocase(str s, str prefix);
bool str_ends_nocase(str s, str suffix);

enum { STR_NOT_FOUND = -1 };
ptrdiff_t str_find_char(str s, char c);                 /* index, or STR_NOT_FOUND */
ptrdiff_t str_find(str s, str needle);
ptrdiff_t str_find_nocase(str s, str needle);
ptrdiff_t str_rfind_char(str s, char c);
static inline bool str_has_char(str s, char c) { return s.len != 0 && memchr(s.ptr, c, s.len) != NULL; }
bool str_has_8bit(str s);
size_t str_ascii_prefix(str s);                          /* how many octets at its start are ASCII */
bool str_is_printable(str s);                            /* only SP to "~": no control octet, none above 127 */
/* True if text is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, at most U+10FFFF). */
bool str_is_utf8(str s);
/* The length of the well-formed UTF-8 sequence at the start of s, or 0 (RFC 3629 §4). */
size_t str_utf8_sequence(str s);

/* Moves the piece before the first sep out of *rest; false once nothing is left.
 * A trailing separator does not produce an empty last piece. */
bool str_cut(str *rest, char sep, str *piece);

str  str_trim(str s);                                   /* without SP, HTAB, CR, LF at both ends */
str  str_trim_right(str s);
bool str_skip_prefix(str *s, str prefix);               /* moves past prefix if it is there */

/* Decimal digits only, the whole of s: no sign, no space, no overflow past max. */
MUST_USE bool str_to_u64(str s, uint64_t max, uint64_t *out);

/* A NUL-terminated copy for a C interface; false if it does not fit or s holds a NUL. */
MUST_USE bool str_to_cstr(str s, char *out, size_t size);

#endif
