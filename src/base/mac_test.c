#include "base/mac.h"

#include "base/arena.h"
#include "unit.h"

static str hex(struct arena *arena, const uint8_t *octets)
{
    str text = { 0 };

    for (size_t i = 0; i < MAC_OCTETS; i++)
        text = arena_printf(arena, "%.*s%02x", STR_ARG(text), octets[i]);
    return text;
}

/* RFC 4231 §4.2 and §4.3; a shorter key is the same as one filled up with zeros. */
TEST(mac_make)
{
    static const struct { const char *name; str key, octets, mac; } cases[] = {
        { "test case 1", STR_INIT("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"), STR_INIT("Hi There"),
          STR_INIT("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7") },
        { "test case 2", STR_INIT("Jefe"), STR_INIT("what do ya want for nothing?"),
          STR_INIT("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        uint8_t     key[MAC_KEY_OCTETS] = { 0 }, mac[MAC_OCTETS], other[MAC_OCTETS];

        memcpy(key, c->key.ptr, c->key.len);
        mac_make(key, c->octets, mac);
        CHECK_STR(hex(&arena, mac), c->mac);
        memcpy(other, mac, sizeof other);
        CHECK(mac_equal(mac, other));
        other[MAC_OCTETS - 1] ^= 1;
        CHECK(!mac_equal(mac, other));
    }
}
