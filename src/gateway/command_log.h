/* Lines of the log from a command: what people do to held messages belongs beside what the server did, and is done by another
 * process. They go to the server's log where that is a file, else to the system's log (syslog, so journald), as "gatepost", facility
 * mail: whose standard output the server's log is, no other process can know. */
#ifndef GATEWAY_COMMAND_LOG_H
#define GATEWAY_COMMAND_LOG_H

#include "gateway/config.h"
#include "store/quarantine.h"

/* One line: event, id, for whom the message is held, by whom it was asked, and one more field where its value is not empty. False with
 * errno: the file that is there cannot be written to. */
MUST_USE bool command_log(const struct config *config, const char *event, const struct quarantine_entry *entry, str by, const char *name,
                          str value);

#endif
