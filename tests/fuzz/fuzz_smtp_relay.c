/* The two SMTP machines between a client and a next hop: whatever octets arrive in whatever pieces, a strict next hop
 * sees exactly the messages that were acknowledged, with their envelopes, and never an octet that it would not expect.
 * The first octet chooses the cuts, the second whether line ends are repaired.
 *
 * Covers: src/smtp/extension.c src/smtp/content.c src/smtp/stuff.c */
#include "fuzz.h"

#include "relay_fixture.h"

static const struct smtp_server_options options = {
    .hostname = STR_INIT("mx.example.org"), .message_max_octets = 300, .text_line_max_octets = 120, .recipients_max = 3,
    .errors_max = 30, .commands_max = 100,
};

FUZZ_TARGET(input)
{
    struct fuzz_cuts cuts    = { fuzz_take_octet(&input) };
    bool             repairs = (fuzz_take_octet(&input) & 1) != 0;
    struct relay     r;

    relay_begin(&r, &options);
    r.server.repairs = repairs;
    for (str rest = input; rest.len > 0; )
        relay_arrive(&r, fuzz_cut(&cuts, &rest));
    HOLDS(r.hop.broken == NULL);
    HOLDS(relay_holds(&r));
    relay_end(&r);
}
