#include "gateway/hop_health.h"

#include "base/buf.h"
#include "unit.h"

static void note_change(void *owner, str name, enum hop_change change, const char *why, str said)
{
    static const char *const words[] = { [HOP_WENT_DOWN] = "down", [HOP_CAME_UP] = "up", [HOP_REFUSES_US] = "refuses us", [HOP_SERVES_US] = "serves us" };
    struct buf *story = owner;

    buf_printf(story, "%.*s %s %s (%.*s)\n", STR_ARG(name), words[change], why == NULL ? "" : why, STR_ARG(said));
}

TEST(hop_health)
{
    BUF_SCOPE           story = { 0 };
    struct hop_healths *table = hop_healths_new(note_change, &story);
    struct hop_health  *a = hop_health_of(table, STR("smtp:192.0.2.1:25")), *b = hop_health_of(table, STR("smtp:192.0.2.2:25"));

    CHECK(a != b);
    CHECK(hop_health_of(table, STR("smtp:192.0.2.1:25")) == a);
    CHECK(hop_health_may_try(a, 0));
    hop_health_succeeded(a);
    hop_health_failed(a, 100, 8000, "refused", STR(""));
    hop_health_failed(a, 101, 8000, "refused", STR(""));         /* the same moment, another request */
    CHECK(!hop_health_is_up(a));
    CHECK(hop_health_is_up(b));
    CHECK(!hop_health_may_try(a, 1099));
    CHECK(hop_health_may_try(a, 1100));                 /* one finds out */
    CHECK(!hop_health_may_try(a, 1100));
    hop_health_failed(a, 1200, 8000, "refused", STR(""));        /* two seconds now */
    CHECK(!hop_health_may_try(a, 3199));
    CHECK(hop_health_may_try(a, 3200));
    CHECK(!hop_health_may_try(a, 3200 + HOP_CLAIM_MS - 1));
    CHECK(hop_health_may_try(a, 3200 + HOP_CLAIM_MS));  /* who was to find out has given up */
    hop_health_succeeded(a);
    CHECK(hop_health_is_up(a));
    hop_health_failed(a, 50000, 8000, "reset", STR("554 5.7.1 go away"));         /* begins anew */
    CHECK(hop_health_may_try(a, 51000));
    CHECK_CSTR(buf_str(&story), "smtp:192.0.2.1:25 down refused ()\nsmtp:192.0.2.1:25 up  ()\n"
                                 "smtp:192.0.2.1:25 down reset (554 5.7.1 go away)\n");
    hop_healths_free(table);
}

TEST(hop_health_welcome)
{
    BUF_SCOPE           story = { 0 };
    struct hop_healths *table = hop_healths_new(note_change, &story);
    struct hop_health  *a     = hop_health_of(table, STR("a"));
    int64_t             over  = 5000 + HOP_UNWELCOME_MS;

    hop_health_note_welcome(a, true, 0, STR(""));
    CHECK_CSTR(buf_str(&story), "");
    hop_health_note_welcome(a, false, 1000, STR("530 5.7.0 TLS first"));
    hop_health_note_welcome(a, false, 5000, STR("530 5.7.0 TLS first"));
    hop_health_note_welcome(a, true, over - 1, STR(""));        /* one that is answered, between others that are not */
    CHECK_CSTR(buf_str(&story), "a refuses us it refuses us, whoever the recipient is (530 5.7.0 TLS first)\n");
    CHECK(hop_health_is_up(a));
    buf_clear(&story);
    hop_health_note_welcome(a, true, over, STR(""));
    hop_health_note_welcome(a, true, over, STR(""));
    CHECK_CSTR(buf_str(&story), "a serves us  ()\n");
    hop_healths_free(table);
}

TEST(hop_health_counts_for_all_workers)
{
    struct hop_healths *table = hop_healths_new(NULL, NULL);
    struct hop_health  *a     = hop_health_of(table, STR("a")), *again = hop_health_of(table, STR("a"));

    hop_health_connects(a);
    CHECK(!hop_health_is_only_full(a, 1000, 1000));             /* this one is all that there is */
    hop_health_connects(again);
    CHECK(hop_health_is_only_full(a, 1000, 1000));
    CHECK(hop_health_is_only_full(a, 1000, 1000 + HOP_FULL_MAX_MS - 1));
    CHECK(!hop_health_is_only_full(a, 1000, 1000 + HOP_FULL_MAX_MS));   /* the other one is silent */
    hop_health_answered(again, 50000);
    CHECK(hop_health_is_only_full(a, 1000, 1000 + HOP_FULL_MAX_MS));
    CHECK(!hop_health_is_only_full(a, 1000, 50000 + HOP_FULL_MAX_MS));
    hop_health_disconnects(a);
    CHECK(!hop_health_is_only_full(a, 50000, 50000));
    hop_health_note_full(a, true);
    CHECK_EQ(hop_health_full_for(again), 1);
    hop_health_note_full(a, false);
    CHECK_EQ(hop_health_full_for(again), 0);
    hop_healths_free(table);
}

TEST(hop_health_pause_is_bounded)
{
    struct hop_healths *table = hop_healths_new(NULL, NULL);
    struct hop_health  *a     = hop_health_of(table, STR("a"));
    int64_t             now   = 0;

    for (int i = 0; i < 70; i++) {
        hop_health_failed(a, now, 5000, "refused", STR(""));
        CHECK(!hop_health_may_try(a, now + HOP_RETRY_FIRST_MS - 1));
        now += 5000;
        CHECK(hop_health_may_try(a, now));
    }
    hop_healths_free(table);
}
