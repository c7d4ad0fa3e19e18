/* gatepost stats: the figures of the running server, as its admin face tells them. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "admin/face.h"
#include "base/json.h"
#include "gateway/engine.h"
#include "io/local_socket.h"
#include "io/loop.h"
#include "io/stream.h"
#include "io/sys.h"
#include "program/cli.h"
#include "program/stats_shadow.h"

enum { STATS_TIMEOUT_MS = 10000, STATS_MAX_OCTETS = 4 << 20 };

static const char usage[] =
    "Usage: gatepost stats [-c FILE] [--all] [--json | --prometheus]\n"
    "       gatepost stats [-c FILE] (--shadow | --compared) [--since T] [--json]\n"
    "\n"
    "What the running server has counted since its start: connections, refusals, verdicts, results, times. A server that\n"
    "has replaced another in an upgrade has a start of its own: the first line says when it was.\n"
    "\n"
    "  -c, --config FILE   the configuration, which says where the state directory is\n"
    "      --all           also what has not happened\n"
    "      --json          one JSON object: name{label=value} to figure\n"
    "      --prometheus    as /metrics says it\n"
    "      --shadow        from the journal: what shadow mode has kept from happening, by step and reason\n"
    "      --compared      from the journal: what we and the filter of compare-with think of the same messages\n"
    "      --since T       of these: since a time (2026-11-25T09:30:00Z), or of the last span (2h, 7d)\n";

/* ---- asking ---- */

struct inquiry { struct buf answer; bool failed; };

static void on_input(struct stream *stream)
{
    struct inquiry *q = stream->owner;

    buf_add(&q->answer, buf_str(&stream->in));
    buf_clear(&stream->in);
    if (buf_len(&q->answer) > STATS_MAX_OCTETS) {
        q->failed = true;
        loop_stop(stream->loop);
    }
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct inquiry *q = stream->owner;

    q->failed = q->failed || why != STREAM_EOF;
    loop_stop(stream->loop);
}

/* HTTP/1.0, so that the end of the connection is the end of the answer. */
static bool ask(const char *path, struct inquiry *q)
{
    static const struct stream_events events = { .input = on_input, .ended = on_ended };
    struct stream                     stream;
    struct loop                      *loop = loop_new();
    int                               fd   = loop == NULL ? -1 : local_socket_connect(path);

    if (fd >= 0) {
        stream_open(&stream, loop, fd, &events, q);
        stream_set_timeout(&stream, STATS_TIMEOUT_MS);
        buf_add(&stream.out, STR("GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n"));
        stream_flush(&stream);
        loop_run(loop);
        stream_close(&stream);
    }
    int why = errno;

    if (loop != NULL)
        loop_free(loop);
    errno = why;
    return fd >= 0;
}

/* What stands behind the header of a 200; false for anything else. */
static bool body_of(str answer, str *body)
{
    str       status = answer, line;
    ptrdiff_t end    = str_find(answer, STR("\r\n\r\n"));

    if (!str_cut(&status, '\n', &line) || str_find(line, STR(" 200 ")) == STR_NOT_FOUND || end == STR_NOT_FOUND)
        return false;
    *body = str_from(answer, (size_t)end + 4);
    return true;
}

/* ---- showing ---- */

enum form { FORM_TEXT, FORM_JSON, FORM_PROMETHEUS };

/* "name{labels} figure"; false for comments, and where all is not wanted for what is 0 and for buckets. */
static bool read_figure(str line, bool all, str *name, str *figure)
{
    ptrdiff_t blank = str_rfind_char(line, ' ');

    if (line.len == 0 || line.ptr[0] == '#' || blank == STR_NOT_FOUND)
        return false;
    *name   = str_slice(line, 0, (size_t)blank);
    *figure = str_from(line, (size_t)blank + 1);
    return all || (!str_equal(*figure, STR("0")) && !str_equal(*figure, STR("0.000")) &&
                   str_find(*name, STR("_bucket{")) == STR_NOT_FOUND);
}

/* Counters begin at 0 with the process, after an upgrade as well: of how long they speak has to be said with them. */
static void write_since(struct buf *out, str body)
{
    ARENA_SCOPE arena = { 0 };
    str         line, name, figure;
    uint64_t    since;

    while (str_cut(&body, '\n', &line))
        if (read_figure(line, true, &name, &figure) && str_equal(name, STR("gatepost_start_time_seconds")) &&
            str_to_u64(figure, INT64_MAX, &since))
            buf_printf(out, "Counted since %.*s, when this server started:\n", STR_ARG(time_rfc3339(&arena, (unix_seconds)since)));
}

static void write_text(struct buf *out, str body, bool all)
{
    str line, name, figure;

    write_since(out, body);
    while (str_cut(&body, '\n', &line))
        if (read_figure(line, all, &name, &figure)) {
            (void)!str_skip_prefix(&name, STR("gatepost_"));
            buf_printf(out, "%14.*s  %.*s\n", STR_ARG(figure), STR_ARG(name));
        }
}

/* gatepost_x{label=value}: names of JSON are written as they stand, so without quotes. */
static const char *json_name(struct arena *arena, str name)
{
    char  *plain = arena_octets(arena, name.len + 1);
    size_t len   = 0;

    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '"')
            plain[len++] = name.ptr[i];
    plain[len] = '\0';
    return plain;
}

static void write_json(struct buf *out, str body, bool all)
{
    struct json json = { .out = out };
    ARENA_SCOPE arena = { 0 };
    str         line, name, figure;

    json_open_object(&json, NULL);
    while (str_cut(&body, '\n', &line))
        if (read_figure(line, all, &name, &figure))
            json_raw(&json, json_name(&arena, name), figure);
    json_close_object(&json);
    buf_add_char(out, '\n');
}

static int show(str body, enum form form, bool all)
{
    BUF_SCOPE out = { 0 };

    switch (form) {
    case FORM_TEXT:       write_text(&out, body, all); break;
    case FORM_JSON:       write_json(&out, body, all); break;
    case FORM_PROMETHEUS: buf_add(&out, body); break;
    }
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int ask_and_show(const char *state_dir, enum form form, bool all)
{
    ARENA_SCOPE     arena = { 0 };
    struct inquiry q     = { 0 };
    const char     *path  = admin_socket_path(state_dir, &arena);
    str             body;
    int             status = EX_UNAVAILABLE;

    if (!ask(path, &q))
        cli_fail("stats", status, "%s: %s: does a server run?", path, strerrordesc_np(errno));
    else if (q.failed || !body_of(buf_str(&q.answer), &body))
        cli_fail("stats", status, "%s: the server gives no figures", path);
    else
        status = show(body, form, all);
    buf_free(&q.answer);
    return status;
}

int cmd_stats(int argc, char **argv)
{
    static const struct option options[] = {
        { "config",     required_argument, NULL, 'c' },
        { "all",        no_argument,       NULL, 'a' },
        { "json",       no_argument,       NULL, 'j' },
        { "prometheus", no_argument,       NULL, 'p' },
        { "shadow",     no_argument,       NULL, 's' },
        { "compared",   no_argument,       NULL, 'o' },
        { "since",      required_argument, NULL, 'w' },
        { "help",       no_argument,       NULL, 'h' },
        { 0 },
    };
    const char          *file   = cli_default_config;
    enum form            form   = FORM_TEXT;
    bool                 all    = false, shadow = false;
    struct stats_request trials = { .command = argv[0] };

    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'a': all = true; break;
        case 'j': form = FORM_JSON; break;
        case 'p': form = FORM_PROMETHEUS; break;
        case 's': shadow = true; break;
        case 'o': trials.compared = true; break;
        case 'w':
            if (!cli_parse_since(argv[0], optarg, &trials.since))
                return EX_USAGE;
            break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (optind < argc)
        return cli_fail("stats", EX_USAGE, "'%s' is one argument too many", argv[optind]);
    struct engine *engine = cli_open_reader("stats", file);

    if (engine == NULL)
        return EX_CONFIG;
    trials.json = form == FORM_JSON;
    int status  = shadow || trials.compared ? stats_shadow(engine, &trials) : ask_and_show(engine->config->state_dir, form, all);

    engine_close(engine);
    return status;
}
