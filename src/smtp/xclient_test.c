#include "smtp/xclient.h"

#include "unit.h"

TEST(xclient_read)
{
    static const struct {
        const char *name, *argument; bool ok, names_client; const char *client; int port; const char *helo; bool is_smtp;
    } cases[] = {
        { "an address",               "ADDR=192.0.2.1",                          true,  true,  "192.0.2.1", 0, "", false },
        { "everything",               "NAME=a.example ADDR=192.0.2.1 PORT=4711 PROTO=ESMTP HELO=a.example", true, true, "192.0.2.1", 4711, "a.example", false },
        { "small letters",            "addr=192.0.2.1 proto=smtp",               true,  true,  "192.0.2.1", 0, "", true },
        { "IPv6",                     "ADDR=IPV6:2001:db8::1",                   true,  true,  "2001:db8::1", 0, "", false },
        { "xtext",                    "ADDR=192.0.2.1 HELO=a+2Eexample",         true,  true,  "192.0.2.1", 0, "a.example", false },
        { "the proxy does not know",  "NAME=[UNAVAILABLE] ADDR=[TEMPUNAVAIL] PORT=[UNAVAILABLE] HELO=[UNAVAILABLE]", true, true, "unknown", 0, "", false },
        { "its client is unknown",    "ADDR=[UNAVAILABLE]",                      true,  true,  "unknown", 0, "", false },
        { "no word of the client",    "NAME=a.example PORT=4711 HELO=a.example", true,  false, "unknown", 4711, "a.example", false },
        { "nothing",                  "",                                        false, false, "", 0, "", false },
        { "a login is not offered",   "ADDR=192.0.2.1 LOGIN=admin@victim.example", false, false, "", 0, "", false },
        { "a word without value",     "ADDR",                                    false, false, "", 0, "", false },
        { "an empty value",           "ADDR=",                                   false, false, "", 0, "", false },
        { "twice",                    "ADDR=192.0.2.1 ADDR=192.0.2.2",           false, false, "", 0, "", false },
        { "IPv6 without its mark",    "ADDR=2001:db8::1",                        false, false, "", 0, "", false },
        { "IPv4 with it",             "ADDR=IPV6:192.0.2.1",                     false, false, "", 0, "", false },
        { "a name for an address",    "ADDR=localhost",                          false, false, "", 0, "", false },
        { "a port too big",           "PORT=65536",                              false, false, "", 0, "", false },
        { "LMTP",                     "PROTO=LMTP",                              false, false, "", 0, "", false },
        { "bad xtext",                "HELO=a+2",                                false, false, "", 0, "", false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena = { 0 };
        struct xclient got;

        CHECK_EQ(xclient_read(&got, &arena, str_of(c->argument)), c->ok);
        if (c->ok) {
            CHECK_CSTR(ip_text(&arena, &got.client), c->client);
            CHECK_EQ(got.port, c->port);
            CHECK_CSTR(got.helo, c->helo);
            CHECK_EQ(got.is_smtp, c->is_smtp);
            CHECK_EQ(got.names_client, c->names_client);
        }
    }
}
