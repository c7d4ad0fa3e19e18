#include "base/eight.h"

#include "base/ascii.h"
#include "unit.h"

/* What a set should be: each octet asked by itself. */
static bool holds(uint64_t set, uint64_t eight, bool (*is_in)(char))
{
    for (unsigned i = 0; i < 8; i++) {
        bool member = (set >> (8 * i) & 0x80) != 0;

        if (member != is_in((char)(eight >> 8 * i & 0xff)) || (set >> (8 * i) & 0x7f) != 0)
            return false;
    }
    return true;
}

static bool is_x(char c) { return c == 'x'; }

/* Every octet, at every place, beside octets that could carry into it. */
TEST(eight_sets)
{
    static const unsigned char beside[] = { 0x00, 0x7f, 0x80, 0xff, 'a', 'Z' };

    for (unsigned octet = 0; octet < 256; octet++)
        for (unsigned place = 0; place < 8; place++)
            for (size_t i = 0; i < sizeof beside; i++) {
                uint64_t eight = EIGHT_TIMES(beside[i]) & ~((uint64_t)0xff << 8 * place);

                eight |= (uint64_t)octet << 8 * place;
                CHECK(holds(eight_digits(eight), eight, ascii_is_digit));
                CHECK(holds(eight_letters(eight), eight, ascii_is_alpha));
                CHECK(holds(eight_8bit(eight), eight, ascii_is_8bit));
                CHECK(holds(eight_equal(eight, 'x'), eight, is_x));
                for (unsigned k = 0; k < 8; k++)
                    CHECK_EQ(eight_lower(eight) >> 8 * k & 0xff, (unsigned char)ascii_lower((char)(eight >> 8 * k & 0xff)));
            }
}

TEST(eight_at)
{
    const str text = STR("abcdefghijk");

    for (size_t at = 0; at <= text.len; at++) {
        char   octets[8];
        size_t left = text.len - at < 8 ? text.len - at : 8;

        eight_store(octets, eight_at(text, at));
        CHECK_STR(((str){ octets, left }), str_slice(text, at, at + left));
        for (size_t i = left; i < 8; i++)
            CHECK_EQ(octets[i], 0);
    }
}

TEST(eight_before)
{
    static const struct { const char *name; const char octets[9]; size_t letters; } cases[] = {
        { "none of them",     "1abcdefg", 0 },
        { "some",             "abc.efgh", 3 },
        { "all but the last", "abcdefg1", 7 },
        { "all",              "abcdefgh", 8 },
    };

    FOR_EACH_CASE(c, cases) {
        uint64_t eight = eight_load(c->octets);

        CHECK_EQ(eight_before(~eight_letters(eight) & EIGHT_ALL), c->letters);
        for (size_t i = 0; i < 8; i++)
            CHECK_EQ(eight_first(eight, c->letters) >> 8 * i & 0xff, i < c->letters ? c->octets[i] : 0);
    }
}
