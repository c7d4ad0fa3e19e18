#include "mail/parameter.h"

#include "base/ascii.h"
#include "mail/cfws.h"
#include "mail/charset.h"

/* Our bound on what one field may hold: above it nothing is read, and the field is bad. */
enum { PIECES_MAX = 128, SECTION_MAX = 999, NO_SECTION = -1 };

/* One "name=value" as written, its name taken apart: name*section*. */
struct piece { str name, value; int section; bool extended; };

struct pieces { struct piece items[PIECES_MAX]; size_t count; };

bool parameter_is_token_octet(char c)
{
    return ascii_is_vchar(c) && !str_has_char(STR("()<>@,;:\\\"/[]?="), c);
}

/* ---- reading what is written ---- */

/* The quoted-string at the start of *rest, without quotes, backslashes and folds. False if it has no end. */
static bool take_quoted(struct arena *arena, str *rest, str *value)
{
    bool   plain = true;
    size_t i, len = 0;

    for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++) {
        char c = rest->ptr[i];

        plain &= c != '\\' && c != '\r' && c != '\n';
        i     += c == '\\';
    }

    bool closed = i < rest->len;
    str  inside = str_slice(*rest, 1, closed ? i : rest->len);

    *rest  = str_from(*rest, closed ? i + 1 : rest->len);
    *value = inside;
    if (plain)
        return closed;

    char *out = arena_octets(arena, inside.len);

    for (size_t k = 0; k < inside.len; k++) {
        char c = inside.ptr[k];

        if (c == '\r' || c == '\n')
            continue;
        if (c == '\\' && k + 1 < inside.len)
            c = inside.ptr[++k];
        out[len++] = c;
    }
    *value = (str){ out, len };
    return closed;
}

/* What stands before the next ";", *rest moved onto it. */
static str take_until_semicolon(str *rest)
{
    ptrdiff_t semicolon = str_find_char(*rest, ';');
    str       taken     = str_slice(*rest, 0, semicolon == STR_NOT_FOUND ? rest->len : (size_t)semicolon);

    *rest = str_from(*rest, taken.len);
    return taken;
}

/* A token. Of what RFC 2045 wants quoted we object to that at which some readers stop: blanks, quotes, parentheses. */
static bool take_token_value(str *rest, str *value)
{
    str    all = str_trim(take_until_semicolon(rest));
    size_t len = 0;

    while (len < all.len && ascii_is_vchar(all.ptr[len]) && !str_has_char(STR("\"\\()"), all.ptr[len]))
        len++;
    *value = str_slice(all, 0, len);

    str behind = str_from(all, len);

    if (!cfws_skip(&behind))
        return len > 0;
    *value = all;                       /* "name=my file.pdf": what most readers take */
    return false;
}

static str take_name(str *rest)
{
    size_t len = 0;

    while (len < rest->len && !ascii_is_blank(rest->ptr[len]) && !str_has_char(STR("=;(\""), rest->ptr[len]))
        len++;

    str name = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return name;
}

static bool is_token(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!parameter_is_token_octet(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* RFC 2231 §3 and §4: "name*", "name*0", "name*0*". Anything else with a star is a name of its own. */
static void split_name(struct piece *piece)
{
    str       name = piece->name;
    ptrdiff_t star = str_find_char(name, '*');
    uint64_t  section;

    piece->section = NO_SECTION;
    if (star <= 0)
        return;

    str  marks    = str_from(name, (size_t)star + 1);
    bool extended = marks.len == 0 || marks.ptr[marks.len - 1] == '*';

    if (marks.len > 0) {
        if (!str_to_u64(str_slice(marks, 0, marks.len - extended), SECTION_MAX, &section))
            return;
        piece->section = (int)section;
    }
    piece->extended = extended;
    piece->name = str_slice(name, 0, (size_t)star);
}

static void keep_piece(struct pieces *pieces, struct parameter_list *list, struct piece piece)
{
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *p = &pieces->items[i];

        if (p->section == piece.section && p->extended == piece.extended && str_equal(p->name, piece.name)) {
            list->flaws |= MIME_DUPLICATE_PARAMETER;
            return;
        }
    }
    if (pieces->count == PIECES_MAX)
        list->flaws |= MIME_BAD_CONTENT_TYPE;
    else
        pieces->items[pieces->count++] = piece;
}

static void read_piece(struct pieces *pieces, struct parameter_list *list, struct arena *arena, str *rest)
{
    struct piece piece = { .name = arena_lower(arena, take_name(rest)) };
    bool         good  = is_token(piece.name);

    split_name(&piece);
    (void)cfws_skip(rest);
    if (rest->len == 0 || rest->ptr[0] != '=') {
        list->flaws |= MIME_BAD_CONTENT_TYPE;
        (void)take_until_semicolon(rest);
        return;
    }
    *rest = str_from(*rest, 1);
    if (cfws_skip(rest) && rest->ptr[0] == '"') {
        good &= take_quoted(arena, rest, &piece.value);

        str behind = take_until_semicolon(rest);

        good &= !cfws_skip(&behind);        /* "a"b */
    } else {
        good &= take_token_value(rest, &piece.value);
    }
    if (!good)
        list->flaws |= MIME_BAD_CONTENT_TYPE;
    if (piece.name.len > 0)
        keep_piece(pieces, list, piece);
}

/* ---- putting values together ---- */

static size_t percent_decode(str text, char *out)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '%' && i + 2 < text.len && ascii_hex(text.ptr[i + 1]) >= 0 && ascii_hex(text.ptr[i + 2]) >= 0) {
            c = (char)(ascii_hex(text.ptr[i + 1]) << 4 | ascii_hex(text.ptr[i + 2]));
            i += 2;
        }
        out[len++] = c;
    }
    return len;
}

/* Moves charset'language' out of *value; false if it is not there. */
static bool take_charset(str *value, str *charset)
{
    str       rest  = *value;
    ptrdiff_t quote = str_find_char(rest, '\'');

    if (quote == STR_NOT_FOUND)
        return false;
    *charset = str_slice(rest, 0, (size_t)quote);
    rest     = str_from(rest, (size_t)quote + 1);
    quote    = str_find_char(rest, '\'');
    if (quote == STR_NOT_FOUND)
        return false;
    *value = str_from(rest, (size_t)quote + 1);
    return true;
}

static const struct piece *find_piece(const struct pieces *pieces, str name, int section)
{
    const struct piece *found = NULL;

    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *p = &pieces->items[i];

        if (p->section == section && str_equal(p->name, name) && (found == NULL || p->extended))
            found = p;
    }
    return found;
}

/* Sections from first on (or the one piece without section), joined and then converted: characters may be cut. */
static str decode_pieces(const struct pieces *pieces, struct arena *arena, const struct piece *first)
{
    size_t room = 0, len = 0;
    str    charset = STR("utf-8"), utf8;
    bool   any_extended = false;

    for (const struct piece *p = first; p != NULL; p = find_piece(pieces, first->name, p->section + 1)) {
        room += p->value.len;
        any_extended |= p->extended;
        if (p->section == NO_SECTION)
            break;
    }
    if (!any_extended && first->section == NO_SECTION)
        return first->value;

    char *octets = arena_octets(arena, room);

    for (const struct piece *p = first; p != NULL; p = find_piece(pieces, first->name, p->section + 1)) {
        str value = p->value;

        if (p == first && p->extended && (!take_charset(&value, &charset) || charset.len == 0))
            charset = STR("utf-8");
        if (p->extended) {
            len += percent_decode(value, octets + len);
        } else if (value.len > 0) {
            memcpy(octets + len, value.ptr, value.len);
            len += value.len;
        }
        if (p->section == NO_SECTION)
            break;
    }
    if (!any_extended)
        return (str){ octets, len };
    (void)charset_to_utf8(arena, charset, (str){ octets, len }, &utf8);
    return utf8;
}

/* The value that somebody takes who stops at the plain form, or who puts sections together and knows no more. */
static str other_reading(const struct pieces *pieces, struct arena *arena, const struct piece *best)
{
    const struct piece *sections = find_piece(pieces, best->name, 0);

    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *p = &pieces->items[i];

        if (p->section == NO_SECTION && !p->extended && p != best && str_equal(p->name, best->name))
            return p->value;
    }
    return sections != NULL && sections != best ? decode_pieces(pieces, arena, sections) : (str){ 0 };
}

static void put_together(const struct pieces *pieces, struct parameter_list *list, struct arena *arena)
{
    size_t capacity = 0;

    for (size_t i = 0; i < pieces->count; i++) {
        str                 name = pieces->items[i].name;
        const struct piece *whole = find_piece(pieces, name, NO_SECTION), *sections = find_piece(pieces, name, 0);
        const struct piece *best  = whole != NULL && whole->extended ? whole : sections != NULL ? sections : whole;

        if (parameter_find(list, name) != NULL)
            continue;
        /* A plain file name beside an extended one is what RFC 6266 §4.3 advises; two boundaries are two messages. */
        if (whole != NULL && sections != NULL && str_equal(name, STR("boundary")))
            list->flaws |= MIME_DUPLICATE_PARAMETER;
        if (best == NULL) {             /* sections without the first */
            list->flaws |= MIME_BAD_CONTENT_TYPE;
            continue;
        }
        *ARENA_PUSH(arena, list->items, list->count, &capacity) =
            (struct parameter){ name, decode_pieces(pieces, arena, best), other_reading(pieces, arena, best) };
        list->count++;
    }
}

void parameter_list_parse(struct parameter_list *list, struct arena *arena, str text)
{
    struct pieces pieces;

    *list        = (struct parameter_list){ 0 };
    pieces.count = 0;
    if (cfws_skip(&text) && text.ptr[0] != ';')     /* "text/html charset=utf-8" */
        list->flaws |= MIME_BAD_CONTENT_TYPE;
    if (text.len > 0 && text.ptr[0] == ',')         /* "attachment, filename=a.exe" */
        text = str_from(text, 1);
    while (cfws_skip(&text)) {
        if (text.ptr[0] == ';')
            text = str_from(text, 1);
        else
            read_piece(&pieces, list, arena, &text);
    }
    put_together(&pieces, list, arena);
}

const struct parameter *parameter_find(const struct parameter_list *list, str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}
