#include "gateway/session_rcpt.h"

#include <stddef.h>

#include "gateway/admission.h"
#include "gateway/delivery.h"
#include "gateway/offers.h"
#include "gateway/probe.h"
#include "gateway/recipient.h"
#include "gateway/session.h"
#include "gateway/session_log.h"

static void decide(struct session *s, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    if (!smtp_reply_is_positive(&reply))
        session_count_refusal(s, id);
    smtp_server_decide(&s->smtp, &reply);
}

/* next_hop and its words are empty where it was not asked. */
static void refuse_as(struct session *s, const struct path *path, enum smtp_reply_id id, str next_hop, str next_hop_reply)
{
    struct smtp_reply reply = smtp_reply_of(id);

    session_count_refusal(s, id);
    if (id == REPLY_UNKNOWN_RECIPIENT)
        admission_note(s, RATE_UNKNOWN_RECIPIENTS);
    if (reply.code >= 500)
        admission_note(s, RATE_ERRORS);
    session_log_hop(s, "recipient-refused", path->text, &reply, next_hop, next_hop_reply);
    smtp_server_decide(&s->smtp, &reply);
}

static void refuse_recipient(struct session *s, const struct path *path, enum smtp_reply_id id)
{
    refuse_as(s, path, id, (str){ 0 }, (str){ 0 });
}

static void accept_recipient(struct session *s, const struct path *path, const struct config_route *route)
{
    count_one(&s->worker->counters->recipients);
    incoming_add_recipient(s->incoming, path, &s->rcpt.asked, route);
    decide(s, REPLY_RECIPIENT_OK);
}

/* What the log says of the probe that has ended: the last reply, or where there was none what went wrong. */
static str words_of_next_hop(struct session *s)
{
    const struct next_hop_request *request = &s->rcpt.probe;

    return request->reply.code == 0 ? str_of(request->problem) : delivery_reply_text(&s->rcpt.probe_arena, &request->reply);
}

static void refuse_probed(struct session *s, enum smtp_reply_id id)
{
    refuse_as(s, &s->rcpt.probed, id, s->rcpt.probe.next_hop, words_of_next_hop(s));
}

/* Of what is temporary the sender gets the very code, too: to RCPT 452 asks him to do something else than 450 (RFC 5321
 * §4.5.3.1.10). */
static void refuse_in_words_of_next_hop(struct session *s, const struct smtp_reply *said)
{
    bool              temporary = smtp_reply_is_temporary(said);
    struct smtp_reply reply     = delivery_passed_on(&s->rcpt.probe_arena, said);

    if (temporary)
        reply.code = said->code;
    session_count_refusal(s, temporary ? REPLY_NEXT_HOP_LATER : REPLY_NEXT_HOP_REFUSED);
    session_log_hop(s, "recipient-refused", s->rcpt.probed.text, &reply, s->rcpt.probe.next_hop, words_of_next_hop(s));
    smtp_server_decide(&s->smtp, &reply);
}

/* Whether it serves us at all, for an alarm: that is the administrator's to mend, in one place or the other. */
static void note_welcome(struct session *s, bool welcome)
{
    struct hop_health *health = hop_health_of(s->worker->server->hop_healths, s->rcpt.probe.next_hop);

    hop_health_note_welcome(health, welcome, loop_now_ms(s->worker->loop), welcome ? (str){ 0 } : words_of_next_hop(s));
}

static void on_answered(struct session *s, const struct smtp_reply *said, str key)
{
    struct recipient_cache *cache = s->worker->recipients;
    int64_t                 until = loop_now_ms(s->worker->loop) + s->rcpt.probe.route->probe_ttl * 1000;

    switch (probe_answer_to_rcpt(said)) {
    case PROBE_KNOWN:
        note_welcome(s, true);
        recipient_cache_store(cache, key, true, until);
        accept_recipient(s, &s->rcpt.probed, s->rcpt.probe.route);
        return;
    case PROBE_UNKNOWN:
        note_welcome(s, true);
        recipient_cache_store(cache, key, false, until);
        refuse_probed(s, REPLY_UNKNOWN_RECIPIENT);
        return;
    case PROBE_REFUSED:
    case PROBE_LATER:
        refuse_in_words_of_next_hop(s, said);
        return;
    case PROBE_UNWELCOME:
        note_welcome(s, false);
        refuse_probed(s, REPLY_RECIPIENT_UNCHECKED);
        return;
    }
    UNREACHABLE();
}

/* For the figures: to the client's machine a probe is never accepted, since nothing was handed over. */
static enum next_hop_outcome probe_outcome(const struct next_hop_request *request)
{
    return request->outcome == NEXT_HOP_REFUSED && request->recipient_replies[0].code / 100 == 2 ? NEXT_HOP_ACCEPTED : request->outcome;
}

/* The probe is over. Where there is no answer to RCPT, it is not known whether the recipient exists: MAIL was refused, which names
 * nobody but us, or nothing was asked, or the connection is no more. */
static void on_probed(struct next_hop_request *request)
{
    struct session          *s    = (struct session *)((char *)request - offsetof(struct session, rcpt.probe));
    const struct smtp_reply *said = &request->recipient_replies[0];

    s->rcpt.probing = false;
    count_one(&s->worker->counters->probes[probe_outcome(request)]);
    if (request->outcome != NEXT_HOP_FAILED && said->code != 0) {
        on_answered(s, said, recipient_key(session_config(s), &s->rcpt.probed, &s->rcpt.probe_arena));
    } else {
        if (request->outcome != NEXT_HOP_FAILED && request->sender_was_refused)
            note_welcome(s, false);
        refuse_probed(s, REPLY_RECIPIENT_UNCHECKED);
    }
    arena_free(&s->rcpt.probe_arena);
    session_advance(s);
}

static void ask_next_hop(struct session *s, const struct path *path, const struct config_route *route)
{
    const struct config *config = session_config(s);
    str                  key    = recipient_key(config, path, &s->rcpt.probe_arena);
    bool                 exists;

    if (recipient_cache_find(s->worker->recipients, key, loop_now_ms(s->worker->loop), &exists)) {
        arena_free(&s->rcpt.probe_arena);
        if (exists)
            accept_recipient(s, path, route);
        else
            refuse_recipient(s, path, REPLY_UNKNOWN_RECIPIENT);
        return;
    }
    str *recipient = ARENA_NEW(&s->rcpt.probe_arena, str);

    *recipient = recipient_address(config, path, &s->rcpt.probe_arena);
    s->rcpt.probed = *path;             /* its slices live in s->arena as long as the transaction */
    s->rcpt.probe  = (struct next_hop_request){
        .config      = config,
        .route       = route,
        .resolver    = s->generation->resolver,
        .transaction = { .recipients = recipient, .recipient_count = 1, .is_probe = true, .smtputf8 = path->is_utf8 },
        .arena       = &s->rcpt.probe_arena,
        .done        = on_probed,
    };
    s->rcpt.probing = true;
    next_hop_submit(s->worker->next_hops, &s->rcpt.probe);
}

/* Block lists agree on the client. Whoever looks after the mail here stays within reach (RFC 5321 §4.5.1). */
static bool is_refused_by_lists(struct session *s, const struct path *path)
{
    return buf_len(&s->listed_by) > 0 && !str_equal_nocase(path->local_part, STR("postmaster")) && !session_listener(s)->in_shadow;
}

static void refuse_listed(struct session *s, const struct path *path)
{
    struct smtp_reply reply = smtp_reply_of(REPLY_CLIENT_LISTED);

    reply.text = arena_printf(&s->arena, "%.*s: %.*s", STR_ARG(reply.text), STR_ARG(buf_str(&s->listed_by)));
    session_count_refusal(s, REPLY_CLIENT_LISTED);
    session_log(s, "recipient-refused", path->text, &reply);
    smtp_server_decide(&s->smtp, &reply);
}

/* For the next hop; those accepted stay. A sender with many has all the rest refused: one line tells it. */
static void refuse_one_too_many(struct session *s, const struct path *path)
{
    struct smtp_reply reply = smtp_reply_of(REPLY_TOO_MANY_RECIPIENTS);

    if (session_is_to_tell(s, REPLY_TOO_MANY_RECIPIENTS))
        session_log(s, "recipient-refused", path->text, &reply);
    decide(s, REPLY_TOO_MANY_RECIPIENTS);
}

static void decide_recipient(struct session *s, const struct path *path)
{
    if (admission_must_wait(s)) {
        s->rcpt.undecided       = *path;        /* its slices live in s->arena as long as the transaction */
        s->rcpt.waits_for_check = true;
        return;
    }
    if (is_refused_by_lists(s, path)) {
        refuse_listed(s, path);
        return;
    }
    enum smtp_reply_id limited = admission_recipient(s);

    if (limited != REPLY_OK) {
        refuse_recipient(s, path, limited);
        return;
    }
    const struct config_route *route = NULL;
    enum recipient_outcome     what  = recipient_check(session_config(s), path, &s->arena, &route);

    if ((what == RECIPIENT_OURS || what == RECIPIENT_MUST_ASK) && s->incoming->route != NULL && s->incoming->route != route) {
        decide(s, REPLY_OTHER_ROUTE);
        return;
    }
    if (route != NULL && s->incoming->tx.envelope.recipient_count >= offers_recipients_max(route, s->worker->server->hop_healths)) {
        refuse_one_too_many(s, path);
        return;
    }
    switch (what) {
    case RECIPIENT_OURS:     accept_recipient(s, path, route); return;
    case RECIPIENT_MUST_ASK: ask_next_hop(s, path, route); return;
    case RECIPIENT_UNKNOWN:  refuse_recipient(s, path, REPLY_UNKNOWN_RECIPIENT); return;
    case RECIPIENT_FOREIGN:
    case RECIPIENT_ROUTING:  refuse_recipient(s, path, REPLY_RELAY_DENIED); return;
    }
    UNREACHABLE();
}

void session_rcpt_decide(struct session *s, const struct path *path, const struct dsn_rcpt *dsn)
{
    s->rcpt.asked = *dsn;
    decide_recipient(s, path);
}

void session_rcpt_checked(struct session *s)
{
    if (!s->rcpt.waits_for_check)
        return;
    s->rcpt.waits_for_check = false;
    decide_recipient(s, &s->rcpt.undecided);
    session_advance(s);
}

void session_rcpt_forget(struct session *s)
{
    if (s->rcpt.probing)
        next_hop_cancel(&s->rcpt.probe);
    s->rcpt.probing         = false;
    s->rcpt.waits_for_check = false;
}
