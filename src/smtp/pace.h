/* How slow a client may be (STANDARDS LIM-6; RFC 5321 §4.5.3.2). A time-out that each octet restarts stops nobody who
 * sends one a minute; these do not: a whole command has its time, content and our replies have a rate, and the session
 * has an end. While we think, or wait for the server behind, no time runs.
 *
 * Pure: the owner tells what happened, and asks now and then. */
#ifndef SMTP_PACE_H
#define SMTP_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace_limits {
    int64_t  command_ms;        /* from our reply to the end of the next command; also for all of a reply to be read */
    int64_t  session_ms;        /* for the whole session; a message that is complete by then is still answered */
    int64_t  window_ms;         /* of content, at least content_octets must come in each */
    uint64_t content_octets;    /* 0: no minimum */
};

enum pace_phase {
    PACE_OURS,                  /* the client waits for us */
    PACE_COMMAND,               /* it has our reply, and we wait for the next command */
    PACE_CONTENT,
};

enum pace_fault { PACE_OK, PACE_COMMAND_SLOW, PACE_CONTENT_SLOW, PACE_READER_SLOW, PACE_SESSION_LONG, PACE_FAULTS };
const char *pace_fault_text(enum pace_fault fault);     /* for the log */

struct pace {
    enum pace_phase phase;
    bool            output_waits;
    int64_t         started_ms;
    int64_t         since_ms;           /* the phase, the window, or the last reply began */
    int64_t         output_since_ms;    /* our output began to wait for the client */
    uint64_t        octets;             /* of content in this window */
};

void pace_begin(struct pace *pace, int64_t now_ms);
/* After input was read: where the dialogue is now, how many octets came, whether a reply went out, and whether the
 * socket would not take all of our output. */
void pace_moved(struct pace *pace, enum pace_phase phase, uint64_t octets, bool replied, bool output_waits, int64_t now_ms);
/* What the client is at fault with; else PACE_OK, and *look_ms is when to ask again. Begins the next window of content. */
enum pace_fault pace_look(struct pace *pace, const struct pace_limits *limits, int64_t now_ms, int64_t *look_ms);

#endif
