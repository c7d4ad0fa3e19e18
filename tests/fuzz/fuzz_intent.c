/* Lexicons, intents, and letters read with them. Input: lines of a lexicon up to an empty one (of English, where they do not begin with
 * a language), lines of intents up to an empty one, the subject, the text.
 *
 * A file with a mistake says where. Of a letter each concept that is said shows words of the letter which say it when they stand
 * alone; being near is mutual, and only among what is said. What it wants is a number that no letter makes endless, and is none
 * only where nothing is said. What it shows is shown alone, too: the number to call is one, two questions are one at least.
 *
 * Covers: src/detect/lexicon.c src/detect/lexicon_shipped.c src/detect/intent.c src/detect/shape.c src/detect/figures.c */
#include "fuzz.h"

#include <math.h>

#include "base/buf.h"
#include "detect/figures.h"
#include "detect/intent.h"

static str take_lines(struct arena *arena, str *input)
{
    BUF_SCOPE text = { 0 };

    for (str line; (line = fuzz_take_line(input)).len > 0;) {
        buf_add(&text, line);
        buf_add_char(&text, '\n');
    }
    return arena_str(arena, buf_str(&text));
}

static const struct phrases *phrases(void)
{
    static struct phrases *opened;
    static struct arena    arena;
    str                    error = { 0 };

    if (opened == NULL)
        opened = phrases_with_shipped(&arena, fuzz_unicode(), NULL, 0, &error);
    HOLDS(opened != NULL);
    return opened;
}

static const struct lexicon *shipped_lexicon(void)
{
    static struct lexicon *opened;
    static struct arena    arena;
    str                    error;

    if (opened == NULL)
        opened = lexicon_with_shipped(&arena, phrases(), NULL, 0, &error);
    return opened;
}

static const struct intent_model *shipped(void)
{
    static struct intent_model *opened;
    static struct arena         arena;
    str                         error;

    if (opened == NULL)
        opened = intent_load(&arena, STR("shipped"), intent_shipped(), &error);
    return opened;
}

static bool is_slice(str part, str whole)
{
    return part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

static bool said(uint64_t concepts, size_t concept)
{
    return (concepts >> concept & 1) != 0;
}

static void check_concepts(const struct lexicon *lexicon, str subject, str text, const struct concepts *found)
{
    HOLDS(found->present >> CONCEPT_COUNT == 0 && found->words <= LEXICON_READ_MAX);
    for (size_t c = 0; c < CONCEPT_COUNT; c++) {
        struct concepts alone;

        HOLDS(said(found->present, c) == (found->first[c].len > 0));
        HOLDS((found->near[c] & ~found->present) == 0 && !said(found->near[c], c));
        for (size_t other = 0; other < CONCEPT_COUNT; other++)
            HOLDS(said(found->near[c], other) == said(found->near[other], c));
        if (!said(found->present, c))
            continue;
        HOLDS(is_slice(found->first[c], subject) || is_slice(found->first[c], text));
        lexicon_find(lexicon, (str){ 0 }, found->first[c], &alone);
        HOLDS(said(alone.present, c));
    }
}

static void check_shapes(str subject, str text, const struct letter *letter)
{
    uint32_t shapes = letter->shapes;
    str      phone, again;

    HOLDS(shapes >> SHAPE_COUNT == 0 && (letter->in_subject & ~letter->concepts.present) == 0);
    HOLDS(!said(shapes, SHAPE_QUESTIONS) || said(shapes, SHAPE_QUESTION));
    HOLDS(said(shapes, SHAPE_DIGITS) || !(said(shapes, SHAPE_PHONE) || said(shapes, SHAPE_AMOUNT) || said(shapes, SHAPE_TIME)));
    HOLDS((shapes_of(subject, (str){ 0 }) | shapes_of((str){ 0 }, text)) == (shapes | 1u << SHAPE_SUBJECT_WORD));
    if (!figures_find_phone(text, &phone))
        return;
    HOLDS(is_slice(phone, text) && figures_find_phone(phone, &again) && str_equal(again, phone));
    if (phone.ptr + phone.len <= text.ptr + SHAPE_READ_MAX)
        HOLDS(said(shapes, SHAPE_PHONE));
}

static void check_intent(struct arena *arena, const struct intent_model *model, const struct letter *letter)
{
    struct letter_intent wanted = intent_judge(model, letter);
    uint16_t             features[INTENT_FEATURES];
    size_t               count = intent_features(letter, features);

    HOLDS(wanted.intent < INTENT_COUNT && !isnan(wanted.odds));
    HOLDS((count > 0) == (letter->concepts.present != 0 || letter->topics != 0));
    HOLDS(count > 0 || isinf(wanted.odds));
    for (size_t i = 0; i < count; i++)
        HOLDS(intent_feature_name(arena, features[i]).len > 0);
    (void)intent_words(model, arena, letter, wanted.intent);
}

static str lexicon_of(struct arena *arena, str *input)
{
    str lines = take_lines(arena, input);

    return str_starts(lines, STR("language:")) ? lines : arena_join(arena, (str[]){ STR("language: en"), lines }, 2, STR("\n"));
}

/* A file is good or bad by itself, and no language of the program gets another number by it. */
static void check_beside_shipped(struct arena *arena, const struct phrase_source *source, bool is_good)
{
    struct lexicon_tables tables;
    str                   error;

    HOLDS(lexicon_compile(arena, phrases(), &shipped_lexicon_tables, source, 1, &tables, &error) == is_good);
    for (size_t i = 0; i < shipped_lexicon_tables.language_count; i++)
        HOLDS(str_equal(tables.languages[i], shipped_lexicon_tables.languages[i]));
}

/* The rules themselves are played by fuzz_detect, with all else that they look at. */
FUZZ_TARGET(input)
{
    ARENA_SCOPE                arena  = { 0 };
    const struct phrase_source source = { STR("list"), lexicon_of(&arena, &input) };
    str                        file   = take_lines(&arena, &input), subject = fuzz_take_line(&input), error = { 0 };
    struct lexicon            *lexicon = lexicon_new(&arena, phrases(), &source, 1, &error);

    HOLDS((lexicon == NULL) == (str_find(error, STR("list:")) == 0));
    check_beside_shipped(&arena, &source, lexicon != NULL);
    if (lexicon == NULL)
        return;

    const struct phrase_hits none   = { 0 };
    struct letter            letter = letter_of(lexicon, subject, input, &none, &none);
    struct intent_model     *model  = intent_load(&arena, STR("test.model"), file, &error);

    check_concepts(lexicon, subject, input, &letter.concepts);
    check_shapes(subject, input, &letter);
    HOLDS((model == NULL) == str_starts(error, STR("test.model:")));
    check_intent(&arena, model != NULL ? model : shipped(), &letter);
    letter = letter_of(shipped_lexicon(), subject, input, &none, &none);
    check_intent(&arena, shipped(), &letter);
}
