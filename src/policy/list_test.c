#include "policy/list.h"

#include "facts_fixture.h"
#include "policy/verdict.h"
#include "unit.h"

#define EXPIRES(year) " expires=" year "-01-01T00:00:00Z"
#define ADDED         " added=2026-01-01T00:00:00Z"
#define WHEN          " owner=jo" EXPIRES("2027") ADDED

TEST(list_entry_parse)
{
    static const struct { const char *name, *line; bool ok; } cases[] = {
        { "a signing domain",                   "a1 dkim news.example steps=score" WHEN, true },
        { "several steps and a note",           "a1 spf news.example steps=score,authentication" WHEN " weekly  news",
          true },
        { "a network",                          "a1 network 192.0.2.0/24 steps=authentication,impersonation" WHEN,
          true },
        { "an IPv6 network",                    "a1 network 2001:db8::/32 steps=score" WHEN, true },
        { "settings in another order",          "a1 dmarc news.example" WHEN " steps=score", true },
        { "a note that looks like a setting",   "a1 dmarc news.example steps=score" WHEN " owner=nobody", true },
        { "a bare From is no identity",         "a1 from news.example steps=score" WHEN, false },
        { "protocol cannot be suppressed",      "a1 dkim news.example steps=score,protocol" WHEN, false },
        { "nor the recipient's check",          "a1 dkim news.example steps=relay" WHEN, false },
        { "no step",                            "a1 dkim news.example steps=" WHEN, false },
        { "no owner",                           "a1 dkim news.example steps=score" EXPIRES("2027") ADDED, false },
        { "no expiry",                          "a1 dkim news.example steps=score owner=jo added=2026-01-01T00:00:00Z",
          false },
        { "a setting twice",                    "a1 dkim news.example steps=score steps=authentication owner=jo",
          false },
        { "expires before it begins",        "a1 dkim news.example steps=score owner=j" EXPIRES("2025") ADDED, false },
        { "a top-level domain",                 "a1 dkim com steps=score" WHEN, false },
        { "a wildcard",                         "a1 dkim *.example steps=score" WHEN, false },
        { "a network that is none",             "a1 network 192.0.2.0/33 steps=score" WHEN, false },
        { "a control character",                "a1 dkim news.example steps=score" WHEN " a\x01" "b", false },
        { "an id alone",                        "a1", false },
        { "nothing",                            "", false },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases) {
        struct list_entry entry, again;
        str               error, printed;

        if (!CHECK_EQ(list_entry_parse(&arena, str_of(c->line), &entry, &error), c->ok))
            continue;
        CHECK_EQ(error.len == 0, c->ok);
        if (!c->ok)
            continue;
        printed = list_entry_print(&arena, &entry);
        if (!CHECK(list_entry_parse(&arena, printed, &again, &error)))
            continue;
        CHECK_STR(list_entry_print(&arena, &again), printed);
        CHECK(entry.steps == again.steps && entry.expires_at == again.expires_at && entry.added_at == again.added_at);
        CHECK_STR(again.note, entry.note);
    }
}

/* What runs, forged own addresses and the protocol are nobody's to let in, and lists suppress no lists. */
TEST(list_step_bit)
{
    static const struct { const char *name; unsigned want; } cases[] = {
        { "authentication", 1u << STEP_AUTHENTICATION }, { "attachment", 1u << STEP_ATTACHMENT },
        { "impersonation", 1u << STEP_IMPERSONATION },   { "score", 1u << STEP_SCORE },
        { "protocol", 0 }, { "relay", 0 }, { "sender", 0 }, { "lists", 0 }, { "malware", 0 }, { "", 0 },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(list_step_bit(str_of(c->name)), c->want);
}

TEST(list_load)
{
    ARENA_SCOPE arena = { 0 };
    str         error;

    CHECK(list_load(&arena, STR("list"), STR(""), &error) != NULL);
    CHECK(list_load(&arena, STR("list"), STR("# allow\r\n\r\na1 dkim news.example steps=score" WHEN "\r\n"), &error) != NULL);
    CHECK(list_load(&arena, STR("list"), STR("\n\na1 dkim news.example steps=malware" WHEN "\n"), &error) == NULL);
    CHECK_STR(error, STR("list:3: \"malware\" is no step that an entry may suppress; these are "
                         "authentication,attachment,impersonation,score"));
}

static const char file[] =
    "signed dkim news.example steps=score" WHEN "\n"
    "passed spf news.example steps=authentication" WHEN "\n"
    "author dmarc sender.example steps=impersonation" WHEN "\n"
    "net network 192.0.2.0/24 steps=score" WHEN "\n"
    "old network 192.0.2.66 steps=score owner=jo expires=2026-02-01T00:00:00Z added=2026-01-01T00:00:00Z\n"
    "far network 198.51.100.0/24 steps=score" WHEN "\n";

/* The entries found, by their ids in the order found, with a blank behind each. */
static str match(struct fixture *fixture, const struct list *list, size_t *rounds)
{
    struct view        view;
    struct list_entry *entries;
    size_t             count;
    str                ids = { 0 };

    view_init(&view, &fixture->arena, VIEW_QUESTIONS_DEFAULT);
    for (*rounds = 1; !list_match(&fixture->facts, &view, &fixture->arena, &entries, &count); ++*rounds)
        list_answer(list, &view);
    for (size_t i = 0; i < count; i++)
        ids = arena_printf(&fixture->arena, "%.*s%.*s ", STR_ARG(ids), STR_ARG(entries[i].id));
    view_free(&view);
    return ids;
}

/* fixture_open says 2027-01-15, when all have expired; here it is May 2026. */
enum { MAY_2026 = 1780000000 };

TEST(list_match)
{
    static const struct { const char *name, *auth, *want; } cases[] = {
        { "the network alone",              "dmarc=none",                                   "net " },
        { "a signature",                    "dkim=pass@news.example dmarc=none",            "signed net " },
        { "in other letters",               "dkim=pass@NEWS.Example dmarc=none",            "signed net " },
        { "two of one domain",              "dkim=pass@news.example dkim=pass@news.example dmarc=none", "signed net " },
        { "a broken signature is none",     "dkim=fail@news.example dmarc=none",            "net " },
        { "nor is one with an open end",    "dkim=pass@news.example+open-body dmarc=none",  "net " },
        { "below the listed domain",        "dkim=pass@mail.news.example dmarc=none",       "net " },
        { "a return address that passes",   "spf=pass@news.example dmarc=none",             "passed net " },
        { "one that does not",              "spf=softfail@news.example dmarc=none",         "net " },
        { "an author that passes",          "dmarc=pass",                                   "author net " },
        { "an author that only says so",    "dmarc=fail/none",                              "net " },
    };
    ARENA_SCOPE  arena = { 0 };
    str          error;
    struct list *list = list_load(&arena, STR("list"), str_of(file), &error);

    if (!CHECK(list != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;
        size_t         rounds;

        fixture_open(&fixture, &(struct story){ .message = "From: Kim <kim@sender.example>\n\nhello\n",
            .auth = c->auth });
        fixture.facts.now = MAY_2026;
        CHECK_CSTR(match(&fixture, list, &rounds), c->want);
        CHECK_EQ(rounds, 2);                    /* all is asked at once */
        fixture_close(&fixture);
    }
}

TEST(list_match_without_answers)
{
    struct fixture     fixture;
    struct view        view;
    struct list_entry *entries;
    size_t             count;

    fixture_open(&fixture, &(struct story){ .message = "From: Kim <kim@sender.example>\n\nhello\n",
        .auth = "dmarc=pass" });
    view_init(&view, &fixture.arena, VIEW_QUESTIONS_DEFAULT);
    view.recorded = true;                       /* a replay that never asked: unknown, and so nothing is allowed */
    CHECK(list_match(&fixture.facts, &view, &fixture.arena, &entries, &count));
    CHECK_EQ(count, 0);
    view_free(&view);
    fixture_close(&fixture);
}
