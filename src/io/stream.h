/* A connection: a non-blocking socket, perhaps with TLS, and two buffers of ours. Input is read into `in` and told;
 * what is put into `out` is written by stream_flush and, where the socket is full, later by itself. */
#ifndef IO_STREAM_H
#define IO_STREAM_H

#include "base/buf.h"
#include "base/ip.h"
#include "io/loop.h"

struct tls_context;
struct stream;

enum stream_end { STREAM_EOF, STREAM_ERROR, STREAM_TIMEOUT, STREAM_TLS_FAILED };

struct stream_events {          /* each may free the stream (stream_close); nothing of it is touched afterwards */
    void (*connected)(struct stream *stream);                   /* stream_connect has succeeded */
    void (*input)(struct stream *stream);                       /* in has grown */
    void (*sent)(struct stream *stream);                        /* out, which had to wait, is empty now */
    void (*secured)(struct stream *stream);                     /* the handshake is done */
    void (*ended)(struct stream *stream, enum stream_end why);  /* no more input will come; close it */
};

struct stream {
    const struct stream_events *events;
    void             *owner;
    struct loop      *loop;
    int               fd;               /* -1: closed */
    struct buf        in, out;
    size_t            in_max;           /* reading pauses while in holds as much; 256 KiB by default */
    bool              paused;           /* by stream_pause */
    bool              wants_sent;       /* out had to wait */
    bool              connecting, handshaking, closing;
    void             *ssl;              /* SSL, or NULL */
    int               tls_wants;
    int64_t           timeout_ms;       /* of silence; 0: none */
    struct loop_watch watch;
    struct loop_timer timer;
};

/* Takes over a connected descriptor. */
void          stream_open(struct stream *stream, struct loop *loop, int fd, const struct stream_events *events, void *owner);
/* Begins to connect; connected or ended tells. False if the system refuses at once. address: "127.0.0.1", port. */
MUST_USE bool stream_connect(struct stream *stream, struct loop *loop, const struct ip *address, uint16_t port,
                             const struct stream_events *events, void *owner);
void          stream_set_timeout(struct stream *stream, int64_t milliseconds);  /* restarted by every octet in or out */
void          stream_flush(struct stream *stream);              /* writes what it can of out now */
bool          stream_is_sent(const struct stream *stream);      /* nothing is left in out */
void          stream_pause(struct stream *stream);              /* no more reading: back-pressure */
void          stream_resume(struct stream *stream);
/* Starts the handshake, as server or client (server_name for SNI, may be empty). `in` must be empty. */
MUST_USE bool stream_start_tls(struct stream *stream, struct tls_context *context, bool as_server, str server_name);
str           stream_tls_version(const struct stream *stream);  /* "TLSv1.3"; empty without TLS */
str           stream_tls_cipher(const struct stream *stream);
/* Writes out as far as the socket takes it within a second, then closes by itself; no events come any more. */
void          stream_close_after_output(struct stream *stream, void (*closed)(struct stream *stream));
void          stream_close(struct stream *stream);              /* at once; frees buffers */

#endif
