/* DKIM verification, with a signer of our own (signer.h). A message signed with a fresh choice of fields and
 * canonicalizations passes (or is refused for a field that could be added unseen); with a letter of its signed body or
 * of its From changed it does not. Where the key cannot be had it is temperror, and neither pass nor none; under a key
 * record made of the input it never passes; and whatever else the input brings as signatures never passes, since nobody
 * has that key. Every result is a word with its reason, every question about a name that can be asked for. PENDING has
 * open questions, for one round.
 *
 * The first octet chooses the canonicalizations, the second the names of h=; the rest is a message.
 *
 * Covers: src/auth/dkim/verify.c src/auth/dkim/signed_fields.c src/auth/dkim/signed_header.c
 * Covers: src/auth/dkim/body_hashes.c */
#include "fuzz.h"

#include "auth/dkim/verify.h"
#include "script.h"
#include "signer.h"

enum { NOW = 1700000000, TTL_SECONDS = 300, SIGNATURES_MAX = 3 };

/* Whom the verifier asks. */
enum world { HONEST, FAILING, GARBAGE };

static void answer_keys(enum world world, str garbage, struct arena *arena, struct view *view)
{
    struct record record = { .data = garbage };

    switch (world) {
    case HONEST:
        signer_answer(arena, view);
        break;
    case FAILING:
        script_fail((unsigned)garbage.len, view);
        break;
    case GARBAGE:
        for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; )
            view_answer(view, q, answer_new(ANSWER_INSECURE, TTL_SECONDS, &record, 1, q->record_kind));
        break;
    }
}

static void check_results(const struct auth_results *results, const struct view *view)
{
    HOLDS(results->dkim_count <= SIGNATURES_MAX);
    for (size_t i = 0; i < results->dkim_count; i++) {
        const struct dkim_result *r = &results->dkim[i];

        HOLDS(r->status != DKIM_PENDING && r->status != DKIM_NONE && r->reason != REASON_NONE);
        HOLDS((r->status == DKIM_PASS) == (r->reason == REASON_DKIM_VERIFIED));
        HOLDS(r->status != DKIM_PASS || script_has_text(view, STR("v=DKIM1; k=ed25519; p=")));
        HOLDS(r->status != DKIM_TEMPERROR || script_has_failure(view, (str){ 0 }));
    }
}

static struct auth_results verify(struct arena *arena, const struct message *message, enum world world)
{
    struct dkim_options   options  = { .signatures_max = SIGNATURES_MAX, .now = NOW, .digests = fuzz_digests(),
                                       .unicode = fuzz_unicode() };
    struct dkim_verifier *verifier = dkim_verifier_new(arena, message, &options);
    struct auth_results   results  = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, &results)) {
        HOLDS(view_has_open_questions(&view) && rounds++ == 0);
        script_check_names(&view);
        answer_keys(world, message->body, arena, &view);
    }
    check_results(&results, &view);
    dkim_explain_failure(verifier, STR(SIGNER_DOMAIN), &results);
    check_results(&results, &view);             /* an explanation changes no result */
    view_free(&view);
    return results;
}

static size_t passes(const struct auth_results *results)
{
    size_t count = 0;

    for (size_t i = 0; i < results->dkim_count; i++)
        count += results->dkim[i].status == DKIM_PASS;
    return count;
}

static bool passes_when_spoiled(struct arena *arena, str octets, size_t from, size_t to)
{
    str spoiled;

    if (!signer_spoil(arena, octets, from, to, &spoiled))
        return false;

    struct message      message = signer_read(arena, spoiled);
    struct auth_results results = verify(arena, &message, HONEST);

    return passes(&results) > 0;
}

static void check_other_worlds(struct arena *arena, const struct message *message)
{
    struct auth_results failing = verify(arena, message, FAILING), garbage = verify(arena, message, GARBAGE);

    HOLDS(passes(&failing) == 0 && passes(&garbage) == 0);
    HOLDS(failing.dkim[0].status == DKIM_TEMPERROR && garbage.dkim[0].status != DKIM_TEMPERROR);
}

FUZZ_TARGET(input)
{
    static const char *const names[] = { "From", "From:Subject", "from:To:subject:From", "Received:From:Received:Date",
                                         "From:X:X:X", "Subject:Subject:FROM:Message-Id" };
    ARENA_SCOPE arena  = { 0 };
    unsigned    choice = fuzz_take_octet(&input);
    str         signed_names = str_of(names[fuzz_take_octet(&input) % ARRAY_LEN(names)]);
    str         octets = arena_printf(&arena, "From: author@" SIGNER_DOMAIN "\r\n%.*s", STR_ARG(input));

    struct message      plain   = signer_read(&arena, octets);
    struct auth_results results = verify(&arena, &plain, HONEST);

    HOLDS(passes(&results) == 0);
    /* The verifier refuses to look at what readers take in two ways; the signer here does not look. */
    if (plain.headers.overflow != HEADER_WITHIN_LIMITS || !plain.headers.has_end || plain.headers.flaws != 0)
        return;

    str field  = signer_sign(&arena, &plain, signed_names, choice & 1 ? DKIM_RELAXED : DKIM_SIMPLE,
                             choice & 2 ? DKIM_RELAXED : DKIM_SIMPLE);
    str whole  = arena_printf(&arena, "%.*s%.*s", STR_ARG(field), STR_ARG(octets));
    struct message message = signer_read(&arena, whole);

    results = verify(&arena, &message, HONEST);
    HOLDS(results.dkim[0].reason == REASON_DKIM_VERIFIED || results.dkim[0].reason == REASON_DKIM_FIELD_ADDED);
    HOLDS(passes(&results) == (results.dkim[0].reason == REASON_DKIM_VERIFIED));
    HOLDS(!passes_when_spoiled(&arena, whole, message.headers.body_at, whole.len));
    check_other_worlds(&arena, &message);
    if (header_count(&message.headers, STR("From")) == 1) {
        str    from = header_find(&message.headers, STR("From"))->value;
        size_t at   = (size_t)(from.ptr - whole.ptr);

        HOLDS(!passes_when_spoiled(&arena, whole, at, at + from.len));
    }
}
