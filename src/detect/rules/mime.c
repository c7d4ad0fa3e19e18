/* Rules about the MIME structure: what two programs read in two ways (STANDARDS MSG-10). */
#include "base/ascii.h"
#include "detect/ambiguity.h"
#include "detect/rules/rules.h"

static const struct part *find_flawed(const struct message *message, unsigned flaw)
{
    for (const struct part *part = message->root; part != NULL; part = part->next)
        if ((part->flaws & flaw) != 0)
            return part;
    return NULL;
}

/* What a colleague would have to look at: the type of the part, and the flaw by name. */
static str describe(const struct facts *f, const struct part *part, enum mime_flaw flaw)
{
    return arena_printf(f->arena, "%.*s/%.*s: %s", STR_ARG(part->type), STR_ARG(part->subtype), mime_flaw_name(flaw));
}

static bool finds_flaw(const struct facts *f, enum mime_flaw flaw, struct finding *out)
{
    const struct part *part = find_flawed(f->message, flaw);

    if (part == NULL)
        return false;
    out->evidence = describe(f, part, flaw);
    return true;
}

static bool mime_ambiguous(const struct facts *f, struct finding *out)
{
    enum mime_flaw     flaw;
    const struct part *part = ambiguity_find(f->message, AMBIGUOUS_STRUCTURE, &flaw);

    if (part == NULL)
        part = ambiguity_find(f->message, AMBIGUOUS_CONTENT, &flaw);
    if (part == NULL)
        return false;
    out->evidence = describe(f, part, flaw);
    return true;
}

static bool mime_truncated(const struct facts *f, struct finding *out)
{
    return finds_flaw(f, MIME_UNCLOSED, out) || finds_flaw(f, MIME_BOUNDARY_NOT_FOUND, out);
}

/* Found by whoever decoded the part (detect/attachment.h). */
static bool base64_padding(const struct facts *f, struct finding *out)
{
    return finds_flaw(f, MIME_BAD_BASE64, out);
}

static bool qp_invalid(const struct facts *f, struct finding *out)
{
    return finds_flaw(f, MIME_BAD_QP, out);
}

enum { LINE_MAX_OCTETS = 998 };         /* RFC 5322 §2.1.1: a longer line is a reason to encode */

static bool is_short_lines_of_ascii(str text)
{
    size_t line = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (ascii_is_8bit(text.ptr[i]) || (ascii_is_control(text.ptr[i]) && !ascii_is_blank(text.ptr[i])))
            return false;
        line = text.ptr[i] == '\n' ? 0 : line + 1;
        if (line > LINE_MAX_OCTETS)
            return false;
    }
    return text.len > 0;
}

/* What needs no encoding was encoded, so that who looks at the octets sees nothing. */
static bool b64_ascii_text(const struct facts *f, struct finding *out)
{
    for (struct part *part = f->message->root; part != NULL; part = part->next) {
        ARENA_SCOPE scratch = { 0 };

        if (part->encoding != MIME_BASE64 || part->first_child != NULL || !str_equal(part->type, STR("text")) ||
            part->file_name.len > 0 || !is_short_lines_of_ascii(mime_decode(part, &scratch)))
            continue;
        out->evidence = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(part->type), STR_ARG(part->subtype));
        return true;
    }
    return false;
}

const struct rule mime_rules[] = {
    { "mime-ambiguous",    1.20, GROUP_MIME, SOFT, mime_ambiguous,
      "The structure of the message can be read in two ways, so that one program checks what another does not show." },
    { "base64-padding",    0.70, GROUP_MIME, SOFT, base64_padding,
      "A part in base64 holds foreign characters or goes on behind its end: programs decode it differently." },
    { "qp-invalid",        0.20, GROUP_MIME, SOFT, qp_invalid,
      "A part in quoted-printable holds sequences that programs decode differently." },
    { "b64-ascii-text",    0.20, GROUP_MIME, SOFT, b64_ascii_text,
      "Plain text was hidden in base64 without need." },
    { "mime-truncated",    0.20, GROUP_MIME, SOFT, mime_truncated,
      "The message ends before its last part does." },
};
const size_t mime_rule_count = ARRAY_LEN(mime_rules);
