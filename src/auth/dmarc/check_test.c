#include "auth/dmarc/evaluate.h"

#include "auth/dmarc/fixture_test.h"
#include "auth/dmarc/print.h"
#include "dns/zone.h"
#include "mail/message.h"
#include "unit.h"

static const char records[] = "strict.example  v=DMARC1; p=reject\n"
                              "soft.example    v=DMARC1; p=quarantine\n"
                              "calm.example    v=DMARC1; p=none\n"
                              "broken.example  SERVFAIL\n";

struct given {
    enum author_status author;
    const char        *domains;         /* joined by blanks */
    enum spf_status    spf;
    enum spf_status    spf_helo;
    enum dkim_status   dkim;            /* of one signature */
    const char        *verified;        /* the domain that each of them is about */
};

static struct dmarc_result check(const struct given *given, struct arena *arena)
{
    struct message      message = { .author = { .status = given->author } };
    struct dkim_result  dkim    = { .status = given->dkim, .domain = str_of(given->verified) };
    struct auth_results results = {
        .spf      = { .status = given->spf, .domain = str_of(given->verified) },
        .spf_helo = { .status = given->spf_helo, .scope = SPF_HELO, .domain = str_of(given->verified) },
        .dkim = &dkim, .dkim_count = 1,
    };
    struct author *author = &message.author;
    struct zone   *zone   = fixture_zone(arena, records);
    struct view    view;
    str            rest = str_of(given->domains), domain;

    while (str_cut(&rest, ' ', &domain))
        author->domains[author->domain_count++] = domain;
    if (author->status == AUTHOR_OK)
        author->domain = author->domains[0];
    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dmarc_check(&results, &message, arena, &view))
        zone_answer(zone, &view);
    view_free(&view);
    zone_free(zone);
    return results.dmarc;
}

TEST(dmarc_check)
{
    static const struct {
        const char *name; struct given given; enum dmarc_status want; enum auth_reason reason; const char *author;
        enum dmarc_policy disposition;
    } cases[] = {
        { "a signature of the author", { AUTHOR_OK, "strict.example", SPF_NONE, SPF_NONE, DKIM_PASS, "strict.example" },
          DMARC_PASS, REASON_DMARC_ALIGNED, "strict.example", DMARC_POLICY_NONE },
        { "MAIL FROM of the author", { AUTHOR_OK, "strict.example", SPF_PASS, SPF_NONE, DKIM_NONE, "strict.example" },
          DMARC_PASS, REASON_DMARC_ALIGNED, "strict.example", DMARC_POLICY_NONE },
        { "HELO alone is no identifier", { AUTHOR_OK, "strict.example", SPF_NONE, SPF_PASS, DKIM_NONE,
          "strict.example" },
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED, "strict.example", DMARC_POLICY_REJECT },
        { "softfail is no pass", { AUTHOR_OK, "strict.example", SPF_SOFTFAIL, SPF_NONE, DKIM_FAIL, "strict.example" },
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED, "strict.example", DMARC_POLICY_REJECT },
        { "nor is a signature refused by policy", { AUTHOR_OK, "soft.example", SPF_NEUTRAL, SPF_NONE, DKIM_POLICY,
          "soft.example" },
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED, "soft.example", DMARC_POLICY_QUARANTINE },
        { "a key out of reach", { AUTHOR_OK, "strict.example", SPF_FAIL, SPF_NONE, DKIM_TEMPERROR, "strict.example" },
          DMARC_TEMPERROR, REASON_DMARC_UNCHECKED, "strict.example", DMARC_POLICY_NONE },
        { "SPF out of reach", { AUTHOR_OK, "strict.example", SPF_TEMPERROR, SPF_NONE, DKIM_NONE, "strict.example" },
          DMARC_TEMPERROR, REASON_DMARC_UNCHECKED, "strict.example", DMARC_POLICY_NONE },
        { "no From", { AUTHOR_NO_FROM, "", SPF_PASS, SPF_PASS, DKIM_PASS, "strict.example" },
          DMARC_PERMERROR, REASON_DMARC_NO_FROM, "", DMARC_POLICY_NONE },
        { "an author without domain", { AUTHOR_BAD_DOMAIN, "", SPF_PASS, SPF_PASS, DKIM_PASS, "strict.example" },
          DMARC_PERMERROR, REASON_DMARC_BAD_AUTHOR_DOMAIN, "", DMARC_POLICY_NONE },
        { "an empty group", { AUTHOR_NO_MAILBOX, "", SPF_PASS, SPF_PASS, DKIM_PASS, "strict.example" },
          DMARC_PERMERROR, REASON_DMARC_NO_MAILBOX, "", DMARC_POLICY_NONE },
        { "of several authors the worst counts",
          { AUTHOR_SEVERAL_DOMAINS, "evil.example soft.example strict.example", SPF_PASS, SPF_PASS, DKIM_PASS,
          "evil.example" },
          DMARC_FAIL, REASON_DMARC_NOT_ALIGNED, "strict.example", DMARC_POLICY_REJECT },
        { "in any order",
          { AUTHOR_SEVERAL_FROM, "strict.example calm.example", SPF_PASS, SPF_PASS, DKIM_PASS, "calm.example" },
          DMARC_FAIL, REASON_DMARC_NOT_ALIGNED, "strict.example", DMARC_POLICY_REJECT },
        { "a failure weighs more than a doubt",
          { AUTHOR_SEVERAL_FROM, "broken.example calm.example", SPF_NONE, SPF_NONE, DKIM_NONE, "calm.example" },
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED, "calm.example", DMARC_POLICY_NONE },
        { "a doubt weighs more than a pass",
          { AUTHOR_SEVERAL_FROM, "broken.example calm.example", SPF_NONE, SPF_NONE, DKIM_PASS, "calm.example" },
          DMARC_TEMPERROR, REASON_DMARC_DISCOVERY_FAILED, "broken.example", DMARC_POLICY_NONE },
        { "two From fields never pass",
          { AUTHOR_SEVERAL_FROM, "strict.example", SPF_PASS, SPF_PASS, DKIM_PASS, "strict.example" },
          DMARC_PERMERROR, REASON_DMARC_SEVERAL_FROM, "strict.example", DMARC_POLICY_NONE },
        { "several authors without records are not none",
          { AUTHOR_SEVERAL_DOMAINS, "a.example b.example", SPF_PASS, SPF_PASS, DKIM_PASS, "a.example" },
          DMARC_PERMERROR, REASON_DMARC_SEVERAL_AUTHOR_DOMAINS, "a.example", DMARC_POLICY_NONE },
        { "two readings",
          { AUTHOR_AMBIGUOUS, "calm.example", SPF_PASS, SPF_PASS, DKIM_PASS, "calm.example" },
          DMARC_PERMERROR, REASON_DMARC_AMBIGUOUS_AUTHOR, "calm.example", DMARC_POLICY_NONE },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena  = { 0 };
        struct dmarc_result result = check(&c->given, &arena);

        CHECK_EQ(result.status, c->want);
        CHECK_EQ(result.reason, c->reason);
        CHECK_CSTR(result.author_domain, c->author);
        CHECK_EQ(result.disposition, c->disposition);
    }
}

/* As long as SPF or DKIM wait for an answer there is no result, whatever DMARC itself knows. */
TEST(dmarc_check_waits)
{
    ARENA_SCOPE         arena   = { 0 };
    struct message      message = { .author = { .status = AUTHOR_NO_FROM } };
    struct auth_results results = { .spf = { .status = SPF_PENDING } };
    struct view         view;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    (void)view_ask(&view, QUESTION_DNS, 16, STR("example.org"), NULL);
    CHECK(!dmarc_check(&results, &message, &arena, &view));
    view_answer(&view, view_next_open(&view, NULL), answer_new(ANSWER_NXDOMAIN, 60, NULL, 0, NULL));
    CHECK(dmarc_check(&results, &message, &arena, &view));
    view_free(&view);
}

TEST(dmarc_result_json)
{
    BUF_SCOPE           out    = { 0 };
    struct json         json   = { .out = &out };
    struct dmarc_result result = {
        .status = DMARC_PASS, .reason = REASON_DMARC_ALIGNED, .author_domain = STR("a.example.org"),
        .org_domain = STR("example.org"), .record_domain = STR("example.org"), .policy = DMARC_POLICY_REJECT,
        .disposition = DMARC_POLICY_NONE, .aligned = { STR("dkim:example.org"), STR("spf:b.example.org") },
        .aligned_count = 2,
    };

    dmarc_result_json(&json, NULL, &result);
    CHECK_CSTR(str_slice(buf_str(&out), 0, (size_t)str_find(buf_str(&out), STR(",\"reason_text\""))),
                              "{\"result\":\"pass\",\"author_domain\":\"a.example.org\",\"org_domain\":\"example.org\","
                              "\"record_domain\":\"example.org\",\"policy\":\"reject\",\"test_mode\":false,"
                              "\"disposition\":\"none\",\"aligned\":[\"dkim:example.org\",\"spf:b.example.org\"],"
                              "\"not_aligned\":[],\"reason\":\"aligned\"");
}
