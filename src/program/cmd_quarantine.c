/* gatepost quarantine: what is held, and what becomes of it. */
#include <errno.h>
#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "gateway/aftermath.h"
#include "gateway/command_log.h"
#include "gateway/release.h"
#include "gateway/story.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost quarantine [-c FILE] list [--settled] [--json]\n"
    "       gatepost quarantine [-c FILE] show ID [--raw]\n"
    "       gatepost quarantine [-c FILE] release ID...\n"
    "       gatepost quarantine [-c FILE] delete ID...\n"
    "       gatepost quarantine [-c FILE] rebuild\n"
    "\n"
    "  -c, --config FILE   the configuration (default /etc/gatepost/gatepost.conf)\n"
    "      --settled       what was released or deleted, as long as it is kept (keep-settled): when, by whom, to whom\n"
    "      --json          one object of JSON a line\n"
    "      --raw           the original octets of the message\n"
    "\n"
    "release sends the original message to the next hop and says what that answered; on an error it stays held.\n"
    "It and delete each write a line to the log of the server, or where that is no file to the system's log.\n";

struct work {
    const char        *command;
    struct engine     *engine;
    struct quarantine *quarantine;
    struct journal    *journal;         /* NULL: there is none yet */
    struct arena       arena;
    str                user;            /* who asks, as far as known */
    bool               json, raw, settled;
};

static const char *const state_names[] = {
    [QUARANTINE_HELD] = "held", [QUARANTINE_RELEASED] = "released", [QUARANTINE_DELETED] = "deleted",
};

static void print_json(struct buf *out, const struct quarantine_entry *e, struct arena *arena)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_str(&json, "id", e->id);
    json_cstr(&json, "state", state_names[e->state]);
    json_str(&json, "held_at", time_rfc3339(arena, e->held_at));
    json_str(&json, "client", e->client);
    json_str(&json, "mail_from", e->reverse_path);
    json_str(&json, "from", e->author);
    json_str(&json, "subject", e->subject);
    json_open_array(&json, "rcpt");
    for (size_t i = 0; i < e->recipient_count; i++)
        json_str(&json, NULL, e->recipients[i]);
    json_close_array(&json);
    json_str(&json, "step", e->step);
    json_str(&json, "reason", e->reason);
    json_str(&json, "findings", e->findings);
    json_bool(&json, "releasable", e->releasable);
    json_int(&json, "size", (int64_t)e->size);
    if (e->state != QUARANTINE_HELD) {
        json_str(&json, "settled_at", e->settled.at == 0 ? (str){ 0 } : time_rfc3339(arena, e->settled.at));
        json_str(&json, "settled_by", e->settled.by);
        json_str(&json, "next_hop_reply", e->settled.said);
    }
    json_close_object(&json);
    buf_add_char(out, '\n');
}

static void print_words(struct buf *out, const struct quarantine_entry *e, struct arena *arena)
{
    buf_printf(out, "%.*s  %.*s  %s\n", STR_ARG(e->id), STR_ARG(time_rfc3339(arena, e->held_at)), state_names[e->state]);
    buf_printf(out, "  from     %.*s (envelope <%.*s>, client %.*s)\n", STR_ARG(arena_printable(arena, e->author)),
               STR_ARG(arena_printable(arena, e->reverse_path)), STR_ARG(e->client));
    buf_printf(out, "  to       %.*s\n", STR_ARG(arena_printable(arena, arena_join(arena, e->recipients, e->recipient_count, STR(" ")))));
    buf_printf(out, "  subject  %.*s\n", STR_ARG(arena_printable(arena, e->subject)));
    buf_printf(out, "  because  %.*s\n", STR_ARG(arena_printable(arena, e->reason)));
    if (e->findings.len > 0)
        buf_printf(out, "  findings %.*s\n", STR_ARG(e->findings));
    if (e->state != QUARANTINE_HELD)
        buf_printf(out, "  since    %.*s\n", STR_ARG(arena_printable_line(arena, aftermath_sentence(arena, e))));
}

static int list(struct work *w)
{
    struct quarantine_entry *entries = NULL;
    size_t                   count   = 0, shown = 0;
    str                      error   = { 0 };
    BUF_SCOPE                out     = { 0 };

    if (!quarantine_list(w->quarantine, &w->arena, &entries, &count, &error))
        return cli_fail(w->command, EX_IOERR, "%.*s", STR_ARG(error));
    for (size_t i = 0; i < count; i++) {
        if ((entries[i].state != QUARANTINE_HELD) != w->settled)
            continue;
        shown++;
        if (w->json)
            print_json(&out, &entries[i], &w->arena);
        else
            print_words(&out, &entries[i], &w->arena);
    }
    if (shown == 0 && !w->json)
        buf_add(&out, w->settled ? STR("Nothing was released or deleted, of what is still kept.\n") : STR("Nothing is held.\n"));
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

/* What is known of the message, then its whole story if the journal has it. */
static int show(struct work *w, str id)
{
    struct quarantine_entry entry;
    struct journal_query    query = { .id = id, .limit = 1 };
    struct journal_row     *rows  = NULL;
    size_t                  count = 0;
    str                     error = { 0 }, octets;
    BUF_SCOPE               out   = { 0 };

    if (!quarantine_find(w->quarantine, &w->arena, id, &entry, &error))
        return cli_fail(w->command, EX_DATAERR, "%.*s", STR_ARG(error));
    if (w->raw) {
        if (!quarantine_octets(w->quarantine, &w->arena, id, &octets, &error))
            return cli_fail(w->command, EX_IOERR, "%.*s", STR_ARG(error));
        return cli_print(octets) ? EX_OK : EX_IOERR;
    }
    if (w->json) {
        print_json(&out, &entry, &w->arena);
    } else {
        print_words(&out, &entry, &w->arena);
        if (w->journal != NULL && journal_find(w->journal, &w->arena, &query, &rows, &count, &error) && count > 0) {
            buf_add_char(&out, '\n');
            if (!story_write(&out, rows[0].record, &w->arena, &error))
                return cli_fail(w->command, EX_DATAERR, "%.*s", STR_ARG(error));
        }
    }
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static bool find(struct work *w, str id, struct quarantine_entry *entry)
{
    str error = { 0 };

    if (quarantine_find(w->quarantine, &w->arena, id, entry, &error))
        return true;
    cli_fail(w->command, EX_DATAERR, "%.*s", STR_ARG(error));
    return false;
}

/* What was done is done, logged or not; but who reads the log has to know where it has a gap. */
static void log_deed(struct work *w, const char *event, const struct quarantine_entry *entry, const char *name, str value)
{
    const struct config *config = w->engine->config;

    if (!command_log(config, event, entry, w->user, name, value))
        cli_fail(w->command, EX_OK, "the log %s cannot be written to: %s", config->log_file, strerrordesc_np(errno));
}

static int release(struct work *w, str id)
{
    struct quarantine_entry entry;
    str                     said = { 0 }, error = { 0 };
    BUF_SCOPE               out  = { 0 };

    if (!find(w, id, &entry))
        return EX_DATAERR;
    if (!release_message(w->engine, w->quarantine, w->journal, id, w->user, &w->arena, &said, &error)) {
        if (entry.state == QUARANTINE_HELD)
            log_deed(w, "release-failed", &entry, "problem", error);
        return cli_fail(w->command, EX_TEMPFAIL, "%.*s stays held: %.*s", STR_ARG(id), STR_ARG(arena_printable(&w->arena, error)));
    }
    log_deed(w, "released", &entry, "next_hop_reply", said);
    buf_printf(&out, "%.*s is released; the next hop said: %.*s\n", STR_ARG(id), STR_ARG(arena_printable(&w->arena, said)));
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int delete(struct work *w, str id)
{
    struct quarantine_entry entry;
    str                     error = { 0 };
    BUF_SCOPE               out   = { 0 };

    if (!find(w, id, &entry))
        return EX_DATAERR;
    if (!quarantine_settle(w->quarantine, id, QUARANTINE_DELETED, &(struct quarantine_settlement){ .by = w->user }, &error))
        return cli_fail(w->command, EX_IOERR, "%.*s: %.*s", STR_ARG(id), STR_ARG(error));
    if (entry.state == QUARANTINE_HELD)
        log_deed(w, "deleted", &entry, "problem", (str){ 0 });
    buf_printf(&out, "%.*s is deleted\n", STR_ARG(id));
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

static int rebuild(struct work *w)
{
    size_t    count = 0;
    str       error = { 0 };
    BUF_SCOPE out   = { 0 };

    if (!quarantine_rebuild(w->quarantine, &count, &error))
        return cli_fail(w->command, EX_IOERR, "%.*s", STR_ARG(error));
    buf_printf(&out, "The index is made anew: %zu message%s.\n", count, count == 1 ? "" : "s");
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

/* Runs what is asked over its ids; goes on after an error and returns the first. */
static int run(struct work *w, const char *verb, char **ids, int count)
{
    static const struct { const char *name; int (*each)(struct work *w, str id); } verbs[] = {
        { "show", show }, { "release", release }, { "delete", delete },
    };

    if (strcmp(verb, "list") == 0)
        return list(w);
    if (strcmp(verb, "rebuild") == 0)
        return rebuild(w);
    for (size_t v = 0; v < ARRAY_LEN(verbs); v++) {
        if (strcmp(verb, verbs[v].name) != 0)
            continue;
        int status = count == 0 ? cli_fail(w->command, EX_USAGE, "%s needs an ID", verb) : EX_OK;

        for (int i = 0; i < count; i++) {
            int one = verbs[v].each(w, str_of(ids[i]));

            status = status == EX_OK ? one : status;
        }
        return status;
    }
    return cli_fail(w->command, EX_USAGE, "there is no '%s'; list, show, release, delete and rebuild are known", verb);
}

/* By the session, else whom sudo runs this for, else by the number of the user. */
static str who_asks(void)
{
    const char          *name = getlogin();
    const struct passwd *user = getpwuid(getuid());

    if (name == NULL)
        name = getenv("SUDO_USER");
    if (name == NULL && user != NULL)
        name = user->pw_name;
    return str_of(name == NULL ? "administrator" : name);
}

static int open_and_run(struct work *w, const char *file, const char *verb, char **ids, int count)
{
    str error = { 0 };

    w->engine = cli_open_reader(w->command, file);
    if (w->engine == NULL)
        return EX_CONFIG;
    w->quarantine = quarantine_open(engine_state_path(w->engine, &w->arena, "quarantine"), &w->arena, &error);
    w->journal    = journal_open(engine_state_path(w->engine, &w->arena, "journal.db"), true, &w->arena, &(str){ 0 });
    int status    = w->quarantine == NULL ? cli_fail(w->command, EX_IOERR, "%.*s", STR_ARG(error)) : run(w, verb, ids, count);

    if (w->journal != NULL)
        journal_close(w->journal);
    if (w->quarantine != NULL)
        quarantine_close(w->quarantine);
    engine_close(w->engine);
    return status;
}

int cmd_quarantine(int argc, char **argv)
{
    static const struct option options[] = {
        { "config", required_argument, NULL, 'c' },
        { "json",   no_argument,       NULL, 'j' },
        { "raw",    no_argument,       NULL, 'r' },
        { "settled", no_argument,      NULL, 's' },
        { "help",   no_argument,       NULL, 'h' },
        { 0 },
    };
    struct work work = { .command = argv[0], .user = who_asks() };
    const char *file = cli_default_config;

    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'j': work.json = true; break;
        case 'r': work.raw = true; break;
        case 's': work.settled = true; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (optind >= argc)
        return cli_fail(argv[0], EX_USAGE, "list, show, release, delete or rebuild? See --help");
    int status = open_and_run(&work, file, argv[optind], argv + optind + 1, argc - optind - 1);

    arena_free(&work.arena);
    return status;
}
