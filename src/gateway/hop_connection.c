#include "gateway/hop_connection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dns/packet.h"
#include "gateway/next_hop.h"
#include "io/tls.h"

enum {
    OUTPUT_HIGH_WATER_OCTETS = 256 << 10,       /* content waits while as much is unsent */
    STUFF_SLICES             = 64,
    CHUNK_SLICE_OCTETS       = 64 << 10,
};

static const struct stream_events stream_events;

static void dial(struct hop_connection *c);
static void advance(struct hop_connection *c);

static void soon_is_now(struct loop_timer *timer)
{
    struct hop_connection *c = (struct hop_connection *)((char *)timer - offsetof(struct hop_connection, soon));

    c->due(c);
}

static void soon(struct hop_connection *c, void (*due)(struct hop_connection *c))
{
    c->due             = due;
    c->soon.expired    = soon_is_now;
    c->soon.precedence = LOOP_IMMEDIATE;
    loop_timer_set(c->options->loop, &c->soon, 0);
}

/* ---- the end ---- */

static void hang_up(struct hop_connection *c)
{
    loop_timer_stop(&c->soon);
    stream_close(&c->stream);
    smtp_client_free(c->client);
    c->client = NULL;
}

static void end_resolving(struct hop_connection *c)
{
    if (c->is_resolving)
        resolver_cancel(&c->resolving);
    if (c->view.arena != NULL)
        view_free(&c->view);
    c->is_resolving = false;
    c->view.arena   = NULL;
    arena_free(&c->arena);
}

void hop_connection_close(struct hop_connection *c)
{
    ASSERT(c->request == NULL);
    hang_up(c);
    end_resolving(c);
    free(c);
}

/* A name that leads to several addresses has failed when each of them has. Once content went out whole, only a 421 says
 * that it was not taken. */
static void fail(struct hop_connection *c, enum next_hop_failure why, const struct smtp_reply *said, const char *problem)
{
    if (!c->opened && c->address_at < c->address_count) {
        hang_up(c);
        soon(c, dial);
        return;
    }
    c->ready = false;
    c->options->events->failed(c, c->request != NULL && c->content_sent && why != HOP_NOT_NOW ? HOP_UNKNOWN : why, said, problem);
}

/* ---- opening ---- */

/* What a refusal by the system says: about us, about a queue that is full (of a UNIX socket), or about the next hop. */
static enum next_hop_failure dial_failure(int error)
{
    switch (error) {
    case EMFILE: case ENFILE: case ENOBUFS: case ENOMEM: case EADDRNOTAVAIL: return HOP_NO_MEANS;
    case EAGAIN:                                                             return HOP_CONGESTED;
    case ECONNREFUSED:                                                       return HOP_REFUSED;
    default:                                                                 return HOP_NO_CONNECTION;
    }
}

static void dial_failed(struct hop_connection *c)
{
    fail(c, dial_failure(c->dial_error), NULL, strerrordesc_np(c->dial_error));
}

static void name_failed(struct hop_connection *c)
{
    fail(c, HOP_NO_NAME, NULL, c->problem);
}

static bool connect_stream(struct hop_connection *c)
{
    const struct next_hop_address *address = c->options->address;
    struct loop                   *loop    = c->options->loop;

    if (address->path != NULL)
        return stream_connect_path(&c->stream, loop, address->path, &stream_events, c);
    const struct ip *ip = c->address_count > 0 ? &c->addresses[c->address_at++] : &address->ip;

    return stream_connect(&c->stream, loop, ip, address->port, &stream_events, c);
}

static void dial(struct hop_connection *c)
{
    static const enum smtp_client_tls modes[] = {
        [NEXT_HOP_TLS_NEVER]         = SMTP_CLIENT_TLS_NEVER,
        [NEXT_HOP_TLS_OPPORTUNISTIC] = SMTP_CLIENT_TLS_IF_OFFERED,
        [NEXT_HOP_TLS_REQUIRED]      = SMTP_CLIENT_TLS_REQUIRED,
    };

    c->client = smtp_client_new(c->helo, modes[c->options->tls_mode]);
    if (c->options->address->kind == NEXT_HOP_LMTP)
        smtp_client_use_lmtp(c->client);
    if (connect_stream(c)) {
        stream_precede(&c->stream, LOOP_IMMEDIATE);     /* what is on its way out is nearest to its end */
        stream_set_timeout(&c->stream, c->connect_ms);
    } else {
        c->dial_error = errno;
        soon(c, dial_failed);
    }
}

/* ---- a name ---- */

/* Nobody is reached there; a name that leads to one is broken, or a trick. */
static bool is_usable(const struct ip *ip)
{
    static const struct ip none_4 = { .family = IP_V4 }, many_4 = { IP_V4, { 224 } };
    static const struct ip none_6 = { .family = IP_V6 }, many_6 = { IP_V6, { 0xff } };

    return !ip_in(ip, &none_4, 8) && !ip_in(ip, &many_4, 4) && !ip_equal(ip, &none_6) && !ip_in(ip, &many_6, 8);
}

static void take_addresses(struct hop_connection *c, const struct answer *answer, enum ip_family family)
{
    for (size_t i = 0; answer_has_records(answer) && i < answer->count && c->address_count < HOP_ADDRESSES_MAX; i++) {
        if (answer->records[i].data.len != (family == IP_V4 ? 4 : 16))
            continue;
        c->addresses[c->address_count] = ip_from_octets(family, answer->records[i].data.ptr);
        c->address_count += is_usable(&c->addresses[c->address_count]);
    }
}

static const struct answer *ask(struct hop_connection *c, uint16_t type)
{
    return view_ask(&c->view, QUESTION_DNS, type, c->options->address->host, NULL);
}

static void resolved(struct hop_connection *c)
{
    const struct answer *v4 = ask(c, DNS_A), *v6 = ask(c, DNS_AAAA);

    take_addresses(c, v4, IP_V4);
    take_addresses(c, v6, IP_V6);
    c->problem = answer_state_is_failure(v4->state) || answer_state_is_failure(v6->state) ? "the name could not be looked up"
                                                                                          : "the name has no address";
    end_resolving(c);
    if (c->address_count > 0)
        dial(c);
    else
        name_failed(c);
}

/* May come from inside resolver_fetch. */
static void on_resolved(struct resolver_request *request)
{
    struct hop_connection *c = (struct hop_connection *)((char *)request - offsetof(struct hop_connection, resolving));

    c->is_resolving = false;
    soon(c, resolved);
}

static void look_up(struct hop_connection *c, struct resolver *resolver)
{
    view_init(&c->view, &c->arena, 2);
    (void)ask(c, DNS_A);
    (void)ask(c, DNS_AAAA);
    c->is_resolving = true;
    c->resolving    = (struct resolver_request){ .done = on_resolved };
    resolver_fetch(resolver, &c->view, &c->resolving);
}

struct hop_connection *hop_connection_open(const struct hop_connection_options *options, struct resolver *resolver, int64_t connect_ms,
                                           int64_t silence_ms, void *owner)
{
    struct hop_connection *c = calloc(1, sizeof *c);

    ASSERT(c != NULL);
    *c = (struct hop_connection){ .options = options, .helo = options->helo, .owner = owner, .connect_ms = connect_ms,
                                  .silence_ms = silence_ms, .stream.fd = -1 };
    if (options->address->host.len == 0) {
        dial(c);
    } else if (resolver != NULL) {
        look_up(c, resolver);
    } else {
        c->problem = "there is no resolver";
        soon(c, name_failed);
    }
    return c;
}

/* ---- a transaction ---- */

/* Some of the rest of a slice, as the next hop is to see it. */
static void send_some(struct hop_connection *c)
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
static void send_content(struct hop_connection *c)
{
    struct next_hop_request *request = c->request;

    while (buf_len(&c->stream.out) < OUTPUT_HIGH_WATER_OCTETS) {
        if (c->rest.len == 0 && c->slice == request->content_count) {
            if (!c->as_chunk)
                buf_add(&c->stream.out, smtp_stuff_end(&c->stuffer));
            c->sending      = false;
            c->content_sent = true;
            smtp_client_content_sent(c->client);
            return;
        }
        if (c->rest.len == 0)
            c->rest = request->content[c->slice++];
        send_some(c);
    }
}

/* Writes what is to be said, and content for as long as the socket takes it; on_sent goes on where it does not. */
static void flush_output(struct hop_connection *c)
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

static void start(struct hop_connection *c)
{
    c->ready         = false;
    c->content_begun = c->content_sent = c->sending = false;
    c->slice         = 0;
    c->rest          = (str){ 0 };
    c->stuffer       = (struct smtp_stuffer){ 0 };
    stream_set_timeout(&c->stream, c->silence_ms);
    smtp_client_begin(c->client, &c->request->transaction);
}

void hop_connection_begin(struct hop_connection *c, struct next_hop_request *request, int64_t silence_ms)
{
    ASSERT(c->ready && c->request == NULL);
    c->request    = request;
    c->silence_ms = silence_ms;
    start(c);
    /* Nothing to say: the transaction was refused on our side, for what the next hop does not offer. */
    if (buf_len(smtp_client_output(c->client)) == 0)
        soon(c, advance);
    flush_output(c);
}

void hop_connection_go_on(struct hop_connection *c)
{
    c->sending = true;
    stream_set_timeout(&c->stream, c->silence_ms);
    flush_output(c);
}

void hop_connection_rest(struct hop_connection *c, int64_t idle_ms)
{
    stream_set_timeout(&c->stream, idle_ms);
}

/* ---- what the next hop says ---- */

static struct smtp_reply copied_reply(struct arena *arena, const struct smtp_reply *reply)
{
    return (struct smtp_reply){ reply->code, arena_str(arena, reply->enhanced), arena_str(arena, reply->text) };
}

static void note_recipient(struct hop_connection *c, const struct smtp_client_event *event, bool delivered)
{
    c->request->recipient_replies[event->index] = copied_reply(c->request->arena, &event->reply);
    c->request->delivered[event->index]         = delivered && event->reply.code / 100 == 2;
}

/* By SMTP one reply is for all whom RCPT has accepted. */
static void note_delivered(struct next_hop_request *request)
{
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        request->delivered[i] = request->recipient_replies[i].code / 100 == 2;
}

static void finish(struct hop_connection *c, const struct smtp_client_event *event)
{
    struct next_hop_request *request = c->request;

    if (event->accepted && c->options->address->kind == NEXT_HOP_SMTP)
        note_delivered(request);
    c->request = NULL;
    c->sending = false;
    c->options->events->done(c, request, event->accepted, &event->reply);
}

static void on_failure(struct hop_connection *c, const struct smtp_client_event *event)
{
    static const enum next_hop_failure failures[] = {
        [SMTP_CLIENT_NONSENSE]    = HOP_NONSENSE,
        [SMTP_CLIENT_NOT_WELCOME] = HOP_NOT_WELCOME,
        [SMTP_CLIENT_NO_TLS]      = HOP_NO_TLS,
        [SMTP_CLIENT_NOT_NOW]     = HOP_NOT_NOW,
    };

    fail(c, failures[event->failure], event->reply.code == 0 ? NULL : &event->reply, event->problem);
}

/* True if it is to be read on; else nothing of c is to be touched. */
static bool on_send_content(struct hop_connection *c)
{
    c->content_begun = true;
    switch (c->options->events->content(c)) {
    case HOP_SEND: c->sending = true; return true;
    case HOP_WAIT: return true;
    case HOP_GONE: return false;
    }
    UNREACHABLE();
}

static bool on_ready(struct hop_connection *c)
{
    if (!c->opened) {
        c->opened = true;
        c->options->events->opened(c);
    }
    if (c->request != NULL) {
        start(c);
        return true;
    }
    c->ready = true;
    c->options->events->ready(c);
    return false;
}

/* Reads what has come. May close the connection. */
static void advance(struct hop_connection *c)
{
    for (;;) {
        struct smtp_client_event event = smtp_client_next(c->client, &c->stream.in);

        switch (event.type) {
        case SMTP_CLIENT_NEED_INPUT:
            flush_output(c);
            return;
        case SMTP_CLIENT_READY:
            if (!on_ready(c))
                return;
            break;
        case SMTP_CLIENT_STARTTLS:
            flush_output(c);
            if (!stream_start_tls(&c->stream, c->options->tls, false, c->options->address->host))
                fail(c, HOP_NO_TLS, NULL, "TLS could not be started");
            return;
        case SMTP_CLIENT_SENDER:
            c->request->sender_was_refused = !smtp_reply_is_positive(&event.reply);
            break;
        case SMTP_CLIENT_RECIPIENT:
            note_recipient(c, &event, false);
            break;
        case SMTP_CLIENT_DELIVERED:
            note_recipient(c, &event, true);
            break;
        case SMTP_CLIENT_SEND_CONTENT:
            c->as_chunk = event.as_chunk;
            if (!on_send_content(c))
                return;
            break;
        case SMTP_CLIENT_DONE:
            finish(c, &event);
            break;
        case SMTP_CLIENT_FAILED:
            on_failure(c, &event);
            return;
        }
    }
}

static void on_input(struct stream *stream)
{
    struct hop_connection *c = stream->owner;

    /* An idle next hop that speaks says 421, or is confused: either way it is not asked again. */
    if (c->ready)
        fail(c, HOP_NONSENSE, NULL, "a reply to nothing");
    else
        advance(c);
}

static void on_sent(struct stream *stream)
{
    struct hop_connection *c = stream->owner;

    if (c->sending)
        flush_output(c);
}

static void on_secured(struct stream *stream)
{
    struct hop_connection *c = stream->owner;

    if (c->options->tls_identity.len > 0) {
        struct tls_peer *peer  = stream_tls_peer(stream);
        bool             is_it = peer != NULL && tls_peer_is(peer, c->options->tls_identity);

        tls_peer_free(peer);
        if (!is_it) {
            fail(c, HOP_NO_TLS, NULL, "its certificate is not that of tls-identity");
            return;
        }
        smtp_client_trust(c->client);
    }
    smtp_client_tls_started(c->client);
    advance(c);
}

static void on_connected(struct stream *stream)
{
    struct hop_connection *c = stream->owner;

    stream_set_timeout(stream, c->silence_ms);
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    struct hop_connection *c         = stream->owner;
    bool                   connected = !stream->connecting;

    switch (why) {
    case STREAM_EOF:
        fail(c, HOP_BROKE_OFF, NULL, "the connection was closed");
        return;
    case STREAM_ERROR:
        fail(c, connected ? HOP_BROKE_OFF : dial_failure(stream->error), NULL, stream_failure(stream));
        return;
    case STREAM_TIMEOUT:
        if (c->ready) {                 /* idle for long enough */
            smtp_client_quit(c->client);
            flush_output(c);
        }
        fail(c, connected ? HOP_SILENT : HOP_NO_CONNECTION, NULL, connected ? "no answer in time" : "no answer to the connection");
        return;
    case STREAM_TLS_FAILED:
        fail(c, HOP_NO_TLS, NULL, "the TLS handshake failed");
        return;
    }
}

static const struct stream_events stream_events = {
    .connected = on_connected,
    .input     = on_input,
    .sent      = on_sent,
    .secured   = on_secured,
    .ended     = on_ended,
};
