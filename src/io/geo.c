#include "io/geo.h"

#include <stdlib.h>

#ifdef GATEPOST_MAXMINDDB

#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/socket.h>

struct geo { MMDB_s *files; size_t count; };

struct geo *geo_open(const char *const *files, size_t count, struct arena *arena, str *error)
{
    struct geo *geo = calloc(1, sizeof *geo);

    ASSERT(geo != NULL);
    geo->files = calloc(count + 1, sizeof *geo->files);
    ASSERT(geo->files != NULL);
    for (; geo->count < count; geo->count++) {
        int status = MMDB_open(files[geo->count], MMDB_MODE_MMAP, &geo->files[geo->count]);

        if (status == MMDB_SUCCESS)
            continue;
        *error = arena_printf(arena, "%s: %s", files[geo->count], MMDB_strerror(status));
        geo_close(geo);
        return NULL;
    }
    return geo;
}

void geo_close(struct geo *geo)
{
    if (geo == NULL)
        return;
    for (size_t i = 0; i < geo->count; i++)
        MMDB_close(&geo->files[i]);
    free(geo->files);
    free(geo);
}

str geo_marks(const struct geo *geo, struct arena *arena)
{
    str marks = { 0 };

    for (size_t i = 0; geo != NULL && i < geo->count; i++) {
        const MMDB_s *file = &geo->files[i];

        marks = arena_printf(arena, "%.*s %s/%llu/%u/%lld", STR_ARG(marks), file->metadata.database_type,
                             (unsigned long long)file->metadata.build_epoch, file->metadata.node_count, (long long)file->file_size);
    }
    return marks;
}

union address { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; };

static union address address_of(const struct ip *ip)
{
    union address address = { 0 };

    if (ip->family == IP_V4) {
        address.v4.sin_family = AF_INET;
        memcpy(&address.v4.sin_addr, ip->octets, 4);
    } else {
        address.v6.sin6_family = AF_INET6;
        memcpy(&address.v6.sin6_addr, ip->octets, 16);
    }
    return address;
}

/* A database of IPv6 has the IPv4 addresses below ::/96, and counts its prefixes from there. */
static str prefix_text(const struct ip *ip, const MMDB_s *file, unsigned netmask, struct arena *arena)
{
    struct ip network = *ip;
    unsigned  size    = ip->family == IP_V4 ? 32 : 128;
    unsigned  bits    = ip->family == IP_V4 && file->metadata.ip_version == 6 ? (netmask > 96 ? netmask - 96 : 0) : netmask;

    for (unsigned bit = bits; bit < size; bit++)
        network.octets[bit / 8] = (uint8_t)(network.octets[bit / 8] & ~(0x80u >> bit % 8));
    return arena_printf(arena, "%.*s/%u", STR_ARG(ip_text(arena, &network)), bits);
}

static bool read_number(MMDB_entry_s *entry, const char *const *path, uint32_t *out)
{
    MMDB_entry_data_s data;

    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data || data.type != MMDB_DATA_TYPE_UINT32)
        return false;
    *out = data.uint32;
    return true;
}

static bool read_text(MMDB_entry_s *entry, const char *const *path, struct arena *arena, str *out)
{
    MMDB_entry_data_s data;

    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING)
        return false;
    *out = arena_str(arena, (str){ data.utf8_string, data.data_size });
    return true;
}

static bool look_up(const MMDB_s *file, const struct ip *ip, struct arena *arena, struct network *out)
{
    static const char *const number[]     = { "autonomous_system_number", NULL };
    static const char *const country[]    = { "country", "iso_code", NULL };
    static const char *const registered[] = { "registered_country", "iso_code", NULL };
    union address            address      = address_of(ip);
    int                      problem      = MMDB_SUCCESS;
    MMDB_lookup_result_s     result       = MMDB_lookup_sockaddr(file, &address.any, &problem);
    bool                     found        = false;

    if (problem != MMDB_SUCCESS || !result.found_entry)
        return false;
    if (out->asn == 0 && read_number(&result.entry, number, &out->asn)) {
        out->prefix = prefix_text(ip, file, result.netmask, arena);
        found       = true;
    }
    if (out->country.len == 0 && (read_text(&result.entry, country, arena, &out->country) ||
                                  read_text(&result.entry, registered, arena, &out->country)))
        found = true;
    return found;
}

bool geo_find(const struct geo *geo, const struct ip *ip, struct arena *arena, struct network *out)
{
    bool found = false;

    *out = (struct network){ 0 };
    for (size_t i = 0; geo != NULL && ip->family != IP_NONE && i < geo->count; i++)
        found |= look_up(&geo->files[i], ip, arena, out);
    return found;
}

#else

struct geo *geo_open(const char *const *files, size_t count, struct arena *arena, str *error)
{
    *error = arena_printf(arena, "%s cannot be read: this gatepost was built without libmaxminddb", count == 0 ? "it" : files[0]);
    return NULL;
}

void geo_close(struct geo *geo)
{
    ASSERT(geo == NULL);                /* there is no way to have one */
}

bool geo_find(const struct geo *geo, const struct ip *ip, struct arena *arena, struct network *out)
{
    (void)geo, (void)ip, (void)arena;
    *out = (struct network){ 0 };
    return false;
}


str geo_marks(const struct geo *geo UNUSED, struct arena *arena UNUSED)
{
    return (str){ 0 };
}

#endif
