#include "io/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "io/address.h"
#include "io/sys.h"
#include "io/tls.h"

enum {
    STREAM_IN_MAX_OCTETS     = 256 * 1024,
    STREAM_CHUNK_OCTETS      = 64 * 1024,       /* of a turn's reads but the first */
    STREAM_TURN_OCTETS       = 128 * 1024,      /* then the other sessions of the loop get their turn */
    STREAM_TLS_WRITE_OCTETS  = 64 * 1024,
    STREAM_DRAIN_OCTETS      = 4 * 1024,
    STREAM_DRAINS_PER_TURN   = 16,
    STREAM_LINGER_MS         = 1000,
};

static void settle(struct stream *s);

/* ---- moving octets ---- */

enum moved { MOVED, WAITS, ENDED, FAILED };

static enum moved receive_clear(struct stream *s, char *out, size_t size, size_t *got)
{
    ssize_t n = sys_recv(s->fd, out, size);

    if (n > 0) {
        *got = (size_t)n;
        return MOVED;
    }
    if (n == 0)
        return ENDED;
    if (errno == EAGAIN)
        return WAITS;
    s->error = errno;
    return FAILED;
}

static enum moved send_clear(struct stream *s, str octets, size_t *put)
{
    ssize_t n = sys_send(s->fd, octets.ptr, octets.len);

    if (n >= 0) {
        *put = (size_t)n;
        return MOVED;
    }
    if (errno == EAGAIN)
        return WAITS;
    s->error = errno;
    return FAILED;
}

/* What a step of TLS came to; *wants is what it waits for, which need not be its own direction. */
static enum moved moved_by_tls(struct stream *s, enum tls_progress progress, int *wants)
{
    switch (progress) {
    case TLS_DONE:        return MOVED;
    case TLS_WANTS_READ:  *wants = LOOP_READ;  return WAITS;
    case TLS_WANTS_WRITE: *wants = LOOP_WRITE; return WAITS;
    case TLS_CLOSED:      return ENDED;
    case TLS_FAILED:
        s->error     = errno;
        s->tls_error = tls_take_error();
        return FAILED;
    }
    UNREACHABLE();
}

static enum moved receive(struct stream *s, char *out, size_t size, size_t *got)
{
    if (s->ssl == NULL)
        return receive_clear(s, out, size, got);
    errno = 0;
    return moved_by_tls(s, tls_read(s->ssl, out, size, got), &s->read_wants);
}

static enum moved send_some(struct stream *s, str octets, size_t *put)
{
    if (s->ssl == NULL || s->handshaking)
        return send_clear(s, octets, put);
    errno = 0;
    if (octets.len > STREAM_TLS_WRITE_OCTETS)
        octets.len = STREAM_TLS_WRITE_OCTETS;
    return moved_by_tls(s, tls_write(s->ssl, octets, put), &s->write_wants);
}

static void drop_output(struct stream *s)
{
    s->broken     = true;
    s->wants_sent = false;
    s->clear_left = 0;
    buf_free(&s->out);
}

/* Octets that may be written now: during a handshake only those from before it. */
static str writable(const struct stream *s)
{
    str all = buf_str(&s->out);

    if (s->connecting || s->broken)
        return (str){ 0 };
    return s->handshaking ? str_slice(all, 0, s->clear_left) : all;
}

static void write_waiting(struct stream *s)
{
    enum moved moved = MOVED;

    for (str octets; moved == MOVED && (octets = writable(s)).len > 0; ) {
        size_t put = 0;

        moved = send_some(s, octets, &put);
        buf_consume(&s->out, put);
        s->clear_left -= put < s->clear_left ? put : s->clear_left;
        if (put > 0)
            s->active_ms = loop_now_ms(s->loop);
    }
    if (moved == FAILED || moved == ENDED)
        drop_output(s);
}

/* ---- telling the owner ---- */

/* Ends all waiting before the owner hears of it, who may free the stream. */
static void end_for(struct stream *s, enum stream_end why)
{
    s->end_told = true;
    s->dead     = true;
    loop_watch_stop(&s->watch);
    loop_timer_stop(&s->timer);
    loop_timer_stop(&s->soon);
    s->events->ended(s, why);
}

static void tell_eof(struct stream *s)
{
    s->end_told = true;
    s->events->ended(s, STREAM_EOF);
}

static void tell(struct stream *s, void (*event)(struct stream *stream))
{
    if (event != NULL)
        event(s);
}

/* ---- reading ---- */

static bool may_read(const struct stream *s)
{
    return !s->paused && !s->end_told && !s->connecting && !s->handshaking && buf_len(&s->in) < s->in_max;
}

/* Most turns bring a line or two, or a small message: they are read into the loop's room, and take no more memory than they
 * have octets. What fills it is the start of something large, and the rest is read to where it will stand. */
static enum moved read_some(struct stream *s, bool is_first, size_t *room, size_t *got)
{
    size_t most = is_first ? LOOP_ROOM_OCTETS : STREAM_CHUNK_OCTETS;

    *room = s->in_max - buf_len(&s->in);
    *got  = 0;
    if (*room > most)
        *room = most;
    enum moved moved = receive(s, is_first ? loop_room(s->loop) : buf_reserve(&s->in, *room), *room, got);

    if (is_first)
        buf_add(&s->in, (str){ loop_room(s->loop), *got });
    else
        buf_commit(&s->in, *got);
    return moved;
}

/* Reads until the socket is empty, the turn is over, or in is full. */
static size_t read_input(struct stream *s)
{
    size_t     total = 0;
    enum moved moved = MOVED;

    while (moved == MOVED && total < STREAM_TURN_OCTETS && may_read(s)) {
        size_t room, got;

        moved  = read_some(s, total == 0, &room, &got);
        total += got;
        if (s->ssl == NULL && got < room)
            break;                      /* a short read has emptied the socket */
    }
    if (moved == FAILED)
        drop_output(s);
    s->input_ended = moved == ENDED || moved == FAILED;
    return total;
}

/* One event at most: after input, an end that was seen with it has to wait for the next turn. */
static void read_turn(struct stream *s)
{
    if (!s->input_ended && may_read(s) && read_input(s) > 0) {
        s->active_ms = loop_now_ms(s->loop);
        s->events->input(s);
    } else if (s->broken) {
        end_for(s, STREAM_ERROR);
    } else if (s->input_ended && may_read(s)) {
        tell_eof(s);
    }
}

/* ---- the turns of a stream ---- */

static void connect_turn(struct stream *s)
{
    s->error = sys_socket_error(s->fd);
    if (s->error != 0) {
        end_for(s, STREAM_ERROR);
        return;
    }
    s->connecting = false;
    s->active_ms  = loop_now_ms(s->loop);
    tell(s, s->events->connected);
}

static void handshake_turn(struct stream *s)
{
    errno = 0;
    switch (moved_by_tls(s, tls_handshake(s->ssl), &s->handshake_wants)) {
    case MOVED:
        s->handshaking = false;
        s->read_wants  = LOOP_READ;
        s->write_wants = LOOP_WRITE;
        s->active_ms   = loop_now_ms(s->loop);
        tell(s, s->events->secured);
        return;
    case WAITS:
        return;
    case ENDED: case FAILED:
        end_for(s, STREAM_TLS_FAILED);
        return;
    }
}

static void finish_closing(struct stream *s)
{
    void (*closed)(struct stream *stream) = s->closed;

    s->was_heard = s->input_ended && stream_is_acknowledged(s);
    stream_close(s);
    if (closed != NULL)
        closed(s);
}

/* Under TLS we drain without decrypting, so only once our last record is out. */
static bool may_drain(const struct stream *s)
{
    return s->ssl == NULL || s->output_shut;
}

/* Reads away what the peer still sends. */
static void drain(struct stream *s)
{
    char   octets[STREAM_DRAIN_OCTETS];
    size_t got;

    for (int i = 0; i < STREAM_DRAINS_PER_TURN && !s->input_ended && may_drain(s); i++)
        switch (receive_clear(s, octets, sizeof octets, &got)) {
        case MOVED:
            break;
        case WAITS:
            return;
        case FAILED:
            drop_output(s);
            return;
        case ENDED:
            s->input_ended = true;
            return;
        }
}

static void closing_turn(struct stream *s)
{
    write_waiting(s);
    if (!s->broken && !s->output_shut && stream_is_sent(s)) {
        if (s->ssl != NULL)
            tls_close_notify(s->ssl);
        s->output_shut = true;
        if (sys_shutdown_write(s->fd) != 0)
            s->broken = true;
    }
    drain(s);
    if (s->broken || (s->input_ended && s->output_shut))
        finish_closing(s);
}

static void talking_turn(struct stream *s, const bool *gone)
{
    write_waiting(s);
    if (s->wants_sent && stream_is_sent(s)) {
        s->wants_sent = false;
        tell(s, s->events->sent);
        if (*gone || s->closing)
            return;
    }
    read_turn(s);
}

/* Every event is told from in here. A handler may close the stream, and free or reuse its memory; *gone says so. */
static void take_turn(struct stream *s)
{
    bool gone = false;

    s->gone = &gone;
    if (s->closing)
        closing_turn(s);
    else if (s->connecting)
        connect_turn(s);
    else if (s->handshaking && s->clear_left == 0 && !s->broken)
        handshake_turn(s);
    else
        talking_turn(s, &gone);
    if (gone)
        return;
    s->gone = NULL;
    settle(s);
}

/* ---- waiting ---- */

static int what_to_watch(const struct stream *s)
{
    if (s->dead)
        return 0;
    if (s->connecting)
        return LOOP_WRITE;
    if (s->handshaking && s->clear_left == 0)
        return s->handshake_wants;
    bool reads = !s->input_ended && (s->closing ? may_drain(s) : may_read(s));

    return (reads ? s->read_wants : 0) | (writable(s).len > 0 ? s->write_wants : 0);
}

/* True if the next step needs no news from the socket. */
static bool is_due(const struct stream *s)
{
    if (s->dead || s->connecting || s->closing)
        return false;
    if (s->broken)
        return true;
    if (s->wants_sent && !s->handshaking && stream_is_sent(s))          /* the owner's own flush has ended the wait */
        return true;
    return may_read(s) && (s->input_ended || (s->ssl != NULL && tls_has_pending(s->ssl)));
}

/* Brings what we wait for in line with what has happened, and gives back memory that nobody needs. */
static void settle(struct stream *s)
{
    if (buf_len(&s->in) == 0 && s->gone == NULL)       /* a handler may still look at what it has consumed */
        buf_free(&s->in);
    if (buf_len(&s->out) == 0)
        buf_free(&s->out);
    loop_watch_set(s->loop, &s->watch, s->fd, what_to_watch(s));
    if (is_due(s))
        loop_timer_set(s->loop, &s->soon, 0);
}

static void socket_ready(struct loop_watch *watch, int what UNUSED)
{
    take_turn((struct stream *)((char *)watch - offsetof(struct stream, watch)));
}

static void soon_is_now(struct loop_timer *timer)
{
    take_turn((struct stream *)((char *)timer - offsetof(struct stream, soon)));
}

/* Moving the timer at every octet would cost more than the octet: one that fires too early looks at the time, and goes on. */
static void wait_for(struct stream *s, int64_t milliseconds)
{
    int64_t due = loop_now_ms(s->loop) + milliseconds;

    if (s->timer.armed && s->timer_due_ms <= due)
        return;
    loop_timer_set(s->loop, &s->timer, milliseconds);
    s->timer_due_ms = due;
}

static void timer_expired(struct loop_timer *timer)
{
    struct stream *s    = (struct stream *)((char *)timer - offsetof(struct stream, timer));
    int64_t        idle = loop_now_ms(s->loop) - s->active_ms;

    if (s->closing)
        finish_closing(s);
    else if (s->paused && stream_is_sent(s))
        wait_for(s, s->timeout_ms);
    else if (idle < s->timeout_ms)
        wait_for(s, s->timeout_ms - idle);
    else
        s->events->ended(s, STREAM_TIMEOUT);
}

/* ---- what the owner calls ---- */

void stream_open(struct stream *stream, struct loop *loop, int fd, const struct stream_events *events, void *owner)
{
    *stream = (struct stream){
        .events = events, .owner = owner, .loop = loop, .fd = fd, .in_max = STREAM_IN_MAX_OCTETS,
        .read_wants = LOOP_READ, .write_wants = LOOP_WRITE, .active_ms = loop_now_ms(loop),
        .watch.ready = socket_ready, .timer.expired = timer_expired, .soon.expired = soon_is_now,
    };
    /* A reply is written whole and awaited. Sockets that are not TCP refuse, and need it not. */
    (void)!sys_setsockopt_int(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    settle(stream);
}

static bool connect_to(struct stream *stream, struct loop *loop, const struct sockaddr_storage *to, socklen_t len,
                       const struct stream_events *events, void *owner)
{
    *stream = (struct stream){ .fd = -1 };
    if (len == 0) {
        errno = EAFNOSUPPORT;
        return false;
    }
    int fd = sys_socket(to->ss_family, SOCK_STREAM);

    if (fd < 0)
        return false;
    /* A UNIX socket says EAGAIN where its backlog is full, and then is not connecting: that is a failure, too. */
    if (sys_connect(fd, (const struct sockaddr *)to, len) != 0 && errno != EINPROGRESS) {
        int why = errno;

        (void)!sys_close(fd);
        errno = why;
        return false;
    }
    stream_open(stream, loop, fd, events, owner);
    stream->connecting = true;
    settle(stream);
    return true;
}

bool stream_connect(struct stream *stream, struct loop *loop, const struct ip *address, uint16_t port,
                    const struct stream_events *events, void *owner)
{
    struct sockaddr_storage to;
    socklen_t               len = address_to_socket(address, port, &to);

    return connect_to(stream, loop, &to, len, events, owner);
}

bool stream_connect_path(struct stream *stream, struct loop *loop, const char *path, const struct stream_events *events, void *owner)
{
    struct sockaddr_storage to;
    socklen_t               len = address_of_path(path, &to);

    return connect_to(stream, loop, &to, len, events, owner);
}

void stream_set_timeout(struct stream *stream, int64_t milliseconds)
{
    if (stream->fd < 0 || stream->closing || stream->dead)
        return;
    stream->timeout_ms = milliseconds;
    stream->active_ms  = loop_now_ms(stream->loop);
    if (milliseconds > 0)
        wait_for(stream, milliseconds);
    else
        loop_timer_stop(&stream->timer);
}

void stream_precede(struct stream *stream, enum loop_precedence precedence)
{
    loop_watch_precede(&stream->watch, precedence);
    stream->soon.precedence = precedence;
}

void stream_flush(struct stream *stream)
{
    if (stream->fd < 0 || stream->closing || stream->dead)
        return;
    write_waiting(stream);
    if (!stream->broken && !stream_is_sent(stream))
        stream->wants_sent = true;
    if (stream->broken)
        buf_free(&stream->out);         /* put there after the failure, of which the owner is still to hear */
    settle(stream);
}

bool stream_is_sent(const struct stream *stream)
{
    return buf_len(&stream->out) == 0;
}

bool stream_is_acknowledged(const struct stream *stream)
{
    return stream->fd >= 0 && !stream->broken && stream_is_sent(stream) && sys_unacknowledged(stream->fd) == 0;
}

void stream_acknowledge(struct stream *stream)
{
    (void)!sys_setsockopt_int(stream->fd, IPPROTO_TCP, TCP_QUICKACK, 1);
}

void stream_pause(struct stream *stream)
{
    stream->paused = true;
    if (stream->fd >= 0)
        settle(stream);
}

void stream_resume(struct stream *stream)
{
    if (stream->paused)
        stream->active_ms = loop_now_ms(stream->loop);
    stream->paused = false;
    if (stream->fd >= 0)
        settle(stream);
}

bool stream_start_tls(struct stream *stream, struct tls_context *context, bool as_server, str server_name)
{
    ASSERT(stream->ssl == NULL && !stream->closing);
    if (buf_len(&stream->in) > 0)
        return false;
    stream->ssl = tls_session_new(context, stream->fd, as_server, server_name);
    if (stream->ssl == NULL)
        return false;
    stream->handshaking     = true;
    stream->handshake_wants = as_server ? LOOP_READ : LOOP_WRITE;
    stream->clear_left      = buf_len(&stream->out);
    settle(stream);
    return true;
}

bool stream_begin_with_tls(struct stream *stream, struct tls_context *context)
{
    BUF_SCOPE early = stream->in;

    stream->in = (struct buf){ 0 };
    if (!stream_start_tls(stream, context, true, (str){ 0 }))
        return false;
    if (buf_len(&early) == 0)
        return true;
    tls_feed(stream->ssl, buf_str(&early));
    loop_timer_set(stream->loop, &stream->soon, 0);     /* the socket may have nothing more to announce */
    return true;
}

str stream_tls_version(const struct stream *stream)
{
    return stream->ssl == NULL || stream->handshaking ? (str){ 0 } : tls_version(stream->ssl);
}

str stream_tls_cipher(const struct stream *stream)
{
    return stream->ssl == NULL || stream->handshaking ? (str){ 0 } : tls_cipher(stream->ssl);
}

struct tls_peer *stream_tls_peer(const struct stream *stream)
{
    return stream->ssl == NULL || stream->handshaking ? NULL : tls_peer_new(stream->ssl);
}

const char *stream_failure(const struct stream *stream)
{
    if (stream->tls_error != 0)
        return tls_error_text(stream->tls_error);
    return stream->error != 0 ? strerrordesc_np(stream->error) : "the peer has closed the connection";
}

void stream_close_after_output(struct stream *stream, void (*closed)(struct stream *stream))
{
    bool can_write = !stream->connecting && !stream->handshaking && !stream->broken;

    ASSERT(stream->fd >= 0 && !stream->closing);
    stream->closing    = true;
    stream->closed     = closed;
    stream->wants_sent = false;
    stream->dead       = false;         /* over for the owner, but the loop is to close it */
    buf_free(&stream->in);
    loop_timer_stop(&stream->timer);
    wait_for(stream, STREAM_LINGER_MS);
    if (!can_write)
        drop_output(stream);
    loop_timer_set(stream->loop, &stream->soon, 0);
}

void stream_close(struct stream *stream)
{
    if (stream->fd < 0)
        return;
    if (stream->gone != NULL)
        *stream->gone = true;
    loop_watch_stop(&stream->watch);
    loop_timer_stop(&stream->timer);
    loop_timer_stop(&stream->soon);
    tls_session_free(stream->ssl);
    (void)!sys_close(stream->fd);
    buf_free(&stream->in);
    buf_free(&stream->out);
    stream->ssl  = NULL;
    stream->gone = NULL;
    stream->fd   = -1;
}
