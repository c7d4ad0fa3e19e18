/* The history of an organisation in memory: fed with its mail in order of date, asked with the keys of one message.
 *
 * All of it stands in hash tables, so that an answer costs the same after a hundred messages and after a million. What is
 * kept of one sender is bounded. Nothing is forgotten here: whoever feeds it decides how far back. */
#ifndef DETECT_MEMORY_H
#define DETECT_MEMORY_H

#include "base/hash.h"
#include "base/unicode.h"
#include "detect/history.h"
#include "dns/suffix.h"

struct memory;

struct memory_options {
    const struct organization *organization;
    const struct unicode      *unicode;
    const struct suffixes     *suffixes;
    struct hash_key            key;             /* of its tables: strangers' addresses stand in them */
    bool                       is_imported;     /* an administrator has vouched for it: warm from the start */
};

/* What recorded results say of one message that came in. */
struct memory_auth { bool spf_passed, dkim_passed, dmarc_passed, dmarc_failed; str signer; };

struct memory_event {                   /* one message of the past */
    unix_seconds       date;
    bool               is_out;          /* we sent it */
    str                from, display_name;
    const str         *to;
    size_t             to_count;
    struct memory_auth auth;            /* of one that came in */
    struct network     network;
    str                reply_to, subject, message_id, bank;
    str                program;         /* X-Mailer or User-Agent of one that came in; empty: not known, "none" */
    str                zone;            /* of its Date: "+0200"; empty: not known */
    const str         *sites;           /* host names that its links led to */
    size_t             site_count;
};

struct memory *memory_new(struct arena *arena, const struct memory_options *options);
/* The event's texts are copied. */
void memory_learn(struct memory *memory, const struct memory_event *event);
/* To be called once, after the last event: indexes whom the organisation corresponds with, for lookalikes of them. */
void memory_finish(struct memory *memory);

void memory_recall(const struct memory *memory, const struct history_keys *keys, struct arena *arena, struct history *out);

#endif
