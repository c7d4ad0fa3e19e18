/* The fields that the gate puts on top of a message, and those that it takes out (STANDARDS TRC-*, AR-*). Everything else
 * goes on octet for octet. */
#ifndef GATEWAY_TRACE_FIELDS_H
#define GATEWAY_TRACE_FIELDS_H

#include "gateway/transaction.h"

struct trace_options {
    bool final_delivery;                /* into a Maildir: Return-Path is ours to write */
    str  released_by;                   /* who let a held message go; empty for others. Received-SPF is not written again */
    str  recorded_results;              /* of a held message: Authentication-Results as of its arrival; empty: tx->auth */
};

/* The message as it goes on: our fields, then slices of the original without the forged ones. All in tx->arena. */
void trace_fields_apply(struct transaction *tx, const struct trace_options *options, const str **slices, size_t *count);

#endif
