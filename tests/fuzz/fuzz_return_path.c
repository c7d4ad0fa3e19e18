/* The return path: its domain on the first line, DNS below (script.h). What is asked is the domain as it could be written in
 * DNS, and three records of it at most. No failure of DNS reads as if the domain did not exist, and a missing domain is never
 * taken for one that takes mail.
 *
 * Covers: src/auth/return_path/check.c */
#include "fuzz.h"

#include "auth/return_path/check.h"
#include "base/domain.h"
#include "script.h"

enum { ROUNDS_MAX = 2, QUESTIONS_MAX = 3 };

static struct return_path_result evaluate(const struct path *path, struct arena *arena, struct view *view, str lines,
                                          bool failing)
{
    struct return_path_result result;

    view_init(view, arena, VIEW_QUESTIONS_DEFAULT);
    for (int round = 0; (result = return_path_check(path, fuzz_unicode(), arena, view)).status == RETURN_PATH_PENDING; round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        if (failing)
            script_fail((unsigned)lines.len, view);
        else
            script_answer(lines, view);
    }
    HOLDS(view->count <= QUESTIONS_MAX);
    script_check_names(view);
    return result;
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    struct path path  = { .domain = fuzz_take_line(&input) };
    struct view view, failing;

    path.is_null = path.domain.len == 0;

    struct return_path_result result = evaluate(&path, &arena, &view, input, false);
    struct return_path_result failed = evaluate(&path, &arena, &failing, input, true);

    HOLDS(result.reason != REASON_NONE);
    HOLDS(result.domain.len == 0 || domain_is_queryable(result.domain));
    HOLDS(result.status != RETURN_PATH_OK || view.count > 0);
    HOLDS((result.status != RETURN_PATH_NO_DOMAIN && result.status != RETURN_PATH_NO_SERVER) || view.count == 0 ||
          !script_has_failure(&view, (str){ 0 }));
    HOLDS(failed.status == (view.count > 0 ? RETURN_PATH_TEMPERROR : result.status));
    view_free(&view);
    view_free(&failing);
}
