#include "mail/origin.h"

#include "unit.h"

/* Our backup MX is in 198.51.100.0/24, our provider's filters in 203.0.113.0/24. */
#define BACKUP(from) \
    "Received: from " from "\r\n\tby mx2.example.org (Postfix) with ESMTP id 1;\r\n" \
    "\tMon, 1 Jun 2026 10:00:00 +0000\r\n"
#define FORGED \
    "Received: from mail.bank.example (mail.bank.example [192.0.2.77]) by mx2.example.org with ESMTP id 2; x\r\n"

TEST(origin_find)
{
    static const struct {
        const char *name, *client, *header; enum origin_status want; const char *from, *helo; size_t hops;
    } cases[] = {
        { "a stranger at our door", "192.0.2.1", FORGED, ORIGIN_DIRECT, "192.0.2.1", "", 0 },
        { "behind our backup MX", "198.51.100.5", BACKUP("mail.sender.example (out.sender.example [192.0.2.1])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.1", "mail.sender.example", 1 },
        { "a field that the stranger wrote below is not read", "198.51.100.5",
          BACKUP("evil.example (unknown [192.0.2.66])") FORGED, ORIGIN_BEHIND_HOPS, "192.0.2.66", "evil.example", 1 },
        { "through two of ours", "203.0.113.9",
          "Received: from mx2.example.org (mx2.example.org [198.51.100.5]) by filter.example.net with ESMTPS; x\r\n"
          BACKUP("mail.sender.example (out.sender.example [192.0.2.1])") FORGED,
          ORIGIN_BEHIND_HOPS, "192.0.2.1", "mail.sender.example", 2 },
        { "a stranger who forges a third", "203.0.113.9",
          "Received: from evil.example (unknown [192.0.2.66]) by filter.example.net with ESMTPS; x\r\n"
          BACKUP("mail.bank.example (mail.bank.example [192.0.2.77])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "evil.example", 1 },
        { "a client that calls itself by another address",
          "198.51.100.5", BACKUP("[192.0.2.77] (unknown [192.0.2.66])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "[192.0.2.77]", 1 },
        { "Exim, and a client that lies", "198.51.100.5", BACKUP("host.example ([192.0.2.66] helo=[192.0.2.77])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "host.example", 1 },
        { "IPv6", "198.51.100.5", BACKUP("six.example (six.example [IPv6:2001:db8::1])"),
          ORIGIN_BEHIND_HOPS, "2001:db8::1", "six.example", 1 },
        { "qmail, whose client chose its words", "198.51.100.5", BACKUP("unknown (HELO 192.0.2.77) (192.0.2.66)"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "unknown", 1 },
        { "a greeting of a name and a literal", "198.51.100.5", BACKUP("x [192.0.2.77] (unknown [192.0.2.66])"),
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a greeting of two literals in one word", "198.51.100.5",
          BACKUP("x [192.0.2.77][192.0.2.66] (unknown [192.0.2.66])"), ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a greeting in parentheses", "198.51.100.5", BACKUP("x ([192.0.2.77]) (unknown [192.0.2.66])"),
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a greeting with clauses of its own", "198.51.100.5",
          BACKUP("x ([192.0.2.77]) by mx2.example.org with ESMTP (unknown [192.0.2.66])"), ORIGIN_UNCLEAR, "unknown",
          "", 1 },
        { "a greeting that swallows the address", "198.51.100.5",
          BACKUP("x ([192.0.2.77]) by mx2.example.org ( (unknown [192.0.2.66])"), ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a greeting with a date", "198.51.100.5",
          BACKUP("x ([192.0.2.77]) by mx2.example.org; 1 Jun 2026 10:00:00 +0000 (unknown [192.0.2.66])"),
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a client whose name is an address", "198.51.100.5", BACKUP("x (192.0.2.77 [192.0.2.66])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "x", 1 },
        { "an ident with an address", "198.51.100.5", BACKUP("x (192.0.2.77:x@host [192.0.2.66])"),
          ORIGIN_BEHIND_HOPS, "192.0.2.66", "x", 1 },
        { "an ident with a literal", "198.51.100.5",
          BACKUP("x ([192.0.2.77] @host [192.0.2.66])"), ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "qmail, with two words", "198.51.100.5", BACKUP("unknown (HELO y 192.0.2.77) (192.0.2.66)"), ORIGIN_UNCLEAR,
          "unknown", "", 1 },
        { "Exim, with two words", "198.51.100.5", BACKUP("host.example ([192.0.2.66] helo=y [192.0.2.77])"),
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "Exchange", "198.51.100.5", BACKUP("x.example (192.0.2.66)"), ORIGIN_BEHIND_HOPS, "192.0.2.66", "x.example",
          1 },
        { "an address that is only claimed", "198.51.100.5", BACKUP("[192.0.2.77]"), ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "the same beside a greeting", "198.51.100.5", BACKUP("[192.0.2.77] (helo=[192.0.2.78])"), ORIGIN_UNCLEAR,
          "unknown", "", 1 },
        { "a hop that writes no address", "198.51.100.5", BACKUP("mail.sender.example (out.sender.example)") FORGED,
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a hop that writes nothing", "198.51.100.5", "Subject: x\r\n", ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "a field of no server", "198.51.100.5", "Received: from a.example (a.example [192.0.2.1])\r\n",
          ORIGIN_UNCLEAR, "unknown", "", 1 },
        { "nothing but hops of ours", "198.51.100.5", BACKUP("mx2.example.org (mx2.example.org [198.51.100.5])"),
          ORIGIN_UNCLEAR, "unknown", "", 2 },
    };
    static const struct header_limits limits = { 1000, 131072 };
    struct ip_network                 hops[2];

    CHECK(ip_network_parse(STR("198.51.100.0/24"), &hops[0]) && ip_network_parse(STR("203.0.113.0/24"), &hops[1]));
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE        arena = { 0 };
        struct header_list headers;
        struct ip          client;

        CHECK(ip_parse(str_of(c->client), &client));
        header_parse(&headers, &arena, str_of(c->header), false, &limits);
        struct origin origin = origin_find(&client, &headers, hops, ARRAY_LEN(hops), &arena);

        CHECK_EQ(origin.status, c->want);
        CHECK_CSTR(ip_text(&arena, &origin.client), c->from);
        CHECK_CSTR(origin.helo, c->helo);
        CHECK_EQ(origin.hops, c->hops);
    }
}
