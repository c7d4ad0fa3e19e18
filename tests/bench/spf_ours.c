/* SPF as the gate evaluates it.
 *
 *     spf_ours ZONE        cases: IP HELO MAIL_FROM */
#include <stdio.h>

#include "answers.h"
#include "auth/spf/check.h"
#include "base/unicode.h"
#include "contest.h"
#include "mail/envelope.h"

static struct arena     arena;
static struct unicode  *unicode;
static struct answers  *answers;
static struct envelope  envelope;

static void prepare(char **words, size_t count)
{
    if (count != 3)
        contest_fail("a case is", "IP HELO MAIL_FROM");
    str path = arena_printf(&arena, "<%s>", words[2]);

    envelope = (struct envelope){ .helo = arena_str(&arena, str_of(words[1])), .is_esmtp = true };
    if (!ip_parse(str_of(words[0]), &envelope.client) || path_parse(&envelope.reverse_path, &path) != PATH_OK)
        contest_fail("bad address", words[0]);
}

static const char *evaluate(void)
{
    ARENA_SCOPE        scope   = { 0 };
    struct spf_request request = spf_request_mail_from(&envelope, &scope, STR("mx.example"), unicode);
    struct spf_result  result;
    struct view        view;

    answers_init_view(answers, &view, &scope);
    while ((result = spf_check(&request, &scope, &view)).status == SPF_PENDING)
        answers_give(answers, &view);
    view_free(&view);
    return spf_status_name(result.status);
}

int main(int argc, char **argv)
{
    str error = { 0 };

    if (argc != 2)
        contest_fail("usage", "spf_ours ZONE");
    unicode = unicode_open();
    answers = answers_open(argv[1], &arena, &error);
    if (unicode == NULL || answers == NULL)
        contest_fail(argv[1], arena_cstr(&arena, error));
    return contest(&(struct contestant){ prepare, evaluate });
}
