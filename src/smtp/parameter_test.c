#include "smtp/parameter.h"

#include "unit.h"

static const unsigned offered = SMTP_EXT_SIZE | SMTP_EXT_8BITMIME | SMTP_EXT_SMTPUTF8;

TEST(mail_parameters)
{
    static const struct {
        const char *name, *text; enum smtp_reply_id want; uint64_t size; enum envelope_body body; bool smtputf8;
    } cases[] = {
        { "none",                      "",                                REPLY_OK, 0, BODY_7BIT, false },
        { "all",                       " SIZE=12 BODY=8BITMIME SMTPUTF8", REPLY_OK, 12, BODY_8BITMIME, true },
        { "in any case",               " size=12 body=8bitmime smtputf8", REPLY_OK, 12, BODY_8BITMIME, true },
        { "7BIT",                      " BODY=7BIT",                      REPLY_OK, 0, BODY_7BIT, false },
        { "blanks",                    "   SIZE=1  BODY=7BIT",            REPLY_OK, 1, BODY_7BIT, false },
        { "twenty digits",             " SIZE=18446744073709551615",      REPLY_OK, UINT64_MAX, BODY_7BIT, false },
        { "leading zeros to twenty",   " SIZE=00000000000000000001",      REPLY_OK, 1, BODY_7BIT, false },
        { "more digits",               " SIZE=000000000000000000001",     REPLY_BAD_PARAMETER, 0, 0, false },
        { "a number too large",        " SIZE=99999999999999999999",      REPLY_BAD_PARAMETER, 0, 0, false },
        { "a sign",                    " SIZE=-1",                        REPLY_BAD_PARAMETER, 0, 0, false },
        { "no number",                 " SIZE=",                          REPLY_BAD_PARAMETER, 0, 0, false },
        { "no value",                  " SIZE",                           REPLY_BAD_PARAMETER, 0, 0, false },
        { "SIZE twice",                " SIZE=1 SIZE=1",                  REPLY_BAD_PARAMETER, 0, 0, false },
        { "BODY without value",        " BODY",                           REPLY_BAD_PARAMETER, 0, 0, false },
        { "BINARYMIME is not offered", " BODY=BINARYMIME",                REPLY_BAD_PARAMETER, 0, 0, false },
        { "SMTPUTF8 has no value",     " SMTPUTF8=",                      REPLY_BAD_PARAMETER, 0, 0, false },
        { "unknown",                   " RET=HDRS",                       REPLY_UNKNOWN_PARAMETER, 0, 0, false },
        { "AUTH belongs to AUTH",      " AUTH=<>",                        REPLY_UNKNOWN_PARAMETER, 0, 0, false },
        { "the first problem counts",  " ENVID=a SIZE=x",                 REPLY_UNKNOWN_PARAMETER, 0, 0, false },
        { "only an equals sign",       " =",                              REPLY_UNKNOWN_PARAMETER, 0, 0, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct smtp_mail_parameters parameters;

        if (!CHECK_EQ(smtp_mail_parameters_read(&parameters, str_of(c->text), offered), c->want) || c->want != REPLY_OK)
            continue;
        CHECK_EQ(parameters.size, c->size);
        CHECK_EQ(parameters.body, c->body);
        CHECK_EQ(parameters.smtputf8, c->smtputf8);
    }
}
