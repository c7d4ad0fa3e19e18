#include "gateway/incoming.h"

#include <stdlib.h>

#include "gateway/delivery.h"
#include "gateway/fates.h"
#include "gateway/message_log.h"
#include "gateway/pipeline.h"
#include "io/sys.h"

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

/* Paths live in the owner's arena; the message may outlive it. */
static struct path copied_path(struct arena *arena, const struct path *path)
{
    struct path copy = *path;

    copy.text       = arena_str(arena, path->text);
    copy.local_part = moved(path->local_part, path->text, copy.text, arena);
    copy.domain     = moved(path->domain, path->text, copy.text, arena);
    return copy;
}

/* Of what is known at MAIL; recipients follow. */
static struct envelope copied_envelope(struct arena *arena, const struct envelope *envelope)
{
    struct envelope copy = *envelope;

    copy.client_name      = arena_str(arena, envelope->client_name);
    copy.helo             = arena_str(arena, envelope->helo);
    copy.tls_version      = arena_str(arena, envelope->tls_version);
    copy.tls_cipher       = arena_str(arena, envelope->tls_cipher);
    copy.tls_fingerprint  = arena_str(arena, envelope->tls_fingerprint);
    copy.tls_name         = arena_str(arena, envelope->tls_name);
    copy.authenticated_as = arena_str(arena, envelope->authenticated_as);
    copy.reverse_path     = copied_path(arena, &envelope->reverse_path);
    copy.dsn              = (struct dsn_mail){ arena_str(arena, envelope->dsn.ret), arena_str(arena, envelope->dsn.envid) };
    return copy;
}

static void stop_resolving(struct incoming *in)
{
    loop_timer_stop(&in->patience);
    in->tx.waited_ms += loop_now_ms(in->worker->loop) - in->resolving_since_ms;
    in->resolving_now = false;
    if (in->inside_fetch)
        return;
    if (in->state == INCOMING_JUDGING)
        incoming_judge(in, in->saw_8bit);
    else if (in->state == INCOMING_CHECKING)
        incoming_check_envelope(in);
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

static struct id new_id(struct randomness *randomness)
{
    enum { OCTETS = 10 };

    if (randomness->left < OCTETS) {
        sys_random(randomness->octets, sizeof randomness->octets);
        randomness->left = sizeof randomness->octets;
    }
    randomness->left -= OCTETS;
    return id_make(sys_now_ms(), randomness->octets + randomness->left);
}

struct incoming *incoming_new(struct incoming_owner *owner, struct worker_generation *generation, const struct envelope *envelope)
{
    struct incoming *in = calloc(1, sizeof *in);

    ASSERT(in != NULL);
    in->worker     = generation->worker;
    in->face       = owner->face;
    in->owner      = owner;
    in->generation = worker_generation_keep(generation);
    in->began_ms   = loop_now_ms(in->worker->loop);
    in->worker->incoming++;
    in->no_room    = REPLY_OK;
    octets_init(&in->octets);
    transaction_init(&in->tx, in->generation->shared->engine, new_id(&in->worker->randomness));
    in->tx.view.known         = resolver_known;
    in->tx.view.known_context = in->generation->resolver;
    in->tx.envelope            = copied_envelope(&in->tx.arena, envelope);
    in->tx.envelope.arrived_at = sys_now();
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

/* One client may have as much of all the room as is free still. So it alone never has more than a half, n who take what they
 * can leave an n-th and something to whoever comes next, and nobody is refused anything while there is room for all. Where the
 * whole is less than two messages of the greatest size, one of them must pass all the same. */
static size_t share_of_one(const struct config *config, size_t used)
{
    size_t free  = used < config->memory_octets ? config->memory_octets - used : 0;
    size_t least = config->memory_octets / 2 < config->message_max_octets ? config->message_max_octets : 0;

    return free > least ? free : least;
}

enum smtp_reply_id incoming_room(const struct worker *worker, const struct config *config, const struct client_limits *limits,
                                 const struct ip *client)
{
    size_t used = atomic_load(&worker->server->memory);

    if (used >= config->memory_octets)
        return REPLY_NO_STORAGE;
    return limits != NULL && limits_share_is_spent(worker->server->limits, limits, client, share_of_one(config, used))
        ? REPLY_TOO_MUCH_OF_YOURS : REPLY_OK;
}

static void give_room_back(struct incoming *in)
{
    struct server *server = in->worker->server;

    atomic_fetch_sub(&server->memory, in->counted);
    in->counted = 0;
    limits_give_back(server->limits, &in->share);
}

static enum smtp_reply_id take_room(struct incoming *in, str piece)
{
    const struct config *config = config_of(in);
    struct server       *server = in->worker->server;
    size_t               used   = atomic_fetch_add(&server->memory, piece.len) + piece.len;

    in->counted += piece.len;
    if (in->limits != NULL && !limits_receive(server->limits, in->limits, &in->tx.envelope.client, piece.len, share_of_one(config, used),
                                              loop_now_ms(in->worker->loop), &in->share))
        return REPLY_TOO_MUCH_OF_YOURS;
    return used > config->memory_octets || !octets_add(&in->octets, piece, config->state_dir) ? REPLY_NO_STORAGE : REPLY_OK;
}

void incoming_add_octets(struct incoming *in, str piece)
{
    if (in->no_room != REPLY_OK)
        return;
    in->no_room = take_room(in, piece);
    if (in->no_room == REPLY_OK)
        return;
    give_room_back(in);                 /* nobody waits for its final dot */
    octets_free(&in->octets);
}

/* ---- the end ---- */

static void dispose(struct incoming *in)
{
    struct worker *worker = in->worker;

    if (in->resolving_now) {
        resolver_cancel(&in->resolving);
        loop_timer_stop(&in->patience);
    }
    give_room_back(in);
    transaction_free(&in->tx);
    octets_free(&in->octets);
    worker_generation_release(in->generation);
    worker->incoming--;
    free(in);
    worker_check_done(worker);
}

/* A delivery of which the client may not hear is put on record before anybody can ask again. */
static void end_doubt(struct incoming *in, bool accepted)
{
    if (accepted && (in->owner == NULL || in->owner->at_eof))
        duplicates_note(in, NULL);
    duplicates_settle(in);
}

/* A mail server that hears from its milter that it may go on gives its client a reply of its own, with an id of its own. */
static str reply_heard(struct incoming *in, const struct smtp_reply *reply)
{
    if (in->tx.by_milter && reply->code < 400)
        return (str){ 0 };
    return arena_printf(&in->tx.arena, "%d %.*s %.*s", reply->code, STR_ARG(reply->enhanced), STR_ARG(reply->text));
}

/* The answer first, then what is kept of it: nobody waits for a log. */
void incoming_finish(struct incoming *in, const struct smtp_reply *reply)
{
    struct incoming_owner *owner = in->owner;

    end_doubt(in, reply->code == 250);
    in->owner               = NULL;
    in->outcome.client_left = owner == NULL;
    in->outcome.reply       = reply_heard(in, reply);
    in->outcome.fates       = fates_of(in, (unsigned)reply->code);
    in->outcome.receive_ms  = in->complete_ms - in->began_ms;
    in->outcome.judge_ms    = in->judged_ms - in->complete_ms;
    in->outcome.total_ms    = loop_now_ms(in->worker->loop) - in->complete_ms;
    count_message(in->worker->counters, &in->tx, reply->code, owner == NULL, in->outcome.judge_ms, in->outcome.total_ms);
    worker_count_dns(in->generation);
    in->answering           = true;
    if (owner != NULL)
        in->face->answer(owner, in, reply);
    message_log_write(in);
    message_log_journal(in);
    in->answering = false;
    if (!in->kept)
        dispose(in);
}

void incoming_keep(struct incoming *in)
{
    in->kept = true;
    give_room_back(in);                 /* it is not being received any more */
}

void incoming_release(struct incoming *in)
{
    in->kept = false;
    if (!in->answering)
        dispose(in);
}

void incoming_finish_with(struct incoming *in, enum smtp_reply_id id)
{
    struct smtp_reply reply = smtp_reply_of(id);

    incoming_finish(in, &reply);
}

void incoming_finish_accepted(struct incoming *in)
{
    struct smtp_reply reply = smtp_reply_with(REPLY_QUEUED, arena_printf(&in->tx.arena, "Ok: queued as %s", in->tx.id.text));

    incoming_finish(in, &reply);
}

void incoming_abandon(struct incoming *in)
{
    in->owner = NULL;
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

/* ---- judging ---- */

void incoming_check_envelope(struct incoming *in)
{
    in->state = INCOMING_CHECKING;
    while (!in->resolving_now) {
        if (pipeline_run_envelope(&in->tx) == PIPELINE_DONE) {
            in->state = INCOMING_COLLECTING;
            worker_count_dns(in->generation);
            in->face->checked(in->owner, in);
            return;
        }
        (void)fetch(in);
    }
}

/* Nothing was judged: there is nothing for the journal. */
static void answer_no_room(struct incoming *in)
{
    struct smtp_reply reply = smtp_reply_of(in->no_room);

    if (in->no_room == REPLY_NO_STORAGE)
        message_log_problem(in, "no-storage", "the message found no room, in memory or on the disk of state-dir");
    else
        message_log_problem(in, "share-exceeded", "messages of this client that are being received have its share of limits.memory");
    count_one(&in->worker->counters->refused[in->no_room]);
    in->face->answer(in->owner, in, &reply);
    dispose(in);
}

void incoming_judge(struct incoming *in, bool saw_8bit)
{
    if (in->state == INCOMING_COLLECTING) {
        in->state       = INCOMING_JUDGING;
        in->saw_8bit    = saw_8bit;
        in->complete_ms = in->judged_ms = loop_now_ms(in->worker->loop);
        if (in->no_room == REPLY_OK && !octets_finish(&in->octets, &in->tx.octets))
            in->no_room = REPLY_NO_STORAGE;
        if (in->no_room != REPLY_OK) {
            answer_no_room(in);
            return;
        }
    }
    while (!in->resolving_now) {
        if (pipeline_run(&in->tx) == PIPELINE_DONE) {
            delivery_act(in);
            return;
        }
        (void)fetch(in);
    }
}
