#include "auth/spf/macro.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/domain.h"

enum { KEEP_ALL = 0, KEEP_MAX = 255 /* more parts than any value that fits a name has */ };

/* ---- reading ---- */

struct parser {
    struct spf_macro  *macro;
    struct arena      *arena;
    size_t             capacity;
    enum spf_macro_use use;
};

static void add_piece(struct parser *p, struct spf_macro_piece piece)
{
    *ARENA_PUSH(p->arena, p->macro->pieces, p->macro->count, &p->capacity) = piece;
    p->macro->count++;
}

static void add_literal(struct parser *p, str literal)
{
    if (literal.len > 0)
        add_piece(p, (struct spf_macro_piece){ .literal = literal });
}

static bool is_letter(char letter, enum spf_macro_use use)
{
    return letter != '\0' && (str_has_char(STR("slodiphv"), letter) ||
                              (use == SPF_EXPLAIN_STRING && str_has_char(STR("crt"), letter)));
}

static str take_while(str *rest, bool (*belongs)(char))
{
    size_t len = 0;

    while (len < rest->len && belongs(rest->ptr[len]))
        len++;
    str taken = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return taken;
}

static bool is_delimiter(char c) { return str_has_char(STR(".-+,/_="), c); }

/* The number of parts to keep. More than any text has is as good as all of them, however many digits it takes. */
static bool read_keep(str digits, unsigned *keep)
{
    *keep = KEEP_ALL;
    for (size_t i = 0; i < digits.len; i++) {
        *keep = *keep * 10 + (unsigned)(digits.ptr[i] - '0');
        if (*keep > KEEP_MAX)
            *keep = KEEP_MAX;
    }
    return digits.len == 0 || *keep > 0;        /* "If a DIGIT is specified, the value MUST be nonzero", §7.3 */
}

/* macro-letter transformers *delimiter, the inside of "%{...}". */
static bool read_macro(struct parser *p, str inside)
{
    struct spf_macro_piece piece = { 0 };

    if (inside.len == 0)
        return false;
    piece.letter         = ascii_lower(inside.ptr[0]);
    piece.is_url_escaped = ascii_is_upper(inside.ptr[0]);
    inside               = str_from(inside, 1);
    if (!is_letter(piece.letter, p->use) || !read_keep(take_while(&inside, ascii_is_digit), &piece.keep))
        return false;
    piece.is_reversed = str_skip_prefix(&inside, STR("r")) || str_skip_prefix(&inside, STR("R"));
    piece.delimiters  = take_while(&inside, is_delimiter);
    add_piece(p, piece);
    return inside.len == 0;
}

/* Reads what stands behind a "%" and moves past it. */
static bool read_percent(struct parser *p, str *rest)
{
    char kind = rest->len > 0 ? rest->ptr[0] : '\0';
    str  inside;

    switch (kind) {
    case '%': add_literal(p, STR("%"));   break;
    case '_': add_literal(p, STR(" "));   break;
    case '-': add_literal(p, STR("%20")); break;
    case '{': {
        ptrdiff_t close = str_find_char(*rest, '}');

        if (close == STR_NOT_FOUND)
            return false;
        inside = str_slice(*rest, 1, (size_t)close);
        *rest  = str_from(*rest, (size_t)close + 1);
        return read_macro(p, inside);
    }
    default:
        return false;
    }
    *rest = str_from(*rest, 1);
    return true;
}

static bool is_macro_literal(char c) { return ascii_is_vchar(c) && c != '%'; }
static bool is_explain_literal(char c) { return is_macro_literal(c) || c == ' '; }

/* toplabel: letters, digits and inner hyphens, and not only digits. */
static bool is_top_label(str label)
{
    bool beyond_digits = false;

    for (size_t i = 0; i < label.len; i++) {
        if (!ascii_is_alnum(label.ptr[i]) && label.ptr[i] != '-')
            return false;
        beyond_digits |= !ascii_is_digit(label.ptr[i]);
    }
    return beyond_digits && label.ptr[0] != '-' && label.ptr[label.len - 1] != '-';
}

/* domain-end: a macro-expand, or "." toplabel [ "." ]. The dot may come first: the grammar lets ".example" pass. */
static bool ends_as_domain(str text, bool ends_in_macro)
{
    if (ends_in_macro)
        return true;
    text          = domain_without_dot(text);
    ptrdiff_t dot = str_rfind_char(text, '.');

    return dot != STR_NOT_FOUND && is_top_label(str_from(text, (size_t)dot + 1));
}

bool spf_macro_parse(struct spf_macro *macro, struct arena *arena, str text, enum spf_macro_use use)
{
    struct parser p = { .macro = macro, .arena = arena, .use = use };
    str           rest = text;
    bool          ends_in_macro = false;

    *macro = (struct spf_macro){ .text = text };
    while (rest.len > 0) {
        add_literal(&p, take_while(&rest, use == SPF_EXPLAIN_STRING ? is_explain_literal : is_macro_literal));
        ends_in_macro = rest.len > 0;
        if (rest.len > 0 && (!str_skip_prefix(&rest, STR("%")) || !read_percent(&p, &rest)))
            return false;
    }
    macro->is_literal = macro->count == 1 && macro->pieces[0].letter == '\0';
    return use != SPF_DOMAIN_SPEC || ends_as_domain(text, ends_in_macro);
}

/* ---- expanding ---- */

/* RFC 3986 §2.3. */
static bool is_unreserved(char c) { return ascii_is_alnum(c) || str_has_char(STR("-._~"), c); }

static void add_escaped(struct buf *out, str part, bool url)
{
    for (size_t i = 0; i < part.len; i++)
        if (url && !is_unreserved(part.ptr[i]))
            buf_printf(out, "%%%02X", (unsigned char)part.ptr[i]);
        else
            buf_add_char(out, part.ptr[i]);
}

static bool splits(const struct spf_macro_piece *piece, char c)
{
    return piece->delimiters.len == 0 ? c == '.' : str_has_char(piece->delimiters, c);
}

/* Cuts the first part off; leading, trailing and doubled delimiters make empty parts (§7.3). */
static str next_part(const struct spf_macro_piece *piece, str *rest, bool *more)
{
    size_t len = 0;

    while (len < rest->len && !splits(piece, rest->ptr[len]))
        len++;
    str part = str_slice(*rest, 0, len);

    *more = len < rest->len;
    *rest = str_from(*rest, *more ? len + 1 : len);
    return part;
}

static size_t count_parts(const struct spf_macro_piece *piece, str value)
{
    size_t count = 1;

    for (size_t i = 0; i < value.len; i++)
        count += splits(piece, value.ptr[i]);
    return count;
}

/* Splits, reverses, keeps the right-hand parts, joins with "." (§7.3). */
static void add_transformed(struct buf *out, struct arena *arena, const struct spf_macro_piece *piece, str value)
{
    size_t count = count_parts(piece, value);
    size_t first = piece->keep == KEEP_ALL || piece->keep > count ? 0 : count - piece->keep;
    str   *parts = ARENA_ARRAY(arena, str, count);
    bool   more  = true;

    for (size_t i = 0; more; i++)
        parts[piece->is_reversed ? count - 1 - i : i] = next_part(piece, &value, &more);
    for (size_t i = first; i < count; i++) {
        if (i > first)
            buf_add_char(out, '.');
        add_escaped(out, parts[i], piece->is_url_escaped);
    }
}

static bool add_expansion(struct buf *out, const struct spf_macro_piece *piece, const struct spf_macro_values *values)
{
    ARENA_SCOPE scratch = { 0 };
    str         value;

    if (piece->letter == '\0') {
        buf_add(out, piece->literal);
        return true;
    }
    if (!values->value(values->context, piece->letter, &value))
        return false;
    if (piece->is_reversed || piece->keep != KEEP_ALL || piece->delimiters.len > 0)
        add_transformed(out, &scratch, piece, value);
    else
        add_escaped(out, value, piece->is_url_escaped);
    return true;
}

/* Removes left-hand labels until the name fits (§7.3). One without a dot in reach stays too long: no name at all. */
static str cut_to_name(str name)
{
    while (domain_without_dot(name).len > DOMAIN_MAX_OCTETS && str_has_char(name, '.'))
        name = domain_parent(name);
    return name;
}

bool spf_macro_expand_domain(const struct spf_macro *macro, struct arena *arena, const struct spf_macro_values *values,
                             str *domain)
{
    BUF_SCOPE out = { 0 };

    if (macro->is_literal) {
        *domain = cut_to_name(macro->pieces[0].literal);
        return true;
    }
    for (size_t i = 0; i < macro->count; i++) {
        if (!add_expansion(&out, &macro->pieces[i], values))
            return false;
        /* Only the right-hand end will count: what is far to the left of it need not be kept. */
        if (buf_len(&out) > 2 * DOMAIN_MAX_OCTETS)
            buf_consume(&out, buf_len(&out) - 2 * DOMAIN_MAX_OCTETS);
    }
    *domain = arena_str(arena, cut_to_name(buf_str(&out)));
    return true;
}

bool spf_macro_expand_text(const struct spf_macro *macro, struct arena *arena, const struct spf_macro_values *values,
                           str *text)
{
    BUF_SCOPE out = { 0 };

    for (size_t i = 0; i < macro->count && buf_len(&out) < SPF_EXPLANATION_MAX_OCTETS; i++)
        if (!add_expansion(&out, &macro->pieces[i], values))
            return false;
    if (buf_len(&out) > SPF_EXPLANATION_MAX_OCTETS)
        buf_truncate(&out, SPF_EXPLANATION_MAX_OCTETS);
    *text = arena_str(arena, buf_str(&out));
    return true;
}
