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

/* A held message on its way out. */
struct release {
    const struct quarantine_entry *entry;
    str                            by, results; /* who lets it go; Authentication-Results as of its arrival */
    const struct config_route    **routes;      /* of each recipient */
    bool                          *served;      /* whether he has it now */
};

static bool read_recipient(struct transaction *tx, struct release *r, size_t i, str *error)
{
    struct path *path = &tx->envelope.recipients[i];
    str          text = r->entry->recipients[i];

    if (!read_path(text, path, &tx->arena)) {
        *error = arena_printf(&tx->arena, "its recipient %.*s cannot be read", STR_ARG(text));
        return false;
    }
    r->routes[i] = release_route_of(tx->engine->config, path->domain);
    if (r->routes[i] == NULL)
        *error = arena_printf(&tx->arena, "%.*s has no route; see route and release-to", STR_ARG(text));
    return r->routes[i] != NULL;
}

/* The envelope of then, and the routes of now. A transaction of SMTP has one route; what a mail server asks its milter about goes
 * to whomever it has mail for, and the configuration may have been changed in between. */
static bool fill_transaction(struct transaction *tx, struct release *r, str *error)
{
    struct envelope               *envelope = &tx->envelope;
    const struct quarantine_entry *entry    = r->entry;

    envelope->helo       = entry->helo;
    envelope->is_esmtp   = true;
    envelope->smtputf8   = entry->smtputf8;
    envelope->arrived_at = entry->held_at;
    envelope->recipients = ARENA_ARRAY(&tx->arena, struct path, entry->recipient_count);
    r->routes            = ARENA_ARRAY(&tx->arena, const struct config_route *, entry->recipient_count);
    r->served            = ARENA_ARRAY(&tx->arena, bool, entry->recipient_count);
    (void)!ip_parse(entry->client, &envelope->client);
    if (!read_path(entry->reverse_path, &envelope->reverse_path, &tx->arena)) {
        *error = STR("its reverse-path cannot be read");
        return false;
    }
    if (entry->recipient_count == 0) {
        *error = STR("it is held for nobody");
        return false;
    }
    for (; envelope->recipient_count < entry->recipient_count; envelope->recipient_count++)
        if (!read_recipient(tx, r, envelope->recipient_count, error))
            return false;
    return true;
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

/* True if everybody has it; else why not, in a sentence. */
static bool read_outcome(const struct next_hop_request *request, struct arena *arena, str *said, str *error)
{
    const struct smtp_reply *reply = &request->reply;

    *said = delivery_reply_text(arena, reply);
    for (size_t i = 0; i < request->transaction.recipient_count; i++)
        if (request->recipient_replies[i].code >= 400) {
            reply  = &request->recipient_replies[i];
            *error = arena_printf(arena, "the next hop refused %.*s and said: %.*s", STR_ARG(request->transaction.recipients[i]),
                                  STR_ARG(delivery_reply_text(arena, reply)));
            return false;
        }
    switch (request->outcome) {
    case NEXT_HOP_ACCEPTED:
        return true;
    case NEXT_HOP_REFUSED:
        *error = arena_printf(arena, "the next hop refused it and said: %.*s", STR_ARG(*said));
        return false;
    case NEXT_HOP_FAILED:
        *error = arena_printf(arena, request->failure == HOP_UNKNOWN ? "the next hop may have it or not, for it has not answered: %s"
                                                                     : "the next hop could not be reached: %s", request->problem);
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
static bool read_parameters(struct arena *arena, const struct quarantine_entry *entry, const size_t *whom,
                            struct smtp_client_transaction *out, str *error)
{
    struct smtp_mail_parameters mail;
    struct dsn_rcpt            *recipients = ARENA_ARRAY(arena, struct dsn_rcpt, out->recipient_count);
    bool                        ok         = smtp_mail_parameters_read(&mail, entry->mail_parameters, UINT_MAX) == REPLY_OK;

    for (size_t i = 0; ok && entry->recipient_parameters != NULL && i < out->recipient_count; i++)
        ok = smtp_rcpt_parameters_read(&recipients[i], entry->recipient_parameters[whom[i]], UINT_MAX, entry->smtputf8) == REPLY_OK;
    if (!ok)
        *error = STR("the parameters of its envelope cannot be read");
    out->dsn            = mail.dsn;
    out->dsn_recipients = recipients;
    out->require_tls    = mail.require_tls;
    out->body           = mail.body == BODY_7BIT && entry->body_8bit ? BODY_8BITMIME : mail.body;
    return ok;
}

/* The recipients of a route, by their numbers in the entry. */
static size_t list_whom(const struct release *r, const struct config_route *route, struct arena *arena, size_t **whom)
{
    size_t count = 0;

    *whom = ARENA_ARRAY(arena, size_t, r->entry->recipient_count);
    for (size_t i = 0; i < r->entry->recipient_count; i++)
        if (r->routes[i] == route)
            (*whom)[count++] = i;
    return count;
}

static bool send_on(struct transaction *tx, const struct release *r, const struct config_route *route, const str *slices, size_t count,
                    str *said, str *error)
{
    struct sending sending = { 0 };
    bool           sent    = false;
    size_t        *whom, whom_count = list_whom(r, route, &tx->arena, &whom);
    str           *recipients = ARENA_ARRAY(&tx->arena, str, whom_count);

    for (size_t i = 0; i < whom_count; i++)
        recipients[i] = r->entry->recipients[whom[i]];
    if (open_sending(&sending, tx->engine, &tx->arena, error)) {
        struct next_hop_pool *pool = next_hop_pool_new(sending.loop, tx->engine->config->hostname, sending.tls, NULL, 1);

        sending.request = (struct next_hop_request){
            .config = tx->engine->config, .route = route, .resolver = sending.resolver, .arena = &tx->arena, .done = on_sent,
            .content = slices, .content_count = count,
            .transaction = { .reverse_path = r->entry->reverse_path, .recipients = recipients, .recipient_count = whom_count,
                             .size = octets_of(slices, count),
                             .smtputf8 = delivery_needs_smtputf8(&tx->envelope, str_has_8bit(tx->octets)) },
        };
        if (read_parameters(&tx->arena, r->entry, whom, &sending.request.transaction, error)) {
            next_hop_submit(pool, &sending.request);
            loop_run(sending.loop);
            sent = read_outcome(&sending.request, &tx->arena, said, error);
            for (size_t i = 0; i < whom_count; i++)
                r->served[whom[i]] = sending.request.delivered[i];
        }
        next_hop_pool_free(pool);
    }
    close_sending(&sending);
    return sent;
}

static bool write_down(struct transaction *tx, const struct release *r, const struct config_route *route, const str *slices, size_t count,
                       str *said, str *error)
{
    bool written = maildir_deliver(route->hops[0].path, tx->id.text, slices, count);

    if (!written)
        *error = arena_printf(&tx->arena, "%s: %s", route->hops[0].path, strerror(errno));
    *said = STR("written");
    for (size_t i = 0; i < r->entry->recipient_count; i++)
        if (r->routes[i] == route)
            r->served[i] = written;
    return written;
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

static bool deliver_by(struct transaction *tx, const struct release *r, const struct config_route *route, str *said, str *error)
{
    const str *slices;
    size_t     count;

    trace_fields_apply(tx, &(struct trace_options){
        .final_delivery = route->kind == NEXT_HOP_MAILDIR, .released_by = r->by, .release_token = token_for(tx, &tx->arena),
        .recorded_results = r->results }, &slices, &count);
    return route->kind == NEXT_HOP_MAILDIR ? write_down(tx, r, route, slices, count, said, error)
                                           : send_on(tx, r, route, slices, count, said, error);
}

static bool is_first_of_route(const struct release *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (r->routes[k] == r->routes[i])
            return false;
    return true;
}

/* By each route for itself: one that fails keeps nobody else from his mail. *error is what went wrong first. */
static bool deliver(struct transaction *tx, struct release *r, str *said, str *error)
{
    bool ok = true;

    if (!fill_transaction(tx, r, error))
        return false;
    message_parse(&tx->message, &tx->arena, tx->octets, false, &tx->engine->message_limits, tx->engine->unicode);
    for (size_t i = 0; i < r->entry->recipient_count; i++) {
        str answer = { 0 }, problem = { 0 };

        if (!is_first_of_route(r, i))
            continue;
        if (!deliver_by(tx, r, r->routes[i], &answer, &problem)) {
            *error = ok ? problem : *error;
            ok     = false;
        }
        *said = i == 0 ? answer : arena_printf(&tx->arena, "%.*s; %.*s", STR_ARG(*said), STR_ARG(answer));
    }
    return ok;
}

/* The entry for those who have not got it. False if nobody has. */
static bool list_rest(const struct release *r, struct arena *arena, struct quarantine_entry *rest)
{
    const struct quarantine_entry *entry      = r->entry;
    str                           *recipients = ARENA_ARRAY(arena, str, entry->recipient_count);
    str                           *parameters = ARENA_ARRAY(arena, str, entry->recipient_count);

    *rest = *entry;
    rest->recipient_count = 0;
    for (size_t i = 0; i < entry->recipient_count; i++) {
        if (r->served != NULL && r->served[i])
            continue;
        recipients[rest->recipient_count] = entry->recipients[i];
        if (entry->recipient_parameters != NULL)
            parameters[rest->recipient_count] = entry->recipient_parameters[i];
        rest->recipient_count++;
    }
    rest->recipients           = recipients;
    rest->recipient_parameters = entry->recipient_parameters == NULL ? NULL : parameters;
    return rest->recipient_count > 0 && rest->recipient_count < entry->recipient_count;
}

/* Not everybody got it. Whoever did is not to get it again when it is released for the rest; *error says so, or why he would. */
static void keep_rest(struct quarantine *quarantine, const struct release *r, struct arena *arena, str *error)
{
    struct quarantine_entry rest;
    str                     problem = { 0 };

    if (!list_rest(r, arena, &rest))
        return;
    if (quarantine_narrow(quarantine, &rest, &problem))
        *error = arena_printf(arena, "%.*s; the other recipients have it now, and another release is for the rest alone", STR_ARG(*error));
    else
        *error = arena_printf(arena, "%.*s; the other recipients have it now, but that could not be written down, and they would get it "
                              "again from another release: %.*s", STR_ARG(*error), STR_ARG(problem));
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
    struct release r  = { .entry = &entry, .by = released_by, .results = recorded_results(journal, id, arena) };
    bool           ok = quarantine_octets(quarantine, &tx.arena, id, &tx.octets, error) && deliver(&tx, &r, said, error);

    *said  = arena_str(arena, *said);
    *error = arena_str(arena, *error);
    if (!ok)
        keep_rest(quarantine, &r, arena, error);
    transaction_free(&tx);
    if (!ok || quarantine_settle(quarantine, id, QUARANTINE_RELEASED, &(struct quarantine_settlement){ .by = released_by, .said = *said },
                                 error))
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
