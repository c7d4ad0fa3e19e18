#include "gateway/story_test.h"

TEST(story_tells_authentication)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "a file alone, and SPF", "{\"id\": \"a\", \"envelope\": {\"client\": \"unknown\", \"mail_from_known\": false}, \"auth\": {}}",
          "SPF: not checked. ", true },
        { "a listing and its reason", "{\"id\": \"a\", \"dns_lists\": [{\"list\": \"bl\", \"status\": \"listed\", "
          "\"answer\": \"127.0.0.2\", \"reason\": \"Spam.\"}, {\"list\": \"x\", \"status\": \"not-listed\"}]}",
          "  DNS list bl: listed 127.0.0.2: Spam.\n  DNS lists that have nothing on the client: 1.\n", true },
        { "a list that was not asked is none that is silent", "{\"id\": \"a\", \"dns_lists\": [{\"list\": \"bl\", \"status\": \"off\"}]}",
          "nothing on the client", false },
        { "where the RFCs differ",
          "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"rfc7489\": {\"result\": \"fail\", \"disposition\": \"reject\","
          " \"differs\": true}}}}",
          "By RFC 7489, which other receivers may still follow: fail, asking for\n      reject.\n", true },
        { "where they agree",
          "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"rfc7489\": {\"result\": \"fail\", \"disposition\": \"reject\","
          " \"differs\": false}}}}", "7489", false },
        { "a signature that a list has broken",
          "{\"id\": \"a\", \"auth\": {\"dkim\": [{\"domain\": \"a.example\", "
          " \"verifies_without\": [\"footer-added\"]}]}}",
          "The signature of a.example would verify without what a mailing list\n      seems to have done: footer-added.",
          true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
