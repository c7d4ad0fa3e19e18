#include "gateway/fates.h"

#include "gateway/delivery.h"
#include "gateway/incoming.h"

enum { NOT_TRIED = -1 };

/* The place of a recipient among those for whom something was done. */
static ptrdiff_t place_in_todo(const struct incoming *in, size_t recipient)
{
    for (size_t i = 0; i < in->todo_count; i++)
        if (in->todo[i] == recipient)
            return (ptrdiff_t)i;
    return NOT_TRIED;
}

static bool is_held(const struct incoming *in, size_t recipient)
{
    for (size_t i = 0; in->outcome.held && i < in->held_count; i++)
        if (in->held_whom[i] == recipient)
            return true;
    return false;
}

static bool was_asked(const struct incoming *in, ptrdiff_t place)
{
    return place != NOT_TRIED && in->forward.delivered != NULL;
}

static bool is_delivered(const struct incoming *in, ptrdiff_t place)
{
    return was_asked(in, place) ? in->forward.delivered[place] : place != NOT_TRIED && in->outcome.delivered;
}

/* The last that the server behind has said about this recipient; code 0: nothing. What SMTP says of the content is said of all. */
static struct smtp_reply said_of(const struct incoming *in, ptrdiff_t place)
{
    if (!was_asked(in, place))
        return (struct smtp_reply){ 0 };
    struct smtp_reply own = in->forward.recipient_replies[place];

    return own.code >= 400 || in->route->kind == NEXT_HOP_LMTP ? own : in->forward.reply;
}

/* Whether it came so because of the verdict. What should be held and is not could not be written. */
static bool verdict_decides(const struct verdict *verdict, enum fate fate)
{
    switch (verdict->action) {
    case ACTION_ACCEPT:
    case ACTION_TAG:        return fate == FATE_DELIVERED || fate == FATE_PASSED;
    case ACTION_QUARANTINE: return fate == FATE_HELD;
    case ACTION_REJECT:
    case ACTION_DEFER:      return true;
    }
    UNREACHABLE();
}

static enum fate fate(const struct incoming *in, size_t recipient, ptrdiff_t place, unsigned reply_code)
{
    if (in->duplicates.known != NULL && in->duplicates.known[recipient])
        return FATE_DONE_BEFORE;
    if (is_held(in, recipient))
        return FATE_HELD;
    if (is_delivered(in, place))
        return FATE_DELIVERED;
    if (reply_code < 400)
        return FATE_PASSED;
    return reply_code < 500 ? FATE_PUT_OFF : FATE_REFUSED;
}

/* Who decided that it should be so: a step of policy, the server behind, or this gate for reasons of its own. */
static const char *decided_by(const struct incoming *in, enum fate fate, ptrdiff_t place, const struct smtp_reply *said)
{
    if (fate == FATE_DONE_BEFORE)
        return "earlier";
    if (verdict_decides(&in->tx.verdict, fate))
        return step_name(in->tx.verdict.step);
    return said->code >= 400 || (was_asked(in, place) && in->forward.outcome == NEXT_HOP_FAILED) ? "next-hop" : "gate";
}

const struct recipient_fate *fates_of(struct incoming *in, unsigned reply_code)
{
    size_t                 count = in->tx.envelope.recipient_count;
    struct recipient_fate *fates = ARENA_ARRAY(&in->tx.arena, struct recipient_fate, count);

    for (size_t i = 0; i < count; i++) {
        ptrdiff_t         place = place_in_todo(in, i);
        struct smtp_reply said  = said_of(in, place);

        fates[i].fate  = fate(in, i, place, reply_code);
        fates[i].by    = decided_by(in, fates[i].fate, place, &said);
        fates[i].reply = said.code == 0 ? (str){ 0 } : delivery_reply_text(&in->tx.arena, &said);
    }
    return fates;
}
