/* gatepost dkim: the signatures of messages alone, for scripts and vectors. */
#include <getopt.h>
#include <stdio.h>

#include "auth/dkim/print.h"
#include "auth/dkim/verify.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/unicode.h"
#include "io/sys.h"
#include "program/cli.h"

enum { SIGNATURES_MAX = 10 };

static const char usage[] =
    "Usage: gatepost dkim [OPTIONS] [MESSAGE|-]...\n\n"
    "Verifies the DKIM signatures of each message (RFC 6376).\n\n"
    "  --zone FILE          DNS answers from a file instead of the network\n"
    "  --time TIME          when the message came, as seconds since 1970 or in the form of RFC 3339 (now)\n"
    "  --legacy-algorithms  judge as in 2011: rsa-sha1, short keys and partly signed bodies (l=) verify, as no receiver\n"
    "                       should let them any more (RFC 8301); for old test vectors\n"
    "  --partial-body       let a signature pass that does not cover the whole body (l=)\n"
    "  --json               one JSON object a line for each message\n";

struct options {
    const char *zone;
    char      **messages;
    size_t      message_count;
    str         time;
    bool        legacy_algorithms, partial_body, is_json, wants_help;
};

static bool read_options(int argc, char **argv, struct options *o)
{
    enum { ZONE, TIME, LEGACY, PARTIAL, JSON, HELP };
    static const struct option long_options[] = {
        { "zone",              required_argument, NULL, ZONE    },
        { "time",              required_argument, NULL, TIME    },
        { "legacy-algorithms", no_argument,       NULL, LEGACY  },
        { "partial-body",      no_argument,       NULL, PARTIAL },
        { "json",              no_argument,       NULL, JSON    },
        { "help",              no_argument,       NULL, HELP    },
        { NULL,                0,                 NULL, 0       },
    };

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1; )
        switch (option) {
        case ZONE:    o->zone = optarg; break;
        case TIME:    o->time = str_of(optarg); break;
        case LEGACY:  o->legacy_algorithms = true; break;
        case PARTIAL: o->partial_body = true; break;
        case JSON:    o->is_json = true; break;
        case HELP:    o->wants_help = true; break;
        default:      return false;
        }
    o->messages      = argv + optind;
    o->message_count = (size_t)(argc - optind);
    return true;
}

static bool read_time(str text, unix_seconds *now)
{
    uint64_t seconds;

    *now = sys_now();
    if (text.len == 0 || time_parse_rfc3339(text, now))
        return true;
    if (!str_to_u64(text, INT64_MAX, &seconds))
        return false;
    *now = (unix_seconds)seconds;
    return true;
}

static bool verify(const struct dkim_options *options, struct cli_dns *dns, const struct message *message,
                   struct arena *arena, struct auth_results *results)
{
    struct dkim_verifier *verifier = dkim_verifier_new(arena, message, options);
    struct view           view;
    bool                  answered = true;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, results) && (answered = cli_dns_answer(dns, &view)))
        continue;
    view_free(&view);
    return answered;
}

static void print_json(struct buf *out, const char *file, const struct auth_results *results)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_cstr(&json, "file", file);
    json_open_array(&json, "dkim");
    for (size_t i = 0; i < results->dkim_count; i++)
        dkim_result_json(&json, &results->dkim[i]);
    json_close_array(&json);
    json_int(&json, "skipped", (int64_t)results->dkim_skipped);
    json_close_object(&json);
    buf_add_char(out, '\n');
}

/* a= of a broken signature may hold any octet that a terminal would obey. */
static void print_word(struct buf *out, const char *tag, str word)
{
    buf_printf(out, " %s", tag);
    if (word.len == 0)
        buf_add_char(out, '-');
    for (size_t i = 0; i < word.len; i++)
        buf_add_char(out, ascii_is_vchar(word.ptr[i]) ? word.ptr[i] : '?');
}

static void print_text(struct buf *out, const struct auth_results *results)
{
    for (size_t i = 0; i < results->dkim_count; i++) {
        const struct dkim_result *result = &results->dkim[i];

        buf_printf(out, "%s", dkim_status_name(result->status));
        print_word(out, "d=", result->domain);
        print_word(out, "s=", result->selector);
        print_word(out, "a=", result->algorithm);
        if (result->key_bits > 0)       /* else there was no key to be measured */
            buf_printf(out, " (%d bits)", result->key_bits);
        buf_printf(out, ": %s\n", auth_reason_sentence(result->reason));
    }
    if (results->dkim_count == 0)
        buf_add(out, STR("none: The message is not signed.\n"));
    if (results->dkim_skipped > 0)
        buf_printf(out, "%zu more signatures were not looked at.\n", results->dkim_skipped);
}

static int run(const char *file, const struct options *o, const struct dkim_options *options, struct cli_dns *dns)
{
    ARENA_SCOPE         arena   = { 0 };
    BUF_SCOPE           out     = { 0 };
    struct message      message;
    struct auth_results results = { 0 };
    str                 octets;

    if (!cli_read("dkim", file, &arena, &octets))
        return EX_NOINPUT;
    octets = cli_as_on_the_wire(&arena, octets);
    message_parse(&message, &arena, octets, false, &message_limits_default, options->unicode);
    if (!verify(options, dns, &message, &arena, &results))
        return EX_UNAVAILABLE;
    if (!o->is_json && o->message_count > 1)
        buf_printf(&out, "%s:\n", file);
    if (o->is_json)
        print_json(&out, file, &results);
    else
        print_text(&out, &results);
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int run_all(const struct options *o, const struct dkim_options *options)
{
    struct cli_dns dns    = { .command = "dkim", .zone_file = o->zone };
    int            status = EX_OK;

    if (o->message_count == 0)
        status = run("-", o, options, &dns);
    for (size_t i = 0; i < o->message_count && status == EX_OK; i++)
        status = run(o->messages[i], o, options, &dns);
    cli_dns_close(&dns);
    return status;
}

static int open_and_run(const struct options *o)
{
    struct digests      digests;
    struct unicode     *unicode = unicode_open();
    struct dkim_options options = { .signatures_max = SIGNATURES_MAX, .legacy_algorithms = o->legacy_algorithms,
                                    .partial_body = o->partial_body || o->legacy_algorithms, .digests = &digests, .unicode = unicode };
    int                 status;

    if (unicode == NULL || !digests_open(&digests)) {
        unicode_close(unicode);
        return cli_fail("dkim", EX_OSERR, "the data of ICU or the digests of OpenSSL cannot be loaded");
    }
    if (read_time(o->time, &options.now))
        status = run_all(o, &options);
    else
        status = cli_fail("dkim", EX_USAGE, "--time %.*s: write it like 2026-11-25T09:30:00Z", STR_ARG(o->time));
    digests_close(&digests);
    unicode_close(unicode);
    return status;
}

int cmd_dkim(int argc, char **argv)
{
    struct options options = { 0 };

    if (!read_options(argc, argv, &options))
        return EX_USAGE;
    if (options.wants_help)
        return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
    return open_and_run(&options);
}
