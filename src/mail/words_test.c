#include "mail/words.h"

#include "unit.h"

TEST(words_decode)
{
    static const struct { const char *name; str text; const char *want; unsigned flaws; } cases[] = {
        { "plain text",                     STR_INIT("Saying Hello"),                           "Saying Hello", 0 },
        { "nothing",                        STR_INIT(""),                                       "", 0 },
        { "Q",                              STR_INIT("=?iso-8859-1?q?this=20is_some=20text?="), "this is some text",
          0 },
        { "B",                              STR_INIT("=?UTF-8?B?w6Q=?="),                       "\xc3\xa4", 0 },
        { "an underscore is a blank",       STR_INIT("=?utf-8?Q?a_b?="),                        "a b", 0 },
        { "a language is dropped",          STR_INIT("=?us-ascii*en-us?Q?Keith?="),             "Keith", 0 },
        { "text around",                    STR_INIT("a =?utf-8?Q?b?= c"),                      "a b c", 0 },
        { "blanks between words go",        STR_INIT("=?utf-8?Q?a?=  =?utf-8?Q?b?="),           "ab", 0 },
        { "folds between words go",         STR_INIT("=?utf-8?Q?a?=\r\n  =?iso-8859-2?Q?_b?="), "a b", 0 },
        { "no blank is needed",             STR_INIT("[SPAM]=?utf-8?Q?x?=y"),                   "[SPAM]xy", 0 },
        { "a fold loses its CRLF",          STR_INIT("a\r\n b"),                                "a b", 0 },
        { "a fold in a file",               STR_INIT("a\n\tb"),                                 "a b", 0 },
        { "a fold inside of a word",        STR_INIT("=?utf-8?Q?Hello\r\n _there!?="),          "Hello  there!", 0 },
        { "base64 over a fold",             STR_INIT("=?utf-8?B?VGhpcyDD\r\n pA==?="),           "This \xc3\xa4", 0 },
        { "Q that begins with an escape",   STR_INIT("=?utf-8?Q?=41=?="),                       "A=", 0 },
        { "a bad escape stands for itself", STR_INIT("=?utf-8?Q?=zz=4?="),                      "=zz=4", 0 },
        { "no end",                         STR_INIT("=?utf-8?Q?abc"),                          "=?utf-8?Q?abc",
          WORDS_BAD },
        { "only an opening",                STR_INIT(" =? "),                                   " =? ", WORDS_BAD },
        { "an unknown encoding",            STR_INIT("=?utf-8?X?abc?="),                        "=?utf-8?X?abc?=",
          WORDS_BAD },
        { "no charset",                     STR_INIT("=??Q?abc?="),                             "=??Q?abc?=",
          WORDS_BAD },
        { "a word after a bad one",         STR_INIT("=?x =?utf-8?Q?a?="),                      "=?x a", WORDS_BAD },
        { "decoded once only",              STR_INIT("=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?="),  "=?utf-8?Q?a?=", 0 },
        { "a character cut between words",  STR_INIT("=?utf-8?Q?=C3?= =?utf-8?Q?=A4?="),        "\xc3\xa4",
          WORDS_SPLIT },
        { "bad UTF-8 in a word",            STR_INIT("=?utf-8?Q?=C3?="),                        "\xef\xbf\xbd", 0 },
        { "an unknown charset",             STR_INIT("=?x-none?Q?a=C3?="),                      "a\xef\xbf\xbd",
          WORDS_CHARSET },
        { "needless base64",                STR_INIT("=?utf-8?B?YWJj?="),                       "abc", WORDS_NEEDLESS },
        { "needless in all pieces",         STR_INIT("=?utf-8?B?YWJj?= =?utf-8?B?ZA==?="),      "abcd", WORDS_NEEDLESS },
        { "one piece of two is ASCII",      STR_INIT("=?utf-8?B?w6Q=?= =?utf-8?B?YWJj?="),      "\xc3\xa4" "abc", 0 },
        { "CR and LF in a word",            STR_INIT("=?utf-8?Q?a=0D=0AFrom:_x?="),             "a  From: x",
          WORDS_CONTROL },
        { "a NUL in the text",              STR_INIT("a\0b"),                                   "a b", WORDS_CONTROL },
        { "a bare LF in the text",          STR_INIT("a\nb"),                                   "a b", WORDS_CONTROL },
        { "raw UTF-8",                      STR_INIT("\xc3\xa4"),                               "\xc3\xa4", 0 },
        { "raw Latin-1",                    STR_INIT("a\xe4"),                                  "a\xef\xbf\xbd",
          WORDS_BAD_UTF8 },
        { "over 75 octets",
          STR_INIT("=?utf-8?Q?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?="),
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", WORDS_TOO_LONG },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        unsigned    flaws;

        CHECK_CSTR(words_decode(&arena, c->text, &flaws), c->want);
        CHECK_EQ(flaws, c->flaws);
    }
}

/* The cost of openings without end must not grow with their square: this takes minutes if it does. */
TEST(words_without_end)
{
    enum { OPENINGS = 200000, LEN = 11 };
    ARENA_SCOPE arena = { 0 };
    static const char opening[] = "=?utf-8?Q?x";
    char       *text  = arena_octets(&arena, OPENINGS * LEN);

    for (size_t i = 0; i < OPENINGS; i++)
        memcpy(text + i * LEN, opening, LEN);
    CHECK_EQ(words_decode(&arena, (str){ text, OPENINGS * LEN }, NULL).len, OPENINGS * LEN);
}
