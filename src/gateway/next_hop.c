#include "gateway/next_hop.h"

#include <stdlib.h>

#include "io/stream.h"
#include "io/tls.h"

enum {
    CONNECT_TIMEOUT_MS      = 10000,
    IDLE_MS                 = 30000,            /* then the connection says QUIT */
    IDLE_PER_HOP_MAX        = 32,
    OUTPUT_HIGH_WATER_OCTETS = 256 << 10,       /* content waits while as much is unsent */
    STUFF_SLICES            = 64,
    CHUNK_SLICE_OCTETS      = 64 << 10,
};

struct next_hop_connection {
    struct next_hop_pool       *pool;
    struct config_address       address;
    enum next_hop_tls           tls;
    struct stream               stream;
    struct smtp_client         *client;
    struct next_hop_request    *request;        /* NULL: idle, or RSET is under way */
    struct loop_timer           soon;           /* the client's machine has something to tell without a reply */
    struct smtp_stuffer         stuffer;
    size_t                      slice;          /* the next of the request's content */
    str                         rest;           /* of the current one */
    bool                        ready, used_before, sending, content_begun;
    bool                        as_chunk;       /* content goes as it is, behind BDAT */
    int64_t                     timeout_ms;
    struct next_hop_connection *next;           /* all of the pool */
};

struct next_hop_pool {
    struct loop                *loop;
    struct arena                arena;
    str                         helo;           /* a copy: the pool outlives the configuration that named it */
    struct tls_context         *tls;
    struct next_hop_connection *connections;
    bool                        closing;
};

static const struct stream_events stream_events;

static void unlink_connection(struct next_hop_connection *c)
{
    for (struct next_hop_connection **at = &c->pool->connections; *at != NULL; at = &(*at)->next)
        if (*at == c) {
            *at = c->next;
            break;
        }
}

static void free_pool(struct next_hop_pool *pool)
{
    arena_free(&pool->arena);
    free(pool);
}

static void drop(struct next_hop_connection *c)
{
    struct next_hop_pool *pool = c->pool;

    ASSERT(c->request == NULL);
    loop_timer_stop(&c->soon);
    stream_close(&c->stream);
    smtp_client_free(c->client);
    unlink_connection(c);
    free(c);
    if (pool->closing && pool->connections == NULL)
        free_pool(pool);
}

static struct smtp_reply copied_reply(struct arena *arena, const struct smtp_reply *reply)
{
    return (struct smtp_reply){ reply->code, arena_str(arena, reply->enhanced), arena_str(arena, reply->text) };
}

/* Tells the asker, who may submit another request at once. */
static void finish(struct next_hop_connection *c, enum next_hop_outcome outcome, const struct smtp_reply *reply, const char *problem)
{
    struct next_hop_request *request = c->request;

    c->request          = NULL;
    c->sending          = false;
    request->connection = NULL;
    request->outcome    = outcome;
    request->problem    = problem;
    request->reply      = reply == NULL ? (struct smtp_reply){ 0 } : copied_reply(request->arena, reply);
    request->done(request);
}

static struct next_hop_connection *open_connection(struct next_hop_pool *pool, const struct config_route *route)
{
    static const enum smtp_client_tls modes[] = {
        [NEXT_HOP_TLS_NEVER]         = SMTP_CLIENT_TLS_NEVER,
        [NEXT_HOP_TLS_OPPORTUNISTIC] = SMTP_CLIENT_TLS_IF_OFFERED,
        [NEXT_HOP_TLS_REQUIRED]      = SMTP_CLIENT_TLS_REQUIRED,
    };
    struct next_hop_connection *c = calloc(1, sizeof *c);

    ASSERT(c != NULL);
    *c = (struct next_hop_connection){ .pool = pool, .address = route->next_hop, .tls = route->tls,
                                       .client = smtp_client_new(pool->helo, modes[route->tls]) };
    if (!stream_connect(&c->stream, pool->loop, &route->next_hop.ip, route->next_hop.port, &stream_events, c)) {
        smtp_client_free(c->client);
        free(c);
        return NULL;
    }
    stream_set_timeout(&c->stream, CONNECT_TIMEOUT_MS);
    c->next           = pool->connections;
    pool->connections = c;
    return c;
}

/* A connection that fails with a request on it. The one case for a second try: it had served before, and this request
 * has sent no content yet, so that nothing can be delivered twice. */
static void fail(struct next_hop_connection *c, const struct smtp_reply *reply, const char *problem)
{
    struct next_hop_request *request = c->request;
    struct next_hop_pool    *pool    = c->pool;

    if (request != NULL && c->used_before && !c->content_begun) {
        struct next_hop_connection *again = open_connection(pool, request->route);

        if (again != NULL) {
            again->request      = request;
            again->timeout_ms   = c->timeout_ms;
            request->connection = again;
            c->request          = NULL;
            drop(c);
            return;
        }
    }
    if (request != NULL)
        finish(c, NEXT_HOP_FAILED, reply, problem);
    drop(c);
}

static void begin(struct next_hop_connection *c)
{
    c->ready         = false;
    c->content_begun = false;
    c->sending       = false;
    c->slice         = 0;
    c->rest          = (str){ 0 };
    c->stuffer       = (struct smtp_stuffer){ 0 };
    memset(c->request->recipient_replies, 0, c->request->transaction.recipient_count * sizeof *c->request->recipient_replies);
    stream_set_timeout(&c->stream, c->timeout_ms);
    smtp_client_begin(c->client, &c->request->transaction);
}

/* Some of the rest of a slice, as the next hop is to see it. */
static void send_some(struct next_hop_connection *c)
{
    str slices[STUFF_SLICES];

    if (c->as_chunk) {
        size_t len = c->rest.len < CHUNK_SLICE_OCTETS ? c->rest.len : CHUNK_SLICE_OCTETS;

        buf_add(&c->stream.out, str_slice(c->rest, 0, len));
        c->rest = str_from(c->rest, len);
        return;
    }
    size_t count = smtp_stuff(&c->stuffer, &c->rest, slices, STUFF_SLICES);

    for (size_t i = 0; i < count; i++)
        buf_add(&c->stream.out, slices[i]);
}

/* Puts content into the stream's buffer up to the high-water mark; the rest follows when the socket has taken that. */
static void send_content(struct next_hop_connection *c)
{
    struct next_hop_request *request = c->request;

    while (buf_len(&c->stream.out) < OUTPUT_HIGH_WATER_OCTETS) {
        if (c->rest.len == 0 && c->slice == request->content_count) {
            if (!c->as_chunk)
                buf_add(&c->stream.out, smtp_stuff_end(&c->stuffer));
            c->sending = false;
            smtp_client_content_sent(c->client);
            return;
        }
        if (c->rest.len == 0)
            c->rest = request->content[c->slice++];
        send_some(c);
    }
}

/* Between RCPT and content: if the next hop puts off a recipient, nothing of this message may be delivered, or the
 * sender's next try would deliver it to the others twice. */
static const struct smtp_reply *postponed(const struct next_hop_request *request)
{
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        if (smtp_reply_is_temporary(&request->recipient_replies[i]))
            return &request->recipient_replies[i];
    return NULL;
}

/* Writes what is to be said, and content for as long as the socket takes it; on_sent goes on where it does not. */
static void flush_output(struct next_hop_connection *c)
{
    struct buf *out = smtp_client_output(c->client);

    buf_add(&c->stream.out, buf_str(out));
    buf_clear(out);
    do {
        if (c->sending)
            send_content(c);
        stream_flush(&c->stream);
    } while (c->sending && stream_is_sent(&c->stream));
}

static void go_idle(struct next_hop_connection *c)
{
    size_t idle = 0;

    for (struct next_hop_connection *other = c->pool->connections; other != NULL; other = other->next)
        idle += other != c && other->ready && other->request == NULL;
    c->ready       = true;
    c->used_before = true;
    if (c->pool->closing || idle >= IDLE_PER_HOP_MAX)
        drop(c);
    else
        stream_set_timeout(&c->stream, IDLE_MS);
}

/* Reads what has come. May drop the connection. */
static void advance(struct next_hop_connection *c)
{
    for (;;) {
        struct smtp_client_event event = smtp_client_next(c->client, &c->stream.in);

        switch (event.type) {
        case SMTP_CLIENT_NEED_INPUT:
            flush_output(c);
            return;
        case SMTP_CLIENT_READY:
            if (c->request == NULL) {
                go_idle(c);
                return;
            }
            begin(c);
            break;
        case SMTP_CLIENT_STARTTLS:
            flush_output(c);
            if (!stream_start_tls(&c->stream, c->pool->tls, false, (str){ 0 }))
                fail(c, NULL, "TLS could not be started");
            return;
        case SMTP_CLIENT_SENDER:
            break;
        case SMTP_CLIENT_RECIPIENT:
            if (c->request != NULL)
                c->request->recipient_replies[event.index] = copied_reply(c->request->arena, &event.reply);
            break;
        case SMTP_CLIENT_SEND_CONTENT: {
            const struct smtp_reply *later = c->request == NULL ? NULL : postponed(c->request);

            if (c->request == NULL || later != NULL) {          /* without content the next hop delivers nothing */
                if (later != NULL)
                    finish(c, NEXT_HOP_REFUSED, later, NULL);
                drop(c);
                return;
            }
            c->sending = c->content_begun = true;
            c->as_chunk = event.as_chunk;
            break;
        }
        case SMTP_CLIENT_DONE:
            if (c->request != NULL)
                finish(c, event.accepted ? NEXT_HOP_ACCEPTED : NEXT_HOP_REFUSED, &event.reply, NULL);
            break;
        case SMTP_CLIENT_FAILED:
            fail(c, event.reply.code == 0 ? NULL : &event.reply, event.problem);
            return;
        }
    }
}

static void soon_is_now(struct loop_timer *timer)
{
    advance((struct next_hop_connection *)((char *)timer - offsetof(struct next_hop_connection, soon)));
}

static void on_input(struct stream *stream)
{
    struct next_hop_connection *c = stream->owner;

    /* An idle next hop that speaks says 421, or is confused: either way it is not asked again. */
    if (c->ready && c->request == NULL)
        drop(c);
    else
        advance(c);
}

static void on_sent(struct stream *stream)
{
    struct next_hop_connection *c = stream->owner;

    if (c->sending)
        flush_output(c);
}

static void on_secured(struct stream *stream)
{
    struct next_hop_connection *c = stream->owner;

    smtp_client_tls_started(c->client);
    advance(c);
}

static void on_connected(struct stream *stream)
{
    struct next_hop_connection *c = stream->owner;

    stream_set_timeout(stream, c->timeout_ms);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    static const char *const problems[] = {
        [STREAM_EOF]        = "the connection was closed",
        [STREAM_ERROR]      = "no connection",
        [STREAM_TIMEOUT]    = "no answer in time",
        [STREAM_TLS_FAILED] = "the TLS handshake failed",
    };
    struct next_hop_connection *c = stream->owner;

    if (c->ready && c->request == NULL && why == STREAM_TIMEOUT) {       /* idle for long enough */
        smtp_client_quit(c->client);
        flush_output(c);
    }
    fail(c, NULL, problems[why]);
}

static const struct stream_events stream_events = {
    .connected = on_connected,
    .input     = on_input,
    .sent      = on_sent,
    .secured   = on_secured,
    .ended     = on_ended,
};

struct next_hop_pool *next_hop_pool_new(struct loop *loop, str helo, struct tls_context *tls)
{
    struct next_hop_pool *pool = calloc(1, sizeof *pool);

    ASSERT(pool != NULL);
    *pool      = (struct next_hop_pool){ .loop = loop, .tls = tls };
    pool->helo = arena_str(&pool->arena, helo);
    return pool;
}

void next_hop_pool_free(struct next_hop_pool *pool)
{
    pool->closing = true;
    if (pool->connections == NULL) {
        free_pool(pool);
        return;
    }
    for (struct next_hop_connection *c = pool->connections, *next; c != NULL; c = next) {
        next = c->next;
        if (c->request != NULL)
            continue;
        bool last = pool->connections == c && next == NULL;

        drop(c);
        if (last)
            return;
    }
}

static struct next_hop_connection *idle_connection(struct next_hop_pool *pool, const struct config_route *route)
{
    for (struct next_hop_connection *c = pool->connections; c != NULL; c = c->next)
        if (c->ready && c->request == NULL && c->tls == route->tls && c->address.port == route->next_hop.port &&
            ip_equal(&c->address.ip, &route->next_hop.ip))
            return c;
    return NULL;
}

bool next_hop_submit(struct next_hop_pool *pool, struct next_hop_request *request, int64_t timeout_ms)
{
    struct next_hop_connection *idle = idle_connection(pool, request->route);
    struct next_hop_connection *c    = idle != NULL ? idle : open_connection(pool, request->route);

    if (c == NULL)
        return false;
    request->recipient_replies = ARENA_ARRAY(request->arena, struct smtp_reply, request->transaction.recipient_count);
    request->connection        = c;
    c->timeout_ms              = timeout_ms;
    c->request                 = request;
    if (idle != NULL) {
        begin(c);
        /* Nothing to say: the transaction was refused on our side, for what the next hop does not offer. */
        if (buf_len(smtp_client_output(c->client)) == 0) {
            c->soon.expired = soon_is_now;
            loop_timer_set(pool->loop, &c->soon, 0);
        }
        flush_output(c);
    }
    return true;
}

void next_hop_cancel(struct next_hop_request *request)
{
    struct next_hop_connection *c = request->connection;

    if (c == NULL)
        return;
    ASSERT(!c->content_begun);
    request->connection = NULL;
    c->request          = NULL;
    drop(c);
}
