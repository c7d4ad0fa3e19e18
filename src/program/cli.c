#include "program/cli.h"

#include <stdarg.h>
#include <stdio.h>

#include "dns/zone.h"
#include "io/file.h"

enum { MESSAGE_FILE_MAX_OCTETS = 1 << 30 };

int cli_fail(const char *command, int status, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "gatepost %s: ", command);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}

bool cli_print(str text)
{
    if (fwrite(text.ptr, 1, text.len, stdout) == text.len && fflush(stdout) == 0)
        return true;
    perror("gatepost: cannot write to the standard output");
    return false;
}

bool cli_read(const char *command, const char *path, struct arena *arena, str *octets)
{
    str error = { 0 };

    if (file_read(path == NULL ? "-" : path, MESSAGE_FILE_MAX_OCTETS, arena, octets, &error))
        return true;
    cli_fail(command, EX_NOINPUT, "%.*s", STR_ARG(error));
    return false;
}

bool cli_dns_answer(struct cli_dns *dns, struct view *view)
{
    if (dns->source == NULL && dns->zone_file != NULL) {
        ARENA_SCOPE arena = { 0 };
        str         json, error = { 0 };

        if (!cli_read(dns->command, dns->zone_file, &arena, &json))
            return false;
        dns->source = zone_load(json, &arena, &error);
        if (dns->source == NULL) {
            cli_fail(dns->command, EX_DATAERR, "%s: %.*s", dns->zone_file, STR_ARG(error));
            return false;
        }
    }
    if (dns->source == NULL) {
        cli_fail(dns->command, EX_CONFIG, "no --zone FILE is given");
        return false;
    }
    zone_answer(dns->source, view);
    return true;
}

void cli_dns_close(struct cli_dns *dns)
{
    zone_free(dns->source);
    dns->source = NULL;
}
