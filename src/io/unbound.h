/* libunbound in event mode, inside the loop of one worker: a context with our options, and its answers as states.
 * Belongs to the loop's thread (libunbound breaks otherwise). */
#ifndef IO_UNBOUND_H
#define IO_UNBOUND_H

#include "base/view.h"
#include "io/resolver.h"

struct unbound;

/* NULL on error, with a sentence in *error. */
MUST_USE struct unbound *unbound_new(struct loop *loop, const struct resolver_options *options, const char **error);
void                     unbound_free(struct unbound *unbound);         /* callbacks of what is under way do not run */

/* Zero-initialised by the owner but for answered, which may run inside unbound_ask. */
struct unbound_query {
    /* The answer is a reference that the callee takes over; its TTL is clamped already. */
    void              (*answered)(struct unbound_query *query, const struct answer *answer);
    struct unbound     *unbound;
    const struct question *question;    /* lives until answered or cancelled */
    int                 id;
};

/* False if libunbound refuses; answered will not run then. */
MUST_USE bool unbound_ask(struct unbound *unbound, struct unbound_query *query, const struct question *question);
void          unbound_cancel(struct unbound_query *query);              /* answered will not run */

#endif
