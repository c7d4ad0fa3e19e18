#include "detect/lexicon.h"

#include "facts_fixture.h"
#include "unit.h"

#define EN "language: en\n"
#define FR "language: fr\n"

static struct lexicon *compile(struct arena *arena, const char *english, const char *french, str *error)
{
    const struct phrase_source sources[] = { { STR("en.txt"), str_of(english) }, { STR("fr.txt"), str_of(french) } };

    return lexicon_new(arena, fixture_libraries().wording.phrases, sources, ARRAY_LEN(sources), error);
}

/* The concepts of a letter and their words: "account=your account money=euros". */
static str spoken_of(struct arena *arena, const struct lexicon *lexicon, const char *subject, const char *text)
{
    struct concepts concepts;
    BUF_SCOPE       out = { 0 };

    lexicon_find(lexicon, str_of(subject), str_of(text), &concepts);
    for (size_t c = 0; c < CONCEPT_COUNT; c++)
        if (concepts.present >> c & 1)
            buf_printf(&out, "%s%s=%.*s", buf_str(&out).len > 0 ? " " : "", concept_name((enum concept)c), STR_ARG(concepts.first[c]));
    return arena_str(arena, buf_str(&out));
}

TEST(lexicon_new_refuses)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "an unknown concept",       EN "[acount]\n",                 "en.txt:2: there is no such concept" },
        { "a bracket alone",          EN "[\n",                        "en.txt:2: a section is written" },
        { "a section without end",    EN "origin: us\n[account\n",    "en.txt:3: a section is written" },
        { "words before a concept",   EN "mailbox\n",                  "en.txt:2: an entry before the first [section]" },
        { "a heading mistyped",       EN "license: ours\n",            "en.txt:2: an entry before the first [section]" },
        { "an entry without letters", EN "[account]\n***\n",          "en.txt:3: an entry has no letters" },
        { "an entry too long",        EN "[account]\na_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q_r_s_t_u\n", "en.txt:3: an entry has no letters, or is too long" },
        { "a file of no language",    "origin: us\n[account]\n",      "en.txt:2: before the first concept stands of which language" },
        { "a file of two languages",  EN "language: fr\n",             "en.txt:2: a file is of one language" },
        { "a language without name",  "language:\n",                   "en.txt:1: a language is written like" },
        { "two languages in one",     "language: en, fr\n",            "en.txt:1: a language is written like" },
        { "a name that is a text",    "language: anglo-saxon-of-old\n", "en.txt:1: a language is written like" },
        { "another encoding",         EN "[account]\nb\xf6rse\n",     "en.txt:3: the line is not UTF-8" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        CHECK(compile(&arena, c->text, "", &error) == NULL);
        CHECK(str_find(error, str_of(c->error)) == 0);
    }
}

TEST(lexicon_find)
{
    static const char english[] = EN "; a comment\n[account]\naccount* mailbox online_banking\n[money]\neuro* the_sum\n[deadline]\nas_soon_as*\n";
    static const char french[]  = FR "[account]\ncompte\n[social]\nthe\n[money]\n支払\n";
    static const struct { const char *name, *subject, *text, *want; } cases[] = {
        { "a word",                       "",        "Your mailbox is full.",           "account=mailbox" },
        { "a stem and what follows it",   "",        "two accountants came",            "account=accountants" },
        { "no stem, no other word",       "",        "mailboxes",                       "" },
        { "several words",                "",        "Online banking, and the sum.",    "account=Online banking money=the sum" },
        { "only when they follow",        "",        "online for banking",              "" },
        { "over the end of a line",       "",        "as soon\nas possible, the sum",   "deadline=as soon\nas money=the sum" },
        { "the last of several goes on",  "",        "as soon ask",                     "deadline=as soon ask" },
        { "capitals and accents",         "",        "\xc3\x80 MAILB\xc3\x93X",         "account=MAILB\xc3\x93X" },
        { "in the subject",               "mailbox", "euros",                           "account=mailbox money=euros" },
        { "one language at a time",       "",        "the mailbox, the account",        "account=mailbox" },
        { "the one that says most",       "",        "le compte, the, the",             "account=compte social=the" },
        { "without blanks",               "",        "今日支払う",                      "money=支払" },
        { "nothing",                      "",        "",                                "" },
    };
    ARENA_SCOPE     arena   = { 0 };
    str             error   = { 0 };
    struct lexicon *lexicon = compile(&arena, english, french, &error);

    if (!CHECK_STR(error, (str){ 0 }))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(spoken_of(&arena, lexicon, c->subject, c->text), c->want);
}

static bool are_near(const struct concepts *concepts, enum concept a, enum concept b)
{
    bool forth = concepts->near[a] >> b & 1, back = concepts->near[b] >> a & 1;

    CHECK(forth == back);
    return forth;
}

TEST(lexicon_find_neighbours)
{
    ARENA_SCOPE     arena = { 0 };
    str             error;
    struct lexicon *lexicon = compile(&arena, EN "[account]\nmailbox\n[money]\neuros\n[deadline]\ntoday\n", "", &error);
    struct concepts concepts;

    lexicon_find(lexicon, (str){ 0 }, STR("The mailbox. It is today. Forty euros."), &concepts);
    CHECK(are_near(&concepts, CONCEPT_ACCOUNT, CONCEPT_DEADLINE));
    CHECK(are_near(&concepts, CONCEPT_DEADLINE, CONCEPT_MONEY));
    CHECK(!are_near(&concepts, CONCEPT_ACCOUNT, CONCEPT_MONEY));
    lexicon_find(lexicon, STR("Mailbox"), STR("Forty euros."), &concepts);
    CHECK(are_near(&concepts, CONCEPT_ACCOUNT, CONCEPT_MONEY));
}

TEST(lexicon_find_is_bounded)
{
    ARENA_SCOPE     arena = { 0 };
    BUF_SCOPE       text  = { 0 };
    str             error;
    struct lexicon *lexicon = compile(&arena, EN "[account]\nmailbox\n", "", &error);
    struct concepts concepts;

    for (int i = 0; i < LEXICON_READ_MAX; i++)
        buf_add(&text, STR("word "));
    buf_add(&text, STR("mailbox"));
    lexicon_find(lexicon, (str){ 0 }, buf_str(&text), &concepts);
    CHECK_EQ(concepts.present, 0);
    CHECK_EQ(concepts.words, LEXICON_READ_MAX);
}

/* One more than there is room for. */
TEST(lexicon_new_refuses_more_languages)
{
    enum { FILES = LEXICON_LANGUAGES_MAX + 1 };
    ARENA_SCOPE          arena = { 0 };
    struct phrase_source sources[FILES];
    str                  error = { 0 };

    for (size_t i = 0; i < FILES; i++) {
        sources[i].name = arena_printf(&arena, "%zu.txt", i);
        sources[i].text = arena_printf(&arena, "language: x%zu\n[account]\nmailbox\n", i);
    }
    CHECK(lexicon_new(&arena, fixture_libraries().wording.phrases, sources, FILES - 1, &error) != NULL);
    CHECK(lexicon_new(&arena, fixture_libraries().wording.phrases, sources, FILES, &error) == NULL);
    CHECK_CSTR(error, "64.txt:1: there are too many languages");
}

/* Something of every language is found, and every concept in one of them. */
TEST(lexicon_shipped)
{
    ARENA_SCOPE     arena   = { 0 };
    str             error;
    struct lexicon *lexicon = lexicon_with_shipped(&arena, fixture_libraries().wording.phrases, NULL, 0, &error);

    CHECK(shipped_lexicon_tables.language_count >= 28);
    CHECK_CSTR(spoken_of(&arena, lexicon, "Your mailbox", "will be closed tonight."), "account=mailbox loss=be closed deadline=tonight");
    CHECK(str_find(spoken_of(&arena, lexicon, "Ihr Postfach", "wird heute noch gesperrt."), STR("loss=gesperrt")) != STR_NOT_FOUND);
    CHECK(str_find(spoken_of(&arena, lexicon, "", "パスワードの有効期限"), STR("password=パスワード")) != STR_NOT_FOUND);
}

/* The administrator's files beside the lexicons of the program. */
TEST(lexicon_with_shipped)
{
    static const char welsh[]  = "language: cy\n[account]\nblwch_post\n[loss]\nei_gau\n[deadline]\nheno\n",
                      german[] = "language: DE\n[account]\nPostkästchen Postfach\n";
    static const struct { const char *name, *more, *text, *want; } cases[] = {
        { "a new language",                "cy", "Bydd eich blwch post yn cael ei gau heno.", "account=blwch post loss=ei gau deadline=heno" },
        { "which was not known before",    "",   "Bydd eich blwch post yn cael ei gau heno.", "" },
        { "more words for a language",     "de", "Das Postkästchen wird gesperrt.",           "account=Postkästchen loss=gesperrt" },
        { "which were not known before",   "cy", "Das Postkästchen wird gesperrt.",           "loss=gesperrt" },
        { "and those that it has already", "de", "Ihr Postfach wird gesperrt.",               "account=Postfach loss=gesperrt" },
    };

    FOR_EACH_CASE(c, cases) {
        const struct phrase_source more = { str_of(c->more), str_of(c->more[0] == 'c' ? welsh : german) };
        ARENA_SCOPE                arena = { 0 };
        str                        error = { 0 };
        struct lexicon *lexicon = lexicon_with_shipped(&arena, fixture_libraries().wording.phrases, &more, c->more[0] != '\0', &error);

        CHECK_STR(error, (str){ 0 });
        CHECK_CSTR(spoken_of(&arena, lexicon, "", c->text), c->want);
    }
}

/* A word that two files of a language have counts once: a letter is of the language that says most. */
TEST(lexicon_entries_count_once)
{
    static const char french[] = FR "[social]\nmailbox account\n", english[] = EN "[account]\nmailbox\n";
    const struct phrases *phrases = fixture_libraries().wording.phrases;
    const struct phrase_source first[] = { { STR("fr"), str_of(french) }, { STR("en"), str_of(english) } }, again = { STR("more"), str_of(english) };
    struct lexicon_tables tables[2];
    ARENA_SCOPE           arena = { 0 };
    str                   error;

    if (!CHECK(lexicon_compile(&arena, phrases, NULL, first, ARRAY_LEN(first), &tables[0], &error)) ||
        !CHECK(lexicon_compile(&arena, phrases, &tables[0], &again, 1, &tables[1], &error)))
        return;
    CHECK_EQ(tables[1].language_count, 2);
    CHECK_CSTR(spoken_of(&arena, lexicon_of_tables(&arena, phrases, tables, 2), "", "mailbox"), "social=mailbox");
}
