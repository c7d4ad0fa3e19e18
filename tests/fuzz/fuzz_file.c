/* Files as their octets are: kinds, names, ZIP directories, PDF documents, pages.
 *
 * A kind does not depend on who asks. The entries of a directory are slices of it, one behind the other, and the worst of them is
 * what the survey names; octets before the archive change nothing. What a PDF document or a page does, it still does with harmless
 * octets behind it, and counts stay below what was read. A name's ending has no capitals, and capitals do not change its kind. A file
 * in uuencode is not twice as long as its text, and its beginning is that of the whole.
 *
 * Covers: src/detect/file/type.c src/detect/file/signature.c src/detect/file/name.c src/detect/file/zip.c
 * Covers: src/detect/file/pdf.c src/detect/file/page.c src/mail/uuencode.c */
#include "fuzz.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "detect/file/name.h"
#include "detect/file/page.h"
#include "detect/file/pdf.h"
#include "detect/file/signature.h"
#include "detect/file/zip.h"
#include "mail/uuencode.h"

static str joined(struct arena *arena, str a, str b)
{
    return arena_join(arena, (str[]){ a, b }, 2, (str){ 0 });
}

static void check_kind(str input)
{
    enum file_type type = file_type_by_content(input);

    HOLDS(type < FILE_TYPE_COUNT && file_type_by_content(input) == type);
    HOLDS(file_type_worse(type, FILE_UNKNOWN) == type);

    enum file_type  again;
    enum file_class class;

    HOLDS(file_type_find(str_of(file_type_name(type)), &again) && again == type && file_type_words(type) != NULL);
    HOLDS(file_class_find(str_of(file_class_name(file_type_class(type))), &class) && class == file_type_class(type));
    HOLDS(!file_class_find(input, &class) || file_class_runs(class) == (class >= FILE_CLASS_SHORTCUT));
    HOLDS(file_type_by_media(STR("application"), str_slice(input, 0, input.len < 40 ? input.len : 40)) < FILE_TYPE_COUNT);
}

/* ---- ZIP ---- */

static enum file_class check_entries(str input)
{
    ARENA_SCOPE      arena = { 0 };
    struct zip       zip;
    struct zip_entry entry;
    const char      *at    = input.ptr;
    enum file_class  worst = FILE_CLASS_UNKNOWN;

    if (!zip_open(&zip, input))
        return worst;
    while (zip_next(&zip, &entry)) {
        HOLDS(fuzz_is_inside(entry.name, input));
        HOLDS(entry.name.len == 0 || entry.name.ptr >= at);
        at = entry.name.len == 0 ? at : entry.name.ptr + entry.name.len;
        enum file_class class = file_type_class(file_name_read(&arena, entry.name).type);

        worst = !entry.is_folder && class > worst ? class : worst;
    }
    HOLDS(zip.entries <= ZIP_ENTRIES_MAX);
    return worst;
}

static void check_zip(str input)
{
    ARENA_SCOPE       arena = { 0 };
    struct zip_survey survey, behind;

    zip_survey(&survey, &arena, input);
    HOLDS(file_type_class(survey.worst) == check_entries(input));
    HOLDS(survey.files <= ZIP_ENTRIES_MAX && (survey.worst == FILE_UNKNOWN) == (survey.worst_name.len == 0));
    if (!survey.is_whole)
        return;
    zip_survey(&behind, &arena, joined(&arena, STR("octets in front"), input));
    HOLDS(!behind.is_whole || (behind.files >= survey.files && file_type_class(behind.worst) >= file_type_class(survey.worst)));
}

/* ---- PDF, pages ---- */

static void check_pdf(str input)
{
    ARENA_SCOPE       arena = { 0 };
    struct pdf_survey survey, longer;

    pdf_survey(&survey, &arena, input);
    HOLDS(survey.link_count <= PDF_LINKS_MAX && (survey.links_dropped == 0 || survey.link_count == PDF_LINKS_MAX));
    for (size_t i = 0; i < survey.link_count; i++)
        HOLDS(survey.links[i].len > 0 && survey.links[i].len <= PDF_LINK_MAX_OCTETS);
    HOLDS(survey.link_count == 0 || (survey.signs & PDF_URI) != 0);
    pdf_survey(&longer, &arena, joined(&arena, input, STR("\n")));
    HOLDS((longer.signs & survey.signs) == survey.signs);
}

static void check_page(str input)
{
    ARENA_SCOPE        arena = { 0 };
    struct page_survey survey, again;

    page_survey(&survey, &arena, input);
    page_survey(&again, &arena, input);
    HOLDS(survey.signs == again.signs && survey.longest_run == again.longest_run && survey.visible == again.visible);
    HOLDS(survey.longest_run <= 4 * input.len && survey.visible <= 4 * input.len);
    HOLDS(!page_unpacks_itself(&survey) || survey.longest_run >= PAGE_RUN_MIN_OCTETS);
    HOLDS(survey.longest_run == 0 || (survey.signs & PAGE_HAS_SCRIPT) != 0);
    HOLDS(page_sends_to(&survey).len == 0 || (survey.signs & (PAGE_HAS_FORM | PAGE_HAS_SCRIPT)) == PAGE_HAS_FORM);
}

/* ---- names ---- */

static str in_capitals(struct arena *arena, str name)
{
    char *upper = arena_octets(arena, name.len);

    for (size_t i = 0; i < name.len; i++)
        upper[i] = ascii_upper(name.ptr[i]);
    return (str){ upper, name.len };
}

static void check_name(str input)
{
    ARENA_SCOPE      arena = { 0 };
    struct file_name name  = file_name_read(&arena, input), upper = file_name_read(&arena, in_capitals(&arena, input));

    HOLDS(name.type == file_type_by_ending(name.ending) && name.ending.len <= FILE_ENDING_MAX_OCTETS);
    HOLDS(upper.type == name.type && upper.signs == name.signs && str_equal(upper.ending, name.ending));
    for (size_t i = 0; i < name.ending.len; i++)
        HOLDS(!ascii_is_upper(name.ending.ptr[i]) && !ascii_is_8bit(name.ending.ptr[i]));
}

/* ---- uuencode ---- */

static void check_uuencode(str input)
{
    ARENA_SCOPE      arena = { 0 };
    struct uuencoded file;

    for (str rest = input; uuencode_next(&rest, &arena, &file);) {
        HOLDS(fuzz_is_inside(rest, input) && fuzz_is_inside(file.name, input) && file.name.len > 0);
        HOLDS(file.octets > 0 && file.octets < 2 * input.len && file.head.len <= file.octets);
        HOLDS(file.head.len == file.octets || file.head.len >= UUENCODE_HEAD_OCTETS);

        str whole = uuencode_decode(&arena, &file);

        HOLDS(whole.len == file.octets && str_starts(whole, file.head));
    }
}

FUZZ_TARGET(input)
{
    check_uuencode(input);
    check_kind(input);
    check_zip(input);
    check_pdf(input);
    check_page(input);
    check_name(input);
}
