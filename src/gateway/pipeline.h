/* The path of a message as a table of stages, in order (DESIGN §3). A stage reads the members filled before it and fills
 * in its own; nothing reaches back, and nothing waits. */
#ifndef GATEWAY_PIPELINE_H
#define GATEWAY_PIPELINE_H

#include "gateway/transaction.h"

enum pipeline_outcome {
    PIPELINE_DONE,              /* tx->verdict holds */
    PIPELINE_OPEN,              /* the view has open DNS questions: answer them and run again */
};

/* Runs from the first stage that is not done. */
MUST_USE enum pipeline_outcome pipeline_run(struct transaction *tx);

/* The same for an envelope without its message, of a client that is no hop of ours: of the steps those decide that need no message. A
 * transaction is run by the one or by the other. */
MUST_USE enum pipeline_outcome pipeline_run_envelope(struct transaction *tx);

/* For how long the driver may wait for the answers to open questions; then, or when all are there, it adds what it has
 * waited to tx->waited_ms and runs the pipeline again. What is late by then is not checked, and says so (spf-time and
 * dns-time in the configuration). */
int64_t pipeline_patience_ms(const struct transaction *tx);

/* True if alterations of signatures by mailing lists are looked for, which takes the body. */
bool pipeline_wants_explanation(const struct transaction *tx);

/* Notes the questions that are known before the message is there (SPF of the envelope), so that their answers can come
 * while octets still arrive. */
void pipeline_ask_early(struct transaction *tx);

/* What the configured DNS lists say of a client. False: the view has open DNS questions. */
MUST_USE bool reputation_check(const struct engine *engine, const struct ip *client, struct arena *arena, struct view *view,
                               struct dnsxl_result *result);
/* One list alone refuses nobody, whatever weight it has. */
bool reputation_refuses(const struct config *config, const struct dnsxl_result *listings);

#endif
