#include "detect/route.h"

#include "facts_fixture.h"
#include "unit.h"

#define AT(client, server, date) "Received: from x (x [" client "])\n by " server " with ESMTP id 1;\n " date "\n"
#define MONDAY  "Mon, 01 Jun 2026 10:00:00 +0000"
#define TUESDAY "Tue, 02 Jun 2026 10:00:01 +0000"

/* The client is 192.0.2.66. */
static const struct route *route_in(struct fixture *fixture, const char *header, size_t hops)
{
    static const struct story empty = { .message = "\n" };
    struct header_list       *headers;

    fixture_open(fixture, &empty);
    headers = ARENA_NEW(&fixture->arena, struct header_list);
    header_parse(headers, &fixture->arena, fixture_crlf(&fixture->arena, header), false, &message_limits_default.header);
    return route_of(&fixture->arena, headers, &(struct route_options){
        .organization = fixture->facts.organization, .own_names = &fixture_own_name, .own_name_count = 1,
        .client = fixture->envelope.client, .hops = hops });
}

TEST(route_claims)
{
    static const struct {
        const char *name, *header; size_t hops, own_fields, claims; bool out_of_order, impossible, in_our_name;
    } cases[] = {
        { "none",                       "From: a@b.example\n", 0, 0, 0, false, false, false },
        { "two strangers",              AT("198.51.100.1", "b.example", MONDAY) AT("198.51.100.2", "c.example", MONDAY), 0, 0, 2,
          false, false, false },
        { "a clock a day ahead",        AT("198.51.100.1", "b.example", MONDAY) AT("198.51.100.2", "c.example", TUESDAY), 0, 0, 2,
          true, false, false },
        { "a day on the way",           AT("198.51.100.1", "b.example", TUESDAY) AT("198.51.100.2", "c.example", MONDAY), 0, 0, 2,
          false, false, false },
        { "one without a date between", AT("198.51.100.1", "b.example", MONDAY) "Received: from y by z.example\n"
          AT("198.51.100.2", "c.example", TUESDAY), 0, 0, 3, true, false, false },
        { "a client in multicast",      AT("224.0.0.1", "b.example", MONDAY), 0, 0, 1, false, true, false },
        { "a client in private",        AT("10.1.2.3", "b.example", MONDAY), 0, 0, 1, false, false, false },
        { "IPv6 multicast",             AT("IPv6:ff02::1", "b.example", MONDAY), 0, 0, 1, false, true, false },
        { "our host",                   AT("198.51.100.1", "MX.northwind.example", MONDAY), 0, 0, 1, false, false, true },
        { "a host in our sister",       AT("198.51.100.1", "a.northwinds.example", MONDAY), 0, 0, 1, false, false, true },
        { "a client of our name",       "Received: from mx.northwind.example by b.example\n", 0, 0, 1, false, false, false },
        { "our own record of the client", "X-A: b\n" AT("192.0.2.66", "mx.northwind.example", TUESDAY)
          AT("198.51.100.1", "b.example", MONDAY), 0, 2, 1, false, false, false },
        { "the client's address below strangers", AT("198.51.100.1", "b.example", MONDAY)
          AT("192.0.2.66", "mx.northwind.example", MONDAY), 0, 0, 2, false, false, true },
        { "hops of ours",               AT("203.0.113.9", "mx.northwind.example", MONDAY) "X-A: b\n"
          AT("192.0.2.66", "mx2.northwind.example", MONDAY) AT("198.51.100.1", "b.example", MONDAY), 2, 3, 1, false, false, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture      fixture;
        const struct route *route = route_in(&fixture, c->header, c->hops);

        CHECK_EQ(route->own_fields, c->own_fields);
        CHECK_EQ(route->claims, c->claims);
        CHECK_EQ(route->out_of_order != NULL, c->out_of_order);
        CHECK_EQ(route->impossible != NULL, c->impossible);
        CHECK_EQ(route->in_our_name != NULL, c->in_our_name);
        fixture_close(&fixture);
    }
}

TEST(route_reads_no_more_than_it_says)
{
    struct fixture      fixture;
    struct buf          header = { 0 };
    const struct route *route;

    for (int i = 0; i < 3 * ROUTE_HOPS_MAX; i++)
        buf_add(&header, STR(AT("198.51.100.1", "b.example", MONDAY)));
    buf_add(&header, STR("Date: " TUESDAY "\n"));
    buf_add_char(&header, '\0');
    route = route_in(&fixture, buf_str(&header).ptr, 0);
    CHECK_EQ(route->claims, ROUTE_HOPS_MAX);
    CHECK_EQ(route->date_form, DATE_READ);
    fixture_close(&fixture);
    buf_free(&header);
}

TEST(route_author)
{
    static const struct { const char *name, *header; enum date_form date; bool has_id, is_well_formed; const char *id; } cases[] = {
        { "all of it",       "Date: " MONDAY "\nMessage-ID: <1@b.example>\n",   DATE_READ,       true,  true,  "<1@b.example>" },
        { "nothing",         "X-A: b\n",                                        DATE_MISSING,    false, false, "" },
        { "empty",           "Date:\nMessage-ID:\n",                            DATE_UNREADABLE, true,  false, "" },
        { "folded",          "Date: Mon, 01 Jun\n 2026 10:00:00 +0000\nMessage-ID:\n <1@b.example>\n", DATE_READ, true, true, "<1@b.example>" },
        { "twice: the first", "date: x\nDate: " MONDAY "\nmessage-id: 1\nMessage-ID: <1@b.example>\n", DATE_UNREADABLE, true, false, "1" },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture      fixture;
        const struct route *route = route_in(&fixture, c->header, 0);

        CHECK_EQ(route->date_form, c->date);
        CHECK_EQ(route->has_id, c->has_id);
        CHECK_EQ(route->id.is_well_formed, c->is_well_formed);
        CHECK_CSTR(route->id_text, c->id);
        fixture_close(&fixture);
    }
}
