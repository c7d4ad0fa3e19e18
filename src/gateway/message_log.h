/* What is kept of a message when it is over: its line in the log, its row in the journal. */
#ifndef GATEWAY_MESSAGE_LOG_H
#define GATEWAY_MESSAGE_LOG_H

#include "base/str.h"

struct incoming;

/* One line for each message, with everything one looks for first. */
void message_log_write(struct incoming *in);
void message_log_journal(struct incoming *in);
/* What kept us from doing our part: event names it, problem says what it was. */
void message_log_problem(struct incoming *in, const char *event, const char *problem);

/* In the message's arena: the ids of its findings with commas between, and its recipients as the configuration knows them. */
str  message_log_findings(struct incoming *in);
str *message_log_recipients(struct incoming *in);

#endif
