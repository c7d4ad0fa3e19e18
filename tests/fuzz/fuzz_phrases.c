/* Phrases in a text. The input: lines of a phrase list for one topic, an empty line, and the text.
 *
 * What is found is what a naive search finds that tries each line at each word of the text. The evidence is a slice of the
 * text, and holds the phrase alone as well. A list with a mistake says where. As tables, and read back from them, alone and with
 * another list beside it, a list finds the same.
 *
 * Covers: src/detect/phrases.c src/detect/phrase_lists.c src/detect/looks.c */
#include "fuzz.h"

#include "detect/phrase_tables.h"
#include "detect/phrases.h"

enum { LIST_MAX = 200, TEXT_MAX = 300, WORDS_MAX = TEXT_MAX };          /* the naive search is not linear */

struct word { char text[PHRASE_WORD_MAX_OCTETS]; size_t len; bool is_number, begins_sentence; };
struct words { struct word items[WORDS_MAX]; size_t count; };

/* Two numbers in a row are one. */
static void read_words(const struct phrases *phrases, str text, struct words *words)
{
    struct phrase_words reader = phrase_words_of(phrases, text);
    struct phrase_word  word;

    words->count = 0;
    while (phrase_words_next(&reader, &word)) {
        struct word *last = words->count > 0 ? &words->items[words->count - 1] : NULL;

        HOLDS(word.start < word.end && word.end <= text.len && words->count < WORDS_MAX);
        if (last != NULL && last->is_number && word.is_number && !word.begins_sentence)
            continue;
        words->items[words->count] = (struct word){ .len = word.text.len, .is_number = word.is_number,
                                                    .begins_sentence = word.begins_sentence };
        if (word.text.len > 0)
            memcpy(words->items[words->count].text, word.text.ptr, word.text.len);
        words->count++;
    }
}

static bool same_word(const struct word *a, const struct word *b)
{
    if (a->is_number || b->is_number)
        return a->is_number && b->is_number;
    return a->len > 0 && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool goes_on(const struct phrases *phrases, str line, const struct words *text, size_t at, size_t begun);

/* One alternative stands at this word of the text, and the rest of the line behind it. */
static bool alternative_goes_on(const struct phrases *phrases, str alternative, str rest, const struct words *text, size_t at,
                                size_t begun)
{
    struct words words;

    if (str_equal(alternative, STR("#")))
        words = (struct words){ { { .is_number = true } }, 1 };
    else
        read_words(phrases, alternative, &words);
    for (size_t i = 0; i < words.count; i++, at++)
        if (at == text->count || !same_word(&words.items[i], &text->items[at]) || (at > begun && text->items[at].begins_sentence))
            return false;
    return goes_on(phrases, rest, text, at, begun);
}

static bool goes_on(const struct phrases *phrases, str line, const struct words *text, size_t at, size_t begun)
{
    str group, alternative;

    do
        if (!str_cut(&line, ' ', &group))
            return true;
    while (group.len == 0);
    if (group.ptr[group.len - 1] == '?') {
        group = str_slice(group, 0, group.len - 1);
        if (goes_on(phrases, line, text, at, begun))
            return true;
    }
    while (str_cut(&group, '|', &alternative))
        if (alternative_goes_on(phrases, alternative, line, text, at, begun))
            return true;
    return false;
}

static bool naive_search(const struct phrases *phrases, str list, const struct words *text)
{
    str line;

    while (str_cut(&list, '\n', &line)) {
        line = str_trim(line);
        for (size_t at = 0; line.len > 0 && line.ptr[0] != ';' && at < text->count; at++)
            if (goes_on(phrases, line, text, at, at))
                return true;
    }
    return false;
}

static const struct looks *looks(void)
{
    static struct looks *made;
    static struct arena  arena;

    if (made == NULL)
        made = looks_new(&arena, fuzz_unicode());
    return made;
}

static str verify_found(const struct phrases *phrases, str text)
{
    struct phrase_hits hits;

    phrases_find(phrases, text, &hits);
    return hits.first[PHRASE_VERIFY];
}

static void check_tables(struct arena *arena, const struct phrases *phrases, str text)
{
    const struct phrase_tables *tables = phrases_tables(arena, phrases);
    struct phrase_source        other  = { STR("other"), STR("[urgency]\nnever said by anybody\n") };
    str                         error  = { 0 };
    const struct phrases       *back   = phrases_of_tables(arena, looks(), tables, NULL, 0, &error),
                               *more   = phrases_of_tables(arena, looks(), tables, &other, 1, &error);

    HOLDS(back != NULL && more != NULL && error.len == 0);
    HOLDS(str_equal(verify_found(back, text), verify_found(phrases, text)));
    HOLDS(str_equal(verify_found(more, text), verify_found(phrases, text)));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE       arena = { 0 };
    ptrdiff_t         end   = str_find(input, STR("\n\n"));
    str               list  = end == STR_NOT_FOUND ? input : str_slice(input, 0, (size_t)end);
    str               text  = end == STR_NOT_FOUND ? (str){ 0 } : str_from(input, (size_t)end + 2), error = { 0 };
    struct phrase_hits hits;
    struct words      words;

    if (list.len > LIST_MAX || text.len > TEXT_MAX || str_has_char(list, '['))
        return;

    str                   pieces[] = { STR("[verify]\n"), list };
    struct phrase_source  source   = { STR("list"), arena_join(&arena, pieces, 2, (str){ 0 }) };
    const struct phrases *phrases  = phrases_new(&arena, looks(), &source, 1, &error);

    HOLDS((phrases == NULL) == (error.len > 0));
    if (phrases == NULL) {
        HOLDS(str_starts(error, STR("list:")));
        return;
    }
    phrases_find(phrases, text, &hits);
    read_words(phrases, text, &words);

    str evidence = hits.first[PHRASE_VERIFY];

    HOLDS((evidence.len > 0) == naive_search(phrases, list, &words));
    HOLDS(fuzz_is_inside(evidence, text) && hits.first[PHRASE_URGENCY].len == 0);
    HOLDS(str_equal(verify_found(phrases, evidence), evidence) || evidence.len == 0);
    check_tables(&arena, phrases, text);
}
