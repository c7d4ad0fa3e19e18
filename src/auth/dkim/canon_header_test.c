#include "auth/dkim/canon_header.h"

#include "unit.h"

/* The one field of text. */
static struct header field_of(struct arena *arena, str text)
{
    static const struct header_limits limits = { 10, 10000 };
    struct header_list                list;

    header_parse(&list, arena, text, false, &limits);
    CHECK_EQ(list.count, 1);
    return list.count == 1 ? list.fields[0] : (struct header){ 0 };
}

TEST(dkim_canon_field)
{
    static const struct { const char *name; str field, relaxed; } cases[] = {
        { "the first of 3.4.5",          STR_INIT("A: X\r\n"),                       STR_INIT("a:X\r\n") },
        { "the second of 3.4.5",         STR_INIT("B : Y\t\r\n\tZ  \r\n"),           STR_INIT("b:Y Z\r\n") },
        { "only the name loses case",    STR_INIT("SUBJect: AbC\r\n"),               STR_INIT("subject:AbC\r\n") },
        { "runs of blanks",              STR_INIT("A: x \t  y\r\n"),                 STR_INIT("a:x y\r\n") },
        { "folds with blanks around",    STR_INIT("A: x \r\n\t \r\n  y\r\n"),        STR_INIT("a:x y\r\n") },
        { "a value of nothing",          STR_INIT("A:\r\n"),                         STR_INIT("a:\r\n") },
        { "a value of blanks",           STR_INIT("A: \t\r\n \r\n"),                 STR_INIT("a:\r\n") },
        { "the value on the next line",  STR_INIT("A:\r\n x\r\n"),                   STR_INIT("a:x\r\n") },
        { "8-bit octets stay",           STR_INIT("A: \xc3\xa4\xff\r\n"),            STR_INIT("a:\xc3\xa4\xff\r\n") },
        { "a CR or LF alone stays",      STR_INIT("A: x\ry\nz\r\n"),                 STR_INIT("a:x\ry\nz\r\n") },
        { "NUL stays",                   STR_INIT("A: x\0y\r\n"),                    STR_INIT("a:x\0y\r\n") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        BUF_SCOPE     out   = { 0 };
        struct header field = field_of(&arena, c->field);

        dkim_canon_field(&out, DKIM_SIMPLE, &field);
        CHECK_STR(buf_str(&out), c->field);
        buf_clear(&out);
        dkim_canon_field(&out, DKIM_RELAXED, &field);
        CHECK_STR(buf_str(&out), c->relaxed);
    }
}

TEST(dkim_canon_field_adds_the_end_that_is_missing)
{
    ARENA_SCOPE   arena = { 0 };
    BUF_SCOPE     out   = { 0 };
    struct header field = field_of(&arena, STR("A: x"));

    dkim_canon_field(&out, DKIM_SIMPLE, &field);
    CHECK_STR(buf_str(&out), STR("A: x\r\n"));
}

TEST(dkim_canon_signature_field)
{
    static const struct { const char *name; str field; const char *b; str simple, relaxed; } cases[] = {
        { "b= in the middle",       STR_INIT("S: v=1; b=QUJD; d=x\r\n"),        "QUJD",
          STR_INIT("S: v=1; b=; d=x"),            STR_INIT("s:v=1; b=; d=x") },
        { "b= at the end",          STR_INIT("S: v=1; b=QUJD\r\n"),             "QUJD",
          STR_INIT("S: v=1; b="),                 STR_INIT("s:v=1; b=") },
        { "blanks around go too",   STR_INIT("S: v=1; b =\r\n\t QUJD\r\n ; d=x\r\n"), "QUJD",
          STR_INIT("S: v=1; b =; d=x"),           STR_INIT("s:v=1; b =; d=x") },
        { "a folded value",         STR_INIT("S: b=QU\r\n JD \r\n"),            "QU\r\n JD",
          STR_INIT("S: b="),                      STR_INIT("s:b=") },
        { "only this value",        STR_INIT("S: bh=QUJD; z=b=QUJD; b=QUJE;\r\n x=1\r\n"), "QUJE",
          STR_INIT("S: bh=QUJD; z=b=QUJD; b=;\r\n x=1"), STR_INIT("s:bh=QUJD; z=b=QUJD; b=; x=1") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        BUF_SCOPE     out   = { 0 };
        struct header field = field_of(&arena, c->field);
        ptrdiff_t     at    = str_find(field.value, str_of(c->b));

        if (!CHECK(at != STR_NOT_FOUND))
            continue;
        str b = str_slice(field.value, (size_t)at, (size_t)at + str_of(c->b).len);

        dkim_canon_signature_field(&out, DKIM_SIMPLE, &field, b);
        CHECK_STR(buf_str(&out), c->simple);
        buf_clear(&out);
        dkim_canon_signature_field(&out, DKIM_RELAXED, &field, b);
        CHECK_STR(buf_str(&out), c->relaxed);
    }
}
