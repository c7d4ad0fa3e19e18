/* The fields that the gate puts on top of a message, and those that it takes out (STANDARDS TRC-*, AR-*). Everything else
 * goes on octet for octet. */
#ifndef GATEWAY_TRACE_FIELDS_H
#define GATEWAY_TRACE_FIELDS_H

#include "gateway/transaction.h"

struct trace_options {
    bool final_delivery;                /* into a Maildir: Return-Path is ours to write */
    str  released_by;                   /* who let a held message go; empty for others. Received-SPF is not written again */
    str  release_token;                 /* by which the mail server's milter knows it again; empty: none */
    str  recorded_results;              /* of a held message: Authentication-Results as of its arrival; empty: tx->auth */
};

/* The message as it goes on: our fields, then slices of the original without the forged ones. All in tx->arena. */
void trace_fields_apply(struct transaction *tx, const struct trace_options *options, const str **slices, size_t *count);

/* The same for a mail server that writes the message itself, its own Received included. */
struct trace_removal { str name; size_t index; };       /* among the fields of that name, from the top and from 1 */
struct trace_changes {
    struct header_list    added;                        /* to stand on top, in this order */
    struct trace_removal *removed;                      /* from the top; numbers are those of the message as it came */
    size_t                removed_count;
};
struct trace_changes trace_fields_changes(struct transaction *tx);

#endif
