#include "gateway/admission.h"

#include "gateway/client_check.h"
#include "gateway/clock.h"
#include "gateway/session_log.h"
#include "smtp/proxy.h"

/* Those inside are nobody to be guarded against: an office mails in bursts, a monitor connects every second, and a server of
 * ours brings the mail of many. */
bool admission_is_exempt(const struct config *config, const struct ip *client)
{
    return ip_in_any(client, config->clients.exempt, config->clients.exempt_count) ||
           ip_in_any(client, config->trusted_networks, config->trusted_network_count) ||
           ip_in_any(client, config->trusted_hops, config->trusted_hop_count);
}

static bool is_exempt(const struct session *s)
{
    return s->peer_is_trusted || admission_is_exempt(session_config(s), &s->client);
}

/* A client that its proxy does not know has no address to be looked up or counted by. It is exempt from nothing else. */
static bool is_guarded(const struct session *s)
{
    return !is_exempt(s) && s->client.family != IP_NONE;
}

static int64_t now_of(const struct session *s)
{
    return loop_now_ms(s->worker->loop);
}

/* ---- the client is known ---- */

static void on_checked(void *owner)
{
    struct session *s = owner;

    client_check_free(s->check);
    s->check = NULL;
    session_rcpt_checked(s);
}

static void check_client(struct session *s)
{
    if (!is_guarded(s))
        return;
    s->check = client_check_start(s->generation, &s->client, on_checked, s, &s->listed_by);
}

static bool count_connection(struct session *s)
{
    return !is_guarded(s) ||
           limits_connect(s->worker->server->limits, &session_config(s)->clients, &s->client, now_of(s), &s->grant);
}

static bool repairs(const struct session *s)
{
    return ip_in_any(&s->client, session_config(s)->repair_networks, session_config(s)->repair_network_count);
}

static void set_rights(struct session *s)
{
    const struct config_listener *on = session_listener(s);

    s->smtp.tls_required  = ip_in_any(&s->client, on->tls_required_from, on->tls_required_count);
    s->smtp.takes_xclient = ip_in_any(&s->client, on->xclient_from, on->xclient_count);
    s->smtp.repairs       = repairs(s);
}

/* Under implicit TLS the client speaks first, and is greeted behind the handshake. */
static void greet(struct session *s)
{
    s->phase = SESSION_TALKING;
    clock_begin(s);
    session_greet(s);
}

static void admit(struct session *s)
{
    set_rights(s);
    if (!count_connection(s)) {
        session_turn_away(s, REPLY_TOO_MANY_CONNECTIONS);
        return;
    }
    check_client(s);
    if (session_listener(s)->tls_at_once) {
        greet(s);
        return;
    }
    /* Even without a delay the greeting waits for a turn of the loop, in which what came with the connection is seen. */
    s->phase = SESSION_WAITING;
    clock_set(s, is_exempt(s) ? 0 : session_listener(s)->greeting_delay * 1000);
}

/* ---- before the greeting ---- */

/* No word to whoever is not a proxy of ours: it could only be a client that tries to be somebody else. */
static void refuse_proxy(struct session *s, const char *why)
{
    count_one(&s->worker->counters->proxy_refused);
    session_log(s, "proxy-refused", str_of(why), NULL);
    session_drop(s);
}

void admission_begin(struct session *s)
{
    const struct config_listener *on = session_listener(s);

    if (on->proxy_count == 0) {
        admit(s);
    } else if (!ip_in_any(&s->client, on->proxy_from, on->proxy_count)) {
        refuse_proxy(s, "the peer is not in proxy-from");
    } else {
        s->phase = SESSION_PROXY;
        clock_set(s, on->proxy_timeout * 1000);
    }
}

static void read_proxy_header(struct session *s)
{
    struct proxy_header header;
    enum proxy_outcome  outcome = proxy_read(buf_str(&s->stream.in), &header);

    if (outcome == PROXY_INCOMPLETE)
        return;
    if (outcome != PROXY_COMPLETE) {
        refuse_proxy(s, proxy_outcome_text(outcome));
        return;
    }
    buf_consume(&s->stream.in, header.len);
    if (header.client.family != IP_NONE) {
        s->through     = s->client;
        s->client      = header.client;
        s->client_port = header.client_port;
    }
    admit(s);
}

/* RFC 5321 §4.3.1: the client waits for the greeting. Programs that only write do not. */
static void refuse_early_talker(struct session *s)
{
    struct smtp_reply reply = smtp_reply_of(REPLY_NOT_SYNCHRONISED);

    count_one(&s->worker->counters->early_talkers);
    session_log(s, "early-talker", buf_str(&s->stream.in), &reply);
    admission_note(s, RATE_ERRORS);
    session_shut(s, REPLY_NOT_SYNCHRONISED);
}

void admission_input(struct session *s)
{
    if (s->phase == SESSION_PROXY)
        read_proxy_header(s);           /* what stands behind the header waits in the buffer, and is seen at the greeting */
    else
        refuse_early_talker(s);
}

void admission_expired(struct session *s)
{
    if (s->phase == SESSION_PROXY)
        refuse_proxy(s, proxy_outcome_text(PROXY_INCOMPLETE));
    else if (buf_len(&s->stream.in) > 0)
        refuse_early_talker(s);
    else
        greet(s);
}

/* ---- XCLIENT ---- */

static void forget_client(struct session *s)
{
    client_check_free(s->check);
    s->check = NULL;
    buf_free(&s->listed_by);
    limits_disconnect(s->worker->server->limits, &s->grant);
}

/* The proxy has shown it. Of its client it proves nothing, or whoever comes through a proxy of ours would be inside. */
static void forget_certificate(struct session *s)
{
    tls_peer_free(s->peer);
    s->peer            = NULL;
    s->peer_is_trusted = false;
}

/* Whoever may say it once may say it again, for its next client. A client that the proxy does not know is not the proxy, nor the
 * one before: without an address it has no rights of either, and the pipeline finds its origin unclear. */
void admission_become(struct session *s, const struct xclient *xclient)
{
    if (xclient->names_client) {
        forget_client(s);
        forget_certificate(s);
        if (!s->is_spoken_for)
            s->through = s->client;
        s->is_spoken_for = true;
        s->client        = xclient->client;
        s->client_port   = xclient->port;
        s->smtp.repairs  = repairs(s);
        if (!count_connection(s)) {
            session_shut(s, REPLY_TOO_MANY_CONNECTIONS);
            return;
        }
        check_client(s);
    }
    smtp_server_become(&s->smtp, xclient);
}

void admission_end(struct session *s)
{
    forget_client(s);
    clock_stop(s);
}

/* ---- messages and recipients ---- */

const struct client_limits *admission_limits(const struct session *s)
{
    return is_exempt(s) || s->client.family == IP_NONE ? NULL : &session_config(s)->clients;
}

enum smtp_reply_id admission_mail(struct session *s)
{
    return is_guarded(s) ? limits_mail(s->worker->server->limits, &session_config(s)->clients, &s->client, now_of(s)) : REPLY_OK;
}

enum smtp_reply_id admission_recipient(struct session *s)
{
    return is_guarded(s) ? limits_recipient(s->worker->server->limits, &session_config(s)->clients, &s->client, now_of(s)) : REPLY_OK;
}

void admission_note(struct session *s, enum rate_kind kind)
{
    if (is_guarded(s))
        limits_note(s->worker->server->limits, &session_config(s)->clients, &s->client, kind, now_of(s));
}

bool admission_must_wait(const struct session *s)
{
    return s->check != NULL && session_config(s)->dns_lists_refuse > 0;
}
