#include "gateway/limits.h"

#include <pthread.h>

#include "unit.h"

static const struct hash_key key = { 3, 4 };

static const struct client_limits of = {
    .connections    = 2,
    .rates          = { [RATE_CONNECTIONS] = { 100, 60000 }, [RATE_MESSAGES] = { 3, 60000 }, [RATE_RECIPIENTS] = { 0, 0 },
                        [RATE_ERRORS] = { 2, 60000 }, [RATE_UNKNOWN_RECIPIENTS] = { 2, 60000 } },
    .ipv6_prefix    = 64,
    .ipv4_network   = 24,
    .ipv6_network   = 48,
    .network_factor = 2,
};

static struct ip address(const char *text)
{
    struct ip ip;

    ASSERT(ip_parse(str_of(text), &ip));
    return ip;
}

TEST(limits_connect)
{
    static const struct { const char *name, *client; bool want; } cases[] = {
        { "the first",                                   "192.0.2.1",            true  },
        { "the second",                                  "192.0.2.1",            true  },
        { "a third of one address",                      "192.0.2.1",            false },
        { "a neighbour",                                 "192.0.2.2",            true  },
        { "the network's fourth",                        "192.0.2.2",            true  },
        { "the network is full, the address is not",     "192.0.2.3",            false },
        { "another network",                             "192.0.3.1",            true  },
        { "IPv6",                                        "2001:db8::1",          true  },
        { "another address of the same /64",             "2001:db8::ffff:1:2:3", true  },
        { "and a third",                                 "2001:db8::3",          false },
        { "another /64",                                 "2001:db8:0:1::1",      true  },
    };
    struct limits      *limits = limits_new(1024, &key);
    struct limits_grant grants[ARRAY_LEN(cases)];
    size_t              at = 0;

    FOR_EACH_CASE(c, cases) {
        struct ip client = address(c->client);

        CHECK_EQ(limits_connect(limits, &of, &client, 1000, &grants[at++]), c->want);
    }
    CHECK_EQ(limits_count(limits).refused_at_once, 3);
    for (size_t i = 0; i < at; i++)
        limits_disconnect(limits, &grants[i]);

    struct ip           again = address("192.0.2.3");
    struct limits_grant grant;

    CHECK(limits_connect(limits, &of, &again, 1000, &grant));    /* all was given back, also by those refused half-way */
    limits_disconnect(limits, &grant);
    limits_disconnect(limits, &grant);                           /* a second time gives nothing more */
    limits_free(limits);
}

TEST(limits_of_rates)
{
    struct limits *limits = limits_new(1024, &key);
    struct ip      a = address("192.0.2.1"), b = address("192.0.2.2"), c = address("192.0.2.3");

    for (int i = 0; i < 3; i++)
        CHECK(limits_take(limits, &of, &a, RATE_MESSAGES, 0));
    CHECK(!limits_take(limits, &of, &a, RATE_MESSAGES, 0));
    for (int i = 0; i < 3; i++)
        CHECK(limits_take(limits, &of, &b, RATE_MESSAGES, 0));
    CHECK(!limits_take(limits, &of, &c, RATE_MESSAGES, 0));     /* its network has had six */
    for (int i = 0; i < 100; i++)
        CHECK(limits_take(limits, &of, &a, RATE_RECIPIENTS, 0));
    CHECK_EQ(limits_count(limits).refused[RATE_MESSAGES], 2);
    limits_free(limits);
}

TEST(limits_of_errors)
{
    struct limits      *limits = limits_new(1024, &key);
    struct ip           a = address("192.0.2.1"), b = address("192.0.2.2");
    struct limits_grant grant;

    limits_note(limits, &of, &a, RATE_ERRORS, 0);
    CHECK(limits_connect(limits, &of, &a, 0, &grant));
    limits_disconnect(limits, &grant);
    limits_note(limits, &of, &a, RATE_ERRORS, 0);
    CHECK(!limits_connect(limits, &of, &a, 0, &grant));
    CHECK(limits_connect(limits, &of, &b, 0, &grant));
    limits_disconnect(limits, &grant);
    CHECK(limits_connect(limits, &of, &a, 31000, &grant));      /* one error is forgiven after half a minute */
    limits_disconnect(limits, &grant);
    limits_note(limits, &of, &b, RATE_UNKNOWN_RECIPIENTS, 0);
    CHECK(!limits_is_spent(limits, &of, &b, RATE_UNKNOWN_RECIPIENTS, 0));
    limits_note(limits, &of, &b, RATE_UNKNOWN_RECIPIENTS, 0);
    CHECK(limits_is_spent(limits, &of, &b, RATE_UNKNOWN_RECIPIENTS, 0));
    limits_free(limits);
}

TEST(limits_receive)
{
    static const struct { const char *name, *client; size_t octets, max; bool want; } cases[] = {
        { "the first",                               "192.0.2.1",            100, 200, true  },
        { "more of one address",                     "192.0.2.1",            101, 200, false },
        { "a neighbour",                             "192.0.2.2",            100, 200, true  },
        { "the network has all, the address not",    "192.0.2.3",            1,   200, false },
        { "another network",                         "192.0.3.1",            200, 200, true  },
        { "IPv6",                                    "2001:db8::1",          150, 200, true  },
        { "another address of the same /64",         "2001:db8::ffff:1:2:3", 51,  200, false },
        { "another /64 of the same /48",             "2001:db8:0:1::1",      51,  200, false },
        { "another /48",                             "2001:db8:1::1",        51,  200, true  },
    };
    struct limits      *limits = limits_new(1024, &key);
    struct limits_share shares[ARRAY_LEN(cases)] = { 0 };
    struct ip           a = address("192.0.2.1"), c = address("192.0.2.77"), far = address("198.51.100.1");
    size_t              at = 0;

    FOR_EACH_CASE(one, cases) {
        struct ip client = address(one->client);

        CHECK_EQ(limits_receive(limits, &of, &client, one->octets, one->max, 0, &shares[at++]), one->want);
    }
    CHECK(limits_share_is_spent(limits, &of, &a, 100) && !limits_share_is_spent(limits, &of, &a, 300));
    CHECK(limits_share_is_spent(limits, &of, &c, 200));         /* by its network */
    CHECK(!limits_share_is_spent(limits, &of, &far, 1));
    for (size_t i = 0; i < at; i++)
        limits_give_back(limits, &shares[i]);
    limits_give_back(limits, &shares[0]);                       /* a second time gives nothing more */

    struct limits_share share = { 0 };

    CHECK(limits_receive(limits, &of, &c, 200, 200, 0, &share));        /* all was given back, also by those refused half-way */
    CHECK(!limits_receive(limits, &of, &c, 1, 200, 0, &share));
    limits_give_back(limits, &share);
    CHECK(!limits_share_is_spent(limits, &of, &c, 1));
    limits_free(limits);
}

static void *connect_often(void *argument)
{
    struct limits *limits = argument;
    struct ip      client = address("198.51.100.1");
    struct client_limits free_rate = of;

    free_rate.rates[RATE_CONNECTIONS].count = 0;
    for (int i = 0; i < 20000; i++) {
        struct limits_grant grant;

        if (limits_connect(limits, &free_rate, &client, i, &grant))
            limits_disconnect(limits, &grant);
    }
    return NULL;
}

/* Four workers at once: what is counted is given back to the last one. */
TEST(limits_are_shared)
{
    struct limits      *limits = limits_new(1024, &key);
    struct ip           client = address("198.51.100.1");
    struct limits_grant grants[2];
    pthread_t           threads[4];

    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, connect_often, limits), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    CHECK(limits_connect(limits, &of, &client, 0, &grants[0]) && limits_connect(limits, &of, &client, 0, &grants[1]));
    limits_disconnect(limits, &grants[0]);
    limits_disconnect(limits, &grants[1]);
    limits_free(limits);
}
