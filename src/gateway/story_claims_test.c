#include "gateway/story_test.h"

TEST(story_tells_claims)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "a file alone", "{\"id\": \"a\", \"envelope\": {\"client\": \"unknown\", \"mail_from_known\": false}}",
          "Envelope:  not known: a file does not say it (--mail-from)\n  Client:    not known (--ip, --helo)\n", true },
        { "a null sender", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"mail_from_known\": true}}",
          "Envelope:  <> (the null sender", true },
        { "a client's certificate", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"tls_client\": \"00ff\", "
          "\"tls_client_name\": \"relay one\", \"tls_client_trusted\": true}}",
          "with the certificate \"relay one\" (sha256:00ff), one of ours\n", true },
        { "a stranger's certificate", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"tls_client\": \"00ff\"}}",
          "with the certificate \"\" (sha256:00ff), which nobody here knows\n", true },
        { "the proxy", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"through\": \"192.0.2.70\"}}",
          "  Through:   192.0.2.70\n", true },
        { "a way through servers of ours",
          "{\"id\": \"a\", \"origin\": {\"client\": \"192.0.2.1\", \"hops\": 2}}",
          "Origin:    192.0.2.1, through 2 of our servers\n", true },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(story_holds(c->record, c->holds), c->wanted);
}
