#include "gateway/sockets.h"

#include <errno.h>
#include <stdlib.h>

#include "io/address.h"
#include "io/listener.h"
#include "io/local_socket.h"
#include "io/sys.h"

enum { NO_WORKER = -1 };

static struct listening_socket *add(struct sockets *sockets, struct listening_socket one)
{
    if (sockets->count == sockets->capacity) {
        sockets->capacity = sockets->capacity == 0 ? 8 : 2 * sockets->capacity;
        sockets->items    = realloc(sockets->items, sockets->capacity * sizeof *sockets->items);
        ASSERT(sockets->items != NULL);
    }
    sockets->items[sockets->count] = one;
    return &sockets->items[sockets->count++];
}

void sockets_free(struct sockets *sockets)
{
    free(sockets->items);
    *sockets = (struct sockets){ 0 };
}

bool sockets_have(const struct sockets *sockets, int fd)
{
    for (size_t i = 0; i < sockets->count; i++)
        if (sockets->items[i].fd == fd)
            return true;
    return false;
}

struct sockets sockets_of_worker(const struct sockets *sockets, size_t worker)
{
    struct sockets own = { 0 };

    for (size_t i = 0; i < sockets->count; i++)
        if (sockets->items[i].worker == worker)
            add(&own, sockets->items[i]);
    return own;
}

/* ---- what was handed over ---- */

static bool address_of(int fd, struct config_address *address, struct arena *arena)
{
    struct sockaddr_storage own = { 0 };

    if (!sys_is_listening(fd) || sys_getsockname(fd, &own) != 0)
        return false;
    address->ip   = address_from_socket(&own, &address->port);
    address->path = local_socket_path(fd, arena);
    return address->ip.family != IP_NONE || address->path != NULL;
}

static bool is_kept(str name, const str *keep, size_t keep_count)
{
    for (size_t i = 0; i < keep_count; i++)
        if (str_equal(name, keep[i]))
            return true;
    return false;
}

void sockets_take(struct sockets *sockets, const struct handed_fd *fds, size_t count, const str *keep, size_t keep_count,
                  struct arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct listening_socket one = { .fd = fds[i].fd, .worker = (size_t)NO_WORKER, .is_fresh = true };

        if (is_kept(fds[i].name, keep, keep_count))
            continue;
        if (address_of(one.fd, &one.address, arena))
            add(sockets, one);
        else
            (void)!sys_close(one.fd);
    }
}

/* ---- planning ---- */

struct planning {
    const struct sockets *old;
    struct sockets       *plan;
    size_t                workers;
    struct arena         *arena;
    str                  *error;
};

/* The old sockets of an address; those without a worker are given out in turn. Returns where they begin in the plan. */
static size_t keep_old(struct planning *p, const struct config_address *address, size_t listener)
{
    size_t first = p->plan->count, next = 0;

    if (address->path != NULL && !local_socket_is_there(address->path))
        return first;
    for (size_t i = 0; i < p->old->count; i++) {
        struct listening_socket one = p->old->items[i];

        if (!config_same_address(&one.address, address))
            continue;
        one.address  = *address;
        one.listener = listener;
        one.is_fresh = one.worker == (size_t)NO_WORKER;
        if (one.is_fresh)
            one.worker = next++ % p->workers;
        add(p->plan, one);
    }
    return first;
}

static bool worker_has_one(const struct sockets *plan, size_t first, size_t worker)
{
    for (size_t i = first; i < plan->count; i++)
        if (plan->items[i].worker == worker)
            return true;
    return false;
}

static bool complain(struct planning *p, const struct config *config, size_t listener, const struct config_address *address)
{
    *p->error = arena_printf(p->arena, "listener %.*s: cannot listen on %.*s: %s", STR_ARG(config->listeners[listener].name),
                             STR_ARG(config_address_text(p->arena, address)), strerrordesc_np(errno));
    return false;
}

static int bind_to(const struct config_address *address, const struct config_listener *listener)
{
    return address->path != NULL ? local_socket_bind_for(address->path, (mode_t)listener->socket_mode, listener->socket_group)
                                 : listener_bind(&address->ip, address->port);
}

static bool is_wildcard(const struct ip *ip)
{
    const struct ip any = { .family = ip->family };

    return ip_equal(ip, &any);
}

/* One address of a port and all of its family: each keeps the other from being bound, but for SO_REUSEPORT. */
static bool overlap(const struct config_address *a, const struct config_address *b)
{
    return a->path == NULL && b->path == NULL && a->port == b->port && a->ip.family == b->ip.family &&
           (is_wildcard(&a->ip) || is_wildcard(&b->ip));
}

static bool one_overlaps(const struct sockets *sockets, const struct config_address *address)
{
    for (size_t i = 0; i < sockets->count; i++)
        if (overlap(&sockets->items[i].address, address))
            return true;
    return false;
}

/* Two servers at one port would each get some of the connections: SO_REUSEPORT lets every process of this user join. Where the
 * socket that is there may be our own, under an address that goes or stays beside this one, nobody can tell. */
static bool another_has(const struct planning *p, const struct config_address *address)
{
    return address->path == NULL && !one_overlaps(p->old, address) && !one_overlaps(p->plan, address) &&
           listener_is_taken(&address->ip, address->port);
}

/* A socket for each worker that has none of this address: a copy where there are sockets, for they may be the service
 * manager's, which nobody can bind beside; else one of its own, over which the kernel spreads the connections. A UNIX socket has
 * one name and one queue: all workers share it. */
static bool fill_up(struct planning *p, const struct config_listener *listener, const struct config_address *address, size_t number,
                    size_t first)
{
    size_t kept = p->plan->count - first;

    for (size_t worker = 0; worker < p->workers; worker++) {
        if (worker_has_one(p->plan, first, worker))
            continue;
        bool copies = kept > 0;

        if (!copies && worker == 0 && another_has(p, address))
            return false;
        int fd = copies ? sys_duplicate(p->plan->items[first + worker % kept].fd) : bind_to(address, listener);

        if (fd < 0)
            return false;
        add(p->plan, (struct listening_socket){ .address = *address, .listener = number, .worker = worker, .fd = fd,
                                                .is_copy = copies, .is_fresh = true });
        if (address->path != NULL && kept == 0)
            kept = 1;
    }
    return true;
}

void sockets_give_up(struct sockets *plan, const struct sockets *old)
{
    for (size_t i = 0; i < plan->count; i++)
        if (!sockets_have(old, plan->items[i].fd))
            (void)!sys_close(plan->items[i].fd);
    sockets_free(plan);
}

bool sockets_plan(const struct config *config, size_t workers, const struct sockets *old, struct sockets *plan,
                  struct arena *arena, str *error)
{
    struct planning p = { old, plan, workers, arena, error };

    *plan = (struct sockets){ 0 };
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++) {
            const struct config_address *address = &config->listeners[l].addresses[a];
            size_t                       first   = keep_old(&p, address, l);

            if (fill_up(&p, &config->listeners[l], address, l, first))
                continue;
            complain(&p, config, l, address);
            sockets_give_up(plan, old);
            return false;
        }
    return true;
}

/* ---- permissions ---- */

static const struct config_listener *listener_at(const struct config *config, const struct config_address *address)
{
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++)
            if (config_same_address(&config->listeners[l].addresses[a], address))
                return &config->listeners[l];
    return NULL;
}

static bool same_permissions(const struct config_listener *a, const struct config_listener *b)
{
    return a->socket_mode == b->socket_mode && str_equal(str_of(a->socket_group), str_of(b->socket_group));
}

static bool permit(const struct config_listener *listener, const struct config_address *address, struct arena *arena, str *error)
{
    if (local_socket_permit(address->path, (mode_t)listener->socket_mode, listener->socket_group))
        return true;
    *error = arena_printf(arena, "listener %.*s: cannot change mode or group of %s: %s", STR_ARG(listener->name), address->path,
                          strerrordesc_np(errno));
    return false;
}

/* Only what has changed in the configuration: a socket of the service manager's has permissions of its making. */
bool sockets_permit(const struct config *old, const struct config *config, struct arena *arena, str *error)
{
    for (size_t l = 0; l < config->listener_count; l++)
        for (size_t a = 0; a < config->listeners[l].address_count; a++) {
            const struct config_listener *listener = &config->listeners[l], *before;
            const struct config_address  *address  = &listener->addresses[a];

            if (address->path == NULL || (before = listener_at(old, address)) == NULL || same_permissions(before, listener))
                continue;
            if (!permit(listener, address, arena, error))
                return false;
        }
    return true;
}
