#include "detect/ambiguity.h"

#include "base/ascii.h"

static const enum mime_flaw structure_flaws[] = {
    MIME_NO_BOUNDARY, MIME_BAD_BOUNDARY, MIME_DUPLICATE_BOUNDARY, MIME_DUPLICATE_FIELD, MIME_DUPLICATE_PARAMETER,
    MIME_ENCODED_COMPOSITE, MIME_HEADER_TWO_ENDS,
};

static const enum mime_flaw content_flaws[] = {
    MIME_BAD_CONTENT_TYPE, MIME_COMMENT_IN_ENCODING, MIME_UNKNOWN_ENCODING, MIME_NAMES_DISAGREE, MIME_TRAILING_CONTENT,
};

bool ambiguity_is_quoted(const struct part *part)
{
    for (const struct part *above = part->parent; above != NULL; above = above->parent)
        if (str_equal(above->type, STR("message")))
            return true;
    return false;
}

/* Boundaries that are too long or hold "!" or "[" break RFC 2046 §5.1.1, too, but honest software writes them and all
 * programs read them alike. They differ about a blank at the end, about encoded words and RFC 2231, and about octets
 * that are no printable ASCII. */
static bool boundary_has_two_readings(const struct part *part)
{
    const struct header *h     = header_find(&part->headers, STR("Content-Type"));
    const str           *value = mime_parameter(part, STR("boundary"));

    if (h == NULL || value == NULL || value->len == 0 || str_find_nocase(h->value, STR("boundary*")) != STR_NOT_FOUND)
        return true;
    for (size_t i = 0; i < value->len; i++)
        if (!ascii_is_print(value->ptr[i]))
            return true;
    return ascii_is_wsp(value->ptr[value->len - 1]) || str_starts(*value, STR("=?"));
}

/* A multipart that is encoded (RFC 2045 §6.4) is one for some programs and none for others. An attached message is a file to those who
 * do not decode it, and is read as a message here (detect/attachment.h); webmail and registered mail write it so. */
static bool has_flaw(const struct part *part, enum mime_flaw flaw)
{
    if ((part->flaws & (unsigned)flaw) == 0)
        return false;
    if (flaw == MIME_BAD_BOUNDARY)
        return boundary_has_two_readings(part);
    return flaw != MIME_ENCODED_COMPOSITE || str_equal(part->type, STR("multipart"));
}

static const struct part *find(const struct message *message, const enum mime_flaw *flaws, size_t count,
                               enum mime_flaw *flaw)
{
    for (const struct part *part = message->root; part != NULL; part = part->next)
        for (size_t i = 0; i < count; i++)
            if (has_flaw(part, flaws[i]) && !ambiguity_is_quoted(part)) {
                *flaw = flaws[i];
                return part;
            }
    return NULL;
}

const struct part *ambiguity_find(const struct message *message, enum ambiguity ambiguity, enum mime_flaw *flaw)
{
    switch (ambiguity) {
    case AMBIGUOUS_STRUCTURE: return find(message, structure_flaws, ARRAY_LEN(structure_flaws), flaw);
    case AMBIGUOUS_CONTENT:   return find(message, content_flaws, ARRAY_LEN(content_flaws), flaw);
    }
    UNREACHABLE();
}
