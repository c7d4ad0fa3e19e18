#include "io/address.h"

#include <assert.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

socklen_t address_to_socket(const struct ip *ip, uint16_t port, struct sockaddr_storage *out)
{
    struct sockaddr_in  v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    switch (ip->family) {
    case IP_NONE:
        return 0;
    case IP_V4:
        memcpy(&v4.sin_addr, ip->octets, sizeof v4.sin_addr);
        memcpy(out, &v4, sizeof v4);
        return sizeof v4;
    case IP_V6:
        memcpy(&v6.sin6_addr, ip->octets, sizeof v6.sin6_addr);
        memcpy(out, &v6, sizeof v6);
        return sizeof v6;
    }
    UNREACHABLE();
}

socklen_t address_of_path(const char *path, struct sockaddr_storage *out)
{
    struct sockaddr_un local = { .sun_family = AF_UNIX };
    size_t             len   = strlen(path);

    static_assert(sizeof local.sun_path == SOCKET_PATH_MAX_OCTETS + 1, "a NUL follows the path");
    if (len == 0 || len > SOCKET_PATH_MAX_OCTETS)
        return 0;
    memcpy(local.sun_path, path, len);
    memcpy(out, &local, sizeof local);
    return sizeof local;
}

struct ip address_from_socket(const struct sockaddr_storage *address, uint16_t *port)
{
    struct sockaddr_in  v4;
    struct sockaddr_in6 v6;

    switch (address->ss_family) {
    case AF_INET:
        memcpy(&v4, address, sizeof v4);
        *port = ntohs(v4.sin_port);
        return ip_from_octets(IP_V4, &v4.sin_addr);
    case AF_INET6:
        memcpy(&v6, address, sizeof v6);
        *port = ntohs(v6.sin6_port);
        return ip_from_octets(IP_V6, &v6.sin6_addr);
    }
    *port = 0;
    return (struct ip){ .family = IP_NONE };
}
