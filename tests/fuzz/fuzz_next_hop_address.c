/* Next hops as an administrator names them: either what is wrong, or one of address, host and path; a name that can be
 * looked up; a port to connect to, which for LMTP is never SMTP's. The name that logs show reads as the same next hop.
 *
 * Covers: src/gateway/next_hop_address.c */
#include "fuzz.h"

#include "base/domain.h"
#include "gateway/next_hop_address.h"

static void check_again(struct arena *arena, const struct next_hop_address *first)
{
    struct next_hop_address again;
    const char             *problem = NULL;

    HOLDS(next_hop_address_parse(arena, first->name, &again, &problem));
    HOLDS(str_equal(again.name, first->name) && again.kind == first->kind && again.port == first->port);
    HOLDS(ip_equal(&again.ip, &first->ip) && str_equal(again.host, first->host));
    HOLDS((again.path == NULL) == (first->path == NULL) && (again.path == NULL || strcmp(again.path, first->path) == 0));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE             arena   = { 0 };
    const char             *problem = NULL;
    struct next_hop_address address;

    if (!next_hop_address_parse(&arena, input, &address, &problem)) {
        HOLDS(problem != NULL);
        return;
    }
    HOLDS((address.ip.family != IP_NONE) + (address.host.len > 0) + (address.path != NULL) == 1);
    HOLDS(address.path == NULL || address.path[0] == '/');
    HOLDS(address.host.len == 0 || domain_is_hostname(address.host));
    HOLDS(address.path != NULL || (address.port > 0 && (address.kind != NEXT_HOP_LMTP || address.port != 25)));
    HOLDS(address.kind != NEXT_HOP_MAILDIR || (address.path != NULL && next_hop_address_socket(&address) == SOCKET_FILE_GOOD));
    check_again(&arena, &address);
}
