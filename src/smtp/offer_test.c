#include "smtp/offer.h"

#include "unit.h"

TEST(offer_extensions)
{
    static const struct { const char *name, *text; unsigned want; uint64_t size; } cases[] = {
        { "none",                      "mx.example.org",        0, 0 },
        { "many, in any case",         "a\npipelining\nSize 35651584\nVRFY\nDSN\nCHUNKING",
          SMTP_EXT_PIPELINING | SMTP_EXT_SIZE | SMTP_EXT_DSN | SMTP_EXT_CHUNKING, 35651584 },
        { "blanks behind it",          "a\nPIPELINING  ",       SMTP_EXT_PIPELINING, 0 },
        { "SIZE without a number",     "a\nSIZE",               SMTP_EXT_SIZE, 0 },
        { "SIZE with nonsense",        "a\nSIZE 10k",           SMTP_EXT_SIZE, 0 },
        { "a host name is no keyword", "PIPELINING",            0, 0 },
        { "an empty line is none",     "a\n\nDSN",              SMTP_EXT_DSN, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_offer offer = smtp_offer_read(str_of(c->text));

        CHECK_EQ(offer.extensions, c->want);
        CHECK_EQ(offer.size_limit, c->size);
    }
}

TEST(offer_limits)
{
    static const struct { const char *name, *text; uint64_t recipients, mails, domains; } cases[] = {
        { "none",              "a\nVRFY",                                     0, 0, 0 },
        { "all",               "a\nLIMITS MAILMAX=20 RCPTMAX=50 RCPTDOMAINMAX=1", 50, 20, 1 },
        { "in any case",       "a\nlimits rcptmax=999999",                    999999, 0, 0 },
        { "unknown ones",      "a\nLIMITS SPEEDMAX=5 RCPTMAX=7",              7, 0, 0 },
        { "nonsense in one",   "a\nLIMITS RCPTMAX=x MAILMAX=1000000 RCPTDOMAINMAX=3 MAIL", 0, 0, 3 },
        { "nothing behind it", "a\nLIMITS",                                   0, 0, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_limits limits = smtp_offer_read(str_of(c->text)).limits;

        CHECK_EQ(limits.recipients, c->recipients);
        CHECK_EQ(limits.mails, c->mails);
        CHECK_EQ(limits.domains, c->domains);
    }
}
