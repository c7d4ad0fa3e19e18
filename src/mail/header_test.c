#include "mail/header.h"

#include "unit.h"

static const struct header_limits limits = { .fields = 1000, .octets = 128 * 1024 };

TEST(header_parse)
{
    static const struct {
        const char *name; str octets; size_t count; const char *last_name; str last_value; unsigned flaws;
        const char *body;
    } cases[] = {
        { "a field and a body",          STR_INIT("A: 1\r\n\r\nbody"),             1, "A",  STR_INIT(" 1"), 0, "body" },
        { "names keep their case",       STR_INIT("a: 1\r\nFROM:2\r\n\r\n"),       2, "FROM", STR_INIT("2"), 0, "" },
        { "a fold belongs to its field", STR_INIT("A: 1\r\n\t2\r\n\r\n"),          1, "A",  STR_INIT(" 1\r\n\t2"), 0,
          "" },
        { "no empty line, all header",   STR_INIT("A: 1\r\nB: 2"),                 2, "B",  STR_INIT(" 2"), 0, "" },
        { "an empty line at once",       STR_INIT("\r\nA: 1\r\n"),                 0, "",   STR_INIT(""), 0,
          "A: 1\r\n" },
        { "nothing at all",              STR_INIT(""),                             0, "",   STR_INIT(""), 0, "" },
        { "blank before the colon",      STR_INIT("From \t: x\r\n\r\n"),           1, "From", STR_INIT(" x"),
          HEADER_BLANK_BEFORE_COLON, "" },
        { "a line without colon ends no header", STR_INIT("oops\r\nFrom: x\r\n\r\n"), 2, "From", STR_INIT(" x"),
          HEADER_NO_COLON, "" },
        { "a name on a line of its own", STR_INIT("From\r\n : x\r\n\r\n"),         1, "",   STR_INIT("From\r\n : x"),
          HEADER_NO_COLON, "" },
        { "white space at the top",      STR_INIT(" From: x\r\n\r\n"),             1, " From", STR_INIT(" x"),
          HEADER_BAD_NAME, "" },
        { "no name",                     STR_INIT(": x\r\n\r\n"),                  1, "",   STR_INIT(" x"),
          HEADER_BAD_NAME, "" },
        { "UTF-8 in a name",             STR_INIT("Fr\xc3\xb6m: x\r\n\r\n"),       1, "Fr\xc3\xb6m", STR_INIT(" x"),
          HEADER_BAD_NAME | HEADER_8BIT, "" },
        { "a blank fold is no end",      STR_INIT("A: 1\r\n \r\n\tB: 2\r\n\r\n"),  1, "A",
          STR_INIT(" 1\r\n \r\n\tB: 2"), HEADER_BLANK_FOLD, "" },
        { "bare LF is no line end",      STR_INIT("A: 1\nB: 2\n\n\r\n\r\nx"),      1, "A", STR_INIT(" 1\nB: 2\n\n"),
          HEADER_BARE_CR_OR_LF, "x" },
        { "nor is bare CR",              STR_INIT("A: 1\r\rB: 2\r\n\r\n"),         1, "A", STR_INIT(" 1\r\rB: 2"),
          HEADER_BARE_CR_OR_LF, "" },
        { "LF CR LF does not end it",    STR_INIT("A: 1\n\r\nB: 2\r\n\r\n"),       2, "B", STR_INIT(" 2"),
          HEADER_BARE_CR_OR_LF, "" },
        { "NUL",                         STR_INIT("A: \0\r\n\r\n"),                1, "A", STR_INIT(" \0"),
          HEADER_NUL, "" },
        { "UTF-8 in a value",            STR_INIT("A: \xc3\xa4\r\n\r\n"),          1, "A", STR_INIT(" \xc3\xa4"),
          HEADER_8BIT, "" },
        { "Latin-1 in a value",          STR_INIT("A: \xe4\r\n\r\n"),              1, "A", STR_INIT(" \xe4"),
          HEADER_8BIT | HEADER_BAD_UTF8, "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct header_list list;

        header_parse(&list, &arena, c->octets, false, &limits);
        CHECK_EQ(list.flaws, c->flaws);
        CHECK_CSTR(str_from(c->octets, list.body_at), c->body);
        if (!CHECK_EQ(list.count, c->count) || list.count == 0)
            continue;
        CHECK_CSTR(list.fields[list.count - 1].name, c->last_name);
        CHECK_STR(list.fields[list.count - 1].value, c->last_value);
    }
}

TEST(header_fields_make_up_the_block)
{
    ARENA_SCOPE        arena = { 0 };
    struct header_list list;
    str                octets = STR("A: 1\r\n b\r\noops\r\n\tmore\r\nC : 3\r\n\r\nbody");
    size_t             at = 0;

    header_parse(&list, &arena, octets, false, &limits);
    CHECK(list.has_end);
    for (size_t i = 0; i < list.count; i++) {
        CHECK(list.fields[i].field.ptr == octets.ptr + at);
        at += list.fields[i].field.len;
    }
    CHECK_EQ(at, list.block.len);
    CHECK_STR(str_from(octets, list.body_at), STR("body"));
}

TEST(header_parse_of_files_with_bare_lf)
{
    ARENA_SCOPE        arena = { 0 };
    struct header_list list;
    str                octets = STR("A: 1\n 2\r\nB: 3\n\nbody\n");

    header_parse(&list, &arena, octets, true, &limits);
    CHECK_EQ(list.count, 2);
    CHECK_EQ(list.flaws, 0);
    CHECK_STR(header_unfold(&arena, &list.fields[0]), STR("1 2"));
    CHECK_STR(str_from(octets, list.body_at), STR("body\n"));
}

TEST(header_limits)
{
    static const struct {
        const char *name; struct header_limits limits; size_t count; enum header_overflow want;
    } cases[] = {
        { "exactly enough", { 3, 18 }, 3, HEADER_WITHIN_LIMITS },
        { "a field more",   { 2, 18 }, 2, HEADER_TOO_MANY_FIELDS },
        { "an octet more",  { 3, 17 }, 2, HEADER_TOO_LARGE },
        { "no room at all", { 0, 0 },  0, HEADER_TOO_LARGE },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct header_list list;
        str                octets = STR("A: 1\r\nB: 2\r\nC: 3\r\n\r\nbody");

        header_parse(&list, &arena, octets, false, &c->limits);
        CHECK_EQ(list.count, c->count);
        CHECK_EQ(list.overflow, c->want);
        CHECK_EQ(list.block.len, 18);
        CHECK_STR(str_from(octets, list.body_at), STR("body"));
    }
}

TEST(header_long_lines)
{
    ARENA_SCOPE        arena = { 0 };
    struct header_list list;
    char               octets[1003] = "A:";

    memset(octets + 2, 'x', 996);
    memcpy(octets + 998, "\r\n\r\n", 4);
    header_parse(&list, &arena, (str){ octets, 1002 }, false, &limits);
    CHECK_EQ(list.flaws, 0);
    memcpy(octets + 998, "x\r\n\r\n", 5);
    header_parse(&list, &arena, (str){ octets, 1003 }, false, &limits);
    CHECK_EQ(list.flaws, HEADER_LONG_LINE);
}

TEST(header_walk)
{
    ARENA_SCOPE        arena = { 0 };
    struct header_list list;

    header_parse(&list, &arena, STR("A: 1\r\nB: 2\r\na : 3\r\nAB: 4\r\n\r\n"), false, &limits);

    struct header_walk up = header_walk_up(&list, STR("a")), down = header_walk_down(&list, STR("a"));

    CHECK_STR(header_unfold(&arena, header_next(&up)), STR("3"));
    CHECK_STR(header_unfold(&arena, header_next(&up)), STR("1"));
    CHECK(header_next(&up) == NULL);
    CHECK(header_next(&up) == NULL);
    CHECK_STR(header_unfold(&arena, header_next(&down)), STR("1"));
    CHECK_STR(header_unfold(&arena, header_next(&down)), STR("3"));
    CHECK(header_next(&down) == NULL);
    CHECK_EQ(header_count(&list, STR("A")), 2);
    CHECK(header_find(&list, STR("C")) == NULL);
}

TEST(header_unfold)
{
    static const struct { const char *name; str value; str want; } cases[] = {
        { "nothing folded",                    STR_INIT(" a  b "),            STR_INIT("a  b") },
        { "only the CRLF goes",                STR_INIT(" a\r\n\t b\r\n c"),   STR_INIT("a\t b c") },
        { "a fold before the value",           STR_INIT("\r\n a"),            STR_INIT("a") },
        { "a bare LF without blank is no fold", STR_INIT("a\nb"),             STR_INIT("a\nb") },
        { "a bare CR is kept",                 STR_INIT("a\rb\r\n c"),        STR_INIT("a\rb c") },
        { "nothing",                           STR_INIT(" \r\n "),            STR_INIT("") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        struct header h     = { .value = c->value };

        CHECK_STR(header_unfold(&arena, &h), c->want);
    }
}
