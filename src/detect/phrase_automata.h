/* What phrases are made of, between those who read lists (phrase_lists.c) and those who find what is in them (phrases.c). */
#ifndef DETECT_PHRASE_AUTOMATA_H
#define DETECT_PHRASE_AUTOMATA_H

#include "base/eight.h"
#include "base/hash_index.h"
#include "detect/phrase_tables.h"

enum {
    PHRASE_UNKNOWN_WORD = 0,            /* in no list */
    PHRASE_NUMBER       = 1,            /* any number */
    PHRASE_FIRST_WORD   = 2,            /* that stands in a list */
    PHRASE_OUTSIDE      = 0,            /* the state in which no phrase has begun */
};

/* A word of up to eight octets, as most are, in one place: a line of the cache is a long way. */
struct phrase_short_word { uint64_t octets; uint32_t number; };         /* octets: 0 where there is none */

/* They stand where their octets say, or in the next free place. */
struct phrase_short_words { struct phrase_short_word *places; size_t mask; };

struct phrases {
    const struct looks        *looks;
    str                       *words;           /* by number, in blocks; 0 and 1 are no words */
    size_t                     word_count, word_capacity;
    struct hash_index          words_index;
    struct phrase_short_words  short_words;     /* made when all are known */
    struct phrase_list        *lists;
    size_t                     list_count;
    const struct phrase_entry *entries;         /* those of a word stand together, by list */
    const uint32_t            *first_entry;     /* by word, and one behind the last */
};

/* A word with the zeros behind it, as whole blocks of eight octets: hashed and compared a block at a time. */
static inline str phrase_in_blocks(str word)
{
    return (str){ word.ptr, (word.len + 7) & ~(size_t)7 };
}

uint32_t phrase_word_number(const struct phrases *phrases, const struct phrase_word *word);

static inline size_t phrase_place_of(const struct phrase_short_words *words, uint64_t octets)
{
    return (size_t)(octets * 0x9e3779b97f4a7c15 >> 32) & words->mask;
}

/* Its place, or the free one in which the search for it ends. */
static inline struct phrase_short_word *phrase_find_short_word(const struct phrase_short_words *words, uint64_t octets)
{
    size_t at = phrase_place_of(words, octets);

    while (words->places[at].octets != octets && words->places[at].octets != 0)
        at = (at + 1) & words->mask;
    return &words->places[at];
}

#endif
