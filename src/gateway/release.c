#include "gateway/release.h"

#include <errno.h>
#include <limits.h>

#include "base/ascii.h"
#include "gateway/delivery.h"
#include "gateway/mail_server.h"
#include "gateway/maildir.h"
#include "gateway/next_hop.h"
#include "gateway/record_tree.h"
#include "gateway/state_lock.h"
#include "gateway/trace_fields.h"
#include "io/loop.h"
#include "io/sys.h"
#include "io/tls.h"
#include "smtp/parameter.h"

/* Authentication-Results as of the message's arrival, from its record; empty if the journal no longer has it. */
static str recorded_results(struct journal *journal, str id, struct arena *arena)
{
    struct journal_query query = { .id = id, .limit = 1 };
    struct journal_row  *rows;
    size_t               count = 0;
    str                  error, results = { 0 };

    if (journal == NULL || !journal_find(journal, arena, &query, &rows, &count, &error) || count == 0)
        return results;
    json_t       *record = record_tree(rows[0].record, NULL);
    const json_t *value  = json_object_get(record, "authentication_results");

    if (json_is_string(value))
        results = arena_str(arena, (str){ json_string_value(value), json_string_length(value) });
    json_decref(record);
    return results;
}

/* Nothing by which the text could end sooner than its angle bracket, or its line. */
static bool is_one_word(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_control(text.ptr[i]) || strchr(" <>", text.ptr[i]) != NULL)
            return false;
    return true;
}

/* Mail servers that we are a milter of take more than RFC 5321 has: two dots in a row, a dot at the end, no domain. What such a one
 * has accepted goes back to it as it came. */
static bool read_path(str text, struct path *path, struct arena *arena)
{
    str rest = arena_printf(arena, "<%.*s>", STR_ARG(text));

    if (path_parse(path, &rest) == PATH_OK && rest.len == 0)
        return true;
    *path = mail_server_path_again(text, arena);
    return is_one_word(text);
}

/* What a milter has held goes back to the mail server, whatever domains that has. */
static const struct config_route *release_route_of(const struct config *config, str domain)
{
    const struct config_route *route = config_route_of(config, domain);

    return route != NULL ? route : config->release_route;
}

/* The envelope of then. All recipients of a transaction had one route, so they have one now unless the configuration was
 * changed in between. */
static bool fill_transaction(struct transaction *tx, const struct quarantine_entry *entry, const struct config_route **route, str *error)
{
    struct envelope *envelope = &tx->envelope;

    envelope->helo       = entry->helo;
    envelope->is_esmtp   = true;
    envelope->smtputf8   = entry->smtputf8;
    envelope->arrived_at = entry->held_at;
    envelope->recipients = ARENA_ARRAY(&tx->arena, struct path, entry->recipient_count);
    (void)!ip_parse(entry->client, &envelope->client);
    if (!read_path(entry->reverse_path, &envelope->reverse_path, &tx->arena)) {
        *error = STR("its reverse-path cannot be read");
        return false;
    }
    for (size_t i = 0; i < entry->recipient_count; i++) {
        struct path               *path = &envelope->recipients[envelope->recipient_count++];
        const struct config_route *its  = NULL;

        if (read_path(entry->recipients[i], path, &tx->arena))
            its = release_route_of(tx->engine->config, path->domain);
        if (its == NULL || (*route != NULL && its != *route)) {
            *error = arena_printf(&tx->arena, "%.*s has no route, or another one than the rest; see route and release-to",
                                  STR_ARG(entry->recipients[i]));
            return false;
        }
        *route = its;
    }
    return *route != NULL;
}

/* What a connection needs, for one message of a program that then ends. */
struct sending {
    struct next_hop_request request;
    struct loop            *loop;
    struct tls_context     *tls;
    struct dns_cache       *cache;
    struct resolver_options resolving;
    struct resolver        *resolver;
};

static bool open_sending(struct sending *sending, const struct engine *engine, struct arena *arena, str *error)
{
    struct hash_key key     = sys_hash_key();
    const char     *problem = "the system gives no event loop";

    sending->loop      = loop_new();
    sending->cache     = dns_cache_new(engine->config->dns_cache_octets, &key);
    sending->resolving = engine_resolver_options(engine);
    if (sending->loop != NULL)
        sending->resolver = resolver_new(sending->loop, &sending->resolving, sending->cache, &problem);
    if (sending->resolver == NULL) {
        *error = str_of(problem);
        return false;
    }
    sending->tls = tls_client_context(arena, error);
    return sending->tls != NULL;
}

static void close_sending(struct sending *sending)
{
    tls_context_free(sending->tls);
    if (sending->resolver != NULL)
        resolver_free(sending->resolver);
    if (sending->loop != NULL)
        loop_free(sending->loop);
    dns_cache_free(sending->cache);
}

static void on_sent(struct next_hop_request *request)
{
    loop_stop(((struct sending *)request)->loop);
}

static bool any_delivered(const struct next_hop_request *request)
{
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        if (request->delivered[i])
            return true;
    return false;
}

/* True if everybody has it; else why not, in a sentence. */
static bool read_outcome(const struct next_hop_request *request, struct arena *arena, str *said, str *error)
{
    const struct smtp_reply *reply = &request->reply;
    const char *rest = any_delivered(request) ? "; the other recipients have it now, and would get it again from another release" : "";

    *said = arena_printf(arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        if (request->recipient_replies[i].code >= 400) {
            reply  = &request->recipient_replies[i];
            *error = arena_printf(arena, "the next hop refused %.*s and said: %d %.*s%s", STR_ARG(request->transaction.recipients[i]),
                                  reply->code, STR_ARG(reply->text), rest);
            return false;
        }
    switch (request->outcome) {
    case NEXT_HOP_ACCEPTED:
        return true;
    case NEXT_HOP_REFUSED:
        *error = arena_printf(arena, "the next hop refused it and said: %.*s", STR_ARG(*said));
        return false;
    case NEXT_HOP_FAILED:
        *error = arena_printf(arena, request->failure == HOP_UNKNOWN ? "the next hop may have it or not, for it has not answered: %s%s"
                                                                     : "the next hop could not be reached: %s%s", request->problem, rest);
        return false;
    }
    UNREACHABLE();
}

static uint64_t octets_of(const str *slices, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += slices[i].len;
    return sum;
}

/* What the sender has asked for still counts. */
static bool read_parameters(struct arena *arena, const struct quarantine_entry *entry, struct smtp_client_transaction *out, str *error)
{
    struct smtp_mail_parameters mail;
    struct dsn_rcpt            *recipients = ARENA_ARRAY(arena, struct dsn_rcpt, entry->recipient_count);
    bool                        ok         = smtp_mail_parameters_read(&mail, entry->mail_parameters, UINT_MAX) == REPLY_OK;

    for (size_t i = 0; ok && entry->recipient_parameters != NULL && i < entry->recipient_count; i++)
        ok = smtp_rcpt_parameters_read(&recipients[i], entry->recipient_parameters[i], UINT_MAX, entry->smtputf8) == REPLY_OK;
    if (!ok)
        *error = STR("the parameters of its envelope cannot be read");
    out->dsn            = mail.dsn;
    out->dsn_recipients = recipients;
    out->require_tls    = mail.require_tls;
    out->body           = mail.body == BODY_7BIT && entry->body_8bit ? BODY_8BITMIME : mail.body;
    return ok;
}

static bool send_on(struct transaction *tx, const struct config_route *route, const struct quarantine_entry *entry,
                    const str *slices, size_t count, str *said, str *error)
{
    struct sending sending = { 0 };
    bool           sent    = false;

    if (open_sending(&sending, tx->engine, &tx->arena, error)) {
        struct next_hop_pool *pool = next_hop_pool_new(sending.loop, tx->engine->config->hostname, sending.tls, NULL, 1);

        sending.request = (struct next_hop_request){
            .config = tx->engine->config, .route = route, .resolver = sending.resolver, .arena = &tx->arena, .done = on_sent,
            .content = slices, .content_count = count,
            .transaction = { .reverse_path = entry->reverse_path, .recipients = entry->recipients,
                             .recipient_count = entry->recipient_count, .size = octets_of(slices, count),
                             .smtputf8 = delivery_needs_smtputf8(&tx->envelope, str_has_8bit(tx->octets)) },
        };
        if (read_parameters(&tx->arena, entry, &sending.request.transaction, error)) {
            next_hop_submit(pool, &sending.request);
            loop_run(sending.loop);
            sent = read_outcome(&sending.request, &tx->arena, said, error);
        }
        next_hop_pool_free(pool);
    }
    close_sending(&sending);
    return sent;
}

/* Only where a milter of this server may have to know it. */
static str token_for(const struct transaction *tx, struct arena *arena)
{
    struct release_key key;
    str                error = { 0 };

    if (!release_key_load(&key, tx->engine->config->state_dir, false, arena, &error))
        return (str){ 0 };
    return release_token_make(&key, &tx->engine->digests, &tx->message, str_of(tx->id.text), arena, sys_now());
}

static bool deliver(struct transaction *tx, const struct quarantine_entry *entry, str released_by, str results, str *said, str *error)
{
    const struct config_route *route = NULL;
    const str                 *slices;
    size_t                     count;

    if (!fill_transaction(tx, entry, &route, error))
        return false;
    message_parse(&tx->message, &tx->arena, tx->octets, false, &tx->engine->message_limits, tx->engine->unicode);
    trace_fields_apply(tx, &(struct trace_options){
        .final_delivery = route->kind == NEXT_HOP_MAILDIR, .released_by = released_by, .release_token = token_for(tx, &tx->arena),
        .recorded_results = results }, &slices, &count);
    if (route->kind != NEXT_HOP_MAILDIR)
        return send_on(tx, route, entry, slices, count, said, error);
    *said = STR("written");
    if (maildir_deliver(route->hops[0].path, tx->id.text, slices, count))
        return true;
    *error = arena_printf(&tx->arena, "%s: %s", route->hops[0].path, strerror(errno));
    return false;
}

static bool release(const struct engine *engine, struct quarantine *quarantine, struct journal *journal, str id, str released_by,
                    struct arena *arena, str *said, str *error)
{
    struct quarantine_entry entry;
    struct transaction      tx;
    struct id               own = { 0 };

    if (!quarantine_find(quarantine, arena, id, &entry, error))
        return false;
    if (entry.state != QUARANTINE_HELD || !str_to_cstr(entry.id, own.text, sizeof own.text)) {
        *error = STR("it is not held any more");
        return false;
    }
    transaction_init(&tx, engine, own);
    bool ok = quarantine_octets(quarantine, &tx.arena, id, &tx.octets, error) &&
              deliver(&tx, &entry, released_by, recorded_results(journal, id, arena), said, error);

    *said  = arena_str(arena, *said);
    *error = arena_str(arena, *error);
    transaction_free(&tx);
    if (!ok || quarantine_settle(quarantine, id, QUARANTINE_RELEASED, error))
        return ok;
    *error = arena_printf(arena, "it was delivered, but that could not be written down, and another release would deliver it again: %.*s",
                          STR_ARG(*error));
    return false;
}

/* Two at once would both find the message held, and both deliver it. */
bool release_message(const struct engine *engine, struct quarantine *quarantine, struct journal *journal, str id, str released_by,
                     struct arena *arena, str *said, str *error)
{
    int lock = state_lock_task(engine->config->state_dir, "release.lock");

    if (lock < 0) {
        *error = STR("another release is under way; try again when it has ended");
        return false;
    }
    bool ok = release(engine, quarantine, journal, id, released_by, arena, said, error);

    (void)!sys_close(lock);
    return ok;
}
