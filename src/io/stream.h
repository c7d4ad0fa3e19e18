/* A connection: a non-blocking socket, perhaps with TLS, and two buffers of ours. Input is read into `in` and told;
 * what is put into `out` is written by stream_flush and, where the socket is full, later by itself.
 *
 * Events come from the loop alone, never from inside a call of this header, and each is the last thing that happens to
 * the stream if its handler says so. A stream that has nothing in its buffers keeps no memory for them: slices of `in`
 * are dead once the handler that consumed it has returned. */
#ifndef IO_STREAM_H
#define IO_STREAM_H

#include "base/buf.h"
#include "base/ip.h"
#include "io/loop.h"

struct tls_context;
struct tls_peer;
struct stream;

enum stream_end { STREAM_EOF, STREAM_ERROR, STREAM_TIMEOUT, STREAM_TLS_FAILED };

/* Each may free the stream (stream_close); nothing of it is touched afterwards. connected, sent and secured may be
 * NULL. */
struct stream_events {
    void (*connected)(struct stream *stream);                   /* stream_connect has succeeded */
    void (*input)(struct stream *stream);                       /* in has grown */
    void (*sent)(struct stream *stream);                        /* out, which had to wait, is empty now */
    void (*secured)(struct stream *stream);                     /* the handshake is done */
    /* STREAM_EOF: no more input will come; output is still possible, and may fail later.
     * STREAM_TIMEOUT: silence. All goes on if the owner wants it: it may set a timeout again, or say a last word by
     * stream_close_after_output.
     * STREAM_ERROR, STREAM_TLS_FAILED: nothing will ever follow; close it. */
    void (*ended)(struct stream *stream, enum stream_end why);
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

    /* for stream.c */
    void             *ssl;              /* SSL, or NULL */
    int               read_wants, write_wants;  /* LOOP_READ or LOOP_WRITE: what each waits for */
    int               handshake_wants;
    size_t            clear_left;       /* octets of out from before stream_start_tls, which go first and in clear */
    bool              input_ended, end_told;    /* the peer will send no more; the owner knows */
    bool              broken, dead;     /* output failed; over */
    bool              output_shut;
    bool              was_heard;        /* told by closed: the peer had all of out, and ended the connection in order */
    int               error;            /* errno of what broke, or 0 */
    unsigned long     tls_error;
    bool             *gone;             /* set by stream_close while an event is being handled */
    void            (*closed)(struct stream *stream);
    int64_t           timeout_ms;       /* of silence; 0: none */
    int64_t           active_ms;        /* when octets last moved */
    struct loop_watch watch;
    struct loop_timer timer;            /* silence, or the end of closing */
    int64_t           timer_due_ms;     /* when it fires */
    struct loop_timer soon;             /* what is to happen without the socket's doing */
};

/* Takes over a connected descriptor. */
void          stream_open(struct stream *stream, struct loop *loop, int fd, const struct stream_events *events,
                          void *owner);
/* Begins to connect; connected or ended tells. False (and errno) if the system refuses at once. */
MUST_USE bool stream_connect(struct stream *stream, struct loop *loop, const struct ip *address, uint16_t port,
                             const struct stream_events *events, void *owner);
/* The same to the UNIX socket at path. */
MUST_USE bool stream_connect_path(struct stream *stream, struct loop *loop, const char *path, const struct stream_events *events,
                                  void *owner);
/* Restarted by every octet in or out. While the owner has paused the stream and owes the peer something, the silence
 * is not the peer's, and does not count. */
void          stream_set_timeout(struct stream *stream, int64_t milliseconds);
/* From the next event on; LOOP_ROUTINE at first. */
void          stream_precede(struct stream *stream, enum loop_precedence precedence);
void          stream_flush(struct stream *stream);              /* writes what it can of out now */
bool          stream_is_sent(const struct stream *stream);      /* nothing is left in out */
/* The peer's system has all that was put into out. With the end of its input in order, so has the peer: what it had not
 * read would have made its system answer with a reset. */
bool          stream_is_acknowledged(const struct stream *stream);
/* The peer hears at once that its octets have come. For one that writes in small pieces, and holds the next back until then
 * (Nagle), where we have nothing to say that would carry the news. */
void          stream_acknowledge(struct stream *stream);
void          stream_pause(struct stream *stream);              /* no more reading: back-pressure */
/* Reading goes on. Also after consuming, outside of the input event, from an `in` that was full. */
void          stream_resume(struct stream *stream);
/* Starts the handshake, as server or client (server_name for SNI, may be empty). What is still in `out` goes first, in
 * clear, what is added later goes encrypted. False if OpenSSL refuses, or if there are octets in `in`: they came in
 * clear, and would be taken for what came by TLS (CVE-2011-0411). The context lives longer than the stream. */
MUST_USE bool stream_start_tls(struct stream *stream, struct tls_context *context, bool as_server, str server_name);
/* As the server of a client that begins with TLS: what is in `in` is the start of its handshake. */
MUST_USE bool stream_begin_with_tls(struct stream *stream, struct tls_context *context);
str           stream_tls_version(const struct stream *stream);  /* "TLSv1.3"; empty without TLS */
str           stream_tls_cipher(const struct stream *stream);
/* The certificate that a TLS client has shown; NULL if none. The caller's to free. */
MUST_USE struct tls_peer *stream_tls_peer(const struct stream *stream);
const char   *stream_failure(const struct stream *stream);      /* why it ended in an error, for the log; never NULL */
/* Writes out as far as the socket takes it within a second, then closes by itself; no events come any more, and closed
 * (may be NULL) is the last that is heard. The peer's late octets are drained meanwhile: if unread input met our close,
 * the kernel would send a reset that can overtake our last reply. */
void          stream_close_after_output(struct stream *stream, void (*closed)(struct stream *stream));
void          stream_close(struct stream *stream);              /* at once; frees buffers; again is fine */

#endif
