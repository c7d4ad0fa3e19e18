/* A scenario case (gatepost check --context): one message with everything that was known when it arrived. The organisation
 * and its lists stand in for the configuration's, recorded results for DNS, the history for the store, its date for the
 * clock, its network for the database of networks. What the case does not say is not known.
 * Events of the history may also have "mailer", "timezone" and "sites" (detect/memory.h). */
#ifndef PROGRAM_CONTEXT_H
#define PROGRAM_CONTEXT_H

#include "gateway/transaction.h"
#include "program/judge.h"

struct context;

/* octets: what stands in the file. Everything of the case lives in arena. NULL and told if that is no such case. */
MUST_USE struct context *context_open(const char *command, const char *file, str octets, struct arena *arena);
void                     context_close(struct context *context);

/* The engine judges for the case's organisation from here on. */
void context_fill_engine(struct context *context, struct engine *engine);
/* Envelope and time, but for what the command line says of them. */
void context_fill_request(struct context *context, struct judge_request *request);
/* Results, network and history. The envelope is filled in. */
void context_fill_transaction(struct context *context, struct transaction *tx);
/* The case's own message. */
str  context_message(const struct context *context);

#endif
