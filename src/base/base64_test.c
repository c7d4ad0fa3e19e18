#include "base/base64.h"

#include "unit.h"

TEST(base64_decode)
{
    static const struct { const char *name; str text, octets; bool strict; } cases[] = {
        { "nothing",                           STR_INIT(""),                STR_INIT(""),          true  },
        { "no padding",                        STR_INIT("QUJD"),            STR_INIT("ABC"),       true  },
        { "one =",                             STR_INIT("QUI="),            STR_INIT("AB"),        true  },
        { "two =",                             STR_INIT("QQ=="),            STR_INIT("A"),         true  },
        { "the whole of an octet",             STR_INIT("AP+/"),            STR_INIT("\0\xff\xbf"), true },
        { "folded between groups",             STR_INIT("QUJD\r\n\tQUJD"),  STR_INIT("ABCABC"),    true  },
        { "folded inside a group",             STR_INIT("QU \r\n JD QUI ="), STR_INIT("ABCAB"),    true  },
        { "padding is missing",                STR_INIT("QUJDQQ"),          STR_INIT("ABCA"),      false },
        { "too much padding",                  STR_INIT("QUJD="),           STR_INIT("ABC"),       false },
        { "a lone character",                  STR_INIT("QUJDQ"),           STR_INIT("ABC"),       false },
        { "bits left over",                    STR_INIT("QR=="),            STR_INIT("A"),         false },
        { "an octet outside of the alphabet",  STR_INIT("QU*JD"),           STR_INIT("ABC"),       false },
        { "8-bit octets",                      STR_INIT("QUJD\xc1\xff"),    STR_INIT("ABC"),       false },
        { "NUL",                               STR_INIT("QU\0JD"),          STR_INIT("ABC"),       false },
        { "text behind the padding",           STR_INIT("QQ==QUJD"),        STR_INIT("AABC"),      false },
        { "padding again and again",           STR_INIT("QQ=QQ=QUI=QQ"),    STR_INIT("AAABA"),     false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         octets;
        bool        clean;

        CHECK_EQ(base64_decode(&arena, c->text, &octets), c->strict);
        if (c->strict)
            CHECK_STR(octets, c->octets);
        octets = base64_decode_lenient(&arena, c->text, &clean);
        CHECK_EQ(clean, c->strict);
        CHECK_STR(octets, c->octets);
    }
}

TEST(base64_there_and_back)
{
    char octets[80];

    for (size_t len = 0; len <= sizeof octets; len++) {
        ARENA_SCOPE arena = { 0 };
        str         whole = { octets, len }, back;

        for (size_t i = 0; i < len; i++)
            octets[i] = (char)(i * 37 + len);
        str text = base64_encode(&arena, whole);

        CHECK_EQ(text.len, (len + 2) / 3 * 4);
        CHECK(base64_decode(&arena, text, &back));
        CHECK_STR(back, whole);
    }
}
