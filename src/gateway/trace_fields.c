#include "gateway/trace_fields.h"

#include "auth/authres.h"
#include "auth/received_spf.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/unicode.h"
#include "gateway/own_names.h"

/* What a client called itself, made fit for a field: no control octets, no comment or quote of its own (TRC-9). */
static str harmless_word(struct arena *arena, str s)
{
    char  *copy = arena_octets(arena, s.len);

    for (size_t i = 0; i < s.len; i++)
        copy[i] = ascii_is_vchar(s.ptr[i]) && strchr("()<>\\\";,", s.ptr[i]) == NULL ? s.ptr[i] : '?';
    return (str){ copy, s.len };
}

/* RFC 3848, 6531 §4.3. */
static str protocol(struct arena *arena, const struct envelope *envelope)
{
    if (!envelope->is_esmtp)
        return STR("SMTP");
    return arena_printf(arena, "%s%s%s", envelope->smtputf8 ? "UTF8SMTP" : "ESMTP", envelope->tls_version.len > 0 ? "S" : "",
                        envelope->authenticated_as.len > 0 ? "A" : "");
}

/* RFC 5321 §4.4. "for" only where there is one recipient: the others are nobody's business. */
static void add_received(struct buf *out, struct transaction *tx)
{
    const struct envelope *e    = &tx->envelope;
    str                    helo = harmless_word(&tx->arena, e->helo);
    str                    name = harmless_word(&tx->arena, e->client_name);
    str                    ip   = ip_text(&tx->arena, &e->client);

    buf_printf(out, "Received: from %.*s (%.*s%s[%s%.*s])\r\n\tby %.*s", STR_ARG(helo.len == 0 ? STR("unknown") : helo),
               STR_ARG(name), name.len > 0 ? " " : "", e->client.family == IP_V6 ? "IPv6:" : "", STR_ARG(ip),
               STR_ARG(tx->engine->config->hostname));
    buf_printf(out, " with %.*s id %s", STR_ARG(protocol(&tx->arena, e)), tx->id.text);
    if (e->tls_version.len > 0)
        buf_printf(out, "\r\n\t(using %.*s with cipher %.*s)", STR_ARG(e->tls_version), STR_ARG(e->tls_cipher));
    if (e->tls_fingerprint.len > 0)
        buf_printf(out, "\r\n\t(client certificate sha256:%.*s%s)", STR_ARG(e->tls_fingerprint),
                   e->tls_is_trusted ? ", known" : "");
    if (e->recipient_count == 1)
        buf_printf(out, "\r\n\tfor <%.*s>", STR_ARG(e->recipients[0].text));
    buf_printf(out, ";\r\n\t%.*s\r\n", STR_ARG(time_rfc5322(&tx->arena, e->arrived_at)));
}

/* For the server behind and its filters: what we thought of a message that we delivered all the same. */
static void add_verdict(struct buf *out, const struct transaction *tx)
{
    if (tx->verdict.action != ACTION_TAG)
        return;
    buf_printf(out, "X-Gatepost-Verdict: %s; score=%.2f; step=%s", band_name(tx->verdict.band), tx->verdict.score,
               step_name(tx->verdict.step));
    for (size_t i = 0; i < tx->findings.count; i++)
        buf_printf(out, "%s%s", i == 0 ? ";\r\n\tfindings=" : ",", tx->findings.items[i].id);
    buf_add(out, STR("\r\n"));
}

/* For whoever wants to see in the messages what a trial says of them. */
static void add_shadow(struct buf *out, const struct transaction *tx)
{
    const struct verdict  *verdict = &tx->verdict;
    const struct decision *would   = &verdict->would;
    const char            *reason  = verdict->steps[would->step].reason;

    if (verdict->shadow != SHADOW_NONE)
        buf_printf(out, "X-Gatepost-Would: %s; score=%.2f; step=%s%s%s\r\n", action_name(would->action), verdict->score,
                   step_name(would->step), reason == NULL ? "" : "; reason=", reason == NULL ? "" : reason);
}

/* What the administrator has filters behind us believe: no stranger may write it. */
static bool is_to_be_removed(const struct config *config, str name)
{
    for (size_t i = 0; i < config->remove_field_count; i++) {
        str pattern = config->remove_fields[i];

        if (str_ends_nocase(pattern, STR("*")) ? str_starts_nocase(name, str_slice(pattern, 0, pattern.len - 1))
                                               : str_equal_nocase(name, pattern))
            return true;
    }
    return false;
}

/* Fields that only we may have written: results under our name, and our own X- fields (AR-2, AR-3, AR-8). */
static bool must_go(const struct header *h, const struct own_names *own, struct transaction *tx)
{
    struct arena *arena = &tx->arena;

    return str_starts_nocase(h->name, STR("X-Gatepost-")) || is_to_be_removed(tx->engine->config, h->name) ||
           authres_is_forged(h, own->names, own->count, arena) ||
           received_spf_is_forged(h, own->names, own->count, arena);
}

/* RFC 5321 §4.4: whoever delivers notes the reverse-path, and there is but one. What stands there before is a claim, which readers
 * would take for ours. That is so on trial, too. */
static bool is_replaced(const struct header *h, const struct trace_options *options)
{
    return options->final_delivery && str_equal_nocase(h->name, STR("Return-Path"));
}

/* Moves the piece before the first ";" outside of quotes and comments out of *rest (RFC 8601 §2.2). */
static bool cut_result(str *rest, str *piece)
{
    size_t depth  = 0, i = 0;
    bool   quoted = false;

    if (rest->len == 0)
        return false;
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];

        if (c == '\\')
            i++;
        else if (c == '"' && depth == 0)
            quoted = !quoted;
        else if (!quoted && c == '(')
            depth++;
        else if (!quoted && c == ')' && depth > 0)
            depth--;
        else if (!quoted && depth == 0 && c == ';')
            break;
    }
    if (i > rest->len)                  /* a backslash at the very end */
        i = rest->len;
    *piece = str_slice(*rest, 0, i);
    *rest  = i < rest->len ? str_from(*rest, i + 1) : (str){ 0 };
    return true;
}

/* A recorded field on one line gets its folds again, one for each method. */
static void fold_results(struct buf *out, str results)
{
    str  piece;
    bool first = true;

    for (; cut_result(&results, &piece); first = false)
        buf_printf(out, "%s%.*s", first ? "Authentication-Results: " : ";\r\n\t", STR_ARG(str_trim(piece)));
    buf_add(out, STR("\r\n"));
}

static void add_results(struct buf *out, const struct transaction *tx, const struct trace_options *options)
{
    if (options->released_by.len == 0)
        authres_write(out, tx->engine->config->authserv_id, &tx->auth, &tx->envelope);
    else if (options->recorded_results.len > 0)
        fold_results(out, options->recorded_results);
}

/* RFC 7208 §9.1: above our Received, and above what others have written of the kind. A null reverse-path has one identity. */
static void add_received_spf(struct buf *out, const struct transaction *tx, const struct trace_options *options)
{
    str receiver = tx->engine->config->hostname;

    if (!tx->engine->config->received_spf || options->released_by.len > 0)
        return;
    received_spf_write(out, &tx->auth.spf, &tx->judged, receiver);
    if (!tx->judged.reverse_path.is_null)
        received_spf_write(out, &tx->auth.spf_helo, &tx->judged, receiver);
}

static void add_release(struct buf *out, struct transaction *tx, const struct trace_options *options)
{
    if (options->released_by.len > 0)
        buf_printf(out, "X-Gatepost-Released: %s; by=%.*s%s%.*s\r\n", tx->id.text,
                   STR_ARG(harmless_word(&tx->arena, options->released_by)), options->release_token.len > 0 ? "; token=" : "",
                   STR_ARG(options->release_token));
}

/* On trial nothing of a message is changed, if not asked for. That it came through here is no part of the trial: a server
 * that passes mail on says so (RFC 5321 §4.4). */
static bool leaves_alone(const struct transaction *tx, const struct trace_options *options)
{
    return tx->in_shadow && !tx->engine->config->shadow_fields && options->released_by.len == 0;
}

static void add_what_was_found(struct buf *out, struct transaction *tx, const struct trace_options *options)
{
    add_results(out, tx, options);
    add_received_spf(out, tx, options);
    add_verdict(out, tx);
    add_shadow(out, tx);
    add_release(out, tx, options);
}

void trace_fields_apply(struct transaction *tx, const struct trace_options *options, const str **slices, size_t *count)
{
    const struct header_list *headers  = &tx->message.headers;
    struct own_names          own      = own_names_of(tx->engine, &tx->arena);
    struct buf                ours     = { 0 };
    str                      *list     = NULL;
    size_t                    capacity = 0, used = 0;
    bool                      alone    = leaves_alone(tx, options);
    const char               *from     = tx->octets.ptr, *end = tx->octets.ptr + tx->octets.len;

    if (options->final_delivery)
        buf_printf(&ours, "Return-Path: <%.*s>\r\n", STR_ARG(tx->envelope.reverse_path.text));
    if (!alone)
        add_what_was_found(&ours, tx, options);
    add_received(&ours, tx);
    *ARENA_PUSH(&tx->arena, list, used++, &capacity) = arena_str(&tx->arena, buf_str(&ours));
    buf_free(&ours);
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *h = &headers->fields[i];

        if (!is_replaced(h, options) && (alone || !must_go(h, &own, tx)))
            continue;
        if (h->field.ptr > from)
            *ARENA_PUSH(&tx->arena, list, used++, &capacity) = (str){ from, (size_t)(h->field.ptr - from) };
        from = h->field.ptr + h->field.len;
    }
    if (end > from)
        *ARENA_PUSH(&tx->arena, list, used++, &capacity) = (str){ from, (size_t)(end - from) };
    *slices = list;
    *count  = used;
}

/* ---- as changes ---- */

/* Number i among the fields of its name. */
static size_t number_of(const struct header_list *headers, size_t i)
{
    size_t number = 1;

    for (size_t k = 0; k < i; k++)
        number += str_equal_nocase(headers->fields[k].name, headers->fields[i].name);
    return number;
}

/* What a released message carries is ours, and stays but for the token; what comes back from a filter was seen to before. */
static bool must_change(const struct header *h, const struct own_names *own, struct transaction *tx)
{
    switch (tx->verdict.passage) {
    case PASSAGE_NONE:
    case PASSAGE_SUBMITTED:  return must_go(h, own, tx);
    case PASSAGE_REINJECTED: return false;
    case PASSAGE_RELEASED:   return str_equal_nocase(h->name, STR("X-Gatepost-Released"));
    }
    UNREACHABLE();
}

static str added_text(struct transaction *tx)
{
    static const struct trace_options options = { 0 };
    const struct header              *released;
    BUF_SCOPE                         out = { 0 };

    switch (tx->verdict.passage) {
    case PASSAGE_NONE:
        add_what_was_found(&out, tx, &options);
        break;
    case PASSAGE_RELEASED:
        released = header_find(&tx->message.headers, STR("X-Gatepost-Released"));
        if (released != NULL)
            buf_printf(&out, "X-Gatepost-Released: %.*s\r\n",
                       STR_ARG(release_token_strip(header_unfold(&tx->arena, released))));
        break;
    case PASSAGE_SUBMITTED:
    case PASSAGE_REINJECTED:
        break;
    }
    return arena_str(&tx->arena, buf_str(&out));
}

struct trace_changes trace_fields_changes(struct transaction *tx)
{
    const struct header_list *headers  = &tx->message.headers;
    struct own_names          own      = own_names_of(tx->engine, &tx->arena);
    struct trace_changes      changes  = { 0 };
    size_t                    capacity = 0;

    if (leaves_alone(tx, &(struct trace_options){ 0 }))
        return changes;
    header_parse(&changes.added, &tx->arena, added_text(tx), false, &message_limits_default.header);
    for (size_t i = 0; i < headers->count; i++)
        if (must_change(&headers->fields[i], &own, tx))
            *ARENA_PUSH(&tx->arena, changes.removed, changes.removed_count++, &capacity) =
                (struct trace_removal){ headers->fields[i].name, number_of(headers, i) };
    return changes;
}
