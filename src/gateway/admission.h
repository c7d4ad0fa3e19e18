/* Who the client is, and how much it may: from the accepted connection to the greeting, and then at each message and
 * recipient. The address that counts is the socket's, or what a named proxy tells by PROXY or XCLIENT; from then on it
 * alone rules limits, SPF, DNS lists and the log. */
#ifndef GATEWAY_ADMISSION_H
#define GATEWAY_ADMISSION_H

#include "gateway/session.h"

/* A connection was accepted: reads the PROXY header where there must be one, counts the client, greets it. */
void admission_begin(struct session *session);
/* Octets came before the greeting. */
void admission_input(struct session *session);
/* The time of the phase before the greeting is over. */
void admission_expired(struct session *session);
/* The proxy has named its client. */
void admission_become(struct session *session, const struct xclient *xclient);
/* Gives back what the connection was counted for. */
void admission_end(struct session *session);

/* By its address: no limit holds for it, and no list is asked about it. */
bool admission_is_exempt(const struct config *config, const struct ip *client);

/* The limits of this session's client; NULL: none hold for it. */
const struct client_limits *admission_limits(const struct session *session);

/* REPLY_OK, or the reply that refuses for now. */
enum smtp_reply_id admission_mail(struct session *session);
enum smtp_reply_id admission_recipient(struct session *session);
/* A command was refused for good, a recipient was unknown. */
void admission_note(struct session *session, enum rate_kind kind);

/* True while it is not known yet whether block lists refuse the client; session_rcpt_checked will be called. */
bool admission_must_wait(const struct session *session);

#endif
