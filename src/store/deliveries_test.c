#include "store/deliveries.h"

#include <stdio.h>

#include "store/scratch_test.h"
#include "unit.h"

enum { NOW = 1000000, HOUR = 3600 };

static struct digests digests;

static struct delivery_key key(const char *sender, const char *recipient, const char *octets)
{
    struct delivery_key k;

    if (digests.algorithms[DIGEST_SHA256] == NULL)
        ASSERT(digests_open(&digests));
    delivery_key_envelope(&k, &digests, str_of(sender), str_of(recipient), strlen(octets));
    delivery_key_content(&k, &digests, str_of(octets));
    return k;
}

static struct id id(const char *text)
{
    struct id out = { 0 };

    ASSERT(str_to_cstr(str_of(text), out.text, sizeof out.text));
    return out;
}

static struct deliveries *open_table(const char *file, size_t max, unix_seconds now)
{
    ARENA_SCOPE        arena = { 0 };
    str                error = { 0 };
    struct deliveries *d     = deliveries_open(file, max, HOUR, now, &arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(d != NULL);
    return d;
}

static enum delivery_state state(struct deliveries *d, struct delivery_key k, unix_seconds now, const char *by)
{
    struct id           found = { 0 };
    enum delivery_state s     = deliveries_find(d, &k, now, &found);

    if (s == DELIVERY_DONE)
        CHECK_CSTR(str_of(found.text), by);
    return s;
}

TEST(delivery_keys_differ)
{
    struct delivery_key a = key("s@a.example", "r@b.example", "octets");
    static const struct { const char *name, *sender, *recipient, *octets; bool same_envelope, same_content; } cases[] = {
        { "the same",               "s@a.example",  "r@b.example",  "octets",  true,  true  },
        { "another sender",         "t@a.example",  "r@b.example",  "octets",  false, true  },
        { "another recipient",      "s@a.example",  "q@b.example",  "octets",  false, true  },
        { "a border that has moved", "s@a.exampler", "@b.example",  "octets",  false, true  },
        { "other octets",           "s@a.example",  "r@b.example",  "octetz",  true,  false },
        { "more octets",            "s@a.example",  "r@b.example",  "octets.", false, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct delivery_key b = key(c->sender, c->recipient, c->octets);

        CHECK_EQ(memcmp(a.envelope, b.envelope, sizeof a.envelope) == 0, c->same_envelope);
        CHECK_EQ(memcmp(a.content, b.content, sizeof a.content) == 0, c->same_content);
    }
}

TEST(deliveries_survive)
{
    ARENA_SCOPE         arena   = { 0 };
    SCRATCH_SCOPE       scratch = scratch_open();
    const char         *file    = scratch_file(&arena, &scratch, "deliveries.db");
    struct deliveries  *d       = open_table(file, 10, NOW);
    struct delivery_key synced = key("a", "b", "one"), noted = key("a", "b", "two"), other = key("a", "b", "six");
    struct id           one = id("ONE"), two = id("TWO");

    CHECK(deliveries_is_empty(d));
    CHECK(deliveries_note(d, &synced, 1, &one, NOW, NOW + HOUR));
    CHECK(!deliveries_is_empty(d));
    CHECK_EQ(state(d, synced, NOW, "ONE"), DELIVERY_DONE);              /* at once */
    CHECK(deliveries_know_envelope(d, &other));                          /* it is as long */
    CHECK_EQ(state(d, other, NOW, ""), DELIVERY_UNKNOWN);
    CHECK(deliveries_sync(d, NOW));
    CHECK(deliveries_note(d, &noted, 1, &two, NOW, NOW + HOUR));
    CHECK(!deliveries_note(d, &noted, 1, &two, NOW, NOW + HOUR));       /* a sync is under way already */
    deliveries_close(d);                                                 /* as by kill -9: not synced */

    d = open_table(file, 10, NOW);
    CHECK_EQ(state(d, synced, NOW, "ONE"), DELIVERY_DONE);
    CHECK_EQ(state(d, noted, NOW, ""), DELIVERY_UNKNOWN);
    CHECK_EQ(state(d, synced, NOW + HOUR, ""), DELIVERY_UNKNOWN);       /* it has expired */
    CHECK(deliveries_is_empty(d));
    deliveries_close(d);
}

TEST(deliveries_in_flight)
{
    ARENA_SCOPE         arena   = { 0 };
    SCRATCH_SCOPE       scratch = scratch_open();
    struct deliveries  *d       = open_table(scratch_file(&arena, &scratch, "deliveries.db"), 10, NOW);
    struct delivery_key keys[]  = { key("a", "b", "one"), key("a", "c", "one"), key("a", "b", "one") };     /* one stands twice */
    struct id           one     = id("ONE");

    deliveries_begin(d, keys, 3);
    CHECK_EQ(state(d, keys[0], NOW, ""), DELIVERY_IN_FLIGHT);
    CHECK_EQ(state(d, keys[1], NOW, ""), DELIVERY_IN_FLIGHT);
    deliveries_end(d, keys, 3);
    CHECK(deliveries_is_empty(d));
    deliveries_begin(d, keys, 3);
    CHECK(deliveries_note(d, keys, 1, &one, NOW, NOW + HOUR));          /* to the first it is done, to the second it failed */
    deliveries_end(d, keys, 3);
    CHECK_EQ(state(d, keys[0], NOW, "ONE"), DELIVERY_DONE);
    CHECK_EQ(state(d, keys[1], NOW, ""), DELIVERY_UNKNOWN);
    CHECK(deliveries_sync(d, NOW));
    deliveries_close(d);
}

TEST(deliveries_are_bounded)
{
    ARENA_SCOPE        arena   = { 0 };
    SCRATCH_SCOPE      scratch = scratch_open();
    const char        *file    = scratch_file(&arena, &scratch, "deliveries.db");
    struct deliveries *d       = open_table(file, 5, NOW);
    struct id          by      = id("X");
    char               octets[16];

    for (int i = 0; i < 40; i++) {
        snprintf(octets, sizeof octets, "m%05d", i);
        struct delivery_key k = key("a", "b", octets);

        (void)deliveries_note(d, &k, 1, &by, NOW + i, NOW + i + HOUR);
        if (i % 3 == 0)
            CHECK(deliveries_sync(d, NOW + i));
    }
    CHECK_EQ(deliveries_count(d), 5);
    CHECK(deliveries_sync(d, NOW + 40));
    deliveries_close(d);

    d = open_table(file, 5, NOW + 40);
    CHECK_EQ(deliveries_count(d), 5);
    CHECK_EQ(state(d, key("a", "b", "m00039"), NOW + 40, "X"), DELIVERY_DONE);
    CHECK_EQ(state(d, key("a", "b", "m00034"), NOW + 40, ""), DELIVERY_UNKNOWN);
    deliveries_close(d);

    /* A clock that was set back for long: nothing is remembered for more than an hour from now. */
    d = open_table(file, 5, NOW - 100 * HOUR);
    CHECK_EQ(state(d, key("a", "b", "m00039"), NOW - 100 * HOUR, "X"), DELIVERY_DONE);
    CHECK_EQ(state(d, key("a", "b", "m00039"), NOW - 98 * HOUR, ""), DELIVERY_UNKNOWN);
    deliveries_close(d);
}

TEST(deliveries_file_of_no_use)
{
    ARENA_SCOPE   arena   = { 0 };
    SCRATCH_SCOPE scratch = scratch_open();
    const char   *file    = scratch_file(&arena, &scratch, "deliveries.db");
    str           error   = { 0 };

    scratch_write(file, STR("this is no database, but a text of some length that stands where one should be"));
    CHECK(deliveries_open(file, 5, HOUR, NOW, &arena, &error) == NULL);
    CHECK(str_find(error, STR("table of deliveries")) != STR_NOT_FOUND);
}
