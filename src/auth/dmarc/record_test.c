#include "auth/dmarc/record.h"

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

TEST(dmarc_record_version)
{
    static const struct { const char *name, *text; bool want; } cases[] = {
        { "the shortest record",                      "v=DMARC1",                       true  },
        { "blanks around the equals sign",            "v = DMARC1 ; p=none",            true  },
        { "the name in upper case",                   "V=DMARC1; p=none",               true  },
        { "the version in lower case is another one", "v=dmarc1; p=none",               false },
        { "a later version",                          "v=DMARC12; p=none",              false },
        { "no separator behind the version",          "v=DMARC1 p=none",                false },
        { "v must come first",                        "p=reject; v=DMARC1",             false },
        { "a bad term in front of v is not skipped",  "reject; v=DMARC1",               false },
        { "an empty term in front of v",              "; v=DMARC1; p=none",             false },
        { "a blank in front of v",                    " v=DMARC1; p=none",              false },
        { "a line end in front of v",                 "\r\nv=DMARC1; p=none",          false },
        { "a foreign record under a wildcard",        "v=spf1 -all",                    false },
        { "nothing",                                  "",                               false },
        { "only the name",                            "v",                              false },
        { "only the equals sign",                     "v=",                             false },
    };

    FOR_EACH_CASE(c, cases) {
        struct dmarc_record record;

        CHECK_EQ(dmarc_record_parse(&record, str_of(c->text)), c->want);
    }
}

TEST(dmarc_record_policies)
{
    enum { ABSENT = DMARC_POLICY_ABSENT, NO = DMARC_POLICY_NONE, QUARANTINE = DMARC_POLICY_QUARANTINE,
           REJECT = DMARC_POLICY_REJECT };
    static const struct { const char *name, *text; int p, sp, np; bool usable; } cases[] = {
        /* v=DMARC1; is prepended */
        { "all three",                        "p=none; sp=quarantine; np=reject",    NO, QUARANTINE, REJECT, true  },
        { "values in any case",               "p=Reject",                            REJECT, ABSENT, ABSENT, true  },
        { "names in any case",                "P=reject; SP=none",                   REJECT, NO, ABSENT,     true  },
        { "blanks",                           " p = reject ;",                       REJECT, ABSENT, ABSENT, true  },
        { "the first of two counts",          "p=none; p=reject",                    NO, ABSENT, ABSENT,     true  },
        { "a stray word is skipped",          "p=reject; reject; sp=none",           REJECT, NO, ABSENT,     true  },
        { "unknown and historic tags",        "pct=0; p=reject; rf=afrf; x_y=1",     REJECT, ABSENT, ABSENT, true  },
        { "no p, with rua",                   "rua=mailto:a@example.org",            NO, ABSENT, ABSENT,     true  },
        { "no p, without rua",                "sp=reject",                           NO, REJECT, ABSENT,     false },
        { "bad p, with rua",                  "p=foo; rua=mailto:x@y.example",       NO, ABSENT, ABSENT,     true  },
        { "bad p, valid sp and np, with rua", "p=foo; sp=reject; np=quarantine; rua=mailto:a@b.org", NO, REJECT, QUARANTINE, true },
        { "bad p, valid sp, without rua",     "p=foo; sp=reject",                    NO, REJECT, ABSENT,     false },
        { "no p, valid sp, with rua",         "sp=reject; rua=mailto:a@b.org",       NO, REJECT, ABSENT,     true  },
        { "bad sp, valid np, with rua",       "p=reject; sp=x; np=reject; rua=mailto:a@b.org", NO, ABSENT, REJECT, true },
        { "bad np, valid sp, with rua",       "p=reject; np=x; sp=quarantine; rua=mailto:a@b.org", NO, QUARANTINE, ABSENT, true },
        { "empty sp, with rua",               "p=reject; sp=; rua=mailto:a@b.org",   NO, ABSENT, ABSENT,     true  },
        { "one good URI among bad ones",      "p=x; rua=a@b.org,mailto:,mailto:c@d.org", NO, ABSENT, ABSENT, true  },
        { "a URI of another scheme will do",  "p=x; rua=https://b.org/report",       NO, ABSENT, ABSENT,     true  },
        { "the scheme in capitals",           "p=x; rua=MAILTO:a@b.org",             NO, ABSENT, ABSENT,     true  },
        { "only the first rua counts",        "p=x; rua=a@b.org; rua=mailto:a@b.org", NO, ABSENT, ABSENT,    false },
        { "ruf is no rua",                    "p=x; ruf=mailto:a@b.org",             NO, ABSENT, ABSENT,     false },
        { "a bad rua harms no good policy",   "p=reject; rua=nonsense",              REJECT, ABSENT, ABSENT, true  },
        { "the first of two, though bad",     "p=x; p=reject; rua=mailto:a@b.org",   NO, ABSENT, ABSENT,     true  },
        { "the first sp of two",              "p=none; sp=reject; sp=none",          NO, REJECT, ABSENT,     true  },
        { "empty terms",                      "; ;p=reject;;",                       REJECT, ABSENT, ABSENT, true  },
        { "a term without name",              "=reject; p=reject",                   REJECT, ABSENT, ABSENT, true  },
        { "bad p, without rua",               "p=foo",                               NO, ABSENT, ABSENT,     false },
        { "empty p",                          "p=",                                  NO, ABSENT, ABSENT,     false },
        { "bad sp, with rua",                 "p=reject; sp=x; rua=mailto:a@b.org",  NO, ABSENT, ABSENT,     true  },
        { "bad sp, without rua",              "p=reject; sp=x",                      NO, ABSENT, ABSENT,     false },
        { "bad np, with a rua of no use",     "p=reject; np=x; rua=a@b.org",         NO, ABSENT, ABSENT,     false },
        { "p with 8-bit octets is a bad term", "p=re\xc3ject; rua=mailto:a@b.org",   NO, ABSENT, ABSENT,     true  },
        { "an unhelpful comma",               "p=reject, sp=none",                   NO, ABSENT, ABSENT,     false },
    };

    FOR_EACH_CASE(c, cases) {
        struct dmarc_record record;
        ARENA_SCOPE         arena = { 0 };

        CHECK(dmarc_record_parse(&record, arena_printf(&arena, "v=DMARC1;%s", c->text)));
        CHECK_EQ(record.p, c->p);
        CHECK_EQ(record.sp, c->sp);
        CHECK_EQ(record.np, c->np);
        CHECK_EQ(record.is_usable, c->usable);
    }
}

TEST(dmarc_record_options)
{
    static const struct {
        const char *name, *text; enum dmarc_alignment adkim, aspf; enum dmarc_psd psd; bool test; unsigned fo;
    } cases[] = {
        { "defaults",             "",                    DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_UNSTATED, false, 0 },
        { "strict in both",       "adkim=s; aspf=S",     DMARC_STRICT,  DMARC_STRICT,  DMARC_PSD_UNSTATED, false, 0 },
        { "bad values",           "adkim=strict; t=1; psd=yes", DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_UNSTATED,
          false, 0 },
        { "a suffix",             "psd=y",               DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_YES,      false, 0 },
        { "an organization",      "psd=N; t=y",          DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_NO,       true,  0 },
        { "fo without ruf",       "fo=1",                DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_UNSTATED, false, 0 },
        { "ruf without fo",       "ruf=mailto:a@b.org",  DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_UNSTATED, false,
          DMARC_FO_ALL },
        { "fo as a list",         "fo=1:d:s; ruf=mailto:a@b.org", DMARC_RELAXED, DMARC_RELAXED, DMARC_PSD_UNSTATED,
          false,
          DMARC_FO_ANY | DMARC_FO_DKIM | DMARC_FO_SPF },
        { "0 and 1 exclude each other", "fo=0:1:d; ruf=mailto:a@b.org", DMARC_RELAXED, DMARC_RELAXED,
          DMARC_PSD_UNSTATED,
          false, DMARC_FO_ALL },
    };

    FOR_EACH_CASE(c, cases) {
        struct dmarc_record record;
        ARENA_SCOPE         arena = { 0 };

        CHECK(dmarc_record_parse(&record, arena_printf(&arena, "v=DMARC1; p=none; %s", c->text)));
        CHECK_EQ(record.adkim, c->adkim);
        CHECK_EQ(record.aspf, c->aspf);
        CHECK_EQ(record.psd, c->psd);
        CHECK_EQ(record.is_test, c->test);
        CHECK_EQ(record.fo, c->fo);
    }
}

/* §4.8: errors in the rest of a record are ignored; the first of them is named, for the report. */
TEST(dmarc_record_bad)
{
    static const struct { const char *name, *text, *bad; } cases[] = {
        { "nothing",                     "v=DMARC1; p=none; x=y",              ""         },
        { "a stray word",                "v=DMARC1; reject; p=none",           "reject"   },
        { "a tag a second time",         "v=DMARC1; p=none; P=reject; adkim",  "P=reject" },
        { "octets that are no text",     "v=DMARC1; p=none; x=\x01",           "x=\x01"   },
    };

    FOR_EACH_CASE(c, cases) {
        struct dmarc_record record;

        CHECK(dmarc_record_parse(&record, str_of(c->text)));
        CHECK_CSTR(str_trim(record.bad), c->bad);
        CHECK_EQ(record.p, DMARC_POLICY_NONE);
    }
}

TEST(dmarc_next_uri)
{
    static const struct { const char *name, *list, *want; } cases[] = {         /* what is found, joined by blanks */
        { "one",                          "mailto:a@example.org",                      "mailto:a@example.org" },
        { "two with blanks",              "mailto:a@b.org , mailto:c@d.org",
                    "mailto:a@b.org mailto:c@d.org" },
        { "an obsolete size",             "mailto:a@b.org!10m,mailto:c@d.org!5",
                "mailto:a@b.org mailto:c@d.org" },
        { "another scheme",               "https://example.org/report",                "https://example.org/report" },
        { "an address is no URI",         "a@example.org",                             "" },
        { "mailto without an address",    "mailto:, mailto:nobody, mailto:@b.org",     "" },
        { "a bad one is passed over",     "mailto, %, mailto:a@b.org",                 "mailto:a@b.org" },
        { "a half percent sign",          "mailto:a%4@b.org",                          "" },
        { "a blank inside",               "mailto:a b@c.org",                          "" },
        { "nothing",                      "",                                          "" },
        { "commas",                       ",,,",                                       "" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE found = { 0 };
        str       rest  = str_of(c->list), uri;

        while (dmarc_next_uri(&rest, &uri)) {
            if (buf_len(&found) > 0)
                buf_add_char(&found, ' ');
            buf_add(&found, uri);
        }
        CHECK_CSTR(buf_str(&found), c->want);
    }
}

TEST(dmarc_record_kind)
{
    static const struct { const char *name, *first, *second; size_t count; } cases[] = {
        { "one record",                       "v=DMARC1; p=none", NULL,               1 },
        { "a foreign record beside it",       "v=spf1 -all",      "v=DMARC1; p=none", 1 },
        { "two records",                      "v=DMARC1; p=none", "v=DMARC1; p=none", 2 },
        { "no record",                        "v=spf1 -all",      "hello",            0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct record records[] = { { 0, str_of(c->first) }, { 0, str_of(c->second) } };
        struct answer *answer   = answer_new(ANSWER_INSECURE, 60, records, c->second == NULL ? 1 : 2,
                                             &dmarc_record_kind);
        const struct dmarc_published *published = answer->parsed;

        CHECK_EQ(published->count, c->count);
        if (c->count == 1)
            CHECK_EQ(published->record.p, DMARC_POLICY_NONE);
        answer_release(answer);
    }
}
