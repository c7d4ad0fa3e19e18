#include "smtp/proxy.h"

#include "base/buf.h"
#include "unit.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define ADDRESSES4 "\xc0\0\2\1" "\xc6\x33\x64\2" "\x30\x39" "\0\x19"           /* 192.0.2.1:12345 to 198.51.100.2:25 */
#define ADDRESSES6 "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1" "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2" "\x30\x39" "\0\x19"
#define LOOPBACK   "\x7f\0\0\1" "\x7f\0\0\1" "\0\1" "\0\x19"

#define S(octets) STR_INIT(octets)

TEST(proxy_v1)
{
    static const struct { const char *name; str octets; enum proxy_outcome want; const char *client; int port; } cases[] = {
        { "IPv4",                        S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25\r\n"), PROXY_COMPLETE, "192.0.2.1", 12345 },
        { "IPv6",                        S("PROXY TCP6 2001:db8::1 2001:db8::2 1 25\r\nEHLO"), PROXY_COMPLETE, "2001:db8::1", 1 },
        { "a mapped address is IPv4",    S("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 25\r\n"), PROXY_COMPLETE, "192.0.2.1", 1 },
        { "unknown",                     S("PROXY UNKNOWN\r\n"), PROXY_COMPLETE, "unknown", 0 },
        { "unknown with words",          S("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n"), PROXY_COMPLETE, "unknown", 0 },
        { "port 0",                      S("PROXY TCP4 192.0.2.1 198.51.100.2 0 25\r\n"), PROXY_COMPLETE, "192.0.2.1", 0 },
        { "nothing yet",                 S(""), PROXY_INCOMPLETE, NULL, 0 },
        { "the first word begins",       S("PRO"), PROXY_INCOMPLETE, NULL, 0 },
        { "no end of line yet",          S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25\r"), PROXY_INCOMPLETE, NULL, 0 },
        { "SMTP",                        S("EHLO a.example\r\n"), PROXY_MISSING, NULL, 0 },
        { "small letters",               S("proxy TCP4 192.0.2.1 198.51.100.2 12345 25\r\n"), PROXY_MISSING, NULL, 0 },
        { "a bare LF ends no line",      S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25\n"), PROXY_INCOMPLETE, NULL, 0 },
        { "two blanks",                  S("PROXY TCP4  192.0.2.1 198.51.100.2 12345 25\r\n"), PROXY_BAD_SYNTAX, NULL, 0 },
        { "a blank at the end",          S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25 \r\n"), PROXY_BAD_SYNTAX, NULL, 0 },
        { "a word too many",             S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25 1\r\n"), PROXY_BAD_SYNTAX, NULL, 0 },
        { "a word too few",              S("PROXY TCP4 192.0.2.1 198.51.100.2\r\n"), PROXY_BAD_SYNTAX, NULL, 0 },
        { "no family",                   S("PROXY \r\n"), PROXY_BAD_SYNTAX, NULL, 0 },
        { "datagrams",                   S("PROXY UDP4 192.0.2.1 198.51.100.2 12345 25\r\n"), PROXY_BAD_FAMILY, NULL, 0 },
        { "an address of the other kind", S("PROXY TCP4 2001:db8::1 2001:db8::2 12345 25\r\n"), PROXY_BAD_ADDRESS, NULL, 0 },
        { "the other way round",         S("PROXY TCP6 192.0.2.1 192.0.2.2 12345 25\r\n"), PROXY_BAD_ADDRESS, NULL, 0 },
        { "leading zeros",               S("PROXY TCP4 192.0.02.1 198.51.100.2 12345 25\r\n"), PROXY_BAD_ADDRESS, NULL, 0 },
        { "a name",                      S("PROXY TCP4 localhost 198.51.100.2 12345 25\r\n"), PROXY_BAD_ADDRESS, NULL, 0 },
        { "a port with leading zeros",   S("PROXY TCP4 192.0.2.1 198.51.100.2 012345 25\r\n"), PROXY_BAD_PORT, NULL, 0 },
        { "a port too big",              S("PROXY TCP4 192.0.2.1 198.51.100.2 65536 25\r\n"), PROXY_BAD_PORT, NULL, 0 },
        { "a signed port",               S("PROXY TCP4 192.0.2.1 198.51.100.2 +1 25\r\n"), PROXY_BAD_PORT, NULL, 0 },
        { "a line without end", S("PROXY UNKNOWN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"),
          PROXY_TOO_LONG, NULL, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena = { 0 };
        struct proxy_header header;

        CHECK_EQ(proxy_read(c->octets, &header), c->want);
        if (c->client != NULL) {
            CHECK_CSTR(ip_text(&arena, &header.client), c->client);
            CHECK_EQ(header.client_port, c->port);
            CHECK(header.len <= c->octets.len && header.len > 2 && c->octets.ptr[header.len - 1] == '\n');
        }
    }
}

TEST(proxy_v2)
{
    static const struct { const char *name; str octets; enum proxy_outcome want; const char *client; } cases[] = {
        { "IPv4",                     S(SIGNATURE "\x21\x11\0\x0c" ADDRESSES4), PROXY_COMPLETE, "192.0.2.1" },
        { "IPv6",                     S(SIGNATURE "\x21\x21\0\x24" ADDRESSES6), PROXY_COMPLETE, "2001:db8::1" },
        { "a health check",           S(SIGNATURE "\x20\0\0\0"), PROXY_COMPLETE, "unknown" },
        { "a health check with addresses", S(SIGNATURE "\x20\x11\0\x0c" ADDRESSES4), PROXY_COMPLETE, "unknown" },
        { "unspecified",              S(SIGNATURE "\x21\0\0\3abc"), PROXY_COMPLETE, "unknown" },
        { "extensions are skipped",   S(SIGNATURE "\x21\x11\0\x14" ADDRESSES4 "\4\0\1\0" "\xea\0\1v"), PROXY_COMPLETE, "192.0.2.1" },
        { "TLS facts",                S(SIGNATURE "\x21\x11\0\x1b" ADDRESSES4 "\x20\0\x0c\1\0\0\0\0\x21\0\4TLSv"), PROXY_COMPLETE, "192.0.2.1" },
        { "the signature begins",     S("\r\n\r\n\0\r\nQ"), PROXY_INCOMPLETE, NULL },
        { "half of the fixed part",   S(SIGNATURE "\x21"), PROXY_INCOMPLETE, NULL },
        { "half of the addresses",    S(SIGNATURE "\x21\x11\0\x0c\xc0\0\2"), PROXY_INCOMPLETE, NULL },
        { "another signature",        S("\r\n\r\n\0\r\nQUIP\n\x21\x11\0\x0c" ADDRESSES4), PROXY_MISSING, NULL },
        { "version 1 in binary",      S(SIGNATURE "\x11\x11\0\x0c" ADDRESSES4), PROXY_BAD_COMMAND, NULL },
        { "a third command",          S(SIGNATURE "\x22\x11\0\x0c" ADDRESSES4), PROXY_BAD_COMMAND, NULL },
        { "datagrams",                S(SIGNATURE "\x21\x12\0\x0c" ADDRESSES4), PROXY_BAD_FAMILY, NULL },
        { "an unknown family",        S(SIGNATURE "\x21\x41\0\x0c" ADDRESSES4), PROXY_BAD_FAMILY, NULL },
        { "shorter than its addresses", S(SIGNATURE "\x21\x11\0\x0b" ADDRESSES4), PROXY_BAD_ADDRESS, NULL },
        { "a kilobyte to come",       S(SIGNATURE "\x21\x11\4\0" ADDRESSES4), PROXY_TOO_LONG, NULL },
        { "65,535 octets to come",    S(SIGNATURE "\x21\x11\xff\xff" LOOPBACK "\x20\xff\xff"), PROXY_TOO_LONG, NULL },
        { "an extension past the end", S(SIGNATURE "\x21\x11\0\x10" ADDRESSES4 "\4\0\2\0"), PROXY_BAD_EXTENSION, NULL },
        { "half an extension",        S(SIGNATURE "\x21\x11\0\x0e" ADDRESSES4 "\4\0"), PROXY_BAD_EXTENSION, NULL },
        { "past the end of the one around it", S(SIGNATURE "\x21\x11\0\x17" ADDRESSES4 "\x20\0\x08\1\0\0\0\0\x21\xff\xff"), PROXY_BAD_EXTENSION, NULL },
        { "a checksum of three octets", S(SIGNATURE "\x21\x11\0\x12" ADDRESSES4 "\3\0\3\0\0\0"), PROXY_BAD_EXTENSION, NULL },
        { "a wrong checksum",         S(SIGNATURE "\x21\x11\0\x13" ADDRESSES4 "\3\0\4\1\2\3\4"), PROXY_BAD_CHECKSUM, NULL },
        { "the right checksum",       S(SIGNATURE "\x21\x11\0\x13" ADDRESSES4 "\3\0\4\x97\x8b\x0b\x4c"), PROXY_COMPLETE, "192.0.2.1" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena = { 0 };
        struct proxy_header header;

        CHECK_EQ(proxy_read(c->octets, &header), c->want);
        if (c->client != NULL) {
            CHECK_CSTR(ip_text(&arena, &header.client), c->client);
            CHECK_EQ(header.len, c->octets.len);
        }
    }
}

/* However a header is cut, it is incomplete until its last octet. */
TEST(proxy_cut)
{
    static const str headers[] = {
        S("PROXY TCP4 192.0.2.1 198.51.100.2 12345 25\r\n"), S(SIGNATURE "\x21\x21\0\x24" ADDRESSES6), S(SIGNATURE "\x20\0\0\0"),
    };
    struct proxy_header header;

    for (size_t i = 0; i < ARRAY_LEN(headers); i++)
        for (size_t len = 0; len < headers[i].len; len++)
            CHECK_EQ(proxy_read(str_slice(headers[i], 0, len), &header), PROXY_INCOMPLETE);
}
