/* PROXY headers: what is complete lies inside the input, is complete at its last octet and not before, and means the
 * same written anew as a line of version 1. XCLIENT: what is read back is what was written.
 *
 * Covers: src/smtp/proxy.c src/smtp/xclient.c */
#include "fuzz.h"

#include "smtp/proxy.h"
#include "smtp/xclient.h"

static void check_line(struct arena *arena, const struct proxy_header *header)
{
    const char         *family = header->client.family == IP_V4 ? "TCP4" : "TCP6";
    str                 line   = arena_printf(arena, "PROXY %s %.*s %.*s %u %u\r\n", family, STR_ARG(ip_text(arena, &header->client)),
                                              STR_ARG(ip_text(arena, &header->server)), header->client_port, header->server_port);
    struct proxy_header again;

    if (header->client.family != header->server.family)
        return;                         /* one of the two was an IPv4 address in IPv6 clothes */
    HOLDS(proxy_read(line, &again) == PROXY_COMPLETE && again.len == line.len);
    HOLDS(ip_equal(&again.client, &header->client) && again.client_port == header->client_port);
    HOLDS(ip_equal(&again.server, &header->server) && again.server_port == header->server_port);
}

static void check_xclient(struct arena *arena, str argument)
{
    struct xclient read, again;

    if (!xclient_read(&read, arena, argument) || read.client.family == IP_NONE)
        return;
    str written = arena_printf(arena, "ADDR=%s%.*s PORT=%u PROTO=%s", read.client.family == IP_V6 ? "IPV6:" : "",
                               STR_ARG(ip_text(arena, &read.client)), read.port, read.is_smtp ? "SMTP" : "ESMTP");

    HOLDS(xclient_read(&again, arena, written));
    HOLDS(ip_equal(&again.client, &read.client) && again.port == read.port && again.is_smtp == read.is_smtp);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena = { 0 };
    struct proxy_header header, shorter;
    enum proxy_outcome  outcome = proxy_read(input, &header);

    HOLDS(proxy_outcome_text(outcome)[0] != '\0');
    if (outcome == PROXY_INCOMPLETE)
        HOLDS(input.len < PROXY_MAX_OCTETS);            /* more than that is never awaited */
    if (outcome == PROXY_COMPLETE) {
        HOLDS(header.len > 0 && header.len <= input.len && header.len <= PROXY_MAX_OCTETS);
        for (size_t len = 0; len < header.len; len++)
            HOLDS(proxy_read(str_slice(input, 0, len), &shorter) == PROXY_INCOMPLETE);
        HOLDS(proxy_read(str_slice(input, 0, header.len), &shorter) == PROXY_COMPLETE && shorter.len == header.len);
        if (header.client.family != IP_NONE)
            check_line(&arena, &header);
    }
    check_xclient(&arena, input);
}
