/* ARC: sets are made of fields of the message, as many as the highest instance says, within the RFC's limit; a
 * chain without fault is complete. Validation that is PENDING has open questions, for one round and within its
 * bound of keys; and no chain passes, since no input has signed with the one key that there is. */
#include "fuzz.h"

#include "auth/arc/chain.h"
#include "auth/arc/validate.h"

enum { TTL_SECONDS = 300, NOW = 1700000000 };

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

/* The key of RFC 8463 appendix A.2; no input signs with it by chance. */
static void answer_keys(struct view *view)
{
    const struct record record = { .data = STR("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=") };

    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; )
        view_answer(view, q, answer_new(ANSWER_INSECURE, TTL_SECONDS, &record, 1, q->record_kind));
}

static void check_validation(struct arena *arena, const struct message *message)
{
    struct arc_options    options   = { .now = NOW, .digests = fuzz_digests(), .unicode = fuzz_unicode() };
    struct arc_validator *validator = arc_validator_new(arena, message, &options);
    struct auth_results   results   = { 0 };
    struct view           view;
    int                   rounds = 0;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!arc_validate(validator, &view, &results)) {
        HOLDS(view_has_open_questions(&view) && rounds++ == 0);
        answer_keys(&view);
    }
    HOLDS(view.count <= ARC_KEYS_MAX);
    HOLDS(results.arc.status == ARC_NONE || results.arc.status == ARC_FAIL);
    view_free(&view);
}

FUZZ_TARGET(input)
{
    static const struct header_limits limits  = { 200, 1 << 16 };
    ARENA_SCOPE                       arena   = { 0 };
    struct message                    message = { .octets = input };

    header_parse(&message.headers, &arena, input, false, &limits);
    message.body = str_from(input, message.headers.body_at);
    check_chain(&arena, &message.headers);
    check_validation(&arena, &message);
}
