#include "detect/file/pdf.h"

#include "base/ascii.h"

enum { NAME_MAX_OCTETS = 16 };          /* longer ones are none of ours */

static const struct { str name; enum pdf_sign sign; } names[] = {
    { STR_INIT("URI"),          PDF_URI },
    { STR_INIT("Launch"),       PDF_LAUNCH },
    { STR_INIT("JavaScript"),   PDF_JAVASCRIPT },
    { STR_INIT("JS"),           PDF_JAVASCRIPT },
    { STR_INIT("OpenAction"),   PDF_OPENS },
    { STR_INIT("AA"),           PDF_OPENS },
    { STR_INIT("EmbeddedFile"), PDF_EMBEDDED },
    { STR_INIT("SubmitForm"),   PDF_SUBMITS },
    { STR_INIT("Encrypt"),      PDF_ENCRYPTED },
    { STR_INIT("ObjStm"),       PDF_PACKED },
};

/* Regular characters, ISO 32000-1 §7.2.2: neither white space nor a delimiter. */
static bool is_regular(char c)
{
    return c != '\0' && c != '\f' && !ascii_is_blank(c) && !str_has_char(STR("()<>[]{}/%"), c);
}

/* A name without its slash; "#4a" is an octet (§7.3.5), by which some hide what they write. Empty if it is too long. */
static str take_name(str *rest, char room[NAME_MAX_OCTETS])
{
    size_t at = 0, len = 0;
    bool   fits = true;

    while (at < rest->len && is_regular(rest->ptr[at])) {
        char c = rest->ptr[at++];

        if (c == '#' && at + 1 < rest->len && ascii_hex(rest->ptr[at]) >= 0 && ascii_hex(rest->ptr[at + 1]) >= 0) {
            c = (char)(ascii_hex(rest->ptr[at]) << 4 | ascii_hex(rest->ptr[at + 1]));
            at += 2;
        }
        fits = len < NAME_MAX_OCTETS;
        if (!fits)
            break;
        room[len++] = c;
    }
    *rest = str_from(*rest, at);
    return fits ? (str){ room, len } : (str){ 0 };
}

/* Two letters behind a slash come about by chance in packed objects: they have to stand before a value. */
static bool stands_before_value(str behind)
{
    return behind.len > 0 && (ascii_is_blank(behind.ptr[0]) || behind.ptr[0] == '(' || behind.ptr[0] == '<');
}

static unsigned sign_of(str name, str behind)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal(name, names[i].name))
            return name.len > 2 || stands_before_value(behind) ? names[i].sign : 0;
    return 0;
}

/* A string in parentheses, which may stand in it in pairs, and a backslash before what means itself (§7.3.4.2). Octal numbers and
 * line ends in links are rare, and stay as they are written. */
static bool take_string(str *rest, struct arena *arena, str *text)
{
    size_t at = 1, len = 0, depth = 1;
    char   room[PDF_LINK_MAX_OCTETS];

    if (rest->len == 0 || rest->ptr[0] != '(')
        return false;
    for (; at < rest->len && len < sizeof room; at++) {
        char c = rest->ptr[at];

        if (c == '\\' && at + 1 < rest->len)
            c = rest->ptr[++at];
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            break;
        room[len++] = c;
    }
    *rest = str_from(*rest, at);
    *text = arena_str(arena, (str){ room, len });
    return len > 0;
}

static void take_link(struct pdf_survey *survey, struct arena *arena, str *rest)
{
    str link, behind = *rest;

    while (behind.len > 0 && ascii_is_blank(behind.ptr[0]))
        behind = str_from(behind, 1);
    if (behind.len == 0 || behind.ptr[0] != '(')
        return;                         /* "/S /URI", the kind of an action; its link stands behind the other one */
    *rest = behind;
    if (survey->link_count == PDF_LINKS_MAX)
        survey->links_dropped++;
    else if (take_string(rest, arena, &link))
        survey->links[survey->link_count++] = link;
}

void pdf_survey(struct pdf_survey *survey, struct arena *arena, str octets)
{
    char      room[NAME_MAX_OCTETS];
    ptrdiff_t slash;

    *survey = (struct pdf_survey){ 0 };
    while ((slash = str_find_char(octets, '/')) != STR_NOT_FOUND) {
        octets = str_from(octets, (size_t)slash + 1);

        str      name = take_name(&octets, room);
        unsigned sign = sign_of(name, octets);

        survey->signs |= sign;
        if (sign == PDF_URI)
            take_link(survey, arena, &octets);
    }
}
