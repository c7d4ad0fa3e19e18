#include "auth/dkim/signature_tags.h"

#include "auth/dkim/canon_body.h"
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

enum auth_reason dkim_read_algorithm(void *member, str value, struct arena *arena)
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

enum auth_reason dkim_read_text(void *member, str value, struct arena *arena)
{
    (void)arena;
    *(str *)member = value;
    return value.len > 0 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

enum auth_reason dkim_read_base64(void *member, str value, struct arena *arena)
{
    return base64_decode(arena, value, member) && value.len > 0 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static bool read_canon_word(str word, enum dkim_canon *canon)
{
    *canon = is_word(word, STR("relaxed")) ? DKIM_RELAXED : DKIM_SIMPLE;
    return *canon == DKIM_RELAXED || is_word(word, STR("simple"));
}

/* "c=relaxed" means relaxed/simple. */
enum auth_reason dkim_read_canons(void *member, str value, struct arena *arena)
{
    struct dkim_canons *canons = member;
    ptrdiff_t           slash  = str_find_char(value, '/');
    str                 header = slash == STR_NOT_FOUND ? value : str_slice(value, 0, (size_t)slash);
    str                 body   = slash == STR_NOT_FOUND ? STR("simple") : str_from(value, (size_t)slash + 1);

    (void)arena;
    return read_canon_word(header, &canons->header) && read_canon_word(body, &canons->body)
               ? REASON_NONE : REASON_DKIM_CANON_UNKNOWN;
}

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* A number too large to hold is larger than any body. */
enum auth_reason dkim_read_length(void *member, str value, struct arena *arena)
{
    (void)arena;
    if (!str_to_u64(value, DKIM_WHOLE_BODY - 1, member))
        *(uint64_t *)member = DKIM_WHOLE_BODY - 1;
    return all_digits(value) && value.len <= 76 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

/* Values of more than 12 digits are taken for infinite, as §3.5 allows. */
enum auth_reason dkim_read_time(void *member, str value, struct arena *arena)
{
    uint64_t seconds;

    (void)arena;
    *(unix_seconds *)member = str_to_u64(value, 999999999999, &seconds) ? (unix_seconds)seconds : DKIM_NEVER;
    return all_digits(value) ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

enum auth_reason dkim_read_query(void *member, str value, struct arena *arena)
{
    str rest = value, method;

    (void)member, (void)arena;
    while (str_cut(&rest, ':', &method))
        if (is_word(str_trim(method), STR("dns/txt")))
            return REASON_NONE;
    return REASON_DKIM_QUERY_UNKNOWN;
}

/* U-labels may stand in messages with internationalized headers (RFC 8616 §5); DNS and alignment know A-labels. No
 * final dot: domain-name has none. */
bool dkim_to_ascii_name(str *name, struct arena *arena, const struct unicode *unicode)
{
    if (str_has_8bit(*name) && (unicode == NULL || !unicode_domain_to_ascii(unicode, arena, *name, name)))
        return false;
    return domain_is_queryable(*name) && name->ptr[name->len - 1] != '.';
}

/* The domain of d= has two labels or more: nobody can sign for a top-level domain. */
enum auth_reason dkim_check_key_place(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode)
{
    bool valid = dkim_to_ascii_name(&s->domain, arena, unicode);

    valid &= dkim_to_ascii_name(&s->selector, arena, unicode);
    if (valid && str_has_char(s->domain, '.') &&
        s->selector.len + STR("._domainkey.").len + s->domain.len <= DOMAIN_MAX_OCTETS)
        return REASON_NONE;
    s->domain   = (str){ 0 };           /* what is no name must not travel on as one */
    s->selector = (str){ 0 };
    return REASON_DKIM_DOMAIN_INVALID;
}

enum auth_reason dkim_check_contents(const struct dkim_signature *s)
{
    if (s->body_hash.len != digest_octets(s->algorithm.hash))
        return REASON_DKIM_TAG_VALUE;
    if (!dkim_signature_covers(s, STR("From")))
        return REASON_DKIM_FROM_UNSIGNED;
    if (s->expires_at != DKIM_NEVER && s->expires_at <= s->signed_at)
        return REASON_DKIM_TIMES_CONTRADICT;
    return REASON_NONE;
}

struct dkim_signature dkim_signature_defaults(void)
{
    return (struct dkim_signature){ .body_length = DKIM_WHOLE_BODY, .signed_at = DKIM_TIME_UNKNOWN,
                                    .expires_at = DKIM_NEVER };
}
