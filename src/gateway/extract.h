/* What the record keeps of a message so that it can be judged again once its octets are gone: the header octet for octet,
 * the header of each MIME part, and what only the body could tell, above all its hashes for the signatures.
 *
 * Whoever adds a stage or a rule that reads more of the body than this has three ways to stay replayable: ask the view
 * (its answers are on record), keep the fact here, or, for rules alone, say READS_BODY in detect/rule.c: then replay takes
 * what they found from the record. */
#ifndef GATEWAY_EXTRACT_H
#define GATEWAY_EXTRACT_H

#include "auth/dkim/canon_body.h"
#include "base/json.h"
#include "base/view.h"
#include "detect/attachment.h"
#include "detect/finding.h"
#include "mail/message.h"

struct transaction;

/* A message that needs more is not kept, and says so. */
enum {
    EXTRACT_HEADER_MAX_OCTETS  = 64 * 1024,
    EXTRACT_PARTS_MAX          = 200,
    EXTRACT_PARTS_MAX_OCTETS   = 64 * 1024,
    EXTRACT_ANSWERS_MAX_OCTETS = 256 * 1024,    /* of all that the view was told: one name may answer with 64 KiB */
};

struct extract_part { str header; size_t depth; unsigned flaws; };      /* enum mime_flaw */

struct extract {
    str                         header;         /* with the empty line behind it, if there was one */
    size_t                      size;           /* of the whole message */
    str                         sha256;         /* of the same, in hexadecimal digits */
    unsigned                    mime_flaws;     /* as the message was parsed */
    const struct extract_part  *parts;          /* of which the root has no header: it is the message's */
    size_t                      part_count;
    const struct dkim_body_hash *body_hashes;
    size_t                      body_hash_count;
    const unsigned             *alterations;    /* of each signature, enum dkim_alteration */
    size_t                      alteration_count;
    bool                        was_explained;  /* alterations were looked for */
    struct attachments          attachments;
    bool                        has_attachments;        /* they are on record */
    struct findings             findings;       /* all that fired, with those in shadow */
    const str                  *signals_off;    /* ids: whether these would have fired nobody knows */
    size_t                      signal_off_count;
};

/* What an answer counts against EXTRACT_ANSWERS_MAX_OCTETS; an empty record takes room too. */
size_t extract_answer_octets(const struct answer *answer);

/* The member "extract" of a record. */
void extract_write(struct json *json, const struct transaction *tx, struct arena *arena);

/* The message as the extract shows it: everything but the body. */
void extract_message(struct message *message, struct arena *arena, const struct extract *extract,
                     const struct message_limits *limits, const struct unicode *unicode);

#endif
