#include "mail/uuencode.h"

#include "base/buf.h"

#include "unit.h"

TEST(uuencode_next)
{
    static const struct { const char *name, *text, *file; str head; size_t octets; } cases[] = {
        { "a file",                          "Hello\nbegin 644 cat.txt\n#0V%T\n`\nend\n", "cat.txt",  STR_INIT("Cat"),     3 },
        { "with CRLF",                       "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "cat.txt", STR_INIT("Cat"),     3 },
        { "four digits, a name with a blank", "begin 0644 my cat.txt\n#0V%T\n",           "my cat.txt", STR_INIT("Cat"),   3 },
        { "two lines",                       "begin 644 a\n#0V%T\n#0V%T\n`\n",            "a",        STR_INIT("CatCat"),  6 },
        { "blanks at the end were lost",     "begin 644 a\n$0V%T\n",                      "a",        STR_INIT("Cat\0"),   4 },
        { "behind a sentence",               "begin 100 days ago\nbegin 644 a\n#0V%T\n",  "a",        STR_INIT("Cat"),     3 },
        { "a sentence",                      "begin 644 of them\nand so on, with words\n", NULL,      STR_INIT(""),        0 },
        { "not at the start of a line",      "> begin 644 a\n#0V%T\n",                    NULL,       STR_INIT(""),        0 },
        { "no name",                         "begin 644 \n#0V%T\n",                       NULL,       STR_INIT(""),        0 },
        { "no mode",                         "begin a b\n#0V%T\n",                        NULL,       STR_INIT(""),        0 },
        { "nothing",                         "",                                          NULL,       STR_INIT(""),        0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE      arena = { 0 };
        struct uuencoded file  = { 0 };
        str              text  = str_of(c->text);

        CHECK_EQ(uuencode_next(&text, &arena, &file), c->file != NULL);
        if (c->file == NULL)
            continue;
        CHECK_CSTR(file.name, c->file);
        CHECK_STR(file.head, c->head);
        CHECK_STR(uuencode_decode(&arena, &file), c->head);
        CHECK_EQ(file.octets, c->octets);
        CHECK(!uuencode_next(&text, &arena, &file));
    }
}

TEST(uuencode_decode)
{
    ARENA_SCOPE      arena = { 0 };
    BUF_SCOPE        text  = { 0 };
    struct uuencoded file;

    buf_add(&text, STR("begin 644 a\n"));
    for (size_t i = 0; i < 1000; i++)
        buf_add(&text, STR("#0V%T\n"));
    buf_add(&text, STR("`\nend\nbehind\n"));

    str rest = buf_str(&text);

    CHECK(uuencode_next(&rest, &arena, &file));
    CHECK(file.head.len >= UUENCODE_HEAD_OCTETS && file.head.len < file.octets);
    CHECK_EQ(file.octets, 3000);

    str octets = uuencode_decode(&arena, &file);

    CHECK_EQ(octets.len, 3000);
    CHECK_CSTR(rest, "behind\n");
    CHECK_STR(str_from(octets, 2997), STR("Cat"));
}
