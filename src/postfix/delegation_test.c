#include "postfix/delegation.h"

#include <stdio.h>

#include "unit.h"

/* As Postfix 3.7 writes it at RCPT. */
#define REQUEST                                                                                                                        \
    "request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nclient_address=192.0.2.7\nclient_name=mail.friend.example\n" \
    "client_port=49152\nreverse_client_name=mail.friend.example\nserver_address=198.51.100.1\nserver_port=25\n"                          \
    "helo_name=mail.friend.example\nsender=sam@friend.example\nrecipient=jo@example.org\nrecipient_count=0\nqueue_id=\n"                 \
    "instance=1a2b.5f3c.0.0\nsize=1234\netrn_domain=\nstress=\nsasl_method=\nsasl_username=jo\nsasl_sender=\nccert_subject=\n"           \
    "ccert_issuer=\nccert_fingerprint=\nccert_pubkey_fingerprint=\nencryption_protocol=TLSv1.3\n"                                        \
    "encryption_cipher=TLS_AES_256_GCM_SHA384\nencryption_keysize=256\npolicy_context=\n\n"

struct talk {
    struct delegation_reader  reader;
    struct buf                in;
    struct arena              arena;
    struct delegation_request request;
};

#define TALK_SCOPE CLEANUP(talk_free) struct talk

static void talk_free(struct talk *t)
{
    buf_free(&t->in);
    arena_free(&t->arena);
}

static enum delegation_reading reads(struct talk *t, str octets)
{
    buf_add(&t->in, octets);
    return delegation_read(&t->reader, &t->in, &t->arena, &t->request);
}

TEST(delegation_request)
{
    TALK_SCOPE t = { 0 };

    CHECK_EQ(reads(&t, STR(REQUEST)), DELEGATION_COMPLETE);
    CHECK_EQ(t.request.state, DELEGATION_RCPT);
    CHECK_STR(t.request.client_address, STR("192.0.2.7"));
    CHECK_STR(t.request.client_port, STR("49152"));
    CHECK_STR(t.request.protocol_name, STR("ESMTP"));
    CHECK_STR(t.request.helo_name, STR("mail.friend.example"));
    CHECK_STR(t.request.sender, STR("sam@friend.example"));
    CHECK_STR(t.request.recipient, STR("jo@example.org"));
    CHECK_STR(t.request.instance, STR("1a2b.5f3c.0.0"));
    CHECK_STR(t.request.queue_id, STR(""));
    CHECK_STR(t.request.sasl_username, STR("jo"));
    CHECK_STR(t.request.encryption_protocol, STR("TLSv1.3"));
    CHECK_STR(t.request.encryption_cipher, STR("TLS_AES_256_GCM_SHA384"));
    CHECK_EQ(buf_len(&t.in), 0);
}

TEST(delegation_forms)
{
    static const struct { const char *name; str octets; enum delegation_state state; str sender; } cases[] = {
        { "the kind alone",                  STR_INIT("request=smtpd_access_policy\n\n"), DELEGATION_OTHER, { 0 } },
        { "the kind at the end",             STR_INIT("protocol_state=MAIL\nrequest=smtpd_access_policy\n\n"), DELEGATION_MAIL, { 0 } },
        { "EHLO and HELO are one",           STR_INIT("request=smtpd_access_policy\nprotocol_state=EHLO\n\n"), DELEGATION_HELO, { 0 } },
        { "the beginning",                   STR_INIT("request=smtpd_access_policy\nprotocol_state=CONNECT\n\n"), DELEGATION_CONNECT, { 0 } },
        { "the end",                         STR_INIT("request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\n\n"), DELEGATION_END_OF_MESSAGE, { 0 } },
        { "a state of another time",         STR_INIT("request=smtpd_access_policy\nprotocol_state=BDAT\n\n"), DELEGATION_OTHER, { 0 } },
        { "states are written large",        STR_INIT("request=smtpd_access_policy\nprotocol_state=rcpt\n\n"), DELEGATION_OTHER, { 0 } },
        { "\"=\" in a value",                STR_INIT("request=smtpd_access_policy\nsender=a=b@c\n\n"), DELEGATION_OTHER, STR_INIT("a=b@c") },
        { "an empty value",                  STR_INIT("request=smtpd_access_policy\nsender=\n\n"), DELEGATION_OTHER, { 0 } },
        { "blanks are the value's",          STR_INIT("request=smtpd_access_policy\nsender= a b \n\n"), DELEGATION_OTHER, STR_INIT(" a b ") },
        { "octets above 127",                STR_INIT("request=smtpd_access_policy\nsender=\xc3\xbc\xff@c\n\n"), DELEGATION_OTHER, STR_INIT("\xc3\xbc\xff@c") },
        { "an unknown name, even twice",     STR_INIT("request=smtpd_access_policy\nmoon=full\nmoon=new\n\n"), DELEGATION_OTHER, { 0 } },
        { "a name that only begins like ours", STR_INIT("request=smtpd_access_policy\nsender2=a\nsende=b\n\n"), DELEGATION_OTHER, { 0 } },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        CHECK_EQ(reads(&t, c->octets), DELEGATION_COMPLETE);
        CHECK_EQ(t.request.state, c->state);
        CHECK_STR(t.request.sender, c->sender);
        CHECK(t.reader.problem == NULL);
    }
}

TEST(delegation_broken)
{
    static const struct { const char *name; str octets; const char *problem; } cases[] = {
        { "nothing but an end",          STR_INIT("\n"), "no attribute \"request\"" },
        { "no kind",                     STR_INIT("protocol_state=RCPT\n\n"), "no attribute \"request\"" },
        { "another kind",                STR_INIT("request=junk\n\n"), "a request of another kind" },
        { "no kind at all",              STR_INIT("request=\n\n"), "a request of another kind" },
        { "two kinds",                   STR_INIT("request=smtpd_access_policy\nrequest=smtpd_access_policy\n\n"), "an attribute stands twice" },
        { "two senders",                 STR_INIT("request=smtpd_access_policy\nsender=a@b\nsender=c@d\n\n"), "an attribute stands twice" },
        { "the same sender twice",       STR_INIT("request=smtpd_access_policy\nsender=\nsender=\n\n"), "an attribute stands twice" },
        { "two states",                  STR_INIT("request=smtpd_access_policy\nprotocol_state=MAIL\nprotocol_state=RCPT\n\n"), "an attribute stands twice" },
        { "a line without a value",      STR_INIT("request=smtpd_access_policy\nsender\n\n"), "a line without \"=\"" },
        { "a value without a name",      STR_INIT("request=smtpd_access_policy\n=a\n\n"), "a name that is none" },
        { "a blank in a name",           STR_INIT("request=smtpd_access_policy\nsen der=a\n\n"), "a name that is none" },
        { "octets above 127 in a name",  STR_INIT("request=smtpd_access_policy\ns\xc3\xbc=a\n\n"), "a name that is none" },
        { "NUL in a name",               STR_INIT("request=smtpd_access_policy\nsen\0der=a\n\n"), "a name that is none" },
        { "NUL in a value",              STR_INIT("request=smtpd_access_policy\nsender=a\0b\n\n"), "a control octet in a value" },
        { "CR before LF",                STR_INIT("request=smtpd_access_policy\r\n\r\n\n"), "a control octet in a value" },
        { "a control octet unused",      STR_INIT("request=smtpd_access_policy\nmoon=\x1b[2J\n\n"), "a control octet in a value" },
        { "SMTP",                        STR_INIT("EHLO mail.example\n\n"), "a line without \"=\"" },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        CHECK_EQ(reads(&t, c->octets), DELEGATION_BROKEN);
        CHECK_CSTR(str_of(t.reader.problem), c->problem);
    }
}

static void repeat(struct buf *out, char c, size_t count)
{
    while (count-- > 0)
        buf_add_char(out, c);
}

/* The last that is let in, and the first that is not. */
TEST(delegation_limits)
{
    static const struct { const char *name; size_t lines, octets; enum delegation_reading want; const char *problem; } cases[] = {
        { "a line as long as may be",     1, DELEGATION_LINE_MAX_OCTETS, DELEGATION_COMPLETE, "" },
        { "a longer one",                 1, DELEGATION_LINE_MAX_OCTETS + 1, DELEGATION_BROKEN, "a line is too long" },
        { "as many attributes as may be", DELEGATION_ATTRIBUTES_MAX - 1, 10, DELEGATION_COMPLETE, "" },
        { "one more",                     DELEGATION_ATTRIBUTES_MAX, 10, DELEGATION_BROKEN, "too many attributes" },
        { "more than a request may have", 5, DELEGATION_REQUEST_MAX_OCTETS / 5, DELEGATION_BROKEN, "a request is too long" },
    };

    FOR_EACH_CASE(c, cases) {
        TALK_SCOPE t = { 0 };

        buf_add(&t.in, STR("request=smtpd_access_policy\n"));
        for (size_t i = 0; i < c->lines; i++) {
            buf_add(&t.in, STR("x="));
            repeat(&t.in, 'y', c->octets - 2);
            buf_add_char(&t.in, '\n');
        }
        CHECK_EQ(reads(&t, STR("\n")), c->want);
        CHECK_CSTR(str_of(t.reader.problem), c->problem);
    }
}

TEST(delegation_without_an_end_is_bounded)
{
    TALK_SCOPE t = { 0 };

    repeat(&t.in, 'x', DELEGATION_REQUEST_MAX_OCTETS);
    CHECK_EQ(reads(&t, STR("")), DELEGATION_INCOMPLETE);
    CHECK_EQ(reads(&t, STR("x")), DELEGATION_BROKEN);
}

TEST(delegation_one_after_the_other)
{
    TALK_SCOPE t = { 0 };

    CHECK_EQ(reads(&t, STR(REQUEST "request=smtpd_access_policy\nsender=second@b\n\nrequest=smtpd_")), DELEGATION_COMPLETE);
    CHECK_STR(t.request.sender, STR("sam@friend.example"));
    CHECK_EQ(reads(&t, STR("")), DELEGATION_COMPLETE);
    CHECK_STR(t.request.sender, STR("second@b"));
    CHECK_STR(t.request.recipient, STR(""));            /* nothing is left of the first */
    CHECK_EQ(reads(&t, STR("")), DELEGATION_INCOMPLETE);
    CHECK_EQ(reads(&t, STR("access_policy\n")), DELEGATION_INCOMPLETE);
    CHECK_EQ(reads(&t, STR("\n")), DELEGATION_COMPLETE);
}

TEST(delegation_octet_by_octet)
{
    TALK_SCOPE t     = { 0 };
    str        whole = STR(REQUEST);

    for (size_t i = 0; i + 1 < whole.len; i++)
        if (!CHECK_EQ(reads(&t, str_slice(whole, i, i + 1)), DELEGATION_INCOMPLETE))
            return;
    CHECK_EQ(reads(&t, STR("\n")), DELEGATION_COMPLETE);
    CHECK_STR(t.request.encryption_cipher, STR("TLS_AES_256_GCM_SHA384"));
}

TEST(delegation_answers)
{
    static const struct { const char *name; struct smtp_reply reply; const char *refused, *deferred; } cases[] = {
        { "words of ours",        { 550, STR_INIT("5.7.23"), STR_INIT("No") },
          "action=550 5.7.23 No\n\n", "action=DEFER_IF_PERMIT 5.7.23 No\n\n" },
        { "several lines",        { 450, STR_INIT("4.7.1"), STR_INIT("one\ntwo") },
          "action=450 4.7.1 one two\n\n", "action=DEFER_IF_PERMIT 4.7.1 one two\n\n" },
        { "a second answer inside", { 550, STR_INIT("5.7.1"), STR_INIT("x\r\n\naction=OK") },
          "action=550 5.7.1 x?  action=OK\n\n", "action=DEFER_IF_PERMIT 5.7.1 x?  action=OK\n\n" },
        { "what is no ASCII",     { 421, STR_INIT("4.7.0"), STR_INIT("\xc3\xbc\0\x7f") },
          "action=421 4.7.0 ????\n\n", "action=DEFER_IF_PERMIT 4.7.0 ????\n\n" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE refused = { 0 }, deferred = { 0 };

        delegation_refuse(&refused, &c->reply);
        delegation_defer_if_permit(&deferred, &c->reply);
        CHECK_CSTR(buf_str(&refused), c->refused);
        CHECK_CSTR(buf_str(&deferred), c->deferred);
    }
}

TEST(delegation_lets_pass)
{
    BUF_SCOPE out = { 0 }, text = { 0 };

    delegation_pass(&out);
    delegation_prepend(&out, STR("Received-SPF: pass\n(x)"));
    CHECK_STR(buf_str(&out), STR("action=DUNNO\n\naction=PREPEND Received-SPF: pass (x)\n\n"));
    buf_clear(&out);
    repeat(&text, 'x', 5000);
    delegation_prepend(&out, buf_str(&text));
    CHECK_EQ(buf_len(&out), strlen("action=PREPEND ") + DELEGATION_TEXT_MAX_OCTETS + 2);
}
