#include "auth/dkim/signature.h"

#include "auth/dkim/canon_body.h"
#include "base/unicode.h"
#include "unit.h"

#define HASH "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

/* A well-formed signature without the tags of the case. */
#define V "v=1; "
#define A "a=rsa-sha256; "
#define B "b=QUJD; "
#define D "d=example.org; "
#define S "s=s1; "
#define H "h=From:To; "
#define ALL V A B D S H HASH

/* The words of the table below. */
enum {
    WELL         = REASON_NONE,
    ALGORITHM    = REASON_DKIM_ALGORITHM_UNKNOWN,
    CANON        = REASON_DKIM_CANON_UNKNOWN,
    DOMAIN       = REASON_DKIM_DOMAIN_INVALID,
    FROM_UNSIGNED = REASON_DKIM_FROM_UNSIGNED,
    IDENTITY     = REASON_DKIM_IDENTITY_MISMATCH,
    QUERY        = REASON_DKIM_QUERY_UNKNOWN,
    SYNTAX       = REASON_DKIM_SIGNATURE_SYNTAX,
    MISSING      = REASON_DKIM_TAG_MISSING,
    TWICE        = REASON_DKIM_TAG_TWICE,
    VALUE        = REASON_DKIM_TAG_VALUE,
    TIMES        = REASON_DKIM_TIMES_CONTRADICT,
    VERSION      = REASON_DKIM_VERSION,
};

TEST(dkim_signature_parse)
{
    static const struct { const char *name; str value; int want; } cases[] = {
        { "all that is required",                STR_INIT(ALL),                                WELL },
        { "in any order, folded",                STR_INIT(HASH ";\r\n\t" H S D B A "v=1"),     WELL },
        { "unknown tags are ignored",            STR_INIT(ALL "; q1=x; Y=;"),                  WELL },
        { "no list of tags",                     STR_INIT("hello"),                            SYNTAX },
        { "a tag twice voids the list",          STR_INIT(ALL "; d=example.net"),              TWICE },
        { "v= is missing",                       STR_INIT(A B D S H HASH),                     MISSING },
        { "a= is missing",                       STR_INIT(V B D S H HASH),                     MISSING },
        { "b= is missing",                       STR_INIT(V A D S H HASH),                     MISSING },
        { "bh= is missing",                      STR_INIT(V A B D S "h=From"),                 MISSING },
        { "d= is missing",                       STR_INIT(V A B S H HASH),                     MISSING },
        { "h= is missing",                       STR_INIT(V A B D S HASH),                     MISSING },
        { "s= is missing",                       STR_INIT(V A B D H HASH),                     MISSING },
        { "version 2",                           STR_INIT("v=2; " A B D S H HASH),             VERSION },
        { "version 01",                          STR_INIT("v=01; " A B D S H HASH),            VERSION },
        { "an algorithm of tomorrow",            STR_INIT(V "a=rsa-sha3; " B D S H HASH),      ALGORITHM },
        { "algorithms match in any case",        STR_INIT(V "a=RSA-SHA256; " B D S H HASH),    WELL },
        { "b= is empty",                         STR_INIT(V A "b=; " D S H HASH),              VALUE },
        { "b= is no base64",                     STR_INIT(V A "b=Q*JD; " D S H HASH),          VALUE },
        { "bh= is too short for the hash",       STR_INIT(V A B D S H "bh=QUJD"),              VALUE },
        { "a canonicalization of tomorrow",      STR_INIT(ALL "; c=nowsp"),                    CANON },
        { "an empty half of c=",                 STR_INIT(ALL "; c=relaxed/"),                 CANON },
        { "three halves of c=",                  STR_INIT(ALL "; c=simple/simple/simple"),     CANON },
        { "d= of one label",                     STR_INIT(V A B "d=org; " S H HASH),           DOMAIN },
        { "d= with a final dot",                 STR_INIT(V A B "d=example.org.; " S H HASH),  DOMAIN },
        { "d= with an empty label",              STR_INIT(V A B "d=example..org; " S H HASH),  DOMAIN },
        { "d= with blanks inside",               STR_INIT(V A B "d=exa mple.org; " S H HASH),  DOMAIN },
        { "a selector may have dots",            STR_INIT(V A B D "s=2026.mail; " H HASH),     WELL },
        { "a selector with an odd octet",        STR_INIT(V A B D "s=s/1; " H HASH),           DOMAIN },
        { "h= without From",                     STR_INIT(V A B D S "h=To:Subject; " HASH),    FROM_UNSIGNED },
        { "h= with from in any case and blanks", STR_INIT(V A B D S "h=To :\r\n fROM; " HASH), WELL },
        { "a name that only begins with From",   STR_INIT(V A B D S "h=From-X; " HASH),        FROM_UNSIGNED },
        { "h= is empty",                         STR_INIT(V A B D S "h=; " HASH),              VALUE },
        { "h= with an empty name",               STR_INIT(V A B D S "h=From::To; " HASH),      VALUE },
        { "h= with a colon at the end",          STR_INIT(V A B D S "h=From:; " HASH),         VALUE },
        { "h= with a blank inside a name",       STR_INIT(V A B D S "h=From:X Y; " HASH),      VALUE },
        { "i= within the domain",                STR_INIT(ALL "; i=joe@mail.example.org"),     WELL },
        { "i= compares without case",            STR_INIT(ALL "; i=@EXAMPLE.org"),             WELL },
        { "i= of somebody else",                 STR_INIT(ALL "; i=joe@example.net"),          IDENTITY },
        { "i= whose name only ends alike",       STR_INIT(ALL "; i=@badexample.org"),          IDENTITY },
        { "i= of the parent",                    STR_INIT(ALL "; i=@org"),                     IDENTITY },
        { "i= without @",                        STR_INIT(ALL "; i=example.org"),              VALUE },
        { "i= that is empty",                    STR_INIT(ALL "; i="),                         VALUE },
        { "i= with a line end hidden in it",     STR_INIT(ALL "; i=a=0D=0Ab@example.org"),     VALUE },
        { "i= with a lower-case hex octet",      STR_INIT(ALL "; i=a=2bb@example.org"),        VALUE },
        { "i= cut short in a hex octet",         STR_INIT(ALL "; i=@example.org=2"),           VALUE },
        { "l= of digits",                        STR_INIT(ALL "; l=100"),                      WELL },
        { "l= below zero",                       STR_INIT(ALL "; l=-1"),                       VALUE },
        { "l= empty",                            STR_INIT(ALL "; l="),                         VALUE },
        { "l= of 77 digits",
          STR_INIT(ALL "; l=00000000000000000000000000000000000000000000000000000000000000000000000000001"), VALUE },
        { "q= with what we know among others",   STR_INIT(ALL "; q=http : dns/txt"),           WELL },
        { "q= without it",                       STR_INIT(ALL "; q=dns/special"),              QUERY },
        { "x= after t=",                         STR_INIT(ALL "; t=100; x=200"),               WELL },
        { "x= equal to t=",                      STR_INIT(ALL "; t=100; x=100"),               TIMES },
        { "x= before t=",                        STR_INIT(ALL "; t=100; x=99"),                TIMES },
        { "t= is no number",                     STR_INIT(ALL "; t=now"),                      VALUE },
        { "the first of two faults is told",     STR_INIT("v=3; a=x; " B D S H HASH),          VERSION },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena = { 0 };
        struct dkim_signature signature;

        CHECK_EQ(dkim_signature_parse(&signature, &arena, c->value, NULL), c->want);
    }
}

TEST(dkim_signature_values)
{
    ARENA_SCOPE           arena = { 0 };
    struct dkim_signature s;

    CHECK_EQ(dkim_signature_parse(&s, &arena, STR(ALL), NULL), REASON_NONE);
    CHECK_STR(s.algorithm.text, STR("rsa-sha256"));
    CHECK_STR(s.signature, STR("ABC"));
    CHECK_STR(s.signature_text, STR("QUJD"));
    CHECK_EQ(s.body_hash.len, 32);
    CHECK_EQ(s.canons.header, DKIM_SIMPLE);
    CHECK_EQ(s.canons.body, DKIM_SIMPLE);
    CHECK_STR(s.identity, STR("@example.org"));
    CHECK(s.body_length == DKIM_WHOLE_BODY);
    CHECK(s.expires_at == DKIM_NEVER && s.signed_at == DKIM_TIME_UNKNOWN);
    CHECK(dkim_signature_covers(&s, STR("to")) && !dkim_signature_covers(&s, STR("Subject")));

    str value = STR(ALL "; c=relaxed; i==4\r\n Ao e=40x@m.example.org; l=7; t=1; x=9999999999999");

    CHECK_EQ(dkim_signature_parse(&s, &arena, value, NULL), REASON_NONE);
    CHECK_EQ(s.canons.header, DKIM_RELAXED);
    CHECK_EQ(s.canons.body, DKIM_SIMPLE);
    CHECK_STR(s.identity, STR("Joe@x@m.example.org"));
    CHECK_STR(s.identity_domain, STR("m.example.org"));
    CHECK_EQ(s.body_length, 7);
    CHECK_EQ(s.signed_at, 1);
    CHECK(s.expires_at == DKIM_NEVER);

    value = STR(ALL "; l=99999999999999999999999; c=Simple/Relaxed");
    CHECK_EQ(dkim_signature_parse(&s, &arena, value, NULL), REASON_NONE);
    CHECK(s.body_length == DKIM_WHOLE_BODY - 1);
    CHECK_EQ(s.canons.body, DKIM_RELAXED);
}

TEST(dkim_signature_names_the_domain_of_a_broken_one)
{
    ARENA_SCOPE           arena = { 0 };
    struct dkim_signature s;

    CHECK_EQ(dkim_signature_parse(&s, &arena, STR("v=9; " D S), NULL), REASON_DKIM_VERSION);
    CHECK_STR(s.domain, STR("example.org"));
    CHECK_STR(s.selector, STR("s1"));
    CHECK_EQ(dkim_signature_parse(&s, &arena, STR("v=1; d=\"><script>; " S), NULL), REASON_DKIM_TAG_MISSING);
    CHECK_STR(s.domain, STR(""));
}

/* RFC 8616 §5. */
TEST(dkim_signature_in_u_labels)
{
    ARENA_SCOPE           arena   = { 0 };
    struct unicode       *unicode = unicode_open();
    struct dkim_signature s;
    str value = STR(V A B H HASH "; d=b\xc3\xbc" "cher.example; s=\xc3\xa4; i=j\xc3\xb6@m.b\xc3\xbc" "cher.example");

    if (!CHECK(unicode != NULL))
        return;
    CHECK_EQ(dkim_signature_parse(&s, &arena, value, unicode), REASON_NONE);
    CHECK_STR(s.domain, STR("xn--bcher-kva.example"));
    CHECK_STR(s.selector, STR("xn--4ca"));
    CHECK_STR(s.identity, STR("j\xc3\xb6@m.xn--bcher-kva.example"));
    CHECK_EQ(dkim_signature_parse(&s, &arena, value, NULL), REASON_DKIM_DOMAIN_INVALID);
    unicode_close(unicode);
}
