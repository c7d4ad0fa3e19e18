#include "gateway/next_hop_address.h"

#include "unit.h"

TEST(next_hop_address_parse)
{
    static const struct { const char *name, *want, *problem; enum next_hop_kind kind; uint16_t port; const char *host, *path; } cases[] = {
        { "smtp:192.0.2.1:2525",          "smtp:192.0.2.1:2525",        NULL, NEXT_HOP_SMTP, 2525, "", NULL },
        { "smtp:192.0.2.1",               "smtp:192.0.2.1:25",          NULL, NEXT_HOP_SMTP, 25,   "", NULL },
        { "smtp:[2001:DB8::1]",           "smtp:[2001:db8::1]:25",      NULL, NEXT_HOP_SMTP, 25,   "", NULL },
        { "lmtp:[::1]:24",                "lmtp:[::1]:24",              NULL, NEXT_HOP_LMTP, 24,   "", NULL },
        { "smtp:Mail.Example.org.:587",   "smtp:mail.example.org:587",  NULL, NEXT_HOP_SMTP, 587,  "mail.example.org", NULL },
        { "smtp:mail.example.org",        "smtp:mail.example.org:25",   NULL, NEXT_HOP_SMTP, 25,   "mail.example.org", NULL },
        { "lmtp:/run/dovecot/lmtp",       "lmtp:/run/dovecot/lmtp",     NULL, NEXT_HOP_LMTP, 0,    "", "/run/dovecot/lmtp" },
        { "smtp:/run/mail.sock",          "smtp:/run/mail.sock",        NULL, NEXT_HOP_SMTP, 0,    "", "/run/mail.sock" },
        { "maildir:/var/mail/in",         "maildir:/var/mail/in",       NULL, NEXT_HOP_MAILDIR, 0, "", "/var/mail/in" },
        { "maildir:mail",                 "", "needs an absolute path", 0, 0, "", NULL },
        { "192.0.2.1:25",                 "", "must begin with \"smtp:\", \"lmtp:\" or \"maildir:\"", 0, 0, "", NULL },
        { "lmtp:192.0.2.1",               "", "needs a port; LMTP has none of its own (24 is usual)", 0, 0, "", NULL },
        { "lmtp:192.0.2.1:25",            "", "must not be port 25: that is SMTP's (RFC 2033 §5)", 0, 0, "", NULL },
        { "smtp:192.0.2.1:0",             "", "has no port that one could connect to", 0, 0, "", NULL },
        { "smtp:192.0.2.1:",              "", "is not ADDRESS:PORT, HOST:PORT or /PATH", 0, 0, "", NULL },
        { "smtp:192.0.2.1:65536",         "", "is not ADDRESS:PORT, HOST:PORT or /PATH", 0, 0, "", NULL },
        { "smtp:[::1",                    "", "is not ADDRESS:PORT, HOST:PORT or /PATH", 0, 0, "", NULL },
        { "smtp:[::1]25",                 "", "is not ADDRESS:PORT, HOST:PORT or /PATH", 0, 0, "", NULL },
        { "smtp:",                        "", "is neither an address nor a host name", 0, 0, "", NULL },
        { "smtp:mail server:25",          "", "is neither an address nor a host name", 0, 0, "", NULL },
        { "smtp:[mail.example.org",       "", "is not ADDRESS:PORT, HOST:PORT or /PATH", 0, 0, "", NULL },
        { "lmtp:/1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890/345678",
          "", "is longer than the path of a socket can be (107 octets)", 0, 0, "", NULL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE             arena   = { 0 };
        const char             *problem = NULL;
        struct next_hop_address address;
        bool                    ok = next_hop_address_parse(&arena, str_of(c->name), &address, &problem);

        CHECK_EQ(ok, c->problem == NULL);
        if (!ok) {
            CHECK_CSTR(str_of(problem), c->problem);
            continue;
        }
        CHECK_CSTR(address.name, c->want);
        CHECK_EQ(address.kind, c->kind);
        CHECK_EQ(address.port, c->port);
        CHECK_CSTR(address.host, c->host);
        CHECK_CSTR(str_of(address.path), c->path == NULL ? "" : c->path);
        CHECK_EQ(address.ip.family == IP_NONE, address.host.len > 0 || address.path != NULL);
    }
}
