#include "auth/authres.h"

#include "unit.h"

/* What was read, in one line: "id[/version]: method[/version]=result[~reason][ ptype.property=value]...; ..." */
static void print(struct buf *out, const struct authres *authres)
{
    buf_add(out, authres->authserv_id);
    if (authres->version.len > 0)
        buf_printf(out, "/%.*s", STR_ARG(authres->version));
    buf_add(out, STR(":"));
    for (size_t i = 0; i < authres->count; i++) {
        const struct authres_result *r = &authres->results[i];

        buf_printf(out, "%s %.*s", i == 0 ? "" : ";", STR_ARG(r->method));
        if (r->version.len > 0)
            buf_printf(out, "/%.*s", STR_ARG(r->version));
        buf_printf(out, "=%.*s", STR_ARG(r->result));
        if (r->reason.len > 0)
            buf_printf(out, "~%.*s", STR_ARG(r->reason));
        for (size_t p = 0; p < r->property_count; p++)
            buf_printf(out, " %.*s.%.*s=%.*s", STR_ARG(r->properties[p].type), STR_ARG(r->properties[p].name),
                       STR_ARG(r->properties[p].value));
    }
}

TEST(authres_parse)
{
    static const struct { const char *name, *value, *want; } cases[] = {        /* NULL: refused */
        { "nothing done",                       "example.org; none",            "example.org:" },
        { "with its version",                   " example.org 1; none",         "example.org/1:" },
        { "one result",                         "example.com; spf=pass smtp.mailfrom=example.net",
          "example.com: spf=pass smtp.mailfrom=example.net" },
        { "folded, commented (RFC 8601 app. B.6)",
          "foo.example.net (foobar) 1 (baz);\r\n    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
          "      policy (A dot can go here) . (like that) expired\r\n"
          "      (this surprised me) = (as I wasn't expecting it) 1362471462",
          "foo.example.net/1: dkim/1=fail policy.expired=1362471462" },
        { "a reason",                           "a.org; dkim=fail reason=\"bad \\\"signature\\\"\" header.d=b.org",
          "a.org: dkim=fail~bad \"signature\" header.d=b.org" },
        { "a property that is called reason",   "a.org; x=pass reason.x=1",     "a.org: x=pass reason.x=1" },
        { "several results",                    "a.org; spf=fail; dkim=none;\r\n\tdmarc=fail header.from=b.org",
          "a.org: spf=fail; dkim=none; dmarc=fail header.from=b.org" },
        { "a semicolon at the end",             "a.org; spf=pass;",             "a.org: spf=pass" },
        { "addresses and base64 without quotes",
          "a.org; dkim=pass header.i=@b.org header.b=DU/Qd+=; auth=pass smtp.auth=u@b.org",
          "a.org: dkim=pass header.i=@b.org header.b=DU/Qd+=; auth=pass smtp.auth=u@b.org" },
        { "a quoted local-part",                "a.org; spf=pass smtp.mailfrom=\"a b\"@c.org",
          "a.org: spf=pass smtp.mailfrom=\"a b\"@c.org" },
        { "a quoted value",                     "\"a.org\"; dkim=pass header.d=\"b.org\"",
          "a.org: dkim=pass header.d=b.org" },
        { "UTF-8",                              "b\xc3\xbc.example; spf=pass",  "b\xc3\xbc.example: spf=pass" },
        { "comments in comments",               "a.org (x (y) \\) z); spf=pass", "a.org: spf=pass" },

        { "nothing",                            "",                             NULL },
        { "no results",                         "a.org",                        NULL },
        { "none with more",                     "a.org; none spf=pass",         NULL },
        { "none among others",                  "a.org; spf=pass; none",        NULL },
        { "a later version",                    "a.org 2; spf=pass",            NULL },
        { "two words for the id",               "a.org b.org; spf=pass",        NULL },
        { "a result without method",            "a.org; =pass",                 NULL },
        { "a method without result",            "a.org; spf=",                  NULL },
        { "two equals signs",                   "a.org; spf = = pass",          NULL },
        { "a method version of letters",        "a.org; spf/x=pass",            NULL },
        { "a word that is no property",         "a.org; spf=pass action=none",  NULL },
        { "a property without value",           "a.org; spf=pass smtp.mailfrom=", NULL },
        { "a comment without end",              "a.org; spf=pass (oops",        NULL },
        { "a quote without end",                "a.org; spf=pass smtp.mailfrom=\"oops", NULL },
        { "a quote that ends in an escape",     "a.org; spf=pass smtp.mailfrom=\"oops\\", NULL },
        { "an id in a comment only",            "(a.org); spf=pass",            NULL },
        { "octets that are no UTF-8",           "a\xff.org; spf=pass",          NULL },
        { "a control octet in quotes",          "\"a\x01.org\"; spf=pass",      NULL },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena = { 0 };
        BUF_SCOPE      out   = { 0 };
        struct authres authres;

        if (!CHECK_EQ(authres_parse(&authres, &arena, str_of(c->value)), c->want != NULL) || c->want == NULL)
            continue;
        print(&out, &authres);
        CHECK_CSTR(buf_str(&out), c->want);
    }
}

/* However much is in it, no field costs more than a multiple of its length. */
TEST(authres_parse_bounds)
{
    static const struct { const char *name, *head, *repeated; int times; bool want; } cases[] = {
        { "as many results as there may be",    "a.org",              "; spf=pass", AUTHRES_RESULTS_MAX,        true  },
        { "one more",                           "a.org",              "; spf=pass", AUTHRES_RESULTS_MAX + 1,    false },
        { "as many properties as there may be", "a.org; x=pass",      " a.b=c",     AUTHRES_PROPERTIES_MAX,     true  },
        { "one more property",                  "a.org; x=pass",      " a.b=c",     AUTHRES_PROPERTIES_MAX + 1, false },
        { "comments without end",               "a.org; x=pass ",     "(",          100000,                     false },
        { "comments in a row",                  "a.org; x=pass ",     "()",         100000,                     true  },
        { "quotes in a row",                    "a.org; x=pass a.b=", "\"\"",       100000,                     false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena = { 0 };
        BUF_SCOPE      value = { 0 };
        struct authres authres;

        buf_add(&value, str_of(c->head));
        for (int i = 0; i < c->times; i++)
            buf_add(&value, str_of(c->repeated));
        CHECK_EQ(authres_parse(&authres, &arena, buf_str(&value)), c->want);
        CHECK(arena.used <= 256 * 1024 + 4 * buf_len(&value));
    }
}

TEST(authres_is_forged)
{
    static const struct { const char *name, *field, *value; unsigned flaws; bool want; } cases[] = {
        { "our own id",                     "Authentication-Results", " mx.example.org; spf=pass",          0, true  },
        { "in any case",                    "authentication-RESULTS", " MX.Example.ORG; spf=pass",          0, true  },
        { "below ours",                     "Authentication-Results", " a.mx.example.org; spf=pass",        0, true  },
        { "in quotes",                      "Authentication-Results", " \"mx.example.org\"; spf=pass",      0, true  },
        { "with an escape",                 "Authentication-Results", " \"mx.ex\\ample.org\"; spf=pass",    0, true  },
        { "behind a comment",               "Authentication-Results", " (b.org) mx.example.org; spf=pass",  0, true  },
        { "folded before it",               "Authentication-Results", "\r\n mx.example.org; spf=pass",      0, true  },
        { "with a substructure",            "Authentication-Results", " \"mx.example.org/2\"; spf=pass",    0, true  },
        { "a final dot",                    "Authentication-Results", " mx.example.org.; spf=pass",         0, true  },
        { "our second id",                  "Authentication-Results", " old.example; none",                 0, true  },
        { "ours, and broken behind the id", "Authentication-Results", " mx.example.org; spf==",             0, true  },
        { "an id that cannot be read",      "Authentication-Results", " ; spf=pass",                        0, true  },
        { "an id in quotes that is empty",  "Authentication-Results", " \"\"; spf=pass",                    0, true  },
        { "an empty field",                 "Authentication-Results", "",                                   0, true  },
        { "two ids",                        "Authentication-Results", " b.org mx.example.org; spf=pass",    0, true  },
        { "a comment that hides the rest",  "Authentication-Results", " b.org (; mx.example.org; spf=pass", 0, true  },
        { "a later version",                "Authentication-Results", " b.org 2; spf=pass",                 0, true  },
        { "a line end inside",              "Authentication-Results", " b.org; x=y\rz", HEADER_BARE_CR_OR_LF,  true  },
        { "a NUL inside",                   "Authentication-Results", " b.org; x=y",    HEADER_NUL,            true  },
        { "somebody else's",                "Authentication-Results", " b.org; spf=pass",                   0, false },
        { "a name that only ends alike",    "Authentication-Results", " badmx.example.org; spf=pass",       0, false },
        { "above ours",                     "Authentication-Results", " example.org; spf=pass",             0, false },
        { "a longer name",                  "Authentication-Results", " mx.example.org.evil.net; spf=pass", 0, false },
        { "somebody else's, broken",        "Authentication-Results", " b.org; dmarc=pass action=none",     0, false },
        { "ARC's is never touched",         "ARC-Authentication-Results", " i=1; mx.example.org; spf=pass", 0, false },
        { "another field",                  "X-Authentication-Results", " mx.example.org; spf=pass",        0, false },
    };
    const str ids[] = { STR("mx.example.org"), STR("old.example") };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE   arena = { 0 };
        struct header h     = { .name = str_of(c->field), .value = str_of(c->value), .flaws = c->flaws };

        CHECK_EQ(authres_is_forged(&h, ids, ARRAY_LEN(ids), &arena), c->want);
    }
}

TEST(authres_write)
{
    struct dkim_result signatures[] = {
        { .status = DKIM_PASS, .domain = STR("example.org"), .selector = STR("s1"), .identity = STR("@example.org"),
          .algorithm = STR("rsa-sha256"), .signature_start = STR("DU/QdEi3") },
        { .status = DKIM_PERMERROR, .domain = STR("b.example"), .identity = STR("@b.example") },
    };
    struct auth_results results = {
        .spf   = { .status = SPF_PASS, .domain = STR("example.org") },
        .dkim  = signatures, .dkim_count = 2, .dkim_skipped = 3,
        .dmarc = { .status = DMARC_PASS, .reason = REASON_DMARC_ALIGNED, .author_domain = STR("example.org"),
                   .policy = DMARC_POLICY_REJECT, .is_test = true },
    };
    struct envelope envelope = { .reverse_path = { .local_part = STR("joe"), .domain = STR("example.org") } };
    BUF_SCOPE       out      = { 0 };

    authres_write(&out, STR("mx.example.net"), &results, &envelope);
    CHECK_CSTR(buf_str(&out), "Authentication-Results: mx.example.net;\r\n"
                              "\tspf=pass smtp.mailfrom=example.org;\r\n"
                              "\tdkim=pass header.d=example.org header.i=@example.org header.s=s1\r\n"
                              "\theader.a=rsa-sha256 header.b=\"DU/QdEi3\";\r\n"
                              "\tdkim=permerror header.d=b.example header.i=@b.example;\r\n"
                              "\tdkim=neutral reason=\"3 more signatures were not verified.\";\r\n"
                              "\tdmarc=pass header.from=example.org policy.dmarc=quarantine\r\n");
}

TEST(authres_write_iprev)
{
    static const struct {
        const char *name, *client; enum iprev_status status; enum auth_reason reason; const char *want;
    } cases[] = {
        { "a name that leads back", "192.0.2.1", IPREV_PASS, REASON_IPREV_CONFIRMED,
          ";\r\n\tiprev=pass policy.iprev=192.0.2.1\r\n" },
        { "IPv6 is quoted", "2001:db8::1", IPREV_PASS, REASON_IPREV_CONFIRMED,
          ";\r\n\tiprev=pass policy.iprev=\"2001:db8::1\"\r\n" },
        { "no name", "192.0.2.1", IPREV_PERMERROR, REASON_IPREV_NO_NAME,
          ";\r\n\tiprev=permerror reason=\"The address of the client has no name in DNS.\"\r\n"
          "\tpolicy.iprev=192.0.2.1\r\n" },
    };

    FOR_EACH_CASE(c, cases) {
        struct auth_results results  = { .iprev = { .status = c->status, .reason = c->reason } };
        struct envelope     envelope = { .reverse_path = { .is_null = true } };
        BUF_SCOPE           out      = { 0 };

        CHECK(ip_parse(str_of(c->client), &results.iprev.client));
        authres_write(&out, STR("mx.example.net"), &results, &envelope);
        CHECK(str_ends_nocase(buf_str(&out), str_of(c->want)));
    }
}

TEST(authres_write_bounce)
{
    struct auth_results results = {
        .spf   = { .status = SPF_NONE, .domain = STR("mx.b.example") },
        .dmarc = { .status = DMARC_PERMERROR, .reason = REASON_DMARC_NO_FROM },
    };
    struct envelope envelope = { .helo = STR("mx.b.example"), .reverse_path = { .is_null = true } };
    BUF_SCOPE       out      = { 0 };

    authres_write(&out, STR("mx.example.net"), &results, &envelope);
    CHECK_CSTR(buf_str(&out), "Authentication-Results: mx.example.net;\r\n"
                              "\tspf=none smtp.helo=mx.b.example;\r\n"
                              "\tdkim=none;\r\n"
                              "\tdmarc=permerror\r\n"
                              "\treason=\"The message has no From field, so it has no author to check.\"\r\n");
}

TEST(authres_write_identity)
{
    static const struct { const char *name, *identity, *want; } cases[] = {
        { "a plain one",                  "joe@b.example",                "joe@b.example" },
        { "none but a domain",            "@b.example",                   "@b.example" },
        { "blanks",                       "joe smith@b.example",          "\"joe smith\"@b.example" },
        { "more results",                 "j; dmarc=pass@b.example",      "@b.example" },
        { "a result as a word",           "dmarc=pass@b.example",         "@b.example" },
        { "other words",                  "j; dmarc pass@b.example",      "\"j; dmarc pass\"@b.example" },
        { "a quote and a backslash",      "a\"b\\c@b.example",            "\"a\\\"b\\\\c\"@b.example" },
        { "quotes of its own",            "\"joe smith\"@b.example",      "\"joe smith\"@b.example" },
        { "an escape of its own",         "\"joe\\\" smith\"@b.example",  "\"joe\\\" smith\"@b.example" },
        { "quotes that end too early",    "\"joe\" smith\"@b.example",    "\"\\\"joe\\\" smith\\\"\"@b.example" },
        { "quotes that do not end",       "\"joe\\\"@b.example",          "\"\\\"joe\\\\\\\"\"@b.example" },
        { "a lone quote",                 "\"@b.example",                 "\"\\\"\"@b.example" },
        { "no domain behind the at sign", "joe@b example",                "\"joe@b example\"" },
    };

    FOR_EACH_CASE(c, cases) {
        struct dkim_result  signature = { .status = DKIM_PASS, .identity = str_of(c->identity) };
        struct auth_results results   = { .dkim = &signature, .dkim_count = 1 };
        struct envelope     envelope  = { 0 };
        ARENA_SCOPE         arena     = { 0 };
        BUF_SCOPE           out       = { 0 };
        struct authres      read;

        authres_write(&out, STR("a.org"), &results, &envelope);
        CHECK(str_find(buf_str(&out), arena_printf(&arena, "header.i=%s\r\n", c->want)) != STR_NOT_FOUND ||
              str_find(buf_str(&out), arena_printf(&arena, "header.i=%s;", c->want)) != STR_NOT_FOUND);
        CHECK(authres_parse(&read, &arena, str_from(buf_str(&out), STR("Authentication-Results:").len)));
    }
}

/* Whatever a stranger puts into a value, our field stays one field, in lines that any server takes, and reads back as
 * the results that were written and no others. */
TEST(authres_write_hostile)
{
    static const struct { const char *name; str value; } cases[] = {
        { "a line end",              STR_INIT("x\r\nFrom: a@b.org") },
        { "more results",            STR_INIT("x; dmarc=pass header.from=bank.example") },
        { "a comment",               STR_INIT("x (") },
        { "a quote",                 STR_INIT("x\"; dmarc=pass") },
        { "an escape at the end",    STR_INIT("x\\") },
        { "a NUL",                   STR_INIT("x\0y") },
        { "octets that are no text", STR_INIT("\xff\xfe") },
        { "UTF-8",                   STR_INIT("b\xc3\xbc" "cher@example.org") },
        { "an at sign alone",        STR_INIT("@") },
        { "a tab",                   STR_INIT("\t") },
        { "something long",
          STR_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                   "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
                   "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
    };

    FOR_EACH_CASE(c, cases) {
        struct dkim_result  signature = { DKIM_FAIL, .domain = c->value, .selector = c->value, .identity = c->value,
                                          .algorithm = c->value, .signature_start = c->value };
        struct auth_results results   = { .spf = { .status = SPF_FAIL, .domain = c->value }, .dkim = &signature,
                                          .dkim_count = 1,
                                          .dmarc = { .status = DMARC_FAIL, .author_domain = c->value } };
        struct envelope     envelope  = { .smtputf8 = str_is_utf8(c->value) };
        ARENA_SCOPE         arena     = { 0 };
        BUF_SCOPE           out       = { 0 };
        struct authres      read;
        str                 line;

        authres_write(&out, STR("mx.example.net"), &results, &envelope);
        str rest = buf_str(&out);

        for (size_t i = 0; str_cut(&rest, '\n', &line); i++) {
            CHECK(line.len < 998);
            CHECK_EQ(str_find_char(line, '\r'), (ptrdiff_t)line.len - 1);
            CHECK((i == 0) == (line.ptr[0] != '\t'));
        }
        CHECK(authres_parse(&read, &arena, str_from(buf_str(&out), STR("Authentication-Results:").len)));
        CHECK_EQ(read.count, 3);
        CHECK_STR(read.results[0].method, STR("spf"));
        CHECK_STR(read.results[2].result, STR("fail"));
    }
}
