/* Reading Authentication-Results, RFC 8601 §2.2. The grammar is followed where it decides whose field it is and what
 * was found; values of properties are read as widely as they are written in practice. */
#include "auth/authres.h"

#include "auth/token.h"
#include "base/ascii.h"
#include "base/domain.h"

/* ---- what belongs to a value ---- */

/* A value of a property as it is met: addresses, base64 and IPv6 addresses often stand there without quotes. */
static bool in_property_value(char c)
{
    return ascii_is_8bit(c) || (ascii_is_vchar(c) && !str_has_char(STR("();\\\""), c));
}

static bool in_number(char c) { return ascii_is_digit(c); }

/* ---- the field ---- */

/* authserv-id and version, up to the first ";" or the end. The id is unreadable if anything else follows it: another
 * reader could take that for the id. */
static bool take_head(struct authres *authres, struct arena *arena, str *s)
{
    str id, version = { 0 };

    if (!token_skip_cfws(s) || !token_take_value(arena, s, token_has_char, &id))
        return false;
    size_t before = s->len;

    if (!token_skip_cfws(s))
        return false;
    if (s->len < before)
        version = token_take_while(s, in_number);
    if (!token_skip_cfws(s) || (s->len > 0 && s->ptr[0] != ';'))
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
    if (!token_skip_cfws(s) || !token_take_keyword(s, &result->method) || !token_skip_cfws(s))
        return false;
    if (token_take_char(s, '/')) {
        if (!token_skip_cfws(s))
            return false;
        result->version = token_take_while(s, in_number);
        if (result->version.len == 0 || !token_skip_cfws(s))
            return false;
    }
    return token_take_char(s, '=') && token_skip_cfws(s) && token_take_keyword(s, &result->result) && token_skip_cfws(s);
}

/* pvalue: a value, or an address whose local-part may be quoted and is then kept as written. */
static bool take_property_value(struct arena *arena, str *s, str *value)
{
    str start = *s;

    if (!token_take_value(arena, s, in_property_value, value))
        return false;
    if (start.ptr[0] != '"' || s->len == 0 || s->ptr[0] != '@')
        return true;
    (void)token_take_while(s, in_property_value);
    *value = str_slice(start, 0, start.len - s->len);
    return str_is_utf8(*value);
}

/* propspec behind its ptype: "." property "=" pvalue. */
static bool take_property(struct authres_result *result, struct arena *arena, str *s, str type)
{
    struct authres_property property = { .type = type };

    if (!token_take_char(s, '.') || !token_skip_cfws(s) || !token_take_keyword(s, &property.name) || !token_skip_cfws(s))
        return false;
    if (!token_take_char(s, '=') || !token_skip_cfws(s) || !take_property_value(arena, s, &property.value) || !token_skip_cfws(s))
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

        if (!token_take_keyword(s, &word) || !token_skip_cfws(s))
            return false;
        if (may_be_reason && str_equal_nocase(word, STR("reason")) && token_take_char(s, '=')) {
            if (!token_skip_cfws(s) || !token_take_value(arena, s, token_has_char, &result->reason) || !token_skip_cfws(s))
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

    if (!token_skip_cfws(&s) || !token_take_keyword(&s, &word) || !token_skip_cfws(&s))
        return false;
    return str_equal_nocase(word, STR("none")) && s.len == 0;
}

/* All results, each behind its ";". One more ";" at the end is common and harmless. */
static bool take_results(struct authres *authres, struct arena *arena, str *s)
{
    size_t capacity = 0;

    while (token_take_char(s, ';')) {
        struct authres_result result = { 0 };

        if (authres->count == 0 && is_none(*s))
            return true;
        if (!token_skip_cfws(s))
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

    return !token_has_keyword_char(next) && next != '.' && !ascii_is_8bit(next);
}

bool authres_is_our_id(str id, const str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_ours(id, ids[i]))
            return true;
    return false;
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
    return authres_is_our_id(authres.authserv_id, ids, count);
}

bool authres_is_in_our_name(const struct header *h, const str *ids, size_t count, struct arena *arena)
{
    struct authres authres = { 0 };
    str            rest    = h->value;

    return str_equal_nocase(h->name, STR("Authentication-Results")) && take_head(&authres, arena, &rest) &&
           authres_is_our_id(authres.authserv_id, ids, count);
}
