/* What a letter wants of its reader: a login, a payment, a favour ... A linear model with one number for each intent (multinomial
 * logistic regression) over the concepts of a letter (detect/lexicon.h), over pairs of them in neighbouring sentences, over those that
 * its subject speaks of, over the topics of the phrases in it (detect/phrases.h), and over what it shows (detect/shape.h). None of these
 * belongs to a language, so what one language teaches holds for all.
 * It was fitted to letters that were written for it (tests/detect/letters), and to nobody's mail. The file:
 *
 *     intents 1                   and the other lines of detect/fitted.h
 *     intent login -2.40          one line for each intent, in the order of the enum: what it begins with
 *     weight account 0.31 ...     a concept, and a number for each intent
 *     weight account+loss 0.52 ...        two concepts in neighbouring sentences, in the order of the enum
 *     weight phrase:verify 0.40 ...       a topic of phrases
 *     weight shape:question 0.14 ...      what it shows
 *     weight subject:account 0.22 ...     a concept, where the subject speaks of it already */
#ifndef DETECT_INTENT_H
#define DETECT_INTENT_H

#include "detect/fitted.h"
#include "detect/lexicon.h"
#include "detect/shape.h"

enum intent {
    INTENT_LOGIN,               /* confirm or keep a mailbox, an account, a bank login */
    INTENT_PAYMENT,             /* pay a bill or send money, at once */
    INTENT_BANK,                /* pay to another account from now on */
    INTENT_FAVOUR,              /* are you there, gift cards, tell nobody */
    INTENT_WINDFALL,            /* an inheritance, a loan, a profit */
    INTENT_THREAT,              /* pay, or it is published */
    INTENT_PARCEL,              /* a fee or an address for a parcel */
    INTENT_CALLBACK,            /* call about a charge */
    INTENT_DOCUMENT,            /* open what somebody has shared */
    INTENT_OFFICE,              /* a fine or a refund of an authority */
    INTENT_JOB,                 /* easy work, passing money on, a flat to pay for */
    INTENT_COUNT,
};
const char *intent_name(enum intent intent);            /* "login" */

/* The number of the first feature of each kind. */
enum {
    INTENT_PAIRS    = CONCEPT_COUNT,                                    /* of the lower concept and the higher */
    INTENT_TOPICS   = INTENT_PAIRS + CONCEPT_COUNT * CONCEPT_COUNT,
    INTENT_SHAPES   = INTENT_TOPICS + PHRASE_TOPIC_COUNT,
    INTENT_SUBJECT  = INTENT_SHAPES + SHAPE_COUNT,                      /* concepts in the subject */
    INTENT_FEATURES = INTENT_SUBJECT + CONCEPT_COUNT,
};

struct intent_model {
    struct fitted_head head;
    double begin[INTENT_COUNT];
    float  weights[INTENT_FEATURES][INTENT_COUNT];
    size_t intent_count;                /* that were read */
};

/* NULL if the text is no such model; *error then is "NAME:LINE: what", or "NAME: what". What is loaded are slices of text. */
MUST_USE struct intent_model *intent_load(struct arena *arena, str name, str text, str *error);
/* The one that comes with the program. */
str intent_shipped(void);

/* A letter as the model sees it. */
struct letter {
    struct concepts concepts;
    uint64_t        in_subject;         /* the concepts whose first words stand there; bits */
    uint32_t        topics;             /* of phrases, in subject or text; bits */
    uint32_t        shapes;             /* bits */
};
struct letter letter_of(const struct lexicon *lexicon, str subject, str text, const struct phrase_hits *in_subject,
                        const struct phrase_hits *in_text);

/* What it wants most, if it wants anything; odds is the logarithm of how much likelier it wants something than nothing. */
struct letter_intent { enum intent intent; double odds; };
struct letter_intent intent_judge(const struct intent_model *model, const struct letter *letter);

/* The words that speak most for that intent, in the order of their weight: "account, suspended, today". */
str intent_words(const struct intent_model *model, struct arena *arena, const struct letter *letter, enum intent intent);

/* A sum over n features counts by the root of n and these: a letter of three words is not judged by them as if they were thirty. */
enum { INTENT_FEATURES_MORE = 3 };

/* The features of a letter, in the order of their numbers; returns how many. What a letter shows counts only beside what it says: one
 * without concept or phrase has none. */
size_t intent_features(const struct letter *letter, uint16_t features[INTENT_FEATURES]);
/* "account+loss", as the file names it. */
str intent_feature_name(struct arena *arena, uint16_t feature);

#endif
