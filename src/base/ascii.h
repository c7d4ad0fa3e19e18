/* Character classes of the mail grammars. Unlike <ctype.h> they know no locale and take any octet. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)  { return c >= '0' && c <= '9'; }
static inline bool ascii_is_upper(char c)  { return c >= 'A' && c <= 'Z'; }
static inline bool ascii_is_lower(char c)  { return c >= 'a' && c <= 'z'; }
static inline bool ascii_is_alpha(char c)  { return ascii_is_upper(c) || ascii_is_lower(c); }
static inline bool ascii_is_alnum(char c)  { return ascii_is_alpha(c) || ascii_is_digit(c); }
static inline bool ascii_is_8bit(char c)   { return (c & 0x80) != 0; }
/* WSP, RFC 5234 appendix B.1. */
static inline bool ascii_is_wsp(char c)    { return c == ' ' || c == '\t'; }
/* What folding white space is made of, RFC 5322 §3.2.2. */
static inline bool ascii_is_blank(char c)  { return ascii_is_wsp(c) || c == '\r' || c == '\n'; }
/* VCHAR, RFC 5234 appendix B.1: printable without the space. */
static inline bool ascii_is_vchar(char c)  { return c > 0x20 && c < 0x7f; }
static inline bool ascii_is_print(char c)  { return c >= 0x20 && c < 0x7f; }
static inline bool ascii_is_control(char c) { return (unsigned char)c < 0x20 || c == 0x7f; }

static inline char ascii_lower(char c)     { return ascii_is_upper(c) ? (char)(c + 32) : c; }
static inline char ascii_upper(char c)     { return ascii_is_lower(c) ? (char)(c - 32) : c; }

/* The value of a hexadecimal digit, or -1. */
static inline int ascii_hex(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* atext, RFC 5322 §3.2.3. */
bool ascii_is_atext(char c);

#endif
