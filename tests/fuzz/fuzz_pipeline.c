/* The whole path of a message, from octets and envelope to verdict, record, story and delivery. Lines: the client's
 * address, MAIL FROM, HELO; DNS (script.h) up to an empty line; the message.
 *
 * Rounds of questions end, in bounded time at whatever pace (the length of HELO says it), and an open pipeline has an open
 * question. The verdict's reply fits its action. A record is JSON whose story can be told, whatever is in the message. What
 * goes on is lines of ours, then the message less fields under our names; none of those is left in it, and parsed again it has
 * the same body. */
#include "fuzz.h"

#include "auth/authres.h"
#include "gateway/pipeline.h"
#include "gateway/record.h"
#include "gateway/story.h"
#include "gateway/trace_fields.h"
#include "script.h"

enum { ROUNDS_MAX = 50 };

static const struct engine *engine(void)
{
    static struct engine *opened;
    static struct arena   arena;
    str                   error = { 0 };

    if (opened == NULL)
        opened = engine_open(NULL, ENGINE_TOOL, &arena, &error);
    HOLDS(opened != NULL);
    return opened;
}

static str take_script(str *input)
{
    str whole = *input;

    while (input->len > 0 && fuzz_take_line(input).len > 0)
        continue;
    return str_slice(whole, 0, whole.len - input->len);
}

/* With name servers that take pace_ms for a round. */
static void judge(struct transaction *tx, str script, int64_t pace_ms)
{
    for (int round = 0; pipeline_run(tx) == PIPELINE_OPEN; round++) {
        int64_t patience_ms = pipeline_patience_ms(tx);

        HOLDS(view_has_open_questions(&tx->view) && round < ROUNDS_MAX && patience_ms > 0);
        tx->waited_ms += pace_ms < patience_ms ? pace_ms : patience_ms;
        if (pace_ms <= patience_ms)
            script_answer(script, &tx->view);
    }
    HOLDS(tx->waited_ms <= tx->engine->config->dns_time * 1000);
}

static void check_verdict(const struct verdict *verdict)
{
    static const int classes[] = { [ACTION_ACCEPT] = 2, [ACTION_TAG] = 2, [ACTION_QUARANTINE] = 2, [ACTION_DEFER] = 4,
                                   [ACTION_REJECT] = 5 };

    HOLDS(verdict->reply_code / 100 == classes[verdict->action]);
    HOLDS(verdict->reply_enhanced.len > 0 && verdict->reply_enhanced.ptr[0] == '0' + classes[verdict->action]);
    HOLDS(verdict->score >= 0 || verdict->score < 0);           /* a number */
    HOLDS(verdict->steps[verdict->step].action == verdict->action || verdict->action == ACTION_ACCEPT);
    HOLDS(verdict->steps[verdict->step].reason != NULL || verdict->action == ACTION_ACCEPT);
}

static void check_record(struct transaction *tx)
{
    BUF_SCOPE record = { 0 }, story = { 0 };
    str       error = { 0 };

    record_write(&record, tx, NULL);
    HOLDS(story_write(&story, buf_str(&record), &tx->arena, &error));
}

static void check_delivery(struct transaction *tx)
{
    static const struct header_limits limits = { 4000, 1 << 20 };
    const str                         ids[]  = { tx->engine->config->authserv_id };
    const str                        *slices;
    size_t                            count, ours = 0;
    BUF_SCOPE                         out = { 0 };
    struct header_list                list;
    struct trace_options              options = { .final_delivery = true };

    trace_fields_apply(tx, &options, &slices, &count);
    for (size_t i = 0; i < count; i++) {
        HOLDS(i == 0 || fuzz_is_inside(slices[i], tx->octets));
        buf_add(&out, slices[i]);
    }
    HOLDS(count > 0 && str_ends_nocase(slices[0], STR("\r\n")));
    header_parse(&list, &tx->arena, arena_str(&tx->arena, buf_str(&out)), false, &limits);
    for (size_t i = 0; i < list.count; i++)
        ours += authres_is_forged(&list.fields[i], ids, 1, &tx->arena);
    HOLDS(ours == 1);
    HOLDS(str_equal(str_from((str){ list.block.ptr, buf_len(&out) }, list.body_at), tx->message.body));
}

FUZZ_TARGET(input)
{
    struct transaction tx;
    ARENA_SCOPE        arena = { 0 };
    str                rcpt  = STR("<user@here.example>"), mail;

    transaction_init(&tx, engine(), id_make(1700000000000, (const uint8_t[10]){ 0 }));
    (void)!ip_parse(fuzz_take_line(&input), &tx.envelope.client);
    mail                        = arena_printf(&arena, "<%.*s>", STR_ARG(fuzz_take_line(&input)));
    tx.envelope.helo            = fuzz_take_line(&input);
    tx.envelope.is_esmtp        = true;
    tx.envelope.arrived_at      = 1700000000;
    tx.envelope.recipients      = ARENA_NEW(&arena, struct path);
    tx.envelope.recipient_count = 1;

    str script = take_script(&input);

    tx.octets = input;
    HOLDS(path_parse(tx.envelope.recipients, &rcpt) == PATH_OK);
    if (path_parse(&tx.envelope.reverse_path, &mail) == PATH_OK) {
        pipeline_ask_early(&tx);
        judge(&tx, script, (int64_t)(tx.envelope.helo.len % 8) * 2500);
        check_verdict(&tx.verdict);
        check_record(&tx);
        if (tx.message.headers.has_end && tx.message.headers.overflow == HEADER_WITHIN_LIMITS)
            check_delivery(&tx);
    }
    transaction_free(&tx);
}
