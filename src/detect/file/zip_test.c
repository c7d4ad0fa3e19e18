#include "detect/file/zip.h"

#include "base/base64.h"
#include "base/buf.h"
#include "detect/files_test.h"
#include "unit.h"

static str decoded(struct arena *arena, const char *text)
{
    str octets;

    CHECK(base64_decode(arena, str_of(text), &octets));
    return octets;
}

TEST(zip_survey)
{
    static const struct { const char *name, *archive; enum file_type type, worst; bool encrypted, bomb; } cases[] = {
        { "a program",            ZIP_OF_PROGRAM_B64,   FILE_ZIP,        FILE_PE,         false, false },
        { "a text",               ZIP_OF_TEXT_B64,      FILE_ZIP,        FILE_TEXT,       false, false },
        { "a script",             ZIP_OF_SCRIPT_B64,    FILE_ZIP,        FILE_JAVASCRIPT, false, false },
        { "a locked document",    ZIP_LOCKED_B64,       FILE_ZIP,        FILE_PDF,        true,  false },
        { "Word",                 WORD_B64,             FILE_WORD,       FILE_XML,        false, false },
        { "Word with macros",     WORD_WITH_MACROS_B64, FILE_WORD_MACRO, FILE_XML,        false, false },
        { "a gibibyte of nothing", ZIP_BOMB_B64,        FILE_ZIP,        FILE_UNKNOWN,    false, true  },
        { "a gibibyte of logs",   ZIP_OF_LOGS_B64,      FILE_ZIP,        FILE_TEXT,       false, false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        struct zip_survey survey;

        zip_survey(&survey, &arena, decoded(&arena, c->archive));
        CHECK(survey.is_whole && survey.files >= 1);
        CHECK_EQ(survey.type, c->type);
        CHECK_EQ(survey.worst, c->worst);
        CHECK_EQ(survey.is_encrypted, c->encrypted);
        CHECK_EQ(zip_is_bomb(&survey), c->bomb);
    }
}

/* Octets before an archive, and a comment behind it, are none of its readers' business. */
TEST(zip_survey_of_what_stands_around)
{
    ARENA_SCOPE       arena   = { 0 };
    BUF_SCOPE         around  = { 0 };
    str               archive = decoded(&arena, ZIP_OF_PROGRAM_B64);
    struct zip_survey survey;

    buf_add(&around, STR("GIF89a and what not"));
    buf_add(&around, archive);
    buf_add(&around, STR("a comment"));
    zip_survey(&survey, &arena, buf_str(&around));
    CHECK(survey.is_whole);
    CHECK_STR(survey.worst_name, STR("invoice.exe"));
}

/* However it is cut, it is never read behind its end, and never taken for whole. */
TEST(zip_survey_of_pieces)
{
    ARENA_SCOPE arena   = { 0 };
    str         archive = decoded(&arena, ZIP_OF_PROGRAM_B64);

    for (size_t len = 0; len < archive.len; len++) {
        ARENA_SCOPE       scratch = { 0 };
        struct zip_survey survey;

        zip_survey(&survey, &scratch, arena_str(&scratch, str_slice(archive, 0, len)));
        CHECK(!survey.is_whole && survey.files == 0);
    }
}

TEST(zip_survey_of_too_many)
{
    static const char entry[] = "PK\x01\x02" "012345678901234567890123\x01\0\0\0\0\0" "012345678901" "a";
    static const char end[]   = "PK\x05\x06" "12345678";
    ARENA_SCOPE       arena   = { 0 };
    BUF_SCOPE         archive = { 0 };
    struct zip_survey survey;
    uint32_t          size = (ZIP_ENTRIES_MAX + 1) * (sizeof entry - 1);

    for (size_t i = 0; i <= ZIP_ENTRIES_MAX; i++)
        buf_add(&archive, (str){ entry, sizeof entry - 1 });
    buf_add(&archive, (str){ end, sizeof end - 1 });
    for (size_t i = 0; i < 4; i++)
        buf_add_char(&archive, (char)(size >> (8 * i)));
    buf_add(&archive, STR("\0\0\0\0\0\0"));
    zip_survey(&survey, &arena, buf_str(&archive));
    CHECK_EQ(survey.files, ZIP_ENTRIES_MAX);
    CHECK(!survey.is_whole);
}
