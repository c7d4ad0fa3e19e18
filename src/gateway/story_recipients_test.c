#include "gateway/story_test.h"

#define RECORD(recipients) "{\"id\": \"a\", \"outcome\": {\"recipients\": [" recipients "]}}"
#define ANN "{\"rcpt\": \"ann@corp.example\", \"fate\": \"refused\", \"by\": \"next-hop\", \"reply\": \"550 5.1.1 no\"}"
#define BOB "{\"rcpt\": \"bob@corp.example\", \"fate\": \"held\", \"by\": \"score\", \"reply\": \"\"}"
#define CYD "{\"rcpt\": \"cyd@other.example\", \"fate\": \"put-off\", \"by\": \"gate\", \"reply\": \"451 4.3.0 later\"}"

TEST(story_tells_recipients)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "by the next hop, with what it said", RECORD(ANN),
          "  - For ann@corp.example: it is refused, because of the next hop. It said: 550\n    5.1.1 no\n", true },
        { "by a step, which is told above", RECORD(BOB), "  - For bob@corp.example: it was held.\n", true },
        { "by a failure of ours", RECORD(CYD), "  - For cyd@other.example: it is put off, and may come again, because of a\n    failure here. It said: 451 4.3.0 later\n", true },
        { "a fate of another version", RECORD("{\"rcpt\": \"b\", \"fate\": \"lost\"}"), "  - For b: lost.\n", true },
        { "none are known", "{\"id\": \"a\", \"outcome\": {}}", "  - For ", false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}

TEST(story_recipients)
{
    static const struct { const char *name, *record, *only, *also; bool found; const char *want; } cases[] = {
        { "all", RECORD(ANN ", " BOB), "", "", true,
          "ann@corp.example  refused by next-hop (550 5.1.1 no)\nbob@corp.example  held by score\n" },
        { "one, in any case", RECORD(ANN ", " BOB), "BOB@corp.example", "", true, "bob@corp.example  held by score\n" },
        { "a domain", RECORD(BOB ", " CYD), "@other.example", "", true, "cyd@other.example  put-off by gate (451 4.3.0 later)\n" },
        { "one, and the name under which it may stand", RECORD(BOB ", " CYD), "ann@corp.example", "bob@corp.example", true,
          "bob@corp.example  held by score\n" },
        { "nobody who is meant", RECORD(ANN), "eve@corp.example", "", true, "" },
        { "strangers' words", RECORD("{\"rcpt\": \"a\\u001b\", \"fate\": \"held\", \"by\": \"x\\n\", \"reply\": \"\\r\"}"), "", "", true,
          "a?  held by x? (?)\n" },
        { "of an earlier version", "{\"id\": \"a\", \"outcome\": {\"reply\": \"250 ok\"}}", "", "", false, "" },
        { "no record", "{", "", "", false, "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        BUF_SCOPE   out   = { 0 };

        CHECK_EQ(story_recipients(&out, str_of(c->record), str_of(c->only), str_of(c->also), &arena), c->found);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
