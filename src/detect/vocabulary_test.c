#include "detect/vocabulary.h"

#include <math.h>

#include "base/base64.h"
#include "detect/rule.h"
#include "facts_fixture.h"
#include "unit.h"

#define HEAD "vocabulary 1\nversion 7\nprovenance of a test\nscale 1.00\n"

/* The features of a text, joined by "|"; a pair with "+" between its words. */
static str read_features(struct arena *arena, const char *text)
{
    struct vocabulary_reader reader;
    struct word_feature      feature;
    BUF_SCOPE                out = { 0 };

    vocabulary_read(&reader, arena, fixture_libraries().unicode, str_of(text));
    while (vocabulary_next(&reader, &feature)) {
        buf_printf(&out, "%s%.*s", buf_str(&out).len > 0 ? "|" : "", STR_ARG(feature.first));
        if (feature.second.len > 0)
            buf_printf(&out, "+%.*s", STR_ARG(feature.second));
    }
    return arena_str(arena, buf_str(&out));
}

TEST(vocabulary_read)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "words and pairs",            "Verify your account",          "verify|your|verify+your|account|your+account" },
        { "each once",                  "pay, pay pay",                 "pay|pay+pay" },
        { "an address parts neighbours", "write jo@b.example today",    "write|today" },
        { "so does a link",             "open https://b.example now",   "open|now" },
        { "and a number",               "room 101 today",               "room|today" },
        { "capitals make no difference", "\xc3\x9c" "BER \xc3\xbc" "ber", "\xc3\xbc" "ber|\xc3\xbc" "ber+\xc3\xbc" "ber" },
        { "quotation marks are no letters", "\xe2\x80\x9chello\xe2\x80\x9d", "hello" },
        { "an ideograph is a word",     "\xe6\x94\xaf\xe4\xbb\x98",     "\xe6\x94\xaf|\xe4\xbb\x98|\xe6\x94\xaf+\xe4\xbb\x98" },
        { "a picture is none",          "hey \xf0\x9f\x8e\x81 there",   "hey|there|hey+there" },
        { "what is no word at all",     "one abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz two", "one|two" },
        { "short words are stepped over", "the end of it all",          "the|end|the+end|all|end+all" },
        { "nothing",                    " \n ",                         "" },
        { "octets that are no UTF-8",   "one \xff\xfe two",             "one|two|one+two" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(read_features(&arena, c->text), c->want);
    }
}

TEST(vocabulary_read_is_bounded)
{
    ARENA_SCOPE              arena = { 0 };
    BUF_SCOPE                text  = { 0 };
    struct vocabulary_reader reader;
    struct word_feature      feature;
    size_t                   count = 0;

    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "%c%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576 % 26);
    vocabulary_read(&reader, &arena, fixture_libraries().unicode, buf_str(&text));
    while (vocabulary_next(&reader, &feature))
        count++;
    CHECK(count > VOCABULARY_READ_MAX && count <= 2 * VOCABULARY_READ_MAX);
}

TEST(vocabulary_load_refuses)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "nothing at all",         "",                                   "test.model: a vocabulary has a version" },
        { "a model of signals",     "model 1\n",                          "test.model:1: the first line" },
        { "another form",           "vocabulary 2\n",                     "test.model:1: this program reads" },
        { "an unknown word",        HEAD "weight 1\n",                    "test.model:5: nothing of a vocabulary" },
        { "no scale",               "vocabulary 1\nversion 7\nprovenance of a test\n", "test.model: a vocabulary has a scale" },
        { "a scale that is none",   "vocabulary 1\nscale x\n",            "test.model:2: a number above 0" },
        { "data that is no base64", HEAD "data ?\n",                      "test.model:5: the data is no base64" },
        { "half a pair",            HEAD "data AA==\n",                   "test.model:5: the data names a bucket" },
        { "a bucket beyond all",    HEAD "data //8HAf//BwE=\n",           "test.model:5: the data names a bucket" },
        { "an endless gap",         HEAD "data /////wE=\n",               "test.model:5: the data names a bucket" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        CHECK(vocabulary_load(&arena, STR("test.model"), str_of(c->text), &error) == NULL);
        CHECK(str_find(error, str_of(c->error)) != STR_NOT_FOUND);
    }
}

/* A vocabulary in which a word or two have numbers. */
static struct vocabulary *weigh(struct arena *arena, const char *words, int weight)
{
    struct vocabulary_reader reader;
    struct word_feature      feature;
    str                      error;
    struct vocabulary       *vocabulary = vocabulary_load(arena, STR("test.model"), STR(HEAD), &error);

    vocabulary_read(&reader, arena, fixture_libraries().unicode, str_of(words));
    while (vocabulary_next(&reader, &feature))
        vocabulary->weights[feature.bucket] = (int8_t)weight;
    return vocabulary;
}

TEST(vocabulary_load_reads)
{
    ARENA_SCOPE        arena = { 0 };
    str                error, data = base64_encode(&arena, (str){ "\x05\x07\x80\x01\xfe", 5 });
    struct vocabulary *vocabulary = vocabulary_load(&arena, STR("test.model"), arena_printf(&arena, HEAD "bias -0.50\ndata %.*s\n", STR_ARG(data)), &error);

    if (!CHECK(vocabulary != NULL))
        return;
    CHECK_EQ(vocabulary->weights[5], 7);
    CHECK_EQ(vocabulary->weights[6 + 128], -2);
    CHECK_EQ(vocabulary->weights[6], 0);
    CHECK(fabs(vocabulary->head.bias + 0.5) < 1e-9);
}

TEST(vocabulary_judge)
{
    static const struct { const char *name, *subject, *text; int weight, want; const char *strongest; } cases[] = {
        { "nothing known",     "hello",  "there",         3,   0,    "" },
        { "one of four",       "verify", "all now",       2,   100,  "verify" },
        { "in favour",         "verify", "all now",       -2,  -100, "verify" },
        { "never more than 3", "verify", "",              100, 300,  "verify" },
        { "never less",        "verify", "",              -99, -300, "verify" },
        { "no word at all",    "",       "",              3,   0,    "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE              arena      = { 0 };
        struct vocabulary       *vocabulary = weigh(&arena, "verify", c->weight);
        struct vocabulary_result result     = vocabulary_judge(vocabulary, &arena, fixture_libraries().unicode, str_of(c->subject),
                                                               str_of(c->text));

        CHECK_EQ(lround(result.weight * 100), c->want);
        CHECK_CSTR(result.strongest, c->strongest);
    }
}

TEST(vocabulary_names_the_five_strongest)
{
    ARENA_SCOPE              arena      = { 0 };
    struct vocabulary       *vocabulary = weigh(&arena, "alpha beta gamma delta", 1);
    struct vocabulary_result result;

    vocabulary->weights[0] = 0;
    result = vocabulary_judge(vocabulary, &arena, fixture_libraries().unicode, STR("Alpha BETA gamma delta"), (str){ 0 });
    CHECK_CSTR(result.strongest, "alpha, beta, alpha beta, gamma, beta gamma");
}

#define AWAY "<div style='height:15000px'></div>or lose them\n"

/* One sign of a message, in either direction; a short text has none. */
TEST(text_resembles)
{
    static const struct { const char *name, *body; int weight; bool want; } cases[] = {
        { "words of fraud",         "please verify your account and your password before noon or lose them\n", 9,  true  },
        { "words of honest mail",   "please verify your account and your password before noon or lose them\n", -9, true  },
        { "words of neither",       "the minutes of last week are attached and the next meeting is in May\n",  9,  false },
        { "too few words",          "verify your account\n",                                                  9,  false },
        { "words of fraud before what nobody sees", "please verify your account and your password before noon" AWAY, 9, true },
        { "words of honest mail, where others are pushed away", "please verify your account and your password before noon" AWAY, -9, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture        fixture;
        struct findings       findings;
        const struct finding *found;
        ARENA_SCOPE           arena   = { 0 };
        str                   message = arena_printf(&arena, "From: a@sender.example\nTo: alex.doe@northwind.example\n"
                                                     "Content-Type: text/html\nSubject: now\n\n%s", c->body);

        fixture_open(&fixture, &(struct story){ .message = arena_cstr(&arena, message) });
        fixture.facts.vocabulary = weigh(&fixture.arena, "verify your account", c->weight);
        detect(&fixture.facts, &findings);
        found = findings_find(&findings, "text-resembles");
        if (CHECK_EQ(found != NULL, c->want) && found != NULL) {
            CHECK(str_find(found->evidence, STR("verify")) != STR_NOT_FOUND && found->weight * c->weight > 0);
            CHECK(str_starts(str_of(found->sentence), c->weight < 0 ? STR("Its words are more like those of honest mail")
                                                                     : STR("Its words are more like those of fraud")));
        }
        fixture_close(&fixture);
    }
}

TEST(vocabulary_shipped)
{
    ARENA_SCOPE arena = { 0 };
    str         error;

    CHECK(vocabulary_load(&arena, STR("shipped"), vocabulary_shipped(), &error) != NULL);
    CHECK_CSTR(error, "");
}
