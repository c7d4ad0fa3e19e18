/* Who spoke, and what they claimed: address, TLS, HELO, MAIL FROM, RCPT TO (RFC 5321 §2.3.1). */
#ifndef MAIL_ENVELOPE_H
#define MAIL_ENVELOPE_H

#include "base/ip.h"
#include "base/str.h"
#include "base/time.h"
#include "mail/address.h"

enum envelope_body { BODY_7BIT, BODY_8BITMIME, BODY_BINARYMIME };         /* what the sender declared: RFC 6152, 3030 */
const char   *envelope_body_name(enum envelope_body body);               /* "7BIT", "8BITMIME", "BINARYMIME" */
MUST_USE bool envelope_body_from_name(str name, enum envelope_body *out);

/* What the sender asks to be told of (RFC 3461 §4): as given, to be passed on as it is (§5.2.1). Empty: not given. */
struct dsn_mail { str ret, envid; };
struct dsn_rcpt { str notify, orcpt; bool wants_success; };

struct envelope {
    struct ip          client;          /* IP_NONE for a message from a file without --ip */
    uint16_t           client_port;
    struct ip          through;         /* the proxy that told us of the client; IP_NONE: it came itself */
    str                client_name;     /* PTR name whose address leads back (RFC 8601 §3 iprev pass); empty if none */
    str                helo;            /* as given; empty if none */
    bool               is_esmtp;        /* EHLO, not HELO */
    str                tls_version, tls_cipher;         /* empty without TLS */
    str                tls_fingerprint; /* SHA-256 of the certificate that the client has shown; empty if none */
    str                tls_name;        /* its subject, for people */
    bool               tls_is_trusted;  /* the administrator counts its holder as one of ours */
    str                authenticated_as;                /* empty without AUTH */
    struct path        reverse_path;    /* MAIL FROM */
    bool               is_unknown;      /* a message from a file, and nobody said who sent it: its empty reverse_path is no
                                           null sender */
    struct path       *recipients;      /* RCPT TO, those accepted, in order */
    size_t             recipient_count;
    struct dsn_mail    dsn;
    struct dsn_rcpt   *dsn_recipients;  /* of the recipients, in their order */
    bool               require_tls;     /* on all of its way, RFC 8689 */
    enum envelope_body body;
    bool               smtputf8;
    unix_seconds       arrived_at;
};

#endif
