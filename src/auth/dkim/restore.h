/* A message as it may have been before a mailing list passed it on (RFC 6377 §3.3): without the footer, the part or the
 * wrapping that lists add, and without the tag in its subject. These are guesses; what they are good for is shown by a
 * signature (alteration.h). Their number and cost are bounded, since strangers choose what is guessed at. */
#ifndef AUTH_DKIM_RESTORE_H
#define AUTH_DKIM_RESTORE_H

#include "auth/results.h"
#include "mail/message.h"

enum {
    DKIM_RESTORED_MAX      = 3,         /* guesses at one body */
    DKIM_FOOTER_MAX_OCTETS = 4096,      /* of what a list adds; a longer text is no footer */
    DKIM_TAG_MAX_OCTETS    = 64,        /* of a tag in the subject, with its brackets */
};

struct dkim_restored {
    enum dkim_alteration alteration;    /* what was taken away */
    str                  body[2];       /* the body as it may have been, in two pieces */
    const struct part   *content;       /* whose Content- fields were the message's own; NULL: those that it has */
};

/* The guesses at the body, the likeliest first; returns how many. Slices of the message. */
size_t dkim_restore_bodies(const struct message *message, struct dkim_restored restored[DKIM_RESTORED_MAX]);

/* The field without "[tag] " at the start of its value or behind a first word like "Re:". False if there is none. */
bool dkim_restore_subject(struct arena *arena, const struct header *subject, struct header *restored);

#endif
