/* Files in uuencode (POSIX). They stand in plain text without a MIME part of their own, of which some mail programs still make
 * attachments; and in parts whose Content-Transfer-Encoding says so, which RFC 2045 does not know and some programs undo. */
#ifndef MAIL_UUENCODE_H
#define MAIL_UUENCODE_H

#include "base/arena.h"
#include "base/str.h"

enum { UUENCODE_HEAD_OCTETS = 512 };    /* that are decoded: enough to know a kind by */

struct uuencoded {
    str    name;                        /* a slice of the text */
    str    lines;                       /* a slice of the text: what uuencode_decode reads */
    str    head;                        /* the first octets, decoded, in the arena */
    size_t octets;                      /* of the whole file, as its lines say */
};

/* Moves past the next file: "begin 644 NAME", lines of it, as far as they are any, and "end" if it is there. False if there is
 * none in *text. */
bool uuencode_next(str *text, struct arena *arena, struct uuencoded *file);
/* The whole file. Blanks at the end of lines may be lost, so that it can be longer than its lines, but not twice as long. */
str  uuencode_decode(struct arena *arena, const struct uuencoded *file);

#endif
