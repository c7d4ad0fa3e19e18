#include "gateway/record_impersonal.h"

#include "unit.h"

static const struct pseudonyms names = { { 1, 2 } };

TEST(pseudonyms)
{
    ARENA_SCOPE arena = { 0 };
    str         jane  = pseudonym_address(&names, &arena, STR("Jane@example.org"));

    CHECK(str_ends_nocase(jane, STR("@example.org")) && jane.ptr[0] == '~' && jane.len == 17 + STR("@example.org").len);
    CHECK_STR(pseudonym_address(&names, &arena, STR("jane@EXAMPLE.org")), arena_join(&arena, (str[]){
        str_slice(jane, 0, 17), STR("@EXAMPLE.org") }, 2, (str){ 0 }));
    CHECK(!str_equal(str_slice(pseudonym_address(&names, &arena, STR("jane@example.net")), 0, 17), str_slice(jane, 0, 17)));
    CHECK_CSTR(pseudonym_address(&names, &arena, STR("")), "");
    CHECK_CSTR(pseudonym_address(&names, &arena, STR("@example.org")), "@example.org");
    CHECK_CSTR(pseudonym(&names, &arena, STR("")), "");
}

/* Whatever is not let in by name stays out. */
TEST(record_make_impersonal)
{
    static const struct { const char *name, *record, *want; } cases[] = {
        { "nothing", "{}", "{\"extract\":{\"impersonal\":true}}" },
        { "what is no record", "[1", "{\"extract\":{\"impersonal\":true}}" },
        { "a member nobody knows", "{\"version\":2,\"diary\":\"secret\",\"envelope\":{\"nick\":\"secret\",\"esmtp\":true}}",
          "{\"version\":2,\"envelope\":{\"esmtp\":true},\"extract\":{\"impersonal\":true}}" },
        { "a path that goes on elsewhere", "{\"message\":\"secret\",\"findings\":[\"secret\"],\"version\":{\"a\":1}}",
          "{\"findings\":[],\"version\":{\"a\":1},\"extract\":{\"impersonal\":true}}" },
        { "the items of a list", "{\"findings\":[{\"id\":\"a\",\"evidence\":\"secret\"},{\"id\":\"b\"}]}",
          "{\"findings\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"extract\":{\"impersonal\":true}}" },
        { "what the server behind says of a recipient", "{\"outcome\":{\"reply\":\"secret\",\"recipients\":[{\"fate\":\"held\",\"by\":\"next-hop\",\"reply\":\"secret\"}]}}",
          "{\"outcome\":{\"recipients\":[{\"fate\":\"held\",\"by\":\"next-hop\"}]},\"extract\":{\"impersonal\":true}}" },
        { "what a mail server calls it", "{\"milter\":{\"queue_id\":\"784D45764D4\",\"differences\":[\"secret\"]}}",
          "{\"milter\":{\"queue_id\":\"784D45764D4\"},\"extract\":{\"impersonal\":true}}" },
        { "what can be judged again no more", "{\"version\":2,\"extract\":{\"header\":\"secret\"},\"view\":[\"secret\"]}",
          "{\"version\":2,\"extract\":{\"impersonal\":true}}" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        record_make_impersonal(&out, str_of(c->record), &names);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
