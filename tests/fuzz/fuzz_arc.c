/* ARC, on what the input is and on chains signed here (signer.h). Sets are made of fields of the message, as many as
 * the highest instance says, within the RFC's limit; a chain without fault is complete. Validation that is PENDING has
 * open questions, for one round and within its bound of keys, about names that can be asked for.
 *
 * No field of ARC and only that is none. No input passes as it is. Under a chain of our own it passes (but for a
 * message with two From or Subject, or one that has fields of ARC already); with a letter of a seal, of the signed
 * subject or of the body changed it does not; and where keys cannot be had it fails for that reason, and neither passes
 * nor is none. The first octet chooses how many sets; the rest is a message.
 *
 * Covers: src/auth/arc/chain.c src/auth/arc/validate.c */
#include "fuzz.h"

#include "auth/arc/chain.h"
#include "auth/arc/validate.h"
#include "script.h"
#include "signer.h"

enum { NOW = 1700000000, SETS_MAX = 3 };

static bool is_of(const struct header_list *list, const struct header *h)
{
    return h == NULL || (h >= list->fields && h < list->fields + list->count);
}

static void check_chain(struct arena *arena, const struct header_list *headers)
{
    struct arc_chain chain;

    arc_chain_read(&chain, arena, headers, fuzz_unicode());
    HOLDS(chain.count <= ARC_SETS_MAX && (chain.count == 0 || chain.sets != NULL) && chain.fault_set <= ARC_SETS_MAX);
    for (size_t i = 0; i < chain.count; i++) {
        const struct arc_set *set = &chain.sets[i];

        HOLDS(is_of(headers, set->results) && is_of(headers, set->seal.field) &&
              is_of(headers, set->message_signature.field));
        HOLDS(chain.fault != REASON_NONE || (set->results != NULL && set->seal.field != NULL &&
                                             set->message_signature.field != NULL));
    }
}

static bool has_arc(const struct header_list *headers)
{
    return header_count(headers, STR("ARC-Seal")) + header_count(headers, STR("ARC-Message-Signature")) +
           header_count(headers, STR("ARC-Authentication-Results")) > 0;
}

static struct arc_result validate(struct arena *arena, const struct message *message, bool keys_can_be_had)
{
    struct arc_options    options   = { .now = NOW, .digests = fuzz_digests(), .unicode = fuzz_unicode() };
    struct arc_validator *validator = arc_validator_new(arena, message, &options);
    struct auth_results   results   = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!arc_validate(validator, &view, &results)) {
        HOLDS(view_has_open_questions(&view) && rounds++ == 0);
        if (keys_can_be_had)
            signer_answer(arena, &view);
        else
            script_fail((unsigned)message->body.len, &view);
    }
    HOLDS(view.count <= ARC_KEYS_MAX);
    HOLDS(results.arc.reason != REASON_NONE && results.arc.sets <= ARC_SETS_MAX);
    HOLDS((results.arc.status == ARC_NONE) == !has_arc(&message->headers));
    HOLDS(results.arc.status == ARC_PASS || results.arc.oldest_pass == 0);
    script_check_names(&view);
    view_free(&view);
    return results.arc;
}

static bool passes_when_spoiled(struct arena *arena, str octets, size_t from, size_t to)
{
    str spoiled;

    if (!signer_spoil(arena, octets, from, to, &spoiled))
        return false;

    struct message message = signer_read(arena, spoiled);

    return validate(arena, &message, true).status == ARC_PASS;
}

/* A letter in the last third of the topmost field is changed: in a seal that is one of b=. (Of the very last, which has
 * bits to spare, another may mean the same.) */
static bool passes_with_other(struct arena *arena, const struct message *message, const char *name)
{
    const struct header *field = header_find(&message->headers, str_of(name));
    size_t               from  = field == NULL ? 0 : (size_t)(field->value.ptr - message->octets.ptr);

    return field != NULL && passes_when_spoiled(arena, message->octets, from, from + field->value.len * 4 / 5);
}

static void check_sealed(struct arena *arena, str octets, unsigned sets)
{
    BUF_SCOPE sealed = { 0 };

    for (unsigned n = 1; n <= sets; n++)
        octets = signer_add_arc_set(arena, octets, n, &sealed);

    struct message    message = signer_read(arena, octets);

    if (message.headers.overflow != HEADER_WITHIN_LIMITS)       /* by the fields of the sets */
        return;

    struct arc_result result  = validate(arena, &message, true), failing = validate(arena, &message, false);
    bool              twice   = header_count(&message.headers, STR("From")) > 1 ||
                                header_count(&message.headers, STR("Subject")) > 1;

    HOLDS(result.sets == sets && str_equal(result.sealers[0], STR(SIGNER_DOMAIN)));
    HOLDS(result.status == ARC_PASS || result.cause == REASON_DKIM_FIELD_ADDED);
    HOLDS(result.status != ARC_PASS || !twice);
    HOLDS(failing.status == ARC_FAIL && failing.reason == REASON_ARC_KEY_UNAVAILABLE);
    HOLDS(!passes_with_other(arena, &message, "ARC-Seal"));
    if (!twice)
        HOLDS(!passes_with_other(arena, &message, "Subject"));
    HOLDS(!passes_when_spoiled(arena, octets, message.headers.body_at, octets.len));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE    arena   = { 0 };
    unsigned       sets    = 1 + fuzz_take_octet(&input) % SETS_MAX;
    struct message message = signer_read(&arena, input);

    check_chain(&arena, &message.headers);
    HOLDS(validate(&arena, &message, true).status != ARC_PASS);
    (void)validate(&arena, &message, false);
    if (message.headers.overflow == HEADER_WITHIN_LIMITS && message.headers.has_end && message.headers.flaws == 0 &&
        !has_arc(&message.headers))
        check_sealed(&arena, input, sets);
}
