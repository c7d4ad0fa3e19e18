/* The listening sockets of a server and how they change: bound at start, taken over from the service manager or from the
 * server before, kept over a reload, gone when the configuration names their address no more. No socket that is still
 * wanted is ever closed: with it would go the connections that wait in its queue. (A UNIX socket whose name is gone has no way to
 * it any more, and is made again.) */
#ifndef GATEWAY_SOCKETS_H
#define GATEWAY_SOCKETS_H

#include "gateway/config.h"
#include "io/handover.h"

struct listening_socket {
    struct config_address address;
    size_t                listener;             /* of the configuration */
    size_t                worker;               /* who accepts from it */
    int                   fd;
    bool                  is_copy;              /* a second descriptor of a socket that has another worker too */
    bool                  is_fresh;             /* of this plan: nobody serves it yet */
};

struct sockets { struct listening_socket *items; size_t count, capacity; };     /* the array is the holder's to free */

/* What was handed over: as many sockets as there are, with no worker yet. What is not a listening socket is
 * closed, but for those with a name in keep, which are left alone. */
void          sockets_take(struct sockets *sockets, const struct handed_fd *fds, size_t count, const str *keep, size_t keep_count,
                           struct arena *arena);
/* The sockets that config wants for so many workers: those of old where they have the address, new ones (one for each
 * worker, SO_REUSEPORT; of a UNIX socket one for all) where none has. Old sockets without a worker get one; a worker without
 * one of an address gets a copy. False with a sentence in *error, and nothing has changed. old is not touched: what is not in
 * *plan is to be shut. */
MUST_USE bool sockets_plan(const struct config *config, size_t workers, const struct sockets *old, struct sockets *plan,
                           struct arena *arena, str *error);
/* The UNIX sockets that old had already get the mode and group of config, where these are others now. False with a sentence in
 * *error; those before in the configuration have them then. */
MUST_USE bool sockets_permit(const struct config *old, const struct config *config, struct arena *arena, str *error);
/* Back to before the plan: what it has bound or copied is closed, what is of old stays. */
void          sockets_give_up(struct sockets *plan, const struct sockets *old);
struct sockets sockets_of_worker(const struct sockets *sockets, size_t worker);         /* a list of its own */
bool          sockets_have(const struct sockets *sockets, int fd);
void          sockets_free(struct sockets *sockets);            /* closes nothing */

#endif
