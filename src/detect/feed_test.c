/* Feeds: what of their lines is an entry, and what is found by it. */
#include "detect/feeds.h"

#include "facts_fixture.h"
#include "unit.h"

enum { NOW = 1800000000, HOUR = 3600 };

static bool has(const struct feed *feed, struct arena *arena, str text)
{
    struct url url;
    struct ip  ip;

    switch (feed->options.kind) {
    case FEED_HOSTS:    return feed_find_host(feed, text, NOW) != NULL;
    case FEED_HASHES:   return feed_find_hash(feed, text, NOW) != NULL;
    case FEED_NETWORKS: return ip_parse(text, &ip) && feed_find_address(feed, &ip, NOW) != NULL;
    case FEED_URLS:
        return url_parse(fixture_libraries().unicode, arena, text, NULL, &url) == URL_OK && feed_find_url(feed, arena, &url, NOW) != NULL;
    case FEED_KIND_COUNT: break;
    }
    UNREACHABLE();
}

#define SHA "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

TEST(feed_load)
{
    static const struct { const char *name; enum feed_format format; enum feed_kind kind; const char *text, *asked; bool want; size_t skipped; }
    cases[] = {
        { "a host",                          FEED_PLAIN, FEED_HOSTS, "# bad hosts\nbad.example\n", "bad.example", true, 0 },
        { "what is below it",                FEED_PLAIN, FEED_HOSTS, "Bad.Example\n", "www.bad.example", true, 0 },
        { "not what is above it",            FEED_PLAIN, FEED_HOSTS, "www.bad.example\n", "bad.example", false, 0 },
        { "not what ends like it",           FEED_PLAIN, FEED_HOSTS, "bad.example\n", "notbad.example", false, 0 },
        { "a whole ending is no entry",      FEED_PLAIN, FEED_HOSTS, "example\n", "bad.example", false, 1 },
        { "with a star",                     FEED_PLAIN, FEED_HOSTS, "*.bad.example\r\n", "bad.example", true, 0 },
        { "of a hosts file",                 FEED_PLAIN, FEED_HOSTS, "0.0.0.0 bad.example # x\n", "bad.example", true, 0 },
        { "in other letters",                FEED_PLAIN, FEED_HOSTS, "bücher.example\n", "xn--bcher-kva.example", true, 0 },
        { "an entry that has expired",       FEED_PLAIN, FEED_HOSTS, "bad.example expires=2020-01-01T00:00:00Z\n", "bad.example", false, 0 },
        { "one that will",                   FEED_PLAIN, FEED_HOSTS, "bad.example expires=2099-01-01T00:00:00Z\n", "bad.example", true, 0 },
        { "one that was added long ago",     FEED_PLAIN, FEED_HOSTS, "bad.example added=2020-01-01T00:00:00Z\n", "bad.example", false, 0 },
        { "a URL by the letter",             FEED_PLAIN, FEED_URLS, "http://bad.example/x?y=1\n", "https://BAD.example/x?y=1#z", true, 0 },
        { "with any query",                  FEED_PLAIN, FEED_URLS, "http://bad.example/x\n", "https://bad.example/x?y=1", true, 0 },
        { "not another page",                FEED_PLAIN, FEED_URLS, "http://bad.example/x\n", "https://bad.example/xy", false, 0 },
        { "a server without a path",         FEED_PLAIN, FEED_URLS, "http://bad.example\n", "https://bad.example/", true, 0 },
        { "what is no URL",                  FEED_PLAIN, FEED_URLS, "http://\n", "https://bad.example/", false, 1 },
        { "a network",                       FEED_PLAIN, FEED_NETWORKS, "192.0.2.0/25\n", "192.0.2.127", true, 0 },
        { "beside it",                       FEED_PLAIN, FEED_NETWORKS, "192.0.2.0/25\n", "192.0.2.128", false, 0 },
        { "an address of IPv6",              FEED_PLAIN, FEED_NETWORKS, "2001:db8::/33\n", "2001:db8:7fff::1", true, 0 },
        { "not of the other family",         FEED_PLAIN, FEED_NETWORKS, "0.0.0.0/0\n", "2001:db8::1", false, 0 },
        { "a file",                          FEED_PLAIN, FEED_HASHES, SHA "\n", SHA, true, 0 },
        { "a digest of another kind",        FEED_PLAIN, FEED_HASHES, "ba7816bf\n", SHA, false, 1 },
        { "the third column",                FEED_CSV, FEED_URLS, "\"1\",\"2026-11-01 10:00:00\",\"http://bad.example/a\",\"x\"\n",
          "http://bad.example/a", true, 0 },
        { "with quotes and a comma in it",   FEED_CSV, FEED_URLS, "1,2026-11-01T10:00:00Z,\"http://bad.example/\"\"a,b\"\n",
          "http://bad.example/\"a,b", true, 0 },
        { "added too long ago",              FEED_CSV, FEED_URLS, "1,2020-01-01 10:00:00 UTC,http://bad.example/a\n", "http://bad.example/a", false, 0 },
        { "its header",                      FEED_CSV, FEED_URLS, "id,dateadded,url\n", "http://url", true, 0 },
        { "a line that is too short",        FEED_CSV, FEED_URLS, "1,2\n", "http://bad.example/a", false, 1 },
        { "a zone",                          FEED_RPZ, FEED_HOSTS, "$TTL 60\n@ SOA x. y. 1 2 3 4 5\nbad.example CNAME .\n", "bad.example", true, 0 },
        { "with its origin",                 FEED_RPZ, FEED_HOSTS, "$ORIGIN rpz.test.\n*.bad.example.rpz.test. 60 IN CNAME .\n", "a.bad.example", true, 0 },
        { "what it lets pass",               FEED_RPZ, FEED_HOSTS, "good.example CNAME rpz-passthru.\n", "good.example", false, 0 },
        { "what it lets pass of a wider name", FEED_RPZ, FEED_HOSTS, "*.bad.example CNAME .\ngood.bad.example CNAME rpz-passthru.\n",
          "www.good.bad.example", false, 0 },
        { "which stays for the rest",        FEED_RPZ, FEED_HOSTS, "*.bad.example CNAME .\ngood.bad.example CNAME rpz-passthru.\n",
          "www.bad.example", true, 0 },
        { "and for what is narrower still",  FEED_RPZ, FEED_HOSTS,
          "bad.good.bad.example CNAME .\ngood.bad.example CNAME rpz-passthru.\n", "bad.good.bad.example", true, 0 },
        { "what is only to be asked by TCP", FEED_RPZ, FEED_HOSTS, "good.example CNAME rpz-tcp-only.\n", "good.example", false, 0 },
        { "who may ask",                     FEED_RPZ, FEED_HOSTS, "32.1.2.0.192.rpz-client-ip CNAME .\n",
          "32.1.2.0.192.rpz-client-ip", false, 0 },
        { "servers of names",                FEED_RPZ, FEED_HOSTS, "ns.bad.example.rpz-nsdname CNAME .\n",
          "ns.bad.example.rpz-nsdname", false, 0 },
        { "a network that it lets pass",     FEED_RPZ, FEED_NETWORKS,
          "24.0.2.0.192.rpz-ip CNAME .\n32.7.2.0.192.rpz-ip CNAME rpz-passthru.\n", "192.0.2.7", false, 0 },
        { "within one that stays",           FEED_RPZ, FEED_NETWORKS,
          "24.0.2.0.192.rpz-ip CNAME .\n32.7.2.0.192.rpz-ip CNAME rpz-passthru.\n", "192.0.2.8", true, 0 },
        { "its networks are no hosts",       FEED_RPZ, FEED_HOSTS, "24.0.2.0.192.rpz-ip CNAME .\n", "rpz-ip", false, 0 },
        { "its networks",                    FEED_RPZ, FEED_NETWORKS, "24.0.2.0.192.rpz-ip CNAME .\nbad.example CNAME .\n", "192.0.2.7", true, 0 },
    };
    struct fixture_libraries libraries = fixture_libraries();

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE               arena   = { 0 };
        const struct feed_options options = { .name = STR("f"), .kind = c->kind, .format = c->format, .entry_lifetime = 86400 * 365,
                                              .value_column = 3, .added_column = 2, .stale_after = HOUR };
        struct feed              *feed    = feed_load(&arena, &options, str_of(c->text), NOW - HOUR, libraries.unicode);

        CHECK_EQ(has(feed, &arena, str_of(c->asked)), c->want);
        CHECK_EQ(feed->skipped, c->skipped);
        CHECK(!feed_is_stale(feed, NOW) && feed_is_stale(feed, NOW + 1));
    }
}

#define MAIL(body) "From: Kim <kim@sender.example>\nTo: alex.doe@northwind.example\nMIME-Version: 1.0\n" body

/* Of a message: "item seen" for each hit, in brackets if an allow feed has it, too. */
TEST(feeds_ask)
{
    static const struct { const char *name, *message, *hosts, *allowed, *hashes, *want; } cases[] = {
        { "a link",              MAIL("\nhttps://www.bad.example/x\n"), "bad.example", "", "", "link https://www.bad.example/x\n" },
        { "where it leads",      MAIL("\nhttps://www.google.com/url?q=https://bad.example\n"), "bad.example", "", "", "link https://bad.example\n" },
        { "a link said twice",   MAIL("\nhttps://bad.example/x https://bad.example/x\n"), "bad.example", "", "", "link https://bad.example/x\n" },
        { "that is allowed",     MAIL("\nhttps://bad.example/x\n"), "bad.example", "bad.example", "",
          "(link https://bad.example/x)\n(link https://bad.example/x)\n" },
        { "another one is not",  MAIL("\nhttps://bad.example/x\n"), "bad.example", "good.example", "", "link https://bad.example/x\n" },
        { "the author",          MAIL("\nhello\n"), "sender.example", "", "", "author sender.example\n" },
        { "a file",              MAIL("Content-Type: application/x-test; name=a.bin\n\nabc"), "", "", SHA, "file a.bin\n" },
        { "nothing",             MAIL("\nhttps://good.example\n"), "bad.example", "", SHA, "" },
    };
    FOR_EACH_CASE(c, cases) {
        struct fixture            fixture;
        BUF_SCOPE                 got       = { 0 };
        const struct feed_options options[] = { { .name = STR("h"), .kind = FEED_HOSTS }, { .name = STR("a"), .kind = FEED_HOSTS, .is_allow = true },
                                                { .name = STR("f"), .kind = FEED_HASHES } };
        const char               *texts[]   = { c->hosts, c->allowed, c->hashes };
        const struct feed        *feeds[3];

        fixture_open(&fixture, &(struct story){ .message = c->message });
        for (size_t i = 0; i < ARRAY_LEN(feeds); i++)
            feeds[i] = feed_load(&fixture.arena, &options[i], str_of(texts[i]), NOW, fixture_libraries().unicode);

        const struct feed_result *result = feeds_ask(&fixture.arena, feeds, ARRAY_LEN(feeds), &(struct feed_subject){
            &fixture.message, fixture.facts.content, &fixture.attachments, &fixture.envelope.client, NOW });

        for (size_t i = 0; i < result->hit_count; i++)
            buf_printf(&got, result->hits[i].is_allowed ? "(%s %.*s)\n" : "%s %.*s\n", feed_item_name(result->hits[i].item),
                       STR_ARG(result->hits[i].seen));
        CHECK_CSTR(buf_str(&got), c->want);
        fixture_close(&fixture);
    }
}
