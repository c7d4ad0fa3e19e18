#include "detect/organization.h"

#include "facts_fixture.h"
#include "unit.h"

TEST(organization_domains)
{
    static const struct { const char *name, *domain; bool owns, free_mail, protects; } cases[] = {
        { "our own",                    "northwind.example",         true,  false, true  },
        { "below our own",              "mail.northwind.example",    true,  false, true  },
        { "our sister",                 "northwinds.example",        true,  false, true  },
        { "a partner",                  "harbourlines.example",      false, false, true  },
        { "a known brand",              "mail.paypal.com",           false, false, true  },
        { "a free mailbox",             "gmail.com",                 false, true,  false },
        { "ends like ours",             "evilnorthwind.example",     false, false, false },
        { "above ours",                 "example",                   false, false, false },
        { "nothing",                    "",                          false, false, false },
    };
    ARENA_SCOPE                arena        = { 0 };
    const struct organization *organization = fixture_organization(&arena);

    FOR_EACH_CASE(c, cases) {
        CHECK_EQ(organization_owns(organization, str_of(c->domain)), c->owns);
        CHECK_EQ(organization_is_free_mail(organization, str_of(c->domain)), c->free_mail);
        CHECK_EQ(organization_protects(organization, str_of(c->domain)), c->protects);
    }
}

TEST(organization_person)
{
    ARENA_SCOPE                arena        = { 0 };
    const struct organization *organization = fixture_organization(&arena);
    const struct person       *jane         = organization_person(organization, &arena, STR("ROE, Jane (Board)"));

    if (CHECK(jane != NULL)) {
        CHECK(person_has_address(jane, STR("Jane.Roe@Northwind.example")));
        CHECK(person_has_address(jane, STR("jroe.private@gmail.com")));
        CHECK(!person_has_address(jane, STR("jane.roe@gmail.com")));
    }
    CHECK(organization_person(organization, &arena, STR("John Roe")) == NULL);
    CHECK(organization_person(organization, &arena, STR("")) == NULL);
    CHECK(organization_person(organization, &arena, STR("Dr.")) == NULL);
}

TEST(organization_brand_in)
{
    static const struct { const char *name, *text, *brand; bool is_common_word; } cases[] = {
        { "a brand among words",            "PayPal Customer Service",          "PayPal",           false },
        { "by lookalike letters",           "PayPaI Service",                   "PayPal",           false },
        { "several words",                  "Your Bank of America alert",       "Bank of America",  false },
        { "the administrator's partner",    "Harbour Lines billing",            "Harbour Lines",    false },
        { "a common word says so",          "Chase Miller",                     "Chase",            true  },
        { "accents",                        "SOCI\xc3\x89T\xc3\x89 G\xc3\x89N\xc3\x89RALE",
          "Soci\xc3\xa9t\xc3\xa9 G\xc3\xa9n\xc3\xa9rale", false },
        { "with a trade mark",              "Norton\xe2\x84\xa2 Support",       "Norton",           true  },
        { "the longest of names",           "Ledger Live update",               "Ledger Live",      false },
        { "a brand behind a common word",   "Free DHL delivery",                "DHL",              false },
        { "another alphabet",               "\xd0\x9d\xd0\xbe\xd0\xb2\xd0\xb0 \xd0\x9f\xd0\xbe\xd1\x88\xd1\x82\xd0\xb0",
          "\xd0\x9d\xd0\xbe\xd0\xb2\xd0\xb0 \xd0\x9f\xd0\xbe\xd1\x88\xd1\x82\xd0\xb0", false },
        { "a script without blanks",        "\xe4\xbd\x90\xe5\xb7\x9d\xe6\x80\xa5\xe4\xbe\xbf", "\xe4\xbd\x90\xe5\xb7\x9d\xe6\x80\xa5\xe4\xbe\xbf", false },
        { "a first name that reads like three letters", "Kim",              "",                 false },
        { "the beginning of a long name",   "Banco de Alimentos",               "",                 false },
        { "only a part of a word",          "Paypalooza Festival",              "",                 false },
        { "half of a name",                 "Bank of Northwind",                "",                 false },
        { "nothing",                        "",                                 "",                 false },
    };
    ARENA_SCOPE                arena        = { 0 };
    const struct organization *organization = fixture_organization(&arena);

    FOR_EACH_CASE(c, cases) {
        struct brand_mention mention = { 0 };

        if (!CHECK_EQ(organization_brand_in(organization, &arena, str_of(c->text), &mention), c->brand[0] != '\0') ||
            mention.brand == NULL)
            continue;
        CHECK_CSTR(mention.brand->name, c->brand);
        CHECK_EQ(mention.is_common_word, c->is_common_word);
    }
}

TEST(organization_brand_owns)
{
    ARENA_SCOPE                arena        = { 0 };
    const struct organization *organization = fixture_organization(&arena);
    struct brand_mention       mention;

    if (!CHECK(organization_brand_in(organization, &arena, STR("Amazon"), &mention)))
        return;
    CHECK(organization_brand_owns(organization, mention.brand, STR("bounces.amazon.com")));
    CHECK(organization_brand_owns(organization, mention.brand, STR("amazon.nl")));
    CHECK(!organization_brand_owns(organization, mention.brand, STR("amazon.shop-deals.net")));
    CHECK(organization_brand_in(organization, &arena, STR("Bank of America"), &mention));
    CHECK(organization_brand_owns(organization, mention.brand, STR("bankofamerica.co.uk")));
    CHECK(organization_brand_in(organization, &arena, STR("fedpol"), &mention));
    CHECK(organization_brand_owns(organization, mention.brand, STR("mail.admin.ch")));
    CHECK(!organization_brand_owns(organization, mention.brand, STR("admin.org")));
    CHECK(!organization_brand_owns(organization, mention.brand, STR("gmail.com")));
}

/* Offices write from the domains of their state as well; others are called like an office's word. */
TEST(organization_offices)
{
    static const struct { const char *name, *text, *brand, *domain; bool owns; } cases[] = {
        { "the office itself",              "ANTAI",                "ANTAI",    "antai.gouv.fr",                true  },
        { "another domain of its own",      "ANTAI",                "ANTAI",    "smtp2.antai.fr",               true  },
        { "the ministry's",                 "ANAF SPV",             "ANAF",     "mfinante.ro",                  true  },
        { "its mailbox for citizens",       "MijnOverheid",         "MijnOverheid", "mijnoverheid.nl",          true  },
        { "the state's service for notices", "HMRC",                "HMRC",     "notifications.service.gov.uk", true  },
        { "the state's name in another's",  "HMRC",                 "HMRC",     "tax.service.gov.uk.hmrc-gateway.support", false },
        { "with a word",                    "ANTAI",                "ANTAI",    "antai-regularisation.info",    false },
        { "under a name for anybody",       "ANAF",                 "ANAF",     "anaf-spv.com.ro",              false },
        { "another state",                  "HMRC",                 "HMRC",     "impots.gouv.fr",               false },
        { "a town of the same state",       "Receita Federal",      "Receita Federal", "prefeitura.gov.br",     false },
        { "the word of a state level",      "Home Office",          "Home Office", "gov.example",               false },
    };
    ARENA_SCOPE                arena        = { 0 };
    const struct organization *organization = fixture_organization(&arena);

    FOR_EACH_CASE(c, cases) {
        struct brand_mention mention = { 0 };

        if (!CHECK(organization_brand_in(organization, &arena, str_of(c->text), &mention)))
            continue;
        CHECK_CSTR(mention.brand->name, c->brand);
        CHECK_EQ(organization_brand_owns(organization, mention.brand, str_of(c->domain)), c->owns);
    }
}

/* Honest firms that are called nearly like a brand of the program's, and what does imitate one. */
TEST(organization_neighbours_of_brands)
{
    static const struct { const char *name, *domain; enum lookalike_kind want; } cases[] = {
        { "cl and d",                           "daro.com",                 LOOKALIKE_NONE },
        { "five letters, one of them another",  "tasco.com",                LOOKALIKE_NONE },
        { "a surname beside a surname",         "morton.com",               LOOKALIKE_NONE },
        { "a word beside a word",               "auction.com",              LOOKALIKE_NONE },
        { "a word that is also a brand",        "orange-grove-dental.com",  LOOKALIKE_NONE },
        { "a group of that name",               "spectrumgroup.com",        LOOKALIKE_NONE },
        { "a word of a longer name",            "united-church.net",        LOOKALIKE_NONE },
        { "and grown together",                 "deltagroup.net",           LOOKALIKE_NONE },
        { "a customer of a service",            "compass.tracker.net",      LOOKALIKE_NONE },
        { "three letters",                      "nsa-hotel.nl",             LOOKALIKE_NONE },
        { "a house beside a post",              "swissport.com",            LOOKALIKE_NONE },
        { "a slip",                             "vattenfal.com",            LOOKALIKE_TYPO },
        { "a slip of a national post",          "postnrd.com",              LOOKALIKE_TYPO },
        { "with a word",                        "postnord-pay.com",         LOOKALIKE_COMBO },
        { "a word with one that lures",         "orange-billing.net",       LOOKALIKE_COMBO },
        { "the whole domain",                   "poste.it.parcel.net",      LOOKALIKE_EMBEDDED },
        { "too short to tell in one word",      "bpostbe.net",              LOOKALIKE_NONE },
        { "a longer one",                       "correos-es.net",           LOOKALIKE_EMBEDDED },
        { "four letters and a word",            "hmrc-notice.net",          LOOKALIKE_NONE },
        { "the whole of an office's domain",    "impots-gouv-fr.net",       LOOKALIKE_EMBEDDED },
        { "the whole of a state's level",       "gov-uk.net",               LOOKALIKE_EMBEDDED },
        { "customs, and a word",                "customs-support.net",      LOOKALIKE_NONE },
        { "police, and a word",                 "police-portal.org",        LOOKALIKE_NONE },
        { "a service, and a word",              "service-portal.net",       LOOKALIKE_NONE },
    };
    ARENA_SCOPE              arena        = { 0 };
    struct fixture_libraries libraries    = fixture_libraries();
    struct organization     *organization = organization_new(&arena, &(struct organization_lists){ 0 }, libraries.unicode, libraries.suffixes);

    FOR_EACH_CASE(c, cases) {
        str domain = str_of(c->domain);

        CHECK_EQ(organization_imitation(organization, &arena, domain, suffix_registrable(libraries.suffixes, domain)).of[PROTECTED_BRAND].kind,
                 c->want);
    }
}

/* Names of the administrator's files stand beside those of the program. */
TEST(organization_files)
{
    static const str brands[] = { STR_INIT("Pier Bank = pierbank.example"), STR_INIT("Quay (word) = quay.example"), STR_INIT("Tim (alone) = tim.example") },
                     mail[] = { STR_INIT("mail.example") }, hosts[] = { STR_INIT("host.example") }, carriers[] = { STR_INIT("carrier.example") },
                     endings[] = { STR_INIT("odd") };
    static const struct name_lists files = { .of = {
        [LIST_BRANDS] = { brands, ARRAY_LEN(brands) }, [LIST_FREE_MAIL] = { mail, 1 }, [LIST_FREE_HOSTS] = { hosts, 1 },
        [LIST_CARRIERS] = { carriers, 1 }, [LIST_ODD_ENDINGS] = { endings, 1 } } };
    const struct organization_lists lists = { .files = &files };
    ARENA_SCOPE              arena     = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    struct organization     *with    = organization_new(&arena, &lists, libraries.unicode, libraries.suffixes);
    struct organization     *without = organization_new(&arena, &(struct organization_lists){ 0 }, libraries.unicode, libraries.suffixes);
    struct brand_mention     mention = { 0 };

    CHECK(organization_is_brand(with, STR("pierbank.example")) && !organization_is_brand(without, STR("pierbank.example")));
    CHECK(organization_brand_in(with, &arena, STR("Pier Bank support"), &mention) && !mention.is_common_word);
    CHECK(organization_brand_in(with, &arena, STR("at the quay"), &mention) && mention.is_common_word);
    CHECK(organization_brand_in(with, &arena, STR("TIM"), &mention) && mention.is_common_word);
    CHECK(!organization_brand_in(with, &arena, STR("Tim Chapman"), &mention));
    CHECK(organization_is_free_mail(with, STR("mail.example")) && !organization_is_free_mail(without, STR("mail.example")));
    CHECK(organization_is_free_host(with, STR("a.host.example")) && !organization_is_free_host(without, STR("a.host.example")));
    CHECK(organization_is_carrier(with, STR("carrier.example")) && !organization_is_carrier(without, STR("carrier.example")));
    CHECK(link_services_has_odd_ending(organization_link_services(with), STR("a.odd")));
    CHECK(!link_services_has_odd_ending(organization_link_services(without), STR("a.odd")));
    CHECK(organization_is_free_mail(with, STR("gmail.com")) && organization_is_brand(with, STR("paypal.com")));
    CHECK(organization_is_free_host(with, STR("a.github.io")) && organization_is_carrier(with, STR("docusign.net")));
    CHECK(organization_is_carrier(with, STR("google.com")) && !organization_is_carrier(with, STR("accounts.google.com")));
}

/* What a file takes out of the program's lists is nobody of whom anything is said. */
TEST(organization_files_take_out)
{
    static const struct phrase_source source = { STR_INIT("names.txt"), STR_INIT(
        "[brands]\n- PayPal\n[free-mail]\n- gmail.com\n[free-hosts]\n- github.io\n[carriers]\n- docusign.net\n") };
    ARENA_SCOPE              arena     = { 0 };
    struct fixture_libraries libraries = fixture_libraries();
    struct name_lists        files;
    str                      error     = { 0 };
    struct brand_mention     mention   = { 0 };

    if (!CHECK(name_lists_read(&arena, &source, 1, &files, &error)))
        return;
    const struct organization_lists lists        = { .files = &files };
    struct organization            *organization = organization_new(&arena, &lists, libraries.unicode, libraries.suffixes);

    CHECK(!organization_is_brand(organization, STR("paypal.com")));
    CHECK(!organization_brand_in(organization, &arena, STR("PayPal support"), &mention));
    CHECK(!organization_is_free_mail(organization, STR("gmail.com")) && organization_is_free_mail(organization, STR("gmx.net")));
    CHECK(!organization_is_free_host(organization, STR("a.github.io")) && !organization_is_carrier(organization, STR("docusign.net")));
}
