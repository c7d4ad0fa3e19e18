#include "auth/arc/validate.h"

#include "auth/arc/chain.h"
#include "auth/dkim/body_hashes.h"
#include "auth/dkim/canon_header.h"
#include "auth/dkim/signed_header.h"
#include "base/domain.h"
#include "dns/packet.h"

/* What is known of one signature beside its tags. */
struct proof {
    const struct arc_signature  *s;
    str                          key_name;      /* empty: no key was asked for yet */
    const struct dkim_key       *key;
    const struct dkim_body_hash *body;          /* of message signatures */
    enum auth_reason             fault;         /* why it does not verify, as far as that is known */
};

struct arc_validator {
    struct arena            *arena;
    const struct message    *message;
    struct arc_options       options;
    struct arc_chain         chain;
    struct proof            *message_proofs, *seal_proofs;      /* by instance - 1 */
    struct dkim_body_hashes *body_hashes;
    struct arc_result        result;                            /* pending until all is known */
};

/* ---- the outcome ---- */

static void fail(struct arc_validator *v, enum auth_reason reason, size_t set, enum auth_reason cause)
{
    v->result.status     = ARC_FAIL;
    v->result.reason     = reason;
    v->result.failed_set = set;
    v->result.cause      = cause;
}

/* A signature that holds the chain together does not verify. The first one counts, but a key that could not be had
 * gives way to whatever is wrong for good: then no later answer would help. */
static void fail_by(struct arc_validator *v, enum auth_reason reason, size_t set, enum auth_reason cause)
{
    if (v->result.status == ARC_FAIL && v->result.reason != REASON_ARC_KEY_UNAVAILABLE)
        return;
    if (cause == REASON_DKIM_KEY_UNAVAILABLE)
        reason = REASON_ARC_KEY_UNAVAILABLE;
    if (v->result.status != ARC_FAIL || reason != REASON_ARC_KEY_UNAVAILABLE)
        fail(v, reason, set, cause);
}

static bool has_failed_for_good(const struct arc_validator *v)
{
    return v->result.status == ARC_FAIL && v->result.reason != REASON_ARC_KEY_UNAVAILABLE;
}

/* ---- before any key ---- */

/* Who sealed, from the first on: names that nothing has proved until the chain passes. */
static void list_sealers(struct arc_validator *v)
{
    str *sealers = ARENA_ARRAY(v->arena, str, v->chain.count);

    for (size_t i = 0; i < v->chain.count; i++)
        sealers[i] = v->chain.sets[i].seal.signature.domain;
    v->result.sets    = v->chain.count;
    v->result.sealers = sealers;
}

/* Faults that need no key to be seen: of the newest message signature and of every seal. */
static void judge_fields(struct arc_validator *v)
{
    size_t newest = v->chain.count;

    for (size_t i = 0; i < newest; i++) {
        const struct arc_set *set     = &v->chain.sets[i];
        struct proof         *message = &v->message_proofs[i];

        *message          = (struct proof){ .s = &set->message_signature, .fault = set->message_signature.fault };
        v->seal_proofs[i] = (struct proof){ .s = &set->seal, .fault = set->seal.fault };
        if (message->fault == REASON_NONE)
            message->fault = dkim_signature_check_times(&message->s->signature, v->options.now);
    }
    if (v->message_proofs[newest - 1].fault != REASON_NONE)
        fail_by(v, REASON_ARC_MESSAGE_SIGNATURE, newest, v->message_proofs[newest - 1].fault);
    for (size_t i = 0; i < newest; i++)
        if (v->seal_proofs[i].fault != REASON_NONE)
            fail_by(v, REASON_ARC_SEAL, i + 1, v->seal_proofs[i].fault);
}

static bool is_same_key(const struct dkim_signature *a, const struct dkim_signature *b)
{
    return domain_equal(a->domain, b->domain) && str_equal_nocase(a->selector, b->selector);
}

static void note_key(const struct proof *p, const struct dkim_signature **keys, size_t *count)
{
    if (p->fault != REASON_NONE || *count > ARC_KEYS_MAX)
        return;
    for (size_t i = 0; i < *count; i++)
        if (is_same_key(keys[i], &p->s->signature))
            return;
    keys[(*count)++] = &p->s->signature;
}

/* The questions of one message are counted: a chain of strangers must not use up what SPF, DKIM and DMARC need. */
static bool has_too_many_keys(const struct arc_validator *v)
{
    const struct dkim_signature *keys[ARC_KEYS_MAX + 1];
    size_t                       count = 0;

    for (size_t i = 0; i < v->chain.count; i++) {
        note_key(&v->message_proofs[i], keys, &count);
        note_key(&v->seal_proofs[i], keys, &count);
    }
    return count > ARC_KEYS_MAX;
}

struct arc_validator *arc_validator_new(struct arena *arena, const struct message *message,
                                        const struct arc_options *options)
{
    struct arc_validator *v = ARENA_NEW(arena, struct arc_validator);

    *v = (struct arc_validator){ .arena = arena, .message = message, .options = *options,
                                 .body_hashes = options->body_hashes };
    arc_chain_read(&v->chain, arena, &message->headers, options->unicode);
    list_sealers(v);
    if (v->chain.sets == NULL) {
        v->result = (struct arc_result){ .status = ARC_NONE, .reason = REASON_ARC_ABSENT };
        return v;
    }
    if (v->chain.fault != REASON_NONE) {
        fail(v, v->chain.fault, v->chain.fault_set, REASON_NONE);
        return v;
    }
    v->message_proofs = ARENA_ARRAY(arena, struct proof, v->chain.count);
    v->seal_proofs    = ARENA_ARRAY(arena, struct proof, v->chain.count);
    judge_fields(v);
    if (v->result.status == ARC_PENDING && has_too_many_keys(v))
        fail(v, REASON_ARC_TOO_MANY_KEYS, 0, REASON_NONE);
    if (v->body_hashes == NULL)
        v->body_hashes = dkim_body_hashes_new(arena, options->digests, message->body);
    return v;
}

/* ---- keys ---- */

/* False while the key is on its way. */
static bool fetch_key(struct arc_validator *v, struct proof *p, struct view *view)
{
    const struct dkim_signature *s = &p->s->signature;

    if (p->fault != REASON_NONE || p->key != NULL)
        return true;
    if (p->key_name.len == 0)
        p->key_name = dkim_key_name(v->arena, s->selector, s->domain);
    const struct answer *answer = view_ask(view, QUESTION_DNS, DNS_TXT, p->key_name, &dkim_key_kind);

    if (answer->state == ANSWER_PENDING)
        return false;
    p->fault = dkim_key_find(answer, &p->key);
    if (p->fault == REASON_NONE)
        p->fault = dkim_key_judge(p->key, s->algorithm.key_type, s->algorithm.hash, DKIM_RSA_MIN_BITS);
    return true;
}

static bool fetch_keys(struct arc_validator *v, struct view *view)
{
    bool all_here = true;

    for (size_t i = v->chain.count; i-- > 0; ) {
        all_here &= fetch_key(v, &v->message_proofs[i], view);
        all_here &= fetch_key(v, &v->seal_proofs[i], view);
    }
    return all_here;
}

/* ---- the message signatures, §5.2 steps 4 and 5 ---- */

static void hash_body(struct arc_validator *v)
{
    for (size_t i = 0; i < v->chain.count; i++) {
        struct proof                *p = &v->message_proofs[i];
        const struct dkim_signature *s = &p->s->signature;

        if (p->fault == REASON_NONE)
            p->body = dkim_body_hashes_want(v->body_hashes, s->canons.body, s->algorithm.hash, s->body_length);
    }
    dkim_body_hashes_compute(v->body_hashes);
}

/* A signature of part of the body says nothing of the rest, and a chain has no word for that: it does not count. */
static enum auth_reason judge_body(const struct dkim_signature *s, const struct dkim_body_hash *body)
{
    if (!str_equal(s->body_hash, (str){ (const char *)body->octets, body->len }))
        return REASON_DKIM_BODY_HASH;
    if (s->body_length == DKIM_WHOLE_BODY || s->body_length == body->canonical_octets)
        return REASON_NONE;
    return s->body_length > body->canonical_octets ? REASON_DKIM_LENGTH_EXCEEDS : REASON_DKIM_BODY_PARTIAL;
}

struct header_work { struct signed_fields *fields; struct buf octets; struct digest digest; };

static enum auth_reason judge_header(struct arc_validator *v, const struct proof *p, struct header_work *work)
{
    const struct dkim_signature *s = &p->s->signature;

    if (work->fields == NULL)
        work->fields = signed_fields_new(v->arena, &v->message->headers);
    dkim_signed_header_write(&work->octets, s, p->s->field, work->fields);
    if (!dkim_signed_header_verify(buf_str(&work->octets), s, p->key, &work->digest, v->options.digests))
        return REASON_DKIM_SIGNATURE_WRONG;
    return dkim_signed_header_has_added(work->fields) ? REASON_DKIM_FIELD_ADDED : REASON_NONE;
}

/* The newest must verify; of the older ones it is found how far back they do: a list that changes the subject breaks
 * those before it and not the chain. */
static void verify_message_signatures(struct arc_validator *v)
{
    struct header_work work = { 0 };
    size_t             n    = v->chain.count;

    hash_body(v);
    for (; n > 0; n--) {
        struct proof *p = &v->message_proofs[n - 1];

        if (p->fault == REASON_NONE)
            p->fault = judge_body(&p->s->signature, p->body);
        if (p->fault == REASON_NONE)
            p->fault = judge_header(v, p, &work);
        if (p->fault != REASON_NONE)
            break;
    }
    v->result.oldest_pass = n == 0 ? 0 : n + 1;
    if (n == v->chain.count)
        fail_by(v, REASON_ARC_MESSAGE_SIGNATURE, n, v->message_proofs[n - 1].fault);
    buf_free(&work.octets);
    digest_free(&work.digest);
}

/* ---- the seals, §5.2 step 6 ---- */

static enum auth_reason judge_seal(const struct proof *p, const struct digest *before, struct digest *digest,
                                   struct buf *octets)
{
    const struct dkim_signature *s = &p->s->signature;
    uint8_t                      found[DIGEST_MAX_OCTETS];

    if (p->fault != REASON_NONE)
        return p->fault;
    buf_clear(octets);
    dkim_canon_signature_field(octets, DKIM_RELAXED, p->s->field, s->signature_text);
    digest_copy(digest, before);
    digest_update(digest, buf_str(octets));
    size_t len = digest_final(digest, found);

    return dkim_key_verify(p->key, s->algorithm.hash, (str){ (const char *)found, len }, s->signature)
               ? REASON_NONE : REASON_DKIM_SIGNATURE_WRONG;
}

static void add_field(struct digest *digest, struct buf *octets, const struct header *field)
{
    buf_clear(octets);
    dkim_canon_field(octets, DKIM_RELAXED, field);
    digest_update(digest, buf_str(octets));
}

/* Each seal covers all sets up to its own (§5.1.1), so one running digest serves all, and fifty sets cost no more than
 * their octets. This goes upwards where the RFC counts down, which cannot change the outcome: every seal must verify.
 * The lowest that does not is the one to name, since what broke it breaks all later ones as well. */
static void verify_seals(struct arc_validator *v)
{
    struct digest running = { 0 }, digest = { 0 };
    BUF_SCOPE     octets  = { 0 };

    digest_init(&running, v->options.digests, DIGEST_SHA256);
    for (size_t n = 1; n <= v->chain.count && !has_failed_for_good(v); n++) {
        const struct arc_set *set = &v->chain.sets[n - 1];

        add_field(&running, &octets, set->results);
        add_field(&running, &octets, set->message_signature.field);
        enum auth_reason fault = judge_seal(&v->seal_proofs[n - 1], &running, &digest, &octets);

        add_field(&running, &octets, set->seal.field);
        if (fault != REASON_NONE)
            fail_by(v, REASON_ARC_SEAL, n, fault);
    }
    digest_free(&running);
    digest_free(&digest);
}

bool arc_validate(struct arc_validator *v, struct view *view, struct auth_results *results)
{
    if (v->result.status == ARC_PENDING) {
        if (!fetch_keys(v, view))
            return false;
        verify_message_signatures(v);
        verify_seals(v);
        if (v->result.status == ARC_PENDING) {
            v->result.status = ARC_PASS;
            v->result.reason = REASON_ARC_VERIFIED;
        } else {
            v->result.oldest_pass = 0;
        }
    }
    results->arc = v->result;
    return true;
}
