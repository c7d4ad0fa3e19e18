/* The milter machine against a mail server that may send anything: however the stream is cut it tells the same and answers the
 * same; events come in an order that a message can have; what it sends are whole packets; what it remembers is bounded;
 * nothing is told after the end. The first octet chooses the cuts, the second what the owner decides.
 *
 * Covers: src/milter/machine.c src/milter/macros.c src/milter/packet.c */
#include "fuzz.h"

#include "milter/machine.h"
#include "milter/packet.h"

struct owner {
    struct milter milter;
    struct buf    in, story;
    unsigned      decisions;
    bool          connected, in_message, in_body, over;
};

static void decide(struct owner *o, enum milter_event_type type)
{
    static const struct smtp_reply reply = { 550, STR_INIT("5.7.1"), STR_INIT("100 %\nNo") };
    enum milter_decision           decision = (o->decisions >> (type % 8) & 1) == 0 ? MILTER_CONTINUE : o->decisions % 5;

    if (type == MILTER_EVENT_END_OF_MESSAGE) {
        milter_insert_header(&o->milter, 0, STR("A"), STR("b\r\n c"));
        milter_remove_header(&o->milter, 1, STR("A"));
    }
    milter_decide(&o->milter, decision, &reply);
    if (type == MILTER_EVENT_MAIL)
        o->in_message = decision == MILTER_CONTINUE;
    else if (type == MILTER_EVENT_END_OF_MESSAGE || (type == MILTER_EVENT_RCPT && (decision == MILTER_ACCEPT || decision == MILTER_DISCARD)))
        o->in_message = false;
    o->in_body = o->in_body && o->in_message;
}

static void tell(struct owner *o, const struct milter_event *e)
{
    buf_printf(&o->story, "%d %.*s=%.*s %u %u ", (int)e->type, STR_ARG(e->name), STR_ARG(e->value), e->port, e->client.family);
    buf_add(&o->story, e->octets);
    for (size_t i = 0; i < e->argument_count; i++)
        buf_add(&o->story, e->arguments[i]);
    switch (e->type) {
    case MILTER_EVENT_NONE:
        break;
    case MILTER_EVENT_CONNECT:
        HOLDS(!o->connected);
        o->connected = true;
        break;
    case MILTER_EVENT_HELO:
        HOLDS(o->connected && !o->in_message);
        break;
    case MILTER_EVENT_MAIL:
        HOLDS(o->connected && !o->in_message && e->argument_count > 0);
        o->in_message = true;
        o->in_body    = false;
        break;
    case MILTER_EVENT_RCPT:
        HOLDS(o->in_message && e->argument_count > 0);
        break;
    case MILTER_EVENT_DATA:
        HOLDS(o->in_message);
        break;
    case MILTER_EVENT_HEADER: case MILTER_EVENT_END_OF_HEADER:
        HOLDS(o->in_message && !o->in_body);
        o->in_body = e->type == MILTER_EVENT_END_OF_HEADER;
        break;
    case MILTER_EVENT_BODY:
        HOLDS(o->in_body && e->octets.len > 0);
        break;
    case MILTER_EVENT_END_OF_MESSAGE:
        HOLDS(o->in_message);
        break;
    case MILTER_EVENT_ABORT:
        HOLDS(o->in_message);
        o->in_message = false;
        break;
    case MILTER_EVENT_NEW_CONNECTION:
        o->connected = o->in_message = false;
        break;
    case MILTER_EVENT_CLOSE:
        o->over = true;
        break;
    }
    if (o->milter.awaiting)
        decide(o, e->type);
}

static void read_all(struct owner *o, str stream, struct fuzz_cuts *cuts)
{
    struct milter_packet packet;
    struct milter_event  e;

    milter_init(&o->milter);
    while (stream.len > 0) {
        buf_add(&o->in, cuts == NULL ? stream : fuzz_cut(cuts, &stream));
        if (cuts == NULL)
            stream = (str){ 0 };
        while ((e = milter_next(&o->milter, &o->in)).type != MILTER_EVENT_NONE) {
            HOLDS(!o->over);
            tell(o, &e);
        }
        HOLDS(o->milter.connection.used + o->milter.message.used <= MILTER_TEXTS_MAX_OCTETS + 2 * MILTER_PACKET_MAX_OCTETS);
    }
    while (milter_packet_read(&o->milter.out, MILTER_PACKET_MAX_OCTETS, &packet) == MILTER_COMPLETE)
        buf_add_char(&o->story, packet.command);
    HOLDS(buf_len(&o->milter.out) == 0);
    buf_printf(&o->story, "%.*s", STR_ARG(milter_macro(&o->milter.macros, STR("i"))));
}

static void owner_free(struct owner *o)
{
    milter_free(&o->milter);
    buf_free(&o->in);
    buf_free(&o->story);
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts  = { fuzz_take_octet(&input) };
    unsigned         how   = fuzz_take_octet(&input);
    struct owner     whole = { .decisions = how }, pieces = { .decisions = how };

    read_all(&whole, input, NULL);
    read_all(&pieces, input, &cuts);
    HOLDS(str_equal(buf_str(&whole.story), buf_str(&pieces.story)));
    owner_free(&whole);
    owner_free(&pieces);
}
