#include "smtp/pace.h"

#include "base/attr.h"

const char *pace_fault_text(enum pace_fault fault)
{
    switch (fault) {
    case PACE_OK:           return "in time";
    case PACE_COMMAND_SLOW: return "no whole command in time";
    case PACE_CONTENT_SLOW: return "the message came too slowly";
    case PACE_READER_SLOW:  return "our replies were not read";
    case PACE_SESSION_LONG: return "the session took too long";
    case PACE_FAULTS:       break;
    }
    UNREACHABLE();
}

void pace_begin(struct pace *pace, int64_t now_ms)
{
    *pace = (struct pace){ .phase = PACE_COMMAND, .started_ms = now_ms, .since_ms = now_ms };
}

void pace_moved(struct pace *pace, enum pace_phase phase, uint64_t octets, bool replied, bool output_waits, int64_t now_ms)
{
    bool has_read = pace->output_waits && !output_waits;        /* all our replies: only now a client is to go on */

    if (phase != pace->phase || ((replied || has_read) && phase == PACE_COMMAND)) {
        pace->since_ms = now_ms;
        pace->octets   = 0;
    } else if (phase == PACE_CONTENT) {
        pace->octets += octets;
    }
    if (output_waits && !pace->output_waits)
        pace->output_since_ms = now_ms;
    pace->phase        = phase;
    pace->output_waits = output_waits;
}

/* The next of two points in time. */
static void look_at(int64_t *look_ms, int64_t then_ms)
{
    if (then_ms < *look_ms)
        *look_ms = then_ms;
}

static enum pace_fault look_at_content(struct pace *pace, const struct pace_limits *limits, int64_t now_ms, int64_t *look_ms)
{
    if (limits->content_octets == 0)
        return PACE_OK;
    if (now_ms - pace->since_ms >= limits->window_ms) {
        if (pace->octets < limits->content_octets)
            return PACE_CONTENT_SLOW;
        pace->since_ms = now_ms;
        pace->octets   = 0;
    }
    look_at(look_ms, pace->since_ms + limits->window_ms);
    return PACE_OK;
}

static enum pace_fault look_at_input(struct pace *pace, const struct pace_limits *limits, int64_t now_ms, int64_t *look_ms)
{
    switch (pace->phase) {
    case PACE_OURS:
        return PACE_OK;
    case PACE_COMMAND:
        if (pace->output_waits)         /* commands are not even read, while too many replies are not */
            return PACE_OK;
        look_at(look_ms, pace->since_ms + limits->command_ms);
        return now_ms - pace->since_ms >= limits->command_ms ? PACE_COMMAND_SLOW : PACE_OK;
    case PACE_CONTENT:
        return look_at_content(pace, limits, now_ms, look_ms);
    }
    UNREACHABLE();
}

enum pace_fault pace_look(struct pace *pace, const struct pace_limits *limits, int64_t now_ms, int64_t *look_ms)
{
    *look_ms = now_ms + limits->command_ms;
    if (pace->output_waits) {
        if (now_ms - pace->output_since_ms >= limits->command_ms)
            return PACE_READER_SLOW;
        look_at(look_ms, pace->output_since_ms + limits->command_ms);
    }
    if (pace->phase != PACE_OURS) {
        if (now_ms - pace->started_ms >= limits->session_ms)
            return PACE_SESSION_LONG;
        look_at(look_ms, pace->started_ms + limits->session_ms);
    }
    return look_at_input(pace, limits, now_ms, look_ms);
}
