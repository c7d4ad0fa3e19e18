/* Databases of our own making, so that the test needs nobody's: MaxMind DB file format specification, version 2.0. */
#include "io/geo.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "unit.h"

#ifdef GATEPOST_MAXMINDDB

enum { NODES_MAX = 256, RECORD_OCTETS = 3, NOTHING = -1, DATA_SEPARATOR = 16 };

/* A search tree over IPv4 addresses. A child is a node, or -2 minus an offset in the data; -1: nothing. */
struct tree { int children[NODES_MAX][2]; int count; };

static void insert(struct tree *tree, const struct ip_network *network, int offset)
{
    int node = 0;

    for (unsigned bit = 0; bit < network->prefix; bit++) {
        int *child = &tree->children[node][network->address.octets[bit / 8] >> (7 - bit % 8) & 1];

        if (bit + 1 == network->prefix)
            *child = -2 - offset;
        else if (*child == NOTHING) {
            tree->children[tree->count][0] = tree->children[tree->count][1] = NOTHING;
            *child = tree->count++;
        }
        node = *child;
    }
}

static void put_control(struct buf *out, int type, size_t size)
{
    if (type > 7) {
        buf_add_char(out, (char)size);
        buf_add_char(out, (char)(type - 7));
    } else {
        buf_add_char(out, (char)(type << 5 | (int)size));
    }
}

enum { MMDB_STRING = 2, MMDB_UINT16 = 5, MMDB_UINT32 = 6, MMDB_MAP = 7, MMDB_UINT64 = 9, MMDB_ARRAY = 11 };

static void put_string(struct buf *out, const char *text)
{
    put_control(out, MMDB_STRING, strlen(text));
    buf_add(out, str_of(text));
}

static void put_number(struct buf *out, const char *key, int type, uint32_t value)
{
    put_string(out, key);
    put_control(out, type, type == MMDB_UINT16 ? 2 : 4);
    for (int shift = type == MMDB_UINT16 ? 8 : 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(value >> shift));
}

static void put_tree(struct buf *out, const struct tree *tree)
{
    for (int i = 0; i < tree->count; i++)
        for (int side = 0; side < 2; side++) {
            int child = tree->children[i][side];
            int value = child == NOTHING ? tree->count : child >= 0 ? child : tree->count + DATA_SEPARATOR + (-2 - child);

            for (int shift = 8 * (RECORD_OCTETS - 1); shift >= 0; shift -= 8)
                buf_add_char(out, (char)(value >> shift));
        }
}

static void put_metadata(struct buf *out, const struct tree *tree)
{
    buf_add(out, STR("\xab\xcd\xefMaxMind.com"));
    put_control(out, MMDB_MAP, 9);
    put_number(out, "binary_format_major_version", MMDB_UINT16, 2);
    put_number(out, "binary_format_minor_version", MMDB_UINT16, 0);
    put_number(out, "build_epoch", MMDB_UINT64, 1800000000);
    put_string(out, "database_type");
    put_string(out, "Gatepost-Test");
    put_string(out, "description");
    put_control(out, MMDB_MAP, 0);
    put_number(out, "ip_version", MMDB_UINT16, 4);
    put_string(out, "languages");
    put_control(out, MMDB_ARRAY, 0);
    put_number(out, "node_count", MMDB_UINT32, (uint32_t)tree->count);
    put_number(out, "record_size", MMDB_UINT16, 8 * RECORD_OCTETS);
}

struct entry { const char *network; uint32_t asn; const char *country; };       /* asn 0, country NULL: not in this file */

static void write_database(const char *path, const struct entry *entries, size_t count)
{
    struct tree tree  = { .children = { { NOTHING, NOTHING } }, .count = 1 };
    BUF_SCOPE   data  = { 0 }, file = { 0 };
    FILE       *out   = fopen(path, "wb");

    for (size_t i = 0; i < count; i++) {
        struct ip_network network;
        int               offset = (int)buf_len(&data);

        CHECK(ip_network_parse(str_of(entries[i].network), &network));
        put_control(&data, MMDB_MAP, (size_t)(entries[i].asn != 0) + (size_t)(entries[i].country != NULL));
        if (entries[i].asn != 0)
            put_number(&data, "autonomous_system_number", MMDB_UINT32, entries[i].asn);
        if (entries[i].country != NULL) {
            put_string(&data, "country");
            put_control(&data, MMDB_MAP, 1);
            put_string(&data, "iso_code");
            put_string(&data, entries[i].country);
        }
        insert(&tree, &network, offset);
    }
    put_tree(&file, &tree);
    for (int i = 0; i < DATA_SEPARATOR; i++)
        buf_add_char(&file, 0);
    buf_add(&file, buf_str(&data));
    put_metadata(&file, &tree);
    if (CHECK(out != NULL)) {
        CHECK(fwrite(buf_str(&file).ptr, 1, buf_len(&file), out) == buf_len(&file));
        fclose(out);
    }
}

TEST(geo_find)
{
    static const struct entry numbers[]   = { { "192.0.2.0/24", 64501, NULL }, { "198.51.100.128/25", 64502, NULL } };
    static const struct entry countries[] = { { "192.0.2.0/25", 0, "NL" }, { "203.0.113.0/24", 0, "SE" } };
    static const struct { const char *name, *address, *want; } cases[] = {
        { "in both files",          "192.0.2.7",      "AS64501 NL 192.0.2.0/24"     },
        { "without a country",      "192.0.2.200",    "AS64501  192.0.2.0/24"       },
        { "the end of a network",   "198.51.100.255", "AS64502  198.51.100.128/25"  },
        { "beside it",              "198.51.100.127", "nothing"                     },
        { "only a country",         "203.0.113.9",    "AS0 SE "                     },
        { "in no file",             "10.0.0.1",       "nothing"                     },
        { "of the other family",    "2001:db8::1",    "nothing"                     },
    };
    ARENA_SCOPE arena = { 0 };
    str         error = { 0 };
    char        folder[] = "/tmp/gatepost-geo-XXXXXX";

    CHECK(mkdtemp(folder) != NULL);
    const char *files[] = { arena_cstr(&arena, arena_printf(&arena, "%s/asn.mmdb", folder)),
                            arena_cstr(&arena, arena_printf(&arena, "%s/country.mmdb", folder)) };

    write_database(files[0], numbers, ARRAY_LEN(numbers));
    write_database(files[1], countries, ARRAY_LEN(countries));
    struct geo *geo = geo_open(files, ARRAY_LEN(files), &arena, &error);

    CHECK_CSTR(error, "");
    FOR_EACH_CASE(c, cases) {
        struct network network;
        struct ip      ip;

        CHECK(ip_parse(str_of(c->address), &ip));
        str told = !geo_find(geo, &ip, &arena, &network) ? STR("nothing")
                   : arena_printf(&arena, "AS%u %.*s %.*s", network.asn, STR_ARG(network.country), STR_ARG(network.prefix));

        CHECK_CSTR(told, c->want);
    }
    geo_close(geo);
    CHECK(geo_open(&(const char *){ "/nonexistent.mmdb" }, 1, &arena, &error) == NULL);
    CHECK(str_starts(error, STR("/nonexistent.mmdb: ")));
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        unlink(files[i]);
    rmdir(folder);
}

#endif
