#include "auth/dkim/rsa_der.h"

#include "base/arena.h"
#include "unit.h"

/* A key of 16 bits is no key, but has all of the structure. */
#define NUMBERS     "\x02\x03\x00\xd0\x8b\x02\x03\x01\x00\x01"
#define BARE        "\x30\x0a" NUMBERS
#define ALGORITHM   "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00"
#define INFO        "\x30\x1e" ALGORITHM "\x03\x0d\x00" BARE

TEST(rsa_der_parse)
{
    static const struct { const char *name; str der; bool want; } cases[] = {
        { "RSAPublicKey",                       STR_INIT(BARE),                                             true },
        { "SubjectPublicKeyInfo",               STR_INIT(INFO),                                             true },
        { "nothing",                            STR_INIT(""),                                               false },
        { "an octet behind",                    STR_INIT(BARE "\x00"),                                      false },
        { "an octet behind the info",           STR_INIT(INFO "\x00"),                                      false },
        { "a third number",                     STR_INIT("\x30\x0d" NUMBERS "\x02\x01\x01"),                false },
        { "one number only",                    STR_INIT("\x30\x05\x02\x03\x00\xd0\x8b"),                   false },
        { "another algorithm",
          STR_INIT("\x30\x1e\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a\x05\x00\x03\x0d\x00" BARE), false },
        { "bits left over in the bit string",
          STR_INIT("\x30\x1e" ALGORITHM "\x03\x0d\x01" BARE),                                               false },
        { "an empty bit string",                STR_INIT("\x30\x11" ALGORITHM "\x03\x00"),                  false },
        { "a negative modulus",                 STR_INIT("\x30\x09\x02\x02\xd0\x8b\x02\x03\x01\x00\x01"),   false },
        { "a modulus with needless zeros",      STR_INIT("\x30\x09\x02\x02\x00\x0b\x02\x03\x01\x00\x01"),   false },
        { "a modulus of zero",                  STR_INIT("\x30\x08\x02\x01\x00\x02\x03\x01\x00\x01"),       false },
        { "an empty modulus",                   STR_INIT("\x30\x07\x02\x00\x02\x03\x01\x00\x01"),           false },
        { "a length that is too long a form",   STR_INIT("\x30\x81\x0a" NUMBERS),                           false },
        { "a length with a leading zero",       STR_INIT("\x30\x82\x00\x0a" NUMBERS),                       false },
        { "an indefinite length",               STR_INIT("\x30\x80" NUMBERS "\x00\x00"),                    false },
        { "a length past the end",              STR_INIT("\x30\x0b" NUMBERS),                               false },
        { "a length of lengths past the end",   STR_INIT("\x30\x83\xff"),                                   false },
        { "a length of four octets",            STR_INIT("\x30\x84\xff\xff\xff\xff" NUMBERS),               false },
    };

    FOR_EACH_CASE(c, cases) {
        struct rsa_public key;
        bool              got = rsa_der_parse(c->der, &key);

        CHECK_EQ(got, c->want);
        if (got) {
            CHECK_STR(key.modulus, STR("\xd0\x8b"));
            CHECK_STR(key.exponent, STR("\x01\x00\x01"));
        }
    }
}

/* Cut and changed in every place, on the heap, where sanitizers see one octet too far; slices stay inside. */
TEST(rsa_der_stays_inside)
{
    const str whole = STR(INFO);

    for (size_t len = 0; len <= whole.len; len++)
        for (size_t at = 0; at < len; at++)
            for (unsigned flip = 0; flip < 8; flip++) {
                ARENA_SCOPE       arena = { 0 };
                char             *copy  = arena_octets(&arena, len);
                struct rsa_public key;

                memcpy(copy, whole.ptr, len);
                copy[at] ^= (char)(1 << flip);
                if (rsa_der_parse((str){ copy, len }, &key))
                    CHECK(key.modulus.len > 0 && key.modulus.ptr >= copy && key.exponent.len > 0 &&
                          key.exponent.ptr + key.exponent.len <= copy + len);
            }
}
