#include "detect/intent.h"

#include <math.h>

#include "base/mistake.h"
#include "detect/shipped.h"

enum { WORDS_TOLD = 5 };

static const char *const names[INTENT_COUNT] = {
    "login", "payment", "bank", "favour", "windfall", "threat", "parcel", "callback", "document", "office", "job",
};

const char *intent_name(enum intent intent)
{
    return names[intent];
}

/* ---- the file ---- */

static bool read_intent(struct fitted_line *line)
{
    struct intent_model *model = line->into;
    str                  name  = { 0 };

    if (model->intent_count == INTENT_COUNT || !fitted_word(line, &name) || !str_equal(name, str_of(names[model->intent_count])))
        return fitted_fail(line, "another intent is expected here: login, payment and so on, in the order of detect/intent.h");
    return fitted_number(line, &model->begin[model->intent_count++]);
}

static bool find_concept(str name, size_t *concept)
{
    for (*concept = 0; *concept < CONCEPT_COUNT; ++*concept)
        if (str_equal(name, str_of(concept_name((enum concept)*concept))))
            return true;
    return false;
}

static bool find_topic(str name, size_t *topic)
{
    for (*topic = 0; *topic < PHRASE_TOPIC_COUNT; ++*topic)
        if (str_equal(name, str_of(phrase_topic_name((enum phrase_topic)*topic))))
            return true;
    return false;
}

static bool find_shape(str name, size_t *shape)
{
    for (*shape = 0; *shape < SHAPE_COUNT; ++*shape)
        if (str_equal(name, str_of(shape_name((enum shape)*shape))))
            return true;
    return false;
}

/* "account" or "account+loss". */
static bool find_concepts(str name, size_t *feature)
{
    size_t high;
    str    low;

    (void)str_cut(&name, '+', &low);
    if (!find_concept(low, feature))
        return false;
    if (name.len == 0)
        return true;
    if (!find_concept(name, &high) || *feature >= high)
        return false;
    *feature = INTENT_PAIRS + *feature * CONCEPT_COUNT + high;
    return true;
}

/* The number of a feature by its name. */
static bool find_feature(str name, size_t *feature)
{
    static const struct { str prefix; bool (*find)(str name, size_t *number); size_t first; } kinds[] = {
        { STR_INIT("phrase:"),  find_topic,   INTENT_TOPICS },
        { STR_INIT("shape:"),   find_shape,   INTENT_SHAPES },
        { STR_INIT("subject:"), find_concept, INTENT_SUBJECT },
        { STR_INIT(""),         find_concepts, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_skip_prefix(&name, kinds[i].prefix)) {
            bool is_found = kinds[i].find(name, feature);

            *feature += kinds[i].first;
            return is_found;
        }
    return false;
}

static bool read_weight(struct fitted_line *line)
{
    struct intent_model *model = line->into;
    str                  name  = { 0 };
    size_t               feature;

    if (!fitted_word(line, &name) || !find_feature(name, &feature))
        return fitted_fail(line, "a concept is expected, or two with \"+\" between them, in the order of detect/lexicon.h");
    for (size_t i = 0; i < INTENT_COUNT; i++) {
        double value;

        if (!fitted_number(line, &value))
            return false;
        model->weights[feature][i] = (float)value;
    }
    return true;
}

static const struct fitted_keyword keywords[] = {
    { "intent", read_intent },
    { "weight", read_weight },
};
static const struct fitted_form form = { .kind = "intents", .keywords = keywords, .keyword_count = ARRAY_LEN(keywords) };

struct intent_model *intent_load(struct arena *arena, str name, str text, str *error)
{
    struct intent_model *model = ARENA_NEW(arena, struct intent_model);

    if (!fitted_read(&form, arena, name, text, &model->head, model, error))
        return NULL;
    if (model->intent_count == INTENT_COUNT)
        return model;
    *error = mistake_at(arena, name, 0, arena_printf(arena, "%zu of %d intents have a line", model->intent_count, INTENT_COUNT));
    return NULL;
}

str intent_shipped(void)
{
    return shipped_find(shipped_models, shipped_models_count, "intents.model");
}

/* ---- judging ---- */

static bool has(uint64_t concepts, size_t concept)
{
    return (concepts >> concept & 1) != 0;
}

static bool is_slice(str part, str whole)
{
    return part.len > 0 && whole.len > 0 && part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

struct letter letter_of(const struct lexicon *lexicon, str subject, str text, const struct phrase_hits *in_subject,
                        const struct phrase_hits *in_text)
{
    struct letter letter = { .shapes = shapes_of(subject, text) };

    lexicon_find(lexicon, subject, text, &letter.concepts);
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (is_slice(letter.concepts.first[i], subject))
            letter.in_subject |= UINT64_C(1) << i;
    for (size_t i = 0; i < PHRASE_TOPICS_OF_TEXT; i++)
        if (in_subject->first[i].len > 0 || in_text->first[i].len > 0)
            letter.topics |= UINT32_C(1) << i;
    return letter;
}

static void add_features(uint16_t *features, size_t *count, uint64_t set, size_t first)
{
    for (; set != 0; set &= set - 1)
        features[(*count)++] = (uint16_t)(first + (size_t)__builtin_ctzll(set));
}

/* Those of a set that come behind the one concept. */
static uint64_t above(uint64_t set, size_t concept)
{
    return set & (~UINT64_C(1) << concept);
}

size_t intent_features(const struct letter *letter, uint16_t features[INTENT_FEATURES])
{
    const struct concepts *concepts = &letter->concepts;
    size_t                 count    = 0;

    add_features(features, &count, concepts->present, 0);
    for (size_t low = 0; low < CONCEPT_COUNT; low++)
        if (has(concepts->present, low))
            add_features(features, &count, above(concepts->near[low], low), INTENT_PAIRS + low * CONCEPT_COUNT);
    add_features(features, &count, letter->topics, INTENT_TOPICS);
    if (count == 0)
        return 0;
    add_features(features, &count, letter->shapes, INTENT_SHAPES);
    add_features(features, &count, letter->in_subject, INTENT_SUBJECT);
    return count;
}

str intent_feature_name(struct arena *arena, uint16_t feature)
{
    size_t pair = feature - (size_t)INTENT_PAIRS;

    if (feature < INTENT_PAIRS)
        return str_of(concept_name((enum concept)feature));
    if (feature < INTENT_TOPICS)
        return arena_printf(arena, "%s+%s", concept_name((enum concept)(pair / CONCEPT_COUNT)),
                            concept_name((enum concept)(pair % CONCEPT_COUNT)));
    if (feature < INTENT_SHAPES)
        return arena_printf(arena, "phrase:%s", phrase_topic_name((enum phrase_topic)(feature - INTENT_TOPICS)));
    if (feature < INTENT_SUBJECT)
        return arena_printf(arena, "shape:%s", shape_name((enum shape)(feature - INTENT_SHAPES)));
    return arena_printf(arena, "subject:%s", concept_name((enum concept)(feature - INTENT_SUBJECT)));
}

struct letter_intent intent_judge(const struct intent_model *model, const struct letter *letter)
{
    struct letter_intent result = { .odds = -INFINITY };
    double   sums[INTENT_COUNT] = { 0 }, best = -INFINITY, all = 0;
    uint16_t features[INTENT_FEATURES];
    size_t   count = intent_features(letter, features);

    if (count == 0)
        return result;
    for (size_t i = 0; i < count; i++) {
        const float *weights = model->weights[features[i]];

        for (size_t k = 0; k < INTENT_COUNT; k++)
            sums[k] += weights[k];
    }
    for (size_t k = 0; k < INTENT_COUNT; k++) {
        double odds = model->begin[k] + sums[k] / sqrt((double)count + INTENT_FEATURES_MORE);

        all += exp(odds);
        if (odds > best) {
            best          = odds;
            result.intent = (enum intent)k;
        }
    }
    result.odds = log(all);
    return result;
}

/* What a concept adds with its place in the subject and all pairs that it is in, half of each. */
static double share_of(const struct intent_model *model, const struct letter *letter, size_t concept, enum intent intent)
{
    double share = model->weights[concept][intent];

    if (has(letter->in_subject, concept))
        share += model->weights[INTENT_SUBJECT + concept][intent];
    for (size_t other = 0; other < CONCEPT_COUNT; other++) {
        size_t low = other < concept ? other : concept, high = other < concept ? concept : other;

        if (has(letter->concepts.near[concept], other))
            share += 0.5 * model->weights[INTENT_PAIRS + low * CONCEPT_COUNT + high][intent];
    }
    return share;
}

str intent_words(const struct intent_model *model, struct arena *arena, const struct letter *letter, enum intent intent)
{
    const struct concepts *concepts = &letter->concepts;
    str    words[WORDS_TOLD];
    double shares[WORDS_TOLD];
    size_t count = 0;

    for (size_t c = 0; c < CONCEPT_COUNT; c++) {
        double share = has(concepts->present, c) ? share_of(model, letter, c, intent) : 0;
        size_t at    = count;

        while (at > 0 && shares[at - 1] < share)
            at--;
        if (share <= 0 || at == WORDS_TOLD)
            continue;
        count += count < WORDS_TOLD;
        for (size_t i = count - 1; i > at; i--) {
            words[i]  = words[i - 1];
            shares[i] = shares[i - 1];
        }
        words[at]  = concepts->first[c];
        shares[at] = share;
    }
    return arena_join(arena, words, count, STR(", "));
}
