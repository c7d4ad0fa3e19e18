#include "dns/packet.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/ip.h"
#include "unit.h"

/* ---- packets by hand ---- */

enum { NXDOMAIN = 3, SERVFAIL = 2, RESPONSE = 0x8180, TRUNCATED = 0x0200,
       TYPE_LOW_OCTET_AT = 26 /* of the question for example.org */ };
#define POINTER_TO_QUESTION STR("\xc0\x0c")

static void add_u16(struct buf *packet, unsigned value)
{
    buf_add_char(packet, (char)(value >> 8));
    buf_add_char(packet, (char)(value & 0xff));
}

/* "example.org" as labels, ended by the root. */
static void add_name(struct buf *packet, const char *name)
{
    str rest = str_of(name), label;

    while (str_cut(&rest, '.', &label)) {
        buf_add_char(packet, (char)label.len);
        buf_add(packet, label);
    }
    buf_add_char(packet, '\0');
}

static void begin(struct buf *packet, unsigned flags, uint16_t type, unsigned answers, unsigned authority)
{
    add_u16(packet, 0x1234);
    add_u16(packet, RESPONSE | flags);
    add_u16(packet, 1);
    add_u16(packet, answers);
    add_u16(packet, authority);
    add_u16(packet, 0);
    add_name(packet, "Example.org");
    add_u16(packet, type);
    add_u16(packet, 1);
}

static void add_rr(struct buf *packet, str owner, uint16_t type, uint32_t ttl, str data)
{
    buf_add(packet, owner);
    add_u16(packet, type);
    add_u16(packet, 1);
    add_u16(packet, ttl >> 16);
    add_u16(packet, ttl & 0xffff);
    add_u16(packet, (unsigned)data.len);
    buf_add(packet, data);
}

/* The same with a name as data, behind prefix. */
static void add_rr_name(struct buf *packet, str owner, uint16_t type, uint32_t ttl, str prefix, const char *name)
{
    BUF_SCOPE data = { 0 };

    buf_add(&data, prefix);
    add_name(&data, name);
    add_rr(packet, owner, type, ttl, buf_str(&data));
}

static void add_soa(struct buf *packet, uint32_t ttl, str minimum)
{
    BUF_SCOPE data = { 0 };

    add_name(&data, "ns.example.org");
    add_name(&data, "hostmaster.example.org");
    buf_add(&data, STR("\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4"));
    buf_add(&data, minimum);
    add_rr(packet, POINTER_TO_QUESTION, DNS_SOA, ttl, buf_str(&data));
}

/* Parses octets that end where their memory ends, so that the address sanitizer sees a read too far. */
static bool parse(struct dns_response *response, struct arena *arena, str packet, uint16_t type)
{
    return dns_response_parse(response, arena, arena_str(arena, packet), type);
}

/* ---- honest packets ---- */

TEST(packet_addresses)
{
    ARENA_SCOPE         arena  = { 0 };
    BUF_SCOPE           packet = { 0 };
    struct dns_response response;

    begin(&packet, 0, DNS_A, 3, 0);
    add_rr(&packet, POINTER_TO_QUESTION, DNS_A, 300, STR("\xc0\0\2\1"));
    add_rr(&packet, POINTER_TO_QUESTION, DNS_A, 60, STR("\xc0\0\2\2"));
    add_rr(&packet, STR("\5other\7example\0"), DNS_A, 1, STR("\xc0\0\2\3"));
    if (!CHECK(parse(&response, &arena, buf_str(&packet), DNS_A)) || !CHECK_EQ(response.count, 2))
        return;
    CHECK_STR(response.records[0].data, STR("\xc0\0\2\1"));
    CHECK_STR(response.records[1].data, STR("\xc0\0\2\2"));
    CHECK_EQ(response.ttl, 60);         /* the least of those used; the stranger's does not count */
}

TEST(packet_texts_and_hosts)
{
    ARENA_SCOPE         arena = { 0 };
    BUF_SCOPE           text  = { 0 }, mx = { 0 };
    struct dns_response response;

    begin(&text, 0, DNS_TXT, 2, 0);
    add_rr(&text, POINTER_TO_QUESTION, DNS_TXT, 300, STR("\7v=spf1 \0\4-all"));
    add_rr(&text, POINTER_TO_QUESTION, DNS_TXT, 300, STR(""));
    if (CHECK(parse(&response, &arena, buf_str(&text), DNS_TXT)) && CHECK_EQ(response.count, 2)) {
        CHECK_STR(response.records[0].data, STR("v=spf1 -all"));
        CHECK_STR(response.records[1].data, STR(""));
    }

    begin(&mx, 0, DNS_MX, 2, 0);
    add_rr(&mx, POINTER_TO_QUESTION, DNS_MX, 300, STR("\0\12\4MAIL\xc0\x0c"));
    add_rr(&mx, POINTER_TO_QUESTION, DNS_MX, 300, STR("\0\0\0"));
    if (CHECK(parse(&response, &arena, buf_str(&mx), DNS_MX)) && CHECK_EQ(response.count, 2)) {
        CHECK_EQ(response.records[0].preference, 10);
        CHECK_STR(response.records[0].data, STR("mail.example.org"));
        CHECK_STR(response.records[1].data, STR(""));           /* the null MX, RFC 7505 */
    }
}

TEST(packet_hostile_label_shows_itself)
{
    ARENA_SCOPE         arena  = { 0 };
    BUF_SCOPE           packet = { 0 };
    struct dns_response response;

    /* One label "mail.bank" is not the two labels mail and bank. */
    begin(&packet, 0, DNS_PTR, 1, 0);
    add_rr(&packet, POINTER_TO_QUESTION, DNS_PTR, 300, STR("\11mail.bank\5a\0\\\xff \3org\0"));
    if (CHECK(parse(&response, &arena, buf_str(&packet), DNS_PTR)))
        CHECK_STR(response.records[0].data, STR("mail\\046bank.a\\000\\092\\255\\032.org"));
}

TEST(packet_cname_chain)
{
    static const struct { const char *name; bool reversed; } cases[] = {
        { "in the order of the chain", false }, { "in any order", true },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena  = { 0 };
        BUF_SCOPE           packet = { 0 };
        struct dns_response response;

        begin(&packet, 0, DNS_A, 3, 0);
        if (c->reversed)
            add_rr(&packet, STR("\1c\7example\0"), DNS_A, 300, STR("\xc0\0\2\1"));
        add_rr_name(&packet, POINTER_TO_QUESTION, DNS_CNAME, 90, STR(""), "b.EXAMPLE");
        add_rr_name(&packet, STR("\1B\7example\0"), DNS_CNAME, 80, STR(""), "c.example");
        if (!c->reversed)
            add_rr(&packet, STR("\1c\7example\0"), DNS_A, 300, STR("\xc0\0\2\1"));
        if (!CHECK(parse(&response, &arena, buf_str(&packet), DNS_A)))
            continue;
        CHECK_EQ(response.count, 1);
        CHECK_EQ(response.ttl, 80);
    }
}

TEST(packet_long_cname_chains)
{
    static const struct { const char *name; int hops; bool want; } cases[] = {
        { "the longest that is followed", DNS_CNAME_HOPS_MAX, true }, { "one more", DNS_CNAME_HOPS_MAX + 1, false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena  = { 0 };
        BUF_SCOPE           packet = { 0 };
        struct dns_response response;
        char                target[] = "a.example", owner[] = "\1a\7example";

        begin(&packet, 0, DNS_A, (unsigned)c->hops + 1, 0);
        add_rr_name(&packet, POINTER_TO_QUESTION, DNS_CNAME, 300, STR(""), target);
        for (int i = 1; i < c->hops; i++) {
            owner[1]  = target[0];
            target[0] = (char)(target[0] + 1);
            add_rr_name(&packet, (str){ owner, sizeof owner }, DNS_CNAME, 300, STR(""), target);
        }
        owner[1] = target[0];
        add_rr(&packet, (str){ owner, sizeof owner }, DNS_A, 300, STR("\xc0\0\2\1"));
        CHECK_EQ(parse(&response, &arena, buf_str(&packet), DNS_A), c->want);
        if (c->want)
            CHECK_EQ(response.count, 1);
    }
}

TEST(packet_negative)
{
    static const struct { const char *name; unsigned flags; uint32_t ttl; str minimum; uint32_t want; } cases[] = {
        { "a name that does not exist, for MINIMUM", NXDOMAIN,  3600,       STR_INIT("\0\0\0\x3c"),       60 },
        { "no such type, for the SOA's own TTL",     0,         30,         STR_INIT("\0\0\0\x3c"),       30 },
        { "a TTL with the top bit set is none",      0,         0x80000001, STR_INIT("\0\0\0\x3c"),       0  },
        { "a broken SOA says nothing",               NXDOMAIN,  3600,       STR_INIT("\0\0\0"),           0  },
        { "a failure is no answer",                  SERVFAIL,  3600,       STR_INIT("\0\0\0\x3c"),       0  },
        { "nor is half of one",                      TRUNCATED, 3600,       STR_INIT("\0\0\0\x3c"),       0  },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena  = { 0 };
        BUF_SCOPE           packet = { 0 };
        struct dns_response response;

        begin(&packet, c->flags, DNS_A, 0, 1);
        add_soa(&packet, c->ttl, c->minimum);
        if (!CHECK(parse(&response, &arena, buf_str(&packet), DNS_A)))
            continue;
        CHECK_EQ(response.count, 0);
        CHECK_EQ(response.ttl, c->want);
        CHECK_EQ(response.rcode, c->flags & 0xf);
        CHECK_EQ(response.truncated, c->flags == TRUNCATED);
    }
}

/* ---- hostile packets ---- */

TEST(packet_malformed)
{
    static const struct { const char *name; str owner; uint16_t type; str data; } cases[] = {
        { "a pointer to itself",                 STR_INIT("\xc0\x1d"),                  DNS_A,   STR_INIT("\1\2\3\4") },
        { "a pointer forwards",                  STR_INIT("\xc0\x40"),                  DNS_A,   STR_INIT("\1\2\3\4") },
        { "a pointer to before the labels that led to it, which lead to it again",
                                                 STR_INIT("\1a\xc0\x1d"),               DNS_A,   STR_INIT("\1\2\3\4") },
        { "a pointer past the end",              STR_INIT("\xff\xff"),                  DNS_A,   STR_INIT("\1\2\3\4") },
        { "a label type that was never one",     STR_INIT("\x41x\0"),                   DNS_A,   STR_INIT("\1\2\3\4") },
        { "an IPv4 address of three octets",     STR_INIT("\xc0\x0c"),                  DNS_A,   STR_INIT("\1\2\3") },
        { "an IPv4 address of five octets", STR_INIT("\xc0\x0c"), DNS_A, STR_INIT("\1\2\3\4\5") },
        { "a string longer than its record",     STR_INIT("\xc0\x0c"),                  DNS_TXT, STR_INIT("\5abc") },
        { "an MX without host",                  STR_INIT("\xc0\x0c"),                  DNS_MX,  STR_INIT("\0\1") },
        { "an MX with something behind it",      STR_INIT("\xc0\x0c"),                  DNS_MX,  STR_INIT("\0\1\0x") },
        { "a name that leaves its record",       STR_INIT("\xc0\x0c"),                  DNS_PTR, STR_INIT("\7exam") },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena  = { 0 };
        BUF_SCOPE           packet = { 0 };
        struct dns_response response;

        begin(&packet, 0, c->type, 1, 0);
        add_rr(&packet, c->owner, c->type, 300, c->data);
        CHECK(!parse(&response, &arena, buf_str(&packet), c->type));
    }
}

TEST(packet_cname_loop)
{
    ARENA_SCOPE         arena  = { 0 };
    BUF_SCOPE           packet = { 0 };
    struct dns_response response;

    begin(&packet, 0, DNS_A, 1, 0);
    add_rr_name(&packet, POINTER_TO_QUESTION, DNS_CNAME, 300, STR(""), "example.org");
    CHECK(!parse(&response, &arena, buf_str(&packet), DNS_A));
}

TEST(packet_other_question)
{
    ARENA_SCOPE         arena  = { 0 };
    BUF_SCOPE           packet = { 0 }, query = { 0 };
    struct dns_response response;

    begin(&packet, 0, DNS_A, 0, 0);
    CHECK(parse(&response, &arena, buf_str(&packet), DNS_A));
    CHECK(!parse(&response, &arena, buf_str(&packet), DNS_TXT));
    begin(&query, 0, DNS_A, 0, 0);
    query.octets[query.start + 2] &= 0x7f;              /* a query is no response */
    CHECK(!parse(&response, &arena, buf_str(&query), DNS_A));
    CHECK(!parse(&response, &arena, STR(""), DNS_A));
}

/* A name whose labels stand one pointer each before the other: legal, and still longer than a name may be. */
TEST(packet_name_too_long)
{
    static const struct { const char *name; size_t labels; bool want; } cases[] = {
        { "255 octets", 60, true }, { "259 octets", 61, false },
    };

    FOR_EACH_CASE(c, cases) {           /* labels of 3 octets and the question's 13 */
        ARENA_SCOPE         arena  = { 0 };
        BUF_SCOPE           packet = { 0 }, data = { 0 };
        struct dns_response response;

        for (size_t i = 0; i < c->labels; i++)
            buf_add(&data, STR("\3abc"));
        buf_add(&data, STR("\1z"));
        buf_add(&data, POINTER_TO_QUESTION);
        begin(&packet, 0, DNS_PTR, 1, 0);
        add_rr(&packet, POINTER_TO_QUESTION, DNS_PTR, 300, buf_str(&data));
        CHECK_EQ(parse(&response, &arena, buf_str(&packet), DNS_PTR), c->want);
    }
}

/* ---- properties ---- */

static void build_rich(struct buf *packet)
{
    begin(packet, 0, DNS_MX, 5, 1);
    add_rr_name(packet, POINTER_TO_QUESTION, DNS_CNAME, 90, STR(""), "b.example");
    add_rr(packet, STR("\1b\7example\0"), DNS_MX, 300, STR("\0\12\4mail\xc0\x0c"));
    add_rr(packet, STR("\1b\7example\0"), DNS_MX, 300, STR("\0\24\1b\xc0\x14"));
    add_rr(packet, POINTER_TO_QUESTION, DNS_TXT, 300, STR("\7v=spf1 \4-all"));
    add_rr(packet, POINTER_TO_QUESTION, DNS_A, 300, STR("\xc0\0\2\1"));
    add_soa(packet, 300, STR("\0\0\0\x3c"));
}

static bool is_escaped_name(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!str_has_char(STR("abcdefghijklmnopqrstuvwxyz0123456789-_.\\"), name.ptr[i]))
            return false;
    return name.len <= 1020;
}

static void check_properties(str packet, uint16_t type)
{
    ARENA_SCOPE         arena = { 0 };
    struct dns_response one, two;
    bool                parsed = parse(&one, &arena, packet, type);

    CHECK_EQ(parse(&two, &arena, packet, type), parsed);
    if (!parsed)
        return;
    CHECK_EQ(one.count, two.count);
    CHECK(one.ttl <= INT32_MAX);
    CHECK(one.count <= packet.len / 11);        /* a record is at least 11 octets: no packet makes more of itself */
    for (size_t i = 0; i < one.count; i++) {
        CHECK_STR(one.records[i].data, two.records[i].data);
        if (type == DNS_MX || type == DNS_CNAME)
            CHECK(is_escaped_name(one.records[i].data));
    }
}

TEST(packet_cut_anywhere)
{
    BUF_SCOPE           packet = { 0 };
    struct dns_response response;

    build_rich(&packet);
    for (size_t len = 0; len < buf_len(&packet); len++) {
        ARENA_SCOPE arena = { 0 };

        CHECK(!parse(&response, &arena, str_slice(buf_str(&packet), 0, len), DNS_MX));
    }
}

TEST(packet_mutated)
{
    static const uint16_t types[] = { DNS_MX, DNS_TXT, DNS_A, DNS_CNAME, DNS_SOA };
    BUF_SCOPE             packet = { 0 };
    uint32_t              random = 1;

    build_rich(&packet);
    for (size_t round = 0; round < 20000; round++) {
        BUF_SCOPE mutant = { 0 };
        uint16_t  type   = types[round % ARRAY_LEN(types)];

        buf_add(&mutant, buf_str(&packet));
        mutant.octets[mutant.start + TYPE_LOW_OCTET_AT] = (char)type;   /* so that most are read on */
        for (uint32_t i = 0; i <= random % 4; i++) {
            random = random * 1664525 + 1013904223;
            mutant.octets[mutant.start + (random >> 8) % buf_len(&mutant)] = (char)(random >> 24);
        }
        check_properties(buf_str(&mutant), type);
    }
}

TEST(dns_reverse_name)
{
    static const struct { const char *name, *address, *want; } cases[] = {
        { "IPv4, RFC 1035 §3.5", "192.0.2.1", "1.2.0.192.in-addr.arpa" },
        { "IPv6, RFC 3596 §2.5", "4321:0:1:2:3:4:567:89ab",
          "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct ip   ip;

        if (CHECK(ip_parse(str_of(c->address), &ip)))
            CHECK_CSTR(dns_reverse_name(&arena, &ip), c->want);
    }
}

TEST(dns_type_names)
{
    uint16_t type = 0;

    CHECK(dns_type_from_name(STR("txt"), &type));
    CHECK_EQ(type, DNS_TXT);
    CHECK_CSTR(str_of(dns_type_name(DNS_TLSA)), "TLSA");
    CHECK(!dns_type_from_name(STR(""), &type));
    CHECK_CSTR(str_of(dns_type_name(65)), "unknown");
}
