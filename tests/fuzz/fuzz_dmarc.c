/* DMARC: the author domain on the first line (several, parted by commas, for a message that shows several), then a line
 * for each identifier ("dkim pass example.org"), an empty line, DNS below (script.h). PENDING has an open question, and
 * two rounds are enough; a walk asks eight questions at most, and its Organizational Domain is the start or above it; a
 * pass has an aligned identifier that passed, and asks for nothing; only a fail asks for more than none.
 *
 * Every result is a word with its reason, every question about a name that can be asked for. Without a record that
 * begins "v=DMARC1" nothing passes or fails. Where a look-up on the author's walk failed it is never none; where all
 * fail it is temperror. A message with several authors, or none, neither passes nor is none. What RFC 7489 would say
 * asks nothing of names outside the author's.
 *
 * Covers: src/auth/dmarc/evaluate.c src/auth/dmarc/walk.c src/auth/dmarc/check.c src/auth/dmarc/rfc7489.c
 * Covers: src/dns/suffix.c */
#include "fuzz.h"

#include "auth/dmarc/evaluate.h"
#include "auth/dmarc/walk.h"
#include "base/domain.h"
#include "mail/message.h"
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

static void answer(str lines, struct view *view, bool failing)
{
    if (failing)
        script_fail((unsigned)lines.len, view);
    else
        script_answer(lines, view);
}

static struct dmarc_result evaluate(const struct dmarc_request *request, struct arena *arena, struct view *view, str lines,
                                    bool failing)
{
    struct dmarc_result result;

    view_init(view, arena, QUESTIONS_MAX);
    for (int round = 0; (result = dmarc_evaluate(request, arena, view)).status == DMARC_PENDING; round++) {
        HOLDS(view_has_open_questions(view) && round < ROUNDS_MAX);
        answer(lines, view, failing);
    }
    script_check_names(view);
    return result;
}

static void check_result(const struct dmarc_result *result, const struct dmarc_request *request)
{
    bool some_pass = false;

    for (size_t i = 0; i < request->count; i++)
        some_pass |= request->identifiers[i].pass;
    HOLDS(result->reason != REASON_NONE && result->aligned_count <= DMARC_ALIGNED_MAX);
    HOLDS((result->status == DMARC_PASS) == (result->aligned_count > 0));
    HOLDS(result->status != DMARC_PASS || some_pass);
    HOLDS(result->status == DMARC_FAIL || result->disposition == DMARC_POLICY_NONE);
    HOLDS(result->record_domain.len == 0 || domain_is_or_below(request->author_domain, result->record_domain));
}

static bool walk_failed(struct arena *arena, const struct view *view, str domain)
{
    for (; domain.len > 0; domain = domain_parent(domain))
        if (script_has_failure(view, arena_printf(arena, "_dmarc.%.*s", STR_ARG(domain))))
            return true;
    return false;
}

static void check_evidence(const struct dmarc_result *result, struct arena *arena, const struct view *view)
{
    if (result->status == DMARC_PASS || result->status == DMARC_FAIL)
        HOLDS(script_has_text(view, STR("v")));
    if (result->status == DMARC_NONE)
        HOLDS(!walk_failed(arena, view, result->author_domain));
    if (result->status == DMARC_TEMPERROR)
        HOLDS(script_has_failure(view, (str){ 0 }) || result->reason == REASON_DMARC_UNCHECKED);
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

static void check_request(const struct dmarc_request *request, struct arena *arena, str lines)
{
    struct view         view, failing;
    struct dmarc_result result = evaluate(request, arena, &view, lines, false);
    struct dmarc_result failed = evaluate(request, arena, &failing, lines, true);

    check_result(&result, request);
    check_evidence(&result, arena, &view);
    HOLDS(failed.status == (failing.count > 0 ? DMARC_TEMPERROR : DMARC_PERMERROR));
    if (domain_is_queryable(request->author_domain))
        check_walk(arena, &view, lines, request->author_domain);
    view_free(&view);
    view_free(&failing);
}

/* ---- a message ---- */

static void read_authors(struct author *author, str names, struct arena *arena)
{
    static const enum author_status odd[] = { AUTHOR_NO_FROM, AUTHOR_SEVERAL_FROM, AUTHOR_NO_MAILBOX, AUTHOR_AMBIGUOUS,
                                              AUTHOR_BAD_DOMAIN };
    str whole = names, name;

    *author = (struct author){ .status = AUTHOR_OK };
    while (author->domain_count < AUTHOR_DOMAINS_MAX && str_cut(&names, ',', &name))
        if (domain_is_queryable(name) && domain_label_count(name) > 1)
            author->domains[author->domain_count++] = domain_lower(arena, domain_without_dot(name));
    if (author->domain_count == 1)
        author->domain = author->domains[0];
    else
        author->status = author->domain_count > 1 ? AUTHOR_SEVERAL_DOMAINS : odd[whole.len % ARRAY_LEN(odd)];
}

/* SPF is the first identifier of its kind, DKIM all of the other. */
static void read_results(struct auth_results *results, const struct dmarc_request *request, struct arena *arena)
{
    *results = (struct auth_results){ .spf.status = SPF_NONE,
                                      .dkim = ARENA_ARRAY(arena, struct dkim_result, request->count) };
    for (size_t i = 0; i < request->count; i++) {
        const struct auth_identifier *id = &request->identifiers[i];

        if (id->method == AUTH_SPF)
            results->spf = (struct spf_result){
                .domain = id->domain, .status = id->pass ? SPF_PASS : id->temperror ? SPF_TEMPERROR : SPF_FAIL };
        else
            results->dkim[results->dkim_count++] = (struct dkim_result){
                .domain = id->domain, .status = id->pass ? DKIM_PASS : id->temperror ? DKIM_TEMPERROR : DKIM_FAIL };
    }
}

static bool judge(struct auth_results *results, const struct message *message, struct arena *arena, struct view *view)
{
    return dmarc_check(results, message, arena, view) &&
           dmarc_compare_rfc7489(results, message, fuzz_suffixes(), arena, view);
}

static struct auth_results check_message(const struct message *message, const struct dmarc_request *request,
                                         struct arena *arena, str lines, bool failing)
{
    struct auth_results results;
    struct view         view;

    read_results(&results, request, arena);
    view_init(&view, arena, QUESTIONS_MAX);
    for (int round = 0; !judge(&results, message, arena, &view); round++) {
        HOLDS(view_has_open_questions(&view) && round <= ROUNDS_MAX);
        answer(lines, &view, failing);
    }
    script_check_names(&view);
    HOLDS(results.dmarc.reason != REASON_NONE && results.dmarc.rfc7489.status != DMARC_PENDING);
    HOLDS(results.dmarc.rfc7489.status == DMARC_FAIL || results.dmarc.rfc7489.disposition == DMARC_POLICY_NONE);
    if (message->author.status != AUTHOR_OK)
        HOLDS(results.dmarc.status != DMARC_PASS && results.dmarc.status != DMARC_NONE &&
              results.dmarc.rfc7489.status == DMARC_PERMERROR);
    view_free(&view);
    return results;
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE            arena = { 0 };
    struct auth_identifier identifiers[IDENTIFIERS_MAX];
    str                    line    = fuzz_take_line(&input), rest = line, first = { 0 };
    size_t                 count   = read_identifiers(&input, identifiers);
    struct message         message = { 0 };
    struct dmarc_request   request;

    (void)str_cut(&rest, ',', &first);
    request = (struct dmarc_request){ domain_lower(&arena, first), identifiers, count };
    check_request(&request, &arena, input);
    read_authors(&message.author, line, &arena);
    (void)check_message(&message, &request, &arena, input, false);

    struct auth_results failed = check_message(&message, &request, &arena, input, true);

    HOLDS(message.author.domain_count == 0 || failed.dmarc.status == DMARC_TEMPERROR ||
          failed.dmarc.reason == REASON_DMARC_BAD_AUTHOR_DOMAIN ||
          (message.author.domain_count > 1 && failed.dmarc.reason == REASON_DMARC_SEVERAL_AUTHOR_DOMAINS));
}
