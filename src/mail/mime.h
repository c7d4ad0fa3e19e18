/* The MIME tree of a message (RFC 2045, 2046), of slices. Ambiguities are noted, never repaired: where two
 * readers would see two things, the gate must know it. */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include "base/arena.h"
#include "base/str.h"
#include "mail/header.h"

/* Bits. */
enum mime_flaw {
    MIME_NO_BOUNDARY         = 1 << 0,  /* multipart without boundary, or an empty one */
    MIME_BOUNDARY_NOT_FOUND  = 1 << 1,
    MIME_UNCLOSED            = 1 << 2,  /* no closing delimiter */
    MIME_BAD_BOUNDARY        = 1 << 3,  /* over 70 octets, a blank at the end, quotes or controls inside, odd writing */
    MIME_DUPLICATE_FIELD     = 1 << 4,  /* two Content-Type, -Transfer-Encoding or -Disposition fields that differ */
    MIME_DUPLICATE_PARAMETER = 1 << 5,  /* boundary, charset, name ... twice */
    MIME_BAD_CONTENT_TYPE    = 1 << 6,  /* does not follow the grammar */
    MIME_UNKNOWN_ENCODING    = 1 << 7,  /* to RFC 2045: uuencode, and what is treated as opaque octets */
    MIME_ENCODED_COMPOSITE   = 1 << 8,  /* multipart or message/rfc822 in base64 or quoted-printable (RFC 2045 §6.4) */
    MIME_BAD_BASE64          = 1 << 9,  /* foreign octets inside, data after padding, missing padding */
    MIME_BAD_QP              = 1 << 10,
    MIME_NAMES_DISAGREE      = 1 << 11, /* filename and name */
    MIME_TOO_DEEP            = 1 << 12, /* past the limit: the part is a leaf */
    MIME_TOO_MANY_PARTS      = 1 << 13, /* past the limit: the rest belongs to the last part */
    MIME_COMMENT_IN_ENCODING = 1 << 14, /* Content-Transfer-Encoding with comment or several words */
    MIME_NO_VERSION          = 1 << 15, /* multipart or encoded without MIME-Version: readers differ */
    MIME_BIDI_NAME           = 1 << 16, /* a bidirectional control in a file name */
    MIME_TRAILING_CONTENT    = 1 << 17, /* text behind the closing delimiter that looks like a part */
    MIME_DUPLICATE_BOUNDARY  = 1 << 18, /* a child has the boundary of an ancestor, or one begins with the other and that matters */
    MIME_HEADER_UNENDED      = 1 << 19, /* a part without the empty line behind its header */
    MIME_NEAR_DELIMITER      = 1 << 20, /* a line goes on behind "--" and the boundary: some readers take it */
    MIME_CONTROL_IN_NAME     = 1 << 21, /* NUL, a line end or the like in a file name; shown as a blank */
    MIME_HEADER_TWO_ENDS     = 1 << 22, /* a line of a part's header is no field, or the header is past the limits: some readers begin
                                           the body there */
};

enum mime_encoding { MIME_7BIT, MIME_8BIT, MIME_BINARY, MIME_BASE64, MIME_QUOTED_PRINTABLE, MIME_UUENCODE, MIME_OPAQUE };

/* name is in lower case; value without quotes, in UTF-8 where RFC 2231 says its charset, else as written. */
struct parameter { str name, value, other; };   /* other: what who reads no RFC 2231 takes instead; empty if the same */
struct parameter_list { struct parameter *items; size_t count; unsigned flaws; };

struct part {
    struct header_list  headers;        /* of the message itself for the root */
    str                 type, subtype;  /* lower case; "text" "plain" by default */
    struct parameter_list parameters;   /* of Content-Type */
    str                 charset;        /* lower case; empty if none is given */
    str                 disposition;    /* lower case; empty if none */
    str                 file_name;      /* decoded; from filename, else from name; empty if none */
    str                 other_name;     /* decoded; name, where filename says another */
    str                 plain_name;     /* decoded; of who does not read RFC 2231, where that is another */
    str                 content_id;     /* without its angle brackets */
    enum mime_encoding  encoding;
    unsigned            flaws;          /* enum mime_flaw, of this part alone */
    str                 raw;            /* the body as it stands, still encoded; a slice */
    size_t              depth;          /* 0 for the root */
    struct part        *parent, *first_child, *next_sibling;
    struct part        *next;           /* all parts, in the order of the message */
};

struct mime_limits { size_t depth, parts; };    /* 32 and 1,000 by default */

/* Builds the tree below root, whose headers and raw are set by the caller. message/rfc822 (and /global, /news)
 * parts have the nested message as their one child, whose headers are its own. No recursion: depth costs no stack. */
void mime_parse(struct part *root, struct arena *arena, bool lf_too, const struct header_limits *header_limits,
                const struct mime_limits *limits);

const str *mime_parameter(const struct part *part, str name);           /* NULL if absent */
/* The decoded octets; sets MIME_BAD_BASE64 and MIME_BAD_QP in part->flaws. A slice where nothing is encoded. Of a part in
 * uuencode its first file; all of it where no file is in it. */
str        mime_decode(struct part *part, struct arena *arena);
bool        mime_is_encoded(const struct part *part);                   /* so that its octets say something else */
const char *mime_flaw_name(enum mime_flaw flaw);                        /* "duplicate-parameter" */

#endif
