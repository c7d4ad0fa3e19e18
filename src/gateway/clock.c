#include "gateway/clock.h"

#include "gateway/admission.h"
#include "gateway/session_log.h"

/* Over which the rate of content is measured; less where a command has less. */
enum { CONTENT_WINDOW_S = 60 };

static struct pace_limits limits_of(const struct session *s)
{
    const struct config *config = session_config(s);
    int64_t              window = config->command_timeout < CONTENT_WINDOW_S ? config->command_timeout : CONTENT_WINDOW_S;

    return (struct pace_limits){
        .command_ms     = config->command_timeout * 1000,
        .session_ms     = config->session_timeout * 1000,
        .window_ms      = window * 1000,
        .content_octets = config->content_rate * (uint64_t)window,
    };
}

/* A handshake is the client's affair, although the machine waits for it. */
static enum pace_phase phase_of(const struct session *s)
{
    if ((s->smtp.state == SMTP_CONTENT || s->smtp.chunk.under_way) && !s->smtp.awaiting)
        return PACE_CONTENT;
    return s->smtp.awaiting && !s->stream.handshaking ? PACE_OURS : PACE_COMMAND;
}

static void fall_due(struct session *s, enum pace_fault fault)
{
    struct smtp_reply reply = smtp_reply_of(REPLY_IDLE_TOO_LONG);

    count_one(&s->worker->counters->too_slow[fault]);
    session_log(s, "too-slow", str_of(pace_fault_text(fault)), &reply);
    if (s->stream.handshaking)
        session_drop(s);
    else
        session_shut(s, REPLY_IDLE_TOO_LONG);
}

static void look(struct session *s)
{
    struct pace_limits limits = limits_of(s);
    int64_t            now    = loop_now_ms(s->worker->loop), next = 0;
    enum pace_fault    fault  = pace_look(&s->pace, &limits, now, &next);

    if (fault != PACE_OK)               /* not from inside what it would end: the timer finds the same at once */
        next = now;
    if (s->clock.armed && next >= s->clock_due_ms)
        return;
    s->clock_due_ms = next;
    loop_timer_set(s->worker->loop, &s->clock, next - now);
}

static void on_expired(struct loop_timer *timer)
{
    struct session    *s      = (struct session *)((char *)timer - offsetof(struct session, clock));
    struct pace_limits limits = limits_of(s);
    int64_t            next;

    if (s->phase != SESSION_TALKING) {
        admission_expired(s);
        return;
    }
    enum pace_fault fault = pace_look(&s->pace, &limits, loop_now_ms(s->worker->loop), &next);

    if (fault != PACE_OK)
        fall_due(s, fault);
    else
        look(s);
}

void clock_init(struct session *s)
{
    s->clock.expired = on_expired;
}

void clock_set(struct session *s, int64_t milliseconds)
{
    loop_timer_set(s->worker->loop, &s->clock, milliseconds);
}

void clock_begin(struct session *s)
{
    clock_stop(s);
    pace_begin(&s->pace, loop_now_ms(s->worker->loop));
    look(s);
}

void clock_moved(struct session *s, bool replied)
{
    uint64_t came = s->came;

    s->came   = 0;
    s->unread = buf_len(&s->stream.in);
    pace_moved(&s->pace, phase_of(s), came, replied, !stream_is_sent(&s->stream), loop_now_ms(s->worker->loop));
    look(s);
}

void clock_stop(struct session *s)
{
    loop_timer_stop(&s->clock);
}
