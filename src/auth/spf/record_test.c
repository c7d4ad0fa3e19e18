#include "auth/spf/record.h"

#include "unit.h"

TEST(spf_record_faults)
{
    static const struct { const char *name, *text; enum auth_reason want; const char *bad; } cases[] = {
        { "the version alone",
          "v=spf1",                                       REASON_NONE,                   "" },
        { "spaces at will",
          "v=spf1   a   -all  ",                          REASON_NONE,                   "" },
        { "names in any case",
          "V=SPF1 IP4:192.0.2.1 ReDiReCt=a.example",      REASON_NONE,                   "" },
        { "an error behind all counts too",
          "v=spf1 -all ip5:192.0.2.1",                    REASON_SPF_UNKNOWN_MECHANISM,  "ip5:192.0.2.1" },
        { "a tab is no space",
          "v=spf1 a\t-all",                               REASON_SPF_RECORD_NOT_ASCII,   "" },
        { "nor is an octet above 127",
          "v=spf1 a\xa0-all",                             REASON_SPF_RECORD_NOT_ASCII,   "" },
        { "a qualifier without mechanism",
          "v=spf1 -",                                     REASON_SPF_UNKNOWN_MECHANISM,  "-" },
        { "two qualifiers",
          "v=spf1 --all",                                 REASON_SPF_UNKNOWN_MECHANISM,  "--all" },
        { "a sign that is no qualifier",
          "v=spf1 !a",                                    REASON_SPF_UNKNOWN_MECHANISM,  "!a" },
        { "a qualified modifier",
          "v=spf1 +redirect=a.example",                   REASON_SPF_UNKNOWN_MECHANISM,  "+redirect=a.example" },
        { "all takes nothing",
          "v=spf1 all:a.example",                         REASON_SPF_BAD_ARGUMENT,       "all:a.example" },
        { "not even a prefix",
          "v=spf1 all/8",                                 REASON_SPF_BAD_ARGUMENT,       "all/8" },
        { "include needs a domain",
          "v=spf1 include",                               REASON_SPF_BAD_ARGUMENT,       "include" },
        { "and takes no prefix",
          "v=spf1 include:a.example/24",                  REASON_SPF_BAD_DOMAIN_SPEC,    "include:a.example/24" },
        { "an empty domain",
          "v=spf1 a:",                                    REASON_SPF_BAD_ARGUMENT,       "a:" },
        { "ptr takes no prefix",
          "v=spf1 ptr/8",                                 REASON_SPF_BAD_ARGUMENT,       "ptr/8" },
        { "a prefix without digits",
          "v=spf1 a/",                                    REASON_SPF_BAD_ARGUMENT,       "a/" },
        { "a prefix too long for IPv4",
          "v=spf1 a/33",                                  REASON_SPF_BAD_NETWORK,        "a/33" },
        { "a prefix too long for IPv6",
          "v=spf1 a//129",                                REASON_SPF_BAD_NETWORK,        "a//129" },
        { "a leading zero",
          "v=spf1 a/08",                                  REASON_SPF_BAD_NETWORK,        "a/08" },
        { "zero written twice",
          "v=spf1 a/00",                                  REASON_SPF_BAD_NETWORK,        "a/00" },
        { "zero is a length",
          "v=spf1 a/0//0",                                REASON_NONE,                   "" },
        { "the lengths the wrong way round",
          "v=spf1 mx//64/24",                             REASON_SPF_BAD_ARGUMENT,       "mx//64/24" },
        { "a number beyond all numbers",
          "v=spf1 a/99999999999999999999999",             REASON_SPF_BAD_NETWORK,        "a/99999999999999999999999" },
        { "ip4 without address",
          "v=spf1 ip4",                                   REASON_SPF_BAD_ARGUMENT,       "ip4" },
        { "ip4 with half of one",
          "v=spf1 ip4:192.0.2",                           REASON_SPF_BAD_NETWORK,        "ip4:192.0.2" },
        { "ip4 with leading zeros",
          "v=spf1 ip4:192.0.2.01",                        REASON_SPF_BAD_NETWORK,        "ip4:192.0.2.01" },
        { "ip4 with IPv6",
          "v=spf1 ip4:2001:db8::1",                       REASON_SPF_BAD_NETWORK,        "ip4:2001:db8::1" },
        { "ip4 with two slashes",
          "v=spf1 ip4:192.0.2.0//24",                     REASON_SPF_BAD_NETWORK,        "ip4:192.0.2.0//24" },
        { "ip4 with an empty length",
          "v=spf1 ip4:192.0.2.0/",                        REASON_SPF_BAD_NETWORK,        "ip4:192.0.2.0/" },
        { "ip6 with IPv4",
          "v=spf1 ip6:192.0.2.1",                         REASON_SPF_BAD_NETWORK,        "ip6:192.0.2.1" },
        { "ip6 with IPv4 inside",
          "v=spf1 ip6:::ffff:192.0.2.1/96",               REASON_NONE,                   "" },
        { "redirect without domain",
          "v=spf1 redirect=",                             REASON_SPF_BAD_DOMAIN_SPEC,    "redirect=" },
        { "redirect twice",
          "v=spf1 redirect=a.example Redirect=a.example", REASON_SPF_DUPLICATE_MODIFIER, "Redirect=a.example" },
        { "exp twice",
          "v=spf1 exp=a.example exp=b.example",           REASON_SPF_DUPLICATE_MODIFIER, "exp=b.example" },
        { "an unknown modifier, twice",
          "v=spf1 x-y=%{d} x-y= -all",                    REASON_NONE,                   "" },
        { "an unknown modifier with a bad macro",
          "v=spf1 x-y=%{q}",                              REASON_SPF_BAD_MODIFIER,       "x-y=%{q}" },
        { "a mechanism's name makes a modifier too",
          "v=spf1 a=b",                                   REASON_NONE,                   "" },
        { "a modifier begins with a letter",
          "v=spf1 1a=b",                                  REASON_SPF_UNKNOWN_MECHANISM,  "1a=b" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        struct spf_record record;

        spf_record_parse(&record, &arena, str_of(c->text));
        CHECK_EQ(record.fault, c->want);
        CHECK_CSTR(record.bad, c->bad);
    }
}

TEST(spf_record_terms)
{
    ARENA_SCOPE       arena = { 0 };
    struct spf_record record;

    spf_record_parse(&record, &arena,
                     STR("v=spf1 redirect=r.example a:x:y/z.example/24//64 ~ip6:2001:db8::/32 ?include:%{d2} -all mx "
                         "exp=e.example"));
    if (!CHECK_EQ(record.fault, REASON_NONE) || !CHECK_EQ(record.count, 4))
        return;
    CHECK_EQ(record.terms[0].mechanism, SPF_A);
    CHECK_EQ(record.terms[0].result, SPF_PASS);
    CHECK_EQ(record.terms[0].prefix4, 24);
    CHECK_EQ(record.terms[0].prefix6, 64);
    CHECK_STR(record.terms[0].domain.text, STR("x:y/z.example"));
    CHECK_EQ(record.terms[1].result, SPF_SOFTFAIL);
    CHECK_EQ(record.terms[1].prefix6, 32);
    CHECK_EQ(record.terms[2].result, SPF_NEUTRAL);
    CHECK(!record.terms[2].domain.is_literal);
    CHECK_EQ(record.terms[3].result, SPF_FAIL);
    CHECK_STR(record.terms[3].text, STR("-all"));
    CHECK_EQ(record.redirect.text.len, 0);      /* all makes it void, wherever it stands */
    CHECK_STR(record.exp.text, STR("e.example"));
}

/* Reads a record of size octets that repeats a term, as a hostile domain would publish it. */
static enum auth_reason fault_of_length(size_t size)
{
    ARENA_SCOPE       arena = { 0 };
    struct spf_record record;
    char             *text = arena_octets(&arena, size);

    memset(text, ' ', size);
    memcpy(text, "v=spf1", 6);
    for (size_t i = 7; i < size; i += 2)
        text[i] = 'a';
    spf_record_parse(&record, &arena, (str){ text, size });
    return record.fault;
}

TEST(spf_record_length)
{
    CHECK_EQ(fault_of_length(SPF_RECORD_MAX_OCTETS), REASON_NONE);
    CHECK_EQ(fault_of_length(SPF_RECORD_MAX_OCTETS + 1), REASON_SPF_RECORD_TOO_LONG);
}

TEST(spf_record_kind)
{
    static const struct { const char *name; str texts[3]; size_t count; enum auth_reason want; } cases[] = {
        { "one among others", { STR_INIT("google-site"), STR_INIT("v=spf1 -all"), STR_INIT("") }, 3, REASON_NONE },
        { "none", { STR_INIT("google-site"), STR_INIT("spf2.0/pra -all") }, 2, REASON_SPF_NO_RECORD },
        { "a version that only begins alike", { STR_INIT("v=spf10 -all"), STR_INIT("v=spf1.1") }, 2,
          REASON_SPF_NO_RECORD },
        { "a version behind a space",    { STR_INIT(" v=spf1 -all") }, 1, REASON_SPF_NO_RECORD },
        { "two", { STR_INIT("v=spf1 -all"), STR_INIT("v=spf1 -all") }, 2, REASON_SPF_SEVERAL_RECORDS },
        { "two, one of them broken",     { STR_INIT("V=SPF1 q"), STR_INIT("v=spf1") }, 2, REASON_SPF_SEVERAL_RECORDS },
        { "others may hold any octet",   { STR_INIT("\xff\0"), STR_INIT("v=spf1") }, 2, REASON_NONE },
        { "the record may not",          { STR_INIT("v=spf1 a\0") }, 1, REASON_SPF_RECORD_NOT_ASCII },
    };

    FOR_EACH_CASE(c, cases) {
        struct record records[3];

        for (size_t i = 0; i < c->count; i++)
            records[i] = (struct record){ 0, c->texts[i] };
        struct answer *answer = answer_new(ANSWER_INSECURE, 60, records, c->count, &spf_record_kind);

        CHECK_EQ(((const struct spf_record *)answer->parsed)->fault, c->want);
        answer_release(answer);
    }
}

TEST(spf_record_is_packed)
{
    struct record            record = { 0, STR_INIT("v=spf1 include:%{d2}.a.example exists:b%{i}.example "
                                                    "redirect=%{d} exp=x%{l}") };
    struct answer           *answer = answer_new(ANSWER_SECURE, 60, &record, 1, &spf_record_kind);
    const struct spf_record *parsed = answer->parsed;

    if (CHECK_EQ(parsed->count, 2) && CHECK_EQ(parsed->terms[0].domain.count, 2) && CHECK_EQ(parsed->exp.count, 2)) {
        CHECK_STR(parsed->terms[0].domain.pieces[1].literal, STR(".a.example"));
        CHECK_EQ(parsed->terms[1].domain.pieces[1].letter, 'i');
        CHECK_EQ(parsed->redirect.pieces[0].letter, 'd');
        CHECK_STR(parsed->exp.pieces[0].literal, STR("x"));
    }
    CHECK(spf_record_kind.size(answer->parsed) < 2048);
    answer_release(answer);
}

static bool is_slice_of(str piece, str whole)
{
    return piece.len == 0 || (piece.ptr >= whole.ptr && piece.ptr + piece.len <= whole.ptr + whole.len);
}

/* Whatever a record holds: a program consists of slices of it, and the same text gives the same program. */
TEST(spf_record_mutated)
{
    static const char seed[]  = "v=spf1 a:%{l1r-}.x/24//64 ip6:2001:db8::/32 ?include:%{d2} mx//0 "
                                "redirect=_%{ir}.y exp=e.%{o} x=%_";
    static const char signs[] = "%{}:/=-+~?. _0129arlsdxA\t\x80";
    char              text[sizeof seed];
    uint32_t          random = 1;
    int               sound  = 0;

    for (int round = 0; round < 20000; round++) {
        ARENA_SCOPE       arena = { 0 };
        struct spf_record one, two;
        str               mutant = { text, sizeof seed - 1 };

        memcpy(text, seed, sizeof seed);
        for (int i = 0; i <= round % 3; i++) {
            random = random * 1664525 + 1013904223;
            text[7 + (random >> 8) % (mutant.len - 7)] = signs[(random >> 24) % (sizeof signs - 1)];
        }
        mutant = arena_str(&arena, mutant);
        spf_record_parse(&one, &arena, mutant);
        spf_record_parse(&two, &arena, mutant);
        CHECK_EQ(one.fault, two.fault);
        CHECK_EQ(one.count, two.count);
        CHECK(is_slice_of(one.bad, mutant));
        CHECK_EQ(one.fault == REASON_NONE, one.bad.len == 0 && str_is_printable(mutant));
        sound += one.fault == REASON_NONE;
        for (size_t i = 0; i < one.count; i++) {
            CHECK(is_slice_of(one.terms[i].text, mutant) && is_slice_of(one.terms[i].domain.text, mutant));
            CHECK(one.terms[i].prefix4 <= 32 && one.terms[i].prefix6 <= 128);
        }
    }
    CHECK(sound > 1000);                /* mutants that go through the whole parser are among them */
}
