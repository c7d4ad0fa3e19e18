#include "mail/content.h"

#include "base/ascii.h"
#include "base/unicode.h"
#include "mail/cfws.h"
#include "mail/parameter.h"
#include "mail/words.h"

enum { BOUNDARY_MAX_OCTETS = 70 };      /* RFC 2046 §5.1.1 */

/* The value of the topmost field called name. Of several that differ readers take one or the other; a mere repetition
 * harms nobody. */
static bool sole_field(struct part *part, str name, str *value)
{
    struct header_walk   walk  = header_walk_down(&part->headers, name);
    const struct header *field = header_next(&walk);

    if (field == NULL)
        return false;
    *value = field->value;
    while ((field = header_next(&walk)) != NULL)
        if (!str_equal(str_trim(field->value), str_trim(*value)))
            part->flaws |= MIME_DUPLICATE_FIELD;
    return true;
}

static str take_token(str *rest)
{
    size_t len = 0;

    (void)cfws_skip(rest);
    while (len < rest->len && parameter_is_token_octet(rest->ptr[len]))
        len++;

    str token = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return token;
}

static void skip_to_parameters(str *rest)
{
    ptrdiff_t semicolon = str_find_char(*rest, ';');

    *rest = semicolon == STR_NOT_FOUND ? (str){ 0 } : str_from(*rest, (size_t)semicolon);
}

/* ---- Content-Type ---- */

static void default_type(struct part *part)
{
    bool in_digest = part->parent != NULL && content_is_multipart(part->parent) &&
                     str_equal(part->parent->subtype, STR("digest"));

    part->type    = in_digest ? STR("message") : STR("text");           /* RFC 2046 §5.1.5; RFC 2045 §5.2 */
    part->subtype = in_digest ? STR("rfc822") : STR("plain");
}

static void read_type(struct part *part, struct arena *arena)
{
    str rest;

    default_type(part);
    if (!sole_field(part, STR("Content-Type"), &rest))
        return;

    str type = take_token(&rest), subtype = { 0 };

    if (cfws_skip(&rest) && rest.ptr[0] == '/') {
        rest    = str_from(rest, 1);
        subtype = take_token(&rest);
    }
    if (type.len > 0 && subtype.len > 0 && !(cfws_skip(&rest) && rest.ptr[0] == '/')) {
        part->type    = arena_lower(arena, type);
        part->subtype = arena_lower(arena, subtype);
    } else {                            /* what cannot be read is text, says RFC 2045 §5.2 */
        part->type    = STR("text");
        part->subtype = STR("plain");
        part->flaws |= MIME_BAD_CONTENT_TYPE;
        skip_to_parameters(&rest);
    }
    parameter_list_parse(&part->parameters, arena, rest);
    part->flaws |= part->parameters.flaws;

    const struct parameter *charset = parameter_find(&part->parameters, STR("charset"));

    if (charset != NULL)
        part->charset = arena_lower(arena, str_trim(charset->value));
}

bool content_is_multipart(const struct part *part)
{
    return str_equal(part->type, STR("multipart"));
}

bool content_is_message(const struct part *part)
{
    return str_equal(part->type, STR("message")) &&
           (str_equal(part->subtype, STR("rfc822")) || str_equal(part->subtype, STR("global")) ||
            str_equal(part->subtype, STR("news")));
}

/* ---- Content-Transfer-Encoding ---- */

/* RFC 2045 §6.1, and names of before, which mail programs still undo. */
static const struct { str name; enum mime_encoding encoding; } encodings[] = {
    { STR_INIT("7bit"),             MIME_7BIT },
    { STR_INIT("8bit"),             MIME_8BIT },
    { STR_INIT("binary"),           MIME_BINARY },
    { STR_INIT("base64"),           MIME_BASE64 },
    { STR_INIT("quoted-printable"), MIME_QUOTED_PRINTABLE },
    { STR_INIT("x-uuencode"),       MIME_UUENCODE },
    { STR_INIT("x-uue"),            MIME_UUENCODE },
    { STR_INIT("uuencode"),         MIME_UUENCODE },
    { STR_INIT("uue"),              MIME_UUENCODE },
};

static void read_encoding(struct part *part)
{
    str value;

    if (!sole_field(part, STR("Content-Transfer-Encoding"), &value))
        return;

    str rest = str_trim(value), word = take_token(&rest);

    if (word.len != str_trim(value).len)
        part->flaws |= MIME_COMMENT_IN_ENCODING;
    part->encoding = MIME_OPAQUE;
    for (size_t i = 0; i < ARRAY_LEN(encodings); i++)
        if (str_equal_nocase(word, encodings[i].name))
            part->encoding = encodings[i].encoding;
    if (part->encoding == MIME_OPAQUE || part->encoding == MIME_UUENCODE)
        part->flaws |= MIME_UNKNOWN_ENCODING;
    /* RFC 2045 §6.4; RFC 6532 §3.7 allows it for message/global alone. */
    if (mime_is_encoded(part) && !str_equal(part->subtype, STR("global")) &&
        (content_is_multipart(part) || content_is_message(part)))
        part->flaws |= MIME_ENCODED_COMPOSITE;
}

/* ---- Content-Disposition and names ---- */

/* A file name as people see it. Encoded-words have no place in parameters (RFC 2047 §5), and are everywhere. */
static str shown_name(struct part *part, struct arena *arena, str value)
{
    unsigned flaws = 0;
    str      name  = words_decode(arena, value, &flaws);

    if ((flaws & WORDS_CONTROL) != 0)
        part->flaws |= MIME_CONTROL_IN_NAME;
    return name;
}

/* Where a parameter stands in the place of the word ("Content-Disposition: filename=a.exe") most take it for one. */
static void read_disposition(struct part *part, struct arena *arena, struct parameter_list *parameters)
{
    str value;

    if (!sole_field(part, STR("Content-Disposition"), &value))
        return;

    str rest = value, word = take_token(&rest);

    if (cfws_skip(&rest) && rest.ptr[0] == '=') {
        rest = value;
        word = (str){ 0 };
    } else if (word.len == 0) {
        skip_to_parameters(&rest);
    }
    part->disposition = arena_lower(arena, word);
    part->flaws |= word.len == 0 ? MIME_BAD_CONTENT_TYPE : 0;
    parameter_list_parse(parameters, arena, rest);
    part->flaws |= parameters->flaws;
}

static void read_names(struct part *part, struct arena *arena)
{
    const struct parameter none = { 0 }, *of_file, *of_type;
    struct parameter_list  parameters = { 0 };

    read_disposition(part, arena, &parameters);
    of_file = parameter_find(&parameters, STR("filename"));
    of_type = parameter_find(&part->parameters, STR("name"));
    of_file = of_file == NULL ? &none : of_file;
    of_type = of_type == NULL ? &none : of_type;

    str file_name = shown_name(part, arena, of_file->value);
    str name      = shown_name(part, arena, of_type->value);
    str plain     = of_file->other.len > 0 ? of_file->other : of_type->other;

    part->file_name  = file_name.len > 0 ? file_name : name;
    part->plain_name = shown_name(part, arena, plain);
    if (file_name.len > 0 && name.len > 0 && !str_equal(file_name, name)) {
        part->flaws |= MIME_NAMES_DISAGREE;
        part->other_name = name;
    }
    if (unicode_has_bidi_control(part->file_name))
        part->flaws |= MIME_BIDI_NAME;
}

static void read_id(struct part *part, struct arena *arena)
{
    const struct header *h = header_find(&part->headers, STR("Content-ID"));

    if (h == NULL)
        return;
    part->content_id = header_unfold(arena, h);
    if (str_starts(part->content_id, STR("<")) && str_ends_nocase(part->content_id, STR(">")))
        part->content_id = str_slice(part->content_id, 1, part->content_id.len - 1);
}

static bool is_message_level(const struct part *part)
{
    return part->parent == NULL || content_is_message(part->parent);
}

void content_read(struct part *part, struct arena *arena)
{
    read_type(part, arena);
    read_encoding(part);
    read_names(part, arena);
    read_id(part, arena);
    if (is_message_level(part) && (content_is_multipart(part) || mime_is_encoded(part)) &&
        header_find(&part->headers, STR("MIME-Version")) == NULL)
        part->flaws |= MIME_NO_VERSION;
}

/* ---- the boundary ---- */

/* bchars of RFC 2046 §5.1.1 are fewer. Honest generators write "[", "#" or "!" as well, and no reader minds; where
 * readers part is at quotes, backslashes and what does not print. */
static bool is_boundary_octet(char c)
{
    return ascii_is_print(c) && c != '"' && c != '\\';
}

/* How the value stands in the field matters where readers differ: RFC 2231 sections, quoted-pairs, encoded-words. */
static bool is_written_plainly(const struct part *part, str boundary)
{
    const struct header *h = header_find(&part->headers, STR("Content-Type"));

    return h != NULL && boundary.ptr >= h->value.ptr && boundary.ptr + boundary.len <= h->value.ptr + h->value.len &&
           !str_starts(boundary, STR("=?"));
}

str content_boundary(struct part *part)
{
    const struct parameter *p        = parameter_find(&part->parameters, STR("boundary"));
    str                     boundary = p == NULL ? (str){ 0 } : str_trim_right(p->value);

    if (boundary.len == 0) {
        part->flaws |= MIME_NO_BOUNDARY;
        return boundary;
    }

    bool good = boundary.len == p->value.len && boundary.len <= BOUNDARY_MAX_OCTETS &&
                is_written_plainly(part, boundary);

    for (size_t i = 0; i < boundary.len; i++)
        good &= is_boundary_octet(boundary.ptr[i]);
    if (!good)
        part->flaws |= MIME_BAD_BOUNDARY;
    return boundary;
}
