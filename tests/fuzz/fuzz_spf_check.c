/* check_host(): the client's address, the sender and the HELO name on the first three lines, DNS below (script.h).
 * An evaluation that is PENDING has an open question, and rounds end; answers that come one by one or all at once
 * lead to the same result; a pass or fail names the term that matched; the counts stay within RFC 7208 §4.6.4; an
 * explanation is printable and only for a fail. */
#include "fuzz.h"

#include "auth/spf/check.h"
#include "mail/envelope.h"
#include "script.h"

enum { ROUNDS_MAX = VIEW_QUESTIONS_DEFAULT + 1 };

static struct spf_result evaluate(const struct spf_request *request, struct arena *arena, struct view *view, str lines,
                                  void (*answer)(str lines, struct view *view))
{
    struct spf_result result;

    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    for (int round = 0; (result = spf_check(request, arena, view)).status == SPF_PENDING; round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        answer(lines, view);
    }
    HOLDS(view->count <= VIEW_QUESTIONS_DEFAULT);
    return result;
}

static void check_result(const struct spf_result *result)
{
    HOLDS(result->lookups >= 0 && result->lookups <= spf_limits_default.lookups + 1);
    HOLDS(result->void_lookups >= 0 && result->void_lookups <= spf_limits_default.void_lookups + 1);
    HOLDS(result->status == SPF_PERMERROR || (result->lookups <= spf_limits_default.lookups &&
                                              result->void_lookups <= spf_limits_default.void_lookups));
    if (result->status == SPF_PASS || result->status == SPF_FAIL || result->status == SPF_SOFTFAIL)
        HOLDS(result->mechanism.len > 0 && result->domain.len > 0);
    HOLDS(result->status == SPF_FAIL || result->explanation.len == 0);
    HOLDS(str_is_printable(result->explanation) && str_is_printable(result->mechanism));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE        arena   = { 0 };
    str                sender = { 0 }, path;
    struct envelope    envelope = { .arrived_at = 1700000000, .is_esmtp = true };
    struct view        at_once, one_by_one;

    (void)!ip_parse(fuzz_take_line(&input), &envelope.client);
    sender        = fuzz_take_line(&input);
    envelope.helo = fuzz_take_line(&input);
    path          = arena_printf(&arena, "<%.*s>", STR_ARG(sender));
    if (path_parse(&envelope.reverse_path, &path) != PATH_OK)
        return;

    struct spf_request request = spf_request_mail_from(&envelope, &arena, STR("mx.example.net"), fuzz_unicode());
    struct spf_result  result  = evaluate(&request, &arena, &at_once, input, script_answer);
    struct spf_result  again   = evaluate(&request, &arena, &one_by_one, input, script_answer_one);

    check_result(&result);
    HOLDS(result.status == again.status || at_once.count == VIEW_QUESTIONS_DEFAULT);
    HOLDS(result.status != again.status || at_once.count == VIEW_QUESTIONS_DEFAULT ||
          (result.lookups == again.lookups && str_equal(result.mechanism, again.mechanism) &&
           str_equal(result.explanation, again.explanation)));
    view_free(&at_once);
    view_free(&one_by_one);
}
