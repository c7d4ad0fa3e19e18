/* Reading Authentication-Results, RFC 8601 §2.2. The grammar is followed where it decides whose field it is and what
 * was found; values of properties are read as widely as they are written in practice. */
#include "auth/authres.h"

#include "base/ascii.h"
#include "base/domain.h"

/* ---- tokens ---- */

/* Reads comment after comment and the blanks between them (CFWS, RFC 5322 §3.2.2); false if a comment has no end.
 * Nested comments are counted, not descended into. */
static bool skip_cfws(str *s)
{
    size_t depth = 0;

    while (s->len > 0) {
        char c = s->ptr[0];

        if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (c == '\\' && depth > 0 && s->len > 1) {
            *s = str_from(*s, 1);
        } else if (depth == 0 && !ascii_is_wsp(c) && c != '\r' && c != '\n') {
            return true;
        }
        *s = str_from(*s, 1);
    }
    return depth == 0;
}

static bool take_char(str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

static str take_while(str *s, bool (*belongs)(char c))
{
    size_t len = 0;

    while (len < s->len && belongs(s->ptr[len]))
        len++;
    str taken = str_slice(*s, 0, len);

    *s = str_from(*s, len);
    return taken;
}

/* token, RFC 2045 §5.1, and UTF-8 beside ASCII (RFC 8601 §2.2, RFC 6532). */
static bool in_token(char c)
{
    return ascii_is_8bit(c) || (ascii_is_vchar(c) && !str_has_char(STR("()<>@,;:\\\"/[]?="), c));
}

/* A value of a property as it is met: addresses, base64 and IPv6 addresses often stand there without quotes. */
static bool in_property_value(char c)
{
    return ascii_is_8bit(c) || (ascii_is_vchar(c) && !str_has_char(STR("();\\\""), c));
}

/* Keyword, RFC 5321 §4.1.2, with the "_" that some property names have. */
static bool in_keyword(char c) { return ascii_is_alnum(c) || c == '-' || c == '_'; }
static bool in_number(char c)  { return ascii_is_digit(c); }

static bool take_keyword(str *s, str *keyword)
{
    *keyword = take_while(s, in_keyword);
    return keyword->len > 0;
}

/* The index of the quote that ends the string that s begins with, or 0. */
static size_t find_closing_quote(str s)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] == '"')
            return i;
        if (s.ptr[i] == '\\')
            i++;
    }
    return 0;
}

/* quoted-string, RFC 5322 §3.2.4; *content is without quotes, escapes and folds. False if it has no end, or holds a
 * control character, which some reader would take for the end. */
static bool take_quoted(struct arena *arena, str *s, str *content)
{
    size_t end = find_closing_quote(*s), len = 0;

    if (end == 0)
        return false;
    char *out = arena_octets(arena, end);

    for (size_t i = 1; i < end; i++) {
        char c = s->ptr[i];

        if (c == '\r' || c == '\n')
            continue;
        if (c == '\\')
            c = s->ptr[++i];
        if (ascii_is_control(c) && c != '\t')
            return false;
        out[len++] = c;
    }
    *content = (str){ out, len };
    *s       = str_from(*s, end + 1);
    return str_is_utf8(*content);
}

static bool take_value(struct arena *arena, str *s, bool (*belongs)(char c), str *value)
{
    if (s->len > 0 && s->ptr[0] == '"')
        return take_quoted(arena, s, value);
    *value = take_while(s, belongs);
    return value->len > 0 && str_is_utf8(*value);
}

/* ---- the field ---- */

/* authserv-id and version, up to the first ";" or the end. The id is unreadable if anything else follows it: another
 * reader could take that for the id. */
static bool take_head(struct authres *authres, struct arena *arena, str *s)
{
    str id, version = { 0 };

    if (!skip_cfws(s) || !take_value(arena, s, in_token, &id))
        return false;
    size_t before = s->len;

    if (!skip_cfws(s))
        return false;
    if (s->len < before)
        version = take_while(s, in_number);
    if (!skip_cfws(s) || (s->len > 0 && s->ptr[0] != ';'))
        return false;
    authres->authserv_id = id;
    authres->version     = version;
    return true;
}

static bool known_version(str version)
{
    return version.len == 0 || str_equal(version, STR("1"));
}

/* methodspec: method [ "/" version ] "=" result. */
static bool take_method(struct authres_result *result, str *s)
{
    if (!skip_cfws(s) || !take_keyword(s, &result->method) || !skip_cfws(s))
        return false;
    if (take_char(s, '/')) {
        if (!skip_cfws(s))
            return false;
        result->version = take_while(s, in_number);
        if (result->version.len == 0 || !skip_cfws(s))
            return false;
    }
    return take_char(s, '=') && skip_cfws(s) && take_keyword(s, &result->result) && skip_cfws(s);
}

/* pvalue: a value, or an address whose local-part may be quoted and is then kept as written. */
static bool take_property_value(struct arena *arena, str *s, str *value)
{
    str start = *s;

    if (!take_value(arena, s, in_property_value, value))
        return false;
    if (start.ptr[0] != '"' || s->len == 0 || s->ptr[0] != '@')
        return true;
    (void)take_while(s, in_property_value);
    *value = str_slice(start, 0, start.len - s->len);
    return str_is_utf8(*value);
}

/* propspec behind its ptype: "." property "=" pvalue. */
static bool take_property(struct authres_result *result, struct arena *arena, str *s, str type)
{
    struct authres_property property = { .type = type };

    if (!take_char(s, '.') || !skip_cfws(s) || !take_keyword(s, &property.name) || !skip_cfws(s))
        return false;
    if (!take_char(s, '=') || !skip_cfws(s) || !take_property_value(arena, s, &property.value) || !skip_cfws(s))
        return false;
    if (result->property_count == AUTHRES_PROPERTIES_MAX)
        return false;
    result->properties[result->property_count++] = property;
    return true;
}

/* resinfo behind its ";". */
static bool take_result(struct authres_result *result, struct arena *arena, str *s)
{
    bool may_be_reason = true;

    if (!take_method(result, s))
        return false;
    while (s->len > 0 && s->ptr[0] != ';') {
        str word;

        if (!take_keyword(s, &word) || !skip_cfws(s))
            return false;
        if (may_be_reason && str_equal_nocase(word, STR("reason")) && take_char(s, '=')) {
            if (!skip_cfws(s) || !take_value(arena, s, in_token, &result->reason) || !skip_cfws(s))
                return false;
        } else if (!take_property(result, arena, s, word)) {
            return false;
        }
        may_be_reason = false;
    }
    return true;
}

/* no-result: "none" and nothing else. */
static bool is_none(str s)
{
    str word;

    if (!skip_cfws(&s) || !take_keyword(&s, &word) || !skip_cfws(&s))
        return false;
    return str_equal_nocase(word, STR("none")) && s.len == 0;
}

/* All results, each behind its ";". One more ";" at the end is common and harmless. */
static bool take_results(struct authres *authres, struct arena *arena, str *s)
{
    size_t capacity = 0;

    while (take_char(s, ';')) {
        struct authres_result result = { 0 };

        if (authres->count == 0 && is_none(*s))
            return true;
        if (!skip_cfws(s))
            return false;
        if (s->len == 0)
            break;
        if (authres->count == AUTHRES_RESULTS_MAX || !take_result(&result, arena, s))
            return false;
        *ARENA_PUSH(arena, authres->results, authres->count, &capacity) = result;
        authres->count++;
    }
    return s->len == 0 && authres->count > 0;
}

bool authres_parse(struct authres *authres, struct arena *arena, str value)
{
    *authres = (struct authres){ 0 };
    return take_head(authres, arena, &value) && known_version(authres->version) && take_results(authres, arena, &value);
}

/* ---- whose it is ---- */

/* Equal, below, or with a substructure of its own behind it ("mx.example.org/2"), RFC 8601 §2.5. */
static bool is_ours(str id, str ours)
{
    id = str_trim(id);
    if (domain_is_or_below(id, ours))
        return true;
    ours = domain_without_dot(ours);
    if (ours.len == 0 || id.len <= ours.len || !str_starts_nocase(id, ours))
        return false;
    char next = id.ptr[ours.len];

    return !in_keyword(next) && next != '.' && !ascii_is_8bit(next);
}

bool authres_is_forged(const struct header *h, const str *ids, size_t count, struct arena *arena)
{
    struct authres authres = { 0 };
    str            rest    = h->value;

    if (!str_equal_nocase(h->name, STR("Authentication-Results")))
        return false;
    /* Octets at which readers split a field in different places, or stop reading it. */
    if (h->flaws & (HEADER_BARE_CR_OR_LF | HEADER_NUL | HEADER_BAD_UTF8))
        return true;
    if (!take_head(&authres, arena, &rest) || !known_version(authres.version))
        return true;
    if (str_trim(authres.authserv_id).len == 0)         /* '""' names nobody who could answer for it */
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_ours(authres.authserv_id, ids[i]))
            return true;
    return false;
}
