/* gatepost check: the verdict on a message from a file, by the pipeline of the server. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "detect/text.h"
#include "gateway/record.h"
#include "io/sys.h"
#include "program/batch.h"
#include "program/judge_file.h"

enum { EVIDENCE_MAX_OCTETS = 100 };      /* of a finding, on a terminal */

static const char usage[] =
    "Usage: gatepost check [OPTIONS] [MESSAGE|-]\n"
    "       gatepost check --batch INDEX.tsv [--json [--words]] [-c FILE]\n"
    "       gatepost check --context CASE.json [--json] [OPTIONS] [MESSAGE|-]\n"
    "       gatepost check --context CASE.json --context CASE.json... [--json] [OPTIONS]\n"
    "\n"
    "  -c, --config FILE    the configuration. Default: /etc/gatepost/gatepost.conf where that is, as for the server, else built-in\n"
    "                       defaults; which of them is said on the standard error. With --batch and --context always the defaults\n"
    "      --defaults       built-in defaults, whatever there is on this machine\n"
    "      --ip ADDRESS     the client that sent the message\n"
    "      --helo NAME      what it called itself\n"
    "      --mail-from PATH its MAIL FROM\n"
    "      --rcpt PATH      a recipient; may be repeated\n"
    "      --zone FILE      DNS answers from this file instead of the DNS\n"
    "      --time T         when it arrived (default: now)\n"
    "      --json           print the record as one object of JSON\n"
    "      --exit-verdict   exit with 0 accept, 10 tag, 11 quarantine, 12 reject, 13 defer\n"
    "      --batch INDEX    every message of an index with recorded results instead of DNS\n"
    "      --words          and the numbers of the words of each text, for fitting a model\n"
    "      --context CASE   organisation, history, envelope, results and clock of a scenario case, and its message if none is named\n"
    "      --smtputf8           as if it had come with SMTPUTF8 (RFC 6531)\n"
    "      --legacy-algorithms  let rsa-sha1, short keys and partly signed bodies verify (for old test vectors)\n";

static void print_finding(struct buf *out, const struct finding *finding, struct arena *arena)
{
    str  evidence = text_printable(arena, arena_printable_line(arena, finding->evidence), EVIDENCE_MAX_OCTETS);
    bool goes_on  = str_ends_nocase(str_of(finding->sentence), STR(":"));      /* else what was seen stands apart */

    buf_printf(out, "finding   %s %.2f: %s", finding->id, finding->weight, finding->sentence);
    if (evidence.len > 0)
        buf_printf(out, goes_on ? " %.*s" : " (%.*s)", STR_ARG(evidence));
    buf_add_char(out, '\n');
}

/* Only of a message that is delivered the band says where it belongs: what is put off belongs nowhere yet, and its band is that of a
 * step that did not decide, or of a score that it has not got. */
static bool says_band(const struct verdict *v)
{
    return v->action == ACTION_ACCEPT || v->action == ACTION_TAG;
}

/* The verdict for a terminal; `explain` tells all of it. */
static void print_summary(struct buf *out, const struct transaction *tx, struct arena *arena)
{
    const struct verdict *v = &tx->verdict;

    buf_printf(out, "verdict   %s", action_name(v->action));
    if (says_band(v))
        buf_printf(out, " (%s)", band_name(v->band));
    buf_printf(out, ", step %s, score %.2f\n", step_name(v->step), v->score);
    buf_printf(out, "reply     %d %.*s %.*s\n", v->reply_code, STR_ARG(v->reply_enhanced), STR_ARG(v->reply_text));
    for (size_t i = 0; i < STEP_COUNT; i++)
        if (v->steps[i].reason != NULL)
            buf_printf(out, "%-9s %.*s (%s)\n", i == (size_t)v->step ? "because" : "also", STR_ARG(v->steps[i].sentence),
                       v->steps[i].reason);
    for (size_t i = 0; i < tx->findings.count; i++)
        print_finding(out, &tx->findings.items[i], arena);
    buf_printf(out, "results   %.*s\n", STR_ARG(record_authentication_results(tx, arena)));
}

static int exit_status(const struct transaction *tx, bool by_verdict)
{
    static const int statuses[] = {
        [ACTION_ACCEPT] = 0, [ACTION_TAG] = 10, [ACTION_QUARANTINE] = 11, [ACTION_REJECT] = 12, [ACTION_DEFER] = 13,
    };

    return by_verdict ? statuses[tx->verdict.action] : EX_OK;
}

/* How the verdict is told. */
struct telling { bool json, by_verdict, with_words; };

static enum batch_form batch_form(const struct telling *telling)
{
    return !telling->json ? BATCH_LINE : telling->with_words ? BATCH_JSON_WITH_WORDS : BATCH_JSON;
}

static int tell(const struct transaction *tx, const void *how)
{
    const struct telling *telling = how;
    ARENA_SCOPE           arena   = { 0 };
    BUF_SCOPE             out     = { 0 };

    if (telling->json) {
        record_write(&out, tx, NULL);
        buf_add_char(&out, '\n');
    } else {
        print_summary(&out, tx, &arena);
    }
    return cli_print(buf_str(&out)) ? exit_status(tx, telling->by_verdict) : EX_IOERR;
}

/* Each with the engine as it was: a case says whose organisation it is about. Ends with the first that cannot be judged. */
static int check_cases(const struct judge_request *request, struct engine *engine, const char *const *names, size_t count,
                       const struct telling *telling)
{
    const struct config *config       = engine->config;
    struct organization *organization = engine->organization;
    int                  status       = EX_OK;

    for (size_t i = 0; i < count && status == EX_OK; i++) {
        struct judge_request own = *request;

        status = judge_case(&own, engine, names[i], NULL, tell, telling);
        engine->config       = config;
        engine->organization = organization;
    }
    return status;
}

int cmd_check(int argc, char **argv)
{
    static const struct option options[] = {
        JUDGE_LONG_OPTIONS,
        { "json",         no_argument,       NULL, 'j' },
        { "exit-verdict", no_argument,       NULL, 'x' },
        { "batch",        required_argument, NULL, 'b' },
        { "words",        no_argument,       NULL, 'w' },
        { "context",      required_argument, NULL, 'C' },
        { "help",         no_argument,       NULL, 'h' },
        { 0 },
    };
    struct judge_request request    = { .command = argv[0] };
    ARENA_SCOPE          arena      = { 0 };
    const char          *batch      = NULL, **contexts = ARENA_ARRAY(&arena, const char *, (size_t)argc);
    size_t               context_count = 0;
    struct telling       telling    = { 0 };
    bool                 bad        = false;

    for (int c; (c = getopt_long(argc, argv, JUDGE_SHORT_OPTIONS, options, NULL)) != -1; ) {
        if (judge_option(&request, c, optarg, &bad)) {
            if (bad)
                return EX_USAGE;
            continue;
        }
        switch (c) {
        case 'j': telling.json = true; break;
        case 'x': telling.by_verdict = true; break;
        case 'b': batch = optarg; break;
        case 'w': telling.with_words = true; break;
        case 'C': contexts[context_count++] = optarg; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    }
    if (optind + 1 < argc)
        return cli_fail(argv[0], EX_USAGE, "'%s' is one argument too many", argv[optind + 1]);
    if (batch != NULL && context_count > 0)
        return cli_fail(argv[0], EX_USAGE, "--batch and --context: one of the two");
    if (context_count > 1 && (optind < argc || telling.by_verdict))
        return cli_fail(argv[0], EX_USAGE, "several cases have messages and verdicts of their own");
    if (telling.with_words && (batch == NULL || !telling.json))
        return cli_fail(argv[0], EX_USAGE, "--words goes with --batch and --json");
    if (request.by_defaults && request.config_file != NULL)
        return cli_fail(argv[0], EX_USAGE, "--defaults and --config: one of the two");
    if (batch == NULL && context_count == 0)
        judge_by_servers_config(&request, !telling.json);
    const char    *file   = optind < argc ? argv[optind] : NULL;
    struct engine *engine = cli_open_engine(argv[0], request.config_file);

    if (engine == NULL)
        return EX_CONFIG;
    int status = batch != NULL         ? check_batch(&request, engine, batch, batch_form(&telling))
                 : context_count > 1  ? check_cases(&request, engine, contexts, context_count, &telling)
                 : context_count == 1 ? judge_case(&request, engine, contexts[0], file, tell, &telling)
                                      : judge_file(&request, engine, file, tell, &telling);

    engine_close(engine);
    return status;
}
