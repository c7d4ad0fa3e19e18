/* What the faces beside a mail server share, whatever protocol it speaks to them (milter_session.h, policy_session.h). */
#ifndef GATEWAY_MAIL_SERVER_H
#define GATEWAY_MAIL_SERVER_H

#include "gateway/worker.h"
#include "io/stream.h"

enum { MAIL_SERVER_OUTPUT_MAX_OCTETS = 16 << 10 };      /* answers that wait for the server to read them; beyond that we wait for it */

/* A connection of a mail server, whatever is said over it. */
struct mail_server_session {
    struct worker            *worker;
    struct worker_generation *generation;
    size_t                    listener;         /* its index */
    struct stream             stream;
    struct ip                 address;          /* of the mail server; IP_NONE: over a UNIX socket */
    bool                      choked;           /* our answers are not read: nothing more is done until they are */
    bool                      advancing, closing;
};

/* owner: of the stream, whose input holds in_max octets. Returns why it is not to be served; NULL: it is. */
const char *mail_server_begin(struct mail_server_session *s, const struct stream_events *events, void *owner, size_t in_max, int fd);
/* The stream is closed: gives back what the session had of the worker. Its owner then asks worker_check_done. */
void mail_server_end(struct mail_server_session *s);

const struct config          *mail_server_config(const struct mail_server_session *s);
const struct config_listener *mail_server_listener(const struct mail_server_session *s);
/* client: of the mail server, whom it was about; IP_NONE: nobody. */
void mail_server_log(const struct mail_server_session *s, const char *event, const struct ip *client, const char *problem);

/* Whether too much of what was said waits to be read; then no more input is taken until mail_server_unchoke, at the event `sent`. */
bool mail_server_choke(struct mail_server_session *s);
bool mail_server_unchoke(struct mail_server_session *s);        /* false: it was not choked */
/* How long the server may be silent: long, for its clients may be slow; but what it has begun to say it must end. */
void mail_server_set_timeout(struct mail_server_session *s, bool awaits_us);

/* A client of the mail server that is inside, by its address. */
bool mail_server_has_submitted(const struct config_listener *listener, const struct ip *client);

/* A path in angle brackets, or an address without. What a mail server takes for one may be none to us: then it is read as far as it
 * goes, for the record. */
struct path mail_server_path(str text, struct arena *arena);
/* The same path again, from its text as records and the quarantine keep it. */
struct path mail_server_path_again(str text, struct arena *arena);

#endif
