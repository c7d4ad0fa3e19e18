/* gatepost: one program, many faces (DESIGN §6). */
#include <stdio.h>
#include <string.h>

#include "program/cli.h"

static const struct { const char *name; int (*run)(int argc, char **argv); const char *what; } commands[] = {
    { "serve",      cmd_serve,      "run the gateway" },
    { "check",      cmd_check,      "the verdict on a message from a file" },
    { "explain",    cmd_explain,    "the story of a message in words" },
    { "signs",      cmd_signs,      "what is looked for in messages, and what it weighs" },
    { "stats",      cmd_stats,      "what the running server has counted" },
    { "trace",      cmd_trace,      "where is this message?" },
    { "replay",     cmd_replay,     "judge the messages of the journal again, by this or another configuration" },
    { "quarantine", cmd_quarantine, "what is held: list, show, release, delete" },
    { "list",       cmd_list,       "allow entries: show, add, remove" },
    { "parse",      cmd_parse,      "header fields, addresses, MIME parts and ambiguities of a message" },
    { "spf",        cmd_spf,        "may this client send for that domain?" },
    { "dkim",       cmd_dkim,       "the DKIM signatures of a message" },
    { "dmarc",      cmd_dmarc,      "DMARC for an author domain and what SPF and DKIM have proved" },
    { "authres",    cmd_authres,    "read an Authentication-Results field" },
    { NULL,         NULL,           NULL },
};

static void usage(FILE *out)
{
    fputs("Usage: gatepost COMMAND [OPTIONS]\n\n", out);
    for (size_t i = 0; commands[i].name != NULL; i++)
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].what);
    fputs("\n'gatepost COMMAND --help' tells the options of a command.\n", out);
}

/* argv[0] is the command's name. "-h" is what everybody tries first. */
static int run(int (*command)(int argc, char **argv), int argc, char **argv)
{
    static char help[] = "--help";

    if (argc > 1 && strcmp(argv[1], "-h") == 0)
        argv[1] = help;
    int status = command(argc, argv);

    if (status == EX_USAGE)
        fprintf(stderr, "'gatepost %s --help' tells the options.\n", argv[0]);
    return status;
}

int main(int argc, char **argv)
{
    static char help[] = "--help";

    /* "gatepost help COMMAND" is "gatepost COMMAND --help". */
    if (argc == 3 && strcmp(argv[1], "help") == 0) {
        argv[1] = argv[2];
        argv[2] = help;
    }
    if (argc < 2) {
        usage(stderr);
        return EX_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        usage(stdout);
        return EX_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gatepost " GATEPOST_VERSION);
        return EX_OK;
    }
    for (size_t i = 0; commands[i].name != NULL; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return run(commands[i].run, argc - 1, argv + 1);
    return cli_fail(argv[1], EX_USAGE, "there is no such command; 'gatepost --help' lists them");
}
