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

/* RFC 3461 §4, RFC 6533 §3, RFC 8689 §2. HUNDRED octets are the most of an ENVID. */
#define TEN     "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

TEST(parameters_of_dsn)
{
    static const struct { const char *name, *text; bool is_rcpt, utf8; enum smtp_reply_id want; const char *written; } cases[] = {
        { "of MAIL",                     " RET=HDRS ENVID=a",             false, false, REPLY_OK, " RET=HDRS ENVID=a" },
        { "as given",                    " ret=full envid=+2Ba",          false, false, REPLY_OK, " RET=full ENVID=+2Ba" },
        { "RET of another kind",         " RET=ALL",                      false, false, REPLY_BAD_PARAMETER, "" },
        { "RET without value",           " RET",                          false, false, REPLY_BAD_PARAMETER, "" },
        { "RET twice",                   " RET=FULL RET=FULL",            false, false, REPLY_BAD_PARAMETER, "" },
        { "an empty ENVID",              " ENVID=",                       false, false, REPLY_BAD_PARAMETER, "" },
        { "an equals sign in it",        " ENVID=a=b",                    false, false, REPLY_BAD_PARAMETER, "" },
        { "an encoded one",              " ENVID=a+3Db",                  false, false, REPLY_OK, " ENVID=a+3Db" },
        { "small hexadecimal digits",    " ENVID=a+3db",                  false, false, REPLY_BAD_PARAMETER, "" },
        { "half an encoding",            " ENVID=a+3",                    false, false, REPLY_BAD_PARAMETER, "" },
        { "an encoded CR",               " ENVID=a+0Db",                  false, false, REPLY_BAD_PARAMETER, "" },
        { "an encoded 8-bit octet",      " ENVID=a+C3+A4",                false, false, REPLY_BAD_PARAMETER, "" },
        { "UTF-8",                       " ENVID=\xc3\xa4",               false, true,  REPLY_BAD_PARAMETER, "" },
        { "the longest",                 " ENVID=" HUNDRED,               false, false, REPLY_OK, " ENVID=" HUNDRED },
        { "one octet longer",            " ENVID=x" HUNDRED,              false, false, REPLY_BAD_PARAMETER, "" },
        { "of RCPT in MAIL",             " NOTIFY=NEVER",                 false, false, REPLY_UNKNOWN_PARAMETER, "" },
        { "of RCPT",                     " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a@b.example", true, false, REPLY_OK,
          " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a@b.example" },
        { "NEVER",                       " notify=never",                 true,  false, REPLY_OK, " NOTIFY=never" },
        { "NEVER and more",              " NOTIFY=NEVER,DELAY",           true,  false, REPLY_BAD_PARAMETER, "" },
        { "twice the same",              " NOTIFY=DELAY,delay",           true,  false, REPLY_BAD_PARAMETER, "" },
        { "a comma too many",            " NOTIFY=DELAY,",                true,  false, REPLY_BAD_PARAMETER, "" },
        { "another one",                 " NOTIFY=,DELAY",                true,  false, REPLY_BAD_PARAMETER, "" },
        { "nothing",                     " NOTIFY=",                      true,  false, REPLY_BAD_PARAMETER, "" },
        { "NOTIFY twice",                " NOTIFY=DELAY NOTIFY=DELAY",    true,  false, REPLY_BAD_PARAMETER, "" },
        { "an address without a type",   " ORCPT=a@b.example",            true,  false, REPLY_BAD_PARAMETER, "" },
        { "an empty type",               " ORCPT=;a@b.example",           true,  false, REPLY_BAD_PARAMETER, "" },
        { "an empty address",            " ORCPT=rfc822;",                true,  false, REPLY_BAD_PARAMETER, "" },
        { "a path",                      " ORCPT=rfc822;<a@b.example>",   true,  false, REPLY_OK, " ORCPT=rfc822;<a@b.example>" },
        { "UTF-8 written in ASCII",      " ORCPT=utf-8;\\x{E4}@b.example", true, false, REPLY_OK, " ORCPT=utf-8;\\x{E4}@b.example" },
        { "UTF-8 as it is",              " ORCPT=utf-8;\xc3\xa4@b.example", true, true, REPLY_OK, " ORCPT=utf-8;\xc3\xa4@b.example" },
        { "without SMTPUTF8",            " ORCPT=utf-8;\xc3\xa4@b.example", true, false, REPLY_BAD_PARAMETER, "" },
        { "under another type",          " ORCPT=rfc822;\xc3\xa4@b.example", true, true, REPLY_BAD_PARAMETER, "" },
        { "no UTF-8 at all",             " ORCPT=utf-8;\xc3@b.example",   true,  true,  REPLY_BAD_PARAMETER, "" },
        { "of MAIL in RCPT",             " RET=FULL",                     true,  false, REPLY_UNKNOWN_PARAMETER, "" },
        { "REQUIRETLS",                  " REQUIRETLS",                   false, false, REPLY_OK, " REQUIRETLS" },
        { "which has no value",          " REQUIRETLS=1",                 false, false, REPLY_BAD_PARAMETER, "" },
        { "a binary body",               " BODY=BINARYMIME SIZE=7",       false, false, REPLY_OK, " SIZE=7 BODY=BINARYMIME" },
    };
    enum { EVERYTHING = 0xffff };

    FOR_EACH_CASE(c, cases) {
        struct smtp_mail_parameters mail;
        struct dsn_rcpt             rcpt;
        BUF_SCOPE                   written = { 0 };
        enum smtp_reply_id          got = c->is_rcpt ? smtp_rcpt_parameters_read(&rcpt, str_of(c->text), EVERYTHING, c->utf8)
                                                     : smtp_mail_parameters_read(&mail, str_of(c->text), EVERYTHING);

        if (!CHECK_EQ(got, c->want) || got != REPLY_OK)
            continue;
        if (c->is_rcpt)
            smtp_rcpt_parameters_write(&written, &rcpt, EVERYTHING);
        else
            smtp_mail_parameters_write(&written, &mail, EVERYTHING);
        CHECK_CSTR(buf_str(&written), c->written);
        if (c->is_rcpt)
            CHECK_EQ(rcpt.wants_success, str_find(rcpt.notify, STR("SUCCESS")) != STR_NOT_FOUND);
    }
}
