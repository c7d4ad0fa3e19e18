#include "gateway/story.h"

#include "unit.h"

static bool tell(struct arena *arena, str record, str *story)
{
    BUF_SCOPE out   = { 0 };
    str       error = { 0 };
    bool      told  = story_write(&out, record, arena, &error);

    *story = told ? arena_str(arena, buf_str(&out)) : error;
    return told;
}

TEST(story_refuses)
{
    static const struct { const char *name, *record, *want; } cases[] = {
        { "what is no object", "[]",              "this is no record" },
        { "what has no id",    "{\"id\": 5}",     "this is no record" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        CHECK(!tell(&arena, str_of(c->record), &story));
        CHECK_CSTR(story, c->want);
    }
}

/* A record comes back from a disk, and strangers' words are in it: none may move the cursor of a terminal. */
TEST(story_is_printable)
{
    static const struct { const char *name, *record, *begins; } cases[] = {
        { "an id",      "{\"id\": \"a\\u001b[2J\\nb\"}",                       "Message a?[2J?b\n" },
        { "an author",  "{\"id\": \"a\", \"message\": {\"author\": {\"display_name\": \"\\u001b\\u0007\"}}}",
          "Message a\n\nWhat was claimed\n  From:      \"??\" <>\n" },
        { "a recipient", "{\"id\": \"a\", \"message\": {\"subject\": \"x\"}, \"envelope\": {\"rcpt\": [\"\\r\\n\"]}}",
          "Message a\n\nWhat was claimed\n  Subject:   x\n  Envelope:  <> (the null sender, as of a delivery report)\n"
          "  To:        ??\n" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        if (CHECK(tell(&arena, str_of(c->record), &story)))
            CHECK_CSTR(str_slice(story, 0, story.len < strlen(c->begins) ? story.len : strlen(c->begins)), c->begins);
    }
}

/* What is told of authentication beside the results themselves. */
TEST(story_explains)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "a file alone", "{\"id\": \"a\", \"envelope\": {\"client\": \"unknown\", \"mail_from_known\": false}}",
          "Envelope:  not known: a file does not say it (--mail-from)\n  Client:    not known (--ip, --helo)\n", true },
        { "a file alone, and SPF", "{\"id\": \"a\", \"envelope\": {\"client\": \"unknown\", \"mail_from_known\": false}, \"auth\": {}}",
          "SPF: not checked. ", true },
        { "a null sender", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"mail_from_known\": true}}",
          "Envelope:  <> (the null sender", true },
        { "a client's certificate", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"tls_client\": \"00ff\", "
          "\"tls_client_name\": \"relay one\", \"tls_client_trusted\": true}}",
          "with the certificate \"relay one\" (sha256:00ff), one of ours\n", true },
        { "a stranger's certificate", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"tls_client\": \"00ff\"}}",
          "with the certificate \"\" (sha256:00ff), which nobody here knows\n", true },
        { "a listing and its reason", "{\"id\": \"a\", \"dns_lists\": [{\"list\": \"bl\", \"status\": \"listed\", "
          "\"answer\": \"127.0.0.2\", \"reason\": \"Spam.\"}, {\"list\": \"x\", \"status\": \"not-listed\"}]}",
          "  DNS list bl: listed 127.0.0.2: Spam.\n  DNS lists that have nothing on the client: 1.\n", true },
        { "a list that was not asked is none that is silent", "{\"id\": \"a\", \"dns_lists\": [{\"list\": \"bl\", \"status\": \"off\"}]}",
          "nothing on the client", false },
        { "the proxy", "{\"id\": \"a\", \"envelope\": {\"client\": \"192.0.2.1\", \"through\": \"192.0.2.70\"}}",
          "  Through:   192.0.2.70\n", true },
        { "the files",
          "{\"id\": \"a\", \"attachments\": [{\"name\": \"a.zip\", \"type\": \"zip\", \"octets\": 9, \"packed_name\": \"b.js\", \"content_checked\": true}, 7]}",
          "\nWhat it carries\n  - a.zip: a ZIP archive, 9 octets, which holds b.js.\n\n", true },
        { "what the sender can do", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Sign with d=a.example.\"}}}",
          "\nWhat the sender can do\n  - Sign with d=a.example.\n", true },
        { "of what was stopped as a pretence nobody is taught to do it better", "{\"id\": \"a\", \"verdict\": {\"step\": "
          "\"impersonation\", \"action\": \"quarantine\"}, \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}}}", "Do x.", false },
        { "what only looks odd may be honest", "{\"id\": \"a\", \"verdict\": {\"step\": \"score\", \"action\": \"tag\"}, "
          "\"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}}}", "Do x.", true },
        { "each sentence once",
          "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}, \"spf\": {\"advice\": \"Do x.\"}}}",
          "Do x.\n  - Do x.\n", false },
        { "nothing to be done", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"result\": \"pass\"}}}", "can do", false },
        { "that nothing has to be done, only alone", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Do x.\"}, "
          "\"return_path\": {\"advice\": \"Nothing has to be done here.\"}}}", "Nothing has", false },
        { "then it is told", "{\"id\": \"a\", \"auth\": {\"dmarc\": {\"advice\": \"Nothing has to be done here.\"}}}",
          "\nWhat the sender can do\n  - Nothing has to be done here.\n", true },
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
        { "a way through servers of ours",
          "{\"id\": \"a\", \"origin\": {\"client\": \"192.0.2.1\", \"hops\": 2}}",
          "Origin:    192.0.2.1, through 2 of our servers\n", true },
        { "a record of another make",
          "{\"id\": \"a\", \"auth\": {\"dkim\": [5, {\"verifies_without\": 7, \"advice\": []}],"
          " \"dmarc\": {\"rfc7489\": [], \"advice\": 3}, \"spf\": 1}, \"origin\": []}", "can do", false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        if (CHECK(tell(&arena, str_of(c->record), &story)))
            CHECK_EQ(str_find(story, str_of(c->holds)) != STR_NOT_FOUND, c->wanted);
    }
}

#define FINDING(id, weight, text) "{\"id\": \"" id "\", \"weight\": " weight ", \"text\": \"" text "\", \"evidence\": \"here\"}"
#define BANDS "\"bands\": {\"banner\": 1, \"junk\": 2, \"quarantine\": 3}"

/* What was noticed, and what it came to. */
TEST(story_weighs)
{
    static const struct { const char *name, *record, *holds; bool wanted; } cases[] = {
        { "the heaviest first",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0.5", "Less.") ", " FINDING("y", "1.5", "More.") "]}",
          "What speaks against it\n  1.50  More. (y)\n        seen: here\n  0.50  Less. (x)\n", true },
        { "what speaks for it, apart",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "-0.5", "A friend.") "]}",
          "What speaks for it\n  0.50  A friend. (x)\n", true },
        { "what weighs nothing, apart",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0", "So what.") "]}",
          "and weighs nothing\n  - So what. (x)\n    seen: here\n", true },
        { "what is in shadow, apart",
          "{\"id\": \"a\", \"findings_in_shadow\": [" FINDING("x", "2", "On trial.") "]}",
          "in shadow, and has no effect\n  2.00  On trial. (x)\n", true },
        { "a sentence that goes on with what was seen",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "1", "These words:") "]}",
          "  1.00  These words: here (x)\n", true },
        { "the group that makes the difference",
          "{\"id\": \"a\", \"score\": 2.5, \"findings\": [" FINDING("x", "2.5", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 0, "
          "\"compounds\": [], \"groups\": [{\"group\": \"link\", \"threat\": 2, \"trust\": 0}, {\"group\": \"text\", \"threat\": 0.5}]}}",
          "Without the signs of the group link (2.00) it would be 0.50:", true },
        { "a group that makes none",
          "{\"id\": \"a\", \"score\": 2.6, \"findings\": [" FINDING("x", "2.6", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 0, "
          "\"compounds\": [], \"groups\": [{\"group\": \"text\", \"threat\": 0.5, \"trust\": 0}]}}", "Without the signs", false },
        { "nor is it told where more hangs on it",
          "{\"id\": \"a\", \"score\": 2.5, \"findings\": [" FINDING("x", "2.5", "Odd.") "], \"assessment\": {" BANDS ", \"hard\": 1, "
          "\"groups\": [{\"group\": \"link\", \"threat\": 2, \"trust\": 0}]}}", "Without the signs", false },
        { "one of a hundred is bad",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "0", "Odd.") "], \"assessment\": {\"probability\": 0.001}}",
          "about 1 is bad", true },
        { "never all of them",
          "{\"id\": \"a\", \"findings\": [" FINDING("x", "9", "Odd.") "], \"assessment\": {\"probability\": 1.0}}",
          "about 99 are bad", true },
        { "a finding of another make",
          "{\"id\": \"a\", \"findings\": [7, {\"weight\": \"x\"}], \"findings_in_shadow\": 3}", "weighs nothing\n  -  ()\n  -  ()\n", true },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         story;

        if (CHECK(tell(&arena, str_of(c->record), &story)))
            CHECK_EQ(str_find(story, str_of(c->holds)) != STR_NOT_FOUND, c->wanted);
    }
}
