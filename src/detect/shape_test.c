#include "detect/shape.h"

#include "unit.h"

#define BIT(shape) (UINT32_C(1) << (shape))

TEST(shapes_of)
{
    static const struct { const char *name, *subject, *text; uint32_t shapes; } cases[] = {
        { "nothing to see",        "About the house",  "We come on Sunday.",          0 },
        { "a question",            "About the house",  "Are you there?",              BIT(SHAPE_QUESTION) },
        { "two, one wide, one of Arabic", "About the house", "在吗？ هل أنت هناك؟",     BIT(SHAPE_QUESTION) | BIT(SHAPE_QUESTIONS) },
        { "exclamation marks",     "About the house",  "At once！",                   BIT(SHAPE_EXCLAMATION) },
        { "a time",                "About the house",  "at 14:30",                    BIT(SHAPE_TIME) | BIT(SHAPE_DIGITS) },
        { "a time of Hindi",       "About the house",  "१४:३०",                       BIT(SHAPE_TIME) | BIT(SHAPE_DIGITS) },
        { "numbers in a row",      "About the house",  "5. 6",                        BIT(SHAPE_DIGITS) },
        { "an amount",             "About the house",  "of 300 €",                    BIT(SHAPE_AMOUNT) | BIT(SHAPE_DIGITS) },
        { "a number to call",      "About the house",  "under 0800 100 2000",         BIT(SHAPE_PHONE) | BIT(SHAPE_DIGITS) },
        { "a mail address",        "About the house",  "to a@b.example",              BIT(SHAPE_MAIL) },
        { "web addresses",         "About the house",  "see www.b.example",           BIT(SHAPE_WEB) },
        { "a share, in brackets",  "About the house",  "(all %)",                     BIT(SHAPE_PERCENT) | BIT(SHAPE_BRACKETS) },
        { "capitals",              "About the house",  "It is URGENT.",               BIT(SHAPE_CAPITALS) },
        { "too few of them",       "About the house",  "the IBAN XYZ",                0 },
        { "of the subject",        "Paid 5?!",         "",
          BIT(SHAPE_SUBJECT_DIGITS) | BIT(SHAPE_SUBJECT_QUESTION) | BIT(SHAPE_SUBJECT_EXCLAMATION) },
        { "a subject of one word", " Invoice ",        "",                            BIT(SHAPE_SUBJECT_WORD) },
        { "no subject",            "",                 "",                            BIT(SHAPE_SUBJECT_WORD) },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(shapes_of(str_of(c->subject), str_of(c->text)), c->shapes);
}

/* What is quoted far below is not what the letter shows. */
TEST(shapes_of_the_beginning)
{
    char text[SHAPE_READ_MAX + 1];

    memset(text, 'a', sizeof text);
    text[SHAPE_READ_MAX] = '?';
    CHECK_EQ(shapes_of(STR("two words"), (str){ text, sizeof text }), 0);
    text[SHAPE_READ_MAX - 1] = '?';
    CHECK_EQ(shapes_of(STR("two words"), (str){ text, sizeof text }), BIT(SHAPE_QUESTION));
}

TEST(shapes_are_named)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(shape_name((enum shape)i), shape_name((enum shape)k)) != 0);
    CHECK_CSTR(str_of(shape_name(SHAPE_SUBJECT_EXCLAMATION)), "subject_exclamation");
}
