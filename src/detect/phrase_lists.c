/* Phrase lists, from their text to automata (detect/phrase_tables.h). */
#include <stdlib.h>

#include "base/ascii.h"
#include "detect/list_file.h"
#include "detect/phrase_automata.h"

enum {
    WORDS_AT_FIRST = 1024,              /* for which there is room */
    NUMBERS_MAX    = 1 << 16,           /* of the states and of the words of one list */
};

/* ---- reading the lists ---- */

/* What the lists say as they are read: places between words, and the words that lead from one to another. A line of n groups
 * has n + 1 places, and some inside of alternatives of several words. */
struct place {
    uint32_t topics;                    /* a phrase ends here */
    uint32_t skip;                      /* the place behind the next word, which may be left out; 0 for none */
    uint32_t first_edge;
};
struct edge { uint32_t word, to, next; };       /* next: another edge from the same place; 0 for none */

/* Of one list; scratch is given back behind it. */
struct list_reader {
    struct phrases   *phrases;
    struct arena     *arena, *scratch;
    struct list_file  file;
    enum phrase_topic topic;            /* of the section */
    struct place     *places;           /* number 0 is none; so with edges */
    size_t            place_count, place_capacity;
    struct edge      *edges;
    size_t            edge_count, edge_capacity;
    uint32_t         *starts;           /* the first place of each line */
    size_t            start_count, start_capacity;
    uint16_t         *numbers;          /* of the words of the list, by their number among all; ascending as those */
    str               error;
};

static bool refuse(struct list_reader *r, const char *what)
{
    r->error = list_file_mistake(r->arena, &r->file, str_of(what));
    return false;
}

static uint32_t learn_word(struct phrases *phrases, struct arena *arena, const struct phrase_word *word)
{
    uint32_t number = phrase_word_number(phrases, word);

    if (number != PHRASE_UNKNOWN_WORD || word->text.len == 0)
        return number;
    if (phrases->word_count == phrases->word_capacity) {
        *ARENA_PUSH(arena, phrases->words, phrases->word_count, &phrases->word_capacity) = (str){ 0 };
        hash_index_init(&phrases->words_index, arena, phrases->word_capacity);
        for (size_t i = PHRASE_FIRST_WORD; i < phrases->word_count; i++)
            hash_index_add(&phrases->words_index, phrases->words[i], (uint32_t)i);
    }
    phrases->words[phrases->word_count] = arena_str(arena, phrase_in_blocks(word->text));
    hash_index_add(&phrases->words_index, phrases->words[phrases->word_count], (uint32_t)phrases->word_count);
    return (uint32_t)phrases->word_count++;
}

static uint32_t add_place(struct list_reader *r)
{
    *ARENA_PUSH(r->scratch, r->places, r->place_count, &r->place_capacity) = (struct place){ 0 };
    return (uint32_t)r->place_count++;
}

static void add_edge(struct list_reader *r, uint32_t from, uint32_t word, uint32_t to)
{
    *ARENA_PUSH(r->scratch, r->edges, r->edge_count, &r->edge_capacity) = (struct edge){ word, to, r->places[from].first_edge };
    r->places[from].first_edge = (uint32_t)r->edge_count++;
}

/* The words of one alternative, by number; two numbers in a row are one to the reader of a text. */
static bool number_words(struct list_reader *r, str text, uint32_t numbers[PHRASE_WORDS_MAX], size_t *count)
{
    struct phrase_words words = phrase_words_of(r->phrases, text);
    struct phrase_word  word;

    *count = 0;
    if (str_equal(text, STR("#"))) {
        numbers[(*count)++] = PHRASE_NUMBER;
        return true;
    }
    while (phrase_words_next(&words, &word)) {
        uint32_t number = learn_word(r->phrases, r->arena, &word);

        if (number == PHRASE_UNKNOWN_WORD)
            return refuse(r, "the word is too long");
        if (number == PHRASE_NUMBER && *count > 0 && numbers[*count - 1] == PHRASE_NUMBER && !word.begins_sentence)
            continue;
        if (*count == PHRASE_WORDS_MAX)
            return refuse(r, "the phrase has too many words");
        numbers[(*count)++] = number;
    }
    return *count > 0 || refuse(r, "an alternative has no words");
}

static bool read_alternative(struct list_reader *r, str text, uint32_t from, uint32_t to, size_t *longest)
{
    uint32_t numbers[PHRASE_WORDS_MAX];
    size_t   count;

    if (!number_words(r, text, numbers, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t next = i + 1 == count ? to : add_place(r);

        add_edge(r, from, numbers[i], next);
        from = next;
    }
    *longest = count > *longest ? count : *longest;
    return true;
}

/* "verify|confirm" or "the?": one of several, or none. */
static bool read_group(struct list_reader *r, str text, uint32_t from, uint32_t to, size_t *words)
{
    str    alternative;
    size_t longest = 0;

    if (text.ptr[text.len - 1] == '?') {
        text = str_slice(text, 0, text.len - 1);
        r->places[from].skip = to;
    }
    if (str_has_char(text, '?') || str_has_char(text, '!') || str_find(text, STR("\xe3\x80\x82")) != STR_NOT_FOUND)
        return refuse(r, "a phrase does not go on behind the end of a sentence; \"?\" stands behind what may be left out");
    while (str_cut(&text, '|', &alternative))
        if (!read_alternative(r, alternative, from, to, &longest))
            return false;
    *words += longest;
    return longest > 0 || refuse(r, "an alternative has no words");
}

static bool can_be_left_out(const struct list_reader *r, uint32_t place, uint32_t end)
{
    while (place != end && r->places[place].skip != 0)
        place = r->places[place].skip;
    return place == end;
}

static bool read_phrase(struct list_reader *r, str line)
{
    uint32_t start = add_place(r), place = start;
    size_t   words = 0;
    str      group;

    while (str_cut(&line, ' ', &group)) {
        uint32_t next;

        if (group.len == 0)
            continue;
        next = add_place(r);
        if (!read_group(r, group, place, next, &words))
            return false;
        place = next;
    }
    if (words > PHRASE_WORDS_MAX)
        return refuse(r, "the phrase has too many words");
    if (can_be_left_out(r, start, place))
        return refuse(r, "the whole phrase can be left out");
    r->places[place].topics |= 1u << r->topic;
    *ARENA_PUSH(r->scratch, r->starts, r->start_count++, &r->start_capacity) = start;
    return true;
}

static bool read_section(struct list_reader *r, str name)
{
    for (int topic = 0; topic < PHRASE_TOPIC_COUNT; topic++)
        if (str_equal(name, str_of(phrase_topic_name((enum phrase_topic)topic)))) {
            r->topic = (enum phrase_topic)topic;
            return true;
        }
    return refuse(r, "there is no such topic");
}

static bool read_line(struct list_reader *r, enum list_line kind, str text)
{
    switch (kind) {
    case LIST_LANGUAGE: return true;    /* all are looked for in every text */
    case LIST_SECTION:  return read_section(r, text);
    case LIST_ENTRY:    return read_phrase(r, text);
    case LIST_MISTAKE:  r->error = list_file_mistake(r->arena, &r->file, text); return false;
    case LIST_END:      break;
    }
    UNREACHABLE();
}

static bool read_list(struct list_reader *r, const struct phrase_source *source)
{
    str text;

    r->file = list_file_of(source->name, source->text);
    for (enum list_line kind; (kind = list_file_next(&r->file, &text)) != LIST_END;)
        if (!read_line(r, kind, text))
            return false;
    return true;
}

/* ---- from places to states ---- */

/* Words and where they lead, as numbers that sort by word. */
struct leads { uint64_t *items; size_t count, capacity; };

static uint32_t lead_word(uint64_t lead) { return (uint32_t)(lead >> 32); }
static uint32_t lead_to(uint64_t lead)   { return (uint32_t)lead; }

/* A state stands for a set of places: all in which the words of a text may have brought us and from which they lead on.
 * Where they do not lead on, only the topics are worth remembering: they stand as one more number behind the places. */
struct set { uint64_t *places; size_t count; };

struct state_maker {
    struct list_reader  *lists;
    struct phrase_state *states;
    size_t              state_count, state_capacity;
    struct phrase_arc  *arcs;
    size_t              arc_count, arc_capacity;
    uint32_t           *beginnings;     /* by word; of the list alone */
    struct set         *sets;           /* by state */
    size_t              set_capacity;
    struct hash_index   sets_index;
    struct leads        outside;        /* from the beginnings of all lines */
    size_t             *outside_first;  /* the first of a word */
    struct leads        leads;          /* of the state at work */
    uint64_t           *members;        /* of the set under construction: room for all places, and the topics */
    size_t              member_count;
    uint32_t            topics;
};

static int by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

/* What leads on from a place, and from those behind words that may be left out. */
static void add_leads(struct state_maker *m, struct leads *leads, uint32_t place)
{
    const struct list_reader *lists = m->lists;

    for (; place != 0; place = lists->places[place].skip)
        for (uint32_t e = lists->places[place].first_edge; e != 0; e = lists->edges[e].next)
            *ARENA_PUSH(lists->scratch, leads->items, leads->count++, &leads->capacity) =
                (uint64_t)lists->edges[e].word << 32 | lists->edges[e].to;
}

/* Nearly all of what is sorted here is short: a call of qsort would cost more than the sorting. */
enum { SHORT = 16 };

static void sort_by_insertion(uint64_t *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t item = items[i];
        size_t   at   = i;

        for (; at > 0 && items[at - 1] > item; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Ascending, and each once. Returns how many are left. */
static size_t sort_unique(uint64_t *items, size_t count)
{
    size_t kept = 0;

    if (count <= SHORT)
        sort_by_insertion(items, count);
    else
        qsort(items, count, sizeof *items, by_value);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

/* By word; each once, for several places may lead to one by what may be left out behind them: so there are never more than
 * edges. */
static void sort_leads(struct leads *leads)
{
    leads->count = sort_unique(leads->items, leads->count);
}

static str octets_of(const struct set *set)
{
    return (str){ (const char *)set->places, (set->count + 1) * sizeof *set->places };
}

static uint32_t add_state(struct state_maker *m, const struct set *set)
{
    struct arena *scratch = m->lists->scratch;
    struct set    copy    = { (uint64_t *)(void *)arena_str(scratch, octets_of(set)).ptr, set->count };
    uint32_t      number  = (uint32_t)m->state_count;

    if (number == m->set_capacity) {
        *ARENA_PUSH(scratch, m->sets, number, &m->set_capacity) = copy;
        hash_index_init(&m->sets_index, scratch, m->set_capacity);
        for (uint32_t i = 0; i < number; i++)
            hash_index_add(&m->sets_index, octets_of(&m->sets[i]), i);
    }
    m->sets[number] = copy;
    hash_index_add(&m->sets_index, octets_of(&copy), number);
    *ARENA_PUSH(m->lists->arena, m->states, m->state_count++, &m->state_capacity) =
        (struct phrase_state){ .topics = (uint32_t)copy.places[copy.count] };
    return number;
}

/* The state of the set under construction. */
static uint32_t state_of_members(struct state_maker *m)
{
    struct set set = { m->members, sort_unique(m->members, m->member_count) };

    set.places[set.count] = m->topics;

    struct hash_index_walk walk = hash_index_walk(&m->sets_index, octets_of(&set));

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(octets_of(&m->sets[i]), octets_of(&set)))
            return i;
    return add_state(m, &set);
}

static void begin_set(struct state_maker *m)
{
    m->member_count = 0;
    m->topics       = 0;
}

static void add_member(struct state_maker *m, uint32_t place)
{
    const struct place *places   = m->lists->places;
    bool                leads_on = false;

    for (uint32_t p = place; p != 0; p = places[p].skip) {
        m->topics |= places[p].topics;
        leads_on |= places[p].first_edge != 0;
    }
    if (leads_on)
        m->members[m->member_count++] = place;
}

/* Adds where word leads, from the first of the leads that name it. Returns the first of another word. */
static size_t add_members(struct state_maker *m, const struct leads *leads, size_t first, uint32_t word)
{
    while (first < leads->count && lead_word(leads->items[first]) == word)
        add_member(m, lead_to(leads->items[first++]));
    return first;
}

static void list_beginnings(struct state_maker *m)
{
    struct list_reader *lists = m->lists;

    for (size_t i = 0; i < lists->start_count; i++)
        add_leads(m, &m->outside, lists->starts[i]);
    sort_leads(&m->outside);
    m->outside_first = ARENA_ARRAY(lists->scratch, size_t, lists->phrases->word_count);
    m->beginnings    = ARENA_ARRAY(lists->scratch, uint32_t, lists->phrases->word_count);
    for (size_t i = 0, next; i < m->outside.count; i = next) {
        uint32_t word = lead_word(m->outside.items[i]);

        begin_set(m);
        m->outside_first[word] = i;
        next                   = add_members(m, &m->outside, i, word);
        m->beginnings[word]    = state_of_members(m);
    }
}

static void list_arcs(struct state_maker *m, uint32_t state)
{
    m->leads.count = 0;
    for (size_t i = 0; i < m->sets[state].count; i++)
        add_leads(m, &m->leads, (uint32_t)m->sets[state].places[i]);
    sort_leads(&m->leads);
    m->states[state].first_arc = (uint32_t)m->arc_count;
    for (size_t i = 0, next; i < m->leads.count; i = next) {
        uint32_t word = lead_word(m->leads.items[i]);

        begin_set(m);
        next = add_members(m, &m->leads, i, word);
        if (m->beginnings[word] != PHRASE_OUTSIDE)
            add_members(m, &m->outside, m->outside_first[word], word);

        uint32_t to = state_of_members(m);

        *ARENA_PUSH(m->lists->arena, m->arcs, m->arc_count++, &m->arc_capacity) =
            (struct phrase_arc){ m->lists->numbers[word], (uint16_t)to };         /* too many states are refused when it is their turn */
    }
    m->states[state].arc_count = (uint32_t)m->arc_count - m->states[state].first_arc;
}

/* The sets of places that words can lead to, each made once (the powerset construction). False if they are too many, as
 * a list could be written to make them. */
static bool make_states(struct list_reader *lists, struct state_maker *maker)
{
    *maker = (struct state_maker){ .lists = lists, .members = ARENA_ARRAY(lists->scratch, uint64_t, 2 * lists->edge_count + 1) };
    state_of_members(maker);            /* the empty set: outside */
    list_beginnings(maker);
    for (uint32_t state = PHRASE_OUTSIDE + 1; state < maker->state_count; state++) {
        if (state == NUMBERS_MAX)
            return refuse(lists, "the list is too intricate");
        list_arcs(maker, state);
    }
    return true;
}

/* ---- which words stand in which lists ---- */

/* Entries with their words, as they come: list by list. */
struct listing { uint32_t word; struct phrase_entry entry; };
struct listings { struct listing *items; size_t count, capacity; };

static void enter(struct listings *listings, struct arena *scratch, uint32_t word, struct phrase_entry entry)
{
    *ARENA_PUSH(scratch, listings->items, listings->count++, &listings->capacity) = (struct listing){ word, entry };
}

/* False if the words of the list are too many. */
static bool number_list_words(struct list_reader *lists)
{
    size_t word_count = lists->phrases->word_count, count = 0;
    bool  *is_there   = ARENA_ARRAY(lists->scratch, bool, word_count);

    lists->numbers = ARENA_ARRAY(lists->scratch, uint16_t, word_count);
    for (size_t i = 1; i < lists->edge_count; i++)
        is_there[lists->edges[i].word] = true;
    for (size_t word = 0; word < word_count; word++) {
        if (is_there[word] && ++count == NUMBERS_MAX)
            return refuse(lists, "the list has too many words");
        lists->numbers[word] = is_there[word] ? (uint16_t)count : 0;
    }
    return true;
}

static void enter_words(struct listings *listings, struct arena *scratch, const struct state_maker *maker, uint16_t list)
{
    const struct list_reader *lists = maker->lists;

    for (uint32_t word = 0; word < lists->phrases->word_count; word++)
        if (lists->numbers[word] != 0)
            enter(listings, scratch, word, (struct phrase_entry){ list, lists->numbers[word], (uint16_t)maker->beginnings[word] });
}

/* Sorted by word by counting, so that lists keep their order. */
static void sort_entries(struct phrases *phrases, struct arena *arena, const struct listings *listings)
{
    uint32_t            *first   = ARENA_ARRAY(arena, uint32_t, phrases->word_count + 1);
    struct phrase_entry *entries = ARENA_ARRAY(arena, struct phrase_entry, listings->count);

    for (size_t i = 0; i < listings->count; i++)
        first[listings->items[i].word + 1]++;
    for (size_t word = 0; word < phrases->word_count; word++)
        first[word + 1] += first[word];
    for (size_t i = 0; i < listings->count; i++)
        entries[first[listings->items[i].word]++] = listings->items[i].entry;
    for (size_t word = phrases->word_count; word > 0; word--)   /* each stands at the end of its own now: where the next begins */
        first[word] = first[word - 1];
    first[0]             = 0;
    phrases->first_entry = first;
    phrases->entries     = entries;
}

/* ---- together ---- */

static void make_short_words(struct phrases *phrases, struct arena *arena)
{
    struct phrase_short_words *words = &phrases->short_words;
    size_t                     count = 16;

    while (count < 2 * phrases->word_count)     /* half of the places stay free: a search ends */
        count *= 2;
    *words = (struct phrase_short_words){ ARENA_ARRAY(arena, struct phrase_short_word, count), count - 1 };
    for (size_t i = PHRASE_FIRST_WORD; i < phrases->word_count; i++) {
        uint64_t octets = eight_load(phrases->words[i].ptr);

        if (phrases->words[i].len == 8)
            *phrase_find_short_word(words, octets) = (struct phrase_short_word){ octets, (uint32_t)i };
    }
}

static struct phrases *empty_phrases(struct arena *arena, const struct looks *looks, size_t word_capacity, size_t list_capacity)
{
    struct phrases *phrases = ARENA_NEW(arena, struct phrases);

    phrases->looks         = looks;
    phrases->words         = ARENA_ARRAY(arena, str, word_capacity);
    phrases->word_capacity = word_capacity;
    phrases->word_count    = PHRASE_FIRST_WORD;
    phrases->lists         = ARENA_ARRAY(arena, struct phrase_list, list_capacity);
    hash_index_init(&phrases->words_index, arena, word_capacity);
    return phrases;
}

static bool add_list(struct phrases *phrases, struct arena *arena, struct arena *scratch, const struct phrase_source *source,
                     struct listings *listings, str *error)
{
    ARENA_SCOPE        own    = { 0 };
    struct list_reader reader = { .phrases = phrases, .arena = arena, .scratch = &own };
    struct state_maker maker;

    add_place(&reader);                 /* number 0, which is none */
    *ARENA_PUSH(&own, reader.edges, reader.edge_count++, &reader.edge_capacity) = (struct edge){ 0 };
    if (!read_list(&reader, source) || !number_list_words(&reader) || !make_states(&reader, &maker)) {
        *error = reader.error;
        return false;
    }
    enter_words(listings, scratch, &maker, (uint16_t)phrases->list_count);
    phrases->lists[phrases->list_count++] = (struct phrase_list){ maker.states, maker.arcs, maker.state_count, maker.arc_count };
    return true;
}

/* The lists behind those that are there, and their entries behind those of listings. */
static struct phrases *add_lists(struct phrases *phrases, struct arena *arena, const struct phrase_source *sources, size_t count,
                                 struct listings *listings, struct arena *scratch, str *error)
{
    for (size_t i = 0; i < count; i++) {
        if (phrases->list_count == PHRASE_LISTS_MAX) {
            *error = arena_printf(arena, "%.*s: there are more than %d lists", STR_ARG(sources[i].name), PHRASE_LISTS_MAX);
            return NULL;
        }
        if (!add_list(phrases, arena, scratch, &sources[i], listings, error))
            return NULL;
    }
    sort_entries(phrases, arena, listings);
    make_short_words(phrases, arena);
    return phrases;
}

struct phrases *phrases_new(struct arena *arena, const struct looks *looks, const struct phrase_source *sources, size_t count,
                            str *error)
{
    ARENA_SCOPE     scratch  = { 0 };
    struct listings listings = { 0 };
    struct phrases *phrases  = empty_phrases(arena, looks, WORDS_AT_FIRST, count < PHRASE_LISTS_MAX ? count : PHRASE_LISTS_MAX);

    return add_lists(phrases, arena, sources, count, &listings, &scratch, error);
}

/* ---- as tables ---- */

const struct phrase_tables *phrases_tables(struct arena *arena, const struct phrases *phrases)
{
    struct phrase_tables *tables = ARENA_NEW(arena, struct phrase_tables);
    uint8_t              *blocks = ARENA_ARRAY(arena, uint8_t, phrases->word_count);

    for (size_t i = PHRASE_FIRST_WORD; i < phrases->word_count; i++)
        blocks[i] = (uint8_t)(phrases->words[i].len / 8);
    *tables = (struct phrase_tables){
        .octets = arena_join(arena, phrases->words, phrases->word_count, (str){ 0 }).ptr, .blocks = blocks,
        .word_count = phrases->word_count, .lists = phrases->lists, .list_count = phrases->list_count,
        .entries = phrases->entries, .first_entry = phrases->first_entry,
    };
    return tables;
}

static void take_words(struct phrases *phrases, const struct phrase_tables *tables)
{
    const char *octets = tables->octets;

    for (; phrases->word_count < tables->word_count; phrases->word_count++) {
        str *word = &phrases->words[phrases->word_count];

        *word   = (str){ octets, 8 * (size_t)tables->blocks[phrases->word_count] };
        octets += word->len;
        hash_index_add(&phrases->words_index, *word, (uint32_t)phrases->word_count);
    }
}

static void take_entries(struct listings *listings, struct arena *scratch, const struct phrase_tables *tables)
{
    for (uint32_t word = 0; word < tables->word_count; word++)
        for (uint32_t i = tables->first_entry[word]; i < tables->first_entry[word + 1]; i++)
            enter(listings, scratch, word, tables->entries[i]);
}

struct phrases *phrases_of_tables(struct arena *arena, const struct looks *looks, const struct phrase_tables *tables,
                                  const struct phrase_source *more, size_t more_count, str *error)
{
    ARENA_SCOPE     scratch  = { 0 };
    struct listings listings = { 0 };
    size_t          lists    = tables->list_count + more_count;
    struct phrases *phrases  = empty_phrases(arena, looks, tables->word_count, lists < PHRASE_LISTS_MAX ? lists : PHRASE_LISTS_MAX);

    take_words(phrases, tables);
    memcpy(phrases->lists, tables->lists, tables->list_count * sizeof *tables->lists);
    phrases->list_count = tables->list_count;
    if (more_count > 0) {
        take_entries(&listings, &scratch, tables);
        return add_lists(phrases, arena, more, more_count, &listings, &scratch, error);
    }
    phrases->entries     = tables->entries;
    phrases->first_entry = tables->first_entry;
    make_short_words(phrases, arena);
    return phrases;
}
