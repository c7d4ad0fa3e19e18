/* gatepost spf: check_host() alone, for scripts and vectors. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "auth/senderid/record.h"
#include "auth/spf/check.h"
#include "auth/spf/print.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/unicode.h"
#include "gateway/engine.h"
#include "io/sys.h"
#include "program/cli.h"

/* Enough for all that the ten lookups may lead to, each with ten hosts (RFC 7208 §4.6.4). */
enum { QUESTIONS_MAX = 128 };
enum { SPF_TIME_SECONDS = 20 };         /* of waiting for DNS, where no configuration says (RFC 7208 §4.6.4) */

static const char usage[] =
    "Usage: gatepost spf --ip ADDRESS [--helo NAME] [--mail-from ADDRESS] [OPTIONS]\n"
    "       gatepost spf --batch FILE [OPTIONS]\n\n"
    "Tells whether ADDRESS may send for the domain of MAIL FROM, or of HELO for the null sender (RFC 7208).\n\n"
    "  --ip ADDRESS         the client\n"
    "  --helo NAME          what it gave as HELO or EHLO\n"
    "  --mail-from ADDRESS  the reverse-path, with or without angle brackets; empty for the null sender\n"
    "  --batch FILE         many checks: lines of address, HELO name and reverse-path, with a tab between them\n"
    "  --scope mfrom|helo|pra  the identity to check (mfrom); for pra, give the responsible address as --mail-from\n"
    "  --sender-id          choose records as Sender ID does (RFC 4406); --scope pra means it, too\n"
    "  --spf1-for-pra       let \"v=spf1\" speak of the responsible address where there is no \"spf2.0\"\n"
    "  --receiver NAME      our host name, for explanations\n"
    "  --time TIME          in the form of RFC 3339, for explanations (now)\n"
    "  --zone FILE          DNS answers from a file instead of the network\n"
    "  -c, --config FILE    a configuration, for the name servers to ask (none: the Internet's own)\n"
    "  --json               one JSON object a line for each check\n";

struct options {
    const char *zone, *config, *batch;
    str         ip, helo, mail_from, receiver, time;
    enum spf_scope scope;               /* SPF_MFROM unless said */
    bool        is_sender_id, spf1_for_pra, is_json, wants_help;
};

/* What all checks of a run share. */
struct session {
    const struct options *options;
    const struct engine  *engine;       /* NULL without a configuration; */
    struct unicode       *unicode;      /* then opened when first needed: it takes 25 ms */
    struct cli_dns        dns;
};

static bool read_scope(struct options *o, const char *name)
{
    static const enum spf_scope scopes[] = { SPF_MFROM, SPF_HELO, SPF_PRA };

    for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
        if (strcmp(name, spf_scope_name(scopes[i])) == 0) {
            o->scope         = scopes[i];
            o->is_sender_id |= scopes[i] == SPF_PRA;
            return true;
        }
    return false;
}

/* HELO is no scope of Sender ID. False and told. */
static bool fit_together(const struct options *o)
{
    if ((o->batch != NULL) == (o->ip.len > 0)) {
        cli_fail("spf", EX_USAGE, "one of --ip and --batch is needed");
        return false;
    }
    if (o->is_sender_id && o->scope == SPF_HELO) {
        cli_fail("spf", EX_USAGE, "Sender ID has the scopes mfrom and pra");
        return false;
    }
    return true;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    enum { CONFIG = 'c', IP = 256, HELO, MAIL_FROM, BATCH, SCOPE, SENDER_ID, SPF1_FOR_PRA, RECEIVER, TIME, ZONE, JSON,
           HELP };
    static const struct option long_options[] = {
        { "ip",           required_argument, NULL, IP           },
        { "helo",         required_argument, NULL, HELO         },
        { "mail-from",    required_argument, NULL, MAIL_FROM    },
        { "batch",        required_argument, NULL, BATCH        },
        { "scope",        required_argument, NULL, SCOPE        },
        { "sender-id",    no_argument,       NULL, SENDER_ID    },
        { "spf1-for-pra", no_argument,       NULL, SPF1_FOR_PRA },
        { "receiver",     required_argument, NULL, RECEIVER     },
        { "time",         required_argument, NULL, TIME         },
        { "zone",         required_argument, NULL, ZONE         },
        { "config",       required_argument, NULL, CONFIG       },
        { "json",         no_argument,       NULL, JSON         },
        { "help",         no_argument,       NULL, HELP         },
        { NULL,           0,                 NULL, 0            },
    };

    for (int option; (option = getopt_long(argc, argv, "c:", long_options, NULL)) != -1; )
        switch (option) {
        case IP:        o->ip = str_of(optarg); break;
        case HELO:      o->helo = str_of(optarg); break;
        case MAIL_FROM: o->mail_from = str_of(optarg); break;
        case BATCH:     o->batch = optarg; break;
        case RECEIVER:  o->receiver = str_of(optarg); break;
        case TIME:      o->time = str_of(optarg); break;
        case ZONE:      o->zone = optarg; break;
        case CONFIG:    o->config = optarg; break;
        case JSON:      o->is_json = true; break;
        case HELP:      o->wants_help = true; break;
        case SENDER_ID:    o->is_sender_id = true; break;
        case SPF1_FOR_PRA: o->spf1_for_pra = true; break;
        case SCOPE:
            if (read_scope(o, optarg))
                break;
            cli_fail("spf", EX_USAGE, "--scope %s: there are mfrom, helo and pra", optarg);
            return false;
        default:
            return false;
        }
    if (optind < argc) {
        cli_fail("spf", EX_USAGE, "'%s' is one argument too many", argv[optind]);
        return false;
    }
    return o->wants_help || fit_together(o);
}

static str domain_of(str address)
{
    ptrdiff_t at = str_rfind_char(address, '@');

    return str_from(address, at == STR_NOT_FOUND ? 0 : (size_t)at + 1);
}

/* Takes what was given as it is: vectors hold senders that no SMTP server would have let in. */
static bool make_request(const struct options *o, struct arena *arena, struct spf_request *request)
{
    str  sender    = o->mail_from;
    bool bracketed = str_starts(sender, STR("<")) && str_ends_nocase(sender, STR(">"));

    if (bracketed)
        sender = str_slice(sender, 1, sender.len - 1);
    bool is_helo = o->scope == SPF_HELO || (o->scope == SPF_MFROM && sender.len == 0);

    *request = (struct spf_request){
        .scope    = o->scope,
        .domain   = is_helo ? o->helo : domain_of(sender),
        .sender   = is_helo ? arena_printf(arena, "postmaster@%.*s", STR_ARG(o->helo)) : sender,
        .helo     = o->helo,
        .receiver = o->receiver,
        .limits   = spf_limits_default,
        .now      = sys_now(),
        .records  = o->is_sender_id ? senderid_records(o->scope, o->spf1_for_pra) : NULL,
    };
    if (!ip_parse(o->ip, &request->client)) {
        cli_fail("spf", EX_USAGE, "%.*s is no address of a client", STR_ARG(o->ip));
        return false;
    }
    if (o->time.len > 0 && !time_parse_rfc3339(o->time, &request->now)) {
        cli_fail("spf", EX_USAGE, "--time %.*s: write it like 2026-11-25T09:30:00Z", STR_ARG(o->time));
        return false;
    }
    return true;
}

static const struct unicode *unicode_for(struct session *s, const struct spf_request *request)
{
    if (s->engine != NULL)
        return s->engine->unicode;
    if (s->unicode == NULL && (str_has_8bit(request->domain) || str_has_8bit(request->sender)))
        s->unicode = unicode_open();
    return s->unicode;
}

static bool evaluate(struct session *s, struct spf_request *request, struct arena *arena, struct spf_result *result)
{
    struct view view;
    int64_t     limit_ms = 1000 * (s->engine != NULL ? s->engine->config->spf_time : SPF_TIME_SECONDS);
    int64_t     before   = s->dns.waited_ms;
    bool        answered = true;

    request->unicode = unicode_for(s, request);
    view_init(&view, arena, QUESTIONS_MAX);
    do {
        view.expired = s->dns.waited_ms - before >= limit_ms;
        *result      = spf_check(request, arena, &view);
    } while (result->status == SPF_PENDING && (answered = cli_dns_answer(&s->dns, &view)));
    view_free(&view);
    return answered;
}

static void print_text(struct buf *out, const struct spf_result *result)
{
    buf_printf(out, "%s: %s\n", spf_status_name(result->status), auth_reason_sentence(result->reason));
    if (result->mechanism.len > 0)
        buf_printf(out, "  %.*s in the record of %.*s\n", STR_ARG(result->mechanism), STR_ARG(result->record_domain));
    if (result->explanation.len > 0)
        buf_printf(out, "  %.*s explains: %.*s\n", STR_ARG(result->domain), STR_ARG(result->explanation));
}

/* One check: o is the session's options, or one line of a batch under them. */
static int check(struct session *s, const struct options *o)
{
    ARENA_SCOPE        arena = { 0 };
    BUF_SCOPE          out   = { 0 };
    struct json        json  = { .out = &out };
    struct spf_request request;
    struct spf_result  result;

    if (!make_request(o, &arena, &request))
        return EX_USAGE;
    if (!evaluate(s, &request, &arena, &result))
        return EX_UNAVAILABLE;
    if (o->is_json) {
        spf_result_json(&json, NULL, &result);
        buf_add_char(&out, '\n');
    } else {
        print_text(&out, &result);
    }
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int check_line(struct session *s, str line)
{
    struct options one = *s->options;

    if (!str_cut(&line, '\t', &one.ip) || !str_cut(&line, '\t', &one.helo))
        return cli_fail("spf", EX_DATAERR, "a line of the batch is not address, HELO name and reverse-path");
    one.mail_from = line;
    return check(s, &one);
}

static int check_batch(struct session *s)
{
    ARENA_SCOPE arena  = { 0 };
    int         status = EX_OK;
    str         lines, line;

    if (!cli_read("spf", s->options->batch, &arena, &lines))
        return EX_NOINPUT;
    while (status == EX_OK && str_cut(&lines, '\n', &line))
        status = check_line(s, line);
    return status;
}

static int run(const struct options *o, const struct engine *engine)
{
    struct session s = { .options = o, .engine = engine,
                         .dns = { .command = "spf", .zone_file = o->zone, .engine = engine } };
    int            status = o->batch != NULL ? check_batch(&s) : check(&s, o);

    cli_dns_close(&s.dns);
    unicode_close(s.unicode);
    return status;
}

int cmd_spf(int argc, char **argv)
{
    struct options options = { 0 };

    if (!read_options(argc, argv, &options))
        return EX_USAGE;
    if (options.wants_help)
        return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;

    struct engine *engine = options.config == NULL ? NULL : cli_open_engine("spf", options.config);

    if (engine == NULL && options.config != NULL)
        return EX_CONFIG;
    int status = run(&options, engine);

    if (engine != NULL)
        engine_close(engine);
    return status;
}
