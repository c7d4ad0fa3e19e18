/* What the subject and the text of a message speak of, read once for all rules, and what its author and its links are called. */
#ifndef DETECT_WORDING_H
#define DETECT_WORDING_H

#include "detect/content.h"
#include "detect/intent.h"
#include "detect/payment.h"
#include "detect/phrases.h"
#include "dns/suffix.h"
#include "mail/message.h"

enum { WORDING_PAGES_MAX = 8 };         /* of different hosts; what is behind them is not read */

/* Where a link leads, by what it is called. */
struct page {
    const struct link *link;
    str                login;           /* a word of host or path for pages on which one logs in or pays; empty if there is none */
    bool               is_lure;         /* the domain is called after the letter */
};

struct wording {
    struct phrase_hits subject, text;
    struct phrase_hits name;            /* the author's, as it is shown */
    bool               domain_is_lure;  /* the author's is called after the letter */
    struct page        pages[WORDING_PAGES_MAX];
    size_t             page_count;
    struct payments    payments;        /* of the text that is seen, its digits as those of ASCII */
    struct letter_intent letter;        /* what the whole wants of its reader */
    str                letter_words;    /* that say so */
};

/* The lists and what else it needs; made with a configuration generation. */
struct wording_reader {
    const struct phrases      *phrases;
    const struct lexicon      *lexicon;
    const struct intent_model *intents;
    const struct digests      *digests;
    const struct suffixes     *suffixes;
};

/* What it returns lives as long as the arena, the message and the content. */
RETURNS_NONNULL const struct wording *wording_of(struct arena *arena, const struct wording_reader *reader,
                                                 const struct message *message, const struct content *content);

/* The first phrase of this topic, in the subject or in the text; empty if there is none. */
str wording_says(const struct wording *wording, enum phrase_topic topic);

#endif
