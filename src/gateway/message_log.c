#include "gateway/message_log.h"

#include <assert.h>

#include "base/domain.h"
#include "base/log.h"
#include "gateway/incoming.h"
#include "gateway/record_impersonal.h"
#include "io/sys.h"

static_assert((size_t)JOURNAL_ROW_MAX_OCTETS <= (size_t)RECORD_MAX_OCTETS, "what the journal keeps can be read");

/* ids has room for FINDINGS_MAX. */
static size_t list_findings(const struct incoming *in, str *ids)
{
    for (size_t i = 0; i < in->tx.findings.count; i++)
        ids[i] = str_of(in->tx.findings.items[i].id);
    return in->tx.findings.count;
}

str message_log_findings(struct incoming *in)
{
    str ids[FINDINGS_MAX];

    return arena_join(&in->tx.arena, ids, list_findings(in, ids), STR(","));
}

str *message_log_recipients(struct incoming *in)
{
    const struct envelope *envelope = &in->tx.envelope;
    str                   *list     = ARENA_ARRAY(&in->tx.arena, str, envelope->recipient_count);

    for (size_t i = 0; i < envelope->recipient_count; i++)
        list[i] = arena_lower(&in->tx.arena, domain_without_dot(recipient_address(in->tx.engine->config, &envelope->recipients[i],
                                                                                  &in->tx.arena)));
    return list;
}

/* One good signature suffices (RFC 6376 §6.1); without one, what became of the first. */
static enum dkim_status best_signature(const struct auth_results *auth)
{
    for (size_t i = 0; i < auth->dkim_count; i++)
        if (auth->dkim[i].status == DKIM_PASS)
            return DKIM_PASS;
    return auth->dkim[0].status;
}

void message_log_write(struct incoming *in)
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
    log_list(&line, "rcpt", message_log_recipients(in), envelope->recipient_count);
    log_str(&line, "from", in->tx.message.author.mailbox.address);
    log_str(&line, "message_id", in->tx.message.message_id);
    log_int(&line, "size", (int64_t)in->octets.len);
    if (in->tx.by_milter)
        log_str(&line, "queue_id", in->tx.mail_server_id);
    if (verdict->passage != PASSAGE_NONE)
        log_cstr(&line, "passage", passage_name(verdict->passage));
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
    log_str(&line, "reason", str_of(verdict_reason(verdict)));
    if (verdict->shadow != SHADOW_NONE) {
        log_cstr(&line, "would", action_name(verdict->would.action));
        log_cstr(&line, "would_step", step_name(verdict->would.step));
        log_str(&line, "would_reason", str_of(verdict->steps[verdict->would.step].reason));
    }
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

void message_log_problem(struct incoming *in, const char *event, const char *problem)
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

void message_log_journal(struct incoming *in)
{
    const struct envelope *envelope   = &in->tx.envelope;
    const struct verdict  *verdict    = &in->tx.verdict;
    str                    recipients = arena_join(&in->tx.arena, message_log_recipients(in), envelope->recipient_count, STR(" "));
    struct server         *server     = in->worker->server;
    BUF_SCOPE              record     = { 0 }, impersonal = { 0 };

    record_write(&record, &in->tx, &in->outcome);
    struct journal_row row = {
        .id             = str_of(in->tx.id.text),
        .at             = envelope->arrived_at,
        .client         = ip_text(&in->tx.arena, &envelope->client),
        .helo           = envelope->helo,
        .reverse_path   = envelope->reverse_path.text,
        .author         = in->tx.message.author.mailbox.address,
        .author_domain  = in->tx.message.author.domain,
        .subject        = in->tx.message.subject,
        .recipients     = recipients,
        .action         = str_of(action_name(verdict->action)),
        .step           = str_of(step_name(verdict->step)),
        .reason         = str_of(verdict_reason(verdict)),
        .would          = str_of(action_name(verdict->would.action)),
        .would_step     = str_of(step_name(verdict->would.step)),
        .would_reason   = str_of(verdict->steps[verdict->would.step].reason),
        .other          = str_of(opinion_name(in->tx.other.opinion)),
        .other_said     = in->tx.other.said,
        .findings       = message_log_findings(in),
        .reply          = in->outcome.reply,
        .next_hop_reply = in->outcome.next_hop_reply,
        .queue_id       = in->tx.mail_server_id,
        .record         = buf_str(&record),
    };

    if (in->tx.engine->config->journal_impersonal) {
        record_make_impersonal(&impersonal, row.record, &server->pseudonyms);
        journal_row_make_impersonal(&row, &server->pseudonyms, &in->tx.arena);
        row.record = buf_str(&impersonal);
    }
    (void)journal_write(server->journal, &row);         /* what is lost is counted there */
}
