/* What the subcommands share. Each cmd_X.c has one int cmd_X(int argc, char **argv), whose argv[0] is the
 * subcommand's name and whose result is the exit status: 0 when done, whatever the verdict; sysexits.h for errors. */
#ifndef PROGRAM_CLI_H
#define PROGRAM_CLI_H

#include <sysexits.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/view.h"

/* "gatepost NAME: message" on stderr; returns status. */
int cli_fail(const char *command, int status, const char *format, ...) PRINTF_LIKE(3, 4);
/* Writes to stdout; false (and told) if that fails. */
MUST_USE bool cli_print(str text);
/* Reads a message or other file of at most 1 GiB ("-" or NULL: stdin). False and told. */
MUST_USE bool cli_read(const char *command, const char *path, struct arena *arena, str *octets);

/* Where a command line's DNS answers come from: --zone FILE, or the system's resolution by libunbound. Opened on
 * first use; closed at exit. answer() answers every open DNS question of the view. */
struct cli_dns { const char *command; const char *zone_file; void *source; };
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
int cmd_trace(int argc, char **argv);

#endif
