#include "mail/url.h"

#include "base/buf.h"

#include "unit.h"

#define S(octets) STR_INIT(octets)

static const struct unicode *unicode(void)
{
    static struct unicode *opened;

    if (opened == NULL)
        opened = unicode_open();
    ASSERT(opened != NULL);
    return opened;
}

TEST(url_hosts)
{
    static const struct { const char *name; str url; const char *host; unsigned notes; } cases[] = {
        { "plain",                    S("https://www.example.org/x"), "www.example.org", 0 },
        { "capitals",                 S("HTTPS://WWW.Example.ORG"), "www.example.org", 0 },
        { "a port",                   S("http://example.org:8080/"), "example.org", 0 },
        { "userinfo",                 S("https://bank.example@evil.example/"), "evil.example", URL_HAD_USERINFO },
        { "userinfo with @ in it",    S("https://a@b:c@evil.example"), "evil.example", URL_HAD_USERINFO },
        { "userinfo and backslash",   S("https://evil.example\\@bank.example/"), "evil.example", 0 },
        { "backslashes",              S("https:\\\\evil.example\\x"), "evil.example", URL_HAD_BACKSLASH },
        { "one slash",                S("https:/evil.example/x"), "evil.example", URL_ODD_SLASHES },
        { "no slash",                 S("https:evil.example/x"), "evil.example", URL_ODD_SLASHES },
        { "five slashes",             S("https://///evil.example/x"), "evil.example", URL_ODD_SLASHES },
        { "a tab inside",             S("https://ev\til.example/"), "evil.example", URL_HAD_CONTROLS },
        { "a line end in the scheme", S("ht\r\ntps://evil.example/"), "evil.example", URL_HAD_CONTROLS },
        { "blanks around",            S(" \x01 https://evil.example/ \n"), "evil.example", 0 },
        { "percent-encoded",          S("https://%65vil.example/"), "evil.example", URL_HOST_WAS_ENCODED },
        { "encoded dots",             S("https://evil%2eexample/"), "evil.example", URL_HOST_WAS_ENCODED },
        { "umlauts",                  S("https://b\303\274cher.example/"), "xn--bcher-kva.example", URL_HOST_WAS_UNICODE },
        { "encoded umlauts",          S("https://b%C3%BCcher.example/"), "xn--bcher-kva.example", URL_HOST_WAS_ENCODED | URL_HOST_WAS_UNICODE },
        { "full-width letters",       S("https://\357\275\205vil.example/"), "evil.example", URL_HOST_WAS_UNICODE },
        { "an ideographic full stop", S("https://evil\343\200\202example/"), "evil.example", URL_HOST_WAS_UNICODE },
        { "a final dot",              S("https://evil.example./"), "evil.example", URL_HAD_FINAL_DOT },
        { "a fragment with @",        S("https://evil.example#@bank.example/"), "evil.example", 0 },
        { "a query with @",           S("https://evil.example?@bank.example/"), "evil.example", 0 },
        { "an address",               S("http://192.0.2.1/"), "192.0.2.1", 0 },
        { "an address as a number",   S("http://3221225985/"), "192.0.2.1", URL_ODD_NUMBER },
        { "in hexadecimal",           S("http://0xc0000201/"), "192.0.2.1", URL_ODD_NUMBER },
        { "in octal places",          S("http://0300.0.02.01/"), "192.0.2.1", URL_ODD_NUMBER },
        { "in three places",          S("http://192.0.513/"), "192.0.2.1", URL_ODD_NUMBER },
        { "with a final dot",         S("http://192.0.2.1./"), "192.0.2.1", URL_HAD_FINAL_DOT },
        { "full-width digits",        S("http://\357\274\221\357\274\231\357\274\222.0.2.1/"), "192.0.2.1", URL_HOST_WAS_UNICODE },
        { "IPv6",                     S("http://[2001:DB8::1]:8080/"), "2001:db8::1", 0 },
        { "an underscore",            S("https://a_b.example/"), "a_b.example", 0 },
        { "a name that begins 0x",    S("https://0xyz.example/"), "0xyz.example", 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct url  url;

        CHECK_EQ(url_parse(unicode(), &arena, c->url, NULL, &url), URL_OK);
        CHECK_CSTR(url.host, c->host);
        CHECK_EQ(url.notes, c->notes);
        CHECK(url.is_special);
    }
}

TEST(url_refused)
{
    static const struct { const char *name; str url; enum url_result result; } cases[] = {
        { "nothing",                 S(""), URL_RELATIVE },
        { "a path",                  S("/x/y"), URL_RELATIVE },
        { "a bare name",             S("www.example.org/x"), URL_RELATIVE },
        { "a scheme without letter", S("1http://example.org"), URL_RELATIVE },
        { "no host",                 S("https://"), URL_NO_HOST },
        { "no host but a port",      S("https://:443/"), URL_NO_HOST },
        { "no host but a user",      S("https://a@/"), URL_NO_HOST },
        { "a blank in the host",     S("https://a b.example/"), URL_BAD_HOST },
        { "an encoded slash",        S("https://a%2fb.example/"), URL_BAD_HOST },
        { "an encoded NUL",          S("https://a%00b.example/"), URL_BAD_HOST },
        { "a per cent sign",         S("https://a%b.example/"), URL_BAD_HOST },
        { "no UTF-8",                S("https://a\xff.example/"), URL_BAD_HOST },
        { "five numbers",            S("http://1.2.3.4.5/"), URL_BAD_HOST },
        { "a number too large",      S("http://256.0.0.1/"), URL_BAD_HOST },
        { "an empty number",         S("http://1..2/"), URL_BAD_HOST },
        { "an octal 8",              S("http://08.0.0.1/"), URL_BAD_HOST },
        { "an IPv6 that is none",    S("http://[::g]/"), URL_BAD_HOST },
        { "IPv4 in brackets",        S("http://[192.0.2.1]/"), URL_BAD_HOST },
        { "a port of letters",       S("http://example.org:x/"), URL_BAD_PORT },
        { "a port too large",        S("http://example.org:65536/"), URL_BAD_PORT },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct url  url;

        CHECK_EQ(url_parse(unicode(), &arena, c->url, NULL, &url), c->result);
    }
}

TEST(url_parts)
{
    static const struct { const char *name; str url; const char *scheme, *path, *query, *fragment; unsigned port; const char *text; } cases[] = {
        { "all of them",   S("https://a.example:444/b/c?d=e?f#g#h"), "https", "/b/c", "d=e?f", "g#h", 444, "https://a.example:444/b/c?d=e?f" },
        { "its own port",  S("https://a.example:443/"), "https", "/", "", "", 0, "https://a.example/" },
        { "nothing more",  S("http://a.example"), "http", "", "", "", 0, "http://a.example" },
        { "mailto",        S("mailto:jo@example.org?subject=x"), "mailto", "jo@example.org", "subject=x", "", 0, "mailto:jo@example.org?subject=x" },
        { "javascript",    S("Java\tScript:alert(1)"), "javascript", "alert(1)", "", "", 0, "javascript:alert(1)" },
        { "data",          S("data:text/html,<b>"), "data", "text/html,<b>", "", "", 0, "data:text/html,<b>" },
        { "another's",     S("git+ssh://a.example/b"), "git+ssh", "/b", "", "", 0, "git+ssh://a.example/b" },
        { "a file",        S("file:///etc/passwd"), "file", "/etc/passwd", "", "", 0, "file:/etc/passwd" },
        { "IPv6",          S("http://[2001:db8::1]:81/x"), "http", "/x", "", "", 81, "http://[2001:db8::1]:81/x" },
        { "userinfo is not shown", S("https://bank.example@a.example/x"), "https", "/x", "", "", 0, "https://a.example/x" },
        { "a host of direction marks", S("https://a.example/\342\200\256x"), "https", "/\342\200\256x", "", "", 0, "https://a.example/?x" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct url  url;

        CHECK_EQ(url_parse(unicode(), &arena, c->url, NULL, &url), URL_OK);
        CHECK_CSTR(url.scheme, c->scheme);
        CHECK_CSTR(url.path, c->path);
        CHECK_CSTR(url.query, c->query);
        CHECK_CSTR(url.fragment, c->fragment);
        CHECK_EQ(url.port, c->port);
        CHECK_CSTR(url_text(&arena, &url), c->text);
    }
}

TEST(url_with_a_base)
{
    static const struct { const char *name; str url; const char *text; } cases[] = {
        { "a path",               S("/x"), "https://base.example/x" },
        { "a name in the folder", S("x?y"), "https://base.example/a/x?y" },
        { "a query",              S("?y"), "https://base.example/a/b?y" },
        { "nothing",              S(""), "https://base.example/a/b?q" },
        { "another host",         S("//other.example/x"), "https://other.example/x" },
        { "backslashes",          S("\\\\other.example\\x"), "https://other.example/x" },
        { "the same scheme",      S("https:x"), "https://base.example/a/x" },
        { "another scheme",       S("http:x.example"), "http://x.example" },
        { "absolute",             S("https://other.example/"), "https://other.example/" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct url  base, url;

        CHECK_EQ(url_parse(unicode(), &arena, STR("https://base.example/a/b?q"), NULL, &base), URL_OK);
        CHECK_EQ(url_parse(unicode(), &arena, c->url, &base, &url), URL_OK);
        CHECK_CSTR(url_text(&arena, &url), c->text);
    }
}

TEST(url_too_long)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   text  = { 0 };
    struct url  url;

    buf_add(&text, STR("https://a.example/"));
    while (buf_len(&text) < URL_MAX_OCTETS)
        buf_add_char(&text, 'x');
    CHECK_EQ(url_parse(unicode(), &arena, buf_str(&text), NULL, &url), URL_OK);
    buf_add_char(&text, 'x');
    CHECK_EQ(url_parse(unicode(), &arena, buf_str(&text), NULL, &url), URL_TOO_LONG);
}
