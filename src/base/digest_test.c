#include "base/digest.h"

#include "unit.h"

/* Two texts that begin alike: the copy goes its own way, and so does what it was copied from. */
TEST(digest_copy)
{
    struct digests digests;
    struct digest  first = { 0 }, second = { 0 }, whole = { 0 };
    uint8_t        a[DIGEST_MAX_OCTETS], b[DIGEST_MAX_OCTETS];

    if (!CHECK(digests_open(&digests)))
        return;
    digest_init(&first, &digests, DIGEST_SHA256);
    digest_update(&first, STR("a common beginning, "));
    digest_copy(&second, &first);
    digest_update(&second, STR("and an end"));
    digest_update(&first, STR("and another end"));
    digest_init(&whole, &digests, DIGEST_SHA256);
    digest_update(&whole, STR("a common beginning, and an end"));
    CHECK_EQ(digest_final(&second, a), 32);
    CHECK_EQ(digest_final(&whole, b), 32);
    CHECK(memcmp(a, b, sizeof a) == 0);
    digest_init(&whole, &digests, DIGEST_SHA256);
    digest_update(&whole, STR("a common beginning, and another end"));
    (void)digest_final(&first, a);
    (void)digest_final(&whole, b);
    CHECK(memcmp(a, b, sizeof a) == 0);
    digest_free(&first);
    digest_free(&second);
    digest_free(&whole);
    digests_close(&digests);
}
