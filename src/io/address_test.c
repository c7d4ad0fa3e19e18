#include "io/address.h"

#include "unit.h"

TEST(address)
{
    static const struct { const char *name, *text; } cases[] = {
        { "IPv4", "192.0.2.7" }, { "IPv6", "2001:db8::7" }, { "nothing", "unknown" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE             arena = { 0 };
        struct sockaddr_storage as    = { 0 };
        struct ip               ip    = { .family = IP_NONE };
        uint16_t                port  = 1;

        if (!ip_parse(str_of(c->text), &ip))
            CHECK_CSTR(STR("unknown"), c->text);
        CHECK_EQ(address_to_socket(&ip, 2525, &as) > 0, ip.family != IP_NONE);
        struct ip back = address_from_socket(&as, &port);

        CHECK_CSTR(ip_text(&arena, &back), c->text);
        CHECK_EQ(port, ip.family == IP_NONE ? 0 : 2525);
    }
}
