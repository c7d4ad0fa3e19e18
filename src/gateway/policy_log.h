/* The line of the log for an answer of the policy service. */
#ifndef GATEWAY_POLICY_LOG_H
#define GATEWAY_POLICY_LOG_H

#include "gateway/policy_ruling.h"
#include "postfix/delegation.h"

struct server;

struct policy_told {
    str listener, client, helo, sender, instance;
    const struct delegation_request *request;
    const struct policy_conclusion  *conclusion;        /* NULL: there was nothing to check */
    const struct policy_rulings     *rulings;
};

void policy_log(struct server *server, const struct policy_told *told);

#endif
