/* Postfix's policy delegation: however the stream is cut, the same requests are read, or the same thing is broken; what is read
 * holds no line end, and is bounded; written anew it reads the same. An answer is one line and an empty one, whatever its words.
 * The first octet chooses the cuts.
 *
 * Covers: src/postfix/delegation.c */
#include "fuzz.h"

#include "postfix/delegation.h"

/* A request as its sender would write it. */
static void write_request(struct buf *out, const struct delegation_request *r)
{
    static const char *const states[] = { "VRFY", "CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END-OF-MESSAGE" };
    const struct { const char *name; str value; } lines[] = {
        { "client_address", r->client_address }, { "client_port", r->client_port }, { "protocol_name", r->protocol_name },
        { "helo_name", r->helo_name }, { "sender", r->sender }, { "recipient", r->recipient }, { "instance", r->instance },
        { "queue_id", r->queue_id }, { "sasl_username", r->sasl_username }, { "encryption_protocol", r->encryption_protocol },
        { "encryption_cipher", r->encryption_cipher },
    };

    buf_printf(out, "request=smtpd_access_policy\nprotocol_state=%s\n", states[r->state]);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        HOLDS(!str_has_char(lines[i].value, '\n') && !str_has_char(lines[i].value, '\r') && !str_has_char(lines[i].value, '\0'));
        HOLDS(lines[i].value.len <= DELEGATION_LINE_MAX_OCTETS);
        buf_printf(out, "%s=", lines[i].name);
        buf_add(out, lines[i].value);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
}

static void check_again(str written)
{
    ARENA_SCOPE               arena  = { 0 };
    BUF_SCOPE                 in     = { 0 }, again = { 0 };
    struct delegation_reader  reader = { 0 };
    struct delegation_request read;

    buf_add(&in, written);
    HOLDS(delegation_read(&reader, &in, &arena, &read) == DELEGATION_COMPLETE && buf_len(&in) == 0);
    write_request(&again, &read);
    HOLDS(str_equal(buf_str(&again), written));
}

static void check_answer(void (*answer)(struct buf *out, const struct smtp_reply *reply), str words)
{
    BUF_SCOPE out = { 0 };

    answer(&out, &(struct smtp_reply){ 550, STR("5.7.1"), words });
    str line = buf_str(&out);

    HOLDS(line.len >= 2 && line.len < DELEGATION_TEXT_MAX_OCTETS + 40);
    HOLDS(str_find_char(line, '\n') == (ptrdiff_t)line.len - 2 && line.ptr[line.len - 1] == '\n');
}

/* What is read of the stream, written down; up to what is broken. */
static void read_all(struct buf *story, str stream, struct fuzz_cuts *cuts)
{
    BUF_SCOPE                in     = { 0 };
    struct delegation_reader reader = { 0 };
    enum delegation_reading  reading = DELEGATION_INCOMPLETE;

    while (stream.len > 0 && reading != DELEGATION_BROKEN) {
        buf_add(&in, cuts == NULL ? stream : fuzz_cut(cuts, &stream));
        if (cuts == NULL)
            stream = (str){ 0 };
        do {
            ARENA_SCOPE               arena = { 0 };
            BUF_SCOPE                 one   = { 0 };
            struct delegation_request request;

            reading = delegation_read(&reader, &in, &arena, &request);
            if (reading != DELEGATION_COMPLETE)
                continue;
            write_request(&one, &request);
            check_again(buf_str(&one));
            buf_add(story, buf_str(&one));
        } while (reading == DELEGATION_COMPLETE);
    }
    HOLDS((reading == DELEGATION_BROKEN) == (reader.problem != NULL));
    buf_printf(story, "%d %s", reading, reader.problem == NULL ? "" : reader.problem);
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts   = { fuzz_take_octet(&input) };
    BUF_SCOPE        whole  = { 0 }, pieces = { 0 };

    read_all(&whole, input, NULL);
    read_all(&pieces, input, &cuts);
    HOLDS(str_equal(buf_str(&whole), buf_str(&pieces)));
    check_answer(delegation_refuse, input);
    check_answer(delegation_defer_if_permit, input);
}
