#include "auth/dkim/canon_header.h"

#include "base/ascii.h"

static bool is_blank(char c)
{
    return ascii_is_wsp(c) || c == '\r' || c == '\n';
}

/* A CRLF ends the field or stands in a fold: unfolding (RFC 5322 §2.2.3) takes it out. A CR or LF alone is no line end,
 * so it is an octet of the value like others. */
static bool starts_with_crlf(str s)
{
    return s.len >= 2 && s.ptr[0] == '\r' && s.ptr[1] == '\n';
}

static size_t plain_prefix(str s)
{
    size_t i = 0;

    while (i < s.len && !is_blank(s.ptr[i]))
        i++;
    return i;
}

/* What is left of a value: blanks at its start and end are dropped, runs of them inside become one SP. The state goes
 * from piece to piece, since the value of a signature field comes in two. */
struct relaxed_value { bool has_text, has_blank; };

static void add_relaxed(struct buf *out, struct relaxed_value *value, str piece)
{
    while (piece.len > 0) {
        size_t skip = ascii_is_wsp(piece.ptr[0]) ? 1 : starts_with_crlf(piece) ? 2 : 0;

        if (skip > 0) {
            value->has_blank |= skip == 1;
            piece = str_from(piece, skip);
            continue;
        }
        size_t len = plain_prefix(piece);

        if (len == 0)
            len = 1;
        if (value->has_blank && value->has_text)
            buf_add_char(out, ' ');
        buf_add(out, str_slice(piece, 0, len));
        *value = (struct relaxed_value){ .has_text = true };
        piece  = str_from(piece, len);
    }
}

static void add_relaxed_name(struct buf *out, str name)
{
    for (size_t i = 0; i < name.len; i++)
        buf_add_char(out, ascii_lower(name.ptr[i]));
    buf_add_char(out, ':');
}

void dkim_canon_field(struct buf *out, enum dkim_canon canon, const struct header *field)
{
    struct relaxed_value value = { 0 };

    switch (canon) {
    case DKIM_SIMPLE:
        buf_add(out, field->field);
        /* Only the last field of a message without body lacks it; §3.7 wants it all the same. */
        if (!str_ends_nocase(field->field, STR("\r\n")))
            buf_add(out, STR("\r\n"));
        return;
    case DKIM_RELAXED:
        add_relaxed_name(out, field->name);
        add_relaxed(out, &value, field->value);
        buf_add(out, STR("\r\n"));
        return;
    }
    UNREACHABLE();
}

void dkim_canon_signature_field(struct buf *out, enum dkim_canon canon, const struct header *field, str b)
{
    str                  octets = field->value;
    size_t               from   = (size_t)(b.ptr - octets.ptr), to = from + b.len;
    struct relaxed_value value  = { 0 };

    ASSERT(b.ptr >= octets.ptr && to <= octets.len);
    while (from > 0 && is_blank(octets.ptr[from - 1]))
        from--;
    while (to < octets.len && is_blank(octets.ptr[to]))
        to++;
    switch (canon) {
    case DKIM_SIMPLE:
        buf_add(out, str_slice(field->field, 0, (size_t)(octets.ptr - field->field.ptr)));
        buf_add(out, str_slice(octets, 0, from));
        buf_add(out, str_from(octets, to));
        return;
    case DKIM_RELAXED:
        add_relaxed_name(out, field->name);
        add_relaxed(out, &value, str_slice(octets, 0, from));
        add_relaxed(out, &value, str_from(octets, to));
        return;
    }
    UNREACHABLE();
}
