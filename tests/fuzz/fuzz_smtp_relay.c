/* The two SMTP machines between a client and a next hop: whatever octets arrive in whatever pieces, a strict next hop
 * sees exactly the messages that were acknowledged, with their envelopes, and never an octet that it would not expect.
 * The first octet chooses the cuts; the second whether line ends are repaired (1), and whether the client is a patient one (2),
 * which sends nothing behind the end of a line with it.
 *
 * Covers: src/smtp/extension.c src/smtp/content.c src/smtp/stuff.c */
#include "fuzz.h"

#include "relay_fixture.h"

static const struct smtp_server_options options = {
    .hostname = STR_INIT("mx.example.org"), .message_max_octets = 300, .text_line_max_octets = 120, .recipients_max = 3,
    .errors_max = 30, .commands_max = 100,
};

static str next_piece(struct fuzz_cuts *cuts, str *rest, bool is_patient)
{
    str       all = *rest, piece = fuzz_cut(cuts, rest);
    ptrdiff_t end = str_find_char(piece, '\n');

    if (!is_patient || end == STR_NOT_FOUND)
        return piece;
    *rest = str_from(all, (size_t)end + 1);
    return str_slice(all, 0, (size_t)end + 1);
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts  = { fuzz_take_octet(&input) };
    unsigned         modes = fuzz_take_octet(&input);
    struct relay     r;

    relay_begin(&r, &options);
    smtp_server_greet(&r.server);
    r.server.repairs = (modes & 1) != 0;
    for (str rest = input; rest.len > 0; )
        relay_arrive(&r, next_piece(&cuts, &rest, (modes & 2) != 0));
    HOLDS(r.hop.broken == NULL);
    HOLDS(relay_holds(&r));
    relay_end(&r);
}
