/* Rules about the MIME structure: what two programs read in two ways (STANDARDS MSG-10). */
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

static bool bidi_in_file_name(const struct facts *f, struct finding *out)
{
    const struct part *part = find_flawed(f->message, MIME_BIDI_NAME);

    if (part == NULL)
        return false;
    out->evidence = part->file_name;
    return true;
}

/* An encoding is judged by decoding, which notes its flaw in the part. Each part is decoded into memory that is given
 * back before the next, so the cost is the message's octets once, and the room that of its largest part. */
static bool finds_bad_encoding(const struct facts *f, enum mime_encoding encoding, enum mime_flaw flaw,
                               struct finding *out)
{
    for (struct part *part = f->message->root; part != NULL; part = part->next) {
        ARENA_SCOPE scratch = { 0 };

        if (part->encoding != encoding || part->first_child != NULL)
            continue;
        mime_decode(part, &scratch);
        if ((part->flaws & (unsigned)flaw) == 0)
            continue;
        out->evidence = describe(f, part, flaw);
        return true;
    }
    return false;
}

static bool base64_padding(const struct facts *f, struct finding *out)
{
    return finds_bad_encoding(f, MIME_BASE64, MIME_BAD_BASE64, out);
}

static bool qp_invalid(const struct facts *f, struct finding *out)
{
    return finds_bad_encoding(f, MIME_QUOTED_PRINTABLE, MIME_BAD_QP, out);
}

const struct rule mime_rules[] = {
    { "mime-ambiguous",    1.20, GROUP_MIME, SOFT, mime_ambiguous,
      "The structure of the message can be read in two ways, so that one program checks what another does not show." },
    { "bidi-in-file-name", 2.50, GROUP_MIME, SOFT, bidi_in_file_name,
      "A control character turns the name of an attached file round: its true ending is not where people look." },
    { "base64-padding",    0.70, GROUP_MIME, SOFT, base64_padding,
      "A part in base64 holds foreign characters or goes on behind its end: programs decode it differently." },
    { "qp-invalid",        0.20, GROUP_MIME, SOFT, qp_invalid,
      "A part in quoted-printable holds sequences that programs decode differently." },
    { "mime-truncated",    0.20, GROUP_MIME, SOFT, mime_truncated,
      "The message ends before its last part does." },
};
const size_t mime_rule_count = ARRAY_LEN(mime_rules);
