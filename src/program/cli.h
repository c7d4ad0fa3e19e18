/* What the subcommands share. Each cmd_X.c has one int cmd_X(int argc, char **argv), whose argv[0] is the
 * subcommand's name and whose result is the exit status: 0 when done, whatever the verdict; sysexits.h for errors. */
#ifndef PROGRAM_CLI_H
#define PROGRAM_CLI_H

#include <sysexits.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "base/view.h"

struct engine;

extern const char cli_default_config[];                 /* "/etc/gatepost/gatepost.conf" */

/* "gatepost NAME: message" on stderr; returns status. */
int cli_fail(const char *command, int status, const char *format, ...) PRINTF_LIKE(3, 4);
/* Writes to stdout; false (and told) if that fails. */
MUST_USE bool cli_print(str text);
/* Reads a message or other file of at most 1 GiB ("-" or NULL: stdin). False and told. */
MUST_USE bool cli_read(const char *command, const char *path, struct arena *arena, str *octets);
/* A message from a file as a gate would see it on the wire: where its lines end with LF they now end with CRLF. */
str cli_as_on_the_wire(struct arena *arena, str octets);
/* --since: a time (2026-11-25T09:30:00Z), or how long ago (2h, 7d). False and told. */
MUST_USE bool cli_parse_since(const char *command, const char *text, unix_seconds *out);
/* The engine by a configuration file, or by the defaults if file is NULL. NULL and told. */
MUST_USE struct engine *cli_open_engine(const char *command, const char *file);
/* The same for who judges nothing (ENGINE_READER). */
MUST_USE struct engine *cli_open_reader(const char *command, const char *file);

/* Where a command line's DNS answers come from: a zone file, or the DNS by libunbound as the engine's configuration says
 * (engine NULL: own recursion). Opened on first use. */
struct cli_dns {
    const char          *command;
    const char          *zone_file;             /* NULL: the DNS, or the zone of the configuration */
    const struct engine *engine;
    struct zone         *zone;
    struct loop         *loop;
    struct dns_cache    *cache;
    struct resolver     *resolver;
    int64_t              waited_ms;             /* for the DNS, in all */
};
/* Reads the zone file, if one is named, before the first question: one that cannot be read is then told in any case. False and told. */
MUST_USE bool cli_dns_open_zone(struct cli_dns *dns);
/* Answers every open DNS question of the view. False and told if there is no way to. */
MUST_USE bool cli_dns_answer(struct cli_dns *dns, struct view *view);
void          cli_dns_close(struct cli_dns *dns);

int cmd_serve(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_parse(int argc, char **argv);
int cmd_spf(int argc, char **argv);
int cmd_dkim(int argc, char **argv);
int cmd_dmarc(int argc, char **argv);
int cmd_authres(int argc, char **argv);
int cmd_quarantine(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_signs(int argc, char **argv);
int cmd_stats(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_replay(int argc, char **argv);

#endif
