#include "auth/dmarc/rfc7489.h"

#include "auth/dmarc/fixture_test.h"
#include "base/domain.h"
#include "dns/zone.h"
#include "unit.h"

/* One identifier, "dkim:example.org", "spf:..." or "?dkim:..." for one that ended in temperror; "" for none. */
static size_t read_identifier(str text, struct auth_identifier *id)
{
    bool temperror = str_skip_prefix(&text, STR("?"));
    str  method;

    if (!str_cut(&text, ':', &method))
        return 0;
    *id = (struct auth_identifier){
        .method = str_equal(method, STR("spf")) ? AUTH_SPF : AUTH_DKIM, .domain = text, .pass = !temperror,
        .temperror = temperror,
    };
    return 1;
}

struct given { const char *author, *identifier, *records; };

/* Both results, as a message would get them. */
static struct dmarc_result evaluate(const struct given *given, const struct suffixes *suffixes)
{
    ARENA_SCOPE            arena = { 0 };
    struct auth_identifier id;
    struct dmarc_request   request = { str_of(given->author), &id, read_identifier(str_of(given->identifier), &id) };
    struct zone           *zone    = fixture_zone(&arena, given->records);
    struct dmarc_result    result;
    struct view            view;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    while ((result = dmarc_evaluate(&request, &arena, &view)).status == DMARC_PENDING)
        zone_answer(zone, &view);
    size_t asked = view.count;

    while ((result.rfc7489 = dmarc_evaluate_rfc7489(&request, suffixes, &arena, &view)).status == DMARC_PENDING)
        zone_answer(zone, &view);
    /* the comparison costs nothing */
    CHECK(view.count == asked || domain_label_count(request.author_domain) > 7);
    view_free(&view);
    zone_free(zone);
    return result;
}

enum { NO = DMARC_POLICY_NONE, QUARANTINE = DMARC_POLICY_QUARANTINE, REJECT = DMARC_POLICY_REJECT };

TEST(dmarc_rfc7489)
{
    static const struct {
        const char *name; struct given given; enum dmarc_status want; int disposition; bool differs;
    } cases[] = {
        { "where both agree",
          { "example.org", "dkim:example.org", "example.org v=DMARC1; p=reject" }, DMARC_PASS, NO, false },
        { "a failure on which both agree",
          { "example.org", "dkim:example.net", "example.org v=DMARC1; p=reject" }, DMARC_FAIL, REJECT, false },
        { "a sibling by the public suffix",
          { "news.example.org", "spf:bounce.example.org", "example.org v=DMARC1; p=reject" }, DMARC_PASS, NO, false },
        { "sp for what is below",
          { "news.example.org", "", "example.org v=DMARC1; p=reject; sp=quarantine" }, DMARC_FAIL, QUARANTINE, false },
        { "np was not known",
          { "gone.example.org", "", "example.org v=DMARC1; p=none; np=reject" }, DMARC_FAIL, NO, true },
        { "nor was t",
          { "example.org", "", "example.org v=DMARC1; p=reject; t=y" }, DMARC_FAIL, REJECT, true },
        { "but pct was: nobody is sampled",
          { "example.org", "", "example.org v=DMARC1; p=reject; pct=0" }, DMARC_FAIL, QUARANTINE, true },
        { "some are",
          { "example.org", "", "example.org v=DMARC1; p=reject; pct=20" }, DMARC_FAIL, REJECT, false },
        { "a pct that is no number is 100",
          { "example.org", "", "example.org v=DMARC1; p=reject; pct=-1" }, DMARC_FAIL, REJECT, false },
        { "a psd record was nobody's",
          { "shop.bank.co.uk", "", "co.uk v=DMARC1; p=reject; psd=y" }, DMARC_NONE, NO, true },
        { "psd=n did not part an organization",
          { "a.example.org", "dkim:b.example.org",
            "a.example.org v=DMARC1; p=reject; psd=n\n example.org v=DMARC1; p=none" }, DMARC_PASS, NO, true },
        { "users of one host are strangers to each other",
          { "mallory.github.io", "dkim:alice.github.io", "mallory.github.io v=DMARC1; p=reject" }, DMARC_FAIL, REJECT,
          false },
        { "a bad np says nothing about p",
          { "example.org", "", "example.org v=DMARC1; p=reject; np=maybe" }, DMARC_FAIL, REJECT, true },
        { "two records end the search, above them nothing is looked for",
          { "a.example.org", "",
            "a.example.org v=DMARC1; p=none\n a.example.org v=DMARC1; p=none\n example.org v=DMARC1; p=reject" },
          DMARC_NONE, NO, true },
        { "a record that asks for nothing known",
          { "example.org", "", "example.org v=DMARC1; p=x" }, DMARC_PERMERROR, NO, false },
        { "unless somebody can be told",
          { "example.org", "", "example.org v=DMARC1; p=x; rua=mailto:a@example.org" }, DMARC_FAIL, NO, false },
        { "no answer is no absence",
          { "example.org", "dkim:example.org", "example.org SERVFAIL" }, DMARC_TEMPERROR, NO, false },
        { "an aligned check that did not end",
          { "example.org", "?dkim:example.org", "example.org v=DMARC1; p=reject" }, DMARC_TEMPERROR, NO, false },
        { "a public suffix as an author is its own organization",
          { "co.uk", "dkim:bank.co.uk", "co.uk v=DMARC1; p=reject" }, DMARC_FAIL, REJECT, true },
        { "no record",
          { "example.org", "dkim:example.org", "example.net v=DMARC1; p=reject" }, DMARC_NONE, NO, false },
    };
    struct suffixes *suffixes = suffixes_open(NULL);

    if (!CHECK(suffixes != NULL))
        return;
    FOR_EACH_CASE(c, cases) {
        struct dmarc_result result = evaluate(&c->given, suffixes);

        CHECK_EQ(result.rfc7489.status, c->want);
        CHECK_EQ(result.rfc7489.disposition, c->disposition);
        CHECK_EQ(dmarc_rfc7489_differs(&result), c->differs);
    }
    suffixes_close(suffixes);
}
