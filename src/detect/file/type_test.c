#include "detect/file/type.h"

#include "unit.h"

static void check_table(const struct file_claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unit_begin_case(claims[i].word);
        CHECK(i == 0 || str_compare(str_of(claims[i - 1].word), str_of(claims[i].word)) < 0);
        CHECK(claims[i].type != FILE_UNKNOWN);
    }
    unit_end_cases();
}

/* They are searched by halves: one word out of order, and others are not found. */
TEST(file_tables_are_in_order)
{
    check_table(file_endings, file_ending_count);
    check_table(file_media_types, file_media_type_count);
    for (size_t i = 0; i < file_ending_count; i++)
        CHECK_EQ(file_type_by_ending(str_of(file_endings[i].word)), file_endings[i].type);
}

TEST(file_type_names)
{
    for (enum file_type type = 0; type < FILE_TYPE_COUNT; type++) {
        unit_begin_case(file_type_name(type));
        CHECK(file_type_words(type)[0] != '\0' && file_type_class(type) < FILE_CLASS_COUNT);
        enum file_type found;

        CHECK(file_type_find(str_of(file_type_name(type)), &found) && found == type);
        for (enum file_type other = 0; other < type; other++)
            CHECK(strcmp(file_type_name(type), file_type_name(other)) != 0);
    }
    unit_end_cases();
    for (enum file_class class = 0; class < FILE_CLASS_COUNT; class++) {
        enum file_class found;

        CHECK(file_class_find(str_of(file_class_name(class)), &found) && found == class);
    }
}

TEST(file_type_by_media)
{
    static const struct { const char *name, *type, *subtype; enum file_type want; } cases[] = {
        { "a document",             "application", "pdf",          FILE_PDF },
        { "the first of the table", "application", "epub+zip",     FILE_EPUB },
        { "the last",               "video",       "x-msvideo",    FILE_AVI },
        { "octets say nothing",     "application", "octet-stream", FILE_UNKNOWN },
        { "none at all",            "",            "",             FILE_UNKNOWN },
        { "half of one",            "text",        "",             FILE_UNKNOWN },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(file_type_by_media(str_of(c->type), str_of(c->subtype)), c->want);
}

TEST(file_type_worse)
{
    CHECK_EQ(file_type_worse(FILE_PDF, FILE_PE), FILE_PE);
    CHECK_EQ(file_type_worse(FILE_PE, FILE_PDF), FILE_PE);
    CHECK_EQ(file_type_worse(FILE_WORD97, FILE_OLE), FILE_WORD97);
}
