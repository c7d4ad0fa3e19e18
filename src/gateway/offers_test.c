#include "gateway/offers.h"

#include <stdint.h>

#include "smtp/extension.h"
#include "unit.h"

static void note(struct hop_healths *healths, str name, unsigned extensions, uint64_t recipients, uint64_t octets)
{
    hop_health_note_offer(hop_health_of(healths, name), &(struct hop_offer){ true, extensions, recipients, octets });
}

/* Routes to A and B, or to A and a Maildir; what their next hops were seen to offer, 0: never seen. */
TEST(offers)
{
    enum {
        OURS = SMTP_EXT_OF_OURS, TEXT = SMTP_EXT_8BITMIME | SMTP_EXT_SMTPUTF8, BINARY = SMTP_EXT_CHUNKING | SMTP_EXT_BINARYMIME,
        DSN = SMTP_EXT_DSN, PIPELINING = SMTP_EXT_PIPELINING,
    };
    static const struct { const char *name; unsigned a, b; bool maildir; unsigned want; } cases[] = {
        { "nothing seen yet",              0, 0, false,                       OURS | TEXT },
        { "all, by one of two",            TEXT | BINARY | DSN, 0, false,     OURS | TEXT },
        { "all, by both",                  TEXT | BINARY | DSN, TEXT | BINARY | DSN, false, OURS | TEXT | SMTP_EXT_BINARYMIME | DSN },
        { "one takes ASCII only",          PIPELINING, TEXT, false,           OURS },
        { "one has no SMTPUTF8",           SMTP_EXT_8BITMIME, TEXT, false,    OURS | SMTP_EXT_8BITMIME },
        { "BINARYMIME without CHUNKING",   TEXT | SMTP_EXT_BINARYMIME, TEXT | BINARY, false, OURS | TEXT },
        { "REQUIRETLS of one who proves nothing", TEXT | SMTP_EXT_REQUIRETLS, TEXT | SMTP_EXT_REQUIRETLS, false, OURS | TEXT },
        { "a Maildir takes text",          TEXT | BINARY | DSN, 0, true,      OURS | TEXT },
    };

    FOR_EACH_CASE(c, cases) {
        struct next_hop_address a = { .name = STR("smtp:a"), .kind = NEXT_HOP_SMTP }, b = { .name = STR("lmtp:b"), .kind = NEXT_HOP_LMTP };
        struct next_hop_address maildir  = { .name = STR("maildir:/m"), .kind = NEXT_HOP_MAILDIR };
        struct config_route     routes[] = { { .hops = &a, .hop_count = 1 }, { .hops = c->maildir ? &maildir : &b, .hop_count = 1 } };
        struct config           config   = { .routes = routes, .route_count = 2 };
        struct hop_healths     *healths  = hop_healths_new(NULL, NULL);

        if (c->a != 0)
            note(healths, a.name, c->a, 0, 0);
        if (c->b != 0)
            note(healths, b.name, c->b, 0, 0);
        CHECK_EQ(offers_of(&config, healths), c->want);
        hop_healths_free(healths);
    }
}

/* Only of next hops that prove who they are. */
TEST(offers_requiretls)
{
    struct next_hop_address hop     = { .name = STR("smtp:a"), .kind = NEXT_HOP_SMTP };
    struct config_route     route   = { .hops = &hop, .hop_count = 1, .tls = NEXT_HOP_TLS_REQUIRED, .tls_identity = STR("a.example") };
    struct config           config  = { .routes = &route, .route_count = 1 };
    struct hop_healths     *healths = hop_healths_new(NULL, NULL);

    CHECK((offers_of(&config, healths) & SMTP_EXT_REQUIRETLS) == 0);
    note(healths, hop.name, SMTP_EXT_REQUIRETLS, 0, 0);
    CHECK((offers_of(&config, healths) & SMTP_EXT_REQUIRETLS) != 0);
    hop_healths_free(healths);
}

TEST(offers_recipients_max)
{
    struct next_hop_address hops[]  = { { .name = STR("smtp:a") }, { .name = STR("smtp:b") } };
    struct config_route     route   = { .hops = hops, .hop_count = 2 };
    struct hop_healths     *healths = hop_healths_new(NULL, NULL);

    CHECK(offers_recipients_max(&route, healths) == SIZE_MAX);
    note(healths, hops[0].name, 0, 50, 0);
    CHECK_EQ(offers_recipients_max(&route, healths), 50);
    note(healths, hops[1].name, 0, 20, 0);
    CHECK_EQ(offers_recipients_max(&route, healths), 20);
    note(healths, hops[1].name, 0, 0, 0);
    CHECK_EQ(offers_recipients_max(&route, healths), 50);
    hop_healths_free(healths);
}

/* What the smallest next hop takes, less what we put on top. */
TEST(offers_octets_max)
{
    static const struct { const char *name; uint64_t configured, a, b; size_t want; } cases[] = {
        { "nothing said",           1 << 20, 0,         0,        1 << 20 },
        { "more than ours",         1 << 20, 50 << 20,  0,        1 << 20 },
        { "less than ours",         1 << 20, 512 << 10, 0,        496 << 10 },
        { "the smaller of two",     1 << 20, 512 << 10, 64 << 10, 48 << 10 },
        { "just as much as ours",   1 << 20, 1 << 20,   0,        (1 << 20) - (16 << 10) },
        { "too little for fields",  1 << 20, 10000,     0,        10000 },
    };

    FOR_EACH_CASE(c, cases) {
        struct next_hop_address hops[]  = { { .name = STR("smtp:a") }, { .name = STR("smtp:b") } };
        struct config_route     route   = { .hops = hops, .hop_count = 2 };
        struct config           config  = { .routes = &route, .route_count = 1, .message_max_octets = c->configured };
        struct hop_healths     *healths = hop_healths_new(NULL, NULL);

        note(healths, hops[0].name, 0, 0, c->a);
        note(healths, hops[1].name, 0, 0, c->b);
        CHECK_EQ(offers_octets_max(&config, healths), c->want);
        hop_healths_free(healths);
    }
}
