/* Sender ID: the client's address on the first line, what the options say in the length of the second, DNS below
 * (script.h) up to an empty line; then a message. The responsible address is that of one field of the message; without
 * one the result is permerror, and nothing is asked.
 *
 * Every result is a word with its reason. Without a record of version 2, or one of version 1 where that may stand for
 * it, it is never pass, and fail only for a name that does not exist. Every question is about a name that can be asked
 * for; where all fail it is temperror if there was one, and where the record could not be had it is never none. Of the
 * records of one name (the message's lines) one counts, and only as a whole.
 *
 * Covers: src/auth/senderid/check.c src/auth/senderid/pra.c src/auth/senderid/record.c */
#include "fuzz.h"

#include "auth/senderid/check.h"
#include "auth/senderid/pra.h"
#include "auth/senderid/record.h"
#include "auth/spf/record.h"
#include "script.h"
#include "signer.h"

enum { ROUNDS_MAX = VIEW_QUESTIONS_DEFAULT + 1 };

static struct senderid_result evaluate(const struct envelope *envelope, const struct header_list *headers,
                                       const struct senderid_options *options, struct arena *arena, struct view *view,
                                       str lines, bool failing)
{
    struct senderid_result result;

    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    for (int round = 0; (result = senderid_check(envelope, headers, options, arena, view)).check.status == SPF_PENDING;
         round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        if (failing)
            script_fail((unsigned)lines.len, view);
        else
            script_answer(lines, view);
    }
    script_check_names(view);
    return result;
}

static void check_result(const struct senderid_result *result, const struct view *view, bool spf1_counts)
{
    bool has_record = script_has_text(view, STR("spf2.")) || (spf1_counts && script_has_text(view, STR("v=spf1")));

    HOLDS(result->check.reason != REASON_NONE && result->check.scope == SPF_PRA);
    HOLDS(result->check.status != SPF_PASS || has_record);
    HOLDS(result->check.status != SPF_FAIL || has_record || result->check.reason == REASON_SPF_NO_SUCH_DOMAIN);
    HOLDS(result->check.status != SPF_NONE || (view->count <= 1 && !script_has_failure(view, (str){ 0 })));
    HOLDS(result->check.status != SPF_TEMPERROR || script_has_failure(view, (str){ 0 }) ||
          view->count == VIEW_QUESTIONS_DEFAULT);
    HOLDS(result->pra.len == 0 || result->field.len > 0);
}

static void check_pra(const struct header_list *headers, const struct senderid_result *result, struct arena *arena)
{
    struct pra       pra;
    enum auth_reason none = pra_find(&pra, arena, headers);

    HOLDS(pra.field == NULL || (pra.field >= headers->fields && pra.field < headers->fields + headers->count));
    HOLDS((none == REASON_NONE) == (result->pra.len > 0) && str_equal(pra.mailbox.address, result->pra));
    HOLDS(none == REASON_NONE || (result->check.status == SPF_PERMERROR && result->check.reason == none));
}

/* Each scope chooses among the records by itself; what it does not choose is not evaluated in part. */
static void check_records(str lines, const struct record_kind *kind)
{
    enum { RECORDS_MAX = 6 };

    struct record records[RECORDS_MAX];
    size_t        count = 0;

    for (str line; count < RECORDS_MAX && str_cut(&lines, '\n', &line); count++)
        records[count].data = line;
    if (count == 0)
        return;

    struct answer           *answer = answer_new(ANSWER_INSECURE, 300, records, count, kind);
    const struct spf_record *record = answer->parsed;

    HOLDS(record->fault == REASON_NONE || record->count == 0);
    HOLDS(kind->size(record) >= sizeof *record);
    answer_release(answer);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE             arena    = { 0 };
    struct envelope         envelope = { .arrived_at = 1700000000, .helo = STR("client.example") };
    struct senderid_options options  = { .receiver = STR("mx.example.net"), .unicode = fuzz_unicode() };
    struct view             view, failing;

    (void)!ip_parse(fuzz_take_line(&input), &envelope.client);
    options.spf1_for_pra = fuzz_take_line(&input).len % 2 == 1;

    str                    lines   = script_take(&input);
    struct message         message = signer_read(&arena, input);
    struct senderid_result result  = evaluate(&envelope, &message.headers, &options, &arena, &view, lines, false);
    struct senderid_result failed  = evaluate(&envelope, &message.headers, &options, &arena, &failing, lines, true);

    check_result(&result, &view, options.spf1_for_pra);
    check_result(&failed, &failing, options.spf1_for_pra);
    check_pra(&message.headers, &result, &arena);
    HOLDS(failing.count == 0 || failed.check.status == SPF_TEMPERROR);
    view_free(&view);
    view_free(&failing);
    check_records(input, senderid_records(SPF_MFROM, false));
    check_records(input, senderid_records(SPF_PRA, false));
    check_records(input, senderid_records(SPF_PRA, true));
}
