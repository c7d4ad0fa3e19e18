#include "admin/request.h"

#include "base/ip.h"

static const struct { str path; enum admin_page page; } pages[] = {
    { STR_INIT("/metrics"), ADMIN_METRICS },
    { STR_INIT("/healthz"), ADMIN_HEALTH  },
    { STR_INIT("/readyz"),  ADMIN_READY   },
};

/* Without the port. */
static str host_name(str host)
{
    ptrdiff_t colon = str_rfind_char(host, ':');

    if (host.len > 0 && host.ptr[0] == '[') {
        ptrdiff_t end = str_find_char(host, ']');

        return end == STR_NOT_FOUND ? (str){ 0 } : str_slice(host, 1, (size_t)end);
    }
    return colon == STR_NOT_FOUND ? host : str_slice(host, 0, (size_t)colon);
}

/* Addresses and "localhost" only: any other name is somebody else's, who can make it lead to this machine (DNS rebinding). */
static bool is_our_host(str host)
{
    str       name = host_name(host);
    struct ip ip;

    return str_equal_nocase(name, STR("localhost")) || ip_parse(name, &ip);
}

enum admin_page admin_page_of(const struct admin_request *request, unsigned *status)
{
    bool is_get = str_equal(request->method, STR("GET")) || str_equal(request->method, STR("HEAD"));

    *status = request->has_body ? 400 : !is_get ? 405 : !is_our_host(request->host) ? 421 : 404;
    if (*status != 404)
        return ADMIN_NONE;
    for (size_t i = 0; i < ARRAY_LEN(pages); i++)
        if (str_equal(request->path, pages[i].path)) {
            *status = 200;
            return pages[i].page;
        }
    return ADMIN_NONE;
}
