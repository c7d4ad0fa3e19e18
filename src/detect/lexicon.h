/* What a text speaks of, by concepts: sets of words and short expressions of a language that mean about the same thing in mail
 * (src/detect/lexicon/, one file for each language). A phrase (detect/phrases.h) is a sentence that fraud likes; a concept is a
 * building stone that any letter may use, and says something only beside others: an account, a loss and a deadline in one breath.
 *
 * A letter is read in one language, that of which it says most. Words are compared as phrases compare them. Only the beginning of a
 * text is read: what a letter wants stands above what it quotes. doc/lexicons.md says how a file is written. */
#ifndef DETECT_LEXICON_H
#define DETECT_LEXICON_H

#include "base/arena.h"
#include "detect/phrases.h"

enum concept {
    CONCEPT_ACCOUNT, CONCEPT_PASSWORD, CONCEPT_CONFIRM, CONCEPT_OPEN, CONCEPT_LOSS, CONCEPT_DEADLINE,
    CONCEPT_PAY, CONCEPT_MONEY, CONCEPT_FEE, CONCEPT_BANKDATA, CONCEPT_CHANGE,
    CONCEPT_SECRECY, CONCEPT_ERRAND, CONCEPT_UNAVAILABLE, CONCEPT_GIFTCARD, CONCEPT_MESSENGER,
    CONCEPT_WINDFALL, CONCEPT_INVEST, CONCEPT_CRYPTO, CONCEPT_THREAT, CONCEPT_LAW,
    CONCEPT_PARCEL, CONCEPT_FAILED, CONCEPT_SUBSCRIPTION, CONCEPT_CHARGED, CONCEPT_CANCEL, CONCEPT_CALL,
    CONCEPT_DOCUMENT, CONCEPT_SHARED, CONCEPT_AUTHORITY, CONCEPT_REFUND, CONCEPT_FINE,
    CONCEPT_JOB, CONCEPT_CONDUIT, CONCEPT_IDENTITY, CONCEPT_DESK, CONCEPT_COMPASSION, CONCEPT_FLATTERY, CONCEPT_RENTAL,
    /* what honest letters speak of */
    CONCEPT_REQUESTED, CONCEPT_NO_NEED, CONCEPT_WORK, CONCEPT_ENQUIRY, CONCEPT_SOCIAL, CONCEPT_NEWSLETTER,
    CONCEPT_COUNT,
};
const char *concept_name(enum concept concept);         /* "no_need", as in the files */

enum {
    LEXICON_READ_MAX  = 300,            /* words of a text; a character of a script without blanks is a word */
    LEXICON_WORDS_MAX = 20,             /* of one entry */
    LEXICON_LANGUAGES_MAX = 64,
};

/* What lexicons are compiled into: octets that are the same on every machine, so that those of the files that come with the program
 * are made when it is built (packaging/compile_words.c) and need no more than to be pointed at. */
struct lexicon_tables {
    const uint8_t *octets;
    size_t         len, entry_count;
    const str     *languages;           /* by the number that entries have; "en" */
    size_t         language_count;
};
extern const struct lexicon_tables shipped_lexicon_tables;

/* False for a mistake, with "NAME:LINE: what" in *error. phrases tells what a word is. Files of one language add to each other;
 * languages of beside, which may be NULL, keep their numbers, so that both tables can be of one lexicon. */
MUST_USE bool lexicon_compile(struct arena *arena, const struct phrases *phrases, const struct lexicon_tables *beside,
                              const struct phrase_source *sources, size_t count, struct lexicon_tables *tables, str *error);

struct lexicon;

/* Tables of which each was compiled beside the one before. They and the phrases stay. */
struct lexicon *lexicon_of_tables(struct arena *arena, const struct phrases *phrases, const struct lexicon_tables *tables, size_t count);
/* Of files alone, and of the lexicons that come with the program with more files beside them; NULL for a mistake. */
struct lexicon *lexicon_new(struct arena *arena, const struct phrases *phrases, const struct phrase_source *sources, size_t count,
                            str *error);
struct lexicon *lexicon_with_shipped(struct arena *arena, const struct phrases *phrases, const struct phrase_source *more,
                                     size_t more_count, str *error);

/* Sets of concepts are bits, 1 << concept. */
struct concepts {
    uint64_t present;
    uint64_t near[CONCEPT_COUNT];       /* those that stand in the same sentence as this one, or in the one before or behind */
    str      first[CONCEPT_COUNT];      /* the words; slices of subject or text */
    size_t   words;                     /* that were read */
};
void lexicon_find(const struct lexicon *lexicon, str subject, str text, struct concepts *concepts);

#endif
