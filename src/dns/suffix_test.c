#include "dns/suffix.h"

#include "unit.h"

TEST(suffix_registrable)
{
    static const struct { const char *name, *domain, *want; } cases[] = {
        { "a name below a top-level domain",          "www.example.com",        "example.com"         },
        { "the registered name itself",               "example.com",            "example.com"         },
        { "a suffix of two labels",                   "mail.example.co.uk",     "example.co.uk"       },
        { "the suffix itself has none",               "co.uk",                  ""                    },
        { "case stays as given",                      "WWW.Example.COM",        "Example.COM"         },
        { "a final dot means nothing",                "www.example.com.",       "example.com"         },
        { "the private section counts",               "a.b.github.io",          "b.github.io"         },
        { "and parts what it hosts",                  "github.io",              ""                    },
        { "a wildcard rule",                          "a.b.example.ck",         "b.example.ck"        },
        { "and its exception",                        "www.ck",                 "www.ck"              },
        { "a top level that is on no list",           "a.b.gatepost-test",      "b.gatepost-test"     },
        { "in A-labels", "www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn" },
        { "a single label",                           "com",                    ""                    },
        { "no name",                                  "",                       ""                    },
        { "an empty label",                           "a..com",                 ""                    },
        { "a leading dot",                            ".example.com",           ""                    },
        { "octets that are in no name",               "exam\nple.com",          ""                    },
    };
    struct suffixes *suffixes = suffixes_open(NULL);

    if (!CHECK(suffixes != NULL))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_CSTR(suffix_registrable(suffixes, str_of(c->domain)), c->want);
    suffixes_close(suffixes);
}

TEST(suffix_is_known)
{
    static const struct { const char *name, *domain; bool want; } cases[] = {
        { "a top-level domain",        "www.example.com",   true  },
        { "one of two labels",         "example.co.uk",     true  },
        { "a wildcard rule",           "example.com.bd",    true  },
        { "a page of a service",       "x.github.io",       true  },
        { "a program",                 "node.js",           false },
        { "a number",                  "1.5",               false },
        { "the ending itself",         "com",               false },
    };
    struct suffixes *suffixes = suffixes_open(NULL);

    if (!CHECK(suffixes != NULL))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_EQ(suffix_is_known(suffixes, suffix_registrable(suffixes, str_of(c->domain))), c->want);
    suffixes_close(suffixes);
}

TEST(suffix_is_rented)
{
    static const struct { const char *name, *domain; bool want; } cases[] = {
        { "a page of a service",       "x.github.io",      true  },
        { "and all below it",          "a.b.github.io",    true  },
        { "the service itself",        "github.io",        false },
        { "a name of its own",         "www.example.com",  false },
        { "under a country's second level", "example.co.uk", false },
        { "a single label",            "localhost",        false },
    };
    struct suffixes *suffixes = suffixes_open(NULL);

    if (!CHECK(suffixes != NULL))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_EQ(suffix_is_rented(suffixes, suffix_registrable(suffixes, str_of(c->domain))), c->want);
    suffixes_close(suffixes);
}

TEST(suffix_file_is_asked_for)
{
    CHECK(suffixes_open("/nonexistent/list") == NULL);
}
