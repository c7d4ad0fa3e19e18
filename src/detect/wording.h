/* What the subject and the text of a message speak of, read once for all rules. */
#ifndef DETECT_WORDING_H
#define DETECT_WORDING_H

#include "detect/content.h"
#include "detect/payment.h"
#include "detect/phrases.h"
#include "mail/message.h"

struct wording {
    struct phrase_hits subject, text;
    struct payments    payments;        /* of the text that is seen */
};

/* The lists and what else it needs; made with a configuration generation. */
struct wording_reader { const struct phrases *phrases; const struct digests *digests; };

/* What it returns lives as long as the arena, the message and the content. */
RETURNS_NONNULL const struct wording *wording_of(struct arena *arena, const struct wording_reader *reader,
                                                 const struct message *message, const struct content *content);

/* The first phrase of this topic, in the subject or in the text; empty if there is none. */
str wording_says(const struct wording *wording, enum phrase_topic topic);

#endif
