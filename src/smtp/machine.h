/* The moves that command.c makes on the machine of server.c. For these two only. */
#ifndef SMTP_MACHINE_H
#define SMTP_MACHINE_H

#include "smtp/server.h"

/* One command line without its CRLF. input_pending: octets have come behind it. The event is NEED_INPUT where there
 * is nothing to tell the owner. */
struct smtp_event smtp_obey(struct smtp_server *server, str line, bool input_pending);

struct smtp_event smtp_answer(struct smtp_server *server, enum smtp_reply_id id);       /* nothing to tell */
struct smtp_event smtp_await(struct smtp_server *server, struct smtp_event event);      /* told, and to be decided */
struct smtp_event smtp_refuse(struct smtp_server *server, enum smtp_reply_id id);       /* a command: one error more */
struct smtp_event smtp_hang_up(struct smtp_server *server, enum smtp_reply_id id);      /* the last reply of all */
/* The chunk under way goes to nobody; the reply comes behind it. Refused like a command that is, but for what was sent
 * ahead behind another refused chunk. */
struct smtp_event smtp_refuse_chunk(struct smtp_server *server, enum smtp_reply_id id);
void              smtp_give_up(struct smtp_server *server);     /* the transaction, if any (RFC 5321 §4.1.1.5) */

#endif
