/* What authentication costs beside the bare arithmetic that it cannot do without.
 *
 *     auth_bench MESSAGE ZONE IP HELO MAIL_FROM ROUNDS
 *
 * In each round, one after the other, so that all meet the same machine: RSA-2048 verification on a kept context; SHA-256
 * over the message's octets; reading the message; DKIM; ARC; SPF, DKIM, ARC and DMARC together as the pipeline runs them.
 * Keys and records come parsed from the cache, as they do for all but the first message of a sender. Prints one object of
 * JSON: medians over the rounds, in nanoseconds of processor time for one message, and what was found. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "answers.h"
#include "auth/arc/validate.h"
#include "auth/dkim/body_hashes.h"
#include "auth/dkim/verify.h"
#include "auth/dmarc/evaluate.h"
#include "auth/spf/check.h"
#include "base/unicode.h"
#include "contest.h"
#include "io/file.h"
#include "mail/envelope.h"

enum { ROUNDS_MAX = 200, FILE_MAX_OCTETS = 1 << 30, DIGEST_OCTETS = 32 };

struct bench {
    struct arena     arena;
    str              octets;
    struct message   message;
    struct envelope  envelope;
    struct digests   digests;
    struct digest    running;                   /* kept, as the bare arithmetic would */
    struct unicode  *unicode;
    struct answers  *answers;
    EVP_PKEY_CTX    *verify;
    uint8_t          digest[DIGEST_OCTETS], signature[256];
    struct auth_results found;
};

/* ---- the bare arithmetic ---- */

static void make_bare_verify(struct bench *b)
{
    EVP_PKEY     *key  = EVP_RSA_gen(2048);
    EVP_PKEY_CTX *sign = EVP_PKEY_CTX_new(key, NULL);
    size_t        len  = sizeof b->signature;

    b->verify = EVP_PKEY_CTX_new(key, NULL);
    if (EVP_PKEY_sign_init(sign) != 1 || EVP_PKEY_CTX_set_rsa_padding(sign, RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(sign, b->digests.algorithms[DIGEST_SHA256]) != 1 ||
        EVP_PKEY_sign(sign, b->signature, &len, b->digest, sizeof b->digest) != 1 || EVP_PKEY_verify_init(b->verify) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(b->verify, RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(b->verify, b->digests.algorithms[DIGEST_SHA256]) != 1)
        contest_fail("OpenSSL", "cannot sign");
    EVP_PKEY_CTX_free(sign);
    EVP_PKEY_free(key);
}

static void bare_verify(struct bench *b)
{
    if (EVP_PKEY_verify(b->verify, b->signature, sizeof b->signature, b->digest, sizeof b->digest) != 1)
        contest_fail("OpenSSL", "the bare signature does not verify");
}

static void bare_hash(struct bench *b)
{
    uint8_t out[DIGEST_MAX_OCTETS];

    digest_init(&b->running, &b->digests, DIGEST_SHA256);
    digest_update(&b->running, b->octets);
    (void)digest_final(&b->running, out);
}

/* ---- ours ---- */

static void read_message(struct bench *b)
{
    ARENA_SCOPE    arena = { 0 };
    struct message message;

    message_parse(&message, &arena, b->octets, false, &message_limits_default, b->unicode);
}

static void verify_dkim(struct bench *b)
{
    ARENA_SCOPE           arena = { 0 };
    struct view           view;
    struct auth_results   results  = { 0 };
    struct dkim_verifier *verifier = dkim_verifier_new(&arena, &b->message, &(struct dkim_options){
        .signatures_max = 10, .now = b->envelope.arrived_at, .digests = &b->digests, .unicode = b->unicode });

    answers_init_view(b->answers, &view, &arena);
    while (!dkim_verify(verifier, &view, &results))
        answers_give(b->answers, &view);
    view_free(&view);
}

static bool evaluate(struct bench *b, struct arena *arena, struct view *view, struct dkim_verifier *dkim, struct arc_validator *arc,
                     struct auth_results *r)
{
    struct spf_request request = spf_request_mail_from(&b->envelope, arena, STR("mx.example"), b->unicode);

    r->spf    = spf_check(&request, arena, view);
    bool done = dkim_verify(dkim, view, r);

    done = arc_validate(arc, view, r) && done;
    if (r->spf.status != SPF_PENDING && done)
        return dmarc_check(r, &b->message, arena, view);
    (void)dmarc_evaluate(&(struct dmarc_request){ .author_domain = b->message.author.domain }, arena, view);
    return false;
}

static void authenticate(struct bench *b)
{
    ARENA_SCOPE              arena  = { 0 };
    struct view              view;
    struct auth_results      results = { 0 };
    struct dkim_body_hashes *hashes  = dkim_body_hashes_new(&arena, &b->digests, b->message.body);
    struct dkim_verifier    *dkim    = dkim_verifier_new(&arena, &b->message, &(struct dkim_options){
        .signatures_max = 10, .now = b->envelope.arrived_at, .digests = &b->digests, .unicode = b->unicode, .body_hashes = hashes });
    struct arc_validator    *arc     = arc_validator_new(&arena, &b->message, &(struct arc_options){
        .now = b->envelope.arrived_at, .digests = &b->digests, .unicode = b->unicode, .body_hashes = hashes });

    answers_init_view(b->answers, &view, &arena);
    while (!evaluate(b, &arena, &view, dkim, arc, &results))
        answers_give(b->answers, &view);
    b->found.spf.status   = results.spf.status;
    b->found.dmarc.status = results.dmarc.status;
    b->found.arc.status   = results.arc.status;
    b->found.dkim_count   = 0;
    for (size_t i = 0; i < results.dkim_count; i++)
        b->found.dkim_count += results.dkim[i].status == DKIM_PASS;
    view_free(&view);
}

/* ---- measuring ---- */

static const struct { const char *name; void (*run)(struct bench *b); } subjects[] = {
    { "verify_ns", bare_verify }, { "hash_ns", bare_hash }, { "parse_ns", read_message }, { "dkim_ns", verify_dkim },
    { "all_ns", authenticate },
};

struct turn { struct bench *bench; void (*run)(struct bench *b); };

static void run_turn(void *context)
{
    struct turn *turn = context;

    turn->run(turn->bench);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void load(struct bench *b, char **argv)
{
    str error = { 0 }, path = arena_printf(&b->arena, "<%s>", argv[5]);

    b->answers = answers_open(argv[2], &b->arena, &error);
    b->unicode = unicode_open();
    if (b->answers == NULL || !file_read(argv[1], FILE_MAX_OCTETS, &b->arena, &b->octets, &error))
        contest_fail("cannot read", arena_cstr(&b->arena, error));
    if (b->unicode == NULL || !digests_open(&b->digests))
        contest_fail("cannot open", "ICU or OpenSSL");
    b->envelope = (struct envelope){ .helo = str_of(argv[4]), .arrived_at = time(NULL), .is_esmtp = true };
    if (!ip_parse(str_of(argv[3]), &b->envelope.client) || path_parse(&b->envelope.reverse_path, &path) != PATH_OK)
        contest_fail("bad address", argv[3]);
    message_parse(&b->message, &b->arena, b->octets, false, &message_limits_default, b->unicode);
    make_bare_verify(b);
}

int main(int argc, char **argv)
{
    static struct bench b;
    static double       times[ARRAY_LEN(subjects)][ROUNDS_MAX];
    int                 rounds = argc == 7 ? atoi(argv[6]) : 0;

    if (rounds < 1 || rounds > ROUNDS_MAX)
        contest_fail("usage", "auth_bench MESSAGE ZONE IP HELO MAIL_FROM ROUNDS");
    load(&b, argv);
    for (int r = 0; r < rounds; r++)
        for (size_t s = 0; s < ARRAY_LEN(subjects); s++)
            times[s][r] = contest_measure(run_turn, &(struct turn){ &b, subjects[s].run });
    printf("{\"octets\": %zu, \"spf\": \"%s\", \"dkim_passes\": %zu, \"arc\": \"%s\", \"dmarc\": \"%s\"", b.octets.len,
           spf_status_name(b.found.spf.status), b.found.dkim_count, arc_status_name(b.found.arc.status),
           dmarc_status_name(b.found.dmarc.status));
    for (size_t s = 0; s < ARRAY_LEN(subjects); s++) {
        qsort(times[s], (size_t)rounds, sizeof times[s][0], by_size);
        printf(", \"%s\": %.0f", subjects[s].name, times[s][rounds / 2]);
    }
    printf("}\n");
    return EXIT_SUCCESS;
}
