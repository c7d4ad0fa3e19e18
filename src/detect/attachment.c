#include "detect/attachment.h"

#include "detect/file/signature.h"
#include "detect/stray_part.h"
#include "detect/text.h"
#include "base/base64.h"
#include "mail/content.h"
#include "mail/uuencode.h"

/* A message that was decoded and is still to be read. */
struct pending { struct part *root; str name; size_t depth; };

enum { NAME_KEPT_OCTETS = 250, MEDIA_TYPE_KEPT_OCTETS = 100 };

struct reader {
    struct arena                *arena;
    const struct message_limits *limits;
    const struct digests        *digests;
    struct attachments          *list;
    size_t                       room;
    struct pending               pending[ATTACHED_MESSAGES_MAX];
    size_t                       pending_count;
    size_t                       octets;        /* of decoded messages together */
    size_t                       uuencoded;     /* files in texts */
    size_t                       strays;        /* parts in texts */
    struct pending               at;            /* the message that is being read */
};

/* ---- which parts are files ---- */

static bool is_meant_as_file(const struct part *part)
{
    return part->file_name.len > 0 || str_equal(part->disposition, STR("attachment"));
}

/* What a mail program shows as the message itself. */
static bool is_body(const struct part *part, enum file_type declared)
{
    return str_equal(part->type, STR("text")) && !is_meant_as_file(part) &&
           (declared == FILE_HTML || file_type_class(declared) <= FILE_CLASS_TEXT);
}

/* What a mail system reports to another in the form of a part: a text, whatever the kind of report. */
static bool is_report(const struct part *part, enum file_type declared, str octets)
{
    return str_equal(part->type, STR("message")) && declared != FILE_EML && !is_meant_as_file(part) &&
           file_type_class(file_type_by_content(octets)) <= FILE_CLASS_TEXT;
}

/* ---- names ---- */

/* "example.com" is a name of many things; the program of that ending is older than most who read mail. */
static bool is_domain_like_name(const struct attachment *a, str ending)
{
    return str_equal(ending, STR("com")) && a->by_content != FILE_UNKNOWN && a->by_content != FILE_TEXT &&
           file_type_class(a->by_content) != FILE_CLASS_EXECUTABLE;
}

enum { CUT_NAMES_MAX = 8 };

/* A name with control octets (shown as blanks) ends at one of them for some programs: "x.exe" NUL ".txt". */
static struct file_name read_cut_name(struct arena *arena, str name)
{
    struct file_name worst = file_name_read(arena, name);

    for (size_t i = 0, cuts = 0; i < name.len && cuts < CUT_NAMES_MAX; i++) {
        if (name.ptr[i] != ' ')
            continue;
        struct file_name before = file_name_read(arena, str_slice(name, 0, i));

        cuts++;
        if (file_type_class(before.type) > file_type_class(worst.type))
            worst = before;
    }
    return worst;
}

static str read_name(struct reader *r, struct attachment *a, str name)
{
    bool             is_cut = (a->name_signs & FILE_NAME_CONTROLS) != 0;
    struct file_name read   = is_cut ? read_cut_name(r->arena, name) : file_name_read(r->arena, name);

    a->name_signs |= read.signs;
    if (!is_domain_like_name(a, read.ending))
        a->by_name = file_type_worse(a->by_name, read.type);
    return read.ending;
}

/* "filename=x.exe; filename*=utf-8''x.txt". Beside an honest name in other letters the plain one has these replaced, and the same
 * ending. */
static void read_plain_name(struct reader *r, struct attachment *a, str name)
{
    struct file_name read = file_name_read(r->arena, name);

    if (name.len == 0 || str_equal(read.ending, a->ending) || file_type_class(read.type) <= file_type_class(a->by_name))
        return;
    a->other_ending = read_name(r, a, name);
}

/* Some programs go by one of the two names, some by the other. */
static void read_names(struct reader *r, struct attachment *a, const struct part *part)
{
    if ((part->flaws & MIME_CONTROL_IN_NAME) != 0)
        a->name_signs |= FILE_NAME_CONTROLS;
    a->name         = text_printable(r->arena, part->file_name, NAME_KEPT_OCTETS);
    a->ending       = read_name(r, a, part->file_name);
    a->other_ending = read_name(r, a, part->other_name);
    read_plain_name(r, a, part->plain_name);
}

/* ---- contents ---- */

static bool is_kind(const struct attachment *a, enum file_class class)
{
    return file_type_class(a->by_content) == class || file_type_class(a->by_name) == class ||
           (a->by_name == FILE_UNKNOWN && file_type_class(a->declared) == class);
}

/* A few scripts among many files are how sources are packed. */
enum { FEW_FILES = 10 };

static bool packs_program(const struct zip_survey *survey)
{
    enum file_class worst = file_type_class(survey->worst);

    return file_type_class(survey->type) == FILE_CLASS_ARCHIVE && file_class_runs(worst) &&
           (worst != FILE_CLASS_SCRIPT || survey->files <= FEW_FILES);
}

/* Readers find a ZIP archive by its end, whatever stands before it. */
static void survey_zip(struct reader *r, struct attachment *a, str octets)
{
    struct zip_survey *survey;
    struct zip         zip;

    if (a->by_content != FILE_ZIP && (a->by_content != FILE_UNKNOWN || !zip_open(&zip, octets)))
        return;
    survey = ARENA_NEW(r->arena, struct zip_survey);
    zip_survey(survey, r->arena, octets);
    a->zip          = survey;
    a->by_content   = survey->type;
    a->is_encrypted = survey->is_encrypted;
    if (!packs_program(survey))
        return;
    a->packed        = survey->worst;
    a->packed_name   = text_printable(r->arena, survey->worst_name, NAME_KEPT_OCTETS);
    a->packed_ending = file_name_read(r->arena, survey->worst_name).ending;
}

static void survey_pdf(struct reader *r, struct attachment *a, str octets)
{
    struct pdf_survey *survey;

    if (a->by_content != FILE_PDF)
        return;
    survey = ARENA_NEW(r->arena, struct pdf_survey);
    pdf_survey(survey, r->arena, octets);
    a->pdf          = survey;
    a->is_encrypted = (survey->signs & PDF_ENCRYPTED) != 0;
}

/* A page by its name or type is one to the browser, however it begins. */
static void survey_page(struct reader *r, struct attachment *a, str octets)
{
    struct page_survey *survey;

    if (!is_kind(a, FILE_CLASS_PAGE) && a->by_name != FILE_HTA)
        return;
    survey = ARENA_NEW(r->arena, struct page_survey);
    page_survey(survey, r->arena, octets);
    a->page = survey;
}

/* RFC 5652: the last number of the content type is 3 for enveloped and 6 for encrypted data, 2 for signed data. */
static bool is_cms_envelope(str octets)
{
    str       mark = STR("\x2a\x86\x48\x86\xf7\x0d\x01\x07");
    ptrdiff_t at   = str_find(str_slice(octets, 0, octets.len < 32 ? octets.len : 32), mark);

    return at != STR_NOT_FOUND && (size_t)at + mark.len < octets.len &&
           (octets.ptr[(size_t)at + mark.len] == 3 || octets.ptr[(size_t)at + mark.len] == 6);
}

static void look_for_encryption(struct attachment *a, str octets)
{
    if (a->by_content == FILE_SMIME)
        a->is_encrypted = is_cms_envelope(octets);
    else if (a->by_content == FILE_OPENPGP)
        a->is_encrypted = str_find(str_slice(octets, 0, octets.len < 128 ? octets.len : 128),
                                   STR("-----BEGIN PGP MESSAGE")) != STR_NOT_FOUND;
}

/* ---- attached messages ---- */

/* One that stands in the message as it is was read with it. */
static bool is_message_to_read(const struct attachment *a, const struct part *part, str octets)
{
    bool declared = a->declared == FILE_EML, named = a->by_name == FILE_EML || a->by_name == FILE_UNKNOWN;
    bool was_read = part->first_child != NULL && octets.ptr == part->raw.ptr;

    return !was_read && ((declared && mime_is_encoded(part)) || (a->by_content == FILE_EML && named));
}

static bool queue_message(struct reader *r, const struct attachment *a, str octets)
{
    if (r->at.depth == ATTACHED_DEPTH_MAX || r->pending_count == ATTACHED_MESSAGES_MAX || octets.len > ATTACHED_OCTETS_MAX - r->octets) {
        r->list->is_whole = false;
        return false;
    }

    struct part *root = ARENA_NEW(r->arena, struct part);
    str          copy = arena_str(r->arena, octets);

    header_parse(&root->headers, r->arena, copy, true, &r->limits->header);
    root->raw = str_from(copy, root->headers.body_at);
    mime_parse(root, r->arena, true, &r->limits->header, &r->limits->mime);
    r->octets += octets.len;
    r->pending[r->pending_count++] = (struct pending){ root, a->name, r->at.depth + 1 };
    return true;
}

/* ---- what was looked into ---- */

static bool is_detached_signature(const struct attachment *a)
{
    static const str types[] = {
        STR_INIT("application/pkcs7-signature"), STR_INIT("application/x-pkcs7-signature"), STR_INIT("application/pgp-signature"),
        STR_INIT("application/pgp-keys"),
    };

    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (str_equal(a->media_type, types[i]))
            return true;
    return false;
}

/* A page that is packed (svgz) or folded into a message (mht) was not read by reading its octets. */
static bool is_text_or_page(enum file_type type)
{
    enum file_class class = file_type_class(type);

    return class <= FILE_CLASS_TEXT || class == FILE_CLASS_SOURCE || class == FILE_CLASS_PAGE;
}

static bool is_checked(const struct attachment *a, bool message_was_read)
{
    switch (file_type_class(attachment_type(a))) {
    case FILE_CLASS_TEXT: case FILE_CLASS_IMAGE: case FILE_CLASS_AUDIO: case FILE_CLASS_VIDEO: case FILE_CLASS_FONT:
    case FILE_CLASS_CALENDAR: case FILE_CLASS_SOURCE:
        return true;                    /* its kind is all that there is to know of it here */
    case FILE_CLASS_PAGE:
        return a->page != NULL && a->page->is_whole && is_text_or_page(a->by_content);
    case FILE_CLASS_MESSAGE:
        return message_was_read || file_type_class(a->by_name) == FILE_CLASS_TEXT;      /* "headers.txt" is opened as a text */
    case FILE_CLASS_PROTECTED:
        return is_detached_signature(a);
    case FILE_CLASS_UNKNOWN: case FILE_CLASS_DATA: case FILE_CLASS_DOCUMENT: case FILE_CLASS_ARCHIVE:
    case FILE_CLASS_ACTIVE_DOCUMENT: case FILE_CLASS_DISK_IMAGE: case FILE_CLASS_SHORTCUT: case FILE_CLASS_SCRIPT:
    case FILE_CLASS_INSTALLER: case FILE_CLASS_EXECUTABLE: case FILE_CLASS_COUNT:
        break;
    }
    return false;
}

/* ---- all together ---- */

static str media_type(struct arena *arena, const struct part *part)
{
    str joined = arena_join(arena, (str[]){ part->type, part->subtype }, 2, STR("/"));

    return text_printable(arena, joined, MEDIA_TYPE_KEPT_OCTETS);
}

static void read_file(struct reader *r, struct part *part, str octets)
{
    struct attachment *a = ARENA_PUSH(r->arena, r->list->items, r->list->count, &r->room);

    *a = (struct attachment){
        .octets = octets.len, .inside = r->at.name,
        .media_type = media_type(r->arena, part),
        .declared   = file_type_by_media(part->type, part->subtype),
        .by_content = part->first_child == NULL ? file_type_by_content(octets) : FILE_EML,
    };
    r->list->count++;
    if (r->digests != NULL)
        a->sha256 = digest_hex(r->arena, r->digests, DIGEST_SHA256, octets);
    read_names(r, a, part);
    survey_zip(r, a, octets);
    survey_pdf(r, a, octets);
    survey_page(r, a, octets);
    look_for_encryption(a, octets);

    bool is_read = is_message_to_read(a, part, octets) ? queue_message(r, a, octets) : part->first_child != NULL;

    a->content_checked = is_checked(a, is_read);
}

/* Of one that stands in the text of a message only the beginning is decoded: its kind is told, and no more. */
static void read_uuencoded(struct reader *r, const struct uuencoded *file)
{
    struct attachment *a = ARENA_PUSH(r->arena, r->list->items, r->list->count, &r->room);

    *a = (struct attachment){
        .octets = file->octets, .inside = r->at.name, .media_type = STR("uuencode"),
        .name       = text_printable(r->arena, file->name, NAME_KEPT_OCTETS),
        .by_content = file_type_by_content(file->head),
    };
    r->list->count++;
    a->ending          = read_name(r, a, file->name);
    a->content_checked = is_checked(a, false);
}

static void read_text(struct reader *r, str text)
{
    struct uuencoded file;

    while (r->uuencoded < UUENCODED_MAX && uuencode_next(&text, r->arena, &file)) {
        read_uuencoded(r, &file);
        r->uuencoded++;
    }
    if (r->uuencoded == UUENCODED_MAX)
        r->list->is_whole = false;
}

static bool runs(const struct attachment *a)
{
    return file_class_runs(file_type_class(attachment_type(a))) || a->packed != FILE_UNKNOWN;
}

/* What to us is text and to others a part. Letters quote the source of letters, so only what runs is told. */
static void read_strays(struct reader *r, str text)
{
    str         inside = r->at.name;
    struct part part;

    r->at.name = STR("what other programs read as a part");
    while (r->strays < STRAY_PARTS_MAX && stray_part_next(&text, r->arena, &r->limits->header, &part)) {
        ARENA_SCOPE scratch = { 0 };

        r->strays++;
        read_file(r, &part, mime_decode(&part, &scratch));
        if (!runs(&r->list->items[r->list->count - 1]))
            r->list->count--;
    }
    r->at.name = inside;
}

/* Behind the last part, and where there is none at all. The line end before a delimiter is the delimiter's, so the place of a part
 * that a delimiter cuts off may lie behind the end of what it stands in. */
static void read_around_parts(struct reader *r, const struct part *multipart)
{
    const struct part *last = multipart->first_child;
    const char        *from = multipart->raw.ptr, *end = multipart->raw.ptr + multipart->raw.len;

    while (last != NULL && last->next_sibling != NULL)
        last = last->next_sibling;
    if (last != NULL)
        from = last->raw.ptr + last->raw.len;
    if (from < end)
        read_strays(r, (str){ from, (size_t)(end - from) });
}

/* An encoding that nobody knows, or whose name has something around it, is base64 to who looks for that word. */
static str read_otherwise(const struct part *part, struct arena *arena, str octets)
{
    bool clean;
    str  decoded = part->encoding == MIME_OPAQUE ? base64_decode_lenient(arena, part->raw, &clean) : (str){ 0 };

    return file_type_class(file_type_by_content(decoded)) > file_type_class(file_type_by_content(octets)) ? decoded : octets;
}

static void read_leaf(struct reader *r, struct part *part)
{
    ARENA_SCOPE    scratch  = { 0 };
    enum file_type declared = file_type_by_media(part->type, part->subtype);
    bool is_uuencoded = part->encoding == MIME_UUENCODE;    /* a file, or text as it stands: programs do not agree */
    str  octets       = part->first_child == NULL || is_uuencoded ? mime_decode(part, &scratch) : part->raw;

    if (is_report(part, declared, octets))
        return;
    if (!is_body(part, declared)) {
        read_file(r, part, read_otherwise(part, &scratch, octets));
        return;
    }
    read_strays(r, part->raw);
    if (declared != FILE_HTML)
        read_text(r, is_uuencoded ? part->raw : octets);
}

static void read_part(struct reader *r, struct part *part)
{
    if (content_is_multipart(part))
        read_around_parts(r, part);
    else
        read_leaf(r, part);
}

void attachments_read(struct attachments *attachments, struct arena *arena, struct message *message,
                      const struct attachment_options *options)
{
    struct reader r = { .arena = arena, .limits = options->limits, .digests = options->digests, .list = attachments,
                        .at = { .root = message->root } };

    *attachments = (struct attachments){ .is_whole = true };
    for (size_t next = 0;; next++) {
        for (struct part *part = r.at.root; part != NULL; part = part->next)
            read_part(&r, part);
        if (next == r.pending_count)
            return;
        r.at = r.pending[next];
    }
}

enum file_type attachment_type(const struct attachment *attachment)
{
    enum file_type seen = file_type_worse(attachment->by_name, attachment->by_content);

    return seen == FILE_UNKNOWN || (attachment->name.len == 0 && seen == FILE_TEXT) ? attachment->declared : seen;
}

str attachment_shown_name(const struct attachment *attachment)
{
    return attachment->name.len > 0 ? attachment->name : attachment->media_type;
}
