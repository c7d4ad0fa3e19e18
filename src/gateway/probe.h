/* What a next hop's answer to a probe says. It was shown nothing of the stranger: an address of his choice, but our name, our
 * connection and an empty reverse-path. So what it says about the order of commands, about TLS, a login, a sender or a client's
 * address is about us, and no reason to tell the stranger that there is no such mailbox. */
#ifndef GATEWAY_PROBE_H
#define GATEWAY_PROBE_H

#include "smtp/reply.h"

enum probe_answer {
    PROBE_KNOWN,                /* it takes mail for this recipient */
    PROBE_UNKNOWN,              /* there is no such mailbox */
    PROBE_REFUSED,              /* there may well be one: full, closed, or kept by a rule. 5yz */
    PROBE_LATER,                /* 4yz about this recipient */
    PROBE_UNWELCOME,            /* it does not serve us, whoever the recipient is */
};

/* Of the last reply to RCPT. */
enum probe_answer probe_answer_to_rcpt(const struct smtp_reply *said);

#endif
