#include "io/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/address.h"
#include "io/listener.h"
#include "io/loopback_test.h"
#include "io/sys.h"
#include "io/tls.h"
#include "unit.h"

/* ---- two ends, joined over loopback ---- */

struct end {
    struct stream stream;
    struct buf    got;
    int           connected, secured, sent, ends;
    enum stream_end why;
    bool          holds;                /* leaves input in `in` */
};

struct play {
    struct loop        *loop;
    struct listener     listener;
    struct end          server, client;
    struct tls_context *server_tls, *client_tls;
};

static struct end *end_of(struct stream *stream) { return stream->owner; }

static void on_connected(struct stream *stream) { end_of(stream)->connected++; }
static void on_sent(struct stream *stream)      { end_of(stream)->sent++; }
static void on_secured(struct stream *stream)   { end_of(stream)->secured++; }

static void on_input(struct stream *stream)
{
    struct end *end = end_of(stream);

    if (end->holds)
        return;
    buf_add(&end->got, buf_str(&stream->in));
    buf_consume(&stream->in, buf_len(&stream->in));
}

static void on_ended(struct stream *stream, enum stream_end why)
{
    end_of(stream)->ends++;
    end_of(stream)->why = why;
}

static const struct stream_events events = { on_connected, on_input, on_sent, on_secured, on_ended };

static void accept_server(struct listener *listener, int fd, const struct ip *peer UNUSED, uint16_t port UNUSED)
{
    struct play *p = listener->owner;

    stream_open(&p->server.stream, p->loop, fd, &events, &p->server);
}

static bool is_joined(void *context)
{
    struct play *p = context;

    return p->server.stream.loop != NULL && p->client.connected;
}

static bool is_secured(void *context)
{
    struct play *p = context;

    return p->server.secured && p->client.secured;
}

/* A listener alone; the test dials by itself. */
static uint16_t play_listen(struct play *p)
{
    struct ip address = loopback();
    int       fd      = listener_bind(&address, 0);

    *p = (struct play){ .loop = loop_new(), .listener = { .accepted = accept_server } };
    p->server.stream.fd = p->client.stream.fd = -1;
    p->listener.owner   = p;
    CHECK(p->loop != NULL && fd >= 0);
    listener_start(&p->listener, p->loop, fd);
    return listener_port(fd);
}

/* Loopback would swallow megabytes before a sender has to wait. */
static void shrink(struct stream *stream)
{
    CHECK_EQ(sys_setsockopt_int(stream->fd, SOL_SOCKET, SO_SNDBUF, 64 * 1024), 0);
    CHECK_EQ(sys_setsockopt_int(stream->fd, SOL_SOCKET, SO_RCVBUF, 64 * 1024), 0);
}

static bool play_open(struct play *p)
{
    uint16_t  port    = play_listen(p);
    struct ip address = loopback();

    if (!CHECK(stream_connect(&p->client.stream, p->loop, &address, port, &events, &p->client)) ||
        !CHECK(loop_until(p->loop, is_joined, p)))
        return false;
    shrink(&p->client.stream);
    shrink(&p->server.stream);
    return true;
}

static bool make_contexts(struct play *p)
{
    struct certificate_files files;
    ARENA_SCOPE              arena = { 0 };
    str                      error = { 0 };

    if (!certificate_files_make(&files))
        return false;
    p->server_tls = tls_server_context(&(struct tls_server_options){ .pairs = &(struct tls_pair){ files.certificate, files.key },
                                                                    .pair_count = 1 }, &arena, &error);
    p->client_tls = tls_client_context(&arena, &error);
    certificate_files_remove(&files);
    return CHECK(p->server_tls != NULL && p->client_tls != NULL);
}

static bool play_secure(struct play *p)
{
    return make_contexts(p) && CHECK(stream_start_tls(&p->server.stream, p->server_tls, true, (str){ 0 })) &&
           CHECK(stream_start_tls(&p->client.stream, p->client_tls, false, STR("mx.example.org"))) &&
           CHECK(loop_until(p->loop, is_secured, p));
}

static void play_close(struct play *p)
{
    stream_close(&p->server.stream);
    stream_close(&p->client.stream);
    buf_free(&p->server.got);
    buf_free(&p->client.got);
    listener_stop(&p->listener);
    loop_free(p->loop);
    tls_context_free(p->server_tls);
    tls_context_free(p->client_tls);
}

static void send_text(struct end *end, str text)
{
    buf_add(&end->stream.out, text);
    stream_flush(&end->stream);
}

/* Octets that show where they belong. */
static void add_pattern(struct buf *buf, size_t count, uint32_t seed)
{
    char *at = buf_reserve(buf, count);

    for (size_t i = 0; i < count; i++) {
        seed  = seed * 1664525 + 1013904223;
        at[i] = (char)(seed >> 24);
    }
    buf_commit(buf, count);
}

static bool is_pattern(const struct buf *buf, size_t count, uint32_t seed)
{
    BUF_SCOPE want = { 0 };

    add_pattern(&want, count, seed);
    return str_equal(buf_str(buf), buf_str(&want));
}

/* ---- moving octets ---- */

enum { BULK_OCTETS = 3 * 1024 * 1024 + 17 };

static bool has_bulk(void *context)
{
    struct play *p = context;

    return buf_len(&p->server.got) >= BULK_OCTETS && buf_len(&p->client.got) >= BULK_OCTETS;
}

static bool has_text(void *context) { return buf_len(&((struct end *)context)->got) > 0; }
static bool holds_some(void *context) { return buf_len(&((struct end *)context)->stream.in) > 0; }
static bool has_ended(void *context) { return ((struct end *)context)->ends > 0; }

TEST(stream_bulk_both_ways)
{
    static const struct { const char *name; bool tls; } cases[] = { { "in clear", false }, { "by TLS", true } };

    FOR_EACH_CASE(c, cases) {
        struct play p;

        if (!play_open(&p) || (c->tls && !play_secure(&p)))
            return;
        CHECK_CSTR(stream_tls_version(&p.server.stream), c->tls ? "TLSv1.3" : "");
        CHECK_EQ(stream_tls_cipher(&p.client.stream).len > 0, c->tls);
        add_pattern(&p.client.stream.out, BULK_OCTETS, 1);
        add_pattern(&p.server.stream.out, BULK_OCTETS, 2);
        stream_flush(&p.client.stream);
        stream_flush(&p.server.stream);
        CHECK(!stream_is_sent(&p.client.stream));       /* more than a socket takes: partial writes */
        CHECK(loop_until(p.loop, has_bulk, &p));
        CHECK(is_pattern(&p.server.got, BULK_OCTETS, 1));
        CHECK(is_pattern(&p.client.got, BULK_OCTETS, 2));
        CHECK_EQ(p.client.sent, 1);
        CHECK_EQ(p.server.sent, 1);

        /* Idle again: no memory but the stream itself. */
        CHECK(p.server.stream.in.octets == NULL && p.server.stream.out.octets == NULL);
        CHECK(p.client.stream.in.octets == NULL && p.client.stream.out.octets == NULL);
        CHECK(sizeof(struct stream) <= 1024);
        play_close(&p);
    }
}

TEST(stream_pause_and_resume)
{
    static const struct { const char *name; bool tls; } cases[] = { { "in clear", false }, { "by TLS", true } };

    FOR_EACH_CASE(c, cases) {
        struct play p;

        if (!play_open(&p) || (c->tls && !play_secure(&p)))
            return;
        stream_pause(&p.server.stream);
        add_pattern(&p.client.stream.out, BULK_OCTETS, 1);
        add_pattern(&p.client.got, BULK_OCTETS, 2);
        stream_flush(&p.client.stream);
        loop_for(p.loop, 30);
        CHECK_EQ(buf_len(&p.server.got), 0);
        CHECK_EQ(p.client.sent, 0);
        stream_resume(&p.server.stream);
        CHECK(loop_until(p.loop, has_bulk, &p));
        CHECK(is_pattern(&p.server.got, BULK_OCTETS, 1));
        play_close(&p);
    }
}

/* An owner that does not consume: reading stops at in_max, and what TLS has decrypted already is not forgotten. */
TEST(stream_in_max)
{
    static const struct { const char *name; bool tls; } cases[] = { { "in clear", false }, { "by TLS", true } };

    FOR_EACH_CASE(c, cases) {
        enum { MOST = 10000, ALL = 15000 };
        struct play p;

        if (!play_open(&p) || (c->tls && !play_secure(&p)))
            return;
        p.server.holds         = true;
        p.server.stream.in_max = MOST;
        add_pattern(&p.client.stream.out, ALL, 1);      /* within one TLS record */
        stream_flush(&p.client.stream);
        loop_for(p.loop, 30);
        CHECK_EQ(buf_len(&p.server.stream.in), MOST);
        p.server.holds = false;
        on_input(&p.server.stream);
        stream_resume(&p.server.stream);
        loop_for(p.loop, 30);
        CHECK(is_pattern(&p.server.got, ALL, 1));
        play_close(&p);
    }
}

/* ---- ends ---- */

TEST(stream_input_then_eof)
{
    static const struct { const char *name; bool tls; } cases[] = { { "in clear", false }, { "by TLS", true } };

    FOR_EACH_CASE(c, cases) {
        struct play p;

        if (!play_open(&p) || (c->tls && !play_secure(&p)))
            return;
        buf_add(&p.client.stream.out, STR("QUIT\r\n"));
        stream_close_after_output(&p.client.stream, NULL);
        CHECK(loop_until(p.loop, has_ended, &p.server));
        CHECK_STR(buf_str(&p.server.got), STR("QUIT\r\n"));
        CHECK_EQ(p.server.why, STREAM_EOF);
        loop_for(p.loop, 20);
        CHECK_EQ(p.server.ends, 1);                     /* told once */
        stream_close_after_output(&p.server.stream, NULL);
        loop_for(p.loop, 20);
        CHECK_EQ(p.server.stream.fd, -1);
        CHECK_EQ(p.client.stream.fd, -1);
        play_close(&p);
    }
}

static int dial(uint16_t port)
{
    struct sockaddr_storage address;
    struct ip               ip  = loopback();
    socklen_t               len = address_to_socket(&ip, port, &address);
    int                     fd  = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CHECK_EQ(connect(fd, (struct sockaddr *)&address, len), 0);
    return fd;
}

static bool is_accepted(void *context) { return ((struct play *)context)->server.stream.loop != NULL; }

TEST(stream_half_closed_peer_still_gets_output)
{
    struct play p;
    char        reply[16] = { 0 };
    int         fd        = dial(play_listen(&p));

    CHECK(loop_until(p.loop, is_accepted, &p));
    CHECK_EQ(shutdown(fd, SHUT_WR), 0);
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK_EQ(p.server.why, STREAM_EOF);
    send_text(&p.server, STR("221 bye\r\n"));
    CHECK_EQ(recv(fd, reply, sizeof reply, 0), 9);
    close(fd);
    play_close(&p);
}

TEST(stream_reset_by_peer)
{
    struct play p;
    int         fd = dial(play_listen(&p));

    CHECK(loop_until(p.loop, is_accepted, &p));
    CHECK_EQ(setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger)), 0);
    close(fd);
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK_EQ(p.server.why, STREAM_ERROR);
    CHECK_CSTR(str_of(stream_failure(&p.server.stream)), "Connection reset by peer");
    play_close(&p);
}

/* The failure shows first in a write: it is told from the loop, not in stream_flush, and after the last words read. */
TEST(stream_write_fails)
{
    struct play p;
    int         fd = dial(play_listen(&p));

    CHECK(loop_until(p.loop, is_accepted, &p));
    CHECK_EQ(send(fd, "552 too big\r\n", 13, 0), 13);
    close(fd);
    stream_pause(&p.server.stream);
    send_text(&p.server, STR("more"));          /* is answered by a reset */
    loop_for(p.loop, 20);
    stream_resume(&p.server.stream);
    send_text(&p.server, STR("and more"));
    CHECK_EQ(p.server.ends, 0);
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK_EQ(p.server.why, STREAM_ERROR);
    CHECK_STR(buf_str(&p.server.got), STR("552 too big\r\n"));
    loop_for(p.loop, 20);
    CHECK_EQ(p.server.ends, 1);
    CHECK_EQ(p.server.sent, 0);
    play_close(&p);
}

TEST(stream_connect_refused)
{
    struct play p;
    uint16_t    port    = play_listen(&p);
    struct ip   address = loopback(), none = { .family = IP_NONE };

    listener_stop(&p.listener);
    CHECK(!stream_connect(&p.client.stream, p.loop, &none, port, &events, &p.client));
    CHECK_EQ(errno, EAFNOSUPPORT);
    if (stream_connect(&p.client.stream, p.loop, &address, port, &events, &p.client)) {
        CHECK(loop_until(p.loop, has_ended, &p.client));
        CHECK_EQ(p.client.why, STREAM_ERROR);
        CHECK_EQ(p.client.connected, 0);
        CHECK_CSTR(str_of(stream_failure(&p.client.stream)), "Connection refused");
    } else {
        CHECK_EQ(errno, ECONNREFUSED);
    }
    play_close(&p);
}

TEST(stream_timeout)
{
    struct play p;

    if (!play_open(&p))
        return;
    int64_t start = sys_steady_ms();

    stream_set_timeout(&p.server.stream, 300);
    loop_for(p.loop, 150);
    send_text(&p.client, STR("NOOP\r\n"));              /* starts it again */
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK(sys_steady_ms() - start >= 450 - 2 * LOOP_TICK_MS);
    CHECK_EQ(p.server.why, STREAM_TIMEOUT);

    /* The owner gives more time, and the stream goes on as if nothing had been. */
    p.server.ends = 0;
    buf_clear(&p.server.got);
    stream_set_timeout(&p.server.stream, 60);
    send_text(&p.client, STR("RSET\r\n"));
    CHECK(loop_until(p.loop, has_text, &p.server));
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK_EQ(p.server.why, STREAM_TIMEOUT);
    buf_add(&p.server.stream.out, STR("421 too slow\r\n"));
    stream_close_after_output(&p.server.stream, NULL);
    CHECK(loop_until(p.loop, has_text, &p.client));
    CHECK_STR(buf_str(&p.client.got), STR("421 too slow\r\n"));
    play_close(&p);
}

TEST(stream_timeout_while_paused)
{
    struct play p;

    if (!play_open(&p))
        return;
    stream_set_timeout(&p.server.stream, 10);
    stream_pause(&p.server.stream);
    loop_for(p.loop, 40);
    CHECK_EQ(p.server.ends, 0);                         /* we are the slow ones */
    add_pattern(&p.server.stream.out, BULK_OCTETS, 1);
    stream_pause(&p.client.stream);
    stream_flush(&p.server.stream);
    CHECK(loop_until(p.loop, has_ended, &p.server));    /* now it is the peer, who does not read */
    CHECK_EQ(p.server.why, STREAM_TIMEOUT);
    play_close(&p);
}

/* ---- closing ---- */

enum { FLOOD_OCTETS = 400 * 1024 };

struct flood { int fd; char reply[64]; ssize_t got; };

/* A client that pours out its message before it looks for a reply. */
static void *pour(void *context)
{
    struct flood *flood = context;
    char         *octets = calloc(1, FLOOD_OCTETS);

    for (ssize_t at = 0, put; at < FLOOD_OCTETS; at += put)
        if ((put = send(flood->fd, octets + at, (size_t)(FLOOD_OCTETS - at), MSG_NOSIGNAL)) < 0)
            break;
    free(octets);
    flood->got = recv(flood->fd, flood->reply, sizeof flood->reply, 0);
    shutdown(flood->fd, SHUT_WR);
    return NULL;
}

static void refuse_and_close(struct stream *stream)
{
    buf_add(&stream->out, STR("554 no\r\n"));
    stream_close_after_output(stream, NULL);
}

static void accept_to_refuse(struct listener *listener, int fd, const struct ip *peer UNUSED, uint16_t port UNUSED)
{
    static const struct stream_events refusing = { .input = refuse_and_close, .ended = on_ended };
    struct play                      *p        = listener->owner;

    stream_open(&p->server.stream, p->loop, fd, &refusing, &p->server);
}

static bool is_closed(void *context)
{
    struct stream *stream = context;

    return stream->loop != NULL && stream->fd < 0;
}

TEST(stream_last_reply_is_not_overtaken_by_a_reset)
{
    struct play  p;
    uint16_t     port = play_listen(&p);
    struct flood flood = { .fd = dial(port) };
    pthread_t    thread;

    p.listener.accepted = accept_to_refuse;
    CHECK_EQ(pthread_create(&thread, NULL, pour, &flood), 0);
    CHECK(loop_until(p.loop, is_closed, &p.server.stream));
    pthread_join(thread, NULL);
    CHECK_STR(((str){ flood.reply, flood.got < 0 ? 0 : (size_t)flood.got }), STR("554 no\r\n"));
    close(flood.fd);
    play_close(&p);
}

TEST(stream_close_after_output_does_not_wait_for_ever)
{
    struct play p;
    int         fd = dial(play_listen(&p));

    CHECK(loop_until(p.loop, is_accepted, &p));
    shrink(&p.server.stream);
    add_pattern(&p.server.stream.out, 4 * BULK_OCTETS, 1);      /* which nobody reads */
    int64_t start = sys_steady_ms();

    stream_close_after_output(&p.server.stream, NULL);
    CHECK(loop_until(p.loop, is_closed, &p.server.stream));
    CHECK(sys_steady_ms() - start < 3000);
    close(fd);
    play_close(&p);
}

/* ---- handlers that free the stream: what is touched afterwards shows under the address sanitizer ---- */

enum suicide { IN_CONNECTED, IN_INPUT, IN_SENT, IN_SECURED, IN_ENDED, AFTER_OUTPUT };

struct mortal { struct stream stream; enum suicide when; bool *died; };

static void die(struct stream *stream)
{
    struct mortal *mortal = stream->owner;

    stream_close(stream);
    *mortal->died = true;
    free(mortal);
}

static void die_if(struct stream *stream, enum suicide when)
{
    struct mortal *mortal = stream->owner;

    if (mortal->when == when)
        die(stream);
}

static void mortal_connected(struct stream *stream) { die_if(stream, IN_CONNECTED); }
static void mortal_sent(struct stream *stream)      { die_if(stream, IN_SENT); }
static void mortal_secured(struct stream *stream)   { die_if(stream, IN_SECURED); }
static void mortal_ended(struct stream *stream, enum stream_end why UNUSED) { die(stream); }

static void mortal_input(struct stream *stream)
{
    struct mortal *mortal = stream->owner;

    if (mortal->when == AFTER_OUTPUT)
        stream_close_after_output(stream, die);
    else
        die_if(stream, IN_INPUT);
}

static bool is_true(void *context) { return *(bool *)context; }

TEST(stream_freed_by_its_handlers)
{
    static const struct stream_events mortal_events = { mortal_connected, mortal_input, mortal_sent, mortal_secured,
                                                        mortal_ended };
    static const struct { const char *name; enum suicide when; bool tls; } cases[] = {
        { "in connected",               IN_CONNECTED,   false },
        { "in input",                   IN_INPUT,       false },
        { "in input, by TLS",           IN_INPUT,       true  },
        { "in sent",                    IN_SENT,        false },
        { "in sent, by TLS",            IN_SENT,        true  },
        { "in secured",                 IN_SECURED,     true  },
        { "in ended",                   IN_ENDED,       false },
        { "in ended, by TLS",           IN_ENDED,       true  },
        { "in closed",                  AFTER_OUTPUT,   false },
        { "in closed, by TLS",          AFTER_OUTPUT,   true  },
    };

    FOR_EACH_CASE(c, cases) {
        struct play    p;
        struct ip      address = loopback();
        bool           died    = false;
        struct mortal *mortal  = calloc(1, sizeof *mortal);

        mortal->when = c->when;
        mortal->died = &died;
        uint16_t port = play_listen(&p);

        CHECK(stream_connect(&mortal->stream, p.loop, &address, port, &mortal_events, mortal));
        CHECK(loop_until(p.loop, is_accepted, &p));
        if (c->tls) {
            loop_for(p.loop, 10);
            CHECK(make_contexts(&p));
            CHECK(stream_start_tls(&p.server.stream, p.server_tls, true, (str){ 0 }));
            CHECK(stream_start_tls(&mortal->stream, p.client_tls, false, (str){ 0 }));
            loop_for(p.loop, 50);
        }
        if (c->when == IN_SENT) {
            shrink(&mortal->stream);
            shrink(&p.server.stream);
            add_pattern(&mortal->stream.out, BULK_OCTETS, 1);
            stream_flush(&mortal->stream);
        }
        if (c->when == IN_INPUT || c->when == AFTER_OUTPUT)
            send_text(&p.server, STR("220 ready\r\n"));
        if (c->when == IN_ENDED || c->when == AFTER_OUTPUT)
            stream_close_after_output(&p.server.stream, NULL);
        CHECK(loop_until(p.loop, is_true, &died));
        play_close(&p);
    }
}

/* Whoever waits for `sent` with reading paused would wait for ever otherwise. */
TEST(stream_tells_of_a_wait_that_a_flush_has_ended)
{
    struct play p;
    char        octets[4096];

    if (!play_open(&p))
        return;
    stream_pause(&p.client.stream);
    stream_pause(&p.server.stream);
    add_pattern(&p.server.stream.out, BULK_OCTETS, 1);
    stream_flush(&p.server.stream);
    CHECK(!stream_is_sent(&p.server.stream));
    while (!stream_is_sent(&p.server.stream)) {
        while (recv(p.client.stream.fd, octets, sizeof octets, MSG_DONTWAIT) > 0)
            ;
        stream_flush(&p.server.stream);
    }
    CHECK_EQ(p.server.sent, 0);
    loop_for(p.loop, 20);
    CHECK_EQ(p.server.sent, 1);
    play_close(&p);
}

/* ---- TLS ---- */

/* A command injected in clear behind STARTTLS. */
TEST(stream_start_tls_refuses_what_came_in_clear)
{
    struct play p;

    if (!play_open(&p) || !make_contexts(&p))
        return;
    p.server.holds = true;
    send_text(&p.client, STR("MAIL FROM:<>\r\n"));
    loop_for(p.loop, 20);
    CHECK(!stream_start_tls(&p.server.stream, p.server_tls, true, (str){ 0 }));
    CHECK(!p.server.stream.handshaking);
    play_close(&p);
}

/* Read with what stood before it, by whoever had to read that (a PROXY header). All of it or a part, and with octets that no
 * handshake begins with. */
TEST(stream_begin_with_tls_takes_what_came)
{
    enum { PART_OCTETS = 40 };
    static const struct { const char *name; size_t most; bool spoiled; } cases[] = {
        { "all of the client's hello", 64 * 1024, false }, { "its start", PART_OCTETS, false }, { "nothing", 0, false },
        { "something else", 64 * 1024, true },
    };

    FOR_EACH_CASE(c, cases) {
        struct play p;

        if (!play_open(&p) || !make_contexts(&p))
            return;
        p.server.holds         = true;
        p.server.stream.in_max = c->most;
        CHECK(stream_start_tls(&p.client.stream, p.client_tls, false, STR("mx.example.org")));
        if (c->most > 0)
            loop_until(p.loop, holds_some, &p.server);
        p.server.holds         = false;
        p.server.stream.in_max = 64 * 1024;
        if (c->spoiled)
            p.server.stream.in.octets[p.server.stream.in.start] ^= 1;
        CHECK_EQ(buf_len(&p.server.stream.in) > 0, c->most > 0);
        CHECK(stream_begin_with_tls(&p.server.stream, p.server_tls));
        CHECK_EQ(buf_len(&p.server.stream.in), 0);
        if (c->spoiled) {
            CHECK(loop_until(p.loop, has_ended, &p.server));
            CHECK_EQ(p.server.why, STREAM_TLS_FAILED);
        } else {
            CHECK(loop_until(p.loop, is_secured, &p));
            send_text(&p.client, STR("EHLO there\r\n"));
            CHECK(loop_until(p.loop, has_text, &p.server));
            CHECK_STR(buf_str(&p.server.got), STR("EHLO there\r\n"));
        }
        play_close(&p);
    }
}

TEST(stream_start_tls_sends_what_waits_in_clear)
{
    struct play p;

    if (!play_open(&p))
        return;
    p.client.holds = true;
    buf_add(&p.server.stream.out, STR("220 go ahead\r\n"));     /* not flushed yet */
    CHECK(make_contexts(&p));
    CHECK(stream_start_tls(&p.server.stream, p.server_tls, true, (str){ 0 }));
    send_text(&p.server, STR("secret\r\n"));
    loop_for(p.loop, 20);
    CHECK_STR(buf_str(&p.client.stream.in), STR("220 go ahead\r\n"));
    buf_clear(&p.client.stream.in);
    p.client.holds = false;
    CHECK(stream_start_tls(&p.client.stream, p.client_tls, false, STR("mx.example.org")));
    CHECK(loop_until(p.loop, has_text, &p.client));
    CHECK_STR(buf_str(&p.client.got), STR("secret\r\n"));
    CHECK_EQ(p.client.secured, 1);
    play_close(&p);
}

TEST(stream_tls_handshake_fails)
{
    static const struct { const char *name; str sent; bool closes; } cases[] = {
        { "no TLS at all",                      STR_INIT("EHLO there\r\n\r\n\r\n"), false },
        { "the peer goes away",                 STR_INIT(""),                       true },
        { "a record cut short",                 STR_INIT("\x16\x03\x01\x02"),       true },
        { "a record longer than allowed",       STR_INIT("\x16\x03\x01\xff\xff\x01\x00"), false },
    };

    FOR_EACH_CASE(c, cases) {
        struct play p;
        int         fd = dial(play_listen(&p));

        CHECK(loop_until(p.loop, is_accepted, &p) && make_contexts(&p));
        CHECK(stream_start_tls(&p.server.stream, p.server_tls, true, (str){ 0 }));
        CHECK_EQ(send(fd, c->sent.ptr, c->sent.len, 0), c->sent.len);
        if (c->closes)
            close(fd);
        CHECK(loop_until(p.loop, has_ended, &p.server));
        CHECK_EQ(p.server.why, STREAM_TLS_FAILED);
        CHECK_EQ(p.server.secured, 0);
        CHECK(strlen(stream_failure(&p.server.stream)) > 0);
        stream_close_after_output(&p.server.stream, NULL);
        CHECK(loop_until(p.loop, is_closed, &p.server.stream));
        if (!c->closes)
            close(fd);
        play_close(&p);
    }
}

TEST(stream_tls_garbage_after_the_handshake)
{
    struct play p;

    if (!play_open(&p) || !play_secure(&p))
        return;
    CHECK_EQ(send(p.client.stream.fd, "in clear again\r\n", 16, 0), 16);
    CHECK(loop_until(p.loop, has_ended, &p.server));
    CHECK_EQ(p.server.why, STREAM_ERROR);
    CHECK_EQ(buf_len(&p.server.got), 0);
    play_close(&p);
}
