#include "auth/dkim/signature.h"

#include <stddef.h>

#include "auth/dkim/signature_tags.h"
#include "auth/taglist.h"
#include "base/ascii.h"
#include "base/domain.h"

static enum auth_reason read_version(void *member, str value, struct arena *arena)
{
    (void)member, (void)arena;
    return str_equal(value, STR("1")) ? REASON_NONE : REASON_DKIM_VERSION;
}

/* field-name, RFC 5322 §3.6.8. */
static bool is_field_name(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_vchar(name.ptr[i]))
            return false;
    return name.len > 0;
}

static enum auth_reason read_names(void *member, str value, struct arena *arena)
{
    str rest = value, name;

    (void)arena;
    *(str *)member = value;
    while (dkim_next_signed_name(&rest, &name))
        if (!is_field_name(name))
            return REASON_DKIM_TAG_VALUE;
    return value.len > 0 && value.ptr[value.len - 1] != ':' ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static str without_blanks(struct arena *arena, str text)
{
    char  *octets = arena_octets(arena, text.len);
    size_t len    = 0;

    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_wsp(text.ptr[i]) && text.ptr[i] != '\r' && text.ptr[i] != '\n')
            octets[len++] = text.ptr[i];
    return (str){ octets, len };
}

/* The octet that "=" and two upper-case digits stand for; false if s does not begin so. */
static bool take_hex_octet(str *s, char *octet)
{
    if (s->len < 3 || ascii_hex(s->ptr[1]) < 0 || ascii_hex(s->ptr[2]) < 0 || ascii_is_lower(s->ptr[1]) ||
        ascii_is_lower(s->ptr[2]))
        return false;
    *octet = (char)(ascii_hex(s->ptr[1]) << 4 | ascii_hex(s->ptr[2]));
    *s     = str_from(*s, 3);
    return true;
}

/* dkim-quoted-printable, §2.11: blanks are taken out first, wherever they stand. Control octets could only be meant for
 * whoever prints the identity. */
static bool decode_quoted(struct arena *arena, str text, str *out)
{
    str    rest   = without_blanks(arena, text);
    char  *octets = arena_octets(arena, rest.len);
    size_t len    = 0;

    while (rest.len > 0) {
        char c = rest.ptr[0];

        if (c != '=')
            rest = str_from(rest, 1);
        else if (!take_hex_octet(&rest, &c))
            return false;
        if (ascii_is_control(c))
            return false;
        octets[len++] = c;
    }
    *out = (str){ octets, len };
    return true;
}

/* An empty i= is not one left out: sig-i-tag has an "@" and a domain. */
static enum auth_reason read_identity(void *member, str value, struct arena *arena)
{
    return value.len > 0 && decode_quoted(arena, value, member) ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

/* RFC 6376 §3.5. Tags not listed are ignored, as §3.2 asks; z= is for diagnosis by people. */
#define FIELD(name) offsetof(struct dkim_signature, name)
static const struct tag_rule signature_tags[] = {
    { STR_INIT("v"),  TAG_REQUIRED, read_version,        0                    },
    { STR_INIT("a"),  TAG_REQUIRED, dkim_read_algorithm, FIELD(algorithm)     },
    { STR_INIT("b"),  TAG_REQUIRED, dkim_read_base64,    FIELD(signature)     },
    { STR_INIT("bh"), TAG_REQUIRED, dkim_read_base64,    FIELD(body_hash)     },
    { STR_INIT("c"),  TAG_OPTIONAL, dkim_read_canons,    FIELD(canons)        },
    { STR_INIT("d"),  TAG_REQUIRED, dkim_read_text,      FIELD(domain)        },
    { STR_INIT("h"),  TAG_REQUIRED, read_names,          FIELD(signed_names)  },
    { STR_INIT("i"),  TAG_OPTIONAL, read_identity,       FIELD(identity)      },
    { STR_INIT("l"),  TAG_OPTIONAL, dkim_read_length,    FIELD(body_length)   },
    { STR_INIT("q"),  TAG_OPTIONAL, dkim_read_query,     0                    },
    { STR_INIT("s"),  TAG_REQUIRED, dkim_read_text,      FIELD(selector)      },
    { STR_INIT("t"),  TAG_OPTIONAL, dkim_read_time,      FIELD(signed_at)     },
    { STR_INIT("x"),  TAG_OPTIONAL, dkim_read_time,      FIELD(expires_at)    },
};

static enum auth_reason check_identity(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    if (s->identity.len == 0)
        s->identity = arena_printf(arena, "@%.*s", STR_ARG(s->domain));
    ptrdiff_t at = str_rfind_char(s->identity, '@');

    if (at == STR_NOT_FOUND)
        return REASON_DKIM_TAG_VALUE;
    str local = str_slice(s->identity, 0, (size_t)at), domain = str_from(s->identity, (size_t)at + 1);

    if (!str_is_utf8(local) || !dkim_to_ascii_name(&domain, arena, unicode))
        return REASON_DKIM_TAG_VALUE;
    if (str_has_8bit(s->identity))
        s->identity = arena_printf(arena, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
    s->identity_domain = domain;
    return domain_is_or_below(domain, s->domain) ? REASON_NONE : REASON_DKIM_IDENTITY_MISMATCH;
}

/* What the tags say together. */
static enum auth_reason check(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    enum auth_reason domain = dkim_check_key_place(s, arena, unicode);
    enum auth_reason reason = domain == REASON_NONE ? check_identity(s, arena, unicode) : domain;

    return reason == REASON_NONE ? dkim_check_contents(s) : reason;
}

enum auth_reason dkim_signature_parse(struct dkim_signature *signature, struct arena *arena, str value,
                                      const struct unicode *unicode)
{
    struct taglist list;
    str            bad;

    *signature = dkim_signature_defaults();
    enum taglist_error error  = taglist_parse(&list, value, TAGLIST_STRICT, &bad);
    enum auth_reason   broken = taglist_read(&list, signature_tags, ARRAY_LEN(signature_tags), REASON_DKIM_TAG_MISSING,
                                             signature, arena);
    const str         *b      = taglist_find(&list, STR("b"));
    enum auth_reason   wrong  = check(signature, arena, unicode);

    signature->signature_text = b == NULL ? (str){ 0 } : *b;
    if (error != TAGLIST_OK)
        return error == TAGLIST_DUPLICATE ? REASON_DKIM_TAG_TWICE : REASON_DKIM_SIGNATURE_SYNTAX;
    return broken != REASON_NONE ? broken : wrong;
}

enum auth_reason dkim_signature_check_times(const struct dkim_signature *s, unix_seconds now)
{
    if (s->expires_at < now - DKIM_EXPIRED_LEEWAY_SECONDS)
        return REASON_DKIM_EXPIRED;
    if (s->signed_at > now + DKIM_FUTURE_LEEWAY_SECONDS)
        return REASON_DKIM_FROM_THE_FUTURE;
    return REASON_NONE;
}

bool dkim_next_signed_name(str *names, str *name)
{
    bool more = str_cut(names, ':', name);

    *name = str_trim(more ? *name : (str){ 0 });
    return more;
}

bool dkim_signature_covers(const struct dkim_signature *signature, str name)
{
    str rest = signature->signed_names, signed_name;

    while (dkim_next_signed_name(&rest, &signed_name))
        if (str_equal_nocase(signed_name, name))
            return true;
    return false;
}
