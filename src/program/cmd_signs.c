/* gatepost signs: what is looked for in messages, as this version and this configuration have it. */
#include <getopt.h>

#include "gateway/engine.h"
#include "policy/chapter.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost signs [-c FILE] [NAME...]\n"
    "       gatepost signs [-c FILE] --markdown\n"
    "\n"
    "What Gatepost looks for in messages: every sign with its weight and its sentence, or all that is known of those named.\n"
    "\n"
    "  -c, --config FILE   with what this configuration says of signs and scores (default: none, only built-in defaults)\n"
    "      --markdown      as the chapter of the guide\n";

static int tell_signs(const struct chapter *chapter, const char *command, char **names, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(chapter->out, '\n');
        if (!chapter_tell_sign(chapter, str_of(names[i])) && !chapter_tell_compound(chapter, str_of(names[i])))
            return cli_fail(command, EX_USAGE, "there is no sign %s; 'gatepost signs' lists them", names[i]);
    }
    return EX_OK;
}

static int tell(const char *command, const struct engine *engine, bool markdown, char **names, int count)
{
    ARENA_SCOPE    arena   = { 0 };
    BUF_SCOPE      out     = { 0 };
    struct chapter chapter = { .out = &out, .arena = &arena, .model = engine->model };
    bool           rising  = bands_choose(&engine->config->policy, engine->model, &chapter.bands);
    int            status  = EX_OK;

    ASSERT(rising);                     /* engine_open has seen to that */
    if (markdown)
        chapter_write(&chapter);
    else if (count == 0)
        chapter_list(&chapter);
    else
        status = tell_signs(&chapter, command, names, count);
    return status != EX_OK ? status : cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

int cmd_signs(int argc, char **argv)
{
    static const struct option options[] = {
        { "config",   required_argument, NULL, 'c' },
        { "markdown", no_argument,       NULL, 'm' },
        { "help",     no_argument,       NULL, 'h' },
        { 0 },
    };
    const char *file     = NULL;
    bool        markdown = false;

    for (int c; (c = getopt_long(argc, argv, "c:", options, NULL)) != -1; )
        switch (c) {
        case 'c': file = optarg; break;
        case 'm': markdown = true; break;
        case 'h': return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:  return EX_USAGE;
        }
    if (markdown && optind < argc)
        return cli_fail(argv[0], EX_USAGE, "--markdown writes all of them; see --help");

    struct engine *engine = cli_open_reader(argv[0], file);

    if (engine == NULL)
        return EX_CONFIG;
    int status = tell(argv[0], engine, markdown, argv + optind, argc - optind);

    engine_close(engine);
    return status;
}
