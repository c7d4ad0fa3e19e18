#include "smtp/xtext.h"

#include "unit.h"

TEST(xtext_decode)
{
    static const struct { const char *name; str text; bool ok; str want; } cases[] = {
        { "nothing",               STR_INIT(""),              true,  STR_INIT("") },
        { "nothing to decode",     STR_INIT("mail.example"),  true,  STR_INIT("mail.example") },
        { "a plus and an equals",  STR_INIT("a+2Bb+3D"),      true,  STR_INIT("a+b=") },
        { "any octet",             STR_INIT("+00+0D+FF"),     true,  STR_INIT("\0\r\xff") },
        { "small digits",          STR_INIT("+2b"),           false, STR_INIT("") },
        { "one digit",             STR_INIT("a+2"),           false, STR_INIT("") },
        { "no digits",             STR_INIT("a+"),            false, STR_INIT("") },
        { "an equals sign",        STR_INIT("a=b"),           false, STR_INIT("") },
        { "a blank",               STR_INIT("a b"),           false, STR_INIT("") },
        { "an octet above 127",    STR_INIT("\xc3\xbc"),      false, STR_INIT("") },
        { "a control octet",       STR_INIT("a\tb"),          false, STR_INIT("") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         out   = { 0 };

        CHECK_EQ(xtext_decode(&arena, c->text, &out), c->ok);
        if (c->ok)
            CHECK_STR(out, c->want);
    }
}
