/* The client's name: its address on the first line, DNS below (script.h). A name is one that can be asked for, leads
 * back to the address, and is there only for a pass. Where a look-up failed and no name fits the result is temperror,
 * never fail. What is asked is the reverse of the address and few names, all of which can be asked for.
 *
 * Covers: src/auth/iprev/check.c */
#include "fuzz.h"

#include "auth/iprev/check.h"
#include "base/domain.h"
#include "script.h"

enum { ROUNDS_MAX = 2 };

static struct iprev_result evaluate(const struct ip *client, struct arena *arena, struct view *view, str lines,
                                    bool failing)
{
    struct iprev_result result;

    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    for (int round = 0; (result = iprev_check(client, arena, view)).status == IPREV_PENDING; round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        if (failing)
            script_fail((unsigned)lines.len, view);
        else
            script_answer(lines, view);
    }
    HOLDS(view->count <= 1 + IPREV_NAMES_MAX);
    script_check_names(view);
    return result;
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    struct ip   client;
    struct view view, failing;

    if (!ip_parse(fuzz_take_line(&input), &client))
        return;

    struct iprev_result result = evaluate(&client, &arena, &view, input, false);
    struct iprev_result failed = evaluate(&client, &arena, &failing, input, true);

    HOLDS(result.reason != REASON_NONE && ip_equal(&result.client, &client));
    HOLDS((result.status == IPREV_PASS) == (result.name.len > 0));
    HOLDS(result.name.len == 0 || domain_is_queryable(result.name));
    HOLDS(result.status != IPREV_FAIL || !script_has_failure(&view, (str){ 0 }));
    HOLDS(failed.status == IPREV_TEMPERROR && failed.name.len == 0);
    view_free(&view);
    view_free(&failing);
}
