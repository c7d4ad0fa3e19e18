/* gatepost serve: the gateway itself; -t only checks its configuration. */
#include <getopt.h>
#include <stdio.h>

#include "admin/face.h"
#include "gateway/preflight.h"
#include "gateway/server.h"
#include "io/sys.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost serve [-c FILE] [-t]\n"
    "\n"
    "  -c, --config FILE   the configuration (default /etc/gatepost/gatepost.conf)\n"
    "  -t, --test          read the configuration and every file that it names, and say whether it is good, and what of it may\n"
    "                      not be meant; nothing is bound, made or changed\n"
    "\n"
    "SIGHUP reads the configuration again, SIGUSR1 opens the log again, SIGUSR2 starts the program anew, perhaps another\n"
    "version, and hands it the sockets; SIGTERM and SIGINT finish what is under way and stop.\n";

/* The contexts of all listeners, NULL for those without TLS. False with a sentence in *error. */
static bool open_tls(const struct config *config, struct tls_context **tls, struct arena *arena, str *error)
{
    for (size_t i = 0; i < config->listener_count; i++) {
        const struct config_listener *listener = &config->listeners[i];

        if (listener->tls.pair_count == 0)
            continue;
        tls[i] = tls_server_context(&listener->tls, arena, error);
        if (tls[i] == NULL) {
            *error = arena_printf(arena, "%s: listener %.*s: %.*s", config->file, STR_ARG(listener->name), STR_ARG(*error));
            return false;
        }
    }
    return true;
}

static void print_good(const char *file, const struct engine *engine, struct tls_context **tls, struct arena *arena)
{
    const struct config *config = engine->config;
    size_t               count;
    const str           *notes  = preflight_notes(engine, tls, arena, &count);

    for (size_t i = 0; i < count; i++)
        printf("Note: %.*s.\n", STR_ARG(notes[i]));
    printf("%s is good: %zu listener%s, %zu route%s\n", file, config->listener_count, config->listener_count == 1 ? "" : "s",
           config->route_count, config->route_count == 1 ? "" : "s");
}

static int test_configuration(const char *file)
{
    ARENA_SCOPE    arena  = { 0 };
    str            error  = { 0 };
    struct engine *engine = engine_open(file, ENGINE_SERVER, &arena, &error);

    if (engine == NULL)
        return cli_fail("serve", EX_CONFIG, "%.*s", STR_ARG(error));
    struct tls_context **tls     = ARENA_ARRAY(&arena, struct tls_context *, engine->config->listener_count);
    bool                 is_good = open_tls(engine->config, tls, &arena, &error) && preflight_check(engine->config, &arena, &error);

    if (is_good)
        print_good(file, engine, tls, &arena);
    for (size_t i = 0; i < engine->config->listener_count; i++)
        tls_context_free(tls[i]);
    engine_close(engine);
    return is_good ? EX_OK : cli_fail("serve", EX_CONFIG, "%.*s", STR_ARG(error));
}

int cmd_serve(int argc, char **argv)
{
    static const struct option options[] = {
        { "config", required_argument, NULL, 'c' },
        { "test",   no_argument,       NULL, 't' },
        { "help",   no_argument,       NULL, 'h' },
        { 0 },
    };
    const char *file = cli_default_config;
    bool        test = false;

    for (int c; (c = getopt_long(argc, argv, "c:t", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 't': test = true; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (optind < argc)
        return cli_fail("serve", EX_USAGE, "'%s' is one argument too many", argv[optind]);
    if (!sys_faults_from_environment())
        return EX_USAGE;
    return test ? test_configuration(file) : server_run(file, &admin_face);
}
