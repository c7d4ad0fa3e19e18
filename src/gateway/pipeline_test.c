#include "gateway/pipeline.h"

#include "gateway/record.h"
#include "gateway/story.h"
#include "gateway/trace_fields.h"
#include "unit.h"

static const char zone_text[] =
    "{ \"corp.example\": { \"TXT\": [[\"v=spf1 ip4:192.0.2.2 -all\"]] },"
    "  \"_dmarc.corp.example\": { \"TXT\": [[\"v=DMARC1; p=reject\"]] },"
    "  \"partner.example\": { \"TXT\": [[\"v=spf1 include:_spf.partner.example -all\"]] },"
    "  \"_spf.partner.example\": { \"TXT\": [[\"v=spf1 a:mail.partner.example -all\"]] },"
    "  \"mail.partner.example\": { \"A\": [\"192.0.2.10\"] },"
    "  \"_dmarc.partner.example\": { \"TXT\": [[\"v=DMARC1; p=quarantine\"]] },"
    "  \"slow.example\": { \"TXT\": [[\"v=spf1 include:1.slow.example -all\"]] },"
    "  \"1.slow.example\": { \"TXT\": [[\"v=spf1 include:2.slow.example -all\"]] },"
    "  \"2.slow.example\": { \"TXT\": [[\"v=spf1 include:3.slow.example -all\"]] },"
    "  \"3.slow.example\": { \"TXT\": [[\"v=spf1 ip4:192.0.2.10 -all\"]] },"
    "  \"_dmarc.slow.example\": { \"TXT\": [[\"v=DMARC1; p=none\"]] },"
    "  \"voids.example\": { \"TXT\": [[\"v=spf1 a:1.voids.example a:2.voids.example a:3.voids.example +all\"]] },"
    "  \"names.example\": { \"TXT\": [[\"v=spf1 ptr -all\"]] },"
    "  \"77.2.0.192.in-addr.arpa\": { \"PTR\": [\"mail.names.example\"] }, \"mail.names.example\": { \"A\": [\"192.0.2.77\"] },"
    "  \"late.example\": { \"TXT\": \"TIMEOUT\" }, \"_dmarc.late.example\": { \"TXT\": \"SERVFAIL\" } }";

struct judged {
    struct engine *engine; struct zone *zone; struct transaction tx; size_t rounds;
    struct config config; struct ip_network hop, network; bool sender_id;
    const char *through, *trusted;      /* a proxy, and a network of ours; NULL: none */
    bool        by_milter;
    size_t  voids_max;                  /* 0: by default */
    int64_t round_ms;                   /* that each round of answers takes */
    const char *zone_of, *helo;         /* NULL: zone_text, mail.partner.example */
    bool        asks_early;             /* while the message is on its way, until there is nothing more to ask */
    struct dnsxl list;                  /* asked where it has a zone */
};

/* hop: the network of a server of ours that mail may come through, or NULL. */
static void judge_behind(struct judged *j, const char *hop, const char *ip, const char *mail_from, const char *message)
{
    ARENA_SCOPE arena = { 0 };
    str         error, path = arena_printf(&arena, "<%s>", mail_from);

    j->engine = engine_open(NULL, ENGINE_TOOL, &arena, &error);
    j->zone   = zone_load(str_of(j->zone_of != NULL ? j->zone_of : zone_text), &arena, &error);
    ASSERT(j->engine != NULL && j->zone != NULL);
    j->config           = *j->engine->config;
    j->config.sender_id = j->sender_id;
    if (j->voids_max > 0)
        j->config.spf_voids_max = j->voids_max;
    j->engine->config   = &j->config;
    if (hop != NULL && CHECK(ip_network_parse(str_of(hop), &j->hop))) {
        j->config.trusted_hops      = &j->hop;
        j->config.trusted_hop_count = 1;
    }
    if (j->list.zone.len > 0) {
        j->config.dns_lists      = &j->list;
        j->config.dns_list_count = 1;
    }
    if (j->trusted != NULL && CHECK(ip_network_parse(str_of(j->trusted), &j->network))) {
        j->config.trusted_networks      = &j->network;
        j->config.trusted_network_count = 1;
    }
    transaction_init(&j->tx, j->engine, id_make(1, (const uint8_t[10]){ 0 }));
    j->tx.by_milter             = j->by_milter;
    path                        = arena_str(&j->tx.arena, path);
    j->tx.envelope.arrived_at   = time_of_civil(2026, 6, 1, 10, 0, 0);
    j->tx.envelope.helo         = str_of(j->helo != NULL ? j->helo : "mail.partner.example");
    j->tx.envelope.is_esmtp     = true;
    j->tx.octets                = str_of(message);
    (void)!ip_parse(str_of(ip), &j->tx.envelope.client);
    if (j->through != NULL)
        (void)!ip_parse(str_of(j->through), &j->tx.envelope.through);
    (void)!path_parse(&j->tx.envelope.reverse_path, &path);
    if (j->asks_early)
        do {
            zone_answer(j->zone, &j->tx.view);
            pipeline_ask_early(&j->tx);
        } while (view_has_open_questions(&j->tx.view));
    while (pipeline_run(&j->tx) == PIPELINE_OPEN) {
        int64_t patience_ms = pipeline_patience_ms(&j->tx);

        j->tx.waited_ms += j->round_ms < patience_ms ? j->round_ms : patience_ms;
        if (j->round_ms <= patience_ms)         /* else the driver has given up */
            zone_answer(j->zone, &j->tx.view);
        j->rounds++;
    }
}

static void judge(struct judged *j, const char *ip, const char *mail_from, const char *message)
{
    judge_behind(j, NULL, ip, mail_from, message);
}

static void end(struct judged *j)
{
    transaction_free(&j->tx);
    zone_free(j->zone);
    engine_close(j->engine);
}

#define MESSAGE(from) \
    "From: " from "\r\nTo: <jo@corp.example>\r\nSubject: hello\r\nDate: Mon, 01 Jun 2026 10:00:00 +0000\r\n" \
    "Message-ID: <1@partner.example>\r\nAuthentication-Results: localhost; dmarc=pass\r\n\r\nHello Jo\r\n"

TEST(pipeline_run)
{
    static const struct { const char *name, *ip, *mail_from, *message; enum action action; enum step step; size_t rounds; } cases[] = {
        { "an aligned SPF pass is delivered", "192.0.2.10", "kim@partner.example", MESSAGE("Kim <kim@partner.example>"),
          ACTION_ACCEPT, STEP_SCORE, 4 },
        { "a forged author is refused", "192.0.2.10", "kim@partner.example", MESSAGE("Jane <jane@corp.example>"),
          ACTION_REJECT, STEP_AUTHENTICATION, 4 },
        { "a policy that cannot be fetched is waited for", "192.0.2.10", "kim@late.example", MESSAGE("Kim <kim@late.example>"),
          ACTION_DEFER, STEP_AUTHENTICATION, 3 },
        { "two authors are none", "192.0.2.10", "kim@partner.example",
          "From: <kim@partner.example>\r\nFrom: <jane@corp.example>\r\n\r\n", ACTION_REJECT, STEP_PROTOCOL, 4 },
        { "an empty message has no author", "192.0.2.10", "kim@partner.example", "", ACTION_REJECT, STEP_PROTOCOL, 4 },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged j = { 0 };

        judge(&j, c->ip, c->mail_from, c->message);
        CHECK_EQ(j.tx.verdict.action, c->action);
        CHECK_EQ(j.tx.verdict.step, c->step);
        CHECK(j.rounds <= c->rounds);
        end(&j);
    }
}

/* RFC 7208 §4.6.4: name servers that answer, but so late that all of it takes longer than we wait. The rest of the message is
 * judged with what is known, in time that is bounded as well. */
TEST(pipeline_time_limits)
{
    static const struct {
        const char *name, *ip, *mail_from; int64_t round_ms;
        enum spf_status spf; enum auth_reason reason; enum dmarc_status dmarc; int64_t waited_ms;
    } cases[] = {
        { "fast enough", "192.0.2.10", "kim@slow.example", 4000, SPF_PASS, REASON_SPF_MATCHED, DMARC_PASS, 16000 },
        { "too slow for SPF", "192.0.2.10", "kim@slow.example", 6000, SPF_TEMPERROR, REASON_SPF_TIME_LIMIT, DMARC_TEMPERROR, 20000 },
        { "too slow for anything", "192.0.2.10", "kim@slow.example", 40000, SPF_TEMPERROR, REASON_SPF_TIME_LIMIT,
          DMARC_TEMPERROR, 30000 },
        { "a term that late answers cut short is no miss", "192.0.2.77", "kim@names.example", 15000, SPF_TEMPERROR,
          REASON_SPF_TIME_LIMIT, DMARC_NONE, 30000 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena   = { 0 };
        struct judged j       = { .round_ms = c->round_ms };
        str           message = arena_printf(&arena, MESSAGE("Kim <%s>"), c->mail_from);

        judge(&j, c->ip, c->mail_from, arena_cstr(&arena, message));
        CHECK_EQ(j.tx.auth.spf.status, c->spf);
        CHECK_EQ(j.tx.auth.spf.reason, c->reason);
        CHECK_EQ(j.tx.auth.dmarc.status, c->dmarc);
        CHECK_EQ(j.tx.waited_ms, c->waited_ms);
        end(&j);
    }
}

/* RFC 7208 §4.6.4: two names that lead nowhere, or as many as the administrator allows. */
TEST(pipeline_void_lookups)
{
    static const struct { const char *name; size_t most; enum spf_status want; } cases[] = {
        { "by default two", 0, SPF_PERMERROR }, { "three", 3, SPF_PASS },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged j = { .voids_max = c->most };

        judge(&j, "192.0.2.10", "kim@voids.example", MESSAGE("Kim <kim@voids.example>"));
        CHECK_EQ(j.tx.auth.spf.status, c->want);
        end(&j);
    }
}

#define FROM_BACKUP(client) \
    "Received: from mail.partner.example (" client ") by mx2.corp.example with ESMTP id 1;\r\n" \
    "\tMon, 01 Jun 2026 10:00:00 +0000\r\n"

/* Behind our backup MX the sender is judged by the address that the backup has seen, and by no other. */
TEST(pipeline_trusted_hop)
{
    static const struct {
        const char *name, *hop, *received;
        enum spf_status spf; enum auth_reason reason; enum action action; const char *client;
    } cases[] = {
        { "the partner, through the backup", "198.51.100.0/24", FROM_BACKUP("mail.partner.example [192.0.2.10]"),
          SPF_PASS, REASON_SPF_MATCHED, ACTION_ACCEPT, "192.0.2.10" },
        { "the same where the backup is not known as ours", NULL, FROM_BACKUP("mail.partner.example [192.0.2.10]"),
          SPF_FAIL, REASON_SPF_MATCHED, ACTION_QUARANTINE, "198.51.100.5" },
        { "a stranger, through the backup", "198.51.100.0/24",
          FROM_BACKUP("unknown [192.0.2.66]") FROM_BACKUP("mail.partner.example [192.0.2.10]"),
          SPF_FAIL, REASON_SPF_MATCHED, ACTION_QUARANTINE, "192.0.2.66" },
        { "a backup that hides its client", "198.51.100.0/24", "",
          SPF_NONE, REASON_SPF_ORIGIN_UNCLEAR, ACTION_QUARANTINE, "unknown" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        struct judged j     = { 0 };
        str message = arena_printf(&arena, "%s%s", c->received, MESSAGE("Kim <kim@partner.example>"));

        judge_behind(&j, c->hop, "198.51.100.5", "kim@partner.example", arena_cstr(&arena, message));
        CHECK_EQ(j.tx.auth.spf.status, c->spf);
        CHECK_EQ(j.tx.auth.spf.reason, c->reason);
        CHECK_EQ(j.tx.verdict.action, c->action);
        CHECK_CSTR(ip_text(&arena, &j.tx.facts.envelope->client), c->client);
        CHECK_CSTR(ip_text(&arena, &j.tx.envelope.client), "198.51.100.5");     /* what our Received field says */
        end(&j);
    }
}

/* ---- questions ---- */

/* A client with four names; an author whose SPF includes ten others; a stranger whose SPF costs fifty-six questions. */
static str questions_zone(struct arena *arena)
{
    BUF_SCOPE zone = { 0 };

    buf_add(&zone, STR("{ \"66.2.0.192.in-addr.arpa\": { \"PTR\": [\"a.evil.example\", \"b.evil.example\", \"c.evil.example\", "
                       "\"d.evil.example\"] }, \"66.2.0.192.bl.example\": { \"A\": [\"127.0.0.2\"] },"
                       "\"_dmarc.corp.example\": { \"TXT\": [[\"v=DMARC1; p=reject\"]] },"
                       "\"corp.example\": { \"MX\": [[10, \"mx.corp.example\"]], \"TXT\": [[\"v=spf1"));
    for (int i = 0; i < 10; i++)
        buf_printf(&zone, " include:%d.corp.example", i);
    buf_add(&zone, STR(" -all\"]] }, \"evil.example\": { \"MX\": [[10, \"mx.evil.example\"]], \"TXT\": [[\"v=spf1"));
    for (int i = 0; i < 5; i++)
        buf_printf(&zone, " mx:%d.evil.example", i);
    buf_add(&zone, STR(" -all\"]] }"));
    for (int i = 0; i < 10; i++)
        buf_printf(&zone, ", \"%d.corp.example\": { \"TXT\": [[\"v=spf1 ip4:203.0.113.%d -all\"]] }", i, i);
    for (int i = 0; i < 5; i++) {
        buf_printf(&zone, ", \"%d.evil.example\": { \"MX\": [", i);
        for (int k = 0; k < 10; k++)
            buf_printf(&zone, "%s[10, \"%d.%d.evil.example\"]", k > 0 ? ", " : "", k, i);
        buf_add(&zone, STR("] }"));
    }
    buf_add(&zone, STR(" }"));
    return arena_str(arena, buf_str(&zone));
}

#define HASH "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

/* As many signatures of a domain, and seals of a stranger: none of them verifies, and each has a key of its own. */
static void add_junk(struct buf *message, const char *signer, int signatures, int sets)
{
    for (int i = 1; i <= signatures; i++)
        buf_printf(message, "DKIM-Signature: v=1; a=rsa-sha256; d=%s; s=s%d; h=from:subject; bh=" HASH "; b=" HASH "\r\n", signer, i);
    for (int i = 1; i <= sets; i++)
        buf_printf(message, "ARC-Seal: i=%d; a=rsa-sha256; cv=%s; d=%d.evil.example; s=seal; b=" HASH "\r\n"
                   "ARC-Message-Signature: i=%d; a=rsa-sha256; d=%d.evil.example; s=sign; h=from:subject; bh=" HASH "; b=" HASH "\r\n"
                   "ARC-Authentication-Results: i=%d; evil.example; none\r\n", i, i == 1 ? "none" : "pass", i, i, i, i);
}

/* Whatever a sender has us ask, it is found that the author is not who the message says; and that a list has the client. */
TEST(pipeline_questions)
{
    static const struct {
        const char *name, *helo, *mail_from, *signer; int signatures, sets; bool early; enum spf_status spf; size_t rounds;
    } cases[] = {
        { "a plain forgery",                    "mx.evil.example", "jane@corp.example", "",              0,  0, false, SPF_FAIL, 11 },
        { "a forwarded one",                    "mx.evil.example", "jane@corp.example", "list.example",  2,  2, false, SPF_FAIL, 11 },
        { "a dear greeting",                    "evil.example",    "jane@corp.example", "",              0,  0, false, SPF_FAIL, 14 },
        { "and asked about before",             "evil.example",    "jane@corp.example", "",              0,  0, true,  SPF_FAIL, 6 },
        { "and many strangers' signatures",     "evil.example",    "jane@corp.example", "evil.example", 10,  8, false, SPF_FAIL, 12 },
        { "and many of the author's",           "evil.example",    "jane@corp.example", "corp.example", 10,  8, false, SPF_FAIL, 12 },
        { "and asked about before",             "evil.example",    "jane@corp.example", "corp.example", 10,  8, true,  SPF_FAIL, 3 },
        { "a dear return path",                 "evil.example",    "kim@evil.example",  "corp.example", 10,  8, false, SPF_TEMPERROR, 5 },
        { "and asked about before",             "evil.example",    "kim@evil.example",  "corp.example", 10,  8, true,  SPF_TEMPERROR, 3 },
    };
    ARENA_SCOPE arena = { 0 };
    str         zone  = questions_zone(&arena);

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE     message = { 0 };
        struct judged j       = { .zone_of = arena_cstr(&arena, zone), .helo = c->helo, .asks_early = c->early,
                                  .list = { .name = STR("bl"), .zone = STR("bl.example"), .weight = 3, .ipv4 = true,
                                            .answers = &dnsxl_default_answers, .answer_count = 1 } };

        add_junk(&message, c->signer, c->signatures, c->sets);
        buf_add(&message, STR(MESSAGE("Jane <jane@corp.example>")));
        judge(&j, "192.0.2.66", c->mail_from, arena_cstr(&arena, buf_str(&message)));
        CHECK_EQ(j.tx.auth.spf.status, c->spf);
        CHECK_EQ(j.tx.auth.dmarc.status, DMARC_FAIL);
        CHECK_EQ(j.tx.auth.iprev.status, IPREV_FAIL);
        CHECK_EQ(j.tx.verdict.reply_code, 550);
        CHECK_EQ(j.tx.dnsxl.weight, 3);
        CHECK(j.tx.view.count <= j.config.questions_max + DNSXL_QUESTIONS);
        CHECK(j.rounds <= c->rounds);
        end(&j);
    }
}

/* Who is not known is not known to be one of us, whatever network brought the message; a file has no client either, and no hop. */
TEST(pipeline_unknown_client)
{
    static const struct { const char *name, *through; bool by_milter; enum origin_status origin; enum auth_reason reason; } cases[] = {
        { "a message from a file",                    "",          false, ORIGIN_DIRECT,  REASON_SPF_NO_CLIENT },
        { "a mail server that does not know",         "",          true,  ORIGIN_UNCLEAR, REASON_SPF_ORIGIN_UNCLEAR },
        { "a proxy of ours that does not know",       "192.0.2.2", false, ORIGIN_UNCLEAR, REASON_SPF_ORIGIN_UNCLEAR },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged j = { .through = c->through, .by_milter = c->by_milter, .trusted = "192.0.2.0/24" };

        judge(&j, "", "jane@corp.example", MESSAGE("Jane <jane@corp.example>"));
        CHECK_EQ(j.tx.origin.status, c->origin);
        CHECK_EQ(j.tx.auth.spf.reason, c->reason);
        CHECK(!j.tx.facts.from_trusted_network);
        CHECK(j.tx.verdict.action != ACTION_ACCEPT);
        end(&j);
    }
}

/* What is asked with the envelope is not asked again with the message. */
TEST(pipeline_ask_early)
{
    struct judged      j = { 0 };
    struct transaction early;

    judge(&j, "192.0.2.10", "kim@partner.example", MESSAGE("Kim <kim@partner.example>"));
    transaction_init(&early, j.engine, j.tx.id);
    early.envelope = j.tx.envelope;
    pipeline_ask_early(&early);
    CHECK(view_has_open_questions(&early.view));
    size_t asked = early.view.count;

    zone_answer(j.zone, &early.view);
    early.octets = j.tx.octets;
    while (pipeline_run(&early) == PIPELINE_OPEN)
        zone_answer(j.zone, &early.view);
    CHECK_EQ(early.view.count, j.tx.view.count);
    CHECK(asked > 0 && asked < early.view.count);
    CHECK_EQ(early.auth.spf.status, SPF_PASS);
    transaction_free(&early);
    end(&j);
}

/* Both are on record, in our field and in the story where there is something to tell, and neither decides anything. */
/* Without a message; what takes too long is as where there is one. */
TEST(pipeline_run_envelope)
{
    static const struct {
        const char *name, *ip, *mail_from; int64_t round_ms; enum spf_status spf; enum action want; const char *reason;
    } cases[] = {
        { "the domain's own server",    "192.0.2.2",  "a@corp.example",    0,     SPF_PASS,      ACTION_ACCEPT, NULL },
        { "a stranger",                 "192.0.2.66", "a@corp.example",    0,     SPF_FAIL,      ACTION_REJECT, "spf-fail" },
        { "behind includes",            "192.0.2.10", "a@partner.example", 0,     SPF_PASS,      ACTION_ACCEPT, NULL },
        { "no answer",                  "192.0.2.10", "a@late.example",    0,     SPF_TEMPERROR, ACTION_DEFER,  "spf-undecided" },
        { "answers that come too late", "192.0.2.10", "a@slow.example",    15000, SPF_TEMPERROR, ACTION_DEFER,  "spf-undecided" },
        { "a domain that is not there", "192.0.2.10", "a@gone.example",    0,     SPF_NONE,      ACTION_REJECT, "sender-domain-missing" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        str                error, path = arena_printf(&arena, "<%s>", c->mail_from);
        struct engine     *engine = engine_open(NULL, ENGINE_TOOL, &arena, &error);
        struct zone       *zone   = zone_load(str_of(zone_text), &arena, &error);
        struct config      config = *engine->config;
        struct transaction tx;

        config.policy.spf_refusals = SPF_REFUSE_FAIL | SPF_REFUSE_TEMPERROR;
        engine->config             = &config;
        transaction_init(&tx, engine, id_make(1, (const uint8_t[10]){ 0 }));
        tx.envelope.helo = STR("mail.partner.example");
        CHECK(ip_parse(str_of(c->ip), &tx.envelope.client) && path_parse(&tx.envelope.reverse_path, &path) == PATH_OK);
        pipeline_ask_early(&tx);
        while (pipeline_run_envelope(&tx) == PIPELINE_OPEN) {
            int64_t patience_ms = pipeline_patience_ms(&tx);

            tx.waited_ms += c->round_ms < patience_ms ? c->round_ms : patience_ms;
            if (c->round_ms <= patience_ms)
                zone_answer(zone, &tx.view);
        }
        CHECK_EQ(tx.auth.spf.status, c->spf);
        CHECK_EQ(tx.verdict.action, c->want);
        CHECK_CSTR(str_of(verdict_reason(&tx.verdict)), c->reason);
        transaction_free(&tx);
        zone_free(zone);
        engine_close(engine);
    }
}

TEST(arc_and_sender_id_are_reported)
{
    static const struct { const char *name, *message; bool sender_id; const char *record, *results, *story; } cases[] = {
        { "neither", MESSAGE("Kim <kim@partner.example>"), false,
          "\"senderid\":null", "arc=none", "DKIM: none." },
        { "a broken chain", "ARC-Seal: i=1; cv=none\r\n" MESSAGE("Kim <kim@partner.example>"), false,
          "\"arc\":{\"result\":\"fail\",\"sets\":1,", "arc=fail", "An ARC set lacks one of its three fields." },
        { "a responsible sender", "Sender: <kim@late.example>\r\n" MESSAGE("Kim <kim@partner.example>"), true,
          "\"senderid\":{\"result\":\"temperror\",\"pra\":\"kim@late.example\",\"field\":\"Sender\",",
          "sender-id=temperror", "Sender ID for kim@late.example: temperror." },
        { "nobody responsible", "Sender: nobody\r\n" MESSAGE("Kim <kim@partner.example>"), true,
          "\"senderid\":{\"result\":\"permerror\",\"pra\":\"\",\"field\":\"Sender\",", "sender-id=permerror",
          "does not hold exactly one address" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena  = { 0 };
        BUF_SCOPE     record = { 0 }, story = { 0 };
        str           error;
        struct judged j = { .sender_id = c->sender_id };

        judge(&j, "192.0.2.10", "kim@partner.example", c->message);
        record_write(&record, &j.tx, NULL);
        CHECK(str_find(buf_str(&record), str_of(c->record)) != STR_NOT_FOUND);
        CHECK(str_find(record_authentication_results(&j.tx, &arena), str_of(c->results)) != STR_NOT_FOUND);
        CHECK(story_write(&story, buf_str(&record), &arena, &error));
        CHECK(str_find(buf_str(&story), str_of(c->story)) != STR_NOT_FOUND);
        CHECK_EQ(j.tx.auth.dmarc.status, DMARC_PASS);
        CHECK_EQ(j.tx.verdict.steps[STEP_AUTHENTICATION].action, ACTION_ACCEPT);
        end(&j);
    }
}

TEST(record_and_story)
{
    ARENA_SCOPE   arena  = { 0 };
    BUF_SCOPE     record = { 0 }, story = { 0 };
    str           error;
    struct judged j = { 0 };

    judge(&j, "192.0.2.10", "kim@partner.example", MESSAGE("\"Jane \x1b[2J\" <jane@corp.example>"));
    record_write(&record, &j.tx, NULL);
    CHECK(str_find(buf_str(&record), STR("\"action\":\"reject\"")) != STR_NOT_FOUND);
    CHECK(str_find(buf_str(&record), STR("\"name\":\"_dmarc.corp.example\",\"type\":\"TXT\",\"for\":\"dmarc\",\"state\":\"insecure\"")) != STR_NOT_FOUND);
    CHECK(story_write(&story, buf_str(&record), &arena, &error));
    CHECK(str_find(buf_str(&story), STR("The message is refused.")) != STR_NOT_FOUND);
    CHECK(str_find(buf_str(&story), STR("corp.example")) != STR_NOT_FOUND);
    CHECK(!str_has_char(buf_str(&story), '\x1b'));              /* a stranger's escape sequence does not reach a terminal */
    CHECK(!story_write(&story, STR("{\"id\":"), &arena, &error));
    CHECK(!story_write(&story, STR("[]"), &arena, &error));
    CHECK(!story_write(&story, STR(""), &arena, &error));
    CHECK_STR(error, STR("its record was not kept, being too large, or is damaged"));
    end(&j);
}

/* Our fields on top, forged ones out, every other octet as it was. */
TEST(trace_fields_apply)
{
    struct judged j = { 0 };
    BUF_SCOPE     whole = { 0 };
    const str    *slices;
    size_t        count;

    judge(&j, "192.0.2.10", "kim@partner.example", MESSAGE("Kim <kim@partner.example>"));
    trace_fields_apply(&j.tx, &(struct trace_options){ .final_delivery = true }, &slices, &count);
    for (size_t i = 0; i < count; i++)
        buf_add(&whole, slices[i]);
    str text = buf_str(&whole);

    CHECK(str_starts(text, STR("Return-Path: <kim@partner.example>\r\nAuthentication-Results: localhost;")));
    CHECK(str_find(text, STR("Authentication-Results: localhost; dmarc=pass\r\n")) == STR_NOT_FOUND);
    CHECK(str_find(text, STR("Received: from mail.partner.example ([192.0.2.10])\r\n\tby localhost with ESMTP id ")) != STR_NOT_FOUND);
    CHECK(str_find(text, STR("Message-ID: <1@partner.example>\r\n\r\nHello Jo\r\n")) != STR_NOT_FOUND);
    end(&j);
}

/* Names that filters behind us believe, and our own name in whichever way it is written. */
TEST(trace_fields_removed)
{
    static const struct { const char *name, *field; bool stays, final_delivery, in_shadow; } cases[] = {
        { "a spam filter's",                "X-Spam-Flag: NO\r\n",                                              false, false, false },
        { "in other letters",               "x-SPAM-status: No, score=-100\r\n",                                false, false, false },
        { "an indicator of a brand",        "BIMI-Indicator: PHN2Zz4=\r\n",                                     false, false, false },
        { "a name that only begins so",     "BIMI-Locations: x\r\n",                                            true,  false, false },
        { "our name in U-labels",           "Authentication-Results: mx.b\xc3\xbc" "cher.example; spf=pass\r\n", false, false, false },
        { "and in A-labels",                "Authentication-Results: mx.xn--bcher-kva.example; spf=pass\r\n",   false, false, false },
        { "our host's, in U-labels",        "Received-SPF: pass receiver=mx.xn--bcher-kva.example\r\n",         false, false, false },
        { "another's in U-labels",          "Authentication-Results: mx.\xc3\xbc.example; spf=pass\r\n",        true,  false, false },
        { "a return path on its way",       "Return-Path: <ceo@corp.example>\r\n",                             true,  false, false },
        { "one where ours is to stand",     "return-PATH: <ceo@corp.example>\r\n",                             false, true,  false },
        { "the same on trial",              "Return-Path: <ceo@corp.example>\r\n",                             false, true,  true  },
        { "on trial nothing else",          "X-Spam-Flag: NO\r\n",                                              true,  true,  true  },
        { "any other field",                "X-Mailer: x\r\n",                                                  true,  false, false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        struct judged j     = { 0 };
        BUF_SCOPE     whole = { 0 };
        const str    *slices;
        size_t        count;

        judge(&j, "192.0.2.10", "kim@partner.example",
              arena_cstr(&arena, arena_printf(&arena, "%s%s", c->field, MESSAGE("Kim <kim@partner.example>"))));
        j.config.authserv_id = STR("mx.b\xc3\xbc" "cher.example");
        j.tx.in_shadow       = c->in_shadow;
        trace_fields_apply(&j.tx, &(struct trace_options){ .final_delivery = c->final_delivery }, &slices, &count);
        for (size_t i = 1; i < count; i++)
            buf_add(&whole, slices[i]);
        CHECK_EQ(str_find(buf_str(&whole), str_of(c->field)) != STR_NOT_FOUND, c->stays);
        end(&j);
    }
}

/* On request, above our Received and under Authentication-Results; a forged one goes, a foreign one stays. */
TEST(trace_fields_received_spf)
{
    static const char foreign[] = "Received-SPF: pass (a.example: fine) receiver=a.example;\r\n";
    static const char forged[]  = "Received-SPF: pass (fine) receiver=localhost;\r\n";

    static const struct { const char *name; bool wanted; const char *mail_from; size_t fields; } cases[] = {
        { "not asked for",                        false, "kim@partner.example", 1 },
        { "one for each identity",                true,  "kim@partner.example", 3 },
        { "the null reverse-path has only one",   true,  "",                    2 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena   = { 0 };
        struct judged      j       = { 0 };
        BUF_SCOPE          whole   = { 0 };
        str                message = arena_printf(&arena, "%s%s%s", foreign, forged, MESSAGE("Kim <kim@partner.example>"));
        const str         *slices;
        size_t             count;
        struct header_list list;

        judge(&j, "192.0.2.10", c->mail_from, arena_cstr(&arena, message));
        j.config.received_spf = c->wanted;
        trace_fields_apply(&j.tx, &(struct trace_options){ 0 }, &slices, &count);
        for (size_t i = 0; i < count; i++)
            buf_add(&whole, slices[i]);
        header_parse(&list, &arena, buf_str(&whole), false, &message_limits_default.header);
        CHECK_EQ(header_count(&list, STR("Received-SPF")), c->fields);
        CHECK_CSTR(list.fields[0].name, "Authentication-Results");
        CHECK_CSTR(list.fields[c->fields].name, "Received");
        CHECK(str_find(buf_str(&whole), str_of(foreign)) != STR_NOT_FOUND);
        CHECK(str_find(buf_str(&whole), str_of(forged)) == STR_NOT_FOUND);
        end(&j);
    }
}

/* A client's name cannot put a field of its own, or a comment's end, into ours. */
TEST(trace_fields_hostile_helo)
{
    struct judged j = { 0 };
    const str    *slices;
    size_t        count;

    judge(&j, "192.0.2.10", "kim@partner.example", MESSAGE("Kim <kim@partner.example>"));
    j.tx.envelope.helo = STR("x)\r\nX-Evil: (yes");
    trace_fields_apply(&j.tx, &(struct trace_options){ 0 }, &slices, &count);
    CHECK(str_find(slices[0], STR("\nX-Evil")) == STR_NOT_FOUND);
    CHECK(str_find(slices[0], STR("from x???X-Evil:??yes (")) != STR_NOT_FOUND);
    end(&j);
}
