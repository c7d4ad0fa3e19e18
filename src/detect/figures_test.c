#include "detect/figures.h"

#include "unit.h"

TEST(figures_digit)
{
    CHECK_EQ(figures_digit(STR("7a")), 1);
    CHECK_EQ(figures_digit(STR("٧")), 2);
    CHECK_EQ(figures_digit(STR("۷")), 2);
    CHECK_EQ(figures_digit(STR("७")), 3);
    CHECK_EQ(figures_digit(STR("৭")), 3);
    CHECK_EQ(figures_digit(STR("๗")), 3);
    CHECK_EQ(figures_digit(STR("７")), 3);
    CHECK_EQ(figures_digit(STR("a7")), 0);
    CHECK_EQ(figures_digit(STR("é")), 0);
    CHECK_EQ(figures_digit(STR("\xef\xbc")), 0);
    CHECK_EQ(figures_digit((str){ 0 }), 0);
}

TEST(figures_in_ascii)
{
    static const struct { const char *name, *text, *read; } cases[] = {
        { "ASCII stays",             "konto 047 é",          "konto 047 é" },
        { "each script's first and last", "٠٩ ۰۹ ०९ ০৯ ๐๙ ０９", "09 09 09 09 09 09" },
        { "among letters of theirs", "به کارت ۶۰۳۷ بزن",     "به کارت 6037 بزن" },
        { "the begin of one",        "a\xef\xbc",            "a\xef\xbc" },
        { "nothing",                 "",                     "" },
    };
    ARENA_SCOPE arena = { 0 };

    FOR_EACH_CASE(c, cases)
        CHECK_STR(figures_in_ascii(&arena, str_of(c->text)), str_of(c->read));
}

TEST(figures_find_phone)
{
    static const struct { const char *name, *text, *phone; } cases[] = {
        { "with marks",               "Call +1 (800) 555-0199 now.",     "+1 (800) 555-0199" },
        { "in brackets",              "(089) 1234567, all day",          "(089) 1234567" },
        { "behind a shorter number",  "4711, or 0800 100 2000",          "0800 100 2000" },
        { "of Persian digits",        "تلفن ۰۲۱-۸۸۷۷۶۶۵۵ است",           "۰۲۱-۸۸۷۷۶۶۵۵" },
        { "eight digits are too few", "order 12345678",                  NULL },
        { "an account has too many",  "3704 0044 0532 0130 00",          NULL },
        { "two numbers",              "12345    67890",                  NULL },
        { "an amount",                "1.250.000,00",                    NULL },
        { "nothing",                  "",                                NULL },
    };

    FOR_EACH_CASE(c, cases) {
        str phone = { 0 };

        CHECK_EQ(figures_find_phone(str_of(c->text), &phone), c->phone != NULL);
        CHECK_STR(phone, str_of(c->phone));
    }
}

TEST(figures_name_amount)
{
    static const struct { const char *name, *text; bool has; } cases[] = {
        { "behind",                   "We charged 389,99 € today.",      true },
        { "in words",                 "earn 900 dollars a week",         true },
        { "before",                   "a total of $399",                 true },
        { "a line that cannot break", "389,99\u00a0€",                   true },
        { "in the next line",         "389.99\nEUR",                     true },
        { "the second sign",          "in € or $: 12 zł",                true },
        { "a word in a case",         "300 eurota",                      true },
        { "not of ASCII",             "۵۰۰ تومان",                       true },
        { "joined",                   "389,000원",                       true },
        { "a short word",             "1200 kr.",                        true },
        { "the begin of a longer one", "5 kranke Kinder",                false },
        { "the end of a longer one",  "Allerlei 5",                      false },
        { "a number alone",           "at 14:30 in room 5",              false },
        { "a currency alone",         "prices in € and $",               false },
        { "too far",                  "5 of these are in €",             false },
        { "nothing",                  "",                                false },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(figures_name_amount(str_of(c->text)), c->has);
}
