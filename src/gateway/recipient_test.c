#include "gateway/recipient.h"

#include "unit.h"

static struct config_route routes[3];
static str                 domains[] = { STR_INIT("corp.example"), STR_INIT("open.example"), STR_INIT("xn--bcher-kva.example") };
static str                 listed[]  = { STR_INIT("\"a b\"@corp.example"), STR_INIT("jo@corp.example"), STR_INIT("jo@xn--bcher-kva.example") };

/* What the configuration's reader makes of it. */
static struct config three_routes(struct unicode *unicode)
{
    routes[0] = (struct config_route){ .domains = &domains[0], .domain_count = 1, .recipients = RECIPIENTS_LIST,
                                       .recipient_list = listed, .recipient_count = 2, .delimiter = '+' };
    routes[1] = (struct config_route){ .domains = &domains[1], .domain_count = 1, .recipients = RECIPIENTS_ANY };
    routes[2] = (struct config_route){ .domains = &domains[2], .domain_count = 1, .recipients = RECIPIENTS_LIST,
                                       .recipient_list = &listed[2], .recipient_count = 1 };
    return (struct config){ .unicode = unicode, .routes = routes, .route_count = 3 };
}

TEST(recipient_check)
{
    static const struct { const char *name, *path; enum recipient_outcome want; } cases[] = {
        { "a listed mailbox",                         "<jo@corp.example>",             RECIPIENT_OURS },
        { "in any case",                              "<JO@Corp.Example>",             RECIPIENT_OURS },
        { "with a tag",                               "<jo+lists@corp.example>",       RECIPIENT_OURS },
        { "quoted as listed",                         "<\"a b\"@corp.example>",        RECIPIENT_OURS },
        { "postmaster needs no domain",               "<Postmaster>",                  RECIPIENT_OURS },
        { "and no list",                              "<postmaster@corp.example>",     RECIPIENT_OURS },
        { "unknown here",                             "<mo@corp.example>",             RECIPIENT_UNKNOWN },
        { "a tag alone is nobody",                    "<+jo@corp.example>",            RECIPIENT_UNKNOWN },
        { "a foreign domain",                         "<jo@elsewhere.example>",        RECIPIENT_FOREIGN },
        { "a domain below ours is not ours",          "<jo@x.corp.example>",           RECIPIENT_FOREIGN },
        { "ours below a foreign one is foreign",      "<jo@corp.example.evil.example>", RECIPIENT_FOREIGN },
        { "an address literal",                       "<jo@[127.0.0.1]>",              RECIPIENT_FOREIGN },
        { "a source route ends at its last domain",   "<@corp.example:x@elsewhere.example>", RECIPIENT_FOREIGN },
        { "the percent hack",                         "<x%elsewhere.example@open.example>", RECIPIENT_ROUTING },
        { "a bang path",                              "<elsewhere.example!x@open.example>", RECIPIENT_ROUTING },
        { "an address in quotes",                     "<\"x@elsewhere.example\"@open.example>", RECIPIENT_ROUTING },
        { "anybody, where anybody is taken",          "<who@open.example>",            RECIPIENT_OURS },
        { "a domain in A-labels",                     "<jo@xn--bcher-kva.example>",    RECIPIENT_OURS },
        { "the same in U-labels",                     "<jo@bücher.example>",           RECIPIENT_OURS },
        { "and in capital letters",                   "<Jo@BÜCHER.example>",           RECIPIENT_OURS },
        { "unknown there",                            "<mo@bücher.example>",           RECIPIENT_UNKNOWN },
        { "a foreign domain in U-labels",             "<jo@büchers.example>",          RECIPIENT_FOREIGN },
    };
    struct unicode *unicode = unicode_open();
    struct config   config  = three_routes(unicode);

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE                arena = { 0 };
        struct path                path;
        str                        text  = str_of(c->path);
        const struct config_route *route = NULL;

        if (CHECK_EQ(path_parse(&path, &text), PATH_OK))
            CHECK_EQ(recipient_check(&config, &path, &arena, &route), c->want);
    }
    unicode_close(unicode);
}

TEST(recipient_address_and_key)
{
    static const struct { const char *name, *path, *address, *key; } cases[] = {
        { "as given",                       "<Jo.Doe@Corp.Example>",             "Jo.Doe@Corp.Example",     "jo.doe@corp.example"   },
        { "in quotes",                      "<\"A b\"@corp.example>",            "\"A b\"@corp.example",    "\"a b\"@corp.example"  },
        { "behind a source route",          "<@a.example,@b.example:Jo@corp.example>", "Jo@corp.example",   "jo@corp.example"       },
        { "in U-labels",                    "<Jürgen@BÜCHER.example>",           "Jürgen@BÜCHER.example",   "jürgen@xn--bcher-kva.example" },
        { "postmaster of the first route",  "<Postmaster>",                      "postmaster@corp.example", "postmaster@corp.example" },
    };
    struct unicode *unicode = unicode_open();
    struct config   config  = three_routes(unicode);

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct path path;
        str         text  = str_of(c->path);

        if (!CHECK_EQ(path_parse(&path, &text), PATH_OK))
            continue;
        CHECK_CSTR(recipient_address(&config, &path, &arena), c->address);
        CHECK_CSTR(recipient_key(&config, &path, &arena), c->key);
    }
    unicode_close(unicode);
}

TEST(recipient_cache)
{
    struct recipient_cache *cache = recipient_cache_new();
    bool                    exists;

    CHECK(!recipient_cache_find(cache, STR("jo@corp.example"), 0, &exists));
    recipient_cache_store(cache, STR("jo@corp.example"), true, 100);
    CHECK(recipient_cache_find(cache, STR("jo@corp.example"), 99, &exists) && exists);
    CHECK(!recipient_cache_find(cache, STR("jo@corp.example"), 100, &exists));
    recipient_cache_store(cache, STR("jo@corp.example"), false, 200);
    CHECK(recipient_cache_find(cache, STR("jo@corp.example"), 150, &exists) && !exists);
    recipient_cache_free(cache);
}
