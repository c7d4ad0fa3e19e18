/* gatepost trace: where is this message? */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/id.h"
#include "gateway/aftermath.h"
#include "gateway/pseudonym.h"
#include "gateway/story.h"
#include "policy/chapter.h"
#include "program/cli.h"
#include "store/journal.h"

static const char usage[] =
    "Usage: gatepost trace [-c FILE] [FILTERS] [--json]\n"
    "\n"
    "  -c, --config FILE    the configuration (default /etc/gatepost/gatepost.conf)\n"
    "      --id ID          the message that the reply or the log named\n"
    "      --queue-id ID    a message that a mail server has shown its milter, by what that server calls it: newest first, for\n"
    "                       such an ID may come again\n"
    "      --from ADDRESS   author or envelope sender; @example.org for a whole domain\n"
    "      --to ADDRESS     a recipient; @example.org for a whole domain\n"
    "      --recipient ADDRESS  the same, and only what became of it for that recipient\n"
    "      --subject TEXT   a part of the subject\n"
    "      --client ADDRESS the client\n"
    "      --action WORD    accept, tag, quarantine, reject or defer\n"
    "      --finding ID     a finding that it has, such as dn-emoji\n"
    "      --since T        a time (2026-11-25T09:30:00Z) or how long ago (2h, 7d)\n"
    "      --limit N        at most so many, the newest first (default 50)\n"
    "      --json           the records, one a line\n";

enum { LIMIT_DEFAULT = 50, LIMIT_MAX = 100000 };

/* One line each, with what became of it; older records know only who they were. */
static void print_recipients(struct buf *out, const struct journal_row *row, str only, str also, struct arena *arena)
{
    BUF_SCOPE lines = { 0 };
    str       rest, line;

    if (!story_recipients(&lines, row->record, only, also, arena)) {
        buf_printf(out, "  to       %.*s\n", STR_ARG(arena_printable(arena, row->recipients)));
        return;
    }
    rest = buf_str(&lines);
    while (str_cut(&rest, '\n', &line))
        buf_printf(out, "  to       %.*s\n", STR_ARG(line));
}

static void print_row(struct buf *out, struct aftermath *aftermath, const struct journal_row *row, str only, str also, struct arena *arena)
{
    str would = story_would(row->record, arena), since = aftermath_of(aftermath, row->id, row->record, arena);
    str queue_id = story_queue_id(row->record, arena), reply = story_reply(row->record, arena);

    if (reply.len == 0)                 /* the record was not kept, or without personal data */
        reply = arena_printable(arena, row->reply);

    buf_printf(out, "%.*s  %.*s  %.*s at %.*s\n", STR_ARG(time_rfc3339(arena, row->at)), STR_ARG(row->id), STR_ARG(row->action),
               STR_ARG(row->step));
    buf_printf(out, "  from     %.*s (envelope <%.*s>, client %.*s)\n",
               STR_ARG(row->author.len == 0 ? STR("nobody") : arena_printable(arena, row->author)),
               STR_ARG(arena_printable(arena, row->reverse_path)), STR_ARG(row->client));
    print_recipients(out, row, only, also, arena);
    if (would.len > 0)
        buf_printf(out, "  would    %.*s, without shadow mode\n", STR_ARG(would));
    buf_printf(out, "  subject  %.*s\n", STR_ARG(arena_printable_line(arena, row->subject)));
    if (queue_id.len > 0)
        buf_printf(out, "  queue id %.*s, at the mail server\n", STR_ARG(queue_id));
    if (reply.len > 0)
        buf_printf(out, "  reply    %.*s\n", STR_ARG(reply));
    if (row->next_hop_reply.len > 0)
        buf_printf(out, "  next hop %.*s\n", STR_ARG(arena_printable(arena, row->next_hop_reply)));
    if (since.len > 0)
        buf_printf(out, "  since    %.*s\n", STR_ARG(arena_printable_line(arena, since)));
    if (row->findings.len > 0)
        buf_printf(out, "  findings %.*s\n", STR_ARG(row->findings));
}

/* The names under which the journal may keep whom we look for; without the key it keeps nobody under any. */
static void add_pseudonyms(struct journal_query *query, const struct engine *engine, struct arena *arena)
{
    struct release_key secret;
    str                ignored;

    if (!release_key_load(&secret, engine->config->state_dir, false, arena, &ignored))
        return;
    struct pseudonyms names = pseudonyms_of(&secret);

    query->also.from   = pseudonym_address(&names, arena, query->from);
    query->also.to     = pseudonym_address(&names, arena, query->to);
    query->also.client = pseudonym(&names, arena, query->client);
}

static bool is_sign(const struct engine *engine, str id, struct arena *arena)
{
    BUF_SCOPE      ignored = { 0 };
    struct chapter chapter = { .out = &ignored, .arena = arena, .model = engine->model };

    return chapter_tell_sign(&chapter, id);
}

static int trace(const char *command, const char *file, struct journal_query *query, bool one_recipient, bool json)
{
    ARENA_SCOPE         arena  = { 0 };
    BUF_SCOPE           out    = { 0 };
    struct engine      *engine = cli_open_reader(command, file);
    struct journal_row *rows   = NULL;
    size_t              count  = 0;
    str                 error  = { 0 };
    int                 status = EX_OK;

    if (engine == NULL)
        return EX_CONFIG;
    add_pseudonyms(query, engine, &arena);
    struct aftermath aftermath = { .engine = engine };
    struct journal  *journal   = journal_open(engine_state_path(engine, &arena, "journal.db"), true, &arena, &error);

    if (journal == NULL || !journal_find(journal, &arena, query, &rows, &count, &error))
        status = cli_fail(command, EX_NOINPUT, "%.*s", STR_ARG(error));
    for (size_t i = 0; i < count; i++)
        if (json)
            buf_printf(&out, "%.*s\n", STR_ARG(rows[i].record));
        else
            print_row(&out, &aftermath, &rows[i], one_recipient ? query->to : STR(""), query->also.to, &arena);
    if (status == EX_OK && count == 0 && !json) {
        buf_add(&out, STR("No message on record matches.\n"));
        if (query->finding.len > 0 && !is_sign(engine, query->finding, &arena))
            buf_printf(&out, "There is no sign %.*s; 'gatepost signs' lists them.\n", STR_ARG(query->finding));
    }
    if (status == EX_OK && !cli_print(buf_str(&out)))
        status = EX_IOERR;
    aftermath_end(&aftermath);
    if (journal != NULL)
        journal_close(journal);
    engine_close(engine);
    return status;
}

/* A filter that nothing can match must not look like mail that never came. */
static bool is_address_filter(const char *command, const char *name, str text)
{
    if (text.len == 0 || str_has_char(text, '@') || str_equal_nocase(text, STR("postmaster")))
        return true;
    cli_fail(command, EX_USAGE, "%s %.*s: write an address, or @example.org for a whole domain", name, STR_ARG(text));
    return false;
}

static bool is_action(const char *command, str text)
{
    for (size_t i = ACTION_ACCEPT; i <= ACTION_REJECT; i++)
        if (str_equal(str_of(action_name((enum action)i)), text))
            return true;
    cli_fail(command, EX_USAGE, "--action %.*s: there are accept, tag, quarantine, reject and defer", STR_ARG(text));
    return false;
}

/* As the journal writes it, however it was typed. */
static bool read_client(const char *command, struct arena *arena, str text, str *client)
{
    struct ip ip;

    *client = text;
    if (str_equal(text, STR("unknown")))
        return true;
    if (!ip_parse(text, &ip)) {
        cli_fail(command, EX_USAGE, "--client %.*s: write an address like 192.0.2.1", STR_ARG(text));
        return false;
    }
    *client = ip_text(arena, &ip);
    return true;
}

static bool check_filters(const char *command, struct arena *arena, struct journal_query *query, bool one_recipient)
{
    if (query->id.len > 0 && !id_is_valid(query->id)) {
        cli_fail(command, EX_USAGE, "--id %.*s: an ID has %d letters and digits; --queue-id takes a mail server's", STR_ARG(query->id),
                 ID_LEN);
        return false;
    }
    return is_address_filter(command, "--from", query->from) &&
           is_address_filter(command, one_recipient ? "--recipient" : "--to", query->to) &&
           (query->action.len == 0 || is_action(command, query->action)) &&
           (query->client.len == 0 || read_client(command, arena, query->client, &query->client));
}

int cmd_trace(int argc, char **argv)
{
    static const struct option options[] = {
        { "config",  required_argument, NULL, 'c' },
        { "id",      required_argument, NULL, 'i' },
        { "queue-id", required_argument, NULL, 'q' },
        { "from",    required_argument, NULL, 'f' },
        { "to",      required_argument, NULL, 't' },
        { "recipient", required_argument, NULL, 'r' },
        { "subject", required_argument, NULL, 's' },
        { "client",  required_argument, NULL, 'a' },
        { "action",  required_argument, NULL, 'v' },
        { "finding", required_argument, NULL, 'g' },
        { "since",   required_argument, NULL, 'w' },
        { "limit",   required_argument, NULL, 'n' },
        { "json",    no_argument,       NULL, 'j' },
        { "help",    no_argument,       NULL, 'h' },
        { 0 },
    };
    ARENA_SCOPE          arena = { 0 };
    struct journal_query query = { .limit = LIMIT_DEFAULT };
    const char          *file  = cli_default_config;
    bool                 json  = false, one_recipient = false;
    uint64_t             limit = LIMIT_DEFAULT;

    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'i': query.id = str_of(optarg); break;
        case 'q': query.queue_id = str_of(optarg); break;
        case 'f': query.from = str_of(optarg); break;
        case 't': query.to = str_of(optarg); break;
        case 'r': query.to = str_of(optarg); one_recipient = true; break;
        case 's': query.subject = str_of(optarg); break;
        case 'a': query.client = str_of(optarg); break;
        case 'v': query.action = str_of(optarg); break;
        case 'g': query.finding = str_of(optarg); break;
        case 'w':
            if (!cli_parse_since(argv[0], optarg, &query.since))
                return EX_USAGE;
            break;
        case 'n':
            if (!str_to_u64(str_of(optarg), LIMIT_MAX, &limit) || limit == 0)
                return cli_fail(argv[0], EX_USAGE, "--limit %s: a number from 1 to %d is needed", optarg, LIMIT_MAX);
            query.limit = limit;
            break;
        case 'j': json = true; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (optind < argc)
        return cli_fail(argv[0], EX_USAGE, "'%s' is one argument too many", argv[optind]);
    if (!check_filters(argv[0], &arena, &query, one_recipient))
        return EX_USAGE;
    return trace(argv[0], file, &query, one_recipient, json);
}
