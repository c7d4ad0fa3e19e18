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
    CHECK(!organization_brand_owns(organization, mention.brand, STR("gmail.com")));
}
