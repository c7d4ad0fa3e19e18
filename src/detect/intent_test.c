#include "detect/intent.h"

#include <math.h>

#include "facts_fixture.h"
#include "unit.h"

#define HEAD "intents 1\nversion 7\nprovenance of a test\n"
#define BEGIN                                                                                                                        \
    "intent login -2.40\nintent payment -2.40\nintent bank -2.40\nintent favour -2.40\nintent windfall -2.40\nintent threat -2.40\n" \
    "intent parcel -2.40\nintent callback -2.40\nintent document -2.40\nintent office -2.40\nintent job -2.40\n"
#define ZEROS " 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00"

TEST(intent_load_refuses)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "nothing at all",        "",                                       "test.model: a intents has a version" },
        { "another kind of file",  "vocabulary 1\n",                         "test.model:1: the first line is" },
        { "an intent too few",     HEAD "intent login 1.00\n",               "test.model: 1 of 11 intents have a line" },
        { "another order",         HEAD "intent bank 1.00\n",                "test.model:4: another intent is expected" },
        { "an intent too many",    HEAD BEGIN "intent login 1.00\n",         "test.model:15: another intent is expected" },
        { "no such concept",       HEAD BEGIN "weight acount 1.00" ZEROS,    "test.model:15: a concept is expected" },
        { "a pair in wrong order", HEAD BEGIN "weight loss+account 1.00" ZEROS, "test.model:15: a concept is expected" },
        { "no such phrases",       HEAD BEGIN "weight phrase:x 1.00" ZEROS,  "test.model:15: a concept is expected" },
        { "no such shape",         HEAD BEGIN "weight shape:x 1.00" ZEROS,   "test.model:15: a concept is expected" },
        { "a pair of the subject", HEAD BEGIN "weight subject:account+loss 1.00" ZEROS, "test.model:15: a concept is expected" },
        { "a number too few",      HEAD BEGIN "weight account" ZEROS,        "test.model:15: a number is expected" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        CHECK(intent_load(&arena, STR("test.model"), str_of(c->text), &error) == NULL);
        CHECK(str_find(error, str_of(c->error)) == 0);
    }
}

static struct letter letter_with(uint64_t present, uint32_t topics)
{
    struct letter letter = { .topics = topics };

    letter.concepts.present = present;
    for (size_t c = 0; c < CONCEPT_COUNT; c++)
        if (present >> c & 1) {
            letter.concepts.near[c]  = present & ~(UINT64_C(1) << c);
            letter.concepts.first[c] = str_of(concept_name((enum concept)c));
        }
    return letter;
}

#define BIT(n) (UINT64_C(1) << (n))

TEST(intent_judge)
{
    static const char text[] = HEAD BEGIN "weight account 4.00" ZEROS "\nweight account+loss 8.00" ZEROS "\nweight phrase:verify 2.00" ZEROS
                                      "\nweight shape:question 1.00" ZEROS "\nweight subject:loss 3.00" ZEROS "\n";
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    struct intent_model *model = intent_load(&arena, STR("test.model"), str_of(text), &error);
    struct letter        empty = letter_with(0, 0), account = letter_with(BIT(CONCEPT_ACCOUNT), 0),
                  both    = letter_with(BIT(CONCEPT_ACCOUNT) | BIT(CONCEPT_LOSS), 0),
                  phrased = letter_with(BIT(CONCEPT_ACCOUNT), 1u << PHRASE_VERIFY), asked = account, shown = empty, headed = both;

    asked.shapes = shown.shapes = 1u << SHAPE_QUESTION;
    headed.in_subject = BIT(CONCEPT_LOSS);

    if (!CHECK(model != NULL))
        return;
    CHECK(isinf(intent_judge(model, &empty).odds));
    /* One of eleven begins with -2.40 and gets 4 / sqrt(1 + 3). */
    CHECK(fabs(intent_judge(model, &account).odds - log(exp(-0.4) + 10 * exp(-2.4))) < 1e-5);
    CHECK_EQ(intent_judge(model, &account).intent, INTENT_LOGIN);
    CHECK(fabs(intent_judge(model, &both).odds - log(exp(-2.4 + 12 / sqrt(6)) + 10 * exp(-2.4))) < 1e-5);
    CHECK(fabs(intent_judge(model, &phrased).odds - log(exp(-2.4 + 6 / sqrt(5)) + 10 * exp(-2.4))) < 1e-5);
    CHECK(fabs(intent_judge(model, &asked).odds - log(exp(-2.4 + 5 / sqrt(5)) + 10 * exp(-2.4))) < 1e-5);
    CHECK(fabs(intent_judge(model, &headed).odds - log(exp(-2.4 + 15 / sqrt(7)) + 10 * exp(-2.4))) < 1e-5);
    /* A question about nothing asks for nothing. */
    CHECK(isinf(intent_judge(model, &shown).odds));
    CHECK_CSTR(intent_words(model, &arena, &both, INTENT_LOGIN), "account, loss");
    CHECK_CSTR(intent_words(model, &arena, &both, INTENT_BANK), "");
}

/* Every feature has the name by which a file gives it its numbers. */
TEST(intent_features_are_named)
{
    static const char *const names[] = {
        "account", "newsletter", "account+newsletter", "phrase:scan", "shape:question", "shape:subject_word", "subject:newsletter",
    };
    ARENA_SCOPE   arena  = { 0 };
    struct letter letter = letter_with(BIT(CONCEPT_ACCOUNT) | BIT(CONCEPT_NEWSLETTER), 1u << PHRASE_SCAN);
    uint16_t      features[INTENT_FEATURES];

    letter.shapes     = 1u << SHAPE_QUESTION | 1u << SHAPE_SUBJECT_WORD;
    letter.in_subject = BIT(CONCEPT_NEWSLETTER);
    if (!CHECK_EQ(intent_features(&letter, features), ARRAY_LEN(names)))
        return;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        str text = arena_printf(&arena, HEAD BEGIN "weight %s 1.00" ZEROS "\n", names[i]), error;
        struct intent_model *model = intent_load(&arena, STR("test.model"), text, &error);

        CHECK_CSTR(intent_feature_name(&arena, features[i]), names[i]);
        CHECK(model != NULL && model->weights[features[i]][INTENT_LOGIN] == 1);
    }
}

/* What is said in the subject first stands there, though the text says it again. */
TEST(letter_of_subject)
{
    static const struct phrase_source source = { STR_INIT("a"), STR_INIT("language: en\n[account]\nmailbox\n[loss]\nblocked\n") };
    ARENA_SCOPE        arena = { 0 };
    str                error;
    struct lexicon    *lexicon = lexicon_new(&arena, fixture_libraries().wording.phrases, &source, 1, &error);
    struct phrase_hits none    = { 0 };

    if (!CHECK(lexicon != NULL))
        return;
    struct letter letter = letter_of(lexicon, STR("Your mailbox"), STR("Your mailbox is blocked. Why?"), &none, &none);

    CHECK_EQ(letter.concepts.present, BIT(CONCEPT_ACCOUNT) | BIT(CONCEPT_LOSS));
    CHECK_EQ(letter.in_subject, BIT(CONCEPT_ACCOUNT));
    CHECK_EQ(letter.shapes, 1u << SHAPE_QUESTION);
    letter = letter_of(lexicon, (str){ 0 }, STR("Your mailbox"), &none, &none);
    CHECK_EQ(letter.in_subject, 0);
}

TEST(intent_shipped)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 };

    CHECK(intent_load(&arena, STR("shipped"), intent_shipped(), &error) != NULL);
    CHECK_STR(error, (str){ 0 });
}
