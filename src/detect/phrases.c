#include "detect/phrases.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/eight.h"
#include "base/hash_index.h"
#include "detect/list_file.h"
#include "detect/look.h"
#include "detect/looks.h"
#include "detect/phrase_tables.h"

enum {
    UNKNOWN_WORD = 0,                   /* in no list */
    NUMBER       = 1,                   /* any number */
    FIRST_WORD   = 2,                   /* that stands in a list */
    WORDS_AT_FIRST = 1024,              /* for which there is room */
    OUTSIDE      = 0,                   /* the state in which no phrase has begun */
    STATES_MAX   = 1 << 18,
    RING         = 32,                  /* words of a text that are remembered: as many as a phrase may have, and more */
};

_Static_assert(RING >= (int)PHRASE_WORDS_MAX, "a phrase is found again from its end");

_Static_assert(PHRASE_TOPIC_COUNT <= 32, "a set of topics is a number");

/* A word of up to eight octets, as most are, with all that a text asks of it in one place: a line of the cache is a long way. */
struct short_word { uint64_t octets; uint32_t number, beginning; };     /* octets: 0 where there is none */

/* They stand where their octets say, or in the next free place. */
struct short_words { struct short_word *places; size_t mask; };

struct phrases {
    const struct looks        *looks;
    str                       *words;           /* by number, in blocks; 0 and 1 are no words */
    size_t                     word_count, word_capacity;
    struct hash_index          words_index;
    struct short_words         short_words;     /* made when all are known */
    const struct phrase_state *states;
    size_t                     state_count;
    const struct phrase_arc   *arcs;
    size_t                     arc_count;
    const uint32_t            *beginnings;
};

const char *phrase_topic_name(enum phrase_topic topic)
{
    switch (topic) {
    case PHRASE_VERIFY:      return "verify";
    case PHRASE_URGENCY:     return "urgency";
    case PHRASE_PAYMENT:     return "payment";
    case PHRASE_BANK_CHANGE: return "bank-change";
    case PHRASE_BEC:         return "bec";
    case PHRASE_PRIZE:       return "prize";
    case PHRASE_PARCEL:      return "parcel";
    case PHRASE_ADVFEE:      return "advfee";
    case PHRASE_CRYPTO:      return "crypto";
    case PHRASE_CHARGE:      return "charge";
    case PHRASE_CALLBACK:    return "callback";
    case PHRASE_DOCUMENT:    return "document";
    case PHRASE_QUOTA:       return "quota";
    case PHRASE_EXTORTION:   return "extortion";
    case PHRASE_GREETING:    return "greeting";
    case PHRASE_EASY_MONEY:  return "easy-money";
    case PHRASE_CHARITY:     return "charity";
    case PHRASE_SCAN:        return "scan";
    case PHRASE_DESK:        return "desk";
    case PHRASE_OFFICE:      return "office";
    case PHRASE_LURE:        return "lure";
    case PHRASE_LOGIN:       return "login";
    case PHRASE_TOPIC_COUNT: break;
    }
    UNREACHABLE();
}

/* ---- words of a text ---- */

struct phrase_words phrase_words_of(const struct phrases *phrases, str text)
{
    return (struct phrase_words){ .looks = phrases->looks, .text = text };
}

/* Most text is ASCII: the table of looks is for the rest. */
enum octet_kind { OCTET_BETWEEN, OCTET_ENDS, OCTET_OF_WORD };           /* OCTET_ENDS: may end a sentence */

static const uint8_t octet_kinds[256] = {
    ['0' ... '9'] = OCTET_OF_WORD, ['A' ... 'Z'] = OCTET_OF_WORD, ['a' ... 'z'] = OCTET_OF_WORD,
    ['!'] = OCTET_ENDS, ['?'] = OCTET_ENDS, ['.'] = OCTET_ENDS, [':'] = OCTET_ENDS, [';'] = OCTET_ENDS,
    [0x80 ... 0xff] = OCTET_OF_WORD,    /* as far as one can tell without the table */
};

/* The point of an abbreviation counts, that inside of "example.com" does not. */
static bool ends_sentence(str look, str rest)
{
    char mark = look.ptr[0];

    if (mark == '!' || mark == '?' || str_equal(look, STR("\xe3\x80\x82")))    /* 。 */
        return true;
    return (mark == '.' || mark == ':' || mark == ';') && (rest.len == 0 || ascii_is_blank(rest.ptr[0]));
}

/* Moves past what is ASCII and no part of a word. True if a sentence ends there. */
static inline bool skip_ascii(struct phrase_words *words)
{
    str    text = words->text;
    size_t at   = words->at;
    bool   ends = false;

    for (uint8_t kind; at < text.len && (kind = octet_kinds[(unsigned char)text.ptr[at]]) != OCTET_OF_WORD; at++)
        if (kind == OCTET_ENDS)
            ends |= ends_sentence(str_from(text, at), str_from(text, at + 1));
    words->at = at;
    return ends;
}

/* "rn" and "vv", which look_seen_into takes for "m" and "w": two octets differ in nothing from these. */
static inline bool has_ligature(uint64_t eight, uint64_t neighbours)
{
    return (eight_zeros((eight ^ EIGHT_TIMES('r')) | (neighbours ^ EIGHT_TIMES('n'))) |
            eight_zeros((eight ^ EIGHT_TIMES('v')) | (neighbours ^ EIGHT_TIMES('v')))) != 0;
}

static inline bool has_ligature_between(char first, char second)
{
    return (first == 'r' && second == 'n') || (first == 'v' && second == 'v');
}

/* Up to eight ASCII letters in lower case, with zeros behind them, and how many they are. */
static inline size_t letters_at(str text, size_t at, uint64_t *letters)
{
    uint64_t eight = eight_at(text, at);
    size_t   count = eight_before(~eight_letters(eight) & EIGHT_ALL);

    *letters = eight_first(eight | EIGHT_TIMES(0x20), count);
    return count;
}

/* Nothing of a word goes on here. */
static inline bool ends_word(str text, size_t at)
{
    return at >= text.len || octet_kinds[(unsigned char)text.ptr[at]] != OCTET_OF_WORD;
}

/* The short way, for nearly every word: nothing but letters that look like themselves. False if it is another one. */
static inline bool take_plain_word(struct phrase_words *words, struct phrase_word *word)
{
    size_t len = 0;

    for (size_t count = 8; count == 8; len += count) {
        uint64_t letters;

        if (len + 8 > PHRASE_WORD_MAX_OCTETS)
            return false;
        count = letters_at(words->text, words->at + len, &letters);
        if (has_ligature(letters, letters >> 8) || (len > 0 && has_ligature_between(words->word[len - 1], (char)letters)))
            return false;
        eight_store(words->word + len, letters);
    }
    if (!ends_word(words->text, words->at + len))
        return false;
    words->at      += len;
    word->end       = words->at;
    word->text      = (str){ words->word, len };
    word->is_number = false;
    return true;
}

/* Up to eight octets, with zeros behind them. */
static void append(struct phrase_words *words, uint64_t octets, size_t count)
{
    if (words->word_len + count > PHRASE_WORD_MAX_OCTETS) {
        words->is_too_long = true;
        return;
    }
    eight_store(words->word + words->word_len, octets);
    words->word_len += count;
}

/* The ASCII letters and digits that come next, as far as they go. */
static void append_ascii(struct phrase_words *words)
{
    for (size_t count = 8; count == 8; words->at += count) {
        uint64_t eight = eight_at(words->text, words->at);

        count = eight_before(~(eight_letters(eight) | eight_digits(eight)) & EIGHT_ALL);
        append(words, eight_first(eight | EIGHT_TIMES(0x20), count), count);    /* lower case: digits have that bit already */
    }
}

static bool next_is_wide(const struct phrase_words *words)
{
    return words->at < words->text.len && ascii_is_8bit(words->text.ptr[words->at]);
}

/* Moves past a character that is none of ASCII. */
static enum look_kind take_wide(struct phrase_words *words, str *look)
{
    str            rest = str_from(words->text, words->at);
    enum look_kind kind;

    looks_next(words->looks, &rest, &kind, look);
    words->at = words->text.len - rest.len;
    return kind;
}

static void append_look(struct phrase_words *words, str look)
{
    append(words, eight_load_few(look.ptr, look.len), look.len);
}

/* The rest of a word whose first character, or nothing, was appended. It ends before what is no part of it. */
static void collect(struct phrase_words *words)
{
    for (append_ascii(words); next_is_wide(words); append_ascii(words)) {
        size_t         before = words->at;
        str            look;
        enum look_kind kind = take_wide(words, &look);

        if (kind == LOOK_IDEOGRAPH || kind == LOOK_BREAK) {
            words->at = before;
            return;
        }
        append_look(words, look);
    }
}

static str compared_form(struct phrase_words *words, bool *is_a_number)
{
    str      word   = { words->word, words->word_len };
    uint64_t digits = 0, others = 0;
    bool     is_read_otherwise = false;

    *is_a_number = false;
    if (words->is_too_long)
        return (str){ 0 };
    for (size_t i = 0; i < word.len; i += 8) {
        uint64_t eight = eight_at(word, i);

        digits            |= eight_digits(eight);
        others            |= eight_letters(eight) | eight_8bit(eight);
        is_read_otherwise |= has_ligature(eight, eight_load(word.ptr + i + 1));
    }
    *is_a_number = others == 0;
    if (others != 0 && (digits != 0 || is_read_otherwise))
        word.len = look_seen_into(words->word, word, LOOK_STRICT);
    memset(words->word + word.len, 0, sizeof words->word - word.len);
    return word;
}

/* Moves to where the next word begins, and appends its first character if that is none of ASCII. False at the end. */
static bool begin(struct phrase_words *words, struct phrase_word *word, bool *is_ideograph)
{
    *is_ideograph = false;
    for (;;) {
        str            look;
        enum look_kind kind;

        word->begins_sentence |= skip_ascii(words);
        word->start = words->at;
        if (!next_is_wide(words))
            return words->at < words->text.len;
        kind = take_wide(words, &look);
        if (kind == LOOK_LETTERS || kind == LOOK_IDEOGRAPH) {
            append_look(words, look);
            *is_ideograph = kind == LOOK_IDEOGRAPH;
            return true;
        }
        if (kind == LOOK_BREAK && ends_sentence(look, str_from(words->text, words->at)))
            word->begins_sentence = true;
    }
}

static bool take_word(struct phrase_words *words, struct phrase_word *word)
{
    bool is_ideograph;

    words->word_len    = 0;
    words->is_too_long = false;
    if (!begin(words, word, &is_ideograph))
        return false;
    if (!is_ideograph)
        collect(words);
    word->end  = words->at;
    word->text = compared_form(words, &word->is_number);
    return true;
}

static inline bool next_word(struct phrase_words *words, struct phrase_word *word)
{
    word->begins_sentence = skip_ascii(words);
    word->start           = words->at;
    return words->at < words->text.len && (take_plain_word(words, word) || take_word(words, word));
}

bool phrase_words_next(struct phrase_words *words, struct phrase_word *word)
{
    return next_word(words, word);
}

/* ---- the automaton ---- */

/* A word with the zeros behind it, as whole blocks of eight octets: hashed and compared a block at a time. */
static inline str in_blocks(str word)
{
    return (str){ word.ptr, (word.len + 7) & ~(size_t)7 };
}

static inline bool same_blocks(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i += 8)
        if (eight_load(a.ptr + i) != eight_load(b.ptr + i))
            return false;
    return true;
}

static inline uint32_t word_number(const struct phrases *phrases, const struct phrase_word *word)
{
    if (word->is_number)
        return NUMBER;

    str                    blocks = in_blocks(word->text);
    struct hash_index_walk walk   = hash_index_walk(&phrases->words_index, blocks);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (same_blocks(phrases->words[i], blocks))
            return i;
    return UNKNOWN_WORD;
}

static inline size_t place_of(const struct short_words *words, uint64_t octets)
{
    return (size_t)(octets * 0x9e3779b97f4a7c15 >> 32) & words->mask;
}

/* Its place, or the free one in which the search for it ends. */
static inline struct short_word *find_short_word(const struct short_words *words, uint64_t octets)
{
    size_t at = place_of(words, octets);

    while (words->places[at].octets != octets && words->places[at].octets != 0)
        at = (at + 1) & words->mask;
    return &words->places[at];
}

static void make_short_words(struct phrases *phrases, struct arena *arena)
{
    struct short_words *words = &phrases->short_words;
    size_t              count = 16;

    while (count < 2 * phrases->word_count)     /* half of the places stay free: a search ends */
        count *= 2;
    *words = (struct short_words){ ARENA_ARRAY(arena, struct short_word, count), count - 1 };
    for (size_t i = FIRST_WORD; i < phrases->word_count; i++) {
        uint64_t octets = eight_load(phrases->words[i].ptr);

        if (phrases->words[i].len == 8)
            *find_short_word(words, octets) = (struct short_word){ octets, (uint32_t)i, phrases->beginnings[i] };
    }
}

/* What a text asks of a word: its number, and where it leads from outside. */
struct known_word { uint32_t number, beginning; };

static inline struct known_word known_short_word(const struct phrases *phrases, uint64_t octets)
{
    const struct short_word *found = find_short_word(&phrases->short_words, octets);

    return (struct known_word){ found->number, found->beginning };
}

static struct known_word known_word(const struct phrases *phrases, const struct phrase_word *word)
{
    uint32_t number = word_number(phrases, word);

    return (struct known_word){ number, phrases->beginnings[number] };
}

/* Where a word leads from a state in which phrases have begun. */
static uint32_t step_inside(const struct phrases *phrases, uint32_t state, uint32_t word)
{
    size_t low = phrases->states[state].first_arc, high = low + phrases->states[state].arc_count;

    while (low < high) {
        size_t                   middle = (low + high) / 2;
        const struct phrase_arc *arc    = &phrases->arcs[middle];

        if (arc->word == word)
            return arc->to;
        if (arc->word < word)
            low = middle + 1;
        else
            high = middle;
    }
    return phrases->beginnings[word];
}

static inline uint32_t step(const struct phrases *phrases, uint32_t state, uint32_t word)
{
    return state == OUTSIDE ? phrases->beginnings[word] : step_inside(phrases, state, word);
}

/* ---- reading the lists ---- */

/* What the lists say as they are read: places between words, and the words that lead from one to another. A line of n groups
 * has n + 1 places, and some inside of alternatives of several words. */
struct place {
    uint32_t topics;                    /* a phrase ends here */
    uint32_t skip;                      /* the place behind the next word, which may be left out; 0 for none */
    uint32_t first_edge;
};
struct edge { uint32_t word, to, next; };       /* next: another edge from the same place; 0 for none */

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
    str               error;
};

static bool refuse(struct list_reader *r, const char *what)
{
    r->error = list_file_mistake(r->arena, &r->file, str_of(what));
    return false;
}

static uint32_t learn_word(struct phrases *phrases, struct arena *arena, const struct phrase_word *word)
{
    uint32_t number = word_number(phrases, word);

    if (number != UNKNOWN_WORD || word->text.len == 0)
        return number;
    if (phrases->word_count == phrases->word_capacity) {
        *ARENA_PUSH(arena, phrases->words, phrases->word_count, &phrases->word_capacity) = (str){ 0 };
        hash_index_init(&phrases->words_index, arena, phrases->word_capacity);
        for (size_t i = FIRST_WORD; i < phrases->word_count; i++)
            hash_index_add(&phrases->words_index, phrases->words[i], (uint32_t)i);
    }
    phrases->words[phrases->word_count] = arena_str(arena, in_blocks(word->text));
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
        numbers[(*count)++] = NUMBER;
        return true;
    }
    while (phrase_words_next(&words, &word)) {
        uint32_t number = learn_word(r->phrases, r->arena, &word);

        if (number == UNKNOWN_WORD)
            return refuse(r, "the word is too long");
        if (number == NUMBER && *count > 0 && numbers[*count - 1] == NUMBER && !word.begins_sentence)
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
    uint32_t           *beginnings;
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
    m->beginnings    = ARENA_ARRAY(lists->arena, uint32_t, lists->phrases->word_count);
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
        if (m->beginnings[word] != OUTSIDE)
            add_members(m, &m->outside, m->outside_first[word], word);

        uint32_t to = state_of_members(m);

        *ARENA_PUSH(m->lists->arena, m->arcs, m->arc_count++, &m->arc_capacity) = (struct phrase_arc){ word, to };
    }
    m->states[state].arc_count = (uint32_t)m->arc_count - m->states[state].first_arc;
}

/* The sets of places that words can lead to, each made once (the powerset construction). False if they are too many, as
 * a list could be written to make them. */
static bool make_states(struct list_reader *lists)
{
    struct state_maker maker   = { .lists = lists, .members = ARENA_ARRAY(lists->scratch, uint64_t, 2 * lists->edge_count + 1) };
    struct phrases    *phrases = lists->phrases;

    state_of_members(&maker);           /* the empty set: outside */
    list_beginnings(&maker);
    for (uint32_t state = OUTSIDE + 1; state < maker.state_count; state++) {
        if (state == STATES_MAX)
            return refuse(lists, "the lists are too intricate together");
        list_arcs(&maker, state);
    }
    phrases->states      = maker.states;
    phrases->state_count = maker.state_count;
    phrases->arcs        = maker.arcs;
    phrases->arc_count   = maker.arc_count;
    phrases->beginnings  = maker.beginnings;
    make_short_words(phrases, lists->arena);
    return true;
}

static struct phrases *empty_phrases(struct arena *arena, const struct looks *looks, size_t word_capacity)
{
    struct phrases *phrases = ARENA_NEW(arena, struct phrases);

    phrases->looks         = looks;
    phrases->words         = ARENA_ARRAY(arena, str, word_capacity);
    phrases->word_capacity = word_capacity;
    phrases->word_count    = FIRST_WORD;
    hash_index_init(&phrases->words_index, arena, word_capacity);
    return phrases;
}

struct phrases *phrases_new(struct arena *arena, const struct looks *looks, const struct phrase_source *sources, size_t count,
                            str *error)
{
    ARENA_SCOPE        scratch = { 0 };
    struct phrases    *phrases = empty_phrases(arena, looks, WORDS_AT_FIRST);
    struct list_reader reader  = { .phrases = phrases, .arena = arena, .scratch = &scratch };
    bool               ok      = true;

    add_place(&reader);                 /* number 0, which is none */
    *ARENA_PUSH(&scratch, reader.edges, reader.edge_count++, &reader.edge_capacity) = (struct edge){ 0 };
    for (size_t i = 0; ok && i < count; i++)
        ok = read_list(&reader, &sources[i]);
    if (ok && make_states(&reader))
        return phrases;
    *error = reader.error;
    return NULL;
}

/* ---- as tables ---- */

const struct phrase_tables *phrases_tables(struct arena *arena, const struct phrases *phrases)
{
    struct phrase_tables *tables = ARENA_NEW(arena, struct phrase_tables);
    uint8_t              *blocks = ARENA_ARRAY(arena, uint8_t, phrases->word_count);

    for (size_t i = FIRST_WORD; i < phrases->word_count; i++)
        blocks[i] = (uint8_t)(phrases->words[i].len / 8);
    *tables = (struct phrase_tables){
        .octets = arena_join(arena, phrases->words, phrases->word_count, (str){ 0 }).ptr, .blocks = blocks,
        .word_count = phrases->word_count, .beginnings = phrases->beginnings, .states = phrases->states,
        .state_count = phrases->state_count, .arcs = phrases->arcs, .arc_count = phrases->arc_count,
    };
    return tables;
}

struct phrases *phrases_of_tables(struct arena *arena, const struct looks *looks, const struct phrase_tables *tables)
{
    struct phrases *phrases = empty_phrases(arena, looks, tables->word_count);
    const char     *octets  = tables->octets;

    for (; phrases->word_count < tables->word_count; phrases->word_count++) {
        str *word = &phrases->words[phrases->word_count];

        *word   = (str){ octets, 8 * (size_t)tables->blocks[phrases->word_count] };
        octets += word->len;
        hash_index_add(&phrases->words_index, *word, (uint32_t)phrases->word_count);
    }
    phrases->states      = tables->states;
    phrases->state_count = tables->state_count;
    phrases->arcs        = tables->arcs;
    phrases->arc_count   = tables->arc_count;
    phrases->beginnings  = tables->beginnings;
    make_short_words(phrases, arena);
    return phrases;
}

/* ---- finding ---- */

struct search {
    const struct phrases *phrases;
    str                   text;
    struct phrase_hits   *hits;
    uint32_t              seen;         /* topics that have their evidence */
    uint32_t              state, last;  /* where the automaton stands; the word before */
    struct { uint32_t number; size_t start; } words[RING];      /* the last ones */
    size_t                count;        /* of those from which on a phrase may have begun */
};

/* Whether the last words of that number hold a phrase of this topic that ends with them. */
static bool ends_with_phrase(const struct search *s, uint32_t topic, size_t words)
{
    uint32_t state = OUTSIDE;

    for (size_t i = s->count - words; i < s->count; i++)
        state = step(s->phrases, state, s->words[i % RING].number);
    return (s->phrases->states[state].topics & topic) != 0;
}

/* The shortest phrase of this topic that ends with the last word. */
static str evidence_of(const struct search *s, uint32_t topic, size_t end)
{
    size_t words = 1;

    while (!ends_with_phrase(s, topic, words))
        words++;
    return str_slice(s->text, s->words[(s->count - words) % RING].start, end);
}

static void note(struct search *s, uint32_t fresh, size_t end)
{
    for (int topic = 0; topic < PHRASE_TOPIC_COUNT; topic++)
        if ((fresh & 1u << topic) != 0)
            s->hits->first[topic] = evidence_of(s, 1u << topic, end);
    s->seen |= fresh;
}

static inline void take(struct search *s, struct known_word known, bool begins_sentence, size_t start, size_t end)
{
    if (begins_sentence) {
        s->state = OUTSIDE;
        s->last  = UNKNOWN_WORD;
    }
    if (known.number == NUMBER && s->last == NUMBER)    /* the same number goes on */
        return;
    s->last = known.number;
    if (s->state == OUTSIDE && known.beginning == OUTSIDE)
        return;
    if (known.number == UNKNOWN_WORD) {                 /* no phrase reaches over it */
        s->state = OUTSIDE;
        return;
    }
    s->words[s->count % RING].number = known.number;
    s->words[s->count++ % RING].start = start;
    s->state = s->state == OUTSIDE ? known.beginning : step_inside(s->phrases, s->state, known.number);

    uint32_t fresh = s->phrases->states[s->state].topics & ~s->seen;

    if (fresh != 0)
        note(s, fresh, end);
}

/* The next word where it is a short one: nothing of it has to be written down to look it up. What a list has stands there as it
 * looks, so only a word that is in none may be another than its letters say. */
static inline bool take_short_word(struct search *s, struct phrase_words *words, bool begins_sentence)
{
    uint64_t          letters;
    size_t            start = words->at, count = letters_at(words->text, start, &letters);
    struct known_word known;

    if (count == 0 || count == 8 || !ends_word(words->text, start + count))
        return false;
    known = known_short_word(s->phrases, letters);
    if (known.number == UNKNOWN_WORD && has_ligature(letters, letters >> 8))
        return false;
    words->at += count;
    take(s, known, begins_sentence, start, start + count);
    return true;
}

void phrases_find(const struct phrases *phrases, str text, struct phrase_hits *hits)
{
    struct search       search = { .phrases = phrases, .text = text, .hits = hits };
    struct phrase_words words  = phrase_words_of(phrases, text);
    struct phrase_word  word;

    *hits = (struct phrase_hits){ 0 };
    for (;;) {
        bool begins_sentence = skip_ascii(&words);

        if (words.at == text.len)
            return;
        if (take_short_word(&search, &words, begins_sentence))
            continue;
        if (!next_word(&words, &word))
            return;
        take(&search, known_word(phrases, &word), begins_sentence || word.begins_sentence, word.start, word.end);
    }
}
