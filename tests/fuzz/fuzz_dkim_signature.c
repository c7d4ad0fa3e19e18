/* DKIM-Signature fields: a signature without fault has names that DNS can be asked for, an identity at or below its
 * domain, covers From, and expires after it was made; names of h= are slices, and no more than there are colons. Its
 * time is over when it has expired, or has not come; never both at one time.
 *
 * Covers: src/auth/dkim/signature.c src/auth/dkim/signature_tags.c */
#include "fuzz.h"

#include "auth/dkim/canon_body.h"
#include "auth/dkim/signature.h"
#include "base/domain.h"

static void check_names(const struct dkim_signature *signature, str input)
{
    str    names = signature->signed_names, name;
    size_t count = 0;

    while (dkim_next_signed_name(&names, &name)) {
        HOLDS(fuzz_is_inside(name, input) && !str_has_char(name, ':'));
        count++;
    }
    HOLDS(count <= signature->signed_names.len);
}

static void check_times(const struct dkim_signature *signature)
{
    static const unix_seconds times[] = { 0, 1700000000, INT32_MAX };

    for (size_t i = 0; i < ARRAY_LEN(times); i++) {
        enum auth_reason fault = dkim_signature_check_times(signature, times[i]);

        HOLDS(fault != REASON_DKIM_EXPIRED || signature->expires_at < times[i]);
        HOLDS(fault != REASON_DKIM_FROM_THE_FUTURE || signature->signed_at > times[i]);
        HOLDS(fault == REASON_NONE || fault == REASON_DKIM_EXPIRED || fault == REASON_DKIM_FROM_THE_FUTURE);
    }
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE           arena = { 0 };
    struct dkim_signature signature;
    enum auth_reason      fault = dkim_signature_parse(&signature, &arena, input, fuzz_unicode());

    HOLDS(fuzz_is_inside(signature.signature_text, input) && fuzz_is_inside(signature.signed_names, input));
    check_names(&signature, input);
    if (fault != REASON_NONE)
        return;
    check_times(&signature);
    HOLDS(domain_is_queryable(signature.domain) && domain_is_queryable(signature.selector));
    HOLDS(domain_is_or_below(signature.identity_domain, signature.domain));
    HOLDS(signature.signature.len > 0 && signature.body_hash.len == digest_octets(signature.algorithm.hash));
    HOLDS(dkim_signature_covers(&signature, STR("from")));
    HOLDS(signature.signed_at == DKIM_TIME_UNKNOWN || signature.expires_at == DKIM_NEVER ||
          signature.expires_at >= signature.signed_at);
}
