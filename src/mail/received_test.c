#include "mail/received.h"

#include "unit.h"

TEST(received_parse)
{
    static const struct {
        const char *name; str value; const char *from, *host, *ip, *by, *with, *id, *for_path; unix_seconds date;
    } cases[] = {
        { "by the RFC",
          STR_INIT("from mx.a.example (mx.a.example. [192.0.2.1])\r\n"
                   "\tby mx.b.example (Gatepost) with ESMTPS id 4x1\r\n"
                   "\tfor <u@b.example>; Fri, 21 Nov 1997 09:55:06 -0600"),
          "mx.a.example", "mx.a.example", "192.0.2.1", "mx.b.example", "ESMTPS", "4x1", "u@b.example", 880127706 },
        { "IPv6 with its tag",
          STR_INIT("from a (b.example [IPv6:2001:db8::1]) by c with SMTP id 1; 1 Jan 1970 00:00:01 +0000"),
          "a", "b.example", "2001:db8::1", "c", "SMTP", "1", "", 1 },
        { "no blank before the bracket",
          STR_INIT("from a (unknown[192.0.2.1]) by c (Postfix) with SMTP id 9; 1 Jan 1970 00:00:01 +0000"),
          "a", "", "192.0.2.1", "c", "SMTP", "9", "", 1 },
        { "a name in angle brackets", STR_INIT("from a (<b.example>[192.0.2.1]) by c"), "a", "b.example", "192.0.2.1",
          "c", "", "", "", 0 },
        { "Exim's helo", STR_INIT("from [192.0.2.1] (helo=evil.example ident=x) by c with smtp id 1"),
          "[192.0.2.1]", "", "192.0.2.1", "c", "smtp", "1", "", 0 },
        { "qmail's HELO",
          STR_INIT("from b.example (HELO evil.example) (192.0.2.1)\n by c with SMTP; 1 Jan 1970 00:00:01 -0000"),
          "b.example", "", "192.0.2.1", "c", "SMTP", "", "", 1 },
        { "an ident before @", STR_INIT("from a (HELO x.example) (joe@[192.0.2.1]) by c"), "a", "", "192.0.2.1", "c",
          "", "", "", 0 },
        { "an address behind the name", STR_INIT("from a.example [192.0.2.1] by c"), "a.example", "", "192.0.2.1",
          "c", "", "", "", 0 },
        { "no name", STR_INIT("from  ([192.0.2.1]) by c with Microsoft SMTPSVC(5.0); 1 Jan 1970 00:00:01 +0000"),
          "", "", "192.0.2.1", "c", "Microsoft", "", "", 1 },
        { "an address for a name", STR_INIT("from 192.0.2.1 (SquirrelMail user) by c"), "192.0.2.1", "", "192.0.2.1",
          "c", "", "", "", 0 },
        { "a zone", STR_INIT("from a ([fe80::1%6]) by c"), "a", "", "fe80::1", "c", "", "", "", 0 },
        { "a port", STR_INIT("from a ([192.0.2.1:33672]) by c"), "a", "", "192.0.2.1", "c", "", "", "", 0 },
        { "by alone", STR_INIT("by c.example (mailer v1); 1 Jan 1970 00:00:01 +0000"), "", "", "unknown", "c.example",
          "", "", "", 1 },
        { "capitals", STR_INIT("FROM a BY c ID 4 ; 1 Jan 1970 00:00:01 +0000"), "a", "", "unknown", "c", "", "4", "",
          1 },
        { "an id in brackets", STR_INIT("from a by c with SMTP id <12>"), "a", "", "unknown", "c", "SMTP", "12", "",
          0 },
        { "two addresses are none", STR_INIT("from a (b.example [192.0.2.1]) (x [192.0.2.9]) by c"),
          "a", "b.example", "unknown", "c", "", "", "", 0 },
        { "the same twice is one", STR_INIT("from a [192.0.2.1] (b.example [192.0.2.1]) by c"), "a", "b.example",
          "192.0.2.1", "c", "", "", "", 0 },
        { "two in one word", STR_INIT("from a (b.example[192.0.2.9][192.0.2.1]) by c"), "a", "b.example", "unknown",
          "c", "", "", "", 0 },
        { "a literal for a name, and the address", STR_INIT("from [10.0.0.5] (b.example [192.0.2.1]) by c"),
          "[10.0.0.5]", "b.example", "192.0.2.1", "c", "", "", "", 0 },
        { "a name that is an address", STR_INIT("from a (192.0.2.9 [192.0.2.1]) by c"), "a", "", "192.0.2.1", "c", "",
          "", "", 0 },
        { "Sendmail's ident", STR_INIT("from a (IDENT:joe@b.example [192.0.2.1] (may be forged)) by c"), "a", "",
          "192.0.2.1", "c", "", "", "", 0 },
        { "an ident before a bare address", STR_INIT("from a (HELO x.example) (joe@192.0.2.1) by c"), "a", "",
          "192.0.2.1", "c", "", "", "", 0 },
        { "an ident with an address", STR_INIT("from a (192.0.2.9:x@192.0.2.1) by c"), "a", "", "192.0.2.1", "c", "",
          "", "", 0 },
        { "Exim's port", STR_INIT("from b.example ([192.0.2.1]:3367 helo=a ident=x) by c with esmtps"), "b.example", "",
          "192.0.2.1", "c", "esmtps", "", "", 0 },
        { "Exchange", STR_INIT("from a.example (2001:db8::1) by c (2001:db8::2) with Microsoft SMTP Server id 15"),
          "a.example", "", "2001:db8::1", "c", "Microsoft", "15", "", 0 },
        { "Yahoo", STR_INIT("from 127.0.0.1  (EHLO a.example) (192.0.2.1) by c with SMTPs; 1 Jan 1970 00:00:01 +0000"),
          "127.0.0.1", "", "192.0.2.1", "c", "SMTPs", "", "", 1 },
        { "Gmail", STR_INIT("from a.example (b.example. [192.0.2.1]) by c with ESMTPS id 4 for <u@b.example> "
                            "(version=TLS1_3 cipher=X bits=256/256); 1 Jan 1970 00:00:01 +0000"),
          "a.example", "b.example", "192.0.2.1", "c", "ESMTPS", "4", "u@b.example", 1 },
        { "a second by", STR_INIT("from a ([192.0.2.9]) by z (b.example [192.0.2.1]) by c"), "a", "", "unknown", "z",
          "", "", "", 0 },
        { "a clause before by", STR_INIT("from a.example(192.0.2.1) via SMTP by c, id 4"), "a.example", "", "192.0.2.1",
          "c,", "", "4", "", 0 },
        { "a clause between two addresses", STR_INIT("from a ([192.0.2.9]) with z (b.example [192.0.2.1]) by c"), "a",
          "b.example", "unknown", "c", "z", "", "", 0 },
        { "another", STR_INIT("from a ([192.0.2.9]) with z [192.0.2.1] by c"), "a", "", "unknown", "c", "z", "", "",
          0 },
        { "a date that is not the last", STR_INIT("from a ([192.0.2.9]) by z; 1 Jan 1970 00:00:01 +0000 "
                                                  "(b.example [192.0.2.1]) by c; 1 Jan 1970 00:00:09 +0000"),
          "a", "", "unknown", "z", "", "", "", 1 },
        { "the by clause has no client", STR_INIT("from a by c (c.example [192.0.2.9])"), "a", "", "unknown", "c", "",
          "", "", 0 },
        { "a semicolon in a comment", STR_INIT("from a (x; y) by c; 1 Jan 1970 00:00:01 +0000"), "a", "", "unknown",
          "c", "", "", "", 1 },
        { "a comment without end", STR_INIT("from a (b.example [192.0.2.1] by c; 1 Jan 1970 00:00:01 +0000"),
          "a", "b.example", "unknown", "", "", "", "", 0 },
        { "a comment that ends in a backslash", STR_INIT("from a (b.example [192.0.2.1] \\"), "a", "b.example",
          "unknown", "", "", "", "", 0 },
        { "no form at all", STR_INIT("hello;;(("), "", "", "unknown", "", "", "", "", 0 },
        { "nothing", STR_INIT(""), "", "", "unknown", "", "", "", "", 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE     arena = { 0 };
        struct header   h     = { .value = c->value };
        struct received r;

        received_parse(&r, &arena, &h);
        CHECK_CSTR(r.from_name, c->from);
        CHECK_CSTR(r.from_host, c->host);
        CHECK_CSTR(ip_text(&arena, &r.from_ip), c->ip);
        CHECK_CSTR(r.by, c->by);
        CHECK_CSTR(r.with, c->with);
        CHECK_CSTR(r.id, c->id);
        CHECK_CSTR(r.for_path, c->for_path);
        CHECK_EQ(r.has_date, c->date != 0);
        CHECK_EQ(r.date, c->date);
    }
}
