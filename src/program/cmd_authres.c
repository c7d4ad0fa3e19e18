/* gatepost authres: reads one Authentication-Results field and prints what it says. */
#include <getopt.h>
#include <stdio.h>

#include "auth/authres.h"
#include "base/json.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost authres [--json] [FIELD|-]\n\n"
    "Reads an Authentication-Results field (RFC 8601), with or without its name, from the argument or from the\n"
    "standard input.\n\n"
    "  --json  one JSON object, also of what is no such field (\"parses\": false); without it, that is an error (exit status 65)\n";

struct options { const char *field; bool is_json, wants_help; };

static bool read_options(int argc, char **argv, struct options *o)
{
    enum { JSON, HELP };
    static const struct option long_options[] = {
        { "json", no_argument, NULL, JSON },
        { "help", no_argument, NULL, HELP },
        { NULL,   0,           NULL, 0    },
    };

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1; )
        switch (option) {
        case JSON: o->is_json = true; break;
        case HELP: o->wants_help = true; break;
        default:   return false;
        }
    if (optind < argc)
        o->field = argv[optind++];
    if (optind < argc)
        cli_fail("authres", EX_USAGE, "'%s' is one argument too many: the field has to stand in quotes", argv[optind]);
    return optind == argc;
}

/* The part behind the name. No authserv-id has a colon outside of quotes, so a name cannot be mistaken for one. */
static str value_of(str field)
{
    ptrdiff_t colon = str_find_char(field, ':');

    if (colon == STR_NOT_FOUND)
        return field;
    bool named = str_equal_nocase(str_trim(str_slice(field, 0, (size_t)colon)), STR("Authentication-Results"));

    return named ? str_from(field, (size_t)colon + 1) : field;
}

static str property_name(struct arena *arena, const struct authres_property *property)
{
    return arena_printf(arena, "%.*s.%.*s", STR_ARG(property->type), STR_ARG(property->name));
}

/* An object, whose names must differ: of a property that is given twice the first counts. */
static void print_properties(struct json *json, struct arena *arena, const struct authres_result *result)
{
    str names[AUTHRES_PROPERTIES_MAX];

    json_open_object(json, "properties");
    for (size_t i = 0; i < result->property_count; i++) {
        bool seen = false;

        names[i] = property_name(arena, &result->properties[i]);
        for (size_t k = 0; k < i; k++)
            seen |= str_equal(names[k], names[i]);
        if (!seen)
            json_str(json, arena_cstr(arena, names[i]), result->properties[i].value);
    }
    json_close_object(json);
}

static void print_json(struct buf *out, struct arena *arena, bool parses, const struct authres *authres)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_bool(&json, "parses", parses);
    json_str(&json, "authserv_id", authres->authserv_id);
    json_open_array(&json, "results");
    for (size_t i = 0; parses && i < authres->count; i++) {
        const struct authres_result *result = &authres->results[i];

        json_open_object(&json, NULL);
        json_str(&json, "method", result->method);
        json_str(&json, "result", result->result);
        json_str(&json, "reason", result->reason);
        print_properties(&json, arena, result);
        json_close_object(&json);
    }
    json_close_array(&json);
    json_close_object(&json);
    buf_add_char(out, '\n');
}

static void print_text(struct buf *out, struct arena *arena, const struct authres *authres)
{
    buf_printf(out, "by %.*s%s\n", STR_ARG(authres->authserv_id), authres->count == 0 ? ": nothing was checked" : "");
    for (size_t i = 0; i < authres->count; i++) {
        const struct authres_result *result = &authres->results[i];

        buf_printf(out, "  %.*s: %.*s", STR_ARG(result->method), STR_ARG(result->result));
        if (result->reason.len > 0)
            buf_printf(out, " (%.*s)", STR_ARG(result->reason));
        for (size_t k = 0; k < result->property_count; k++) {
            str name = property_name(arena, &result->properties[k]);

            buf_printf(out, ", %.*s %.*s", STR_ARG(name), STR_ARG(result->properties[k].value));
        }
        buf_add_char(out, '\n');
    }
}

static int run(const struct options *o)
{
    ARENA_SCOPE    arena = { 0 };
    BUF_SCOPE      out   = { 0 };
    str            field = str_of(o->field);
    struct authres authres;

    if ((o->field == NULL || str_equal(field, STR("-"))) && !cli_read("authres", "-", &arena, &field))
        return EX_NOINPUT;
    bool parses = authres_parse(&authres, &arena, value_of(field));

    if (o->is_json)
        print_json(&out, &arena, parses, &authres);
    else if (!parses)
        return cli_fail("authres", EX_DATAERR, "this is no Authentication-Results field (RFC 8601 section 2.2)");
    else
        print_text(&out, &arena, &authres);
    return cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
}

int cmd_authres(int argc, char **argv)
{
    struct options options = { 0 };

    if (!read_options(argc, argv, &options))
        return EX_USAGE;
    if (options.wants_help)
        return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
    return run(&options);
}
