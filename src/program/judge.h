/* Judges a message from a file by the same pipeline as the server: what `check` and `explain` share. */
#ifndef PROGRAM_JUDGE_H
#define PROGRAM_JUDGE_H

#include "gateway/transaction.h"
#include "program/cli.h"

enum { JUDGE_RECIPIENTS_MAX = 100 };

struct judge_request {
    const char *command;
    const char *config_file;            /* NULL: the defaults */
    bool        by_defaults;            /* and nothing else, whatever there is on this machine */
    const char *zone_file;              /* NULL: the DNS */
    const char *ip, *helo, *mail_from;  /* NULL: unknown */
    const char *recipients[JUDGE_RECIPIENTS_MAX];
    size_t      recipient_count;
    bool        has_time;
    unix_seconds time;
    bool        legacy_algorithms, smtputf8;
};

/* Reads one common option of getopt_long into request; false if c is none of them, or told and *bad set. */
bool judge_option(struct judge_request *request, int c, const char *value, bool *bad);
#define JUDGE_SHORT_OPTIONS "c:"
#define JUDGE_LONG_OPTIONS                                       \
    { "config",            required_argument, NULL, 'c' },       \
    { "ip",                required_argument, NULL, 1001 },      \
    { "helo",              required_argument, NULL, 1002 },      \
    { "mail-from",         required_argument, NULL, 1003 },      \
    { "rcpt",              required_argument, NULL, 1004 },      \
    { "zone",              required_argument, NULL, 1005 },      \
    { "time",              required_argument, NULL, 1006 },      \
    { "legacy-algorithms", no_argument,       NULL, 1007 },      \
    { "smtputf8",          no_argument,       NULL, 1008 },      \
    { "defaults",          no_argument,       NULL, 1009 }

/* For a message of this machine's mail: where no configuration is named, and not the defaults either, the server's is taken if there is
 * one. Cases and batches bring what they are judged by, and are the same on every machine: not for them. With tells: which one it is,
 * on standard error. */
void judge_by_servers_config(struct judge_request *request, bool tells);

/* Initialises tx and fills in its envelope. False and told if an address is none. */
MUST_USE bool judge_envelope(struct transaction *tx, const struct engine *engine, const struct judge_request *request);
/* The same from a record: what others wrote down as addresses is not always one, and such a message is judged with what can
 * be read of its envelope. */
MUST_USE bool judge_recorded_envelope(struct transaction *tx, const struct engine *engine, struct judge_request request);
/* Runs the pipeline to its verdict; tx->octets is set. False and told if the DNS cannot be used at all. */
MUST_USE bool judge(struct transaction *tx, struct cli_dns *dns);

#endif
