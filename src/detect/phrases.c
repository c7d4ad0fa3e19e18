#include "detect/phrases.h"

#include "base/ascii.h"
#include "base/eight.h"
#include "detect/look.h"
#include "detect/looks.h"
#include "detect/phrase_automata.h"

enum { RING = 32 };                     /* words of a text that are remembered: as many as a phrase may have, and more */

_Static_assert(RING >= (int)PHRASE_WORDS_MAX, "a phrase is found again from its end");

_Static_assert(PHRASE_TOPIC_COUNT <= 32, "a set of topics is a number");

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
    case PHRASE_NO_CALL:     return "no-call";
    case PHRASE_RUN:         return "run";
    case PHRASE_REPAY:       return "repay";
    case PHRASE_HARVEST:     return "harvest";
    case PHRASE_REGISTER:    return "register";
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
    static const str others[] = {       /* 。 ؟ ؛ ۔ । */
        STR_INIT("\xe3\x80\x82"), STR_INIT("\xd8\x9f"), STR_INIT("\xd8\x9b"), STR_INIT("\xdb\x94"), STR_INIT("\xe0\xa5\xa4"),
    };
    char mark = look.ptr[0];

    for (size_t i = 0; i < ARRAY_LEN(others) && ascii_is_8bit(mark); i++)
        if (str_equal(look, others[i]))
            return true;
    if (mark == '!' || mark == '?')
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

/* ---- the automata ---- */

static inline bool same_blocks(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i += 8)
        if (eight_load(a.ptr + i) != eight_load(b.ptr + i))
            return false;
    return true;
}

uint32_t phrase_word_number(const struct phrases *phrases, const struct phrase_word *word)
{
    if (word->is_number)
        return PHRASE_NUMBER;

    str                    blocks = phrase_in_blocks(word->text);
    struct hash_index_walk walk   = hash_index_walk(&phrases->words_index, blocks);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (same_blocks(phrases->words[i], blocks))
            return i;
    return PHRASE_UNKNOWN_WORD;
}

/* Where a word leads from a state in which phrases have begun. */
static uint32_t step_inside(const struct phrase_list *list, uint32_t state, const struct phrase_entry *entry)
{
    size_t low = list->states[state].first_arc, high = low + list->states[state].arc_count;

    while (low < high) {
        size_t                   middle = (low + high) / 2;
        const struct phrase_arc *arc    = &list->arcs[middle];

        if (arc->word == entry->word)
            return arc->to;
        if (arc->word < entry->word)
            low = middle + 1;
        else
            high = middle;
    }
    return entry->beginning;
}

static inline uint32_t step(const struct phrase_list *list, uint32_t state, const struct phrase_entry *entry)
{
    return state == PHRASE_OUTSIDE ? entry->beginning : step_inside(list, state, entry);
}

/* NULL if the word is not in the list. */
static const struct phrase_entry *entry_of(const struct phrases *phrases, uint32_t list, uint32_t word)
{
    for (uint32_t i = phrases->first_entry[word]; i < phrases->first_entry[word + 1]; i++)
        if (phrases->entries[i].list == list)
            return &phrases->entries[i];
    return NULL;
}

/* ---- finding ---- */

/* Where the automaton of a list stands, and after how many words it came there: a word that is not in its list takes it outside. */
struct standing { uint32_t state; size_t after; };

struct search {
    const struct phrases *phrases;
    str                   text;
    struct phrase_hits   *hits;
    uint32_t              seen;         /* topics that have their evidence */
    uint32_t              last;         /* the word before */
    struct { uint32_t number; size_t start; } words[RING];      /* the last ones */
    size_t                count;        /* of words in lists */
    size_t                over;         /* of those, what no phrase reaches back to: a sentence or an unknown word lies between */
    struct standing       standing[PHRASE_LISTS_MAX];
};

/* Whether the last words of that number hold a phrase of this topic in this list that ends with them. */
static bool ends_with_phrase(const struct search *s, uint32_t list, uint32_t topic, size_t words)
{
    const struct phrase_list *automaton = &s->phrases->lists[list];
    uint32_t                  state     = PHRASE_OUTSIDE;

    for (size_t i = s->count - words; i < s->count; i++) {
        const struct phrase_entry *entry = entry_of(s->phrases, list, s->words[i % RING].number);

        state = entry == NULL ? PHRASE_OUTSIDE : step(automaton, state, entry);
    }
    return (automaton->states[state].topics & topic) != 0;
}

/* The shortest phrase of this topic that ends with the last word. */
static str evidence_of(const struct search *s, uint32_t list, uint32_t topic, size_t end)
{
    size_t words = 1;

    while (!ends_with_phrase(s, list, topic, words))
        words++;
    return str_slice(s->text, s->words[(s->count - words) % RING].start, end);
}

static void note(struct search *s, uint32_t list, uint32_t fresh, size_t end)
{
    for (int topic = 0; topic < PHRASE_TOPIC_COUNT; topic++)
        if ((fresh & 1u << topic) != 0)
            s->hits->first[topic] = evidence_of(s, list, 1u << topic, end);
    s->seen |= fresh;
}

/* A word of this list. */
static inline void move(struct search *s, const struct phrase_entry *entry, size_t end)
{
    const struct phrase_list *list = &s->phrases->lists[entry->list];
    struct standing          *at   = &s->standing[entry->list];
    bool                      goes_on = at->after + 1 == s->count && at->after > s->over;
    uint32_t                  fresh;

    at->state = step(list, goes_on ? at->state : PHRASE_OUTSIDE, entry);
    at->after = s->count;
    fresh     = list->states[at->state].topics & ~s->seen;
    if (fresh != 0)
        note(s, entry->list, fresh, end);
}

static inline void take(struct search *s, uint32_t number, bool begins_sentence, size_t start, size_t end)
{
    const struct phrases *phrases = s->phrases;

    if (begins_sentence) {
        s->over = s->count;
        s->last = PHRASE_UNKNOWN_WORD;
    }
    if (number == PHRASE_NUMBER && s->last == PHRASE_NUMBER)    /* the same number goes on */
        return;
    s->last = number;
    if (number == PHRASE_UNKNOWN_WORD) {                        /* no phrase reaches over it */
        s->over = s->count;
        return;
    }
    s->words[s->count % RING].number = number;
    s->words[s->count++ % RING].start = start;
    for (uint32_t i = phrases->first_entry[number]; i < phrases->first_entry[number + 1]; i++)
        move(s, &phrases->entries[i], end);
}

/* The next word where it is a short one: nothing of it has to be written down to look it up. What a list has stands there as it
 * looks, so only a word that is in none may be another than its letters say. */
static inline bool take_short_word(struct search *s, struct phrase_words *words, bool begins_sentence)
{
    uint64_t letters;
    size_t   start = words->at, count = letters_at(words->text, start, &letters);
    uint32_t number;

    if (count == 0 || count == 8 || !ends_word(words->text, start + count))
        return false;
    number = phrase_find_short_word(&s->phrases->short_words, letters)->number;
    if (number == PHRASE_UNKNOWN_WORD && has_ligature(letters, letters >> 8))
        return false;
    words->at += count;
    take(s, number, begins_sentence, start, start + count);
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
        take(&search, phrase_word_number(phrases, &word), begins_sentence || word.begins_sentence, word.start, word.end);
    }
}
