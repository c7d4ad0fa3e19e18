#include "auth/spf/macro.h"

#include "unit.h"

#define CLIENT6 "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1"

/* The sender, the client and the names of RFC 7208 §7.4. */
static bool example_value(void *context, char letter, str *value)
{
    bool v6 = *(bool *)context;

    switch (letter) {
    case 's': *value = STR("strong-bad@email.example.com"); return true;
    case 'l': *value = STR("strong-bad"); return true;
    case 'o': case 'd': *value = STR("email.example.com"); return true;
    case 'i': *value = v6 ? STR(CLIENT6) : STR("192.0.2.3"); return true;
    case 'v': *value = v6 ? STR("ip6") : STR("in-addr"); return true;
    case 'h': *value = STR("a b/c~..x"); return true;
    case 'p': return false;
    case 't': *value = STR("1700000000"); return true;
    default:  *value = STR("other"); return true;
    }
}

TEST(macro_examples_of_the_rfc)
{
    static const struct { const char *name, *text, *want; bool v6; } cases[] = {
        { "s",          "%{s}",     "strong-bad@email.example.com", false },
        { "o",          "%{o}",     "email.example.com",            false },
        { "d",          "%{d}",     "email.example.com",            false },
        { "d4",         "%{d4}",    "email.example.com",            false },
        { "d3",         "%{d3}",    "email.example.com",            false },
        { "d2",         "%{d2}",    "example.com",                  false },
        { "d1",         "%{d1}",    "com",                          false },
        { "dr",         "%{dr}",    "com.example.email",            false },
        { "d2r",        "%{d2r}",   "example.email",                false },
        { "l",          "%{l}",     "strong-bad",                   false },
        { "l-",         "%{l-}",    "strong.bad",                   false },
        { "lr",         "%{lr}",    "strong-bad",                   false },
        { "lr-",        "%{lr-}",   "bad.strong",                   false },
        { "l1r-",       "%{l1r-}",  "strong",                       false },
        { "reversed",   "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com", false },
        { "local-part", "%{lr-}.lp._spf.%{d2}",  "bad.strong.lp._spf.example.com",     false },
        { "both",       "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com", false },
        { "first part", "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com",    false },
        { "trusted",    "%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net",        false },
        { "IPv6",       "%{ir}.%{v}._spf.%{d2}",
          "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com", true },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE                   arena  = { 0 };
        bool                          v6     = c->v6;
        const struct spf_macro_values values = { example_value, &v6 };
        struct spf_macro              macro;
        str                           domain = { 0 };

        CHECK(spf_macro_parse(&macro, &arena, str_of(c->text), SPF_DOMAIN_SPEC));
        CHECK(spf_macro_expand_domain(&macro, &arena, &values, &domain));
        CHECK_CSTR(domain, c->want);
    }
}

TEST(macro_texts)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "literals stay",                             "See you, %{d}!",    "See you, email.example.com!" },
        { "escapes",                                   "100%% of%_%-",      "100% of %20" },
        { "upper case is URL-escaped",                 "%{H}",              "a%20b%2Fc~..x" },
        { "part by part: the dots that join are not",  "%{H/}",             "a%20b.c~..x" },
        { "several delimiters, empty parts are parts", "%{hr./}",           "x..c~.a b" },
        { "more parts than there are",                 "%{d999999999999}",  "email.example.com" },
        { "the letters of explanations",               "%{c}%{r}%{t}",      "otherother1700000000" },
        { "nothing",                                   "",                  "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE                   arena  = { 0 };
        bool                          v6     = false;
        const struct spf_macro_values values = { example_value, &v6 };
        struct spf_macro              macro;
        str                           text = { 0 };

        CHECK(spf_macro_parse(&macro, &arena, str_of(c->text), SPF_EXPLAIN_STRING));
        CHECK(spf_macro_expand_text(&macro, &arena, &values, &text));
        CHECK_CSTR(text, c->want);
    }
}

TEST(macro_grammar)
{
    static const struct { const char *name, *text; enum spf_macro_use use; bool want; } cases[] = {
        { "a name",                                 "example.org",        SPF_DOMAIN_SPEC,    true  },
        { "a final dot is accepted",                "example.org.",       SPF_DOMAIN_SPEC,    true  },
        { "a single label is no domain-spec",       "museum",             SPF_DOMAIN_SPEC,    false },
        { "nor is one that ends in digits only",    "192.0.2.1",          SPF_DOMAIN_SPEC,    false },
        { "a top label may hold digits",            "example.x1",         SPF_DOMAIN_SPEC,    true  },
        { "it may not begin with a hyphen",         "example.-org",       SPF_DOMAIN_SPEC,    false },
        { "nor end with one",                       "example.org-",       SPF_DOMAIN_SPEC,    false },
        { "one of digits and hyphens will do",      "example.1-2",        SPF_DOMAIN_SPEC,    true  },
        { "two final dots are one too many",        "example.org..",      SPF_DOMAIN_SPEC,    false },
        { "a colon and a slash before the end",     "a:b/c.example",      SPF_DOMAIN_SPEC,    true  },
        { "a macro at the end",                     "_spf.%{d}",          SPF_DOMAIN_SPEC,    true  },
        { "a dot behind the macro",                 "_spf.%{d}.",         SPF_DOMAIN_SPEC,    false },
        { "text behind the macro",                  "%{d}org",            SPF_DOMAIN_SPEC,    false },
        { "delimiters are not dots",                "%{d-.}org",          SPF_DOMAIN_SPEC,    false },
        { "an escape counts as macro",              "example%%",          SPF_DOMAIN_SPEC,    true  },
        { "a space",                                "a b.example.org",    SPF_DOMAIN_SPEC,    false },
        { "an octet above 127",                     "caf\xe9.example",    SPF_DOMAIN_SPEC,    false },
        { "a percent sign alone",                   "%.example.org",      SPF_DOMAIN_SPEC,    false },
        { "a percent sign at the end",              "example.org%",       SPF_DOMAIN_SPEC,    false },
        { "parentheses",                            "%(d).example.org",   SPF_DOMAIN_SPEC,    false },
        { "a macro that does not end",              "%{d.example.org",    SPF_DOMAIN_SPEC,    false },
        { "a macro without letter",                 "%{}",                SPF_DOMAIN_SPEC,    false },
        { "an unknown letter",                      "%{a}",               SPF_DOMAIN_SPEC,    false },
        { "a letter of explanations",               "%{t}",               SPF_DOMAIN_SPEC,    false },
        { "none of the parts",                      "%{d0}",              SPF_DOMAIN_SPEC,    false },
        { "none, at length",                        "%{d000}",            SPF_DOMAIN_SPEC,    false },
        { "r before the digits",                    "%{dr2}",             SPF_DOMAIN_SPEC,    false },
        { "r twice",                                "%{drr}",             SPF_DOMAIN_SPEC,    false },
        { "something that is no delimiter",         "%{d*}",              SPF_DOMAIN_SPEC,    false },
        { "an unknown modifier may be empty",       "",                   SPF_MACRO_STRING,   true  },
        { "it need not be a name",                  "museum",             SPF_MACRO_STRING,   true  },
        { "its macros must be right all the same",  "%{x}",               SPF_MACRO_STRING,   false },
        { "explanations have spaces",               "a b %{t}",           SPF_EXPLAIN_STRING, true  },
        { "but no tabs",                            "a\tb",               SPF_EXPLAIN_STRING, false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE      arena = { 0 };
        struct spf_macro macro;

        CHECK_EQ(spf_macro_parse(&macro, &arena, str_of(c->text), c->use), c->want);
    }
}

/* Fifty letters and a dot, so often that no name holds them. */
static bool long_value(void *context, char letter, str *value)
{
    (void)context;
    *value = letter == 'l' ? STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") : STR("last.example");
    return true;
}

TEST(macro_long_expansions)
{
    static const struct { const char *name, *text; size_t want; } cases[] = {
        { "what fits stays",                             "%{l}.%{l}.%{l}.%{l}.%{d}",                      216 },
        { "the left-hand labels go",                     "%{l}.%{l}.%{l}.%{l}.%{l}.%{d}",                 216 },
        { "however many they are",
          "%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{l}.%{d}",          216 },
        { "even one that is longer than a name",         "%{l}%{l}%{l}%{l}%{l}%{l}%{l}%{l}%{l}%{l}%{l}.%{d}", 12 },
    };
    const struct spf_macro_values values = { long_value, NULL };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE      arena = { 0 };
        struct spf_macro macro;
        str              domain = { 0 }, text = { 0 };

        CHECK(spf_macro_parse(&macro, &arena, str_of(c->text), SPF_DOMAIN_SPEC));
        CHECK(spf_macro_expand_domain(&macro, &arena, &values, &domain));
        CHECK_EQ(domain.len, c->want);
        CHECK(str_ends_nocase(domain, STR("last.example")));
        CHECK(spf_macro_expand_text(&macro, &arena, &values, &text));
        CHECK(text.len <= SPF_EXPLANATION_MAX_OCTETS);
    }
}

TEST(macro_without_value)
{
    ARENA_SCOPE                   arena  = { 0 };
    bool                          v6     = false;
    const struct spf_macro_values values = { example_value, &v6 };
    struct spf_macro              macro;
    str                           domain;

    CHECK(spf_macro_parse(&macro, &arena, STR("%{p}.example.org"), SPF_DOMAIN_SPEC));
    CHECK(!spf_macro_expand_domain(&macro, &arena, &values, &domain));
}
