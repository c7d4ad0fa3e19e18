/* DMARC: the author domain on the first line, then a line for each identifier ("dkim pass example.org"), an empty
 * line, DNS below (script.h). PENDING has an open question, and two rounds are enough; a walk asks eight questions
 * at most, and its Organizational Domain is the start or above it; a pass has an aligned identifier that passed,
 * and asks for nothing; only a fail asks for more than none. */
#include "fuzz.h"

#include "auth/dmarc/evaluate.h"
#include "auth/dmarc/walk.h"
#include "base/domain.h"
#include "script.h"

enum { IDENTIFIERS_MAX = 8, ROUNDS_MAX = 2, QUESTIONS_MAX = 200 };

static size_t read_identifiers(str *input, struct auth_identifier *out)
{
    str    line, method, result;
    size_t count = 0;

    while (count < IDENTIFIERS_MAX && (line = fuzz_take_line(input)).len > 0) {
        if (!str_cut(&line, ' ', &method) || !str_cut(&line, ' ', &result))
            continue;
        out[count++] = (struct auth_identifier){
            .method = str_equal(method, STR("spf")) ? AUTH_SPF : AUTH_DKIM, .domain = line,
            .pass = str_equal(result, STR("pass")), .temperror = str_equal(result, STR("temperror")),
            .is_partial = str_equal(result, STR("partial")),
        };
    }
    return count;
}

static void check_aligned(const struct dmarc_result *result, const struct dmarc_request *request)
{
    bool some_pass = false;

    for (size_t i = 0; i < request->count; i++)
        some_pass |= request->identifiers[i].pass;
    HOLDS(result->aligned_count <= DMARC_ALIGNED_MAX);
    HOLDS((result->status == DMARC_PASS) == (result->aligned_count > 0));
    HOLDS(result->status != DMARC_PASS || some_pass);
}

static void check_walk(struct arena *arena, struct view *view, str lines, str domain)
{
    struct dmarc_walk walk;
    size_t            before = view->count;

    dmarc_walk(&walk, domain, arena, view);
    HOLDS(walk.status != DMARC_WALK_PENDING || view_has_open_questions(view));
    HOLDS(view->count - before <= DMARC_WALK_MAX);
    script_answer(lines, view);
    dmarc_walk(&walk, domain, arena, view);
    HOLDS(walk.status != DMARC_WALK_PENDING && walk.count >= 1 && walk.count <= DMARC_WALK_MAX);
    HOLDS(domain_is_or_below(domain, walk.ceiling));
    HOLDS((walk.status == DMARC_WALK_DONE) == (walk.org_domain.len > 0));
    HOLDS(walk.org_domain.len == 0 || domain_is_or_below(domain, walk.org_domain));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE            arena = { 0 };
    struct auth_identifier identifiers[IDENTIFIERS_MAX];
    str                    author  = fuzz_take_line(&input);
    size_t                 count   = read_identifiers(&input, identifiers);
    struct dmarc_request   request = { domain_lower(&arena, author), identifiers, count };
    struct dmarc_result    result;
    struct view            view;

    view_init(&view, &arena, QUESTIONS_MAX);
    for (int round = 0; (result = dmarc_evaluate(&request, &arena, &view)).status == DMARC_PENDING; round++) {
        HOLDS(view_has_open_questions(&view) && round < ROUNDS_MAX);
        script_answer(input, &view);
    }
    check_aligned(&result, &request);
    HOLDS(result.status == DMARC_FAIL || result.disposition == DMARC_POLICY_NONE);
    HOLDS(result.record_domain.len == 0 || domain_is_or_below(request.author_domain, result.record_domain));
    if (domain_is_queryable(request.author_domain))
        check_walk(&arena, &view, input, request.author_domain);
    view_free(&view);
}
