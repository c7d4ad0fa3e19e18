/* What phrase lists are compiled into: arrays of numbers, so that those of the lists that come with the program are made when it is
 * built (packaging/compile_words.c) and need no more than to be pointed at when it starts. */
#ifndef DETECT_PHRASE_TABLES_H
#define DETECT_PHRASE_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "detect/phrases.h"

/* A deterministic automaton over words for each list: one for all of them would have a state for each way in which phrases of different
 * languages can have begun at once. A word that leads nowhere from a state may begin another phrase: then it leads where it leads from
 * outside, so a state lists only what differs. */
struct phrase_state { uint32_t first_arc, arc_count; uint32_t topics; /* of the phrases that end here */ };
struct phrase_arc   { uint16_t word, to; };     /* word: its number in the list */

struct phrase_list {
    const struct phrase_state *states;
    const struct phrase_arc   *arcs;            /* those of a state stand together, by word */
    size_t                     state_count, arc_count;
};

/* A word stands in a list. */
struct phrase_entry {
    uint16_t list;
    uint16_t word;                              /* its number there */
    uint16_t beginning;                         /* the state in which a phrase has begun with it; 0 if none does */
};

struct phrase_tables {
    const char                *octets;          /* of all words, one behind the other, each filled up with zeros to blocks of eight */
    const uint8_t             *blocks;          /* how many of them each word has, by its number */
    size_t                     word_count;      /* the first two are none of the lists */
    const struct phrase_list  *lists;
    size_t                     list_count;
    const struct phrase_entry *entries;         /* those of a word stand together, by list */
    const uint32_t            *first_entry;     /* by word, and one behind the last */
};

/* Of the lists that come with the program. */
extern const struct phrase_tables shipped_phrase_tables;

const struct phrase_tables *phrases_tables(struct arena *arena, const struct phrases *phrases);
/* The way back, with more lists behind those of the tables; tables and looks stay. NULL for a mistake, as phrases_new. */
struct phrases *phrases_of_tables(struct arena *arena, const struct looks *looks, const struct phrase_tables *tables,
                                  const struct phrase_source *more, size_t more_count, str *error);

#endif
