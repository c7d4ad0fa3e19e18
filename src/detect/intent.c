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

static bool find_concept(str name, enum concept *concept)
{
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (str_equal(name, str_of(concept_name((enum concept)i)))) {
            *concept = (enum concept)i;
            return true;
        }
    return false;
}

static float *find_topic(struct intent_model *model, str name)
{
    for (size_t i = 0; i < PHRASE_TOPIC_COUNT; i++)
        if (str_equal(name, str_of(phrase_topic_name((enum phrase_topic)i))))
            return model->topics[i];
    return NULL;
}

/* "account", "account+loss" or "phrase:verify": where its numbers stand. */
static float *find_weights(struct intent_model *model, str feature)
{
    enum concept low, high;
    str          name;

    if (str_skip_prefix(&feature, STR("phrase:")))
        return find_topic(model, feature);
    (void)str_cut(&feature, '+', &name);
    if (!find_concept(name, &low))
        return NULL;
    if (feature.len == 0)
        return model->weights[low];
    return find_concept(feature, &high) && low < high ? model->pairs[low][high] : NULL;
}

static bool read_weight(struct fitted_line *line)
{
    struct intent_model *model   = line->into;
    str                  feature = { 0 };
    float               *weights = fitted_word(line, &feature) ? find_weights(model, feature) : NULL;

    if (weights == NULL)
        return fitted_fail(line, "a concept is expected, or two with \"+\" between them, in the order of detect/lexicon.h");
    for (size_t i = 0; i < INTENT_COUNT; i++) {
        double value;

        if (!fitted_number(line, &value))
            return false;
        weights[i] = (float)value;
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

struct letter letter_of(const struct lexicon *lexicon, str subject, str text, const struct phrase_hits *in_subject,
                        const struct phrase_hits *in_text)
{
    struct letter letter = { 0 };

    lexicon_find(lexicon, subject, text, &letter.concepts);
    for (size_t i = 0; i < PHRASE_TOPICS_OF_TEXT; i++)
        if (in_subject->first[i].len > 0 || in_text->first[i].len > 0)
            letter.topics |= UINT32_C(1) << i;
    return letter;
}

size_t intent_features(const struct letter *letter, uint16_t features[INTENT_FEATURES])
{
    const struct concepts *concepts = &letter->concepts;
    size_t                 count    = 0;

    for (size_t low = 0; low < CONCEPT_COUNT; low++) {
        if (!has(concepts->present, low))
            continue;
        features[count++] = (uint16_t)low;
        for (size_t high = low + 1; high < CONCEPT_COUNT; high++)
            if (has(concepts->near[low], high))
                features[count++] = (uint16_t)(INTENT_PAIRS + low * CONCEPT_COUNT + high);
    }
    for (size_t topic = 0; topic < PHRASE_TOPIC_COUNT; topic++)
        if (has(letter->topics, topic))
            features[count++] = (uint16_t)(INTENT_TOPICS + topic);
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
    return arena_printf(arena, "phrase:%s", phrase_topic_name((enum phrase_topic)(feature - INTENT_TOPICS)));
}

static const float *weights_of(const struct intent_model *model, uint16_t feature)
{
    size_t pair = feature - (size_t)INTENT_PAIRS;

    if (feature < INTENT_PAIRS)
        return model->weights[feature];
    if (feature < INTENT_TOPICS)
        return model->pairs[pair / CONCEPT_COUNT][pair % CONCEPT_COUNT];
    return model->topics[feature - INTENT_TOPICS];
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
        const float *weights = weights_of(model, features[i]);

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

/* What a concept adds with all pairs that it is in, half of each. */
static double share_of(const struct intent_model *model, const struct concepts *concepts, size_t concept, enum intent intent)
{
    double share = model->weights[concept][intent];

    for (size_t other = 0; other < CONCEPT_COUNT; other++)
        if (has(concepts->near[concept], other))
            share += 0.5 * (other < concept ? model->pairs[other][concept] : model->pairs[concept][other])[intent];
    return share;
}

str intent_words(const struct intent_model *model, struct arena *arena, const struct letter *letter, enum intent intent)
{
    const struct concepts *concepts = &letter->concepts;
    str    words[WORDS_TOLD];
    double shares[WORDS_TOLD];
    size_t count = 0;

    for (size_t c = 0; c < CONCEPT_COUNT; c++) {
        double share = has(concepts->present, c) ? share_of(model, concepts, c, intent) : 0;
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
