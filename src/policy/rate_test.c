#include "policy/rate.h"

#include "unit.h"

static const struct hash_key key = { 1, 2 };

static struct ip_network client(const char *text)
{
    struct ip_network network;

    ASSERT(ip_network_parse(str_of(text), &network));
    return network;
}

TEST(rate_take)
{
    static const struct rate_limit limit = { 3, 60000 };        /* one comes back every 20 s */
    static const struct { const char *name; const char *client; int64_t at_ms; uint32_t amount; enum rate_outcome want; } cases[] = {
        { "the first",                       "192.0.2.1",        0,      1, RATE_OK },
        { "the second",                      "192.0.2.1",        10,     1, RATE_OK },
        { "the third",                       "192.0.2.1",        20,     1, RATE_OK },
        { "one too many",                    "192.0.2.1",        30,     1, RATE_EXCEEDED },
        { "a neighbour is not concerned",    "192.0.2.2",        30,     3, RATE_OK },
        { "still too early",                 "192.0.2.1",        19000,  1, RATE_EXCEEDED },
        { "one has come back",               "192.0.2.1",        20100,  1, RATE_OK },
        { "and no more",                     "192.0.2.1",        20200,  1, RATE_EXCEEDED },
        { "two are more than there are",     "192.0.2.1",        45000,  2, RATE_EXCEEDED },
        { "and cost nothing when refused",   "192.0.2.1",        45000,  1, RATE_OK },
        { "all after the whole period",      "192.0.2.1",        200000, 3, RATE_OK },
        { "never more than all",             "192.0.2.1",        900000, 4, RATE_EXCEEDED },
        { "a network is another client",     "192.0.2.0/24",     200000, 3, RATE_OK },
        { "IPv6",                            "2001:db8::/64",    200000, 3, RATE_OK },
        { "the same /64",                    "2001:db8::/64",    200001, 1, RATE_EXCEEDED },
    };
    struct rate_table *table = rate_table_new(1024, &key);

    FOR_EACH_CASE(c, cases) {
        struct ip_network who = client(c->client);

        CHECK_EQ(rate_take(table, &who, RATE_MESSAGES, &limit, c->amount, c->at_ms), c->want);
    }
    rate_table_free(table);
}

TEST(rate_kinds_are_counted_apart)
{
    static const struct rate_limit limit = { 1, 1000 }, none = { 0, 1000 };
    struct rate_table *table = rate_table_new(64, &key);
    struct ip_network  who   = client("192.0.2.1");

    CHECK_EQ(rate_take(table, &who, RATE_MESSAGES, &limit, 1, 0), RATE_OK);
    CHECK_EQ(rate_take(table, &who, RATE_MESSAGES, &limit, 1, 0), RATE_EXCEEDED);
    CHECK_EQ(rate_take(table, &who, RATE_RECIPIENTS, &limit, 1, 0), RATE_OK);
    for (int i = 0; i < 1000; i++)
        CHECK_EQ(rate_take(table, &who, RATE_CONNECTIONS, &none, 1, 0), RATE_OK);
    rate_table_free(table);
}

TEST(rate_note)
{
    static const struct rate_limit limit = { 3, 60000 };
    struct rate_table *table = rate_table_new(64, &key);
    struct ip_network  who   = client("192.0.2.1");

    CHECK(!rate_is_spent(table, &who, RATE_ERRORS, &limit, 0));
    for (int i = 0; i < 1000; i++)
        rate_note(table, &who, RATE_ERRORS, &limit, 0);
    CHECK(rate_is_spent(table, &who, RATE_ERRORS, &limit, 19000));
    CHECK(!rate_is_spent(table, &who, RATE_ERRORS, &limit, 20001));     /* a debt does not grow past the period */
    rate_table_free(table);
}

TEST(rate_open)
{
    struct rate_table *table = rate_table_new(64, &key);
    struct ip_network  who   = client("192.0.2.1"), other = client("192.0.2.2");

    CHECK_EQ(rate_open(table, &who, 2, 0), RATE_OK);
    CHECK_EQ(rate_open(table, &who, 2, 0), RATE_OK);
    CHECK_EQ(rate_open(table, &who, 2, 0), RATE_EXCEEDED);
    CHECK_EQ(rate_open(table, &other, 2, 0), RATE_OK);
    rate_close(table, &who);
    CHECK_EQ(rate_open(table, &who, 2, 0), RATE_OK);
    rate_table_free(table);
}

TEST(rate_hold)
{
    static const struct { const char *name; const char *client; uint64_t octets, max; enum rate_outcome want; } cases[] = {
        { "the first octets",               "192.0.2.1",     100, 300, RATE_OK       },
        { "up to all there are",            "192.0.2.1",     200, 300, RATE_OK       },
        { "one too many",                   "192.0.2.1",     1,   300, RATE_EXCEEDED },
        { "what was refused is not kept",   "192.0.2.1",     5,   305, RATE_OK       },
        { "the room has shrunk meanwhile",  "192.0.2.1",     1,   50,  RATE_EXCEEDED },
        { "a neighbour",                    "192.0.2.2",     300, 300, RATE_OK       },
        { "a network is another client",    "192.0.2.0/24",  300, 300, RATE_OK       },
    };
    struct rate_table *table = rate_table_new(64, &key);
    struct ip_network  who   = client("192.0.2.1");

    FOR_EACH_CASE(c, cases) {
        struct ip_network from = client(c->client);

        CHECK_EQ(rate_hold(table, &from, c->octets, c->max, 0), c->want);
    }
    CHECK_EQ(rate_held(table, &who), 305);
    rate_give_back(table, &who, 105);
    CHECK_EQ(rate_held(table, &who), 200);
    rate_give_back(table, &who, 200);
    CHECK_EQ(rate_hold(table, &who, 300, 300, 0), RATE_OK);
    rate_table_free(table);
}

/* Whoever is being received from is not forgotten: what is given back must be there. */
TEST(rate_held_is_kept_in_a_full_table)
{
    static const struct rate_limit limit = { 1, 3600000 };
    struct rate_table *table = rate_table_new(8, &key);
    struct ip_network  who   = client("192.0.2.1");

    CHECK_EQ(rate_hold(table, &who, 10, 10, 0), RATE_OK);
    for (unsigned i = 0; i < 1000; i++) {
        struct ip_network stranger = { { IP_V4, { 10, 0, (uint8_t)(i >> 8), (uint8_t)i } }, 32 };

        CHECK_EQ(rate_take(table, &stranger, RATE_MESSAGES, &limit, 1, 0), RATE_OK);
    }
    CHECK_EQ(rate_held(table, &who), 10);
    rate_give_back(table, &who, 10);
    rate_table_free(table);
}

/* A table for eight clients meets thousands: none is refused for want of room, connections that are open are never
 * forgotten, and what was lost is counted. */
TEST(rate_table_is_full)
{
    static const struct rate_limit limit = { 1, 3600000 };
    struct rate_table *table = rate_table_new(8, &key);
    struct ip_network  who   = client("192.0.2.1");

    CHECK_EQ(rate_open(table, &who, 1, 0), RATE_OK);
    for (unsigned i = 0; i < 5000; i++) {
        struct ip_network stranger = { { IP_V4, { 10, 0, (uint8_t)(i >> 8), (uint8_t)i } }, 32 };

        CHECK_EQ(rate_take(table, &stranger, RATE_MESSAGES, &limit, 1, 0), RATE_OK);
    }
    CHECK_EQ(rate_count(table).forgotten, 5000 - 7);
    CHECK_EQ(rate_open(table, &who, 1, 0), RATE_EXCEEDED);
    for (uint8_t i = 2; i < 9; i++)
        CHECK_EQ(rate_open(table, &(struct ip_network){ { IP_V4, { 192, 0, 2, i } }, 32 }, 1, 0), RATE_OK);
    CHECK_EQ(rate_open(table, &(struct ip_network){ { IP_V4, { 192, 0, 2, 9 } }, 32 }, 1, 0), RATE_UNTRACKED);
    CHECK_EQ(rate_take(table, &(struct ip_network){ { IP_V4, { 192, 0, 2, 9 } }, 32 }, RATE_MESSAGES, &limit, 1, 0), RATE_UNTRACKED);
    CHECK_EQ(rate_count(table).untracked, 2);
    rate_table_free(table);
}
