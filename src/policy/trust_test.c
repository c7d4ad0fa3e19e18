#include "policy/trust.h"

#include "facts_fixture.h"
#include "unit.h"

#define LIST "List-Id: Developers <dev.lists.example.org>\nFrom: Admin <admin@legit.example>\n\nhello\n"
#define PLAIN "From: Admin <admin@legit.example>\n\nhello\n"

/* The administrator trusts the lists of example.org, two forwarders by name and a network. */
static struct trust configured(void)
{
    static const str         lists[]      = { STR_INIT("lists.example.org") };
    static const str         forwarders[] = { STR_INIT("relay.university.example") };
    static struct ip_network networks[1];

    CHECK(ip_network_parse(STR("198.51.100.0/28"), &networks[0]));
    return (struct trust){ .lists = lists, .list_count = 1, .forwarders = forwarders, .forwarder_count = 1,
                           .forwarder_networks = networks, .forwarder_network_count = 1 };
}

TEST(trust_find)
{
    static const struct {
        const char *name; struct story story; const char *client, *client_name; enum voucher_kind want; const char *who;
    } cases[] = {
        { "nobody", { .message = PLAIN }, "192.0.2.1", "", VOUCHER_NONE, "" },
        { "a list that signs", { .message = LIST, .auth = "dkim=pass@example.org" }, "192.0.2.1", "",
          VOUCHER_LIST, "dev.lists.example.org" },
        { "a list by its return address", { .message = LIST, .auth = "spf=pass@lists.example.org" }, "192.0.2.1", "",
          VOUCHER_LIST, "dev.lists.example.org" },
        { "its name alone", { .message = LIST }, "192.0.2.1", "", VOUCHER_NONE, "" },
        { "its name, and somebody else's proof",
          { .message = LIST, .auth = "spf=pass@sender.example dkim=pass@evil.example" },
          "192.0.2.1", "", VOUCHER_NONE, "" },
        { "its name, and a proof that failed",
          { .message = LIST, .auth = "spf=softfail@example.org dkim=fail@example.org" },
          "192.0.2.1", "", VOUCHER_NONE, "" },
        { "another list that proves itself",
          { .message = "List-Id: <dev.lists.evil.example>\n" PLAIN, .auth = "dkim=pass@lists.evil.example" },
          "192.0.2.1", "", VOUCHER_NONE, "" },
        { "a name that only ends alike",
          { .message = "List-Id: <evillists.example.org>\n" PLAIN, .auth = "dkim=pass@example.org" }, "192.0.2.1", "",
          VOUCHER_NONE, "" },
        { "a forwarder by its network", { .message = PLAIN }, "198.51.100.7", "", VOUCHER_FORWARDER, "198.51.100.7" },
        { "a neighbour of it", { .message = PLAIN }, "198.51.100.16", "", VOUCHER_NONE, "" },
        { "a forwarder by its confirmed name", { .message = PLAIN }, "192.0.2.1", "out1.relay.university.example",
          VOUCHER_FORWARDER, "out1.relay.university.example" },
        { "a greeting proves nothing", { .message = PLAIN, .helo = "relay.university.example" }, "192.0.2.1", "",
          VOUCHER_NONE, "" },
        { "a host beside it", { .message = PLAIN }, "192.0.2.1", "dorm.university.example", VOUCHER_NONE, "" },
    };
    struct trust trust = configured();

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &c->story);
        CHECK(ip_parse(str_of(c->client), &fixture.envelope.client));
        fixture.envelope.client_name = str_of(c->client_name);
        struct voucher voucher = trust_find(&fixture.facts, &trust);

        CHECK_EQ(voucher.kind, c->want);
        CHECK_CSTR(voucher.name, c->who);
        fixture_close(&fixture);
    }
}

/* Nobody writes in our name but ourselves, and whom we let. */
TEST(trust_find_known_sender)
{
    static const struct { const char *name, *message, *auth, *who; } cases[] = {
        { "a service that may",             "From: Alex <alex@northwind.example>\n\nhello\n", "dkim=pass@desk.example dmarc=fail/reject", "desk.example" },
        { "in a way that does not count",   "From: Alex <alex@northwind.example>\n\nhello\n", "spf=pass@desk.example dmarc=fail/reject", "" },
        { "not in the name of others",      PLAIN, "dkim=pass@desk.example dmarc=fail/reject", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = c->message, .auth = c->auth });
        struct voucher voucher = trust_find(&fixture.facts, &(struct trust){ 0 });

        CHECK_EQ(voucher.kind, c->who[0] == '\0' ? VOUCHER_NONE : VOUCHER_SENDER);
        CHECK_CSTR(voucher.name, c->who);
        fixture_close(&fixture);
    }
}

#define AAR(i, results) "ARC-Authentication-Results: i=" i "; mx.example;\n\t" results "\n"
#define PROOF           "spf=pass smtp.mailfrom=legit.example;\n\tdmarc=pass header.from=legit.example"

/* A chain tells who handled a message; that it was genuine only somebody can say whom the administrator believes. */
TEST(trust_find_sealer)
{
    static const struct {
        const char *name, *message, *sealers;           /* from the first set on */
        enum arc_status status; const char *who;
    } cases[] = {
        { "a trusted sealer who saw the author's proof",
          AAR("1", PROOF) PLAIN, "list.example", ARC_PASS, "list.example" },
        { "in another case, with blanks",
          AAR(" 1 ", "DMARC=Pass (p=none) header.From=Legit.example") PLAIN, "list.example",
          ARC_PASS, "list.example" },
        { "below the trusted name", AAR("1", PROOF) PLAIN, "arc.list.example", ARC_PASS, "arc.list.example" },
        { "two of them, the first has seen it",
          AAR("2", "dmarc=fail header.from=legit.example") AAR("1", PROOF) PLAIN,
          "list.example relay.example", ARC_PASS, "list.example" },
        { "a chain that fails", AAR("1", PROOF) PLAIN, "list.example", ARC_FAIL, "" },
        { "a sealer whom nobody trusts", AAR("1", PROOF) PLAIN, "evil.example", ARC_PASS, "" },
        { "a name that ends alike", AAR("1", PROOF) PLAIN, "evillist.example", ARC_PASS, "" },
        { "a stranger behind the trusted one",
          AAR("2", PROOF) AAR("1", PROOF) PLAIN, "list.example evil.example", ARC_PASS,
          "" },
        { "a trusted one who repeats what a stranger said",
          AAR("2", "dmarc=fail header.from=legit.example; arc=pass") AAR("1", PROOF) PLAIN, "evil.example list.example",
          ARC_PASS, "" },
        { "proof of another author",
          AAR("1", "dmarc=pass header.from=other.example") PLAIN, "list.example", ARC_PASS, "" },
        { "proof of no author",
          AAR("1", "dmarc=pass; spf=pass smtp.mailfrom=legit.example") PLAIN, "list.example", ARC_PASS,
          "" },
        { "no proof", AAR("1", "dmarc=fail header.from=legit.example") PLAIN, "list.example", ARC_PASS, "" },
        { "a set without results", PLAIN, "list.example", ARC_PASS, "" },
        { "results that cannot be read",
          AAR("1", "dmarc==pass header.from=legit.example") PLAIN, "list.example", ARC_PASS,
          "" },
    };
    static const str   trusted[] = { STR_INIT("list.example"), STR_INIT("relay.example") };
    const struct trust trust     = { .sealers = trusted, .sealer_count = ARRAY_LEN(trusted) };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;
        str            sealers[4], rest = str_of(c->sealers);
        size_t         count = 0;

        fixture_open(&fixture, &(struct story){ .message = c->message, .auth = "dmarc=fail/reject" });
        while (count < ARRAY_LEN(sealers) && str_cut(&rest, ' ', &sealers[count]))
            count++;
        fixture.auth.arc = (struct arc_result){ .status = c->status, .sets = count, .sealers = sealers };
        struct voucher voucher = trust_find(&fixture.facts, &trust);

        CHECK_EQ(voucher.kind, c->who[0] == '\0' ? VOUCHER_NONE : VOUCHER_SEALER);
        CHECK_CSTR(voucher.name, c->who);
        fixture_close(&fixture);
    }
}

enum world_failure { NO_FAILURE, NO_NAMES /* of the client */, NO_ADDRESS /* of its name */, NO_KEY /* of the sealer */ };

/* Our resolver fails: who would be believed with its answer is neither believed nor a stranger. */
TEST(trust_find_unchecked)
{
    static const char sealed[] = AAR("1", PROOF) PLAIN, sealed_unproved[] = AAR("1", "dmarc=fail header.from=legit.example") PLAIN;
    static const char ours[]   = "From: Alex <alex@northwind.example>\n\nhello\n";
    static const struct {
        const char *name, *message, *auth; enum world_failure failure; const char *who /* whose name, or who seals */; bool refused;
        enum voucher_kind unchecked; bool at_will; const char *named;
    } cases[] = {
        { "nothing failed", PLAIN, "dmarc=fail/reject", NO_FAILURE, "", false, VOUCHER_NONE, false, "" },
        { "a list whose key cannot be had", LIST, "dkim=temperror@lists.example.org dmarc=fail/reject", NO_FAILURE, "", false,
          VOUCHER_LIST, false, "dev.lists.example.org" },
        { "a list whose SPF cannot be checked", LIST, "spf=temperror@example.org dmarc=fail/reject", NO_FAILURE, "", false,
          VOUCHER_LIST, false, "dev.lists.example.org" },
        { "somebody else's check does not matter", LIST, "spf=temperror@evil.example dkim=temperror@evil.example dmarc=fail/reject",
          NO_FAILURE, "", false, VOUCHER_NONE, false, "" },
        { "a signature that would not count", LIST, "dkim=temperror@example.org+no-subject dmarc=fail/reject", NO_FAILURE, "",
          false, VOUCHER_NONE, false, "" },
        { "a list that nobody trusts", PLAIN, "dkim=temperror@example.org dmarc=fail/reject", NO_FAILURE, "", false, VOUCHER_NONE, false,
          "" },
        { "a failure that the message has brought about", LIST, "dkim=temperror@example.org dmarc=fail/reject", NO_FAILURE, "", true,
          VOUCHER_NONE, false, "" },
        { "the names of a client", PLAIN, "dmarc=fail/reject", NO_NAMES, "", false, VOUCHER_FORWARDER, true, "192.0.2.66" },
        { "where a forwarder's name leads", PLAIN, "dmarc=fail/reject", NO_ADDRESS, "out1.relay.university.example", false,
          VOUCHER_FORWARDER, false, "out1.relay.university.example" },
        { "where another's name leads", PLAIN, "dmarc=fail/reject", NO_ADDRESS, "mx.evil.example", false, VOUCHER_NONE, false, "" },
        { "a trusted sealer's key", sealed, "dmarc=fail/reject", NO_KEY, "list.example", false, VOUCHER_SEALER, false, "list.example" },
        { "the key of a sealer whom nobody trusts", sealed, "dmarc=fail/reject", NO_KEY, "evil.example", false, VOUCHER_NONE, false, "" },
        { "of one who has seen no proof", sealed_unproved, "dmarc=fail/reject", NO_KEY, "list.example", false, VOUCHER_NONE, false, "" },
        { "a service that may write in our name", ours, "dkim=temperror@desk.example dmarc=fail/reject", NO_FAILURE, "", false,
          VOUCHER_SENDER, false, "desk.example" },
        { "in a way that does not count", ours, "spf=temperror@desk.example dmarc=fail/reject", NO_FAILURE, "", false, VOUCHER_NONE, false,
          "" },
        { "not in the name of others", PLAIN, "dkim=temperror@desk.example dmarc=fail/reject", NO_FAILURE, "", false, VOUCHER_NONE, false,
          "" },
    };
    static const str sealers[] = { STR_INIT("list.example") };
    struct trust     trust     = configured();

    trust.sealers      = sealers;
    trust.sealer_count = ARRAY_LEN(sealers);
    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;
        const str      who = str_of(c->who);

        fixture_open(&fixture, &(struct story){ .message = c->message, .auth = c->auth });
        fixture.facts.questions_refused = c->refused;
        if (c->failure == NO_KEY)
            fixture.auth.arc = (struct arc_result){ .status = ARC_FAIL, .reason = REASON_ARC_KEY_UNAVAILABLE, .sets = 1, .sealers = &who };
        else if (c->failure != NO_FAILURE)
            fixture.auth.iprev = (struct iprev_result){ .status = IPREV_TEMPERROR, .reason = REASON_IPREV_UNANSWERED, .unanswered = &who,
                                                        .unanswered_count = c->failure == NO_ADDRESS };
        struct voucher voucher = trust_find(&fixture.facts, &trust);

        CHECK_EQ(voucher.kind, VOUCHER_NONE);
        CHECK_EQ(voucher.unchecked, c->unchecked);
        CHECK_EQ(voucher.is_at_will, c->at_will);
        CHECK_CSTR(voucher.name, c->named);
        fixture_close(&fixture);
    }
}

/* Who is trusted for certain needs no other check; what a sender can make fail does not stand for what he cannot. */
TEST(trust_find_prefers_what_is_known)
{
    static const str sealers[] = { STR_INIT("list.example") };
    static const struct { const char *name, *auth; enum arc_status arc; enum voucher_kind want, unchecked; bool at_will; } cases[] = {
        { "a chain that passes, a client without an answer", "dmarc=fail/reject", ARC_PASS, VOUCHER_SEALER, VOUCHER_NONE, false },
        { "neither has an answer", "dmarc=fail/reject", ARC_FAIL, VOUCHER_NONE, VOUCHER_SEALER, false },
        { "no chain", "dmarc=fail/reject", ARC_NONE, VOUCHER_NONE, VOUCHER_FORWARDER, true },
    };
    struct trust trust = configured();

    trust.sealers      = sealers;
    trust.sealer_count = ARRAY_LEN(sealers);
    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = AAR("1", PROOF) PLAIN, .auth = c->auth });
        fixture.auth.iprev = (struct iprev_result){ .status = IPREV_TEMPERROR, .reason = REASON_IPREV_UNANSWERED };
        fixture.auth.arc   = (struct arc_result){ .status = c->arc, .reason = REASON_ARC_KEY_UNAVAILABLE, .sets = 1, .sealers = sealers };
        struct voucher voucher = trust_find(&fixture.facts, &trust);

        CHECK_EQ(voucher.kind, c->want);
        CHECK_EQ(voucher.unchecked, c->unchecked);
        CHECK_EQ(voucher.is_at_will, c->at_will);
        fixture_close(&fixture);
    }
}
