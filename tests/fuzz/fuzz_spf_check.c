/* check_host(): the client's address, the sender and the HELO name on the first three lines, DNS below (script.h).
 * Both identities are judged. An evaluation that is PENDING has an open question, and rounds end; answers that come one
 * by one or all at once lead to the same result; a pass or fail names the term that matched; the counts stay within
 * RFC 7208 §4.6.4; an explanation is printable and only for a fail.
 *
 * Every result is a word with its reason. Without any record that begins "v=spf1" it is none, temperror or permerror.
 * Every question is about a name that can be asked for. Where a failure was what came back for the record, it is
 * temperror, never none, and where all questions fail it is temperror if there was one.
 *
 * Covers: src/auth/spf/check.c src/auth/spf/question.c src/auth/spf/expand.c src/auth/spf/explain.c
 * Covers: src/auth/spf/mechanism.c src/auth/spf/names.c src/auth/spf/request.c src/auth/spf/macro.c
 * Covers: src/auth/spf/breadth.c */
#include "fuzz.h"

#include "auth/spf/check.h"
#include "mail/envelope.h"
#include "script.h"

enum { ROUNDS_MAX = VIEW_QUESTIONS_DEFAULT + 1 };

enum world { AT_ONCE, ONE_BY_ONE, FAILING };

static struct spf_result evaluate(const struct spf_request *request, struct arena *arena, struct view *view, str lines,
                                  enum world world)
{
    struct spf_result result;

    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    for (int round = 0; (result = spf_check(request, arena, view)).status == SPF_PENDING; round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        switch (world) {
        case AT_ONCE:    script_answer(lines, view); break;
        case ONE_BY_ONE: script_answer_one(lines, view); break;
        case FAILING:    script_fail((unsigned)lines.len, view); break;
        }
    }
    HOLDS(view->count <= VIEW_QUESTIONS_DEFAULT);
    script_check_names(view);
    return result;
}

static void check_result(const struct spf_result *result)
{
    HOLDS(result->reason != REASON_NONE);
    HOLDS(result->lookups >= 0 && result->lookups <= spf_limits_default.lookups + 1);
    HOLDS(result->void_lookups >= 0 && result->void_lookups <= spf_limits_default.void_lookups + 1);
    /* What ended by the time limit may have met another limit on its way: that it could not go on is what is told. */
    HOLDS(result->status == SPF_PERMERROR || result->reason == REASON_SPF_TIME_LIMIT ||
          (result->lookups <= spf_limits_default.lookups && result->void_lookups <= spf_limits_default.void_lookups));
    if (result->status == SPF_PASS || result->status == SPF_FAIL || result->status == SPF_SOFTFAIL)
        HOLDS(result->mechanism.len > 0 && result->domain.len > 0);
    HOLDS(result->status == SPF_FAIL || result->explanation.len == 0);
    HOLDS(str_is_printable(result->explanation) && str_is_printable(result->mechanism));
}

/* What a result may rest on. */
static void check_evidence(const struct spf_result *result, const struct view *view)
{
    switch (result->status) {
    case SPF_PASS: case SPF_FAIL: case SPF_SOFTFAIL: case SPF_NEUTRAL:
        HOLDS(script_has_text(view, STR("v=spf1")));
        break;
    case SPF_NONE:
        HOLDS(view->count <= 1 && !script_has_failure(view, (str){ 0 }));
        break;
    case SPF_TEMPERROR:
        HOLDS(script_has_failure(view, (str){ 0 }) || view->count == VIEW_QUESTIONS_DEFAULT);
        break;
    case SPF_PERMERROR:
        HOLDS(view->count > 0);
        break;
    case SPF_PENDING:
        UNREACHABLE();                  /* evaluate() goes on until it is no longer */
    }
}

static void check_failing(const struct spf_request *request, struct arena *arena, str lines)
{
    struct view       view;
    struct spf_result result = evaluate(request, arena, &view, lines, FAILING);

    HOLDS(result.status == (view.count > 0 ? SPF_TEMPERROR : SPF_NONE));
    view_free(&view);
}

static void check_request(const struct spf_request *request, struct arena *arena, str lines)
{
    struct view       at_once, one_by_one;
    struct spf_result result = evaluate(request, arena, &at_once, lines, AT_ONCE);
    struct spf_result again  = evaluate(request, arena, &one_by_one, lines, ONE_BY_ONE);

    check_result(&result);
    check_evidence(&result, &at_once);
    HOLDS(result.status == again.status || at_once.count == VIEW_QUESTIONS_DEFAULT);
    /* The limit on time breaks off wherever it finds an evaluation, and that depends on the order of the answers. */
    HOLDS(result.status != again.status || at_once.count == VIEW_QUESTIONS_DEFAULT || result.reason == REASON_SPF_TIME_LIMIT ||
          (result.lookups == again.lookups && str_equal(result.mechanism, again.mechanism) &&
           str_equal(result.explanation, again.explanation)));
    view_free(&at_once);
    view_free(&one_by_one);
    check_failing(request, arena, lines);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena    = { 0 };
    struct envelope envelope = { .arrived_at = 1700000000, .is_esmtp = true };
    str             sender, path, receiver = STR("mx.example.net");

    (void)!ip_parse(fuzz_take_line(&input), &envelope.client);
    sender        = fuzz_take_line(&input);
    envelope.helo = fuzz_take_line(&input);
    path          = arena_printf(&arena, "<%.*s>", STR_ARG(sender));
    if (path_parse(&envelope.reverse_path, &path) != PATH_OK)
        return;

    struct spf_request mail_from = spf_request_mail_from(&envelope, &arena, receiver, fuzz_unicode());
    struct spf_request helo      = spf_request_helo(&envelope, &arena, receiver, fuzz_unicode());

    check_request(&mail_from, &arena, input);
    check_request(&helo, &arena, input);
}
