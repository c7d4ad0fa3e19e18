#include "auth/received_spf.h"

#include "auth/token.h"
#include "unit.h"

static struct envelope envelope_of(struct arena *arena, const char *client, const char *helo, const char *mail_from)
{
    struct envelope envelope = { .helo = str_of(helo) };
    str             path     = arena_printf(arena, "<%s>", mail_from);

    (void)!ip_parse(str_of(client), &envelope.client);
    CHECK_EQ(path_parse(&envelope.reverse_path, &path), PATH_OK);
    return envelope;
}

TEST(received_spf_write)
{
    static const struct { const char *name, *client, *helo, *mail_from; struct spf_result spf; const char *want; } cases[] = {
        { "a pass", "192.0.2.1", "foo.example.com", "myname@example.com",
          { SPF_PASS, REASON_SPF_MATCHED, .domain = STR_INIT("example.com"), .mechanism = STR_INIT("mx") },
          "Received-SPF: pass (mx.example.org: domain of myname@example.com designates\r\n"
          "\t192.0.2.1 as permitted sender) identity=mailfrom; client-ip=192.0.2.1;\r\n"
          "\thelo=foo.example.com; envelope-from=\"myname@example.com\";\r\n"
          "\treceiver=mx.example.org; mechanism=mx;\r\n" },
        { "an IPv6 address and a mechanism with a colon are no dot-atoms", "2001:db8::1", "h.example", "a@b.example",
          { SPF_FAIL, REASON_SPF_MATCHED, .mechanism = STR_INIT("-ip6:2001:db8::/32") },
          "Received-SPF: fail (mx.example.org: domain of a@b.example does not designate\r\n"
          "\t2001:db8::1 as permitted sender) identity=mailfrom;\r\n"
          "\tclient-ip=\"2001:db8::1\"; helo=h.example; envelope-from=\"a@b.example\";\r\n"
          "\treceiver=mx.example.org; mechanism=\"-ip6:2001:db8::/32\";\r\n" },
        { "the null reverse-path has the identity of HELO", "192.0.2.1", "h.example", "",
          { SPF_NONE, REASON_SPF_NO_RECORD, .scope = SPF_MFROM },
          "Received-SPF: none (mx.example.org: h.example, 192.0.2.1: The domain publishes\r\n"
          "\tno SPF record.) identity=helo; client-ip=192.0.2.1; helo=h.example;\r\n"
          "\treceiver=mx.example.org;\r\n" },
        { "nothing matched", "192.0.2.1", "h.example", "a@b.example", { SPF_NEUTRAL, REASON_SPF_NOTHING_MATCHED, .scope = SPF_MFROM },
          "Received-SPF: neutral (mx.example.org: domain of a@b.example says nothing\r\n"
          "\tabout 192.0.2.1) identity=mailfrom; client-ip=192.0.2.1;\r\n"
          "\thelo=h.example; envelope-from=\"a@b.example\"; receiver=mx.example.org;\r\n"
          "\tmechanism=default;\r\n" },
        { "an error has its problem", "192.0.2.1", "h.example", "a@b.example",
          { SPF_TEMPERROR, REASON_SPF_DNS_FAILED, .scope = SPF_HELO },
          "Received-SPF: temperror (mx.example.org: h.example, 192.0.2.1: A name server\r\n"
          "\tneeded for SPF failed; the sender should try again.) identity=helo;\r\n"
          "\tclient-ip=192.0.2.1; helo=h.example; receiver=mx.example.org;\r\n"
          "\tproblem=spf-dns-failed;\r\n" },
        { "no client, as with a message from a file", "", "h.example", "a@b.example", { SPF_NONE, REASON_SPF_NO_CLIENT, .scope = SPF_MFROM },
          "Received-SPF: none (mx.example.org: a@b.example, unknown: SPF was not checked:\r\n"
          "\tthe address that the message came from is not known.)\r\n"
          "\tidentity=mailfrom; helo=h.example; envelope-from=\"a@b.example\";\r\n"
          "\treceiver=mx.example.org;\r\n" },
        { "not asked for", "192.0.2.1", "h.example", "a@b.example", { SPF_PENDING, REASON_NONE, .scope = SPF_MFROM }, "" },
        { "a hostile HELO", "192.0.2.1", "x)\r\nX-Evil: \"(yes\\", "",
          { SPF_NONE, REASON_SPF_NOT_A_DOMAIN, .scope = SPF_MFROM },
          "Received-SPF: none (mx.example.org: x???X-Evil:?\"?yes?, 192.0.2.1: What the\r\n"
          "\tsender gave as its domain is not a domain name of at least two\r\n"
          "\tlabels.) identity=helo; client-ip=192.0.2.1;\r\n"
          "\thelo=\"x)??X-Evil: \\\"(yes\\\\\"; receiver=mx.example.org;\r\n" },
        { "a quoted local-part is quoted again", "192.0.2.1", "h.example", "\"a b\"@b.example",
          { SPF_SOFTFAIL, REASON_SPF_MATCHED, .mechanism = STR_INIT("~all") },
          "Received-SPF: softfail (mx.example.org: domain of \"a?b\"@b.example does not\r\n"
          "\tdesignate 192.0.2.1 as permitted sender, but does not rule it out)\r\n"
          "\tidentity=mailfrom; client-ip=192.0.2.1; helo=h.example;\r\n"
          "\tenvelope-from=\"\\\"a b\\\"@b.example\"; receiver=mx.example.org;\r\n"
          "\tmechanism=~all;\r\n" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE     arena    = { 0 };
        BUF_SCOPE       out      = { 0 };
        struct envelope envelope = envelope_of(&arena, c->client, c->helo, c->mail_from);

        received_spf_write(&out, &c->spf, &envelope, STR("mx.example.org"));
        CHECK_CSTR(buf_str(&out), c->want);
    }
}

/* Whatever the reason, the comment ends where it should, and the field is ours when it comes back. */
TEST(received_spf_every_reason)
{
    static const struct { const char *name; enum auth_reason id; } cases[] = {
#define REASON(id, name, section, sentence) { #id, REASON_##id },
#include "auth/spf/reasons.def"
#undef REASON
    };
    const str ids[] = { STR_INIT("mx.example.org") };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena    = { 0 };
        BUF_SCOPE         out      = { 0 };
        struct envelope   envelope = envelope_of(&arena, "192.0.2.1", "h.example", "a@b.example");
        struct spf_result result   = { .status = SPF_PERMERROR, .reason = c->id };
        struct header     h        = { .name = STR("Received-SPF") };
        str               rest, word;

        received_spf_write(&out, &result, &envelope, ids[0]);
        h.value = rest = str_slice(buf_str(&out), strlen("Received-SPF:"), buf_len(&out) - 2);
        CHECK(token_skip_cfws(&rest) && token_take_keyword(&rest, &word) && token_skip_cfws(&rest));
        CHECK(str_starts(rest, STR("identity=mailfrom;")));
        CHECK(received_spf_is_forged(&h, ids, 1, &arena));
    }
}

TEST(received_spf_is_forged)
{
    static const struct { const char *name, *field, *value; unsigned flaws; bool want; } cases[] = {
        { "another host's", "Received-SPF",
          " pass (google.com: domain of a@b.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;", 0, false },
        { "a provider's own dialect", "Received-SPF",
          " Pass (protection.outlook.com: domain of b.example designates\r\n 192.0.2.1 as permitted sender)\r\n"
          " receiver=protection.outlook.com; client-ip=192.0.2.1; helo=h.example; pr=C", 0, false },
        { "no comment and no pairs", "Received-SPF", " none", 0, false },
        { "our name as receiver", "Received-SPF", " pass receiver=mx.example.org; client-ip=192.0.2.1", 0, true },
        { "in any case, quoted", "RECEIVED-spf", " pass RECEIVER=\"MX.Example.Org\"", 0, true },
        { "with an escape in it", "Received-SPF", " pass receiver=\"m\\x.example.org\"", 0, true },
        { "with a comment before the value", "Received-SPF", " pass receiver (x) = (y) mx.example.org", 0, true },
        { "the second receiver", "Received-SPF", " pass receiver=a.example; receiver=mx.example.org;", 0, true },
        { "a host below ours", "Received-SPF", " pass receiver=a.mx.example.org", 0, true },
        { "our name in front of the comment", "Received-SPF", " pass (mx.example.org: domain of a@b.example designates)", 0, true },
        { "and folded", "Received-SPF", " pass\r\n\t(\r\n\tmx.example.org: designates)", 0, true },
        { "our name as what was checked", "Received-SPF",
          " pass (a.example: domain of jo@mx.example.org designates it) helo=mx.example.org; receiver=a.example;", 0, false },
        { "our name in what cannot be read", "Received-SPF", " pass receiver \"mx.example.org", 0, true },
        { "what cannot be read, of somebody else", "Received-SPF", " pass receiver \"a.example", 0, false },
        { "a comment without end", "Received-SPF", " pass (a.example: mx.example.org", 0, true },
        { "a bare line end", "Received-SPF", " none", HEADER_BARE_CR_OR_LF, true },
        { "a name that only begins like ours", "Received-SPF", " pass receiver=mx.example.org.evil.example", 0, false },
        { "another field", "X-Received-SPF", " pass receiver=mx.example.org", 0, false },
        { "nothing", "Received-SPF", "", 0, false },
    };
    const str ids[] = { STR_INIT("gate.example.org"), STR_INIT("mx.example.org") };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        struct header h     = { .name = str_of(c->field), .value = str_of(c->value), .flaws = c->flaws };

        CHECK_EQ(received_spf_is_forged(&h, ids, ARRAY_LEN(ids), &arena), c->want);
    }
}
