#include "base/unicode.h"

#include "unit.h"

TEST(unicode_domain_to_ascii)
{
    static const struct { const char *name; str text; bool ok; const char *want; } cases[] = {
        { "ASCII in lower case",              STR_INIT("Example.ORG."),                     true,  "example.org" },
        { "an underscore may be asked",       STR_INIT("_dmarc.example.org"),               true,
          "_dmarc.example.org" },
        { "a U-label",                        STR_INIT("b\xc3\xbc" "cher.example"),         true,
          "xn--bcher-kva.example" },
        { "upper case is mapped",             STR_INIT("B\xc3\x9c" "CHER.example"),         true,
          "xn--bcher-kva.example" },
        { "sharp s is its own letter",        STR_INIT("fa\xc3\x9f.de"),                    true,  "xn--fa-hia.de" },
        { "an ideographic full stop is a dot", STR_INIT("\xe4\xbe\x8b\xe3\x80\x82" "example"), true,
          "xn--fsq.example" },
        { "fullwidth letters are letters",    STR_INIT("\xef\xbd\x81.example"),             true,  "a.example" },
        { "Cyrillic is not Latin",            STR_INIT("l\xd0\xb5git.example"),             true,
          "xn--lgit-v4d.example" },
        { "invisible characters are mapped away or refused", STR_INIT("legit.example\xe2\x80\x80"), false, "" },
        { "a bidirectional mix",              STR_INIT("a\xd7\x90.example"),                false, "" },
        { "not UTF-8",                        STR_INIT("b\xfc" "cher.example"),             false, "" },
        { "an empty label",                   STR_INIT("a..example"),                       false, "" },
        { "an empty label among others",      STR_INIT("\xc3\xa4..example"),                false, "" },
        { "a blank",                          STR_INIT("\xc3\xa4 .example"),                false, "" },
        { "nothing",                          STR_INIT(""),                                 false, "" },
    };
    struct unicode *unicode = unicode_open();

    if (!CHECK(unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         ascii = { 0 };

        if (CHECK_EQ(unicode_domain_to_ascii(unicode, &arena, c->text, &ascii), c->ok) && c->ok)
            CHECK_CSTR(ascii, c->want);
    }
    unicode_close(unicode);
}

TEST(unicode_domain_to_display)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "an A-label",                 "xn--bcher-kva.example",    "b\xc3\xbc" "cher.example" },
        { "in upper case",              "XN--BCHER-KVA.example",    "b\xc3\xbc" "cher.example" },
        { "in the middle",              "a.xn--bcher-kva.c.",       "a.b\xc3\xbc" "cher.c." },
        { "an invalid one stays",       "xn--99999999.example",     "xn--99999999.example" },
        { "nothing to do",              "example.org",              "example.org" },
        { "empty labels stay",          "..xn--fsq",                "..\xe4\xbe\x8b" },
    };
    struct unicode *unicode = unicode_open();

    if (!CHECK(unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(unicode_domain_to_display(unicode, &arena, str_of(c->text)), c->want);
    }
    unicode_close(unicode);
}

TEST(unicode_fold_and_skeleton)
{
    static const struct { const char *name, *text, *fold, *looks_like; } cases[] = {
        { "case",                        "PayPal",                             "paypal", "paypal" },
        { "digits as letters",           "paypa1",                             "paypa1", "paypal" },
        { "rn as m",                     "rnicrosoft",                         "rnicrosoft", "microsoft" },
        { "Cyrillic letters",            "\xd1\x80\xd0\xb0ypal",               "\xd1\x80\xd0\xb0ypal", "paypal" },
        { "fullwidth letters",           "\xef\xbc\xb0\xef\xbd\x81ypal",       "paypal", "paypal" },
        { "mathematical bold",           "\xf0\x9d\x90\xa9\xf0\x9d\x90\x9aypal", "paypal", "paypal" },
        { "a zero-width space inside",   "pay\xe2\x80\x8bpal",                 "paypal", "paypal" },
        { "a soft hyphen inside",        "pay\xc2\xadpal",                     "paypal", "paypal" },
        { "one character becomes many",  "\xef\xb7\xba",                       NULL, "\xef\xb7\xba" },
    };
    struct unicode *unicode = unicode_open();

    if (!CHECK(unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        if (c->fold != NULL)
            CHECK_CSTR(unicode_fold(unicode, &arena, str_of(c->text)), c->fold);
        CHECK_STR(unicode_skeleton(unicode, &arena, str_of(c->text)),
                  unicode_skeleton(unicode, &arena, str_of(c->looks_like)));
    }

    /* The short way for ASCII agrees with ICU: a Han letter in front forces the long one. */
    ARENA_SCOPE arena = { 0 };
    str         text  = STR("microsoft 0il paypa1");
    str         icu   = unicode_skeleton(unicode, &arena, arena_printf(&arena, "\xe4\xbe\x8b%.*s", STR_ARG(text)));

    CHECK_STR(unicode_skeleton(unicode, &arena, text), str_from(icu, 3));
    str other = unicode_skeleton(unicode, &arena, STR("payroll"));

    CHECK(!str_equal(unicode_skeleton(unicode, &arena, STR("paypal")), other));
    unicode_close(unicode);
}

TEST(unicode_restriction_level)
{
    static const struct { const char *name, *text; enum unicode_restriction want; } cases[] = {
        { "ASCII",                       "paypal",                                    UNICODE_ASCII },
        { "German",                      "b\xc3\xbc" "cher",                          UNICODE_SINGLE_SCRIPT },
        { "Russian",                     "\xd1\x8f\xd0\xbd\xd0\xb4\xd0\xb5\xd0\xba\xd1\x81", UNICODE_SINGLE_SCRIPT },
        { "Latin with Han",              "abc\xe4\xbe\x8b",                           UNICODE_HIGHLY_RESTRICTIVE },
        { "Latin with Cyrillic",         "p\xd0\xb0ypal",                             UNICODE_MINIMALLY_RESTRICTIVE },
        { "not UTF-8",                   "p\xe4ypal",                                 UNICODE_UNRESTRICTIVE },
    };
    struct unicode *unicode = unicode_open();

    if (!CHECK(unicode != NULL))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_EQ(unicode_restriction_level(unicode, str_of(c->text)), c->want);
    unicode_close(unicode);
}

TEST(unicode_has_bidi_control)
{
    static const struct { const char *name, *text; bool want; } cases[] = {
        { "an override",            "fdp.exe\xe2\x80\xae",      true },
        { "an isolate",             "\xe2\x81\xa6x",            true },
        { "the last isolate",       "\xe2\x81\xa9",             true },
        { "a left-to-right mark is none", "\xe2\x80\x8e",       false },
        { "Hebrew text is none",    "\xd7\xa9\xd7\x9c",         false },
        { "cut short",              "x\xe2\x80",                false },
        { "after other E2s",        "\xe2\x82\xac\xe2\x80\xad", true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(unicode_has_bidi_control(str_of(c->text)), c->want);
}
