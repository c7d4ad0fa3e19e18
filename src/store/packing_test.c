#include "store/packing.h"

#include "unit.h"

static const str phrases = STR_INIT("{\"reason\":\"signature-verified\",\"reason_text\":\"The signature verifies.\"},\"auth\":");

TEST(packing_gives_back_what_it_packed)
{
    static const struct { const char *name; str text; size_t at_most; } cases[] = {
        { "nothing",                     STR_INIT(""),                                           1 },
        { "less than can be copied",     STR_INIT("abc"),                                        5 },
        { "what stands nowhere",         STR_INIT("what does not repeat itself?"),               30 },
        { "all octets",                  STR_INIT("\0\xff\0\xfe{\"reason\":\"signature-verified\"\0"), 15 },
        { "a phrase",                    STR_INIT("\"reason_text\":\"The signature verifies.\""), 12 },
        { "all of the phrases",
          STR_INIT("{\"reason\":\"signature-verified\",\"reason_text\":\"The signature verifies.\"},\"auth\":"), 12 },
        { "a phrase, something else in it, and on",
          STR_INIT("{\"reason\":\"SIGNATURE-verified\",\"reason_text\":\"The SIGNATURE verifies.\"},\"auth\":"), 40 },
        { "one octet again and again",   STR_INIT("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"), 16 },
        { "itself, farther on",          STR_INIT("someone@far.example, 1; someone@far.example, 2; someone@far.example, 3"), 48 },
    };
    struct packing *packing = packing_open(phrases);

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena  = { 0 };
        BUF_SCOPE   packed = { 0 };
        str         back;

        packing_pack(packing, &packed, c->text);
        if (CHECK(packing_unpack(phrases, buf_str(&packed), &arena, &back)))
            CHECK_STR(back, c->text);
        CHECK(buf_len(&packed) <= c->at_most);
    }
    packing_close(packing);
}

TEST(packing_unpack_refuses)
{
    static const struct { const char *name; str packed; } cases[] = {
        { "nothing",                             STR_INIT("") },
        { "a length that does not end",          STR_INIT("\xff\xff") },
        { "a length that nobody packs",          STR_INIT("\xff\xff\xff\xff\x0f") },
        { "a number that is too long",           STR_INIT("\x80\x80\x80\x80\x80\x80\x01") },
        { "no text",                             STR_INIT("\x04") },
        { "fewer literals than said",            STR_INIT("\x04\x04zzz") },
        { "more literals than text",             STR_INIT("\x02\x03zzz") },
        { "no copy",                             STR_INIT("\x08\x01z") },
        { "half a copy",                         STR_INIT("\x08\x01z\x01") },
        { "a copy that is longer than the text", STR_INIT("\x07\x01z\x01\x00") },
        { "a copy from before everything",       STR_INIT("\x07\x01z\x00\x7f") },
        { "a copy from what is not there yet",   STR_INIT("\x07\x01z\x00\xff\x7f") },
        { "octets behind the end",               STR_INIT("\x01\x01zz") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         text;

        CHECK(!packing_unpack(phrases, c->packed, &arena, &text));
    }
}

/* A copy out of the phrases ends with them, though the text follows them in the count of places. */
TEST(packing_unpack_ends_with_the_phrases)
{
    ARENA_SCOPE arena = { 0 };
    str         text;

    CHECK(packing_unpack(STR("0123456789"), STR("\x06\x00\x00\x08"), &arena, &text));      /* from 4 on: up to the last */
    CHECK_STR(text, STR("456789"));
    CHECK(!packing_unpack(STR("0123456789"), STR("\x06\x00\x00\x0a"), &arena, &text));
}
