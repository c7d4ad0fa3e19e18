#include "detect/lookalike.h"

#include "facts_fixture.h"
#include "unit.h"

static const char *const protected_domains[] = {
    "northwind.example", "northwinds.example", "mill.example", "calder.com", "modern-mills.co.uk", "xn--mller-kva.de",
};

static struct lookalikes *protect_all(struct arena *arena)
{
    struct fixture_libraries libraries = fixture_libraries();
    str                     *domains   = ARENA_ARRAY(arena, str, ARRAY_LEN(protected_domains));

    for (size_t i = 0; i < ARRAY_LEN(protected_domains); i++)
        domains[i] = str_of(protected_domains[i]);
    return lookalikes_new(arena, domains, NULL, ARRAY_LEN(protected_domains), 5, libraries.unicode, libraries.suffixes);
}

static bool find(const struct lookalikes *lookalikes, struct arena *arena, str domain, struct lookalike *seen)
{
    struct fixture_libraries libraries = fixture_libraries();
    struct lookalike_name    name = lookalike_name_of(arena, libraries.unicode, domain, suffix_registrable(libraries.suffixes, domain));

    return lookalike_find(lookalikes, arena, &name, seen);
}

TEST(lookalike_variants)
{
    static const struct { const char *name, *domain; enum lookalike_kind want; const char *imitated; } cases[] = {
        { "letters swapped",                    "northwnid.example",        LOOKALIKE_TYPO,      "northwind.example" },
        { "a letter left out",                  "northwid.example",         LOOKALIKE_TYPO,      "northwind.example" },
        { "a letter doubled",                   "norrthwind.example",       LOOKALIKE_TYPO,      "northwind.example" },
        { "the key beside it",                  "northwimd.example",        LOOKALIKE_TYPO,      "northwind.example" },
        { "a flipped bit",                      "nortjwind.example",        LOOKALIKE_TYPO,      "northwind.example" },
        { "a plural",                           "calders.com",              LOOKALIKE_TYPO,      "calder.com" },
        { "two slips in a long name",           "nortwimd.example",         LOOKALIKE_TYPO,      "northwind.example" },
        { "a slip under another ending",        "northwnid.net",            LOOKALIKE_TYPO,      "northwind.example" },
        { "rn for m",                           "rnodern-mills.co.uk",      LOOKALIKE_SKELETON,  "modern-mills.co.uk" },
        { "m for rn",                           "modem-mills.co.uk",        LOOKALIKE_SKELETON,  "modern-mills.co.uk" },
        { "vv for w",                           "northvvind.example",       LOOKALIKE_SKELETON,  "northwind.example" },
        { "cl for d",                           "calcler.com",              LOOKALIKE_SKELETON,  "calder.com" },
        { "0 for o",                            "n0rthwind.example",        LOOKALIKE_SKELETON,  "northwind.example" },
        { "1 for i",                            "northw1nd.example",        LOOKALIKE_SKELETON,  "northwind.example" },
        { "l for i",                            "northwlnd.example",        LOOKALIKE_SKELETON,  "northwind.example" },
        { "an added hyphen",                    "north-wind.example",       LOOKALIKE_SKELETON,  "northwind.example" },
        { "a Cyrillic letter",                  "xn--northwnd-yhh.example", LOOKALIKE_SKELETON,  "northwind.example" },
        { "a short name by its look",           "mi1l.example",             LOOKALIKE_SKELETON,  "mill.example" },
        { "without the umlaut",                 "muller.de",                LOOKALIKE_SKELETON,  "xn--mller-kva.de" },
        { "another ending, with the umlaut",    "xn--mller-kva.com",        LOOKALIKE_ENDING,    "xn--mller-kva.de" },
        { "another ending",                     "northwind.org",            LOOKALIKE_ENDING,    "northwind.example" },
        { "a country's second level",           "calder.com.co",            LOOKALIKE_ENDING,    "calder.com" },
        { "the domain as a subdomain",          "northwind.example.evil.net", LOOKALIKE_EMBEDDED, "northwind.example" },
        { "and deeper",                         "x.calder.com.mail.evil.net", LOOKALIKE_EMBEDDED, "calder.com" },
        { "the domain with hyphens",            "northwind-example.com",    LOOKALIKE_EMBEDDED,  "northwind.example" },
        { "the domain in one word",             "northwindexample.com",     LOOKALIKE_EMBEDDED,  "northwind.example" },
        { "the name as a subdomain",            "northwind.evil.net",       LOOKALIKE_SUBDOMAIN, "northwind.example" },
        { "the name and a word as a subdomain", "northwind-mail.evil.net",  LOOKALIKE_SUBDOMAIN, "northwind.example" },
        { "the name and a word",                "northwind-login.net",      LOOKALIKE_COMBO,     "northwind.example" },
        { "a word and the name",                "secure-northwind.net",     LOOKALIKE_COMBO,     "northwind.example" },
        { "grown together with a word",         "northwindpay.net",         LOOKALIKE_COMBO,     "northwind.example" },
        { "a word grown before it",             "payrollnorthwind.net",     LOOKALIKE_COMBO,     "northwind.example" },
        /* honest neighbours */
        { "the domain itself",                  "northwind.example",        LOOKALIKE_NONE, "" },
        { "below it",                           "mail.northwind.example",   LOOKALIKE_NONE, "" },
        { "the listed sister",                  "northwinds.example",       LOOKALIKE_NONE, "" },
        { "a neighbour of the same registrable domain", "other.modern-mills.co.uk", LOOKALIKE_NONE, "" },
        { "two slips in a short name",          "kaldre.com",               LOOKALIKE_NONE, "" },
        { "a short word's neighbour",           "mall.example",             LOOKALIKE_NONE, "" },
        { "a short word's plural",              "mills.example",            LOOKALIKE_NONE, "" },
        { "the letters inside of a word",       "northwindowcleaners.net",  LOOKALIKE_NONE, "" },
        { "a short name as a subdomain",        "mill.evil.net",            LOOKALIKE_NONE, "" },
        { "somebody else",                      "sender.example",           LOOKALIKE_NONE, "" },
        { "a single label",                     "localhost",                LOOKALIKE_NONE, "" },
        { "nothing",                            "",                         LOOKALIKE_NONE, "" },
    };
    ARENA_SCOPE        arena      = { 0 };
    struct lookalikes *lookalikes = protect_all(&arena);

    FOR_EACH_CASE(c, cases) {
        struct lookalike seen;

        CHECK_EQ(find(lookalikes, &arena, str_of(c->domain), &seen), c->want != LOOKALIKE_NONE);
        CHECK_EQ(seen.kind, c->want);
        CHECK_CSTR(seen.imitated, c->imitated);
    }
}

/* Labels that others have by chance: words, and what is something else than the name. */
TEST(lookalike_common_labels)
{
    static const struct { const char *name, *domain; enum lookalike_kind want; } cases[] = {
        { "reads the same",                    "fr0ntier.net",             LOOKALIKE_SKELETON },
        { "with a word that lures",            "frontier-login.net",       LOOKALIKE_COMBO },
        { "grown together with it",            "frontierbilling.net",      LOOKALIKE_COMBO },
        { "the domain as a subdomain",         "frontier.com.evil.net",    LOOKALIKE_EMBEDDED },
        { "one slip in a long word",           "woolwerths.net",           LOOKALIKE_TYPO },
        { "the word under another ending",     "frontier.net",             LOOKALIKE_ENDING },
        { "a label that is another's own name", "deltas.net",              LOOKALIKE_TYPO },
        /* honest namesakes */
        { "another word",                      "frontiers.net",            LOOKALIKE_NONE },
        { "two slips in a long word",          "wolwerths.net",            LOOKALIKE_NONE },
        { "the word in a firm's name",         "frontier-dental.net",      LOOKALIKE_NONE },
        { "a group of that name",              "frontiergroup.net",        LOOKALIKE_NONE },
        { "a customer of a service",           "frontier.tracker.net",     LOOKALIKE_NONE },
        { "cl and d in a short word",          "daro.net",                 LOOKALIKE_NONE },
        { "i and l in a short word",           "tella.net",                LOOKALIKE_NONE },
    };
    static const char *const domains[]    = { "frontier.com", "claro.com", "telia.com", "woolworths.com", "delta.com", "delta.example" };
    static const bool        are_common[] = { true, true, true, true, true, false };
    ARENA_SCOPE              arena     = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    str                      names[ARRAY_LEN(domains)];

    for (size_t i = 0; i < ARRAY_LEN(domains); i++)
        names[i] = str_of(domains[i]);

    struct lookalikes *lookalikes = lookalikes_new(&arena, names, are_common, ARRAY_LEN(names), 5, libraries.unicode, libraries.suffixes);

    FOR_EACH_CASE(c, cases) {
        struct lookalike seen;

        CHECK_EQ(find(lookalikes, &arena, str_of(c->domain), &seen), c->want != LOOKALIKE_NONE);
        CHECK_EQ(seen.kind, c->want);
    }
}

TEST(lookalike_nothing_protected)
{
    ARENA_SCOPE              arena     = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    struct lookalikes       *none      = lookalikes_new(&arena, NULL, NULL, 0, 5, libraries.unicode, libraries.suffixes);
    struct lookalike         seen;

    CHECK(!find(none, &arena, STR("northwind-login.example.net"), &seen));
}

/* With ten thousand partners every one is found, and a stranger is not. */
TEST(lookalike_many_names)
{
    enum { MANY = 10000 };
    ARENA_SCOPE              arena = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    str                     *domains   = ARENA_ARRAY(&arena, str, MANY);
    struct lookalike         seen;

    for (unsigned i = 0; i < MANY; i++)
        domains[i] = arena_printf(&arena, "k%05uzvqx.example", i * 7919u % 100000u);

    struct lookalikes *lookalikes = lookalikes_new(&arena, domains, NULL, MANY, 5, libraries.unicode, libraries.suffixes);

    for (unsigned i = 0; i < MANY; i += 97) {
        str swapped = arena_printf(&arena, "%.*szvxq.example", 6, domains[i].ptr);

        if (CHECK(find(lookalikes, &arena, swapped, &seen)))
            CHECK_EQ(seen.kind, LOOKALIKE_TYPO);
        CHECK(!find(lookalikes, &arena, domains[i], &seen));
    }
    CHECK(!find(lookalikes, &arena, STR("somebody-quite-different.example"), &seen));
}
