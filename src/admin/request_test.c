#include "admin/request.h"

#include "unit.h"

TEST(admin_page_of)
{
    static const struct { const char *name, *method, *path, *host; bool has_body; unsigned status; enum admin_page page; } cases[] = {
        { "metrics",                     "GET",  "/metrics",   "127.0.0.1:9125", false, 200, ADMIN_METRICS },
        { "by localhost",                "GET",  "/healthz",   "LocalHost",      false, 200, ADMIN_HEALTH  },
        { "by IPv6",                     "HEAD", "/readyz",    "[::1]:9125",     false, 200, ADMIN_READY   },
        { "a path that is none",         "GET",  "/",          "localhost",      false, 404, ADMIN_NONE    },
        { "a path that only begins so",  "GET",  "/metrics/x", "localhost",      false, 404, ADMIN_NONE    },
        { "another method",              "POST", "/metrics",   "localhost",      false, 405, ADMIN_NONE    },
        { "methods have their case",     "get",  "/metrics",   "localhost",      false, 405, ADMIN_NONE    },
        { "a body",                      "GET",  "/metrics",   "localhost",      true,  400, ADMIN_NONE    },
        { "no host",                     "GET",  "/metrics",   "",               false, 421, ADMIN_NONE    },
        { "a name led to us",            "GET",  "/metrics",   "evil.example",   false, 421, ADMIN_NONE    },
        { "and with our port",           "GET",  "/metrics",   "evil.example:9125", false, 421, ADMIN_NONE },
        { "a name like an address",      "GET",  "/metrics",   "127.0.0.1.evil.example", false, 421, ADMIN_NONE },
        { "a bracket that never closes", "GET",  "/metrics",   "[::1",           false, 421, ADMIN_NONE    },
    };

    FOR_EACH_CASE(c, cases) {
        unsigned status = 0;

        CHECK_EQ(admin_page_of(&(struct admin_request){ str_of(c->method), str_of(c->path), str_of(c->host), c->has_body }, &status),
                 c->page);
        CHECK_EQ(status, c->status);
    }
}
