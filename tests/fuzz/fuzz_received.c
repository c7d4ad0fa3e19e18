/* Received fields: members are no longer than the field and hold no blank; a field in the form in which we write it
 * gives back the client's address, our name, the id and the time; whatever a client calls itself, it has the address that
 * the server saw, or none.
 *
 * Covers: src/mail/received.c */
#include "fuzz.h"

#include "mail/received.h"

static struct header field_of(str value)
{
    return (struct header){ .field = value, .name = STR("Received"), .value = value };
}

static void check_greeting(struct arena *arena, str helo)
{
    struct ip       seen;
    struct received received;
    struct header   h = field_of(arena_printf(arena, " from %.*s (host.example [192.0.2.1])\r\n\tby mx.example with ESMTP id 1;"
                                                     " 1 Jun 2026 10:00:00 +0000", STR_ARG(helo)));

    HOLDS(ip_parse(STR("192.0.2.1"), &seen));
    received_parse(&received, arena, &h);
    HOLDS(received.from_ip.family == IP_NONE || ip_equal(&received.from_ip, &seen));
}

static void check_own_form(struct arena *arena, str text)
{
    struct ip       ip;
    struct received received;
    uint8_t         octets[16] = { 0 };
    unix_seconds    now = 1700000000;

    if (text.len < 17)
        return;
    memcpy(octets, text.ptr, 16);
    ip = ip_from_octets(text.ptr[16] & 1 ? IP_V4 : IP_V6, octets);

    str           address = ip_text(arena, &ip), date = time_rfc5322(arena, now);
    str           value   = arena_printf(arena, " from client.example (host.example [%s%.*s])\r\n"
                                                "\tby mx.example with ESMTP id 01ABC\r\n\tfor <a@b.example>;\r\n\t%.*s",
                                         ip.family == IP_V6 ? "IPv6:" : "", STR_ARG(address), STR_ARG(date));
    struct header h = field_of(value);

    received_parse(&received, arena, &h);
    HOLDS(ip_equal(&received.from_ip, &ip));
    HOLDS(str_equal(received.by, STR("mx.example")) && str_equal(received.id, STR("01ABC")));
    HOLDS(str_equal(received.for_path, STR("a@b.example")));
    HOLDS(received.has_date && received.date == now);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena = { 0 };
    struct received received;
    struct header   h = field_of(input);

    received_parse(&received, &arena, &h);

    const str members[] = { received.from_name, received.from_host, received.by, received.with, received.id,
                            received.for_path };

    for (size_t i = 0; i < ARRAY_LEN(members); i++)
        HOLDS(members[i].len <= input.len && !str_has_char(members[i], ' '));
    check_greeting(&arena, input);
    check_own_form(&arena, input);
}
