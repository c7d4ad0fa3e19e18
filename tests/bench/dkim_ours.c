/* DKIM as the gate verifies it.
 *
 *     dkim_ours ZONE       cases: MESSAGE read|parsed
 *
 * With "read" the message is read anew each time (header, author, MIME tree), as if nothing but DKIM wanted that. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "answers.h"
#include "auth/dkim/verify.h"
#include "base/unicode.h"
#include "contest.h"
#include "io/file.h"

enum { MESSAGE_MAX_OCTETS = 1 << 28 };

static struct arena    arena, of_case;
static struct unicode *unicode;
static struct answers *answers;
static struct digests  digests;
static struct message  message;
static str             octets;
static unix_seconds    now;
static bool            reads;

static void prepare(char **words, size_t count)
{
    str error = { 0 };

    if (count != 2)
        contest_fail("a case is", "MESSAGE read|parsed");
    arena_free(&of_case);
    if (!file_read(words[0], MESSAGE_MAX_OCTETS, &of_case, &octets, &error))
        contest_fail(words[0], arena_cstr(&of_case, error));
    message_parse(&message, &of_case, octets, false, &message_limits_default, unicode);
    reads = strcmp(words[1], "read") == 0;
}

static const char *evaluate(void)
{
    ARENA_SCOPE           scope = { 0 };
    struct view           view;
    struct auth_results   results = { 0 };
    struct message        again;
    const struct message *judged  = reads ? &again : &message;

    if (reads)
        message_parse(&again, &scope, octets, false, &message_limits_default, unicode);
    struct dkim_verifier *verifier = dkim_verifier_new(&scope, judged, &(struct dkim_options){
        .signatures_max = 10, .now = now, .digests = &digests, .unicode = unicode });

    answers_init_view(answers, &view, &scope);
    while (!dkim_verify(verifier, &view, &results))
        answers_give(answers, &view);
    view_free(&view);
    return results.dkim_count == 0 ? "none" : dkim_status_name(results.dkim[0].status);
}

int main(int argc, char **argv)
{
    str error = { 0 };

    if (argc != 2)
        contest_fail("usage", "dkim_ours ZONE");
    now     = time(NULL);
    unicode = unicode_open();
    answers = answers_open(argv[1], &arena, &error);
    if (unicode == NULL || answers == NULL || !digests_open(&digests))
        contest_fail(argv[1], arena_cstr(&arena, error));
    return contest(&(struct contestant){ prepare, evaluate });
}
