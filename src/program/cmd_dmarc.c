/* gatepost dmarc: what DMARC says of an author domain and the identifiers that SPF and DKIM have verified. */
#include <getopt.h>
#include <stdio.h>

#include "auth/dmarc/evaluate.h"
#include "auth/dmarc/print.h"
#include "auth/dmarc/rfc7489.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/unicode.h"
#include "program/cli.h"

enum { IDENTIFIERS_MAX = 64, QUESTIONS_MAX = 8 * (IDENTIFIERS_MAX + 1) + 1 };

static const char usage[] =
    "Usage: gatepost dmarc --author-domain DOMAIN [OPTIONS]\n\n"
    "Finds the DMARC policy of DOMAIN, and whether SPF or DKIM have verified a domain that is aligned (RFC 9989).\n\n"
    "  --author-domain DOMAIN  the domain of the From field\n"
    "  --spf RESULT@DOMAIN     the result of SPF for MAIL FROM, as in pass@example.org\n"
    "  --dkim RESULT@DOMAIN    the result of one signature; may be repeated\n"
    "  --zone FILE             DNS answers from a file instead of the network\n"
    "  --json                  one JSON object\n";

struct options {
    const char            *zone;
    str                    author_domain;
    struct auth_identifier identifiers[IDENTIFIERS_MAX];
    size_t                 count;
    bool                   is_json, wants_help;
};

/* RESULT@DOMAIN: a result alone would be one of no domain, and be told as not aligned. Only pass verifies a domain, and only temperror
 * could have (RFC 8601 §2.7 has the words). */
static bool add_identifier(struct options *o, enum auth_method method, str text)
{
    static const char *const words[] = {
        "none", "neutral", "pass", "fail", "softfail", "policy", "temperror", "permerror",
    };
    str result;

    if (o->count == IDENTIFIERS_MAX || !str_has_char(text, '@') || !str_cut(&text, '@', &result) || text.len == 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal(result, str_of(words[i]))) {
            o->identifiers[o->count++] = (struct auth_identifier){
                .method = method, .domain = text, .pass = str_equal(result, STR("pass")),
                .temperror = str_equal(result, STR("temperror")),
            };
            return true;
        }
    return false;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    enum { AUTHOR_DOMAIN, SPF, DKIM, ZONE, JSON, HELP };
    static const struct option long_options[] = {
        { "author-domain", required_argument, NULL, AUTHOR_DOMAIN },
        { "spf",           required_argument, NULL, SPF           },
        { "dkim",          required_argument, NULL, DKIM          },
        { "zone",          required_argument, NULL, ZONE          },
        { "json",          no_argument,       NULL, JSON          },
        { "help",          no_argument,       NULL, HELP          },
        { NULL,            0,                 NULL, 0             },
    };

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1; )
        switch (option) {
        case AUTHOR_DOMAIN: o->author_domain = str_of(optarg); break;
        case ZONE:          o->zone = optarg; break;
        case JSON:          o->is_json = true; break;
        case HELP:          o->wants_help = true; break;
        case SPF:
        case DKIM:
            if (add_identifier(o, option == SPF ? AUTH_SPF : AUTH_DKIM, str_of(optarg)))
                break;
            cli_fail("dmarc", EX_USAGE, "%s: write a result and a domain, as in pass@example.org", optarg);
            return false;
        default:
            return false;
        }
    if (optind < argc)
        cli_fail("dmarc", EX_USAGE, "'%s' is one argument too many", argv[optind]);
    else if (!o->wants_help && o->author_domain.len == 0)
        cli_fail("dmarc", EX_USAGE, "--author-domain is needed");
    return optind == argc && (o->wants_help || o->author_domain.len > 0);
}

/* U-labels to A-labels, where there are any; a name that has no such form stays, and is then no valid author. */
static void names_to_ascii(struct options *o, struct arena *arena)
{
    struct unicode *unicode = NULL;
    str            *names[IDENTIFIERS_MAX + 1] = { &o->author_domain };

    for (size_t i = 0; i < o->count; i++)
        names[i + 1] = &o->identifiers[i].domain;
    for (size_t i = 0; i <= o->count; i++) {
        if (!str_has_8bit(*names[i]))
            continue;
        if (unicode == NULL && (unicode = unicode_open()) == NULL)
            break;
        (void)!unicode_domain_to_ascii(unicode, arena, *names[i], names[i]);
    }
    unicode_close(unicode);
}

/* By the tree walk, and beside it by RFC 7489. False while the view has open questions. */
static bool evaluate_both(const struct dmarc_request *request, const struct suffixes *suffixes, struct arena *arena,
                          struct view *view, struct dmarc_result *result)
{
    *result = dmarc_evaluate(request, arena, view);
    if (result->status == DMARC_PENDING || suffixes == NULL)
        return result->status != DMARC_PENDING;
    result->rfc7489 = dmarc_evaluate_rfc7489(request, suffixes, arena, view);
    return result->rfc7489.status != DMARC_PENDING;
}

/* False (and told) if DNS cannot be asked. */
static bool evaluate(const struct options *o, struct arena *arena, struct dmarc_result *result)
{
    struct suffixes     *suffixes = suffixes_open(NULL);
    struct dmarc_request request  = { o->author_domain, o->identifiers, o->count };
    struct cli_dns       dns      = { .command = "dmarc", .zone_file = o->zone };
    bool                 answered = true;
    struct view          view;

    view_init(&view, arena, QUESTIONS_MAX);
    while (answered && !evaluate_both(&request, suffixes, arena, &view, result))
        answered = cli_dns_answer(&dns, &view);
    view_free(&view);
    suffixes_close(suffixes);
    cli_dns_close(&dns);
    return answered;
}

static void print_text(struct buf *out, const struct dmarc_result *result)
{
    buf_printf(out, "%s: %s\n", dmarc_status_name(result->status), auth_reason_sentence(result->reason));
    for (size_t i = 0; i < result->aligned_count; i++)
        buf_printf(out, "  aligned: %.*s\n", STR_ARG(result->aligned[i]));
    if (result->org_domain.len > 0)
        buf_printf(out, "  organization: %.*s\n", STR_ARG(result->org_domain));
    if (result->record_domain.len > 0 && result->status != DMARC_NONE)
        buf_printf(out, "  policy: %s, from the record of %.*s%s\n", dmarc_policy_name(result->policy),
                   STR_ARG(result->record_domain), result->is_test ? ", in test mode" : "");
    if (result->status == DMARC_FAIL)
        buf_printf(out, "  the domain asks for: %s\n", dmarc_policy_name(result->disposition));
    if (dmarc_rfc7489_differs(result))
        buf_printf(out, "  by RFC 7489: %s, asking for: %s\n", dmarc_status_name(result->rfc7489.status),
                   dmarc_policy_name(result->rfc7489.disposition));
}

static int run(struct options *o)
{
    ARENA_SCOPE         arena = { 0 };
    BUF_SCOPE           out   = { 0 };
    struct json         json  = { .out = &out };
    struct dmarc_result result;

    names_to_ascii(o, &arena);
    if (!evaluate(o, &arena, &result))
        return EX_UNAVAILABLE;
    if (o->is_json) {
        dmarc_result_json(&json, NULL, &result);
        buf_add_char(&out, '\n');
    } else {
        print_text(&out, &result);
    }
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

int cmd_dmarc(int argc, char **argv)
{
    struct options options = { 0 };

    if (!read_options(argc, argv, &options))
        return EX_USAGE;
    if (options.wants_help)
        return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
    return run(&options);
}
