/* gatepost serve: the gateway itself; -t only checks its configuration. */
#include <getopt.h>
#include <stdio.h>

#include "admin/face.h"
#include "gateway/server.h"
#include "io/sys.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost serve [-c FILE] [-t]\n"
    "\n"
    "  -c, --config FILE   the configuration (default /etc/gatepost/gatepost.conf)\n"
    "  -t, --test          read the configuration, open everything that it names, and say whether it is good\n"
    "\n"
    "SIGHUP reads the configuration again, SIGUSR1 opens the log again, SIGUSR2 starts the program anew, perhaps another\n"
    "version, and hands it the sockets; SIGTERM and SIGINT finish what is under way and stop.\n";

static int test_configuration(const char *file)
{
    ARENA_SCOPE    arena  = { 0 };
    str            error  = { 0 };
    struct engine *engine = engine_open(file, ENGINE_SERVER, &arena, &error);

    if (engine == NULL)
        return cli_fail("serve", EX_CONFIG, "%.*s", STR_ARG(error));
    for (size_t i = 0; i < engine->config->listener_count; i++) {
        const struct config_listener *listener = &engine->config->listeners[i];

        if (listener->tls.pair_count == 0)
            continue;
        struct tls_context *tls = tls_server_context(&listener->tls, &arena, &error);

        if (tls == NULL) {
            int status = cli_fail("serve", EX_CONFIG, "listener %.*s: %.*s", STR_ARG(listener->name), STR_ARG(error));

            engine_close(engine);
            return status;
        }
        tls_context_free(tls);
    }
    printf("%s is good: %zu listener%s, %zu route%s\n", file, engine->config->listener_count,
           engine->config->listener_count == 1 ? "" : "s", engine->config->route_count,
           engine->config->route_count == 1 ? "" : "s");
    engine_close(engine);
    return EX_OK;
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
