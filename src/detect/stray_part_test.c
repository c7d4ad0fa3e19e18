#include "detect/stray_part.h"

#include "unit.h"

#define FIELDS "Content-Disposition: attachment; filename=a.exe\r\n"

TEST(stray_part_next)
{
    static const struct { const char *name, *text, *file, *body; } cases[] = {
        { "a part",                        "Hello\r\n--x\r\n" FIELDS "\r\nbody\r\n--x--\r\n",  "a.exe", "body\r\n" },
        { "with bare line ends",           "--x\nContent-Type: a/b; name=a.exe\n\nbody\n",     "a.exe", "body\n" },
        { "blanks before the dashes",      " --x\r\n" FIELDS "\r\nbody",                       "a.exe", "body" },
        { "a blank line behind them",      "--x--\r\n\r\n" FIELDS "\r\nbody",                  "a.exe", "body" },
        { "dashes behind dashes",          "--\r\n--x\r\n" FIELDS "\r\nbody",                  "a.exe", "body" },
        { "no empty line",                 "--x\r\n" FIELDS,                                   "a.exe", "" },
        { "of two, the second",            "--x\r\nhello\r\n--x\r\n" FIELDS "\r\nbody",        "a.exe", "body" },
        { "fields without dashes",         "Hello\r\n" FIELDS "\r\nbody",                      NULL,    NULL },
        { "a word between",                "--x\r\nHello\r\n" FIELDS "\r\nbody",               NULL,    NULL },
        { "dashes without fields",         "-- \r\nKim Lee\r\n",                               NULL,    NULL },
        { "nothing",                       "",                                                 NULL,    NULL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct part part  = { 0 };
        str         text  = str_of(c->text);

        CHECK_EQ(stray_part_next(&text, &arena, &(struct header_limits){ 100, 10000 }, &part), c->file != NULL);
        if (c->file == NULL)
            continue;
        CHECK_CSTR(part.file_name, c->file);
        CHECK_CSTR(part.raw, c->body);
        CHECK(!stray_part_next(&text, &arena, &(struct header_limits){ 100, 10000 }, &part));
    }
}
