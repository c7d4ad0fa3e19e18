#include "auth/dkim/canon_blanks.h"

#include "unit.h"

enum { MOST = 200 };

typedef size_t relax(char *out, const char *octets, size_t count);

static relax *const ways[] = { dkim_relax_blanks, dkim_relax_blanks_plain };

/* The octets of text before its last DKIM_LOOKAHEAD, relaxed, at each place of a row of eight. Nothing is written
 * behind the room that was asked for. */
static bool gives(relax *way, str text, str want)
{
    char   octets[MOST], out[MOST + DKIM_RELAX_ROOM + 1];
    size_t count = text.len - DKIM_LOOKAHEAD;

    for (size_t before = 0; before < 2 * 8; before++) {
        memset(octets, 'x', before);
        memcpy(octets + before, text.ptr, text.len);
        memset(out, '#', sizeof out);

        size_t len = way(out, octets, before + count);

        if (!str_equal(str_from((str){ out, len }, before), want) || out[before + count + DKIM_RELAX_ROOM] != '#')
            return false;
    }
    return true;
}

TEST(dkim_relaxed_blanks)
{
    static const struct { const char *name; str text, want; } cases[] = {
        { "nothing",                             STR_INIT("ab"),                      STR_INIT("")        },
        { "text",                                STR_INIT("abcdefghijklmnopqrst.."),  STR_INIT("abcdefghijklmnopqrst") },
        { "a SP between words",                  STR_INIT("a b.."),                   STR_INIT("a b")     },
        { "a TAB between words",                 STR_INIT("a\tb.."),                  STR_INIT("a b")     },
        { "runs of blanks",                      STR_INIT("a \t b\t\tc  d.."),        STR_INIT("a b c d") },
        { "a run longer than a row",             STR_INIT("a                   b.."), STR_INIT("a b")     },
        { "the end of a run is ahead",           STR_INIT("a  .."),                   STR_INIT("a ")      },
        { "the run goes on ahead",               STR_INIT("a   b"),                   STR_INIT("a")       },
        { "CRLF is ahead",                       STR_INIT("a  \r\n"),                 STR_INIT("a")       },
        { "a CR and something else is ahead",    STR_INIT("a  \r."),                  STR_INIT("a ")      },
        { "before CRLF",                         STR_INIT("a \r\n\tb \t\r\n.."),      STR_INIT("a\r\n b\r\n") },
        { "before CR alone",                     STR_INIT("a  \rb.."),                STR_INIT("a \rb")   },
        { "before CR CRLF",                      STR_INIT("a \r\r\n.."),              STR_INIT("a \r\r\n") },
        { "before LF alone",                     STR_INIT("a \t\nb.."),               STR_INIT("a \nb")   },
        { "before LF CR",                        STR_INIT("a \n\r.."),                STR_INIT("a \n\r")  },
        { "behind CR alone",                     STR_INIT("a\r \n.."),                STR_INIT("a\r \n")  },
        { "other white space is text",           STR_INIT("a\v\v\f\xa0\xa0.."),       STR_INIT("a\v\v\f\xa0\xa0") },
        { "NUL is text",                         STR_INIT("\0 \0\0  \0.."),           STR_INIT("\0 \0\0 \0") },
        { "octets with the high bit",            STR_INIT("\xa0 \x89\t\x8d\x8a.."),   STR_INIT("\xa0 \x89 \x8d\x8a") },
    };

    FOR_EACH_CASE(c, cases)
        for (size_t i = 0; i < ARRAY_LEN(ways); i++)
            CHECK(gives(ways[i], c->text, c->want));
}

TEST(dkim_relaxed_stays)
{
    static const struct { const char *name, *text; size_t stays; } cases[] = {
        { "less than a stride is not looked at",     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..",            0 },
        { "words",                                   "aaa aaa aaa aaa aaa aaa aaa aaaa..",          32 },
        { "line ends",                               "aaa\r\naa\r\n\r\naaaaaaaaaaaaaaaaaaaaa..",    32 },
        { "a TAB",                                   "aaa aaa aaa\taaa aaa aaa aaa aaaa..",          0 },
        { "two SPs",                                 "aaa  aa aaa aaa aaa aaa aaa aaaa..",           0 },
        { "SP before CR",                            "aaaa \r\na aaa aaa aaa aaa aaa aaa..",         0 },
        { "SP and what is ahead",                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \r\n",         0 },
        { "SP and text ahead",                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aa",          32 },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(dkim_count_relaxed(c->text, strlen(c->text) - DKIM_LOOKAHEAD), c->stays);
}

/* Both ways agree, and what stays as it is does so in both. */
TEST(dkim_relaxed_ways_agree)
{
    static const char alphabet[] = "  \t\t\r\r\n\nabcdefg\0\x8d\xa0";
    char              octets[MOST], out[2][MOST + DKIM_RELAX_ROOM];
    uint32_t          random = 1;

    for (int round = 0; round < 20000; round++) {
        size_t count = (size_t)round % (MOST - DKIM_LOOKAHEAD + 1), letters = round % 3 == 0 ? 2 : sizeof alphabet - 1;

        for (size_t i = 0; i < sizeof octets; i++) {
            random    = random * 1664525 + 1013904223;
            octets[i] = alphabet[(random >> 16) % letters + (round % 3 == 0 ? (size_t)round % 9 : 0)];
        }
        str one  = { out[0], dkim_relax_blanks(out[0], octets, count) };
        str two  = { out[1], dkim_relax_blanks_plain(out[1], octets, count) };
        str same = { octets, dkim_count_relaxed(octets, count) };

        if (!CHECK(str_equal(one, two)) || !CHECK(one.len >= same.len && str_equal(str_slice(one, 0, same.len), same)))
            return;
    }
}
