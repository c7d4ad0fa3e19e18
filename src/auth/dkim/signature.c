#include "auth/dkim/signature.h"

#include <stddef.h>

#include "auth/dkim/canon_body.h"
#include "auth/taglist.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/domain.h"
#include "base/unicode.h"

/* Words that the grammar gives as quoted strings match in any case (RFC 5234 §2.3). Where RFC 6376 wants the exact case
 * it writes the octets as numbers, as for the version of a key. */
static bool is_word(str value, str word)
{
    return str_equal_nocase(value, word);
}

static enum auth_reason read_version(void *member, str value, struct arena *arena)
{
    (void)member, (void)arena;
    return str_equal(value, STR("1")) ? REASON_NONE : REASON_DKIM_VERSION;
}

static enum auth_reason read_algorithm(void *member, str value, struct arena *arena)
{
    static const struct dkim_algorithm known[] = {
        { STR_INIT("rsa-sha256"),     DKIM_KEY_RSA,     DIGEST_SHA256 },        /* RFC 6376 §3.3.2 */
        { STR_INIT("ed25519-sha256"), DKIM_KEY_ED25519, DIGEST_SHA256 },        /* RFC 8463 §3 */
        { STR_INIT("rsa-sha1"),       DKIM_KEY_RSA,     DIGEST_SHA1   },        /* RFC 6376 §3.3.1, historic */
    };
    struct dkim_algorithm *algorithm = member;

    (void)arena;
    algorithm->text = value;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (is_word(value, known[i].text)) {
            algorithm->key_type = known[i].key_type;
            algorithm->hash     = known[i].hash;
            return REASON_NONE;
        }
    return REASON_DKIM_ALGORITHM_UNKNOWN;
}

static enum auth_reason read_text(void *member, str value, struct arena *arena)
{
    (void)arena;
    *(str *)member = value;
    return value.len > 0 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static enum auth_reason read_base64(void *member, str value, struct arena *arena)
{
    return base64_decode(arena, value, member) && value.len > 0 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static bool read_canon_word(str word, enum dkim_canon *canon)
{
    *canon = is_word(word, STR("relaxed")) ? DKIM_RELAXED : DKIM_SIMPLE;
    return *canon == DKIM_RELAXED || is_word(word, STR("simple"));
}

/* "c=relaxed" means relaxed/simple. */
static enum auth_reason read_canons(void *member, str value, struct arena *arena)
{
    struct dkim_canons *canons = member;
    ptrdiff_t           slash  = str_find_char(value, '/');
    str                 header = slash == STR_NOT_FOUND ? value : str_slice(value, 0, (size_t)slash);
    str                 body   = slash == STR_NOT_FOUND ? STR("simple") : str_from(value, (size_t)slash + 1);

    (void)arena;
    return read_canon_word(header, &canons->header) && read_canon_word(body, &canons->body)
               ? REASON_NONE : REASON_DKIM_CANON_UNKNOWN;
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

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* A number too large to hold is larger than any body. */
static enum auth_reason read_length(void *member, str value, struct arena *arena)
{
    (void)arena;
    if (!str_to_u64(value, DKIM_WHOLE_BODY - 1, member))
        *(uint64_t *)member = DKIM_WHOLE_BODY - 1;
    return all_digits(value) && value.len <= 76 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

/* Values of more than 12 digits are taken for infinite, as §3.5 allows. */
static enum auth_reason read_time(void *member, str value, struct arena *arena)
{
    uint64_t seconds;

    (void)arena;
    *(unix_seconds *)member = str_to_u64(value, 999999999999, &seconds) ? (unix_seconds)seconds : DKIM_NEVER;
    return all_digits(value) ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static enum auth_reason read_query(void *member, str value, struct arena *arena)
{
    str rest = value, method;

    (void)member, (void)arena;
    while (str_cut(&rest, ':', &method))
        if (is_word(str_trim(method), STR("dns/txt")))
            return REASON_NONE;
    return REASON_DKIM_QUERY_UNKNOWN;
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

static enum auth_reason read_identity(void *member, str value, struct arena *arena)
{
    return decode_quoted(arena, value, member) ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

/* RFC 6376 §3.5. Tags not listed are ignored, as §3.2 asks; z= is for diagnosis by people. */
#define FIELD(name) offsetof(struct dkim_signature, name)
static const struct tag_rule signature_tags[] = {
    { STR_INIT("v"),  TAG_REQUIRED, read_version,   0                     },
    { STR_INIT("a"),  TAG_REQUIRED, read_algorithm, FIELD(algorithm)      },
    { STR_INIT("b"),  TAG_REQUIRED, read_base64,    FIELD(signature)      },
    { STR_INIT("bh"), TAG_REQUIRED, read_base64,    FIELD(body_hash)      },
    { STR_INIT("c"),  TAG_OPTIONAL, read_canons,    FIELD(canons)         },
    { STR_INIT("d"),  TAG_REQUIRED, read_text,      FIELD(domain)         },
    { STR_INIT("h"),  TAG_REQUIRED, read_names,     FIELD(signed_names)   },
    { STR_INIT("i"),  TAG_OPTIONAL, read_identity,  FIELD(identity)       },
    { STR_INIT("l"),  TAG_OPTIONAL, read_length,    FIELD(body_length)    },
    { STR_INIT("q"),  TAG_OPTIONAL, read_query,     0                     },
    { STR_INIT("s"),  TAG_REQUIRED, read_text,      FIELD(selector)       },
    { STR_INIT("t"),  TAG_OPTIONAL, read_time,      FIELD(signed_at)      },
    { STR_INIT("x"),  TAG_OPTIONAL, read_time,      FIELD(expires_at)     },
};

/* U-labels may stand in messages with internationalized headers (RFC 8616 §5); DNS and alignment know A-labels. No
 * final dot: domain-name has none. */
static bool to_ascii_name(str *name, struct arena *arena, const struct unicode *unicode)
{
    if (str_has_8bit(*name) && (unicode == NULL || !unicode_domain_to_ascii(unicode, arena, *name, name)))
        return false;
    return domain_is_queryable(*name) && name->ptr[name->len - 1] != '.';
}

/* The domain of d= has two labels or more: nobody can sign for a top-level domain. */
static enum auth_reason check_domain(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    bool valid = to_ascii_name(&s->domain, arena, unicode);

    valid &= to_ascii_name(&s->selector, arena, unicode);
    if (valid && str_has_char(s->domain, '.') &&
        s->selector.len + STR("._domainkey.").len + s->domain.len <= DOMAIN_MAX_OCTETS)
        return REASON_NONE;
    s->domain   = (str){ 0 };           /* what is no name must not travel on as one */
    s->selector = (str){ 0 };
    return REASON_DKIM_DOMAIN_INVALID;
}

static enum auth_reason check_identity(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    if (s->identity.len == 0)
        s->identity = arena_printf(arena, "@%.*s", STR_ARG(s->domain));
    ptrdiff_t at = str_rfind_char(s->identity, '@');

    if (at == STR_NOT_FOUND)
        return REASON_DKIM_TAG_VALUE;
    str local = str_slice(s->identity, 0, (size_t)at), domain = str_from(s->identity, (size_t)at + 1);

    if (!str_is_utf8(local) || !to_ascii_name(&domain, arena, unicode))
        return REASON_DKIM_TAG_VALUE;
    if (str_has_8bit(s->identity))
        s->identity = arena_printf(arena, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain));
    s->identity_domain = domain;
    return domain_is_or_below(domain, s->domain) ? REASON_NONE : REASON_DKIM_IDENTITY_MISMATCH;
}

/* What the tags say together. */
static enum auth_reason check(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    enum auth_reason domain = check_domain(s, arena, unicode);
    enum auth_reason reason = domain == REASON_NONE ? check_identity(s, arena, unicode) : domain;

    if (reason != REASON_NONE)
        return reason;
    if (s->body_hash.len != digest_octets(s->algorithm.hash))
        return REASON_DKIM_TAG_VALUE;
    if (!dkim_signature_covers(s, STR("From")))
        return REASON_DKIM_FROM_UNSIGNED;
    if (s->expires_at != DKIM_NEVER && s->expires_at <= s->signed_at)
        return REASON_DKIM_TIMES_CONTRADICT;
    return REASON_NONE;
}

enum auth_reason dkim_signature_parse(struct dkim_signature *signature, struct arena *arena, str value,
                                      const struct unicode *unicode)
{
    struct taglist list;
    str            bad;

    *signature = (struct dkim_signature){ .body_length = DKIM_WHOLE_BODY, .signed_at = DKIM_TIME_UNKNOWN,
                                          .expires_at = DKIM_NEVER };
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
