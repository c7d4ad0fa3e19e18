#include "detect/other_filter.h"

#include "unit.h"

TEST(other_filter_read)
{
    static const str all[] = { STR_INIT("X-Spam-Flag"), STR_INIT("X-Spam-Status"), STR_INIT("X-Spam"), STR_INIT("X-Spamd-Result"),
                               STR_INIT("X-Rspamd-Action"), STR_INIT("authserv-id:mx.other.example") };
    static const struct { const char *name, *header; enum opinion want; const char *said; } cases[] = {
        { "nothing",                     "Subject: X-Spam-Flag: YES\r\n",                       OPINION_NONE, "" },
        { "a flag",                      "x-spam-flag: YES\r\n",                                OPINION_HOLD, "x-spam-flag: YES" },
        { "a status, folded",            "X-Spam-Status: No, score=-1.2\r\n\trequired=5\r\n",  OPINION_PASS,
          "X-Spam-Status: No, score=-1.2?required=5" },
        { "what neither says yes nor no", "X-Spam-Status: maybe\r\n",                           OPINION_NONE, "" },
        { "rspamd's result",             "X-Spamd-Result: default: True [16.1 / 15.0]\r\n",     OPINION_HOLD,
          "X-Spamd-Result: default: True [16.1 / 15.0]" },
        { "a result without its colon",  "X-Spamd-Result: True\r\n",                            OPINION_NONE, "" },
        { "an action",                   "X-Rspamd-Action: add header\r\n",                     OPINION_HOLD, "X-Rspamd-Action: add header" },
        { "an action that is none",      "X-Rspamd-Action: no action\r\n",                      OPINION_PASS, "X-Rspamd-Action: no action" },
        { "results of that name",        "Authentication-Results: mx.other.example; dmarc=fail\r\n", OPINION_HOLD,
          "Authentication-Results: mx.other.example; dmarc=fail" },
        { "results of another name",     "Authentication-Results: mx.example; dmarc=fail\r\n",  OPINION_NONE, "" },
        { "results below others",        "Authentication-Results: mx.example; dmarc=fail\r\nAuthentication-Results: mx.other.example;"
          " dmarc=pass\r\n",           OPINION_PASS, "Authentication-Results: mx.other.example; dmarc=pass" },
        { "results without DMARC",       "Authentication-Results: mx.other.example; spf=fail\r\n", OPINION_NONE, "" },
        { "one that would hold decides", "X-Spam-Flag: NO\r\nX-Spamd-Result: default: True [9 / 5]\r\n", OPINION_HOLD,
          "X-Spamd-Result: default: True [9 / 5]" },
        { "the topmost of a name",       "X-Spam-Flag: NO\r\nX-Spam-Flag: YES\r\n",             OPINION_PASS, "X-Spam-Flag: NO" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena = { 0 };
        struct header_list  list;

        header_parse(&list, &arena, str_of(c->header), false, &(struct header_limits){ 100, 10000 });
        struct other_filter found = other_filter_read(&list, all, ARRAY_LEN(all), &arena);

        CHECK_EQ(found.opinion, c->want);
        CHECK_CSTR(found.said, c->said);
    }
    CHECK(!other_filter_is_source(STR("X-Spam-Level")) && !other_filter_is_source(STR("authserv-id:")));
}
