/* Where links lead that lead through somebody. */
#include "detect/link_services.h"

#include "facts_fixture.h"
#include "unit.h"

TEST(link_services)
{
    enum { S = SERVICE_SHORTENER, R = SERVICE_REDIRECTOR, F = SERVICE_FILTER, T = SERVICE_TRACKER, P = SERVICE_FREE_PAGE,
           O = SERVICE_ODD_ENDING };
    static const struct { const char *name, *url; unsigned kinds; const char *inner; } cases[] = {
        { "a shortener",                      "https://bit.ly/3xyz", S, "" },
        { "not a name that ends like one",    "https://orbit.ly/3xyz", 0, "" },
        { "a search engine's way out",        "https://www.google.com/url?sa=t&q=https://a.example/x", R, "https://a.example/x" },
        { "under another ending",             "https://google.co.uk/url?q=https%3A%2F%2Fa.example%2Fx", R, "https://a.example/x" },
        { "under somebody else's name",       "https://google.a.example/url?q=https://b.example", 0, "" },
        { "not another page of it",           "https://www.google.com/search?q=https://a.example/", 0, "" },
        { "encoded twice",                    "https://www.google.com/url?q=https%253A%252F%252Fa.example", R, "https://a.example" },
        { "its own parameter, not a false one", "https://l.facebook.com/l.php?next=https://a.example&u=https://b.example", R, "https://b.example" },
        { "in base64 behind a mark",          "https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9hLmV4YW1wbGUv", R, "https://a.example/" },
        { "in the path",                      "https://www.google.com/amp/s/a.example/x", R, "https://a.example/x" },
        { "an archive",                       "https://web.archive.org/web/2020/https://a.example/x", R, "https://a.example/x" },
        { "the whole query",                  "https://href.li/?https://a.example/", R, "https://a.example/" },
        { "rewritten by a filter",            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=x", F, "https://a.example/" },
        { "in the second form of another",    "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x-2Dy&d=z", F, "https://a.example/x-y" },
        { "in its third",                     "https://urldefense.com/v3/__https://a.example/x__;!!a!b$", F, "https://a.example/x" },
        { "a filter that tells the host alone", "https://protect-eu.mimecast.com/s/abc?domain=a.example", F, "https://a.example" },
        { "in the path behind a token",       "https://secure-web.cisco.com/1abc/https%3A%2F%2Fa.example", F, "https://a.example" },
        { "a mail service",                   "https://x.us1.list-manage.com/track/click?u=https://a.example", T, "" },
        { "one that tells",                   "https://x.r.us-east-1.awstrack.me/L0/https:%2F%2Fa.example%2Fy/1/2", T, "https://a.example/y/1/2" },
        { "a free page",                      "https://x.pages.dev/login", P, "" },
        { "a form",                           "https://docs.google.com/forms/d/1", P, "" },
        { "an odd ending",                    "https://a.top/", O, "" },
        { "the administrator's redirector",   "https://go.partner.example/out?to=https://a.example", R, "https://a.example" },
        { "but for its other paths",          "https://go.partner.example/in?to=https://a.example", 0, "" },
        { "the administrator's shortener",    "https://s.partner.example/1", S, "" },
        { "a file's redirector",              "https://files.example/out?next=https://b.example&to=https://a.example", R, "https://a.example" },
        { "a file's free page",               "https://x.pages.example/", P, "" },
        { "a file's tracker",                 "https://t.files.example/1", T, "" },
        { "a file's ending",                  "https://a.odd/", O, "" },
        { "an address",                       "http://192.0.2.1/url?q=https://a.example", 0, "" },
    };
    static const str redirectors[] = { STR_INIT("go.partner.example/out") }, shorteners[] = { STR_INIT("s.partner.example") };
    static const struct link_lists lists = { .redirectors = redirectors, .redirector_count = 1, .shorteners = shorteners,
                                             .shortener_count = 1 };
    static const str file_redirectors[] = { STR_INIT("files.example/out redirector to") }, pages[] = { STR_INIT("pages.example") },
                     trackers[] = { STR_INIT("t.files.example") }, endings[] = { STR_INIT("odd") };
    static const struct name_lists files = { .of = { [LIST_REDIRECTORS] = { file_redirectors, 1 }, [LIST_FREE_PAGES] = { pages, 1 },
                                                     [LIST_TRACKERS] = { trackers, 1 }, [LIST_ODD_ENDINGS] = { endings, 1 } } };
    ARENA_SCOPE              arena     = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    struct link_services    *services  = link_services_new(&arena, &lists, &files, libraries.suffixes);

    FOR_EACH_CASE(c, cases) {
        struct url       url;
        struct link_host host;
        str              inner;

        CHECK_EQ(url_parse(libraries.unicode, &arena, str_of(c->url), NULL, &url), URL_OK);
        host = link_host_of(services, &arena, &url);
        CHECK_EQ(link_services_of(services, &arena, &url, &host, &inner), c->kinds);
        CHECK_CSTR(inner, c->inner);
    }
}
