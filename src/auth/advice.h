/* What can be done about a result, in a sentence (advice.def): one for the sender's administrator, ready to be sent to them,
 * and one for the recipient's, beside the reason's own, which says what is. Text from outside in it is printable and short. */
#ifndef AUTH_ADVICE_H
#define AUTH_ADVICE_H

#include "auth/results.h"
#include "base/buf.h"
#include "base/json.h"

enum advice_reader { ADVICE_SENDER, ADVICE_RECIPIENT };

/* What the sentence speaks of; where a word is empty, one that fits any sender stands in. */
struct advice_words {
    str domain;                 /* {domain}: that was checked, that has signed or sealed */
    str record;                 /* {record}: where the record stands that decided; the domain, if empty */
    str term;                   /* {term}: of that record */
    str selector;               /* {selector} */
    str author;                 /* {author}: the domain of From */
};

/* Appends the sentence; nothing where all is well. */
void advice_write(struct buf *out, enum advice_reader reader, enum auth_reason reason, const struct advice_words *words);

void advice_for_iprev(struct buf *out, enum advice_reader reader, const struct iprev_result *result);
void advice_for_return_path(struct buf *out, enum advice_reader reader, const struct return_path_result *result);
void advice_for_spf(struct buf *out, enum advice_reader reader, const struct spf_result *result);
void advice_for_dkim(struct buf *out, enum advice_reader reader, const struct dkim_result *result);
void advice_for_arc(struct buf *out, enum advice_reader reader, const struct arc_result *result);
void advice_for_dmarc(struct buf *out, enum advice_reader reader, const struct dmarc_result *result);

/* The member "advice" (for the sender) or "advice_recipient", where there is any; clears the sentence. */
void advice_json(struct json *json, enum advice_reader reader, struct buf *advice);

/* Both members of one result, by the function above that knows it. */
#define ADVICE_JSON(json, advice_for, result)                                           \
    for (enum advice_reader reader = ADVICE_SENDER; reader <= ADVICE_RECIPIENT; reader++) { \
        BUF_SCOPE advice = { 0 };                                                       \
                                                                                        \
        advice_for(&advice, reader, result);                                            \
        advice_json(json, reader, &advice);                                             \
    }

#endif
