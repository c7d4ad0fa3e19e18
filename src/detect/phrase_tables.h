/* What phrase lists are compiled into: arrays of numbers, so that those of the lists that come with the program are made when it is
 * built (packaging/compile_words.c) and need no more than to be pointed at when it starts. */
#ifndef DETECT_PHRASE_TABLES_H
#define DETECT_PHRASE_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "detect/phrases.h"

/* A deterministic automaton over words. A word that leads nowhere from a state may begin another phrase: then it leads
 * where it leads from outside, so a state lists only what differs. */
struct phrase_state { uint32_t first_arc, arc_count; uint32_t topics; /* of the phrases that end here */ };
struct phrase_arc   { uint32_t word, to; };

struct phrase_tables {
    const char                *octets;          /* of all words, one behind the other, each filled up with zeros to blocks of eight */
    const uint8_t             *blocks;          /* how many of them each word has, by its number */
    const uint32_t            *beginnings;      /* where each word leads from outside */
    size_t                     word_count;      /* the first two are none of the lists */
    const struct phrase_state *states;
    size_t                     state_count;
    const struct phrase_arc   *arcs;            /* those of a state stand together, by word */
    size_t                     arc_count;
};

/* Of the lists that come with the program. */
extern const struct phrase_tables shipped_phrase_tables;

const struct phrase_tables *phrases_tables(struct arena *arena, const struct phrases *phrases);
/* The way back; the tables and looks stay. */
struct phrases *phrases_of_tables(struct arena *arena, const struct looks *looks, const struct phrase_tables *tables);

#endif
