#include "gateway/fates.h"

#include "gateway/incoming.h"
#include "unit.h"

enum { RECIPIENTS = 3 };

TEST(fates_of_recipients)
{
    static const struct {
        const char        *name;
        enum action        action;
        enum next_hop_kind kind;
        enum { NOT_ASKED, ANSWERED, AWAY } hop;
        int                said[RECIPIENTS];        /* by the next hop, about each */
        const char        *done;                    /* for each: d delivered, h held, k known from before */
        unsigned           reply;
        const char        *want;
    } cases[] = {
        { "all delivered by SMTP",    ACTION_ACCEPT,     NEXT_HOP_SMTP, ANSWERED,  { 250, 250, 250 }, "ddd", 250,
          "delivered score 250; delivered score 250; delivered score 250" },
        { "one refused at RCPT",      ACTION_TAG,        NEXT_HOP_SMTP, ANSWERED,  { 250, 550, 250 }, "dhd", 250,
          "delivered score 250; held next-hop 550; delivered score 250" },
        { "one of each by LMTP",      ACTION_ACCEPT,     NEXT_HOP_LMTP, ANSWERED,  { 250, 550, 452 }, "d--", 451,
          "delivered score 250; put-off next-hop 550; put-off next-hop 452" },
        { "the retry of the same",    ACTION_ACCEPT,     NEXT_HOP_LMTP, ANSWERED,  { 0, 550, 250 },   "khd", 250,
          "done-before earlier 0; held next-hop 550; delivered score 250" },
        { "refused for everybody",    ACTION_ACCEPT,     NEXT_HOP_SMTP, ANSWERED,  { 550, 550, 551 }, "---", 554,
          "refused next-hop 550; refused next-hop 550; refused next-hop 551" },
        { "the next hop is away",     ACTION_ACCEPT,     NEXT_HOP_SMTP, AWAY,      { 0 },             "---", 451,
          "put-off next-hop 0; put-off next-hop 0; put-off next-hop 0" },
        { "held by the verdict",      ACTION_QUARANTINE, NEXT_HOP_SMTP, NOT_ASKED, { 0 },             "hhk", 250,
          "held score 0; held score 0; done-before earlier 0" },
        { "no room to hold it",       ACTION_QUARANTINE, NEXT_HOP_SMTP, NOT_ASKED, { 0 },             "---", 452,
          "put-off gate 0; put-off gate 0; put-off gate 0" },
        { "refused by the verdict",   ACTION_REJECT,     NEXT_HOP_SMTP, NOT_ASKED, { 0 },             "---", 550,
          "refused score 0; refused score 0; refused score 0" },
        { "put off by the verdict",   ACTION_DEFER,      NEXT_HOP_SMTP, NOT_ASKED, { 0 },             "---", 451,
          "put-off score 0; put-off score 0; put-off score 0" },
        { "left to the mail server",  ACTION_ACCEPT,     NEXT_HOP_SMTP, NOT_ASKED, { 0 },             "---", 250,
          "passed score 0; passed score 0; passed score 0" },
    };
    static const char *const words[] = { "delivered", "passed", "held", "done-before", "refused", "put-off" };

    FOR_EACH_CASE(c, cases) {
        struct incoming     in    = { .tx.envelope.recipient_count = RECIPIENTS, .tx.verdict = { .action = c->action, .step = STEP_SCORE } };
        struct config_route route = { .kind = c->kind };
        size_t              todo[RECIPIENTS], held[RECIPIENTS];
        struct smtp_reply   replies[RECIPIENTS];
        bool                delivered[RECIPIENTS], known[RECIPIENTS];
        str                 got = { 0 };

        in.route            = &route;
        in.todo             = todo;
        in.held_whom        = held;
        in.duplicates.known = known;
        for (size_t i = 0; i < RECIPIENTS; i++) {
            known[i] = c->done[i] == 'k';
            if (c->done[i] == 'h')
                held[in.held_count++] = i;
            if (known[i])
                continue;
            delivered[in.todo_count] = c->done[i] == 'd';
            replies[in.todo_count]   = (struct smtp_reply){ .code = c->said[i], .text = STR("said") };
            todo[in.todo_count++]    = i;
        }
        in.outcome.held = in.held_count > 0;
        if (c->hop != NOT_ASKED)
            in.forward = (struct next_hop_request){
                .outcome = c->hop == AWAY ? NEXT_HOP_FAILED : NEXT_HOP_ACCEPTED, .delivered = delivered, .recipient_replies = replies,
                .reply = { c->hop == AWAY ? 0 : 250, STR("2.0.0"), STR("Ok") } };

        const struct recipient_fate *fates = fates_of(&in, c->reply);

        for (size_t i = 0; i < RECIPIENTS; i++)
            got = arena_printf(&in.tx.arena, "%.*s%s%s %s %.*s", STR_ARG(got), i == 0 ? "" : "; ", words[fates[i].fate], fates[i].by,
                               fates[i].reply.len == 0 ? 1 : 3, fates[i].reply.len == 0 ? "0" : fates[i].reply.ptr);
        CHECK_STR(got, str_of(c->want));
        arena_free(&in.tx.arena);
    }
}
