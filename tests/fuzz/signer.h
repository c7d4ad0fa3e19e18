/* A signer of messages, by the letter of RFC 6376 §3.7 and §5 and RFC 8617 §5.1, so that a target knows what must
 * verify, and what must not once a letter of it has changed. It has one Ed25519 key, at SIGNER_KEY_NAME; no input
 * signs with it by chance. */
#ifndef TESTS_FUZZ_SIGNER_H
#define TESTS_FUZZ_SIGNER_H

#include "auth/dkim/canon.h"
#include "base/buf.h"
#include "base/view.h"
#include "mail/message.h"

#define SIGNER_DOMAIN   "signed.example"
#define SIGNER_KEY_NAME "sel._domainkey." SIGNER_DOMAIN

/* The TXT record at SIGNER_KEY_NAME. */
str signer_key_record(struct arena *arena);
/* Answers all that is open: that record there, nothing anywhere else. */
void signer_answer(struct arena *arena, struct view *view);

/* Header and body of octets that end their lines with CRLF. */
struct message signer_read(struct arena *arena, str octets);

/* The DKIM-Signature field of the message, with its CRLF. names: those of h=. */
str signer_sign(struct arena *arena, const struct message *message, str names, enum dkim_canon header_canon,
                enum dkim_canon body_canon);

/* The octets with ARC set number instance on top. sealed holds what the seals before have covered (§5.1.1): empty for
 * the first set, and kept by the caller between two calls. */
str signer_add_arc_set(struct arena *arena, str octets, unsigned instance, struct buf *sealed);

/* The octets with the last letter or digit of those from "from" up to "to" made another one; false if there is none. */
bool signer_spoil(struct arena *arena, str octets, size_t from, size_t to, str *spoiled);

#endif
