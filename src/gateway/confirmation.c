#include "gateway/confirmation.h"

#include <stdlib.h>

#include "gateway/incoming.h"
#include "gateway/session.h"

enum { WHOLE_MS = 1000 };

static struct confirmations *list_of(struct session *s)
{
    return &s->worker->confirmations;
}

static void unlink_session(struct session *s)
{
    struct confirmations *list = list_of(s);
    struct confirmation  *c    = &s->confirmation;

    *(c->previous == NULL ? &list->first : &c->previous->confirmation.next) = c->next;
    *(c->next == NULL ? &list->last : &c->next->confirmation.previous)      = c->previous;
    c->next = c->previous = NULL;
}

static void give_up_message(struct session *s)
{
    struct incoming *message = s->confirmation.message;

    if (message == NULL)
        return;
    unlink_session(s);
    s->confirmation.message = NULL;
    incoming_release(message);
}

static void keep_keys(struct session *s)
{
    struct confirmation *c = &s->confirmation;

    c->keys  = duplicates_keep_keys(c->message);
    c->count = c->message->tx.envelope.recipient_count;
    c->id    = c->message->tx.id;
    give_up_message(s);
}

static void on_timer(struct loop_timer *timer)
{
    struct confirmations *list   = (struct confirmations *)((char *)timer - offsetof(struct confirmations, timer));
    struct worker        *worker = (struct worker *)((char *)list - offsetof(struct worker, confirmations));
    int64_t               now    = loop_now_ms(worker->loop);

    while (list->first != NULL && now - list->first->confirmation.since_ms >= WHOLE_MS)
        keep_keys(list->first);
    if (list->first != NULL)
        loop_timer_set(worker->loop, timer, list->first->confirmation.since_ms + WHOLE_MS - now);
}

void confirmation_expect(struct session *s, struct incoming *message)
{
    struct confirmations *list = list_of(s);

    confirmation_received(s);           /* of the message before: this one has come since */
    s->confirmation = (struct confirmation){ .expected = true, .message = message, .since_ms = loop_now_ms(s->worker->loop),
                                             .previous = list->last };
    *(list->last == NULL ? &list->first : &list->last->confirmation.next) = s;
    list->last = s;
    if (!list->timer.armed) {
        list->timer.expired = on_timer;
        loop_timer_set(s->worker->loop, &list->timer, WHOLE_MS);
    }
}

static void end(struct session *s)
{
    give_up_message(s);
    free(s->confirmation.keys);
    s->confirmation = (struct confirmation){ 0 };
}

void confirmation_received(struct session *s)
{
    if (s->confirmation.expected)
        end(s);
}

void confirmation_missed(struct session *s)
{
    struct confirmation *c = &s->confirmation;

    if (!c->expected)
        return;
    if (c->message != NULL)
        duplicates_note(c->message, NULL);
    else
        duplicates_note_keys(s->worker->server, c->keys, c->count, &c->id);
    end(s);
}
