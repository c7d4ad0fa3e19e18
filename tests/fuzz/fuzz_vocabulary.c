/* Vocabularies, and texts read with them. What loads has a scale above 0 and says where it comes from; what does not says
 * why. Of a text each bucket is read once, and judging reads the same ones; no text weighs more than 3.
 *
 * Input: a line that says how many of the lines behind it are the vocabulary, those, and the text.
 *
 * Covers: src/detect/fitted.c src/detect/vocabulary.c src/detect/rules/vocabulary.c */
#include "fuzz.h"

#include "base/buf.h"
#include "detect/vocabulary.h"

static str take_vocabulary(struct arena *arena, str *input)
{
    BUF_SCOPE text  = { 0 };
    str       first = fuzz_take_line(input);

    for (int lines = first.len > 0 ? first.ptr[0] % 16 : 0; lines > 0; lines--) {
        buf_add(&text, fuzz_take_line(input));
        buf_add_char(&text, '\n');
    }
    return arena_str(arena, buf_str(&text));
}

static size_t check_features(struct arena *arena, str text)
{
    struct vocabulary_reader reader;
    struct word_feature      feature;
    uint8_t                 *seen  = ARENA_ARRAY(arena, uint8_t, VOCABULARY_BUCKETS);
    size_t                   count = 0;

    vocabulary_read(&reader, arena, fuzz_unicode(), text);
    for (; vocabulary_next(&reader, &feature); count++) {
        HOLDS(feature.bucket < VOCABULARY_BUCKETS && seen[feature.bucket]++ == 0);
        HOLDS(feature.first.len > 0);
    }
    HOLDS(count <= 2 * VOCABULARY_READ_MAX);
    return count;
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE        arena = { 0 };
    str                error, file = take_vocabulary(&arena, &input);
    struct vocabulary *vocabulary = vocabulary_load(&arena, STR("test.model"), file, &error);
    size_t             count      = check_features(&arena, input);

    HOLDS((vocabulary == NULL) == str_starts(error, STR("test.model:")));
    if (vocabulary == NULL)
        return;
    HOLDS(vocabulary->scale > 0 && vocabulary->head.provenance_count > 0 && vocabulary->head.version.len > 0);

    struct vocabulary_result result = vocabulary_judge(vocabulary, &arena, fuzz_unicode(), (str){ 0 }, input);

    HOLDS(result.count == count);
    HOLDS(result.weight <= VOCABULARY_WEIGHT_MAX && result.weight >= -VOCABULARY_WEIGHT_MAX);
}
