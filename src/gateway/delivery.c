#include "gateway/delivery.h"

#include <errno.h>
#include <limits.h>

#include "gateway/incoming.h"
#include "gateway/maildir.h"
#include "gateway/message_log.h"
#include "gateway/trace_fields.h"

enum { SAID_MAX_OCTETS = 1000 };

static const struct config *config_of(const struct incoming *in)
{
    return in->tx.engine->config;
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

static const struct quarantine_entry *entry_of(struct incoming *in)
{
    const struct envelope   *e     = &in->tx.envelope;
    struct quarantine_entry *entry = ARENA_NEW(&in->tx.arena, struct quarantine_entry);

    *entry = (struct quarantine_entry){
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
        .keys            = in->held_keys,
        .key_count       = in->held_keys == NULL ? 0 : in->held_count,
        .reason          = in->held_reason,
        .findings        = message_log_findings(in),
        .step            = str_of(step_name(in->tx.verdict.step)),
        .releasable      = in->tx.verdict.releasable,
        .smtputf8        = e->smtputf8,
        .body_8bit       = body_of(in) == BODY_8BITMIME,
        .size            = in->octets.len,
        .state           = QUARANTINE_HELD,
    };
    return entry;
}

static void hold_on_disk(struct file_job *job)
{
    struct incoming *in = (struct incoming *)((char *)job - offsetof(struct incoming, job));

    in->job_ok    = quarantine_hold(in->worker->server->quarantine, in->held_entry, &in->tx.octets, 1);
    in->job_errno = errno;
}

static const char *hold_problem(int why)
{
    return why == EDQUOT ? "the quarantine takes up all that it may (quarantine.size)"
         : why == ENOSPC ? "the disk of the quarantine has no more free than is to be left (quarantine.free)" : strerror(why);
}

static void on_hold_failed(struct incoming *in)
{
    message_log_problem(in, "hold-failed", hold_problem(in->job_errno));
    incoming_finish_with(in, in->job_errno == ENOSPC || in->job_errno == EDQUOT ? REPLY_NO_STORAGE : REPLY_LOCAL_ERROR);
}

static void on_maildir_failed(struct incoming *in)
{
    struct arena *arena = &in->tx.arena;

    message_log_problem(in, "maildir-failed",
                        arena_cstr(arena, arena_printf(arena, "%s: %s", in->route->hops[0].path, strerror(in->job_errno))));
    incoming_finish_with(in, in->job_errno == ENOSPC || in->job_errno == EDQUOT ? REPLY_NO_STORAGE : REPLY_LOCAL_ERROR);
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
        on_hold_failed(in);
        return;
    }
    in->outcome.held = true;
    incoming_finish_accepted(in);
}

/* For which recipients, by their numbers in the envelope. */
static void choose_held(struct incoming *in, const size_t *whom, size_t count)
{
    str *parameters = recipient_parameter_texts(in);
    str *recipients = ARENA_ARRAY(&in->tx.arena, str, count), *with = ARENA_ARRAY(&in->tx.arena, str, count);

    for (size_t i = 0; i < count; i++) {
        recipients[i] = recipient_address(config_of(in), &in->tx.envelope.recipients[whom[i]], &in->tx.arena);
        with[i]       = parameters[whom[i]];
    }
    in->held_for        = recipients;
    in->held_parameters = with;
    in->held_count      = count;
    in->held_whom       = whom;
    in->held_keys       = in->face->remembers_holds ? duplicates_keys_of(in, whom, count) : NULL;
}

static void hold(struct incoming *in, void (*done)(struct file_job *job))
{
    in->held_entry = entry_of(in);
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
        message_log_problem(in, "deliveries-failed", "what was delivered could not be written down; a restart now would forget it");
    incoming_finish(in, &in->late_reply);
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
        on_maildir_failed(in);
        return;
    }
    in->outcome.delivered      = true;
    in->outcome.next_hop_reply = STR("written");
    incoming_finish_accepted(in);
}

/* Up to 64 KiB may have been said; this much is worth repeating. */
static str said_text(const struct smtp_reply *reply)
{
    return str_slice(reply->text, 0, reply->text.len < SAID_MAX_OCTETS ? reply->text.len : SAID_MAX_OCTETS);
}

str delivery_reply_text(struct arena *arena, const struct smtp_reply *reply)
{
    return arena_printf(arena, "%d %.*s%s%.*s", reply->code, STR_ARG(reply->enhanced), reply->enhanced.len > 0 ? " " : "",
                        STR_ARG(said_text(reply)));
}

/* The class and the enhanced code of the next hop's answer go on to the sender, with its text as what it is: somebody
 * else's (STANDARDS OUT-6). */
struct smtp_reply delivery_passed_on(struct arena *arena, const struct smtp_reply *said)
{
    bool              temporary = smtp_reply_is_temporary(said);
    struct smtp_reply reply     = smtp_reply_of(temporary ? REPLY_NEXT_HOP_LATER : REPLY_NEXT_HOP_REFUSED);

    if (said->enhanced.len > 0 && said->enhanced.ptr[0] == (temporary ? '4' : '5'))
        reply.enhanced = said->enhanced;
    reply.text = arena_printf(arena, "The server behind said: %.*s", STR_ARG(said_text(said)));
    return reply;
}

/* What the sender is told where the message was not taken, or not for everybody. */
static struct smtp_reply refusal_of(struct incoming *in)
{
    const struct next_hop_request *request = &in->forward;

    for (size_t i = 0; i < in->todo_count; i++)         /* whoever is to be tried again decides (RFC 2033 §4.2) */
        if (smtp_reply_is_temporary(&request->recipient_replies[i]))
            return delivery_passed_on(&in->tx.arena, &request->recipient_replies[i]);
    if (request->outcome == NEXT_HOP_FAILED)
        return smtp_reply_of(next_hop_failure_reply(request->failure));
    return delivery_passed_on(&in->tx.arena, &request->reply);
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
    if (count > 0) {
        str said = delivery_reply_text(&in->tx.arena, &in->forward.recipient_replies[last]);

        in->held_reason = arena_printf(&in->tx.arena, "Undeliverable: the server behind refused %.*s and said: %.*s",
                                       STR_ARG(in->held_for[count - 1]), STR_ARG(said));
    }
    return count;
}

static void tell_undeliverable(struct incoming *in)
{
    message_log_problem(in, "undeliverable", arena_cstr(&in->tx.arena, in->held_reason));
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
        incoming_finish_accepted(in);
        return;
    }
    message_log_problem(in, "hold-failed", hold_problem(in->job_errno));
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
        message_log_problem(in, "withdraw-failed", strerror(in->job_errno));
    in->outcome.held = false;
    incoming_finish(in, &reply);
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
        incoming_finish(in, &reply);
}

static void on_delivered(struct incoming *in, size_t delivered)
{
    in->outcome.delivered = true;
    if (in->outcome.held) {
        tell_undeliverable(in);
        incoming_finish_accepted(in);
    } else if (delivered == in->todo_count) {
        incoming_finish_accepted(in);
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
    in->outcome.next_hop_reply = request->reply.code == 0 ? str_of(request->problem) : delivery_reply_text(&in->tx.arena, &request->reply);
    if (delivered > 0)
        on_delivered(in, delivered);
    else if (in->held_count > 0 && !in->outcome.held && request->outcome == NEXT_HOP_FAILED)
        on_hold_failed(in);             /* that of the rest, and so nobody was to get it */
    else
        on_nothing_delivered(in);
}

bool delivery_needs_smtputf8(const struct envelope *envelope, bool saw_8bit)
{
    return envelope->smtputf8 && saw_8bit;
}

static void forward(struct incoming *in)
{
    const struct envelope *envelope = &in->tx.envelope;
    uint64_t               size     = 0;

    for (size_t i = 0; i < in->slice_count; i++)
        size += in->slices[i].len;
    str             *recipients = ARENA_ARRAY(&in->tx.arena, str, in->todo_count);
    struct dsn_rcpt *dsn        = ARENA_ARRAY(&in->tx.arena, struct dsn_rcpt, in->todo_count);

    for (size_t i = 0; i < in->todo_count; i++) {
        dsn[i]        = envelope->dsn_recipients[in->todo[i]];
        recipients[i] = recipient_address(config_of(in), &envelope->recipients[in->todo[i]], &in->tx.arena);
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
            .smtputf8        = delivery_needs_smtputf8(envelope, in->saw_8bit),
            .dsn             = envelope->dsn,
            .dsn_recipients  = dsn,
            .require_tls     = envelope->require_tls,
        },
    };
    next_hop_submit(in->worker->next_hops, &in->forward);
}

void delivery_pass_on(struct incoming *in)
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
        incoming_finish_accepted(in);
        return true;
    case DUPLICATES_IN_FLIGHT:
        incoming_finish_with(in, REPLY_IN_FLIGHT);
        return true;
    }
    UNREACHABLE();
}

void delivery_act(struct incoming *in)
{
    const struct verdict *verdict = &in->tx.verdict;
    struct smtp_reply     reply   = { verdict->reply_code, verdict->reply_enhanced, verdict->reply_text };

    in->judged_ms = loop_now_ms(in->worker->loop);
    in->state     = INCOMING_ACTING;
    if (answer_duplicate(in))
        return;
    list_todo(in);
    if (in->owner != NULL && in->owner->at_eof)
        incoming_doubt(in);
    switch (verdict->action) {
    case ACTION_ACCEPT:
    case ACTION_TAG:
        in->face->deliver(in);
        return;
    case ACTION_QUARANTINE:
        hold_for_todo(in);
        return;
    case ACTION_DEFER:
    case ACTION_REJECT:
        reply.text = arena_printf(&in->tx.arena, "%.*s (%s)", STR_ARG(reply.text), in->tx.id.text);
        incoming_finish(in, &reply);
        return;
    }
}
