/* Files in uuencode (POSIX), which stand in plain text without a MIME part of their own. Some mail programs still make attachments
 * of them. */
#ifndef DETECT_FILE_UUENCODE_H
#define DETECT_FILE_UUENCODE_H

#include "base/arena.h"
#include "base/str.h"

enum { UUENCODE_HEAD_OCTETS = 512 };    /* that are decoded: enough to know a kind by */

struct uuencoded {
    str    name;                        /* a slice of the text */
    str    head;                        /* the first octets, decoded, in the arena */
    size_t octets;                      /* of the whole file, as its lines say */
};

/* Moves past the next file: "begin 644 NAME", lines of it, as far as they are any. False if there is none in *text. */
bool uuencode_next(str *text, struct arena *arena, struct uuencoded *file);

#endif
