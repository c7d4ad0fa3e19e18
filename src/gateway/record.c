#include "gateway/record.h"

#include "auth/arc/print.h"
#include "auth/authres.h"
#include "auth/dkim/print.h"
#include "auth/dmarc/print.h"
#include "auth/iprev/print.h"
#include "auth/return_path/print.h"
#include "auth/senderid/print.h"
#include "auth/spf/print.h"
#include "base/json.h"
#include "dns/packet.h"
#include "gateway/milter_differences.h"

static void write_path(struct json *json, const char *name, const struct path *path)
{
    json_str(json, name, path->text);
}

static void write_envelope(struct json *json, const struct envelope *envelope, str listener, struct arena *arena)
{
    json_open_object(json, "envelope");
    if (listener.len > 0)
        json_str(json, "listener", listener);
    json_str(json, "client", ip_text(arena, &envelope->client));
    if (envelope->client_name.len > 0)
        json_str(json, "client_name", envelope->client_name);
    if (envelope->through.family != IP_NONE)
        json_str(json, "through", ip_text(arena, &envelope->through));
    json_str(json, "helo", envelope->helo);
    if (!str_is_utf8(envelope->helo))
        json_exact(json, "helo_octets", envelope->helo, arena);
    json_bool(json, "esmtp", envelope->is_esmtp);
    if (envelope->smtputf8)
        json_bool(json, "smtputf8", true);
    if (envelope->body != BODY_7BIT)
        json_cstr(json, "body", envelope_body_name(envelope->body));
    if (envelope->authenticated_as.len > 0)
        json_str(json, "authenticated_as", envelope->authenticated_as);
    if (envelope->tls_version.len > 0) {
        json_str(json, "tls_version", envelope->tls_version);
        json_str(json, "tls_cipher", envelope->tls_cipher);
    }
    if (envelope->tls_fingerprint.len > 0) {
        json_str(json, "tls_client", envelope->tls_fingerprint);
        json_str(json, "tls_client_name", envelope->tls_name);
        json_bool(json, "tls_client_trusted", envelope->tls_is_trusted);
    }
    write_path(json, "mail_from", &envelope->reverse_path);
    json_bool(json, "mail_from_known", !envelope->is_unknown);
    json_open_array(json, "rcpt");
    for (size_t i = 0; i < envelope->recipient_count; i++)
        write_path(json, NULL, &envelope->recipients[i]);
    json_close_array(json);
    json_close_object(json);
}

static void write_message(struct json *json, const struct transaction *tx, struct arena *arena)
{
    const struct message *message = &tx->message;
    const struct author  *author  = &message->author;

    json_open_object(json, "message");
    if (tx->extract != NULL) {
        json_int(json, "size", (int64_t)tx->extract->size);
        json_str(json, "sha256", tx->extract->sha256);
    } else {
        json_int(json, "size", (int64_t)message->octets.len);
        json_str(json, "sha256", digest_hex(arena, &tx->engine->digests, DIGEST_SHA256, message->octets));
    }
    json_open_object(json, "author");
    json_cstr(json, "status", author_status_name(author->status));
    json_str(json, "address", author->mailbox.address);
    json_str(json, "domain", author->domain);
    json_str(json, "display_name", author->mailbox.display_name);
    json_close_object(json);
    json_str(json, "subject", message->subject);
    json_str(json, "message_id", message->message_id);
    if (message->has_date)
        json_str(json, "date", time_rfc3339(arena, message->date));
    if (message->list_id.len > 0)
        json_str(json, "list_id", message->list_id);
    json_int(json, "parts", (int64_t)message->part_count);
    json_open_array(json, "mime_flaws");
    for (unsigned bit = 1; bit != 0 && bit <= message->mime_flaws; bit <<= 1)
        if (message->mime_flaws & bit)
            json_cstr(json, NULL, mime_flaw_name((enum mime_flaw)bit));
    json_close_array(json);
    json_close_object(json);
}

/* That a mail server has shown us the message, and what was different for it. */
static void write_milter(struct json *json, const struct transaction *tx)
{
    if (!tx->by_milter)
        return;
    json_open_object(json, "milter");
    json_str(json, "queue_id", tx->mail_server_id);
    json_open_array(json, "differences");
    for (size_t i = 0; i < MILTER_DIFFERENCES; i++)
        json_cstr(json, NULL, milter_difference_name((enum milter_difference)i));
    json_close_array(json);
    json_close_object(json);
}

static void write_name_signs(struct json *json, unsigned signs)
{
    json_open_array(json, "name_signs");
    for (unsigned rest = signs; rest != 0; rest &= rest - 1)
        json_cstr(json, NULL, file_name_sign_name((enum file_name_sign)(rest & -rest)));
    json_close_array(json);
}

static void write_attachment(struct json *json, const struct attachment *a)
{
    json_open_object(json, NULL);
    json_str(json, "name", a->name);
    json_cstr(json, "type", file_type_name(attachment_type(a)));
    json_str(json, "media_type", a->media_type);
    json_cstr(json, "by_name", file_type_name(a->by_name));
    json_cstr(json, "by_content", file_type_name(a->by_content));
    json_str(json, "ending", a->ending);
    json_str(json, "other_ending", a->other_ending);
    write_name_signs(json, a->name_signs);
    json_int(json, "octets", (int64_t)a->octets);
    if (a->sha256.len > 0)
        json_str(json, "sha256", a->sha256);
    json_bool(json, "content_checked", a->content_checked);
    json_bool(json, "encrypted", a->is_encrypted);
    if (a->packed != FILE_UNKNOWN) {
        json_cstr(json, "packed", file_type_name(a->packed));
        json_str(json, "packed_name", a->packed_name);
        json_str(json, "packed_ending", a->packed_ending);
    }
    if (a->inside.len > 0)
        json_str(json, "inside", a->inside);
    json_close_object(json);
}

static void write_attachments(struct json *json, const struct attachments *attachments)
{
    json_open_array(json, "attachments");
    for (size_t i = 0; i < attachments->count && i < EXTRACT_PARTS_MAX; i++)
        write_attachment(json, &attachments->items[i]);
    json_close_array(json);
    json_bool(json, "attachments_whole", attachments->is_whole && attachments->count <= EXTRACT_PARTS_MAX);
}

/* Where the message came from before it reached servers of ours; nothing for a client that came directly. */
static void write_origin(struct json *json, const struct origin *origin, struct arena *arena)
{
    if (origin->status == ORIGIN_DIRECT)
        return;
    json_open_object(json, "origin");
    json_cstr(json, "status", origin_status_name(origin->status));
    json_str(json, "client", ip_text(arena, &origin->client));
    json_str(json, "helo", origin->helo);
    json_int(json, "hops", (int64_t)origin->hops);
    json_close_object(json);
}

static void write_auth(struct json *json, const struct auth_results *auth)
{
    json_open_object(json, "auth");
    if (auth->iprev.status != IPREV_PENDING)
        iprev_result_json(json, "iprev", &auth->iprev);
    if (auth->return_path.status != RETURN_PATH_PENDING)
        return_path_result_json(json, "return_path", &auth->return_path);
    spf_result_json(json, "spf", &auth->spf);
    spf_result_json(json, "spf_helo", &auth->spf_helo);
    senderid_result_json(json, "senderid", &auth->senderid);
    json_open_array(json, "dkim");
    for (size_t i = 0; i < auth->dkim_count; i++)
        dkim_result_json(json, &auth->dkim[i]);
    json_close_array(json);
    json_int(json, "dkim_skipped", (int64_t)auth->dkim_skipped);
    arc_result_json(json, "arc", &auth->arc);
    dmarc_result_json(json, "dmarc", &auth->dmarc);
    json_close_object(json);
}

/* What each DNS list said: also that it was off or did not answer, so that "not checked" does not look like "clean". */
static void write_reputation(struct json *json, const struct dnsxl_result *result, struct arena *arena)
{
    if (result->count == 0)
        return;
    json_open_array(json, "dns_lists");
    for (size_t i = 0; i < result->count; i++) {
        const struct dnsxl_hit *hit = &result->hits[i];

        json_open_object(json, NULL);
        json_str(json, "list", hit->list->name);
        json_cstr(json, "status", dnsxl_status_name(hit->status));
        if (hit->status == DNSXL_LISTED) {
            json_fixed(json, "weight", hit->list->weight);
            json_str(json, "answer", ip_text(arena, &hit->answer));
            json_str(json, "reason", hit->reason);
        }
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_network(struct json *json, const struct network *network)
{
    if (network == NULL) {
        json_nothing(json, "network");
        return;
    }
    json_open_object(json, "network");
    json_str(json, "network", network->prefix);
    json_int(json, "asn", network->asn);
    json_str(json, "country", network->country);
    json_close_object(json);
}

static void write_contact(struct json *json, const char *name, const struct contact *contact, struct arena *arena)
{
    json_open_object(json, name);
    json_int(json, "in", (int64_t)contact->in_count);
    json_int(json, "out", (int64_t)contact->out_count);
    if (contact_is_known(contact)) {
        json_str(json, "first", time_rfc3339(arena, contact->first));
        json_str(json, "last", time_rfc3339(arena, contact->last));
    }
    json_close_object(json);
}

/* null: nobody was asked, which is not the same as a sender that nobody knows. */
static void write_history(struct json *json, const struct history *history, struct arena *arena)
{
    if (history == NULL) {
        json_nothing(json, "history");
        return;
    }
    json_open_object(json, "history");
    json_bool(json, "warm", history->is_warm);
    json_int(json, "messages", (int64_t)history->messages);
    json_bool(json, "proved", history->is_proved);
    write_contact(json, "address", &history->address, arena);
    write_contact(json, "party", &history->party, arena);
    write_contact(json, "pair", &history->pair, arena);
    json_close_object(json);
}

static void write_findings(struct json *json, const char *name, const struct finding *findings, size_t count, struct arena *arena)
{
    json_open_array(json, name);
    for (size_t i = 0; i < count; i++) {
        const struct finding *f = &findings[i];

        json_open_object(json, NULL);
        json_cstr(json, "id", f->id);
        json_fixed(json, "weight", f->weight);
        json_cstr(json, "weight_origin", weight_origin_name(f->origin));
        if (f->is_graded)
            json_bool(json, "graded", true);
        json_cstr(json, "group", f->group);
        json_bool(json, "hard", f->is_hard);
        json_str(json, "evidence", f->evidence);
        if (!str_is_utf8(f->evidence))
            json_exact(json, "evidence_octets", f->evidence, arena);
        json_cstr(json, "text", f->sentence);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_groups(struct json *json, const struct assessment *assessment)
{
    json_open_array(json, "groups");
    for (size_t i = 0; i < assessment->group_count; i++) {
        const struct group_sum *sum = &assessment->groups[i];

        json_open_object(json, NULL);
        json_cstr(json, "group", sum->group);
        json_fixed(json, "cap", sum->cap);
        json_fixed(json, "threat", sum->threat);
        json_fixed(json, "trust", sum->trust);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_compounds(struct json *json, const struct assessment *assessment)
{
    json_open_array(json, "compounds");
    for (size_t i = 0; i < assessment->compound_count; i++) {
        const struct compound *compound = assessment->compounds[i];

        json_open_object(json, NULL);
        json_str(json, "id", compound->id);
        json_fixed(json, "weight", compound->weight);
        json_bool(json, "hard", assessment->compound_is_hard[i]);
        json_str(json, "text", compound->sentence);
        json_close_object(json);
    }
    json_close_array(json);
}

/* Every term of the score and every threshold: from this and the findings it can be computed again. */
static void write_assessment(struct json *json, const struct verdict *verdict)
{
    const struct assessment *assessment = &verdict->assessment;
    const struct model      *model      = assessment->model;

    json_open_object(json, "assessment");
    json_open_object(json, "model");
    json_str(json, "version", model->head.version);
    json_str(json, "program", model->head.program);
    json_close_object(json);
    json_fixed(json, "bias", model->head.bias);
    json_fixed(json, "rest_share", model->rest_share);
    write_groups(json, assessment);
    write_compounds(json, assessment);
    json_fixed(json, "threat", assessment->threat);
    json_fixed(json, "trust", assessment->trust);
    json_fixed(json, "hard", assessment->hard);
    json_bool(json, "known_sender", assessment->is_known);
    json_open_object(json, "bands");
    json_fixed(json, "banner", verdict->bands.banner);
    json_fixed(json, "junk", verdict->bands.junk);
    json_fixed(json, "quarantine", verdict->bands.quarantine);
    json_close_object(json);
    if (model->is_calibrated)
        json_fixed(json, "probability", model_probability(model, assessment->score));
    json_close_object(json);
}

static void write_reasons(struct json *json, const struct verdict *verdict, bool with_shadow)
{
    json_open_array(json, "reasons");
    for (size_t i = 0; i < STEP_COUNT; i++) {
        const struct step_result *step = &verdict->steps[i];

        if (step->reason != NULL && !step->suppressed && step->action != ACTION_ACCEPT && (with_shadow || !step->in_shadow))
            json_cstr(json, NULL, step->reason);
    }
    json_close_array(json);
}

static void write_decision(struct json *json, const struct decision *d, struct arena *arena)
{
    json_cstr(json, "action", action_name(d->action));
    json_cstr(json, "band", band_name(d->band));
    json_str(json, "reply", arena_printf(arena, "%d %.*s %.*s", d->reply_code, STR_ARG(d->reply_enhanced), STR_ARG(d->reply_text)));
    json_cstr(json, "step", step_name(d->step));
}

/* What the verdict would be if nothing were on trial. */
static void write_shadow(struct json *json, const struct verdict *verdict, struct arena *arena)
{
    if (verdict->shadow == SHADOW_NONE)
        return;
    json_cstr(json, "shadow", shadow_name(verdict->shadow));
    json_open_object(json, "would");
    write_decision(json, &verdict->would, arena);
    write_reasons(json, verdict, true);
    json_close_object(json);
}

static void write_verdict(struct json *json, const struct verdict *verdict, struct arena *arena)
{
    json_fixed(json, "score", verdict->score);
    json_open_object(json, "verdict");
    write_decision(json, &(struct decision){ verdict->action, verdict->band, verdict->step, verdict->reply_code, verdict->reply_enhanced,
                                             verdict->reply_text }, arena);
    json_cstr(json, "reason", verdict_reason(verdict));
    write_reasons(json, verdict, false);
    write_shadow(json, verdict, arena);
    if (verdict->passage != PASSAGE_NONE)
        json_cstr(json, "passage", passage_name(verdict->passage));
    if (verdict->allowed_by != NULL)
        json_str(json, "allowed_by", list_entry_print(arena, verdict->allowed_by));
    json_close_object(json);
    json_open_array(json, "steps");
    for (size_t i = 0; i < STEP_COUNT; i++) {
        const struct step_result *step = &verdict->steps[i];

        json_open_object(json, NULL);
        json_cstr(json, "step", step_name((enum step)i));
        json_cstr(json, "action", action_name(step->action));
        json_cstr(json, "band", band_name(step->band));
        if (step->reason != NULL) {
            json_cstr(json, "reason", step->reason);
            json_bool(json, "suppressed", step->suppressed);
            if (step->in_shadow)
                json_bool(json, "in_shadow", true);
            json_str(json, "text", step->sentence);
            json_str(json, "advice", step->advice);
        }
        json_close_object(json);
    }
    json_close_array(json);
}

/* One record as text: addresses as such, MX with its preference, everything else as it stands. */
static str record_text(const struct question *q, const struct record *record, struct arena *arena)
{
    struct ip ip;

    if (q->kind != QUESTION_DNS)
        return record->data;
    if ((q->type == DNS_A && record->data.len == 4) || (q->type == DNS_AAAA && record->data.len == 16)) {
        ip = ip_from_octets(q->type == DNS_A ? IP_V4 : IP_V6, record->data.ptr);
        return ip_text(arena, &ip);
    }
    if (q->type == DNS_MX)
        return arena_printf(arena, "%u %.*s", record->preference, STR_ARG(record->data));
    return record->data;
}

/* *room: what answers may still take. Those that do not fit are named and left out, and the extract says that it is too large. */
static void write_answer(struct json *json, const struct question *q, size_t *room, struct arena *arena)
{
    size_t octets = extract_answer_octets(q->answer);

    if (octets > *room) {
        json_int(json, "records_left_out", (int64_t)q->answer->count);
        return;
    }
    *room -= octets;
    json_open_array(json, "records");
    for (size_t i = 0; i < q->answer->count; i++)
        json_exact(json, NULL, record_text(q, &q->answer->records[i], arena), arena);
    json_close_array(json);
}

/* What was asked and answered: enough to judge the message again (DESIGN, promise 6). */
static void write_view(struct json *json, const struct view *view, struct arena *arena)
{
    size_t room = EXTRACT_ANSWERS_MAX_OCTETS;

    json_open_array(json, "view");
    for (const struct question *q = view->first; q != NULL; q = q->next) {
        json_open_object(json, NULL);
        json_cstr(json, "kind", question_kind_name(q->kind));
        json_exact(json, "name", q->name, arena);
        if (q->kind == QUESTION_DNS)
            json_cstr(json, "type", dns_type_name(q->type));
        if (question_record_kind(q).len > 0)
            json_str(json, "for", question_record_kind(q));
        json_cstr(json, "state", answer_state_name(q->answer == NULL ? ANSWER_PENDING : q->answer->state));
        if (q->answer != NULL && q->answer->count > 0)
            write_answer(json, q, &room, arena);
        json_close_object(json);
    }
    json_close_array(json);
    if (view->refused)
        json_bool(json, "questions_refused", true);
}

/* By what the message was judged: the same program and configuration give the same verdict again. */
static void write_judges(struct json *json, const struct engine *engine)
{
    const struct signal *signals = engine->model->signals;
    size_t               count   = signals == NULL ? 0 : rule_count();

    json_open_object(json, "by");
    json_cstr(json, "program", GATEPOST_VERSION);
    json_str(json, "configuration", engine->config_digest);
    json_str(json, "lists", engine->lists_digest);
    json_str(json, "model", engine->model->head.version);
    json_str(json, "vocabulary", engine->vocabulary->head.version);
    json_str(json, "intents", engine->intents->head.version);
    json_open_array(json, "signals_off");
    for (size_t i = 0; i < count; i++)
        if (signals[i].mode == SIGNAL_OFF)
            json_cstr(json, NULL, rule_at(i)->id);
    json_close_array(json);
    json_close_object(json);
}

/* What another filter thinks of the message. */
static void write_other(struct json *json, const struct other_filter *other)
{
    if (other->opinion == OPINION_NONE)
        return;
    json_open_object(json, "other_filter");
    json_cstr(json, "opinion", opinion_name(other->opinion));
    json_str(json, "said", other->said);
    json_close_object(json);
}

static void write_fates(struct json *json, const struct recipient_fate *fates, const struct envelope *envelope)
{
    static const char *const words[] = {
        [FATE_DELIVERED] = "delivered", [FATE_PASSED]  = "passed",  [FATE_HELD]    = "held", [FATE_DONE_BEFORE] = "done-before",
        [FATE_REFUSED]   = "refused",   [FATE_PUT_OFF] = "put-off",
    };

    if (fates == NULL)
        return;
    json_open_array(json, "recipients");
    for (size_t i = 0; i < envelope->recipient_count; i++) {
        json_open_object(json, NULL);
        write_path(json, "rcpt", &envelope->recipients[i]);
        json_cstr(json, "fate", words[fates[i].fate]);
        json_cstr(json, "by", fates[i].by);
        if (fates[i].reply.len > 0)
            json_str(json, "reply", fates[i].reply);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_outcome(struct json *json, const struct outcome *outcome, const struct envelope *envelope, int64_t dns_ms)
{
    json_open_object(json, "outcome");
    json_str(json, "reply", outcome->reply);
    json_bool(json, "delivered", outcome->delivered);
    json_bool(json, "held", outcome->held);
    if (outcome->delivered_as.len > 0)
        json_str(json, "delivered_as", outcome->delivered_as);
    write_fates(json, outcome->fates, envelope);
    json_bool(json, "client_left", outcome->client_left);
    json_str(json, "next_hop", outcome->next_hop);
    json_str(json, "next_hop_reply", outcome->next_hop_reply);
    json_int(json, "receive_ms", outcome->receive_ms);
    json_int(json, "dns_ms", dns_ms);
    json_int(json, "judge_ms", outcome->judge_ms);
    json_int(json, "total_ms", outcome->total_ms);
    json_close_object(json);
}

str record_authentication_results(const struct transaction *tx, struct arena *arena)
{
    BUF_SCOPE         field = { 0 };
    struct header_list list;

    authres_write(&field, tx->engine->config->authserv_id, &tx->auth, &tx->envelope);
    header_parse(&list, arena, arena_str(arena, buf_str(&field)), false, &message_limits_default.header);
    if (list.count == 0)
        return (str){ 0 };
    str   line = header_unfold(arena, &list.fields[0]);
    char *flat = arena_octets(arena, line.len);

    for (size_t i = 0; i < line.len; i++)
        flat[i] = line.ptr[i] == '\t' ? ' ' : line.ptr[i];
    return (str){ flat, line.len };
}

/* Behind all that is judged again from the record: there the feeds are those of another day, and the body is gone. */
static void write_feeds(struct json *json, const struct transaction *tx, struct arena *arena)
{
    static const struct feed_result none = { 0 };

    feeds_json(json, tx->facts.feeds == NULL ? &none : tx->facts.feeds, arena);
}

void record_write(struct buf *out, const struct transaction *tx, const struct outcome *outcome)
{
    ARENA_SCOPE arena = { 0 };
    struct json json  = { .out = out };

    json_open_object(&json, NULL);
    json_int(&json, "version", RECORD_VERSION);
    json_str(&json, "id", str_of(tx->id.text));
    json_str(&json, "time", time_rfc3339(&arena, tx->envelope.arrived_at));
    write_judges(&json, tx->engine);
    write_envelope(&json, &tx->envelope, tx->listener, &arena);
    write_milter(&json, tx);
    write_origin(&json, &tx->origin, &arena);
    write_message(&json, tx, &arena);
    write_attachments(&json, &tx->attachments);
    write_auth(&json, &tx->auth);
    write_reputation(&json, &tx->dnsxl, &arena);
    json_str(&json, "authentication_results", record_authentication_results(tx, &arena));
    write_network(&json, tx->facts.network);
    write_history(&json, tx->facts.history, &arena);
    write_findings(&json, "findings", tx->findings.items, tx->findings.count, &arena);
    write_findings(&json, "findings_in_shadow", tx->findings.shadows, tx->findings.shadow_count, &arena);
    write_assessment(&json, &tx->verdict);
    write_verdict(&json, &tx->verdict, &arena);
    write_other(&json, &tx->other);
    write_view(&json, &tx->view, &arena);
    extract_write(&json, tx, &arena);
    write_feeds(&json, tx, &arena);
    if (outcome != NULL)
        write_outcome(&json, outcome, &tx->envelope, tx->waited_ms);
    json_close_object(&json);
}
