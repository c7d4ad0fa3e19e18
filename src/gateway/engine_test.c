#include "gateway/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#define SERVER                                                                                          \
    "hostname = \"mx.example.org\"\nlistener mx { address = \"127.0.0.1:2525\" }\n"                     \
    "route office { domains = { \"example.org\" } next-hop = \"smtp:127.0.0.1:2626\" recipients = \"any\" }\n"

static void write_file(char *path, str text)
{
    int   fd   = mkstemp(path);
    FILE *file = fdopen(fd, "w");

    CHECK_EQ(fwrite(text.ptr, 1, text.len, file), text.len);
    fclose(file);
}

/* The configuration and the data that an option of it names as files of their own; in *error they are called FILE and DATA. */
static struct engine *open_engine(struct arena *arena, const char *config, const char *option, const char *data, str *error)
{
    char config_path[] = "/tmp/gatepost-config-XXXXXX", data_path[] = "/tmp/gatepost-data-XXXXXX";
    str  text          = arena_printf(arena, SERVER "state-dir = \"/tmp/gatepost-no-state\"\n%s", config);

    write_file(data_path, str_of(data));
    if (data[0] != '\0')
        text = arena_printf(arena, "%.*s%s = \"%s\"\n", STR_ARG(text), option, data_path);
    write_file(config_path, text);

    struct engine *engine = engine_open(config_path, ENGINE_TOOL, arena, error);

    unlink(config_path);
    unlink(data_path);
    if (str_starts(*error, str_of(config_path)))
        *error = arena_printf(arena, "FILE%.*s", STR_ARG(str_from(*error, strlen(config_path))));
    if (str_starts(*error, str_of(data_path)))
        *error = arena_printf(arena, "DATA%.*s", STR_ARG(str_from(*error, strlen(data_path))));
    return engine;
}

TEST(engine_model)
{
    static const struct { const char *name, *config, *model, *error; } cases[] = {
        { "the model of the program",     "", "", "" },
        { "a signal of another mode",     "signal \"dn-emoji\" { mode = \"shadow\" weight = 1.5 }\n", "", "" },
        { "what signals say together",    "signal \"bank-change-in-haste\" { mode = \"off\" }\n", "", "" },
        { "a signal that there is not",   "signal \"dn-emojo\" { }\n", "",
          "FILE: signal \"dn-emojo\": there is none of this name" },
        { "a threat that is none",        "signal \"dn-emoji\" { weight = -1 }\n", "",
          "FILE: signal \"dn-emoji\": weight = -1.00: a threat cannot weigh less than 0, nor trust more" },
        { "scores that do not rise",      "policy { banner-score = 9 }\n", "model 1\nversion 7\nprovenance of a test\n",
          "FILE: policy: banner-score, junk-score and quarantine-score must rise in this order; the model says what is not set" },
        { "a model of the administrator", "", "model 1\nversion 7\nprovenance of a test\n", "" },
        { "a model with a mistake",       "", "model 1\nsignal dn-emojo 1 hand\n",
          "DATA:2: the program has no signal of this name" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena  = { 0 };
        str            error  = { 0 };
        struct engine *engine = open_engine(&arena, c->config, "model", c->model, &error);

        CHECK_CSTR(error, c->error);
        CHECK_EQ(engine != NULL, c->error[0] == '\0');
        engine_close(engine);
    }
}

/* Files beside what the program brings, or in its place. */
TEST(engine_words)
{
    static const char model[] = "intents 1\nversion mine\nprovenance of a test\n";
    static const struct { const char *name, *option, *data, *error; } cases[] = {
        { "a lexicon of a new language",   "lexicon-files", "language: cy\norigin: us\n[account]\nblwch_post\n", "" },
        { "more words for a language",     "lexicon-files", "language: en\n[account]\npigeonhole\n", "" },
        { "a lexicon without a language",  "lexicon-files", "origin: us\n\n[account]\nblwch_post\n",
          "DATA:3: before the first concept stands of which language the words are, as \"language: en\"" },
        { "a lexicon with a mistake",      "lexicon-files", "language: cy\n[acount]\nblwch_post\n", "DATA:2: there is no such concept" },
        { "a phrase list with a mistake",  "phrase-files",  "language: cy\n[verfy]\nblwch_post\n", "DATA:2: there is no such topic" },
        { "a list of names",               "list-files",    "origin: us\n[free-mail]\nmail.example\n", "" },
        { "a list with a mistake",         "list-files",    "origin: us\n[free-mail]\nmail\n",
          "DATA:3: this is no domain name in A-labels and lower case; each stands on a line of its own" },
        { "intents that lack some",        "intents", model, "DATA: 0 of 11 intents have a line" },
        { "intents with a mistake",        "intents", "intents 1\nversion mine\nweight acount 1.00\n",
          "DATA:3: a concept is expected, or two with \"+\" between them, in the order of detect/lexicon.h" },
        { "another kind of model",         "intents", "vocabulary 1\n", "DATA:1: the first line is \"intents 1\"" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena  = { 0 };
        str            error  = { 0 };
        struct engine *engine = open_engine(&arena, "", c->option, c->data, &error);

        CHECK_CSTR(error, c->error);
        CHECK_EQ(engine != NULL, c->error[0] == '\0');
        engine_close(engine);
    }
}

/* The numbers of the administrator's model, by which a record says that it was judged. */
TEST(engine_intents)
{
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 }, shipped = intent_shipped();
    str         before, mine;
    ptrdiff_t   at    = str_find(shipped, STR("version "));

    before = str_slice(shipped, 0, (size_t)at);
    mine   = str_from(shipped, (size_t)at);
    mine   = arena_printf(&arena, "%.*sversion mine%.*s", STR_ARG(before), STR_ARG(str_from(mine, (size_t)str_find_char(mine, '\n'))));

    struct engine *by_default = open_engine(&arena, "", "", "", &error),
                  *by_file    = open_engine(&arena, "", "intents", arena_cstr(&arena, mine), &error);

    if (CHECK(by_default != NULL) && CHECK(by_file != NULL)) {
        CHECK_CSTR(by_file->intents->head.version, "mine");
        CHECK(by_file->wording_reader.intents == by_file->intents);
        CHECK(!str_equal(by_default->intents->head.version, by_file->intents->head.version));
        CHECK(!str_equal(by_default->config_digest, by_file->config_digest));
    }
    engine_close(by_default);
    engine_close(by_file);
}

/* "CONFIGURATION LISTS" of an engine whose public suffixes are those, with that line in its configuration. */
static str digests_with(struct arena *arena, const char *suffixes, const char *line)
{
    const char *suffix_path = arena_cstr(arena, arena_printf(arena, "/tmp/gatepost-suffixes-%d", (int)getpid()));
    str         error       = { 0 };
    FILE       *file        = fopen(suffix_path, "w");

    ASSERT(file != NULL);
    fputs(suffixes, file);
    fclose(file);
    struct engine *engine = open_engine(arena, arena_cstr(arena, arena_printf(arena, "public-suffixes = \"%s\"\n%s", suffix_path, line)),
                                        "", "", &error);

    unlink(suffix_path);
    CHECK_STR(error, STR(""));
    if (engine == NULL)
        return STR("");
    str digests = arena_printf(arena, "%.*s %.*s", STR_ARG(engine->config_digest), STR_ARG(engine->lists_digest));

    engine_close(engine);
    return digests;
}

TEST(engine_digests)
{
    static const char list[] = "com\nexample\n", line[] = "received-spf = true\n";
    static const struct { const char *name, *suffixes, *line; bool same_configuration, same_lists; } cases[] = {
        { "all the same",               list,                      line, true,  true  },
        { "another line",               list,                      "",   false, true  },
        { "suffixes of another day",    "com\nexample\nnet\n",  line, true,  false },
        { "both",                       "com\n",                  "",   false, false },
    };
    enum { DIGEST_LEN = 16 };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         first = digests_with(&arena, list, line), other = digests_with(&arena, c->suffixes, c->line);

        if (!CHECK_EQ(first.len, 2 * DIGEST_LEN + 1) || !CHECK_EQ(other.len, first.len))
            continue;
        CHECK_EQ(str_equal(str_slice(first, 0, DIGEST_LEN), str_slice(other, 0, DIGEST_LEN)), c->same_configuration);
        CHECK_EQ(str_equal(str_from(first, DIGEST_LEN), str_from(other, DIGEST_LEN)), c->same_lists);
    }
}
