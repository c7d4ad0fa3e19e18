#include "auth/dkim/verify.h"

#include "auth/dkim/alteration.h"
#include "auth/dkim/body_hashes.h"
#include "auth/dkim/signature.h"
#include "auth/dkim/signed_header.h"
#include "base/ascii.h"
#include "base/domain.h"
#include "dns/packet.h"

enum { SIGNATURE_START_OCTETS = 8 };

/* One signature on its way: pending until a reason settles it. */
struct verification {
    const struct header         *field;
    struct dkim_signature        signature;
    size_t                       closeness;     /* to the author: labels in common */
    bool                         chosen;
    str                          key_name;
    const struct dkim_key       *key;
    const struct dkim_body_hash *body;
    struct dkim_result           result;
};

struct dkim_verifier {
    struct arena              *arena;
    const struct message      *message;
    struct dkim_options        options;
    struct verification       *signatures;      /* chosen ones, from the top */
    size_t                     count, skipped;
    struct dkim_body_hashes   *body_hashes;
    struct dkim_result        *results;         /* NULL until all are settled */
};

/* What each reason means for a receiver, RFC 8601 §2.7.1: neutral could not be understood, permerror
 * can never be verified, policy is not acceptable to us though it may verify. */
static const enum dkim_status status_of[] = {
    [REASON_DKIM_VERIFIED]           = DKIM_PASS,
    [REASON_DKIM_SIGNATURE_SYNTAX]   = DKIM_NEUTRAL,
    [REASON_DKIM_TAG_TWICE]          = DKIM_PERMERROR,
    [REASON_DKIM_TAG_VALUE]          = DKIM_NEUTRAL,
    [REASON_DKIM_ALGORITHM_UNKNOWN]  = DKIM_NEUTRAL,
    [REASON_DKIM_CANON_UNKNOWN]      = DKIM_NEUTRAL,
    [REASON_DKIM_QUERY_UNKNOWN]      = DKIM_NEUTRAL,
    [REASON_DKIM_TAG_MISSING]        = DKIM_PERMERROR,
    [REASON_DKIM_VERSION]            = DKIM_PERMERROR,
    [REASON_DKIM_ALGORITHM_HISTORIC] = DKIM_PERMERROR,
    [REASON_DKIM_DOMAIN_INVALID]     = DKIM_PERMERROR,
    [REASON_DKIM_IDENTITY_MISMATCH]  = DKIM_PERMERROR,
    [REASON_DKIM_FROM_UNSIGNED]      = DKIM_PERMERROR,
    [REASON_DKIM_TIMES_CONTRADICT]   = DKIM_PERMERROR,
    [REASON_DKIM_EXPIRED]            = DKIM_FAIL,
    [REASON_DKIM_FROM_THE_FUTURE]    = DKIM_FAIL,
    [REASON_DKIM_KEY_UNAVAILABLE]    = DKIM_TEMPERROR,
    [REASON_DKIM_KEY_ABSENT]         = DKIM_PERMERROR,
    [REASON_DKIM_KEY_SYNTAX]         = DKIM_PERMERROR,
    [REASON_DKIM_KEY_SEVERAL]        = DKIM_PERMERROR,
    [REASON_DKIM_KEY_REVOKED]        = DKIM_PERMERROR,
    [REASON_DKIM_KEY_TYPE]           = DKIM_PERMERROR,
    [REASON_DKIM_KEY_HASH]           = DKIM_PERMERROR,
    [REASON_DKIM_KEY_SERVICE]        = DKIM_PERMERROR,
    [REASON_DKIM_KEY_IDENTITY]       = DKIM_PERMERROR,
    [REASON_DKIM_KEY_SHORT]          = DKIM_PERMERROR,
    [REASON_DKIM_KEY_LONG]           = DKIM_PERMERROR,
    [REASON_DKIM_BODY_HASH]          = DKIM_FAIL,
    [REASON_DKIM_SIGNATURE_WRONG]    = DKIM_FAIL,
    [REASON_DKIM_LENGTH_EXCEEDS]     = DKIM_PERMERROR,
    [REASON_DKIM_BODY_PARTIAL]       = DKIM_POLICY,
    [REASON_DKIM_FIELD_ADDED]        = DKIM_POLICY,
};

static void settle(struct verification *v, enum auth_reason reason)
{
    ASSERT(reason < ARRAY_LEN(status_of) && status_of[reason] != DKIM_PENDING);
    v->result.reason = reason;
    v->result.status = status_of[reason];
}

/* REASON_NONE leaves the signature pending. */
static void settle_if(struct verification *v, enum auth_reason reason)
{
    if (reason != REASON_NONE)
        settle(v, reason);
}

static bool is_pending(const struct verification *v)
{
    return v->result.status == DKIM_PENDING;
}

/* ---- the signature fields ---- */

/* What the receiver decides about a well-formed signature before any key is asked for. */
static enum auth_reason judge_signature(const struct dkim_signature *s, const struct dkim_options *options)
{
    if (s->algorithm.hash == DIGEST_SHA1 && !options->legacy_algorithms)
        return REASON_DKIM_ALGORITHM_HISTORIC;
    return dkim_signature_check_times(s, options->now);
}

static bool at_label_start(str name, size_t from_right)
{
    return from_right == name.len || name.ptr[name.len - 1 - from_right] == '.';
}

/* How many labels two names share, from the right. */
static size_t common_labels(str a, str b)
{
    size_t count = 0;

    for (size_t i = 0;; i++) {
        count += i > 0 && at_label_start(a, i) && at_label_start(b, i);
        if (i == a.len || i == b.len || ascii_lower(a.ptr[a.len - 1 - i]) != ascii_lower(b.ptr[b.len - 1 - i]))
            return count;
    }
}

static size_t closeness(str domain, const struct author *author)
{
    size_t most = 0;

    for (size_t i = 0; i < author->domain_count; i++) {
        size_t common = common_labels(author->domains[i], domain);

        most = common > most ? common : most;
    }
    return most;
}

static bool leaves_out(const struct dkim_signature *s, str name, const struct header_list *headers)
{
    return !dkim_signature_covers(s, name) && header_find(headers, name) != NULL;
}

static str without_blanks(struct arena *arena, str text)
{
    char  *out = arena_octets(arena, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_blank(text.ptr[i]))
            out[len++] = text.ptr[i];
    return (str){ out, len };
}

static void read_signature(struct verification *v, const struct header *field, struct dkim_verifier *verifier)
{
    struct dkim_signature *s       = &v->signature;
    enum auth_reason       reason  = dkim_signature_parse(s, verifier->arena, field->value, verifier->options.unicode);

    if (reason == REASON_NONE)
        reason = judge_signature(s, &verifier->options);
    v->field     = field;
    v->closeness = closeness(s->domain, &verifier->message->author);
    v->result    = (struct dkim_result){
        .domain            = s->domain,
        .selector          = s->selector,
        .identity          = s->identity,
        .algorithm         = s->algorithm.text,
        .subject_unsigned  = leaves_out(s, STR("Subject"), &verifier->message->headers),
        .reply_to_unsigned = leaves_out(s, STR("Reply-To"), &verifier->message->headers),
        .to_unsigned       = leaves_out(s, STR("To"), &verifier->message->headers),
        .has_signed_at     = s->signed_at != DKIM_TIME_UNKNOWN,
        .signed_at         = s->signed_at != DKIM_TIME_UNKNOWN ? s->signed_at : 0,
    };
    settle_if(v, reason);
}

static size_t common_start(str a, str b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

/* RFC 6008 §4: eight characters of b= without its blanks, or as many as tell it from those of the others. */
static void tell_apart(struct verification *all, size_t count, struct arena *arena)
{
    str *texts = ARENA_ARRAY(arena, str, count);

    for (size_t i = 0; i < count; i++)
        texts[i] = without_blanks(arena, all[i].signature.signature_text);
    for (size_t i = 0; i < count; i++) {
        size_t len = SIGNATURE_START_OCTETS;

        for (size_t k = 0; k < count; k++) {
            size_t common = k == i || str_equal(texts[i], texts[k]) ? 0 : common_start(texts[i], texts[k]);

            len = common >= len ? common + 1 : len;
        }
        all[i].result.signature_start = str_slice(texts[i], 0, len < texts[i].len ? len : texts[i].len);
    }
}

/* Marks the closest to the author; of equals, the upper. Anybody can add signatures: they must neither cost without
 * bound nor crowd out the one that counts. */
static void choose(struct verification *all, size_t count, size_t most)
{
    for (size_t chosen = 0; chosen < most; chosen++) {
        struct verification *best = NULL;

        for (size_t i = 0; i < count; i++) {
            struct verification *v = &all[i];

            if (v->chosen)
                continue;
            if (best == NULL || is_pending(v) > is_pending(best) ||
                (is_pending(v) == is_pending(best) && v->closeness > best->closeness))
                best = v;
        }
        if (best == NULL)
            return;
        best->chosen = true;
    }
}

struct dkim_verifier *dkim_verifier_new(struct arena *arena, const struct message *message,
                                        const struct dkim_options *options)
{
    const str             name     = STR("DKIM-Signature");
    struct dkim_verifier *verifier = ARENA_NEW(arena, struct dkim_verifier);
    size_t                total    = header_count(&message->headers, name), i = 0;
    struct verification  *all      = ARENA_ARRAY(arena, struct verification, total);
    struct header_walk    walk     = header_walk_down(&message->headers, name);

    *verifier = (struct dkim_verifier){ .arena = arena, .message = message, .options = *options, .signatures = all };
    verifier->body_hashes = options->body_hashes != NULL ? options->body_hashes
                                                         : dkim_body_hashes_new(arena, options->digests, message->body);
    for (const struct header *field; (field = header_next(&walk)) != NULL; )
        read_signature(&all[i++], field, verifier);
    choose(all, total, options->signatures_max);
    for (i = 0; i < total; i++)
        if (all[i].chosen)
            all[verifier->count++] = all[i];
    verifier->skipped = total - verifier->count;
    tell_apart(verifier->signatures, verifier->count, arena);
    return verifier;
}

/* ---- keys ---- */

/* For the key and for what this signature wants of it. */
static enum auth_reason judge_key(const struct dkim_key *key, const struct dkim_signature *s,
                                  const struct dkim_options *options)
{
    int              bits_min = options->legacy_algorithms ? DKIM_RSA_MIN_BITS_READ : DKIM_RSA_MIN_BITS;
    enum auth_reason unfit    = dkim_key_judge(key, s->algorithm.key_type, s->algorithm.hash, bits_min);

    if (unfit == REASON_NONE && key->same_domain && !domain_equal(s->identity_domain, s->domain))
        return REASON_DKIM_KEY_IDENTITY;
    return unfit;
}

static void take_key(struct verification *v, const struct answer *answer, const struct dkim_options *options)
{
    enum auth_reason none = dkim_key_find(answer, &v->key);

    settle_if(v, none);
    if (none != REASON_NONE)
        return;
    v->result.key_bits    = v->key->bits;
    v->result.is_test_key = v->key->is_test;
    settle_if(v, judge_key(v->key, &v->signature, options));
}

/* Of names with only the top level in common nothing is aligned; which of the others are, only the tree walk tells. */
static bool may_be_aligned(const struct verification *v)
{
    return v->closeness >= 2;
}

/* Asks for the keys together. False while one is on its way. */
static bool fetch_keys(struct dkim_verifier *verifier, bool all, struct view *view)
{
    bool all_here = true;

    for (size_t i = 0; i < verifier->count; i++) {
        struct verification *v = &verifier->signatures[i];

        if (!is_pending(v) || v->key != NULL || (!all && !may_be_aligned(v)))
            continue;
        if (v->key_name.len == 0)
            v->key_name = dkim_key_name(verifier->arena, v->signature.selector, v->signature.domain);
        const struct answer *answer = view_ask(view, QUESTION_DNS, DNS_TXT, v->key_name, &dkim_key_kind);

        if (answer->state == ANSWER_PENDING)
            all_here = false;
        else
            take_key(v, answer, &verifier->options);
    }
    return all_here;
}

/* ---- the body ---- */

static void hash_body(struct dkim_verifier *verifier)
{
    for (size_t i = 0; i < verifier->count; i++) {
        struct verification         *v = &verifier->signatures[i];
        const struct dkim_signature *s = &v->signature;

        if (is_pending(v))
            v->body = dkim_body_hashes_want(verifier->body_hashes, s->canons.body, s->algorithm.hash, s->body_length);
    }
    dkim_body_hashes_compute(verifier->body_hashes);
}

static enum auth_reason judge_body(struct verification *v)
{
    const struct dkim_body_hash *body = v->body;
    uint64_t                     length = v->signature.body_length;

    if (length != DKIM_WHOLE_BODY && length > body->canonical_octets)
        return REASON_DKIM_LENGTH_EXCEEDS;
    if (length < body->canonical_octets)
        v->result.unsigned_octets = (size_t)(body->canonical_octets - length);
    return str_equal(v->signature.body_hash, (str){ (const char *)body->octets, body->len }) ? REASON_NONE
                                                                                              : REASON_DKIM_BODY_HASH;
}

/* ---- the header ---- */

static enum auth_reason judge_header(const struct verification *v, str signed_header,
                                     const struct signed_fields *fields, struct digest *digest,
                                     const struct dkim_options *options)
{
    if (!dkim_signed_header_verify(signed_header, &v->signature, v->key, digest, options->digests))
        return REASON_DKIM_SIGNATURE_WRONG;
    if (dkim_signed_header_has_added(fields))
        return REASON_DKIM_FIELD_ADDED;
    if (v->result.unsigned_octets > 0 && !options->partial_body)
        return REASON_DKIM_BODY_PARTIAL;
    return REASON_DKIM_VERIFIED;
}

/* The body hash is compared first: it costs nothing any more. */
static void verify_pending(struct dkim_verifier *verifier)
{
    struct signed_fields *fields = NULL;
    struct digest         digest = { 0 };
    BUF_SCOPE             signed_header = { 0 };

    for (size_t i = 0; i < verifier->count; i++) {
        struct verification *v = &verifier->signatures[i];

        if (!is_pending(v))
            continue;
        settle_if(v, judge_body(v));
        if (!is_pending(v))
            continue;
        if (fields == NULL)
            fields = signed_fields_new(verifier->arena, &verifier->message->headers);
        dkim_signed_header_write(&signed_header, &v->signature, v->field, fields);
        settle(v, judge_header(v, buf_str(&signed_header), fields, &digest, &verifier->options));
    }
    digest_free(&digest);
}

bool dkim_ask_for_author(struct dkim_verifier *verifier, struct view *view)
{
    return verifier->results != NULL || fetch_keys(verifier, false, view);
}

bool dkim_verify(struct dkim_verifier *verifier, struct view *view, struct auth_results *results)
{
    if (verifier->results == NULL) {
        if (!fetch_keys(verifier, true, view))
            return false;
        hash_body(verifier);
        verify_pending(verifier);
        verifier->results = ARENA_ARRAY(verifier->arena, struct dkim_result, verifier->count);
        for (size_t i = 0; i < verifier->count; i++)
            verifier->results[i] = verifier->signatures[i].result;
    }
    results->dkim         = verifier->results;
    results->dkim_count   = verifier->count;
    results->dkim_skipped = verifier->skipped;
    return true;
}

void dkim_explain_failure(const struct dkim_verifier *verifier, str domain, struct auth_results *results)
{
    ASSERT(verifier->results != NULL);
    for (size_t i = 0; i < verifier->count; i++) {
        const struct verification *v      = &verifier->signatures[i];
        enum auth_reason           reason = v->result.reason;

        if ((reason != REASON_DKIM_BODY_HASH && reason != REASON_DKIM_SIGNATURE_WRONG) ||
            !domain_is_or_below(v->signature.domain, domain))
            continue;
        struct dkim_failed failed = { verifier->message, v->field, &v->signature, v->key,
                                      .body_verifies = reason == REASON_DKIM_SIGNATURE_WRONG };

        results->dkim[i].alterations = dkim_find_alterations(&failed, verifier->options.digests, verifier->arena);
        return;
    }
}
