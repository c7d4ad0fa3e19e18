#include "gateway/probe.h"

#include "unit.h"

TEST(probe_answer_to_rcpt)
{
    static const struct { const char *name; int code; str enhanced; enum probe_answer want; } cases[] = {
        { "taken",                                      250, STR_INIT("2.1.5"),  PROBE_KNOWN },
        { "passed on by the server",                    251, STR_INIT(""),       PROBE_KNOWN },
        { "unknown",                                    550, STR_INIT("5.1.1"),  PROBE_UNKNOWN },
        { "unknown, without more",                      550, STR_INIT(""),       PROBE_UNKNOWN },
        { "unknown, as a protocol's undefined fault",   550, STR_INIT("5.5.0"),  PROBE_UNKNOWN },
        { "not local",                                  551, STR_INIT("5.1.6"),  PROBE_UNKNOWN },
        { "a name that is not allowed",                 553, STR_INIT("5.1.3"),  PROBE_UNKNOWN },
        { "an address that the server cannot read",     501, STR_INIT("5.1.3"),  PROBE_UNKNOWN },
        { "the same without more",                      501, STR_INIT(""),       PROBE_UNKNOWN },
        { "unknown, where a transaction failed",        554, STR_INIT("5.1.1"),  PROBE_UNKNOWN },
        { "the domain takes no mail",                   556, STR_INIT("5.1.10"), PROBE_UNKNOWN },
        { "no access, as Exchange says of nobody",      550, STR_INIT("5.4.1"),  PROBE_UNKNOWN },
        { "full",                                       552, STR_INIT("5.2.2"),  PROBE_REFUSED },
        { "closed",                                     550, STR_INIT("5.2.1"),  PROBE_REFUSED },
        { "out of order",                               554, STR_INIT("5.3.0"),  PROBE_REFUSED },
        { "a rule, about him or about us",              554, STR_INIT("5.7.1"),  PROBE_REFUSED },
        { "a transaction failed, and no more",          554, STR_INIT(""),       PROBE_REFUSED },
        { "a list that strangers may not write to",     550, STR_INIT("5.7.2"),  PROBE_REFUSED },
        { "an account that is switched off",            550, STR_INIT("5.7.13"), PROBE_REFUSED },
        { "greylisted",                                 450, STR_INIT("4.2.0"),  PROBE_LATER },
        { "full for now",                               452, STR_INIT("4.2.2"),  PROBE_LATER },
        { "later, without more",                        451, STR_INIT(""),       PROBE_LATER },
        { "later, with a code of no RFC",               471, STR_INIT("4.7.1"),  PROBE_LATER },
        { "no command known",                           500, STR_INIT("5.5.2"),  PROBE_UNWELCOME },
        { "a parameter of ours",                        501, STR_INIT("5.5.4"),  PROBE_UNWELCOME },
        { "out of order of commands",                   503, STR_INIT("5.5.1"),  PROBE_UNWELCOME },
        { "the same without more",                      503, STR_INIT(""),       PROBE_UNWELCOME },
        { "our name in EHLO",                           504, STR_INIT("5.5.2"),  PROBE_UNWELCOME },
        { "the same with a code of mailboxes",          550, STR_INIT("5.5.2"),  PROBE_UNWELCOME },
        { "too many, where there is one",               552, STR_INIT("5.5.3"),  PROBE_UNWELCOME },
        { "no mail at all",                             521, STR_INIT(""),       PROBE_UNWELCOME },
        { "TLS is missing",                             530, STR_INIT("5.7.0"),  PROBE_UNWELCOME },
        { "TLS is missing, by its own code",            550, STR_INIT("5.7.10"), PROBE_UNWELCOME },
        { "a login is missing",                         535, STR_INIT("5.7.8"),  PROBE_UNWELCOME },
        { "the sender, who is nobody",                  553, STR_INIT("5.1.7"),  PROBE_UNWELCOME },
        { "SPF, of our name",                           550, STR_INIT("5.7.23"), PROBE_UNWELCOME },
        { "no name for our address",                    550, STR_INIT("5.7.25"), PROBE_UNWELCOME },
        { "the same for now",                           450, STR_INIT("4.7.25"), PROBE_UNWELCOME },
        { "TLS, which is not to be had now",            454, STR_INIT("4.7.0"),  PROBE_UNWELCOME },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(probe_answer_to_rcpt(&(struct smtp_reply){ c->code, c->enhanced, STR("") }), c->want);
}
