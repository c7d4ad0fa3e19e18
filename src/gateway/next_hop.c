#include "gateway/next_hop.h"

#include <stdlib.h>

#include "gateway/delivery.h"

enum {
    IDLE_MS          = 30000,           /* then a connection says QUIT */
    IDLE_PER_HOP_MAX = 32,
    OPEN_MAX_MS      = 60000,           /* of silence while a connection opens, where another next hop could be asked instead */
    PROBE_MAX_MS     = 240000,          /* the answer to RCPT is awaited for five minutes (RFC 5321 §4.5.3.2.3) */
    FULL_MS          = 1000,            /* a next hop that takes no more connections is not asked for another */
    IDLE_LOOK_MS     = 1000,            /* then who has idle connections sees whether another worker gets none */
};

/* A next hop with one policy for TLS, and its connections. It keeps what it needs of the configuration that named it, and
 * stays as long as the pool: there are only as many as configurations name. */
struct hop {
    struct next_hop_pool         *pool;
    struct next_hop_address       address;
    struct hop_connection_options options;
    struct hop_health            *health;
    struct hop_connection        *connections;
    size_t                        count;
    struct next_hop_request      *first_waiting, **last_waiting;
    bool                          full;         /* it took no more connections a moment ago */
    int64_t                       full_since_ms;        /* while requests wait for that; 0: not known */
    struct loop_timer             full_timer, idle_timer;
    struct hop                   *next;
};

struct next_hop_pool {
    struct loop        *loop;
    struct arena        arena;
    str                 helo;           /* a copy: the pool outlives the configuration that named it */
    struct tls_context *tls;
    struct hop_healths *healths, *own_healths;
    size_t              workers, turn;
    struct hop         *hops;
    bool                closing;
};

static const struct hop_connection_events connection_events;

static void place(struct next_hop_pool *pool, struct next_hop_request *request);
static void on_full_over(struct loop_timer *timer);

/* ---- the end of a request ---- */

enum smtp_reply_id next_hop_failure_reply(enum next_hop_failure failure)
{
    static const enum smtp_reply_id replies[] = {
        [HOP_NO_NAME]       = REPLY_NEXT_HOP_NO_NAME,
        [HOP_NO_CONNECTION] = REPLY_NEXT_HOP_UNREACHABLE,
        [HOP_REFUSED]       = REPLY_NEXT_HOP_UNREACHABLE,
        [HOP_DOWN]          = REPLY_NEXT_HOP_UNREACHABLE,
        [HOP_CONGESTED]     = REPLY_NEXT_HOP_CONGESTED,
        [HOP_NO_MEANS]      = REPLY_LOCAL_ERROR,
        [HOP_NOT_NOW]       = REPLY_NEXT_HOP_NOT_NOW,
        [HOP_NOT_WELCOME]   = REPLY_NEXT_HOP_NOT_NOW,
        [HOP_NO_TLS]        = REPLY_NEXT_HOP_NO_TLS,
        [HOP_BROKE_OFF]     = REPLY_NEXT_HOP_BROKE_OFF,
        [HOP_SILENT]        = REPLY_NEXT_HOP_SILENT,
        [HOP_NONSENSE]      = REPLY_NEXT_HOP_NONSENSE,
        [HOP_UNKNOWN]       = REPLY_NEXT_HOP_UNKNOWN,
    };

    return replies[failure];
}

static void note_reply(struct next_hop_request *request, const struct smtp_reply *said)
{
    request->reply = said == NULL ? (struct smtp_reply){ 0 }
                                  : (struct smtp_reply){ said->code, arena_str(request->arena, said->enhanced),
                                                         arena_str(request->arena, said->text) };
}

static void note_failure(struct next_hop_request *request, enum next_hop_failure failure, const struct smtp_reply *said,
                         const char *problem)
{
    request->outcome = NEXT_HOP_FAILED;
    request->failure = failure;
    request->problem = problem;
    note_reply(request, said);
}

static void tell(struct next_hop_request *request)
{
    loop_timer_stop(&request->timer);
    request->connection = NULL;
    request->done(request);
}

/* Told in a turn of its own: whoever has submitted it may still be inside that call. */
static void end_later(struct next_hop_pool *pool, struct next_hop_request *request)
{
    request->over             = true;
    request->timer.precedence = LOOP_IMMEDIATE;
    loop_timer_set(pool->loop, &request->timer, 0);
}

/* ---- who waits for a connection ---- */

static void wait_for(struct hop *hop, struct next_hop_request *request)
{
    request->waits_for    = hop;
    request->next_waiting = NULL;
    *hop->last_waiting    = request;
    hop->last_waiting     = &request->next_waiting;
}

static struct next_hop_request *take_waiting(struct hop *hop)
{
    struct next_hop_request *request = hop->first_waiting;

    if (request == NULL)
        return NULL;
    hop->first_waiting = request->next_waiting;
    if (hop->first_waiting == NULL)
        hop->last_waiting = &hop->first_waiting;
    request->waits_for = NULL;
    return request;
}

static void stop_waiting(struct next_hop_request *request)
{
    struct hop *hop = request->waits_for;

    if (hop == NULL)
        return;
    struct next_hop_request **at = &hop->first_waiting;

    while (*at != request)
        at = &(*at)->next_waiting;
    *at = request->next_waiting;
    if (*at == NULL)
        hop->last_waiting = at;
    request->waits_for = NULL;
}

static size_t share(const struct next_hop_pool *pool, const struct config_route *route)
{
    return route->connections_max > pool->workers ? route->connections_max / pool->workers : 1;
}

/* One that is down is never full: who waits for it is to go elsewhere. */
static bool has_room(const struct hop *hop, const struct config_route *route)
{
    return hop->count < share(hop->pool, route) && !(hop->full && hop_health_is_up(hop->health));
}

/* Several, if they go elsewhere: this next hop may have gone down. */
static void place_waiting(struct hop *hop)
{
    for (struct next_hop_request *request; (request = hop->first_waiting) != NULL && has_room(hop, request->route); )
        place(hop->pool, take_waiting(hop));
}

static void set_full(struct hop *hop, bool full)
{
    if (hop->full != full)
        hop_health_note_full(hop->health, full);
    hop->full = full;
}

static void note_full(struct hop *hop)
{
    set_full(hop, true);
    hop->full_timer.expired = on_full_over;
    loop_timer_set(hop->pool->loop, &hop->full_timer, FULL_MS);
}

/* One of those who wait finds out whether there is room now. */
static void on_full_over(struct loop_timer *timer)
{
    struct hop              *hop     = (struct hop *)((char *)timer - offsetof(struct hop, full_timer));
    struct next_hop_request *request = take_waiting(hop);

    set_full(hop, false);
    if (request == NULL) {
        hop->full_since_ms = 0;
        return;
    }
    place(hop->pool, request);
    note_full(hop);
    place_waiting(hop);
}

/* ---- connections ---- */

static void give_away(struct next_hop_pool *pool)
{
    while (pool->hops != NULL && pool->hops->connections == NULL) {
        loop_timer_stop(&pool->hops->full_timer);
        loop_timer_stop(&pool->hops->idle_timer);
        set_full(pool->hops, false);
        pool->hops = pool->hops->next;
    }
    if (pool->hops != NULL)
        return;
    arena_free(&pool->arena);
    hop_healths_free(pool->own_healths);
    free(pool);
}

static void drop(struct hop *hop, struct hop_connection *c)
{
    struct next_hop_pool   *pool = hop->pool;
    struct hop_connection **at   = &hop->connections;

    while (*at != c)
        at = &(*at)->next;
    *at = c->next;
    hop->count--;
    hop_health_disconnects(hop->health);
    hop_connection_close(c);
    if (pool->closing)
        give_away(pool);
    else
        place_waiting(hop);
}

static struct hop_connection *idle_connection(const struct hop *hop)
{
    struct hop_connection *c = hop->connections;

    while (c != NULL && !c->ready)
        c = c->next;
    return c;
}

static void drop_idle(struct hop *hop)
{
    for (struct hop_connection *idle; (idle = idle_connection(hop)) != NULL; )
        drop(hop, idle);
}

static void assign(struct next_hop_request *request, struct hop_connection *c)
{
    size_t count = request->transaction.recipient_count;

    request->connection         = c;
    request->sender_was_refused = false;
    for (size_t i = 0; i < count; i++) {
        request->recipient_replies[i] = (struct smtp_reply){ 0 };
        request->delivered[i]         = false;
    }
}

static void open_connection(struct hop *hop, struct next_hop_request *request)
{
    int64_t silence_ms = request->config->next_hop_timeout * 1000;

    if (request->route->hop_count > 1 && silence_ms > OPEN_MAX_MS)
        silence_ms = OPEN_MAX_MS;
    struct hop_connection *c = hop_connection_open(&hop->options, request->resolver, request->config->connect_timeout * 1000,
                                                   silence_ms, hop);

    c->next          = hop->connections;
    hop->connections = c;
    hop->count++;
    hop_health_connects(hop->health);
    c->request = request;
    assign(request, c);
}

static void use(struct hop_connection *c, struct next_hop_request *request)
{
    assign(request, c);
    hop_connection_begin(c, request, request->config->next_hop_timeout * 1000);
}

/* ---- the choice of a next hop ---- */

static struct hop *hop_of(struct next_hop_pool *pool, const struct next_hop_address *address, const struct config_route *route)
{
    struct hop *hop = pool->hops;

    while (hop != NULL && !(hop->options.tls_mode == route->tls && str_equal(hop->options.tls_identity, route->tls_identity) &&
                            str_equal(hop->address.name, address->name)))
        hop = hop->next;
    if (hop != NULL)
        return hop;
    hop  = ARENA_NEW(&pool->arena, struct hop);
    *hop = (struct hop){ .pool = pool, .address = *address, .health = hop_health_of(pool->healths, address->name), .next = pool->hops };
    hop->address.name = arena_str(&pool->arena, address->name);
    hop->address.host = arena_str(&pool->arena, address->host);
    hop->address.path = address->path == NULL ? NULL : arena_cstr(&pool->arena, str_of(address->path));
    hop->last_waiting = &hop->first_waiting;
    hop->options      = (struct hop_connection_options){ .loop = pool->loop, .address = &hop->address, .tls_mode = route->tls,
                                                         .tls_identity = arena_str(&pool->arena, route->tls_identity),
                                                         .helo = pool->helo, .tls = pool->tls, .events = &connection_events };
    pool->hops        = hop;
    return hop;
}

/* Which of the route's next hops comes as number i for this request. */
static size_t choice(const struct next_hop_request *request, size_t i)
{
    return (request->first + i) % request->route->hop_count;
}

/* The first that is up and has a connection to give, or room for another. Where they are tried in turn one that has none is
 * passed over; where they are listed the later ones are for when it is down. */
static void place(struct next_hop_pool *pool, struct next_hop_request *request)
{
    const struct config_route *route = request->route;
    struct hop                *busy  = NULL;

    for (size_t i = 0; i < route->hop_count; i++) {
        size_t      number = choice(request, i);
        struct hop *hop    = hop_of(pool, &route->hops[number], route);

        if (request->tried & 1u << number)
            continue;
        struct hop_connection *idle = idle_connection(hop);

        if (idle == NULL && !has_room(hop, route)) {
            busy = busy == NULL ? hop : busy;
            if (route->order == NEXT_HOP_LISTED)
                break;
            continue;
        }
        if (idle == NULL && !hop_health_may_try(hop->health, loop_now_ms(pool->loop))) {
            request->tried |= 1u << number;
            if (request->problem == NULL) {
                request->next_hop = hop->address.name;
                note_failure(request, HOP_DOWN, NULL, "it was down a moment ago");
            }
            continue;
        }
        request->next_hop = hop->address.name;
        if (idle != NULL)
            use(idle, request);
        else
            open_connection(hop, request);
        return;
    }
    if (busy != NULL)
        wait_for(busy, request);
    else
        end_later(pool, request);
}

static void mark_tried(struct next_hop_request *request, const struct hop *hop)
{
    for (size_t i = 0; i < request->route->hop_count; i++)
        if (str_equal(request->route->hops[i].name, hop->address.name))
            request->tried |= 1u << i;
}

/* ---- what connections tell ---- */

static void on_opened(struct hop_connection *c)
{
    struct hop        *hop    = c->owner;
    struct hop_health *health = hop->health;

    hop_health_answered(health, loop_now_ms(hop->pool->loop));
    hop_health_succeeded(health);
    hop_health_note_offer(health, &(struct hop_offer){
        .extensions     = smtp_client_extensions(c->client),
        .recipients_max = smtp_client_limits(c->client).recipients,
        .octets_max     = smtp_client_size_limit(c->client),
    });
}

static void look_at_idle(struct loop_timer *timer);

static void watch_idle(struct hop *hop)
{
    hop->idle_timer.expired = look_at_idle;
    if (!hop->idle_timer.armed)
        loop_timer_set(hop->pool->loop, &hop->idle_timer, IDLE_LOOK_MS);
}

static bool is_wanted_elsewhere(const struct hop *hop)
{
    return !hop->full && hop_health_full_for(hop->health) > 0;
}

static void look_at_idle(struct loop_timer *timer)
{
    struct hop *hop = (struct hop *)((char *)timer - offsetof(struct hop, idle_timer));

    if (is_wanted_elsewhere(hop))
        drop_idle(hop);
    else if (idle_connection(hop) != NULL)
        watch_idle(hop);
}

static void on_ready(struct hop_connection *c)
{
    struct hop              *hop  = c->owner;
    struct next_hop_request *next;
    size_t                   idle = 0;

    c->used_before = true;
    hop_health_answered(hop->health, loop_now_ms(hop->pool->loop));
    if (smtp_client_is_spent(c->client) || !str_equal(c->helo, hop->options.helo)) {
        drop(hop, c);
        return;
    }
    next = take_waiting(hop);
    if (next != NULL) {
        next->next_hop = hop->address.name;
        use(c, next);
        return;
    }
    for (const struct hop_connection *other = hop->connections; other != NULL; other = other->next)
        idle += other != c && other->ready;
    if (hop->pool->closing || idle >= IDLE_PER_HOP_MAX || is_wanted_elsewhere(hop)) {
        drop(hop, c);
        return;
    }
    hop_connection_rest(c, IDLE_MS);
    watch_idle(hop);
}

/* If the next hop puts off a recipient, nothing of this message may be delivered, or the sender's next try would deliver
 * it to the others twice. */
static const struct smtp_reply *postponed(const struct next_hop_request *request)
{
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        if (smtp_reply_is_temporary(&request->recipient_replies[i]))
            return &request->recipient_replies[i];
    return NULL;
}

static enum hop_content on_content(struct hop_connection *c)
{
    struct hop              *hop     = c->owner;
    struct next_hop_request *request = c->request;
    const struct smtp_reply *later   = postponed(request);

    if (later == NULL)
        return request->before_content == NULL || request->before_content(request) ? HOP_SEND : HOP_WAIT;
    request->outcome = NEXT_HOP_REFUSED;
    request->problem = NULL;
    note_reply(request, later);
    c->request = NULL;
    drop(hop, c);                       /* without content the next hop delivers nothing */
    tell(request);
    return HOP_GONE;
}

static void on_done(struct hop_connection *c UNUSED, struct next_hop_request *request, bool accepted, const struct smtp_reply *reply)
{
    request->outcome = accepted ? NEXT_HOP_ACCEPTED : NEXT_HOP_REFUSED;
    request->problem = NULL;
    note_reply(request, reply);
    tell(request);
}

/* Whether it says that the next hop takes no more connections from us, rather than that it is down. */
static bool is_full(struct hop *hop, enum next_hop_failure why)
{
    int64_t now_ms = loop_now_ms(hop->pool->loop), since_ms = hop->full_since_ms == 0 ? now_ms : hop->full_since_ms;
    bool    full   = (why == HOP_NOT_NOW || why == HOP_REFUSED || why == HOP_CONGESTED) && hop_health_is_up(hop->health) &&
                     hop_health_is_only_full(hop->health, since_ms, now_ms);

    hop->full_since_ms = full ? since_ms : 0;
    return full;
}

static void note_down(struct hop *hop, const struct next_hop_request *request, const struct smtp_reply *said, const char *problem)
{
    ARENA_SCOPE arena = { 0 };

    hop_health_failed(hop->health, loop_now_ms(hop->pool->loop), request->config->next_hop_retry * 1000, problem,
                      said == NULL ? (str){ 0 } : delivery_reply_text(&arena, said));
}

static void on_failed(struct hop_connection *c, enum next_hop_failure why, const struct smtp_reply *said, const char *problem)
{
    struct hop              *hop     = c->owner;
    struct next_hop_pool    *pool    = hop->pool;
    struct next_hop_request *request = c->request;
    bool                     stale   = c->used_before, content_begun = c->content_begun;
    bool                     full    = !c->opened && is_full(hop, why);

    if (full)                           /* others serve, or will say in a moment that it is down */
        note_full(hop);
    else if (!c->opened && why != HOP_NO_MEANS && why != HOP_CONGESTED)
        note_down(hop, request, said, problem);
    if (request != NULL) {
        note_failure(request, why, said, problem);
        request->connection = NULL;
        c->request          = NULL;
    }
    bool closing = pool->closing;       /* then it may end with its last connection */

    drop(hop, c);
    if (request == NULL)
        return;
    if (closing) {
        tell(request);
        return;
    }
    if (content_begun) {
        end_later(pool, request);
        return;
    }
    /* A connection that had served before may have died of age: that says nothing about the next hop. */
    if (!stale && !full)
        mark_tried(request, hop);
    place(pool, request);
}

static const struct hop_connection_events connection_events = {
    .opened = on_opened, .ready = on_ready, .content = on_content, .done = on_done, .failed = on_failed,
};

/* ---- what askers do ---- */

/* Takes a request off the connection that it is on, which is of no use to anybody else then. */
static void take_off(struct next_hop_request *request)
{
    struct hop_connection *c = request->connection;

    stop_waiting(request);
    request->connection = NULL;
    if (c == NULL)
        return;
    c->request = NULL;
    drop(c->owner, c);
}

static void on_timer(struct loop_timer *timer)
{
    struct next_hop_request *request = (struct next_hop_request *)((char *)timer - offsetof(struct next_hop_request, timer));
    struct hop_connection   *c       = request->connection;

    if (!request->over) {
        bool sent = c != NULL && c->content_sent;

        note_failure(request, sent ? HOP_UNKNOWN : c != NULL ? HOP_SILENT : HOP_CONGESTED, NULL,
                     c != NULL ? "no answer in time" : "no connection became free in time");
        take_off(request);
    }
    tell(request);
}

void next_hop_submit(struct next_hop_pool *pool, struct next_hop_request *request)
{
    int64_t limit = request->config->delivery_timeout * 1000;
    size_t  count = request->transaction.recipient_count;

    ASSERT(request->route->hop_count > 0 && request->route->kind != NEXT_HOP_MAILDIR);
    request->recipient_replies = ARENA_ARRAY(request->arena, struct smtp_reply, count);
    request->delivered         = ARENA_ARRAY(request->arena, bool, count);
    request->connection        = NULL;
    request->waits_for         = NULL;
    request->problem           = NULL;
    request->over              = false;
    request->tried             = 0;
    request->first             = request->route->order == NEXT_HOP_ROUND_ROBIN ? pool->turn++ % request->route->hop_count : 0;
    request->timer             = (struct loop_timer){ .expired = on_timer };
    if (request->transaction.is_probe && limit > PROBE_MAX_MS)
        limit = PROBE_MAX_MS;
    loop_timer_set(pool->loop, &request->timer, limit);
    place(pool, request);
}

void next_hop_go_on(struct next_hop_request *request, bool send)
{
    struct hop_connection *c = request->connection;

    if (request->over)                  /* the connection has failed meanwhile, and done is about to be called */
        return;
    if (send) {
        hop_connection_go_on(c);
        return;
    }
    struct next_hop_pool *pool = ((struct hop *)c->owner)->pool;

    note_failure(request, HOP_BROKE_OFF, NULL, "given up before any content was sent");
    take_off(request);
    end_later(pool, request);
}

void next_hop_cancel(struct next_hop_request *request)
{
    ASSERT(request->connection == NULL || !request->connection->content_begun);
    loop_timer_stop(&request->timer);
    take_off(request);
}

struct next_hop_pool *next_hop_pool_new(struct loop *loop, str helo, struct tls_context *tls, struct hop_healths *healths, size_t workers)
{
    struct next_hop_pool *pool = calloc(1, sizeof *pool);

    ASSERT(pool != NULL && workers > 0);
    *pool      = (struct next_hop_pool){ .loop = loop, .tls = tls, .healths = healths, .workers = workers };
    pool->helo = arena_str(&pool->arena, helo);
    if (healths == NULL)
        pool->healths = pool->own_healths = hop_healths_new(NULL, NULL);
    return pool;
}

void next_hop_pool_rename(struct next_hop_pool *pool, str helo)
{
    if (str_equal(pool->helo, helo))
        return;
    pool->helo = arena_str(&pool->arena, helo);         /* who speaks under the old name still needs that */
    for (struct hop *hop = pool->hops; hop != NULL; hop = hop->next) {
        hop->options.helo = pool->helo;
        drop_idle(hop);
    }
}

void next_hop_pool_free(struct next_hop_pool *pool)
{
    struct hop_connection *next;

    for (struct hop *hop = pool->hops; hop != NULL; hop = hop->next)
        for (struct hop_connection *c = hop->connections; c != NULL; c = next) {
            next = c->next;
            if (c->request == NULL)
                drop(hop, c);
        }
    pool->closing = true;
    give_away(pool);
}
