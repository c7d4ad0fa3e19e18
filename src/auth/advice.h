/* What the sender's administrator can do about a result, in a sentence (advice.def): for them, as the reason's sentence
 * is for the recipient's. Text from outside in it is printable and short. */
#ifndef AUTH_ADVICE_H
#define AUTH_ADVICE_H

#include "auth/results.h"
#include "base/buf.h"
#include "base/json.h"

/* What the sentence speaks of; where a word is empty, one that fits any sender stands in. */
struct advice_words {
    str domain;                 /* {domain}: that was checked */
    str record;                 /* {record}: where the record stands that decided; the domain, if empty */
    str term;                   /* {term}: of that record */
    str selector;               /* {selector} */
    str author;                 /* {author}: the domain of From */
};

/* Appends the sentence; nothing where nothing is to be done. */
void advice_write(struct buf *out, enum auth_reason reason, const struct advice_words *words);

void advice_for_iprev(struct buf *out, const struct iprev_result *result);
void advice_for_spf(struct buf *out, const struct spf_result *result);
void advice_for_dkim(struct buf *out, const struct dkim_result *result);
void advice_for_dmarc(struct buf *out, const struct dmarc_result *result);

/* The member "advice", where there is any. */
void advice_json(struct json *json, const struct buf *advice);

#endif
