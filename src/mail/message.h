/* A message: the octets as received, and everything that is read from them as slices. */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "mail/author.h"
#include "mail/header.h"
#include "mail/mime.h"

struct unicode;

struct message_limits { struct header_limits header; struct mime_limits mime; };
extern const struct message_limits message_limits_default;

struct message {
    str                octets;          /* the whole, with CRLF line ends; owned by the caller */
    struct header_list headers;
    str                body;            /* behind the empty line */
    struct author      author;
    struct part       *root;            /* the MIME tree */
    unsigned           mime_flaws;      /* of all parts together */
    size_t             part_count;
    str                subject;         /* decoded, on one line, UTF-8; empty if none */
    str                message_id;      /* with its angle brackets; empty if none */
    struct address_list to, cc, reply_to, sender;
    bool               has_date;
    unix_seconds       date;            /* of the Date field, if has_date */
    str                list_id;         /* what stands between < and > in List-Id; empty if none */
};

/* Reads everything above. lf_too: see header_parse. The slices live as long as octets, the rest as the arena. */
void message_parse(struct message *message, struct arena *arena, str octets, bool lf_too,
                   const struct message_limits *limits, const struct unicode *unicode);

#endif
