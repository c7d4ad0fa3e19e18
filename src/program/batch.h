/* gatepost check --batch: every message of an index, with the results that its first receiver recorded in place of DNS.
 *
 * The index is a table of tab-separated columns whose first line names them; file, client_ip, helo, mail_from, rcpt, spf,
 * dkim, dmarc and date are read, in any order. Paths are relative to the index. */
#ifndef PROGRAM_BATCH_H
#define PROGRAM_BATCH_H

#include "program/judge.h"

/* As a line for people, as a record of JSON, or as that with the numbers of the text's words, for fitting (detect/vocabulary.h). */
enum batch_form { BATCH_LINE, BATCH_JSON, BATCH_JSON_WITH_WORDS };

int check_batch(const struct judge_request *request, const struct engine *engine, const char *index, enum batch_form form);

#endif
