/* gatepost list: the administrator's allow entries. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/id.h"
#include "gateway/engine.h"
#include "gateway/state_lock.h"
#include "io/file.h"
#include "io/sys.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost list [-c FILE] show\n"
    "       gatepost list [-c FILE] add (--dkim DOMAIN | --spf DOMAIN | --dmarc DOMAIN | --network NET)\n"
    "                     --owner NAME --expires T [--steps STEP,...] [--note TEXT]\n"
    "       gatepost list [-c FILE] remove ID...\n"
    "\n"
    "An entry names an identity that is proved in the message (a DKIM d=, an SPF domain, a DMARC author domain) or a network;\n"
    "who answers for it; and when it ends (2027-01-01, or 90d from now). It takes the effect of the steps that it names away\n"
    "(default: score), never that of protocol, own-domain or malware checks. A running server reads the list again at once.\n";

struct work {
    const char      *command;
    struct engine   *engine;
    struct arena     arena;
    struct list_entry entry;            /* for add */
    size_t           identity_count;
    const char      *steps;
};

enum { LIST_MAX_OCTETS = 16 << 20 };

static const char removable_steps[] = "authentication, attachment, impersonation and score";

static bool read_list(struct work *w, str *text)
{
    const char *path  = engine_state_path(w->engine, &w->arena, "list");
    str         error = { 0 };
    int         fd    = sys_open(path, O_RDONLY | O_NOFOLLOW, 0);

    *text = (str){ 0 };
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd >= 0)
        (void)!sys_close(fd);
    if (file_read_own(AT_FDCWD, path, LIST_MAX_OCTETS, &w->arena, text, &error))
        return true;
    cli_fail(w->command, EX_NOINPUT, "%.*s", STR_ARG(error));
    return false;
}

/* Writes the whole list anew, so that a power cut leaves the old one or the new one, and tells a running server. */
static int write_list(struct work *w, str text)
{
    int folder = sys_open(w->engine->config->state_dir, O_RDONLY | O_DIRECTORY, 0);

    if (folder < 0 || !file_replace_durably(folder, "list", &text, 1)) {
        int status = cli_fail(w->command, EX_CANTCREAT, "%s/list: %s", w->engine->config->state_dir, strerror(errno));

        if (folder >= 0)
            (void)!sys_close(folder);
        return status;
    }
    (void)!sys_close(folder);
    if (!state_lock_signal(w->engine->config->state_dir, SIGHUP))
        fputs("No server is running; it will read the list when it starts.\n", stderr);
    return EX_OK;
}

static int show(struct work *w)
{
    str  text, line;
    bool any = false;

    if (!read_list(w, &text))
        return EX_NOINPUT;
    for (str rest = text; str_cut(&rest, '\n', &line); )
        any |= line.len > 0;
    return cli_print(any ? text : STR("The list is empty.\n")) ? EX_OK : EX_IOERR;
}

static bool parse_steps(struct work *w, const char *names)
{
    str rest = str_of(names), name;

    w->entry.steps = 0;
    while (str_cut(&rest, ',', &name)) {
        unsigned bit = list_step_bit(name);

        if (bit == 0) {
            cli_fail(w->command, EX_USAGE, "--steps: '%.*s' cannot be taken away; there are %s", STR_ARG(name), removable_steps);
            return false;
        }
        w->entry.steps |= bit;
    }
    return w->entry.steps != 0;
}

static int add(struct work *w)
{
    str              text, line, error = { 0 };
    struct list_entry checked;
    struct ip_network network;
    uint8_t          random[10];
    BUF_SCOPE        out = { 0 };

    if (w->identity_count != 1)
        return cli_fail(w->command, EX_USAGE, "an entry is for one identity: --dkim, --spf, --dmarc or --network");
    if (w->entry.identity == LIST_NETWORK && ip_network_parse(w->entry.value, &network) && network.prefix == 0)
        return cli_fail(w->command, EX_USAGE, "--network %.*s is everybody", STR_ARG(w->entry.value));
    if (w->entry.owner.len == 0)
        return cli_fail(w->command, EX_USAGE, "--owner NAME is needed: who answers for the entry");
    if (w->entry.expires_at == 0)
        return cli_fail(w->command, EX_USAGE, "--expires T is needed: when the entry ends, like 90d");
    if (!parse_steps(w, w->steps) || !read_list(w, &text))
        return EX_USAGE;
    sys_random(random, sizeof random);
    struct id id = id_make(sys_now_ms(), random);

    w->entry.id       = str_of(id.text);
    w->entry.added_at = sys_now();
    line              = list_entry_print(&w->arena, &w->entry);
    if (!list_entry_parse(&w->arena, line, &checked, &error))           /* what could not be read back must not be written */
        return cli_fail(w->command, EX_USAGE, "%.*s", STR_ARG(error));
    buf_add(&out, text);
    buf_add(&out, line);
    buf_add_char(&out, '\n');
    int status = write_list(w, buf_str(&out));

    return status != EX_OK ? status : cli_print(arena_printf(&w->arena, "%.*s\n", STR_ARG(line))) ? EX_OK : EX_IOERR;
}

static int remove_entry(struct work *w, str id)
{
    str       text, line;
    bool      found = false;
    BUF_SCOPE out   = { 0 };

    if (!read_list(w, &text))
        return EX_NOINPUT;
    for (str rest = text; str_cut(&rest, '\n', &line); ) {
        if (id.len > 0 && str_starts(line, id) && (line.len == id.len || line.ptr[id.len] == ' ')) {
            found = true;
            continue;
        }
        buf_add(&out, line);
        buf_add_char(&out, '\n');
    }
    if (!found)
        return cli_fail(w->command, EX_DATAERR, "there is no entry %.*s", STR_ARG(id));
    return write_list(w, buf_str(&out));
}

static int change(struct work *w, bool adding, char **ids, int count)
{
    int status = EX_OK;

    if (adding)
        return add(w);
    for (int i = 0; i < count && status == EX_OK; i++)
        status = remove_entry(w, str_of(ids[i]));
    return status;
}

static int run(struct work *w, const char *verb, char **ids, int count)
{
    bool adding = strcmp(verb, "add") == 0;

    if (strcmp(verb, "show") == 0)
        return show(w);
    if (!adding && (strcmp(verb, "remove") != 0 || count == 0))
        return cli_fail(w->command, EX_USAGE, "show, add or remove ID? See --help");
    /* The list is read and written anew: of two who do so at once one would undo what the other did. */
    int lock = state_lock_task(w->engine->config->state_dir, "list.lock");

    if (lock < 0)
        return cli_fail(w->command, EX_TEMPFAIL, "%s: the list is being changed by somebody else, or cannot be locked: %s",
                        w->engine->config->state_dir, strerror(errno));
    int status = change(w, adding, ids, count);

    (void)!sys_close(lock);
    return status;
}

static bool parse_expiry(const char *text, unix_seconds *out)
{
    int64_t span;

    if (time_parse_rfc3339(str_of(text), out))
        return true;
    if (!time_parse_duration(str_of(text), &span))
        return false;
    *out = sys_now() + span;
    return true;
}

static void set_identity(struct work *w, enum list_identity identity, const char *value)
{
    w->entry.identity = identity;
    w->entry.value    = arena_lower(&w->arena, str_of(value));
    w->identity_count++;
}

int cmd_list(int argc, char **argv)
{
    static const struct option options[] = {
        { "config",  required_argument, NULL, 'c' },
        { "dkim",    required_argument, NULL, 'd' },
        { "spf",     required_argument, NULL, 's' },
        { "dmarc",   required_argument, NULL, 'm' },
        { "network", required_argument, NULL, 'n' },
        { "owner",   required_argument, NULL, 'o' },
        { "expires", required_argument, NULL, 'e' },
        { "steps",   required_argument, NULL, 'p' },
        { "note",    required_argument, NULL, 't' },
        { "help",    no_argument,       NULL, 'h' },
        { 0 },
    };
    struct work work = { .command = argv[0], .steps = "score" };
    const char *file = cli_default_config;

    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'd': set_identity(&work, LIST_DKIM, optarg); break;
        case 's': set_identity(&work, LIST_SPF, optarg); break;
        case 'm': set_identity(&work, LIST_DMARC, optarg); break;
        case 'n': set_identity(&work, LIST_NETWORK, optarg); break;
        case 'o': work.entry.owner = str_of(optarg); break;
        case 'e':
            if (!parse_expiry(optarg, &work.entry.expires_at))
                return cli_fail(argv[0], EX_USAGE, "--expires %s: write a date like 2027-01-31 or a span like 90d", optarg);
            break;
        case 'p': work.steps = optarg; break;
        case 't': work.entry.note = str_of(optarg); break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (optind >= argc)
        return cli_fail(argv[0], EX_USAGE, "show, add or remove? See --help");
    work.engine = cli_open_engine(argv[0], file);
    if (work.engine == NULL)
        return EX_CONFIG;
    int status = run(&work, argv[optind], argv + optind + 1, argc - optind - 1);

    engine_close(work.engine);
    arena_free(&work.arena);
    return status;
}
