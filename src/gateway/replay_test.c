#include "gateway/replay.h"

#include "detect/files_test.h"
#include "dns/packet.h"
#include "dns/zone.h"
#include "gateway/pipeline.h"
#include "gateway/record.h"
#include "gateway/story.h"
#include "io/file.h"
#include "unit.h"

static const char zone_text[] =
    "{ \"corp.example\": { \"TXT\": [[\"v=spf1 ip4:192.0.2.2 -all\"]] },"
    "  \"_dmarc.corp.example\": { \"TXT\": [[\"v=DMARC1; p=reject\"]] },"
    "  \"partner.example\": { \"TXT\": [[\"v=spf1 include:_spf.partner.example mx -all\"]], \"MX\": [[10, \"mail.partner.example\"]] },"
    "  \"_spf.partner.example\": { \"TXT\": [[\"v=spf1 a:six.partner.example a:mail.partner.example -all\"]] },"
    "  \"mail.partner.example\": { \"A\": [\"192.0.2.10\"] }, \"six.partner.example\": { \"AAAA\": [\"::ffff:192.0.2.99\", \"2001:db8::1\"] },"
    "  \"10.2.0.192.in-addr.arpa\": { \"PTR\": [\"mail.partner.example\"] },"
    "  \"_dmarc.partner.example\": { \"TXT\": [[\"v=DMARC1; p=quarantine\"]] },"
    "  \"octets.example\": { \"TXT\": [[\"v=spf1 exists:\\u00e9 -all\"]] },"
    "  \"late.example\": { \"TXT\": \"TIMEOUT\" }, \"_dmarc.late.example\": { \"TXT\": \"SERVFAIL\" } }";

/* One message that was judged, and its record. */
struct first { struct engine *engine; struct zone *zone; struct transaction tx; struct config config; struct buf record; };

static void judge(struct first *f, const char *ip, const char *mail_from, str message)
{
    ARENA_SCOPE arena = { 0 };
    str         error, path = arena_printf(&arena, "<%s>", mail_from), rcpt = STR("<jo@corp.example>");

    f->engine = engine_open(NULL, ENGINE_TOOL, &arena, &error);
    f->zone   = zone_load(str_of(zone_text), &arena, &error);
    ASSERT(f->engine != NULL && f->zone != NULL);
    f->config         = *f->engine->config;
    f->engine->config = &f->config;
    transaction_init(&f->tx, f->engine, id_make(1, (const uint8_t[10]){ 0 }));
    path                      = arena_str(&f->tx.arena, path);
    f->tx.envelope.arrived_at = time_of_civil(2026, 6, 1, 10, 0, 0);
    f->tx.envelope.helo       = STR("mail.partner.example");
    f->tx.octets              = message;
    f->tx.envelope.recipients = ARENA_NEW(&f->tx.arena, struct path);
    f->tx.envelope.recipient_count = 1;
    (void)!ip_parse(str_of(ip), &f->tx.envelope.client);
    (void)!path_parse(&f->tx.envelope.reverse_path, &path);
    (void)!path_parse(f->tx.envelope.recipients, &rcpt);
    while (pipeline_run(&f->tx) == PIPELINE_OPEN)
        zone_answer(f->zone, &f->tx.view);
    record_write(&f->record, &f->tx, &(struct outcome){ .reply = STR("250 2.0.0 Ok") });
}

static void end(struct first *f)
{
    buf_free(&f->record);
    transaction_free(&f->tx);
    zone_free(f->zone);
    engine_close(f->engine);
}

static struct replay replay(struct first *f, str octets, struct arena *arena)
{
    struct replay out;

    replay_judge(&out, f->engine, str_of(f->tx.id.text), buf_str(&f->record), octets, arena);
    return out;
}

#define HEADER(from) \
    "From: " from "\r\nTo: <jo@corp.example>\r\nSubject: hello\r\nDate: Mon, 01 Jun 2026 10:00:00 +0000\r\n" \
    "Message-ID: <1@partner.example>\r\n"

static const struct message_case { const char *name, *ip, *mail_from; str message; } messages[] = {
    { "an aligned pass", "192.0.2.10", "kim@partner.example", STR_INIT(HEADER("Kim <kim@partner.example>") "\r\nHello\r\n") },
    { "an IPv6 client", "2001:db8::1", "kim@partner.example", STR_INIT(HEADER("Kim <kim@partner.example>") "\r\nHello\r\n") },
    { "a forged author", "192.0.2.10", "kim@partner.example", STR_INIT(HEADER("Jane <jane@corp.example>") "\r\nHello\r\n") },
    { "name servers that fail", "192.0.2.10", "kim@late.example", STR_INIT(HEADER("Kim <kim@late.example>") "\r\nHello\r\n") },
    { "a null sender", "192.0.2.10", "", STR_INIT(HEADER("Kim <kim@partner.example>") "\r\nHello\r\n") },
    { "octets in a TXT record", "192.0.2.10", "kim@octets.example", STR_INIT(HEADER("Kim <kim@octets.example>") "\r\nHello\r\n") },
    { "octets that are no UTF-8", "192.0.2.10", "kim@partner.example",
      STR_INIT(HEADER("\xe9\0 <kim@partner.example>") "X-Odd: \xff\r\n\r\nHello\r\n") },
    { "a header without end", "192.0.2.10", "kim@partner.example", STR_INIT(HEADER("Kim <kim@partner.example>")) },
    { "nothing", "192.0.2.10", "kim@partner.example", STR_INIT("") },
    { "two boundaries", "192.0.2.10", "kim@partner.example",
      STR_INIT(HEADER("Kim <kim@partner.example>") "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n"
               "--a\r\n\r\nx\r\n--a--\r\n") },
    { "a message inside of a message, in parts", "192.0.2.10", "kim@partner.example",
      STR_INIT(HEADER("Kim <kim@partner.example>") "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
               "--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=c\r\n"
               "\r\n--c\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--c--\r\n"
               "--a\r\nContent-Type: text/html; charset=\"\xe9\"\r\n\r\nx\r\n--a--\r\n") },
    { "files of many kinds", "192.0.2.10", "kim@partner.example",
      STR_INIT(HEADER("Kim <kim@partner.example>") "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
               "--a\r\nContent-Type: application/octet-stream; name=x.exe\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nMZ\x01\r\n"
               "--a\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename*=utf-8''a%0A%E2%80%AE.zip\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\n" ZIP_OF_SCRIPT_B64
               "--a\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=in.eml\r\n\r\nSubject: in\r\n\r\nx\r\n"
               "--a\r\nContent-Type: application/octet-stream; name=out.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n"
               "RnJvbTogYUBiLmV4YW1wbGUKTUlNRS1WZXJzaW9uOiAxLjAKQ29udGVudC1UeXBlOiB0ZXh0L2h0bWw7IG5hbWU9YS5odG1sCgo8aHRtbD4=\r\n"
               "--a\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4 /Encrypt\r\n--a--\r\n") },
};

TEST(replay_is_the_same_octet_for_octet)
{
    FOR_EACH_CASE(c, messages) {
        struct first f = { 0 };
        ARENA_SCOPE  arena = { 0 };

        judge(&f, c->ip, c->mail_from, c->message);
        for (int whole = 0; whole < 2; whole++) {
            struct replay again = replay(&f, whole ? c->message : (str){ 0 }, &arena);

            CHECK(again.same_judges);
            CHECK_EQ(again.outcome, REPLAY_SAME);
            CHECK_STR(again.differs_now, again.differs_then);
        }
        end(&f);
    }
}

/* Nothing that a record lacks is guessed at. */
TEST(replay_by_another_configuration)
{
    static const str own[] = { STR_INIT("partner.example") };
    static const struct dnsxl list = { STR_INIT("bl.example"), STR_INIT("bl.example"), 2.0, &dnsxl_default_answers, 1, true, true };
    static const struct {
        const char *name; size_t message; bool accept_undecided, own_domain, new_list; enum replay_outcome want;
        const char *then, *now;
    } cases[] = {
        { "nothing that matters",      0, false, false, false, REPLAY_SAME,    "accept", "accept" },
        { "what is undecided passes",  3, true,  false, false, REPLAY_CHANGED, "defer",  "tag"    },
        { "it greets by our name",     5, false, true,  false, REPLAY_CHANGED, "accept", "tag" },
        { "a list that was not asked", 0, false, false, true,  REPLAY_UNKNOWN, "accept", "accept" },
    };

    FOR_EACH_CASE(c, cases) {
        const struct message_case *m = &messages[c->message];
        struct first f     = { 0 };
        ARENA_SCOPE  arena = { 0 };

        judge(&f, m->ip, m->mail_from, m->message);
        f.engine->config_digest = STR("another");
        f.config.policy.defer_undecided = !c->accept_undecided;
        if (c->own_domain) {
            f.config.organization.own_domains      = own;
            f.config.organization.own_domain_count = 1;
            f.engine->organization = organization_new(&f.engine->arena, &f.config.organization, f.engine->unicode, f.engine->suffixes);
        }
        if (c->new_list) {
            f.config.dns_lists      = (struct dnsxl *)(uintptr_t)&list;
            f.config.dns_list_count = 1;
        }
        struct replay again = replay(&f, (str){ 0 }, &arena);

        CHECK(!again.same_judges);
        CHECK_EQ(again.outcome, c->want);
        CHECK_CSTR(again.then.action, c->then);
        CHECK_CSTR(again.now.action, c->now);
        end(&f);
    }
}

/* The same configuration with lists of another day is not the same judge, and says so. */
TEST(replay_by_other_lists)
{
    static const struct { const char *name; bool other_lists, other_configuration, want_same, want_other_lists; } cases[] = {
        { "all is the same",         false, false, true,  false },
        { "lists of another day",    true,  false, false, true  },
        { "another configuration",   false, true,  false, false },
        { "both",                    true,  true,  false, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct first f     = { 0 };
        ARENA_SCOPE  arena = { 0 };

        judge(&f, messages[0].ip, messages[0].mail_from, messages[0].message);
        CHECK_EQ(f.engine->lists_digest.len, 16);
        if (c->other_lists)
            f.engine->lists_digest = STR("another");
        if (c->other_configuration)
            f.engine->config_digest = STR("another");
        struct replay again = replay(&f, (str){ 0 }, &arena);

        CHECK_EQ(again.same_judges, c->want_same);
        CHECK_EQ(again.other_lists, c->want_other_lists);
        CHECK_EQ(again.outcome, REPLAY_SAME);
        end(&f);
    }
}

/* A record that was tampered with is a bug, and shown where. */
TEST(replay_shows_the_difference)
{
    struct first f     = { 0 };
    ARENA_SCOPE  arena = { 0 };

    judge(&f, "192.0.2.10", "kim@partner.example", messages[0].message);
    str       record = buf_str(&f.record), word = STR("\"score\":0.00");
    ptrdiff_t at     = str_find(record, word);
    char     *octets = arena_octets(&arena, record.len);

    if (CHECK(at != STR_NOT_FOUND)) {
        memcpy(octets, record.ptr, record.len);
        octets[(size_t)at + word.len - 1] = '1';
        struct replay again;

        replay_judge(&again, f.engine, str_of(f.tx.id.text), (str){ octets, record.len }, (str){ 0 }, &arena);
        CHECK_EQ(again.outcome, REPLAY_FINDINGS_CHANGED);
        CHECK(str_find(again.differs_then, STR("\"score\":0.01")) != STR_NOT_FOUND);
        CHECK(str_find(again.differs_now, word) != STR_NOT_FOUND);
    }
    end(&f);
}

TEST(replay_refuses)
{
    static const struct { const char *name, *record; enum record_fit want; } cases[] = {
        { "nothing",                   "",                                                            RECORD_UNREADABLE },
        { "no object",                 "[2]",                                                         RECORD_UNREADABLE },
        { "version 1",                 "{\"version\":1,\"id\":\"a\"}",                                RECORD_TOO_OLD    },
        { "a version that is to come", "{\"version\":99,\"id\":\"a\"}",                               RECORD_TOO_NEW    },
        { "a header too large",        "{\"version\":2,\"extract\":{\"too_large\":true}}",            RECORD_TOO_LARGE  },
        { "nothing in it",             "{\"version\":2}",                                             RECORD_UNREADABLE },
        { "no parts", "{\"version\":2,\"time\":\"2026-06-01T10:00:00Z\",\"envelope\":{\"mail_from\":\"\",\"rcpt\":[]},\"view\":[],"
                      "\"extract\":{\"header\":\"\",\"parts\":[],\"body_hashes\":[]}}",               RECORD_UNREADABLE },
        { "a hash too long", "{\"version\":2,\"time\":\"2026-06-01T10:00:00Z\",\"envelope\":{\"mail_from\":\"\",\"rcpt\":[]},\"view\":[],"
          "\"extract\":{\"header\":\"\",\"parts\":[{\"depth\":0}],\"body_hashes\":[{\"hash\":"
          "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}}",                    RECORD_UNREADABLE },
    };

    FOR_EACH_CASE(c, cases) {
        struct first  f     = { 0 };
        ARENA_SCOPE   arena = { 0 };
        struct replay again;

        judge(&f, "192.0.2.10", "kim@partner.example", messages[0].message);
        replay_judge(&again, f.engine, str_of(f.tx.id.text), str_of(c->record), (str){ 0 }, &arena);
        CHECK_EQ(again.outcome, REPLAY_NOT_JUDGED);
        CHECK_CSTR(again.why, record_fit_text(c->want));
        end(&f);
    }
}

/* Whoever has a domain may answer each of our questions with 64 KiB: a record of all that would be read by nobody, and push
 * those of others out of the journal's queue. */
TEST(record_leaves_out_answers_that_are_too_large)
{
    enum { ANSWER_OCTETS = 60000 };
    static const struct { const char *name; size_t answers; bool fits; } cases[] = {
        { "four large answers", 4,  true  },
        { "five of them",       5,  false },
        { "thirty",             30, false },
    };
    static char octets[ANSWER_OCTETS];

    memset(octets, '\x01', sizeof octets);
    FOR_EACH_CASE(c, cases) {
        struct first  f     = { 0 };
        ARENA_SCOPE   arena = { 0 };
        struct record large = { .data = { octets, sizeof octets } };

        judge(&f, messages[0].ip, messages[0].mail_from, messages[0].message);
        for (size_t i = 0; i < c->answers; i++)
            view_record(&f.tx.view, QUESTION_DNS, DNS_TXT, arena_printf(&f.tx.arena, "large%zu.example", i), (str){ 0 },
                        answer_new(ANSWER_INSECURE, 0, &large, 1, NULL));
        buf_clear(&f.record);
        record_write(&f.record, &f.tx, &(struct outcome){ .reply = STR("250 2.0.0 Ok") });

        struct replay again = replay(&f, (str){ 0 }, &arena);

        CHECK(buf_str(&f.record).len < 4 * 6 * ANSWER_OCTETS + 64 * 1024);
        CHECK_EQ(str_find(buf_str(&f.record), STR("\"records_left_out\":1")) == STR_NOT_FOUND, c->fits);
        CHECK_EQ(again.outcome == REPLAY_NOT_JUDGED, !c->fits);
        if (!c->fits)
            CHECK_CSTR(again.why, record_fit_text(RECORD_TOO_LARGE));
        end(&f);
    }
}

/* Records that were written once are read for ever: one file for each version, made by the program of its day. What changes
 * them into something else breaks the journals that people have. */
TEST(records_of_every_version)
{
    static const struct { const char *name, *file; bool fits; const char *actions[4], *told_first; } cases[] = {
        { "version 1", GATEPOST_SOURCE "/tests/vectors/records/v1.json", false, { "accept", "reject", "quarantine", "reject" },
          "The message is delivered." },
        { "version 2", GATEPOST_SOURCE "/tests/vectors/records/v2.json", true,  { "accept", "reject", "quarantine", "reject" },
          "The message is delivered." },
        { "version 2, with what became of it for each recipient", GATEPOST_SOURCE "/tests/vectors/records/v2-recipients.json", true,
          { "accept", "reject", "quarantine", "reject" }, "For jane.roe@harbour.example: the next hop has taken it." },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena = { 0 };
        str            text, line, error = { 0 };
        struct engine *engine = engine_open(NULL, ENGINE_TOOL, &arena, &error);
        size_t         count  = 0;

        CHECK(file_read(c->file, 1 << 20, &arena, &text, &error));
        for (; str_cut(&text, '\n', &line); count++) {
            BUF_SCOPE     story = { 0 };
            struct replay again;

            replay_judge(&again, engine, STR("01M89TW08MNNE0AN0DS3SN3EGK"), line, (str){ 0 }, &arena);
            CHECK_EQ(again.outcome != REPLAY_NOT_JUDGED, c->fits);
            CHECK_CSTR(again.then.action, c->actions[count]);
            CHECK(story_write(&story, line, &arena, &error));
            if (count == 0)
                CHECK(str_find(buf_str(&story), str_of(c->told_first)) != STR_NOT_FOUND);
        }
        CHECK_EQ(count, 4);
        engine_close(engine);
    }
}
