#include "detect/file/zip.h"

#include "detect/file/little.h"
#include "detect/file/name.h"

/* APPNOTE 4.3.16: the end of the directory, behind which stands a comment at most. */
enum {
    END_OCTETS = 22, END_DIRECTORY_SIZE_AT = 12, END_DIRECTORY_AT = 16, COMMENT_MAX_OCTETS = 65535,
};

/* 4.3.12: an entry of the directory; then come its name, an extra field and a comment. */
enum {
    ENTRY_OCTETS = 46, ENTRY_FLAGS_AT = 8, ENTRY_PACKED_AT = 20, ENTRY_UNPACKED_AT = 24, ENTRY_NAME_LENGTH_AT = 28,
    ENTRY_EXTRA_LENGTH_AT = 30, ENTRY_COMMENT_LENGTH_AT = 32, FLAG_ENCRYPTED = 1,
};

/* From the back, since that is what the mark's last occurrence means to readers. */
static bool find_end(str octets, size_t *end)
{
    size_t first = octets.len > END_OCTETS + COMMENT_MAX_OCTETS ? octets.len - END_OCTETS - COMMENT_MAX_OCTETS : 0;

    if (octets.len < END_OCTETS)
        return false;
    for (size_t at = octets.len - END_OCTETS + 1; at > first; at--)
        if (memcmp(octets.ptr + at - 1, "PK\x05\x06", 4) == 0) {
            *end = at - 1;
            return true;
        }
    return false;
}

/* The directory ends where its end stands: with something before the archive (a picture, a program that unpacks it) the offset
 * that is written down is short by that much, and readers forgive it. */
bool zip_open(struct zip *zip, str octets)
{
    size_t end;

    *zip = (struct zip){ .is_whole = true };
    if (!find_end(octets, &end))
        return false;

    size_t size = little_endian(octets, end + END_DIRECTORY_SIZE_AT, 4), at = little_endian(octets, end + END_DIRECTORY_AT, 4);

    if (size > end)                     /* ZIP64, or a lie: the place may still be good */
        size = at <= end ? end - at : 0;
    zip->directory = str_slice(octets, end - size, end);
    return true;
}

bool zip_next(struct zip *zip, struct zip_entry *entry)
{
    str d = zip->directory;

    if (d.len == 0 || !zip->is_whole)
        return false;
    if (str_starts(d, STR("PK\x06\x06")) || str_starts(d, STR("PK\x05\x05")))  /* 4.3.14 and 4.3.13: behind the last entry */
        return false;
    if (d.len < ENTRY_OCTETS || !str_starts(d, STR("PK\x01\x02")) || zip->entries == ZIP_ENTRIES_MAX) {
        zip->is_whole = false;
        return false;
    }

    size_t name   = little_endian(d, ENTRY_NAME_LENGTH_AT, 2);
    size_t behind = ENTRY_OCTETS + name + little_endian(d, ENTRY_EXTRA_LENGTH_AT, 2) + little_endian(d, ENTRY_COMMENT_LENGTH_AT, 2);

    if (behind > d.len) {
        zip->is_whole = false;
        return false;
    }
    entry->name         = str_slice(d, ENTRY_OCTETS, ENTRY_OCTETS + name);
    entry->packed       = little_endian(d, ENTRY_PACKED_AT, 4);
    entry->unpacked     = little_endian(d, ENTRY_UNPACKED_AT, 4);
    entry->is_encrypted = (little_endian(d, ENTRY_FLAGS_AT, 2) & FLAG_ENCRYPTED) != 0;
    entry->is_folder    = name > 0 && entry->name.ptr[name - 1] == '/';
    zip->directory      = str_from(d, behind);
    zip->entries++;
    return true;
}

/* ---- the survey ---- */

/* Names by which one knows what is kept in the form of a ZIP archive, the more telling ones first. starts: the name goes on. */
static const struct { str name; bool starts; enum file_type type; } telling[] = {
    { STR_INIT("word/vbaProject.bin"),       false, FILE_WORD_MACRO },
    { STR_INIT("xl/vbaProject.bin"),         false, FILE_EXCEL_MACRO },
    { STR_INIT("xl/macrosheets/"),           true,  FILE_EXCEL_MACRO },
    { STR_INIT("ppt/vbaProject.bin"),        false, FILE_POWERPOINT_MACRO },
    { STR_INIT("AppxManifest.xml"),          false, FILE_MSIX },
    { STR_INIT("AndroidManifest.xml"),       false, FILE_APK },
    { STR_INIT("META-INF/MANIFEST.MF"),      false, FILE_JAR },
    { STR_INIT("word/document.xml"),         false, FILE_WORD },
    { STR_INIT("xl/workbook."),              true,  FILE_EXCEL },
    { STR_INIT("ppt/presentation.xml"),      false, FILE_POWERPOINT },
    { STR_INIT("META-INF/container.xml"),    false, FILE_EPUB },
    { STR_INIT("META-INF/manifest.xml"),     false, FILE_OPENDOCUMENT },
    { STR_INIT("[Content_Types].xml"),       false, FILE_OOXML },
};

static size_t rank_of(str name, size_t best)
{
    for (size_t i = 0; i < best; i++)
        if (telling[i].starts ? str_starts_nocase(name, telling[i].name) : str_equal_nocase(name, telling[i].name))
            return i;
    return best;
}

/* What macOS shows as one program is a folder, and what it starts has no ending. */
static bool is_in_mac_program(str name)
{
    return str_find_nocase(name, STR(".app/Contents/MacOS/")) != STR_NOT_FOUND;
}

static void weigh(struct zip_survey *survey, struct arena *arena, str name)
{
    ARENA_SCOPE      scratch = { 0 };
    enum file_type   type    = file_type_worse(file_name_read(&scratch, name).type, is_in_mac_program(name) ? FILE_MACH_O : FILE_UNKNOWN);

    if (file_type_class(type) <= file_type_class(survey->worst))
        return;
    survey->worst      = type;
    survey->worst_name = arena_str(arena, name);
}

void zip_survey(struct zip_survey *survey, struct arena *arena, str octets)
{
    struct zip       zip;
    struct zip_entry entry;
    size_t           best = ARRAY_LEN(telling);

    *survey = (struct zip_survey){ .type = FILE_ZIP };
    if (!zip_open(&zip, octets))
        return;
    while (zip_next(&zip, &entry)) {
        best = rank_of(entry.name, best);
        if (entry.is_folder)
            continue;
        survey->files++;
        survey->packed       += entry.packed;
        survey->unpacked     += entry.unpacked;
        survey->is_encrypted |= entry.is_encrypted;
        weigh(survey, arena, entry.name);
    }
    survey->is_whole = zip.is_whole;
    if (best < ARRAY_LEN(telling))
        survey->type = telling[best].type;
}

/* Deflate makes a thousandth of what is all alike; logs and tables shrink to a twentieth, seldom to a hundredth. */
enum { BOMB_RATIO = 400, BOMB_MIN_OCTETS = 16 << 20 };

bool zip_is_bomb(const struct zip_survey *survey)
{
    return survey->unpacked >= BOMB_MIN_OCTETS && survey->unpacked / BOMB_RATIO >= survey->packed;
}
