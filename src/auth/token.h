/* The words of the fields in which results are told (Authentication-Results, RFC 8601 §2.2; Received-SPF, RFC 7208 §9.1):
 * tokens, quoted strings and the comments between them, read and written. */
#ifndef AUTH_TOKEN_H
#define AUTH_TOKEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* ---- reading: each moves *s behind what it took ---- */

/* Comment after comment and the blanks between them (CFWS, RFC 5322 §3.2.2); false if a comment has no end. */
MUST_USE bool token_skip_cfws(str *s);
MUST_USE bool token_take_char(str *s, char c);
str           token_take_while(str *s, bool (*belongs)(char c));
MUST_USE bool token_take_keyword(str *s, str *keyword);         /* false if none stands there */
/* A quoted-string, or else what belongs; *value is without quotes, escapes and folds. False if nothing belongs, the string
 * has no end, is not UTF-8, or holds a control character, which some reader would take for the end. */
MUST_USE bool token_take_value(struct arena *arena, str *s, bool (*belongs)(char c), str *value);

/* token, RFC 2045 §5.1, and UTF-8 beside ASCII (RFC 8601 §2.2, RFC 6532). */
bool token_has_char(char c);
/* Keyword, RFC 5321 §4.1.2, with the "_" that some property names have. */
bool token_has_keyword_char(char c);

/* ---- writing ---- */

/* s as a quoted-string: control octets, and octets above 127 unless utf8 allows them and they are UTF-8, become "?". */
void token_write_quoted(struct buf *out, str s, bool utf8);
/* At most max octets, without cutting a UTF-8 sequence in two. */
str  token_capped(str s, size_t max);

#endif
