/* Tests the DNS lists of the configuration (RFC 5782 §5) at start and then every hour; a list that fails is not asked
 * until it passes again, and the log says so. One worker does it for all. */
#ifndef GATEWAY_LIST_WATCH_H
#define GATEWAY_LIST_WATCH_H

#include "gateway/worker.h"

struct list_watch;

RETURNS_NONNULL struct list_watch *list_watch_new(struct worker *worker);
void                               list_watch_begin(struct list_watch *watch);         /* now; also when there is a new configuration */
void                               list_watch_stop(struct list_watch *watch);          /* before its worker's loop ends */
void                               list_watch_free(struct list_watch *watch);

/* What is known of lists that stand in both configurations goes over into the new one. */
struct engine;
void list_watch_inherit(const struct engine *from, struct engine *to);

#endif
