#include "detect/host_name.h"

#include "unit.h"

TEST(host_kind_of)
{
    static const struct { const char *name, *host, *ip; enum host_kind want; } cases[] = {
        { "a mail server",                    "mx1.sender.example",                "192.0.2.10",  HOST_NAMED    },
        { "none",                             "",                                  "192.0.2.10",  HOST_NAMED    },
        { "a server of a rack",               "web42.sender.example",              "192.0.2.42",  HOST_NAMED    },
        { "the address with dashes",          "static-192-0-2-10.isp.example",     "192.0.2.10",  HOST_NUMBERED },
        { "the address turned round",         "10.2.0.192.hosted.example",         "192.0.2.10",  HOST_NUMBERED },
        { "the address in hexadecimal",       "vps-C000020A.isp.example",          "192.0.2.10",  HOST_NUMBERED },
        { "the address in twelve digits",     "h192000002010.isp.example",         "192.0.2.10",  HOST_NUMBERED },
        { "another address",                  "static-192-0-2-11.isp.example",     "192.0.2.10",  HOST_NAMED    },
        { "a customer's line",                "dyn-192-0-2-10.isp.example",        "192.0.2.10",  HOST_DYNAMIC  },
        { "a line, with half of the address", "ADSL10-2.isp.example",              "192.0.2.10",  HOST_DYNAMIC  },
        { "half of the address alone",        "c2-10.isp.example",                 "192.0.2.10",  HOST_NAMED    },
        { "a word for lines alone",           "pool.isp.example",                  "192.0.2.10",  HOST_NAMED    },
        { "a word that only begins so",       "dynamo2-10.isp.example",            "192.0.2.10",  HOST_NAMED    },
        { "a mail service numbers its own",   "mta-192-0-2-10.service.example",    "192.0.2.10",  HOST_NAMED    },
        { "numbers too long for octets",      "192000000-0-2-10.isp.example",      "192.0.2.10",  HOST_NAMED    },
        { "more numbers than are read",       "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.192.0.2.10.x", "192.0.2.10", HOST_NAMED },
        { "IPv6",                             "dyn-2-10.isp.example",              "2001:db8::2", HOST_NAMED    },
    };

    FOR_EACH_CASE(c, cases) {
        struct ip ip;

        CHECK(ip_parse(str_of(c->ip), &ip));
        CHECK_EQ(host_kind_of(str_of(c->host), &ip), c->want);
    }
}
