#include "gateway/incoming.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/log.h"
#include "gateway/maildir.h"
#include "gateway/pipeline.h"
#include "gateway/trace_fields.h"
#include "io/sys.h"

enum { SAID_MAX_OCTETS = 1000 };

static const struct config *config_of(const struct incoming *in)
{
    return in->tx.engine->config;
}

/* ---- collecting ---- */

static str moved(str piece, str from, str to, struct arena *arena)
{
    if (piece.len > 0 && piece.ptr >= from.ptr && piece.ptr + piece.len <= from.ptr + from.len)
        return (str){ to.ptr + (piece.ptr - from.ptr), piece.len };
    return arena_str(arena, piece);
}

/* Paths live in the session's arena; the message may outlive it. */
static struct path copied_path(struct arena *arena, const struct path *path)
{
    struct path copy = *path;

    copy.text       = arena_str(arena, path->text);
    copy.local_part = moved(path->local_part, path->text, copy.text, arena);
    copy.domain     = moved(path->domain, path->text, copy.text, arena);
    return copy;
}

static void stop_resolving(struct incoming *in)
{
    loop_timer_stop(&in->patience);
    in->tx.waited_ms += loop_now_ms(in->worker->loop) - in->resolving_since_ms;
    in->resolving_now = false;
    if (!in->inside_fetch && in->state == INCOMING_JUDGING)
        incoming_judge(in, in->saw_8bit);
}

static void on_resolved(struct resolver_request *request)
{
    stop_resolving((struct incoming *)((char *)request - offsetof(struct incoming, resolving)));
}

/* Name servers that answer late, question after question, must not hold the client, nor us, for minutes. */
static void on_patience_ended(struct loop_timer *timer)
{
    struct incoming *in = (struct incoming *)((char *)timer - offsetof(struct incoming, patience));

    resolver_cancel(&in->resolving);
    stop_resolving(in);
}

/* True if all is answered already. */
static bool fetch(struct incoming *in)
{
    in->resolving_now      = true;
    in->inside_fetch       = true;
    in->resolving          = (struct resolver_request){ .done = on_resolved };
    in->resolving_since_ms = loop_now_ms(in->worker->loop);
    in->patience           = (struct loop_timer){ .expired = on_patience_ended };
    loop_timer_set(in->worker->loop, &in->patience, pipeline_patience_ms(&in->tx));
    resolver_fetch(in->generation->resolver, &in->tx.view, &in->resolving);
    in->inside_fetch       = false;
    return !in->resolving_now;
}

struct incoming *incoming_new(struct session *session, const struct smtp_event *mail)
{
    struct incoming *in = calloc(1, sizeof *in);
    uint8_t          random[10];

    ASSERT(in != NULL);
    sys_random(random, sizeof random);
    in->worker     = session->worker;
    in->session    = session;
    in->generation = worker_generation_keep(session->generation);
    in->worker->incoming++;
    octets_init(&in->octets);
    transaction_init(&in->tx, in->generation->shared->engine, id_make(sys_now_ms(), random));
    in->tx.view.known         = resolver_known;
    in->tx.view.known_context = in->generation->resolver;
    in->tx.envelope = (struct envelope){
        .client       = session->client,
        .client_port  = session->client_port,
        .through      = session->through,
        .helo         = arena_str(&in->tx.arena, (str){ session->smtp.helo, session->smtp.helo_len }),
        .is_esmtp     = session->smtp.is_esmtp,
        .tls_version  = arena_str(&in->tx.arena, stream_tls_version(&session->stream)),
        .tls_cipher   = arena_str(&in->tx.arena, stream_tls_cipher(&session->stream)),
        .tls_fingerprint = session->peer == NULL ? (str){ 0 } : arena_str(&in->tx.arena, str_of(session->peer->fingerprint)),
        .tls_name     = session->peer == NULL ? (str){ 0 } : arena_str(&in->tx.arena, str_of(session->peer->name)),
        .tls_is_trusted = session->peer_is_trusted,
        .reverse_path = copied_path(&in->tx.arena, &mail->path),
        .body         = mail->mail.body,
        .smtputf8     = mail->mail.smtputf8,
        .require_tls  = mail->mail.require_tls,
        .dsn          = { arena_str(&in->tx.arena, mail->mail.dsn.ret), arena_str(&in->tx.arena, mail->mail.dsn.envid) },
        .arrived_at   = sys_now(),
    };
    pipeline_ask_early(&in->tx);
    if (view_has_open_questions(&in->tx.view))
        (void)fetch(in);
    return in;
}

void incoming_add_recipient(struct incoming *in, const struct path *path, const struct dsn_rcpt *dsn,
                            const struct config_route *route)
{
    struct envelope *envelope = &in->tx.envelope;
    struct arena    *arena    = &in->tx.arena;

    in->route = route;
    *ARENA_PUSH(&in->tx.arena, envelope->recipients, envelope->recipient_count, &in->recipient_capacity) =
        copied_path(&in->tx.arena, path);
    *ARENA_PUSH(arena, envelope->dsn_recipients, envelope->recipient_count, &in->dsn_capacity) =
        (struct dsn_rcpt){ arena_str(arena, dsn->notify), arena_str(arena, dsn->orcpt), dsn->wants_success };
    envelope->recipient_count++;
}

void incoming_add_octets(struct incoming *in, str piece)
{
    atomic_size_t *memory = &in->worker->server->memory;

    if (in->no_storage)
        return;
    in->counted += piece.len;
    if (atomic_fetch_add(memory, piece.len) + piece.len > config_of(in)->memory_octets ||
        !octets_add(&in->octets, piece, config_of(in)->state_dir))
        in->no_storage = true;
}

/* ---- the end ---- */

static void dispose(struct incoming *in)
{
    struct worker *worker = in->worker;

    if (in->resolving_now) {
        resolver_cancel(&in->resolving);
        loop_timer_stop(&in->patience);
    }
    atomic_fetch_sub(&worker->server->memory, in->counted);
    transaction_free(&in->tx);
    octets_free(&in->octets);
    worker_generation_release(in->generation);
    worker->incoming--;
    free(in);
    worker_check_done(worker);
}

/* ids has room for FINDINGS_MAX. */
static size_t list_findings(const struct incoming *in, str *ids)
{
    for (size_t i = 0; i < in->tx.findings.count; i++)
        ids[i] = str_of(in->tx.findings.items[i].id);
    return in->tx.findings.count;
}

static str joined_findings(struct incoming *in)
{
    str ids[FINDINGS_MAX];

    return arena_join(&in->tx.arena, ids, list_findings(in, ids), STR(","));
}

static str *recipient_texts(struct incoming *in)
{
    const struct envelope *envelope = &in->tx.envelope;
    str                   *list     = ARENA_ARRAY(&in->tx.arena, str, envelope->recipient_count);

    for (size_t i = 0; i < envelope->recipient_count; i++)
        list[i] = recipient_key(config_of(in), &envelope->recipients[i], &in->tx.arena);
    return list;
}

static str decided_reason(const struct verdict *verdict)
{
    return str_of(verdict->steps[verdict->step].reason);
}

/* One good signature suffices (RFC 6376 §6.1); without one, what became of the first. */
static enum dkim_status best_signature(const struct auth_results *auth)
{
    for (size_t i = 0; i < auth->dkim_count; i++)
        if (auth->dkim[i].status == DKIM_PASS)
            return DKIM_PASS;
    return auth->dkim[0].status;
}

/* One line for each message, with everything one looks for first. */
static void write_log(struct incoming *in)
{
    struct server         *server   = in->worker->server;
    const struct envelope *envelope = &in->tx.envelope;
    const struct verdict  *verdict  = &in->tx.verdict;
    str                    findings[FINDINGS_MAX];
    size_t                 finding_count = list_findings(in, findings);
    BUF_SCOPE              out      = { 0 };
    struct log_line        line     = log_begin(&out, server->log_as_json, sys_now_ms(), "message");

    log_cstr(&line, "id", in->tx.id.text);
    log_str(&line, "client", ip_text(&in->tx.arena, &envelope->client));
    log_str(&line, "client_name", envelope->client_name);
    if (envelope->through.family != IP_NONE)
        log_str(&line, "through", ip_text(&in->tx.arena, &envelope->through));
    log_str(&line, "helo", envelope->helo);
    log_str(&line, "mail_from", envelope->reverse_path.text);
    log_list(&line, "rcpt", recipient_texts(in), envelope->recipient_count);
    log_str(&line, "from", in->tx.message.author.mailbox.address);
    log_str(&line, "message_id", in->tx.message.message_id);
    log_int(&line, "size", (int64_t)in->octets.len);
    log_str(&line, "tls", envelope->tls_version);
    log_str(&line, "tls_cipher", envelope->tls_cipher);
    if (envelope->tls_fingerprint.len > 0) {
        log_str(&line, "tls_client", envelope->tls_fingerprint);
        log_str(&line, "tls_client_name", envelope->tls_name);
        log_int(&line, "tls_client_trusted", envelope->tls_is_trusted);
    }
    log_cstr(&line, "spf", spf_status_name(in->tx.auth.spf.status));
    if (in->tx.auth.dkim_count > 0)
        log_cstr(&line, "dkim", dkim_status_name(best_signature(&in->tx.auth)));
    log_cstr(&line, "dmarc", dmarc_status_name(in->tx.auth.dmarc.status));
    log_cstr(&line, "action", action_name(verdict->action));
    log_cstr(&line, "step", step_name(verdict->step));
    log_str(&line, "reason", decided_reason(verdict));
    log_fixed(&line, "score", verdict->score);
    log_list(&line, "findings", findings, finding_count);
    log_str(&line, "reply", in->outcome.reply);
    log_str(&line, "next_hop", in->outcome.next_hop);
    log_str(&line, "next_hop_reply", in->outcome.next_hop_reply);
    log_str(&line, "delivered_as", in->outcome.delivered_as);
    if (in->outcome.client_left)
        log_int(&line, "client_left", 1);
    log_int(&line, "dns_ms", in->tx.waited_ms);
    log_int(&line, "judge_ms", in->outcome.judge_ms);
    log_int(&line, "total_ms", in->outcome.total_ms);
    log_end(&line);
    server_log(server, &out);
}

/* What kept us from doing our part. */
static void log_problem(struct incoming *in, const char *event, const char *problem)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, in->worker->server->log_as_json, sys_now_ms(), event);

    log_cstr(&line, "id", in->tx.id.text);
    log_str(&line, "client", ip_text(&in->tx.arena, &in->tx.envelope.client));
    log_str(&line, "mail_from", in->tx.envelope.reverse_path.text);
    log_cstr(&line, "problem", problem);
    log_end(&line);
    server_log(in->worker->server, &out);
}

static void write_journal(struct incoming *in)
{
    const struct envelope *envelope   = &in->tx.envelope;
    str                    recipients = arena_join(&in->tx.arena, recipient_texts(in), envelope->recipient_count, STR(" "));
    BUF_SCOPE              record     = { 0 };

    record_write(&record, &in->tx, &in->outcome);
    (void)journal_write(in->worker->server->journal, &(struct journal_row){         /* what is lost is counted there */
        .id             = str_of(in->tx.id.text),
        .at             = envelope->arrived_at,
        .client         = ip_text(&in->tx.arena, &envelope->client),
        .helo           = envelope->helo,
        .reverse_path   = envelope->reverse_path.text,
        .author         = in->tx.message.author.mailbox.address,
        .author_domain  = in->tx.message.author.domain,
        .subject        = in->tx.message.subject,
        .recipients     = recipients,
        .action         = str_of(action_name(in->tx.verdict.action)),
        .step           = str_of(step_name(in->tx.verdict.step)),
        .findings       = joined_findings(in),
        .reply          = in->outcome.reply,
        .next_hop_reply = in->outcome.next_hop_reply,
        .record         = buf_str(&record),
    });
}

/* A delivery of which the client may not hear is put on record before anybody can ask again. */
static void end_doubt(struct incoming *in, bool accepted)
{
    if (accepted && (in->session == NULL || in->session->at_eof))
        duplicates_note(in, NULL);
    duplicates_settle(in);
}

/* The answer first, then what is kept of it: nobody waits for a log. */
static void finish(struct incoming *in, const struct smtp_reply *reply)
{
    struct session *session  = in->session;
    bool            accepted = reply->code == 250;

    end_doubt(in, accepted);
    in->session             = NULL;
    in->outcome.client_left = session == NULL;
    in->outcome.reply       = arena_printf(&in->tx.arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
    in->outcome.judge_ms    = in->judged_ms - in->complete_ms;
    in->outcome.total_ms    = loop_now_ms(in->worker->loop) - in->complete_ms;
    count_message(in->worker->counters, &in->tx, reply->code, session == NULL, in->outcome.judge_ms, in->outcome.total_ms);
    worker_count_dns(in->generation);
    in->answering           = true;
    if (session != NULL && accepted) {
        in->kept = true;
        atomic_fetch_sub(&in->worker->server->memory, in->counted);     /* it is not being received any more */
        in->counted = 0;
        confirmation_expect(session, in);
    }
    if (session != NULL)
        session_answer(session, reply);
    write_log(in);
    write_journal(in);
    in->answering = false;
    if (!in->kept)
        dispose(in);
}

void incoming_release(struct incoming *in)
{
    in->kept = false;
    if (!in->answering)
        dispose(in);
}

static void finish_with(struct incoming *in, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    finish(in, &reply);
}

static void finish_accepted(struct incoming *in)
{
    struct smtp_reply reply = smtp_reply_with(REPLY_QUEUED, arena_printf(&in->tx.arena, "Ok: queued as %s", in->tx.id.text));

    finish(in, &reply);
}

void incoming_abandon(struct incoming *in)
{
    in->session = NULL;
    if (in->state == INCOMING_ACTING)   /* under way: it ends by itself */
        duplicates_doubt(in);
    else
        dispose(in);
}

void incoming_doubt(struct incoming *in)
{
    if (in->state == INCOMING_ACTING)
        duplicates_doubt(in);
}

/* What the content is, whatever was declared: 8-bit octets without BODY=8BITMIME are common (SMTP-10). */
static enum envelope_body body_of(const struct incoming *in)
{
    enum envelope_body declared = in->tx.envelope.body;

    return declared == BODY_7BIT && in->saw_8bit ? BODY_8BITMIME : declared;
}

/* ---- holding ---- */

/* What a release has to pass on, as on the wire. What has members of its own in the entry is left out. */
static str mail_parameter_text(struct incoming *in)
{
    const struct envelope *e   = &in->tx.envelope;
    BUF_SCOPE              out = { 0 };

    smtp_mail_parameters_write(&out, &(struct smtp_mail_parameters){
        .body = e->body == BODY_BINARYMIME ? e->body : BODY_7BIT, .dsn = e->dsn, .require_tls = e->require_tls }, UINT_MAX);
    return arena_str(&in->tx.arena, buf_str(&out));
}

static str *recipient_parameter_texts(struct incoming *in)
{
    size_t count = in->tx.envelope.recipient_count;
    str   *texts = ARENA_ARRAY(&in->tx.arena, str, count);

    for (size_t i = 0; i < count; i++) {
        BUF_SCOPE out = { 0 };

        smtp_rcpt_parameters_write(&out, &in->tx.envelope.dsn_recipients[i], UINT_MAX);
        texts[i] = arena_str(&in->tx.arena, buf_str(&out));
    }
    return texts;
}

static void hold_on_disk(struct file_job *job)
{
    struct incoming              *in     = (struct incoming *)((char *)job - offsetof(struct incoming, job));
    const struct envelope        *e      = &in->tx.envelope;
    const struct quarantine_entry entry  = {
        .id              = str_of(in->tx.id.text),
        .held_at         = e->arrived_at,
        .client          = ip_text(&in->tx.arena, &e->client),
        .helo            = e->helo,
        .reverse_path    = e->reverse_path.text,
        .author          = in->tx.message.author.mailbox.address,
        .subject         = in->tx.message.subject,
        .recipients      = in->held_for,
        .recipient_count = in->held_count,
        .mail_parameters = mail_parameter_text(in),
        .recipient_parameters = in->held_parameters,
        .reason          = in->held_reason,
        .findings        = joined_findings(in),
        .step            = str_of(step_name(in->tx.verdict.step)),
        .releasable      = in->tx.verdict.releasable,
        .smtputf8        = e->smtputf8,
        .body_8bit       = body_of(in) == BODY_8BITMIME,
        .size            = in->octets.len,
        .state           = QUARANTINE_HELD,
    };

    in->job_ok    = quarantine_hold(in->worker->server->quarantine, &entry, &in->tx.octets, 1);
    in->job_errno = errno;
}

static void on_job_failed(struct incoming *in, const char *event)
{
    log_problem(in, event, strerror(in->job_errno));
    finish_with(in, in->job_errno == ENOSPC || in->job_errno == EDQUOT ? REPLY_NO_STORAGE : REPLY_LOCAL_ERROR);
}

static void run_job(struct incoming *in, void (*work)(struct file_job *job), void (*done)(struct file_job *job))
{
    in->job = (struct file_job){ .work = work, .done = done };
    file_pool_submit(in->worker->server->files, in->worker->loop, &in->job);
}

static void on_held(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    count_one(&in->worker->counters->holds[in->job_ok ? DONE_OK : DONE_FAILED]);
    if (!in->job_ok) {
        on_job_failed(in, "hold-failed");
        return;
    }
    in->outcome.held = true;
    finish_accepted(in);
}

/* For which recipients, by their numbers in the envelope. */
static void choose_held(struct incoming *in, const size_t *whom, size_t count)
{
    str *texts = recipient_texts(in), *parameters = recipient_parameter_texts(in);
    str *recipients = ARENA_ARRAY(&in->tx.arena, str, count), *with = ARENA_ARRAY(&in->tx.arena, str, count);

    for (size_t i = 0; i < count; i++) {
        recipients[i] = texts[whom[i]];
        with[i]       = parameters[whom[i]];
    }
    in->held_for        = recipients;
    in->held_parameters = with;
    in->held_count      = count;
}

static void hold(struct incoming *in, void (*done)(struct file_job *job))
{
    run_job(in, hold_on_disk, done);
}

/* ---- what was delivered although the sender is to try again ---- */

static void sync_deliveries(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    in->job_ok = duplicates_sync(in);
}

/* If the disk has refused, it is still remembered until we end. */
static void on_synced(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    if (!in->job_ok)
        log_problem(in, "deliveries-failed", "what was delivered could not be written down; a restart now would forget it");
    finish(in, &in->late_reply);
}

/* Some have it and some have not: the sender is to bring it again for the rest, once it is certain that we shall know. */
static void finish_partly(struct incoming *in, const struct smtp_reply *reply)
{
    bool *served = ARENA_ARRAY(&in->tx.arena, bool, in->tx.envelope.recipient_count);

    for (size_t i = 0; i < in->todo_count; i++)
        served[in->todo[i]] = in->forward.delivered[i];
    duplicates_note(in, served);
    in->late_reply = *reply;
    run_job(in, sync_deliveries, on_synced);
}

/* ---- delivering ---- */

static void deliver_to_maildir(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    in->job_ok    = maildir_deliver(in->route->hops[0].path, in->tx.id.text, in->slices, in->slice_count);
    in->job_errno = errno;
}

static void on_maildir(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    count_one(&in->worker->counters->maildir[in->job_ok ? DONE_OK : DONE_FAILED]);
    if (!in->job_ok) {
        on_job_failed(in, "maildir-failed");
        return;
    }
    in->outcome.delivered      = true;
    in->outcome.next_hop_reply = STR("written");
    finish_accepted(in);
}

/* Up to 64 KiB may have been said; this much is worth repeating. */
static str said_text(const struct smtp_reply *reply)
{
    return str_slice(reply->text, 0, reply->text.len < SAID_MAX_OCTETS ? reply->text.len : SAID_MAX_OCTETS);
}

static str reply_text(struct incoming *in, const struct smtp_reply *reply)
{
    return arena_printf(&in->tx.arena, "%d %.*s%s%.*s", reply->code, STR_ARG(reply->enhanced), reply->enhanced.len > 0 ? " " : "",
                        STR_ARG(said_text(reply)));
}

/* The class and the enhanced code of the next hop's answer go on to the sender, with its text as what it is: somebody
 * else's (STANDARDS OUT-6). */
static struct smtp_reply passed_on(struct incoming *in, const struct smtp_reply *said)
{
    bool              temporary = smtp_reply_is_temporary(said);
    struct smtp_reply reply     = smtp_reply_of(temporary ? REPLY_NEXT_HOP_UNREACHABLE : REPLY_NEXT_HOP_REFUSED);

    if (said->enhanced.len > 0 && said->enhanced.ptr[0] == (temporary ? '4' : '5'))
        reply.enhanced = said->enhanced;
    reply.text = arena_printf(&in->tx.arena, "The server behind said: %.*s", STR_ARG(said_text(said)));
    return reply;
}

/* What the sender is told where the message was not taken, or not for everybody. */
static struct smtp_reply refusal_of(struct incoming *in)
{
    const struct next_hop_request *request = &in->forward;

    for (size_t i = 0; i < in->todo_count; i++)         /* whoever is to be tried again decides (RFC 2033 §4.2) */
        if (smtp_reply_is_temporary(&request->recipient_replies[i]))
            return passed_on(in, &request->recipient_replies[i]);
    if (request->outcome == NEXT_HOP_FAILED)
        return smtp_reply_of(next_hop_failure_reply(request->failure));
    return passed_on(in, &request->reply);
}

static size_t count_delivered(const struct incoming *in)
{
    size_t count = 0;

    for (size_t i = 0; i < in->todo_count; i++)
        count += in->forward.delivered[i];
    return count;
}

/* For whom the next hop refuses a message for good that others get: not lost, but held, with an alarm in the log. No
 * delivery report is ever made for mail from outside. */
static size_t list_refused(struct incoming *in)
{
    size_t *rest = ARENA_ARRAY(&in->tx.arena, size_t, in->todo_count), count = 0;
    size_t  last = 0;

    for (size_t i = 0; i < in->todo_count; i++)
        if (in->forward.recipient_replies[i].code >= 500) {
            rest[count++] = in->todo[i];
            last          = i;
        }
    choose_held(in, rest, count);
    if (count > 0)
        in->held_reason = arena_printf(&in->tx.arena, "Undeliverable: the server behind refused %.*s and said: %.*s",
                                       STR_ARG(in->held_for[count - 1]), STR_ARG(reply_text(in, &in->forward.recipient_replies[last])));
    return count;
}

static void tell_undeliverable(struct incoming *in)
{
    log_problem(in, "undeliverable", arena_cstr(&in->tx.arena, in->held_reason));
}

/* The others have it already. If the rest cannot be held, it is to come again without being delivered to them twice. */
static void on_rest_held(struct file_job *job)
{
    struct incoming  *in    = (struct incoming *)((char *)job - offsetof(struct incoming, job));
    bool              room  = in->job_errno != ENOSPC && in->job_errno != EDQUOT;
    struct smtp_reply reply = smtp_reply_of(room ? REPLY_LOCAL_ERROR : REPLY_NO_STORAGE);

    if (in->job_ok) {
        in->outcome.held = true;
        tell_undeliverable(in);
        finish_accepted(in);
        return;
    }
    log_problem(in, "hold-failed", strerror(in->job_errno));
    finish_partly(in, &reply);
}

/* ---- holding for some before the others get it ---- */

static void on_forwarded(struct next_hop_request *request);

static void withdraw_on_disk(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    in->job_ok    = quarantine_withdraw(in->worker->server->quarantine, str_of(in->tx.id.text));
    in->job_errno = errno;
}

static void on_withdrawn(struct file_job *job)
{
    struct incoming  *in    = (struct incoming *)((char *)job - offsetof(struct incoming, job));
    struct smtp_reply reply = refusal_of(in);

    if (!in->job_ok)                    /* it may still be held, and will be held again */
        log_problem(in, "withdraw-failed", strerror(in->job_errno));
    in->outcome.held = false;
    finish(in, &reply);
}

static void on_held_first(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    in->holding_first = false;
    in->outcome.held  = in->job_ok;
    if (in->forward_over)
        on_forwarded(&in->forward);
    else
        next_hop_go_on(&in->forward, in->job_ok);
}

/* The next hop has answered for each recipient, and waits for the content. Whom it refuses, the message is held for, and that
 * first: a hold can be withdrawn, a delivery cannot. LMTP refuses after the content as well; there all are held together. */
static bool before_content(struct next_hop_request *request)
{
    struct incoming *in = (struct incoming *)((char *)request - offsetof(struct incoming, forward));

    if (in->route->kind != NEXT_HOP_SMTP || list_refused(in) == 0)
        return true;
    in->holding_first = true;
    hold(in, on_held_first);
    return false;
}

/* ---- what the next hop has answered ---- */

/* Nobody got it now. Where others had it before, those whom it is refused for are what is left: held. */
static void on_nothing_delivered(struct incoming *in)
{
    struct smtp_reply reply = refusal_of(in);

    if (in->outcome.held)
        run_job(in, withdraw_on_disk, on_withdrawn);
    else if (reply.code >= 500 && in->duplicates.known_count > 0 && list_refused(in) == in->todo_count)
        hold(in, on_rest_held);
    else
        finish(in, &reply);
}

static void on_delivered(struct incoming *in, size_t delivered)
{
    in->outcome.delivered = true;
    if (in->outcome.held) {
        tell_undeliverable(in);
        finish_accepted(in);
    } else if (delivered == in->todo_count) {
        finish_accepted(in);
    } else if (delivered + list_refused(in) == in->todo_count) {
        hold(in, on_rest_held);
    } else {
        struct smtp_reply reply = refusal_of(in);

        finish_partly(in, &reply);
    }
}

static void on_forwarded(struct next_hop_request *request)
{
    struct incoming *in        = (struct incoming *)((char *)request - offsetof(struct incoming, forward));
    size_t           delivered = count_delivered(in);

    in->forward_over = true;
    if (in->holding_first)              /* the disk is slower; on_held_first comes back here */
        return;
    count_one(&in->worker->counters->next_hop[request->outcome]);
    in->outcome.next_hop       = request->next_hop;
    in->outcome.next_hop_reply = request->reply.code == 0 ? str_of(request->problem) : reply_text(in, &request->reply);
    if (delivered > 0)
        on_delivered(in, delivered);
    else if (in->held_count > 0 && !in->outcome.held && request->outcome == NEXT_HOP_FAILED)
        on_job_failed(in, "hold-failed");       /* that of the rest, and so nobody was to get it */
    else
        on_nothing_delivered(in);
}

static void forward(struct incoming *in)
{
    const struct envelope *envelope = &in->tx.envelope;
    uint64_t               size     = 0;

    for (size_t i = 0; i < in->slice_count; i++)
        size += in->slices[i].len;
    str             *recipients = ARENA_ARRAY(&in->tx.arena, str, in->todo_count);
    struct dsn_rcpt *dsn        = ARENA_ARRAY(&in->tx.arena, struct dsn_rcpt, in->todo_count);

    /* As given but for the source route, which ends here (RFC 5321 appendix C): case belongs to the mailbox's owner. */
    for (size_t i = 0; i < in->todo_count; i++) {
        const struct path *path = &envelope->recipients[in->todo[i]];

        dsn[i]        = envelope->dsn_recipients[in->todo[i]];
        recipients[i] = path->domain.len == 0 ? recipient_key(config_of(in), path, &in->tx.arena)
                                              : arena_printf(&in->tx.arena, "%.*s@%.*s", STR_ARG(path->local_part), STR_ARG(path->domain));
    }
    in->forward = (struct next_hop_request){
        .config        = config_of(in),
        .route         = in->route,
        .resolver      = in->generation->resolver,
        .content       = in->slices,
        .content_count = in->slice_count,
        .arena         = &in->tx.arena,
        .before_content = before_content,
        .done          = on_forwarded,
        .transaction   = {
            .reverse_path    = envelope->reverse_path.text,
            .recipients      = recipients,
            .recipient_count = in->todo_count,
            .size            = size,
            .body            = body_of(in),
            .smtputf8        = envelope->smtputf8 && in->saw_8bit,         /* else nothing needs it: RFC 6531 §3.4 */
            .dsn             = envelope->dsn,
            .dsn_recipients  = dsn,
            .require_tls     = envelope->require_tls,
        },
    };
    next_hop_submit(in->worker->next_hops, &in->forward);
}

static void deliver(struct incoming *in)
{
    in->outcome.next_hop = in->route->hops[0].name;
    trace_fields_apply(&in->tx, &(struct trace_options){ .final_delivery = in->route->kind == NEXT_HOP_MAILDIR },
                       &in->slices, &in->slice_count);
    switch (in->route->kind) {
    case NEXT_HOP_SMTP:
    case NEXT_HOP_LMTP:    forward(in); return;
    case NEXT_HOP_MAILDIR: run_job(in, deliver_to_maildir, on_maildir); return;
    }
}

/* ---- judging ---- */

/* Everybody for whom it was not done before. */
static void list_todo(struct incoming *in)
{
    in->todo = ARENA_ARRAY(&in->tx.arena, size_t, in->tx.envelope.recipient_count);
    for (size_t i = 0; i < in->tx.envelope.recipient_count; i++)
        if (in->duplicates.known == NULL || !in->duplicates.known[i])
            in->todo[in->todo_count++] = i;
}

static void hold_for_todo(struct incoming *in)
{
    const struct verdict *verdict = &in->tx.verdict;

    choose_held(in, in->todo, in->todo_count);
    in->held_reason = verdict->steps[verdict->step].sentence;
    hold(in, on_held);
}

/* True if an earlier transaction has settled it, or is about to; then it is answered. */
static bool answer_duplicate(struct incoming *in)
{
    switch (duplicates_recall(in)) {
    case DUPLICATES_NOT_ALL:
        return false;
    case DUPLICATES_ALL:
        in->outcome.delivered_as = str_of(in->duplicates.by.text);
        finish_accepted(in);
        return true;
    case DUPLICATES_IN_FLIGHT:
        finish_with(in, REPLY_IN_FLIGHT);
        return true;
    }
    UNREACHABLE();
}

static void act(struct incoming *in)
{
    const struct verdict *verdict = &in->tx.verdict;
    struct smtp_reply     reply   = { verdict->reply_code, verdict->reply_enhanced, verdict->reply_text };

    in->judged_ms = loop_now_ms(in->worker->loop);
    in->state     = INCOMING_ACTING;
    if (answer_duplicate(in))
        return;
    list_todo(in);
    if (in->session != NULL && in->session->at_eof)
        incoming_doubt(in);
    switch (verdict->action) {
    case ACTION_ACCEPT:
    case ACTION_TAG:
        deliver(in);
        return;
    case ACTION_QUARANTINE:
        hold_for_todo(in);
        return;
    case ACTION_DEFER:
    case ACTION_REJECT:
        reply.text = arena_printf(&in->tx.arena, "%.*s (%s)", STR_ARG(reply.text), in->tx.id.text);
        finish(in, &reply);
        return;
    }
}

void incoming_judge(struct incoming *in, bool saw_8bit)
{
    if (in->state == INCOMING_COLLECTING) {
        in->state       = INCOMING_JUDGING;
        in->saw_8bit    = saw_8bit;
        in->complete_ms = in->judged_ms = loop_now_ms(in->worker->loop);
        if (in->no_storage || !octets_finish(&in->octets, &in->tx.octets)) {
            struct smtp_reply reply   = smtp_reply_of(REPLY_NO_STORAGE);
            struct session   *session = in->session;

            log_problem(in, "no-storage", "the message found no room, in memory or on the disk of state-dir");
            count_one(&in->worker->counters->refused[REPLY_NO_STORAGE]);
            dispose(in);                /* nothing was judged: there is nothing for the journal */
            session_answer(session, &reply);
            return;
        }
    }
    while (!in->resolving_now) {
        if (pipeline_run(&in->tx) == PIPELINE_DONE) {
            act(in);
            return;
        }
        (void)fetch(in);
    }
}
