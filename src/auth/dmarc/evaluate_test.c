#include "auth/dmarc/evaluate.h"

#include "auth/dmarc/fixture_test.h"
#include "base/buf.h"
#include "dns/zone.h"
#include "unit.h"

enum { NO_POLICY = DMARC_POLICY_ABSENT, NO = DMARC_POLICY_NONE, QUARANTINE = DMARC_POLICY_QUARANTINE,
       REJECT = DMARC_POLICY_REJECT };

/* "dkim:example.org spf:example.net", "?dkim:example.org" for one that ended in temperror, "~dkim:example.org" for one
 * that verifies and leaves the subject out. */
static size_t read_identifiers(const char *text, struct auth_identifier *ids, size_t max)
{
    size_t count = 0;
    str    rest  = str_of(text), word, method;

    while (str_cut(&rest, ' ', &word)) {
        bool temperror = str_skip_prefix(&word, STR("?")), partial = str_skip_prefix(&word, STR("~"));

        ASSERT(str_cut(&word, ':', &method) && count < max);
        ids[count++] = (struct auth_identifier){
            .method = str_equal(method, STR("spf")) ? AUTH_SPF : AUTH_DKIM, .domain = word,
            .pass = !temperror && !partial, .temperror = temperror, .is_partial = partial,
        };
    }
    return count;
}

static struct dmarc_result evaluate(struct arena *arena, struct view *view, const char *author, const char *identifiers,
                                    const char *records, int *rounds)
{
    struct auth_identifier ids[16];
    struct dmarc_request   request = { str_of(author), ids, read_identifiers(identifiers, ids, ARRAY_LEN(ids)) };
    struct zone           *zone    = fixture_zone(arena, records);
    struct dmarc_result    result;

    for (*rounds = 0; (result = dmarc_evaluate(&request, arena, view)).status == DMARC_PENDING; ++*rounds) {
        if (!CHECK(view_has_open_questions(view)))
            break;                      /* pending must always have something to wait for */
        zone_answer(zone, view);
    }
    zone_free(zone);
    return result;
}

TEST(dmarc_evaluate_alignment)
{
    static const struct {
        const char *name, *author, *identifiers, *records; enum dmarc_status want; const char *aligned;
    } cases[] = {
        { "the author's own signature", "example.org", "dkim:example.org", "example.org v=DMARC1; p=reject",
          DMARC_PASS, "dkim:example.org" },
        { "in any case, with a final dot", "Example.ORG.", "dkim:EXAMPLE.org.",
          "example.org v=DMARC1; p=reject; adkim=s",
          DMARC_PASS, "dkim:example.org" },
        { "relaxed accepts a sibling", "news.example.org", "dkim:mail.example.org", "example.org v=DMARC1; p=reject",
          DMARC_PASS, "dkim:mail.example.org" },
        { "and the organization", "news.example.org", "spf:example.org", "example.org v=DMARC1; p=reject",
          DMARC_PASS, "spf:example.org" },
        { "and what is below", "example.org", "spf:bounce.example.org", "example.org v=DMARC1; p=reject",
          DMARC_PASS, "spf:bounce.example.org" },
        { "strict accepts only itself", "news.example.org", "dkim:example.org",
          "example.org v=DMARC1; p=reject; adkim=s",
          DMARC_FAIL, "" },
        { "strict is per method", "news.example.org", "dkim:example.org spf:example.org",
          "example.org v=DMARC1; p=reject; adkim=s", DMARC_PASS, "spf:example.org" },
        { "all that align are named once", "example.org",
          "dkim:example.org dkim:example.org spf:a.example.org dkim:example.net",
          "example.org v=DMARC1; p=reject", DMARC_PASS, "dkim:example.org spf:a.example.org" },
        { "a stranger's pass is no help", "example.org", "dkim:example.net spf:example.net",
          "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "" },
        { "a name that only ends alike", "example.org", "dkim:badexample.org", "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "" },
        { "the top level signs for nobody", "example.org", "dkim:org", "example.org v=DMARC1; p=reject", DMARC_FAIL,
          "" },
        { "a stranger's record at the same suffix", "giant.bank.example", "spf:mega.bank.example",
          "bank.example v=DMARC1; p=none; psd=y\n giant.bank.example v=DMARC1; p=none\n"
          "mega.bank.example v=DMARC1; p=none",
          DMARC_FAIL, "" },
        { "a part that declares itself apart", "example.org", "dkim:lab.example.org",
          "example.org v=DMARC1; p=none\n lab.example.org v=DMARC1; p=none; psd=n", DMARC_FAIL, "" },
        { "V1", "example.com", "dkim:signing.example.com",
          "example.com v=DMARC1; p=reject\n signing.example.com v=DMARC1; p=reject", DMARC_PASS,
          "dkim:signing.example.com" },
        { "V2", "a.b.c.d.e.f.g.h.i.j.k.example.com", "dkim:signing.example.com",
          "example.com v=DMARC1; p=reject\n signing.example.com v=DMARC1; p=reject", DMARC_PASS,
          "dkim:signing.example.com" },
        { "V3: aligned", "giant.bank.example", "spf:mail.giant.bank.example",
          "bank.example v=DMARC1; p=reject; psd=y\n giant.bank.example v=DMARC1; p=none", DMARC_PASS,
          "spf:mail.giant.bank.example" },
        { "V3: another customer of the suffix", "giant.bank.example", "dkim:mail.mega.bank.example",
          "bank.example v=DMARC1; p=reject; psd=y\n giant.bank.example v=DMARC1; p=none", DMARC_FAIL, "" },
        { "an author's domain that ends in an empty label", "example.org..", "dkim:example.org", "example.org v=DMARC1; p=reject",
          DMARC_PERMERROR, "" },
        { "an identifier that ends in one", "example.org", "dkim:mail.example.org.. spf:example.org..",
          "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "" },
        { "no identifiers", "example.org", "", "example.org v=DMARC1; p=reject", DMARC_FAIL, "" },
        { "a signature that leaves the subject out", "example.org", "~dkim:example.org", "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "" },
        { "beside one that does not", "example.org", "~dkim:example.org spf:example.org",
          "example.org v=DMARC1; p=reject", DMARC_PASS, "spf:example.org" },
        { "an identifier that is no name", "example.org", "dkim:a..example.org spf:[192.0.2.1]",
          "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        BUF_SCOPE   aligned = { 0 };
        struct view view;
        int         rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_result result = evaluate(&arena, &view, c->author, c->identifiers, c->records, &rounds);

        for (size_t i = 0; i < result.aligned_count; i++)
            buf_printf(&aligned, "%s%.*s", i == 0 ? "" : " ", STR_ARG(result.aligned[i]));
        CHECK_EQ(result.status, c->want);
        CHECK_CSTR(buf_str(&aligned), c->aligned);
        CHECK(rounds <= 2);
        view_free(&view);
    }
}

/* Why nothing passes: the sentences for the recipient and for the sender depend on it. */
TEST(dmarc_evaluate_failure_reasons)
{
    static const struct { const char *name, *identifiers; enum dmarc_status status; enum auth_reason want; } cases[] = {
        { "nothing", "", DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "a stranger", "dkim:example.net", DMARC_FAIL, REASON_DMARC_NOT_ALIGNED },
        { "the author, without the subject", "~dkim:mail.example.org", DMARC_FAIL, REASON_DMARC_PARTLY_SIGNED },
        { "that says more than a stranger", "~dkim:example.org spf:example.net", DMARC_FAIL, REASON_DMARC_PARTLY_SIGNED },
        { "a stranger without the subject", "~dkim:example.net", DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "what could still have passed counts first", "~dkim:example.org ?dkim:example.org", DMARC_TEMPERROR,
          REASON_DMARC_UNCHECKED },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct view view;
        int         rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_result result = evaluate(&arena, &view, "example.org", c->identifiers,
                                              "example.org v=DMARC1; p=reject", &rounds);

        CHECK_EQ(result.status, c->status);
        CHECK_EQ(result.reason, c->want);
        view_free(&view);
    }
}

TEST(dmarc_evaluate_policy)
{
    static const struct {
        const char *name, *author, *records; enum dmarc_status status; const char *record_domain;
        int policy, disposition;
    } cases[] = {                       /* nothing is verified */
        { "p for the domain itself", "example.org", "example.org v=DMARC1; p=quarantine; sp=reject; np=reject",
          DMARC_FAIL, "example.org", QUARANTINE, QUARANTINE },
        { "sp for what is below and exists", "www.example.org",
          "example.org v=DMARC1; p=none; sp=quarantine; np=reject\n @www.example.org 192.0.2.1",
          DMARC_FAIL, "example.org", QUARANTINE, QUARANTINE },
        { "p without sp", "www.example.org",
          "example.org v=DMARC1; p=quarantine; np=reject\n @www.example.org 192.0.2.1",
          DMARC_FAIL, "example.org", QUARANTINE, QUARANTINE },
        { "np for what does not exist", "ghost.example.org", "example.org v=DMARC1; p=none; sp=quarantine; np=reject",
          DMARC_FAIL, "example.org", REJECT, REJECT },
        { "sp without np", "ghost.example.org", "example.org v=DMARC1; p=none; sp=quarantine",
          DMARC_FAIL, "example.org", QUARANTINE, QUARANTINE },
        { "p without both", "ghost.example.org", "example.org v=DMARC1; p=reject",
          DMARC_FAIL, "example.org", REJECT, REJECT },
        { "a name that only has names below it exists", "www.example.org",
          "example.org v=DMARC1; p=none; np=reject\n @a.www.example.org 192.0.2.1", DMARC_FAIL, "example.org", NO, NO },
        { "a name without data exists", "www.example.org",
          "example.org v=DMARC1; p=none; np=reject\n @www.example.org NODATA",
          DMARC_FAIL, "example.org", NO, NO },
        { "its own record comes before the organization's", "news.example.org",
          "example.org v=DMARC1; p=reject\n news.example.org v=DMARC1; p=none; sp=reject",
          DMARC_FAIL, "news.example.org", NO, NO },
        { "V4: an intermediate record is not used", "a.mail.example.com",
          "mail.example.com v=DMARC1; p=none; sp=none\n example.com v=DMARC1; p=reject",
          DMARC_FAIL, "example.com", REJECT, REJECT },
        { "V4: unless it is the organization", "a.mail.example.com",
          "mail.example.com v=DMARC1; p=none; sp=quarantine; psd=n\n example.com v=DMARC1; p=reject",
          DMARC_FAIL, "mail.example.com", QUARANTINE, QUARANTINE },
        { "V4: the suffix speaks for who publishes nothing", "a.mail.example.com",
          "com v=DMARC1; p=reject; sp=none; np=quarantine; psd=y",
          DMARC_FAIL, "com", QUARANTINE, QUARANTINE },
        { "a suffix is silent where the organization speaks", "foo.example",
          "example v=DMARC1; p=reject; psd=y\n foo.example v=DMARC1; p=none", DMARC_FAIL, "foo.example", NO, NO },
        { "the suffix of a direct child", "foo.example", "example v=DMARC1; p=none; sp=reject; psd=y",
          DMARC_FAIL, "example", REJECT, REJECT },
        { "V5", "mail.a.b.c.d.e.f.g.example.com",
          "b.c.d.e.f.g.example.com v=DMARC1; p=reject; psd=n\n example.com v=DMARC1; p=none", DMARC_FAIL,
          "example.com", NO, NO },
        { "V6", "mail.example.com",
          "mail.example.com v=DMARC1; p=none\n mail.example.com v=DMARC1; p=none\n example.com v=DMARC1; p=reject",
          DMARC_FAIL, "example.com", REJECT, REJECT },
        { "V6: two records alone are none", "example.com",
          "example.com v=DMARC1; p=none\n example.com v=DMARC1; p=reject",
          DMARC_NONE, "example.com", NO_POLICY, NO },
        { "V6: nor do they make the organization's", "a.mail.example.com",
          "example.com v=DMARC1; p=none\n example.com v=DMARC1; p=reject",
          DMARC_NONE, "example.com", NO_POLICY, NO },
        { "V7: a bad p beside rua", "example.com", "example.com v=DMARC1; p=foo; rua=mailto:x@y.example",
          DMARC_FAIL, "example.com", NO, NO },
        { "V7: a bad p alone", "example.com", "example.com v=DMARC1; p=foo", DMARC_PERMERROR, "example.com", NO_POLICY,
          NO },
        { "V7: v must come first", "example.com", "example.com p=reject; v=DMARC1", DMARC_NONE, "", NO_POLICY, NO },
        { "t lowers reject", "example.org", "example.org v=DMARC1; p=reject; t=y", DMARC_FAIL, "example.org", REJECT,
          QUARANTINE },
        { "t lowers quarantine", "example.org", "example.org v=DMARC1; p=quarantine; t=y", DMARC_FAIL, "example.org",
          QUARANTINE, NO },
        { "pct means nothing any more", "example.org", "example.org v=DMARC1; p=reject; pct=0", DMARC_FAIL,
          "example.org", REJECT, REJECT },
        { "no record", "example.org", "example.net v=DMARC1; p=reject", DMARC_NONE, "", NO_POLICY, NO },
        { "an author that is no domain", "localhost", "localhost v=DMARC1; p=reject", DMARC_PERMERROR, "", NO_POLICY,
          NO },
        { "a domain with an underscore", "zero_pct.example", "zero_pct.example v=DMARC1; p=reject",
          DMARC_FAIL, "zero_pct.example", REJECT, REJECT },
        { "an address without its brackets", "192.0.2.1", "192.0.2.1 v=DMARC1; p=reject",
          DMARC_PERMERROR, "", NO_POLICY, NO },
        { "an address literal", "[192.0.2.1]", "example.org v=DMARC1; p=reject", DMARC_PERMERROR, "", NO_POLICY, NO },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct view view;
        int         rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_result result = evaluate(&arena, &view, c->author, "", c->records, &rounds);

        CHECK_EQ(result.status, c->status);
        CHECK_CSTR(result.record_domain, c->record_domain);
        CHECK_EQ(result.policy, c->policy);
        CHECK_EQ(result.disposition, c->disposition);
        CHECK(rounds <= 2);
        view_free(&view);
    }
}

TEST(dmarc_evaluate_failures)
{
    static const struct {
        const char *name, *author, *identifiers, *records; enum dmarc_status want; enum auth_reason reason;
    } cases[] = {
        { "the author's record is needed", "example.org", "dkim:example.org", "example.org SERVFAIL",
          DMARC_TEMPERROR, REASON_DMARC_DISCOVERY_FAILED },
        { "so is the organization's", "www.example.org", "", "example.org TIMEOUT",
          DMARC_TEMPERROR, REASON_DMARC_DISCOVERY_FAILED },
        { "a bogus answer is none", "example.org", "", "example.org BOGUS", DMARC_TEMPERROR,
          REASON_DMARC_DISCOVERY_FAILED },
        { "what lies above psd=n is not needed", "www.example.org", "",
          "example.org v=DMARC1; p=reject; psd=n\n org SERVFAIL",
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "several records are another thing than none", "example.org", "",
          "example.org v=DMARC1; p=reject\n example.org v=DMARC1; p=reject", DMARC_NONE, REASON_DMARC_SEVERAL_RECORDS },
        { "also those of the organization", "a.example.org", "",
          "example.org v=DMARC1; p=reject\n example.org v=DMARC1; p=reject", DMARC_NONE, REASON_DMARC_SEVERAL_RECORDS },
        { "they hide no record further up", "a.example.org", "",
          "a.example.org v=DMARC1; p=none\n a.example.org v=DMARC1; p=none\n example.org v=DMARC1; p=reject",
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "equal names need no walk", "example.org", "dkim:example.org",
          "example.org v=DMARC1; p=reject\n org SERVFAIL",
          DMARC_PASS, REASON_DMARC_ALIGNED },
        { "strict needs no walk", "example.org", "dkim:a.example.org",
          "example.org v=DMARC1; p=reject; adkim=s\n org SERVFAIL",
          DMARC_FAIL, REASON_DMARC_NOT_ALIGNED },
        { "nothing verified needs no walk", "example.org", "", "example.org v=DMARC1; p=reject\n org SERVFAIL",
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "relaxed does", "example.org", "dkim:a.example.org", "example.org v=DMARC1; p=reject\n org SERVFAIL",
          DMARC_TEMPERROR, REASON_DMARC_ALIGNMENT_UNKNOWN },
        { "but not for a stranger under another top level", "example.org", "dkim:example.net",
          "example.org v=DMARC1; p=reject\n org SERVFAIL", DMARC_FAIL, REASON_DMARC_NOT_ALIGNED },
        { "a stranger's own broken DNS changes nothing", "example.org", "dkim:a.example.net",
          "example.org v=DMARC1; p=reject\n a.example.net SERVFAIL\n example.net SERVFAIL",
          DMARC_FAIL, REASON_DMARC_NOT_ALIGNED },
        { "a failure below the organization", "example.org", "dkim:a.example.org",
          "example.org v=DMARC1; p=reject\n a.example.org SERVFAIL", DMARC_TEMPERROR, REASON_DMARC_ALIGNMENT_UNKNOWN },
        { "one certain pass is enough", "example.org", "dkim:a.example.org dkim:example.org",
          "example.org v=DMARC1; p=reject\n a.example.org SERVFAIL", DMARC_PASS, REASON_DMARC_ALIGNED },
        { "an unreachable key is no failure", "example.org", "?dkim:example.org", "example.org v=DMARC1; p=reject",
          DMARC_TEMPERROR, REASON_DMARC_UNCHECKED },
        { "a stranger's unreachable key is no excuse", "example.org", "?dkim:example.net",
          "example.org v=DMARC1; p=reject",
          DMARC_FAIL, REASON_DMARC_NOTHING_VERIFIED },
        { "existence matters where np differs", "www.example.org", "",
          "example.org v=DMARC1; p=none; np=reject\n @www.example.org SERVFAIL", DMARC_TEMPERROR,
          REASON_DMARC_EXISTENCE_UNKNOWN },
        { "and not where it is the same", "www.example.org", "",
          "example.org v=DMARC1; p=reject; np=reject\n @www.example.org SERVFAIL", DMARC_FAIL,
          REASON_DMARC_NOTHING_VERIFIED },
        { "nor for a pass", "www.example.org", "dkim:example.org",
          "example.org v=DMARC1; p=none; np=reject\n @www.example.org SERVFAIL", DMARC_PASS, REASON_DMARC_ALIGNED },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct view view;
        int         rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_result result = evaluate(&arena, &view, c->author, c->identifiers, c->records, &rounds);

        CHECK_EQ(result.status, c->want);
        CHECK_EQ(result.reason, c->reason);
        if (result.status != DMARC_FAIL)
            CHECK_EQ(result.disposition, DMARC_POLICY_NONE);
        view_free(&view);
    }
}

/* Signatures of a stranger's own, many labels deep, must neither cost questions nor turn a failure into a doubt. */
TEST(dmarc_evaluate_cost)
{
    static const struct { const char *name, *author, *identifiers; size_t questions; int rounds; } cases[] = {
        { "the author alone",            "mail.example.org", "", 3, 1 },
        { "a stranger's deep names",     "example.org",
          "dkim:a.b.c.d.e.f.evil.org dkim:g.h.i.j.k.l.evil.org dkim:m.n.o.p.q.r.evil.org dkim:s.t.u.v.w.x.evil.org", 2,
          1 },
        { "a bounce host below",         "example.org",      "spf:bounce.example.org", 3, 1 },
        { "the organization itself",     "news.example.org", "dkim:example.org", 3, 1 },
        { "a sibling takes a round more", "news.example.org", "dkim:mail.example.org", 4, 2 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct view view;
        int         rounds;

        view_init(&view, &arena, 8);
        CHECK(evaluate(&arena, &view, c->author, c->identifiers, "example.org v=DMARC1; p=reject", &rounds).status !=
              DMARC_TEMPERROR);
        CHECK_EQ(view.count, c->questions);
        CHECK_EQ(rounds, c->rounds);
        view_free(&view);
    }
}

TEST(dmarc_evaluate_budget_spent)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;
    int         rounds;

    view_init(&view, &arena, 1);        /* the author's record was asked for, its organization could not be */
    struct dmarc_result result = evaluate(&arena, &view, "www.example.org", "", "example.org v=DMARC1; p=reject",
                                          &rounds);

    CHECK_EQ(result.status, DMARC_TEMPERROR);
    view_free(&view);
}
