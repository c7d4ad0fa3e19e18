/* Answers the open DNS questions of a view: from the process-wide cache, a zone file, or libunbound in event mode
 * inside the worker's loop. Each question has its own timer; libunbound has none (and its callback may run inside the
 * call that asks). One resolver per worker, used from its thread only. */
#ifndef IO_RESOLVER_H
#define IO_RESOLVER_H

#include "base/view.h"
#include "dns/cache.h"
#include "io/loop.h"

struct zone;

struct resolver_options {
    const struct zone *zone;            /* answers from here alone; for tests and the demo */
    const char *const *forwarders;      /* "127.0.0.1@5353"; none: own recursion from the root */
    size_t             forwarder_count;
    const char        *trust_anchor_file;       /* NULL: no validation */
    int64_t            timeout_ms;      /* of one question; 5,000 by default */
    uint32_t           ttl_min, ttl_max;        /* clamp, seconds; ttl_max 0: a day. A negative answer without SOA has
                                                 * no TTL of its own (RFC 2308 §5): ttl_min says how long it is kept */
};

struct resolver;

/* NULL on error, with a sentence in *error. options and cache live longer. */
MUST_USE struct resolver *resolver_new(struct loop *loop, const struct resolver_options *options,
                                       struct dns_cache *cache, const char **error);
void                      resolver_free(struct resolver *resolver);     /* after all requests are done or cancelled */

/* Owned by the asker, who embeds it. */
struct resolver_request {
    /* No open DNS question is left. May run inside resolver_fetch. */
    void            (*done)(struct resolver_request *request);
    struct resolver  *resolver;
    struct view      *view;
    size_t            waiting;
    void             *lookups;          /* in flight for this request */
};

/* For view.known, with the resolver as its context: what the cache holds at this moment, or the zone file. Without it each
 * answer costs a round, though nobody has to be asked. */
const struct answer *resolver_known(void *resolver, const struct question *question);

void resolver_fetch(struct resolver *resolver, struct view *view, struct resolver_request *request);
/* done will not be called; look-ups go on for the cache. Before the view is freed; after done it is harmless. */
void resolver_cancel(struct resolver_request *request);

/* The same for a command-line program: fetches all and returns. */
void resolver_fetch_blocking(struct resolver *resolver, struct loop *loop, struct view *view);

struct resolver_counters { uint64_t asked, answered, timeouts, failures; };
struct resolver_counters resolver_count(const struct resolver *resolver);

#endif
