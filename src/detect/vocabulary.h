/* What the words of a message resemble: fraud, or honest mail. A linear model over words and pairs of neighbours of subject
 * and visible text, hashed into 2^17 buckets; the file holds a small number for some of them, and where they come from:
 *
 *     vocabulary 1                and the other lines of detect/fitted.h
 *     scale 0.25                  what one unit of a bucket adds, divided by the root of the number of buckets seen
 *     data BASE64                 for each bucket that has a number: the gap to the one before (LEB128), the number (int8);
 *                                 as many lines as it takes, each in itself base64 of whole pairs
 *
 * It is the part of detection that a corpus fools most easily: it weighs 3 at most, and never holds a message by itself
 * (policy/steps/score.c). Addresses, links and everything with a digit are left out: they tell corpora apart, not mail. */
#ifndef DETECT_VOCABULARY_H
#define DETECT_VOCABULARY_H

#include "base/arena.h"
#include "base/unicode.h"
#include "detect/fitted.h"

enum {
    VOCABULARY_BUCKET_BITS = 17,
    VOCABULARY_BUCKETS     = 1 << VOCABULARY_BUCKET_BITS,
    VOCABULARY_READ_MAX    = 4096,           /* of a message: further down stand quotes and footers */
};
#define VOCABULARY_WEIGHT_MAX 3.0

struct vocabulary {
    struct fitted_head head;
    double  scale;
    int8_t *weights;                    /* VOCABULARY_BUCKETS of them */
};

/* NULL if the text is no vocabulary; *error then is "NAME:LINE: what", or "NAME: what". What is loaded are slices of text. */
MUST_USE struct vocabulary *vocabulary_load(struct arena *arena, str name, str text, str *error);

/* The one that comes with the program. */
str vocabulary_shipped(void);

/* Most words of a text have stood in it before: the latest with their hashes, by their octets. */
enum { VOCABULARY_HASHES_KEPT = 256, VOCABULARY_SHORT_WORD = 8 };
struct vocabulary_hash { uint64_t octets, hash; };

/* Reads the words of a text and the pairs of neighbours among them, each bucket once. */
struct vocabulary_reader {
    struct arena         *arena;
    const struct unicode *unicode;
    str      unread;                    /* text that is not folded yet */
    bool     is_ascii;                  /* all of it */
    str      rest, chunk;               /* folded text; a chunk is what stands between blanks */
    bool     chunk_is_word;             /* it is made of ASCII letters */
    str      word, previous;            /* the latest two; previous is empty where they are no neighbours */
    uint64_t hash, previous_hash;
    bool     pair_is_due;
    size_t   read;                      /* words */
    uint8_t *seen;                      /* a bit for each bucket */
    struct vocabulary_hash *hashes;
};
struct word_feature { uint32_t bucket; str first, second; };    /* second: empty for a word alone */

void vocabulary_read(struct vocabulary_reader *reader, struct arena *arena, const struct unicode *unicode, str text);
/* More text for the same reader: what was seen before is not seen again. */
void vocabulary_read_on(struct vocabulary_reader *reader, str text);
MUST_USE bool vocabulary_next(struct vocabulary_reader *reader, struct word_feature *feature);

/* How much the text speaks against the message (below 0: for it), and the five words or pairs that say most of it. */
struct vocabulary_result { double weight; size_t count; str strongest; };
struct vocabulary_result vocabulary_judge(const struct vocabulary *vocabulary, struct arena *arena, const struct unicode *unicode,
                                          str subject, str text);

#endif
