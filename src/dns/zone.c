#include "dns/zone.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/domain.h"
#include "base/ip.h"
#include "base/json.h"
#include "dns/packet.h"

enum {
    ZONE_TTL_SECONDS = 3600,
    ANY_TYPE         = 255,     /* where the key "*" is kept; as a question it is never asked */
};

/* What a name answers for one type: records, or a state without any. */
struct rrset {
    uint16_t          type;
    enum answer_state state;
    struct record    *records;
    size_t            count;
};

struct node {
    str           name;
    bool          listed;       /* false: only names below it are (an empty non-terminal, RFC 8020 §2) */
    struct rrset *sets;
    size_t        count;
};

struct zone {
    struct arena       arena;
    struct node       *nodes;           /* sorted by name, each once */
    size_t             count;
    const struct node *every_name;      /* NULL without the key "*" */
    str                fault;           /* the first record that was left out */
};

/* What reading needs to say where it stands. */
struct loader {
    struct zone  *zone;
    struct arena *error_arena;
    str          *error;
    const char   *name, *type;
    size_t        capacity;
};

static str complaint(const struct loader *loader, struct arena *arena, const char *what)
{
    const char *comma = loader->type[0] == '\0' ? "" : ", type ";

    return arena_printf(arena, "%s%s%s: %s", loader->name, comma, loader->type, what);
}

static bool fail(struct loader *loader, const char *what)
{
    *loader->error = complaint(loader, loader->error_arena, what);
    return false;
}

static str text_of(const json_t *string)
{
    return (str){ json_string_value(string), json_string_length(string) };
}

static bool read_text(struct loader *loader, const json_t *value, struct record *out)
{
    size_t        i;
    json_t       *chunk;
    ARENA_SCOPE   scratch = { 0 };
    BUF_SCOPE     text    = { 0 };

    if (!json_is_array(value))
        return fail(loader, "a text is a list of chunks");
    json_array_foreach(value, i, chunk) {
        if (!json_is_string(chunk))
            return fail(loader, "a chunk is a string");
        buf_add(&text, json_octets(&scratch, text_of(chunk)));
    }
    out->data = arena_str(&loader->zone->arena, buf_str(&text));
    return true;
}

static bool read_name(struct loader *loader, const json_t *value, struct record *out)
{
    if (!json_is_string(value))
        return fail(loader, "a name is a string");
    out->data = domain_lower(&loader->zone->arena, json_octets(&loader->zone->arena, text_of(value)));
    return true;
}

static bool read_mx(struct loader *loader, const json_t *value, struct record *out)
{
    const json_t *number     = json_array_get(value, 0);
    json_int_t    preference = json_integer_value(number);

    if (json_array_size(value) != 2 || !json_is_integer(number) || preference < 0 || preference > UINT16_MAX)
        return fail(loader, "an MX is [preference, \"host\"]");
    out->preference = (uint16_t)preference;
    return read_name(loader, json_array_get(value, 1), out);
}

/* A string that is no such address leaves the record empty: keep_records then drops it. */
static bool read_address(struct loader *loader, const json_t *value, struct record *out, bool v6)
{
    struct zone *zone = loader->zone;
    struct ip    ip;

    if (!json_is_string(value))
        return fail(loader, "an address is a string");
    if (!ip_parse(text_of(value), &ip) || str_has_char(text_of(value), ':') != v6) {
        if (zone->fault.len == 0)
            zone->fault = complaint(loader, &zone->arena, "not an address of that family");
        return true;
    }
    if (v6 && ip.family == IP_V4) {     /* ip_parse reads a mapped address as IPv4; the record has 16 octets */
        static const char mapped[12] = "\0\0\0\0\0\0\0\0\0\0\xff\xff";
        char              octets[16];

        memcpy(octets, mapped, 12);
        memcpy(octets + 12, ip.octets, 4);
        out->data = arena_str(&loader->zone->arena, (str){ octets, 16 });
    } else {
        out->data = arena_str(&loader->zone->arena, (str){ (const char *)ip.octets, v6 ? 16 : 4 });
    }
    return true;
}

static bool read_record(struct loader *loader, const json_t *value, uint16_t type, struct record *out)
{
    switch (type) {
    case DNS_A:     return read_address(loader, value, out, false);
    case DNS_AAAA:  return read_address(loader, value, out, true);
    case DNS_MX:    return read_mx(loader, value, out);
    case DNS_TXT:
    case DNS_SPF:   return read_text(loader, value, out);
    case DNS_NS:
    case DNS_PTR:
    case DNS_CNAME: return read_name(loader, value, out);
    default:        return fail(loader, "records of this type cannot be written in a zone file");
    }
}

static bool read_state(struct loader *loader, const json_t *value, struct rrset *out)
{
    static const struct { const char *word; enum answer_state state; } states[] = {
        { "SERVFAIL", ANSWER_SERVFAIL }, { "TIMEOUT", ANSWER_TIMEOUT }, { "NXDOMAIN", ANSWER_NXDOMAIN },
        { "NODATA",   ANSWER_NODATA   }, { "BOGUS",   ANSWER_BOGUS   },
    };

    for (size_t i = 0; i < ARRAY_LEN(states); i++)
        if (strcmp(json_string_value(value), states[i].word) == 0) {
            out->state = states[i].state;
            return true;
        }
    return fail(loader, "a string is one of SERVFAIL, TIMEOUT, NXDOMAIN, NODATA, BOGUS");
}

/* Without the records that could not be read. */
static void keep_records(struct rrset *set)
{
    size_t kept = 0;

    for (size_t i = 0; i < set->count; i++)
        if (set->records[i].data.ptr != NULL)
            set->records[kept++] = set->records[i];
    set->count = kept;
    set->state = kept == 0 ? ANSWER_NODATA : ANSWER_INSECURE;
}

static bool read_set(struct loader *loader, const json_t *value, struct rrset *out)
{
    size_t  i;
    json_t *item;

    if (strcmp(loader->type, "*") == 0)
        out->type = ANY_TYPE;
    else if (!dns_type_from_name(str_of(loader->type), &out->type))
        return fail(loader, "there is no such type");
    if (json_is_string(value))
        return read_state(loader, value, out);
    if (!json_is_array(value))
        return fail(loader, "a type has a list of records, or a string");
    out->count   = json_array_size(value);
    out->records = ARENA_ARRAY(&loader->zone->arena, struct record, out->count);
    json_array_foreach(value, i, item)
        if (!read_record(loader, item, out->type, &out->records[i]))
            return false;
    if (out->type == DNS_A || out->type == DNS_AAAA)
        keep_records(out);
    else
        out->state = out->count == 0 ? ANSWER_NODATA : ANSWER_INSECURE;
    return true;
}

static bool read_node(struct loader *loader, json_t *types, struct node *out)
{
    const char *type;
    json_t     *value;

    if (!json_is_object(types))
        return fail(loader, "a name has an object of types");
    out->sets = ARENA_ARRAY(&loader->zone->arena, struct rrset, json_object_size(types));
    json_object_foreach(types, type, value) {
        loader->type = type;
        if (!read_set(loader, value, &out->sets[out->count++]))
            return false;
    }
    return true;
}

static void add_node(struct loader *loader, struct node node)
{
    struct zone *zone = loader->zone;

    *ARENA_PUSH(&zone->arena, zone->nodes, zone->count, &loader->capacity) = node;
    zone->count++;
}

static bool read_nodes(struct loader *loader, json_t *names)
{
    struct arena *arena = &loader->zone->arena;
    const char   *name;
    json_t       *types;

    json_object_foreach(names, name, types) {
        struct node node = { .name = domain_lower(arena, json_octets(arena, str_of(name))), .listed = true };

        loader->name = name;
        loader->type = "";
        if (!read_node(loader, types, &node))
            return false;
        add_node(loader, node);
        for (str above = domain_parent(node.name); above.len > 0; above = domain_parent(above))
            add_node(loader, (struct node){ .name = above });
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct node *x = a, *y = b;
    int                order = str_compare(x->name, y->name);

    return order != 0 ? order : (int)y->listed - (int)x->listed;        /* the listed one first, to be kept */
}

static void sort_nodes(struct zone *zone)
{
    size_t kept = 0;

    if (zone->count == 0)
        return;
    qsort(zone->nodes, zone->count, sizeof *zone->nodes, by_name);
    for (size_t i = 1; i < zone->count; i++)
        if (!str_equal(zone->nodes[kept].name, zone->nodes[i].name))
            zone->nodes[++kept] = zone->nodes[i];
    zone->count = kept + 1;
}

static const struct node *find_node(const struct zone *zone, str name)
{
    size_t from = 0, to = zone->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int    order  = str_compare(name, zone->nodes[middle].name);

        if (order == 0)
            return &zone->nodes[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

static const struct rrset *find_set(const struct node *node, uint16_t type)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->sets[i].type == type)
            return &node->sets[i];
    return NULL;
}

struct zone *zone_load(str json, struct arena *arena, str *error)
{
    json_error_t  where;
    json_t       *root = json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
    struct zone  *zone = calloc(1, sizeof *zone);
    struct loader loader = { .zone = zone, .error_arena = arena, .error = error, .name = "the zone file", .type = "" };

    ASSERT(zone != NULL);
    bool ok = false;

    if (root == NULL)
        *error = arena_printf(arena, "line %d, column %d: %s", where.line, where.column, where.text);
    else if (!json_is_object(root))
        ok = fail(&loader, "a zone is an object of names");
    else
        ok = read_nodes(&loader, root);
    json_decref(root);
    if (!ok) {
        zone_free(zone);
        return NULL;
    }
    sort_nodes(zone);
    zone->every_name = find_node(zone, STR("*"));
    return zone;
}

str zone_fault(const struct zone *zone)
{
    return zone->fault;
}

void zone_free(struct zone *zone)
{
    if (zone == NULL)
        return;
    arena_free(&zone->arena);
    free(zone);
}

/* The set that answers, or NULL with the state in *state; a CNAME is for the caller to follow. */
static const struct rrset *set_for(const struct zone *zone, str name, uint16_t type, enum answer_state *state)
{
    const struct node *node = find_node(zone, name);

    if ((node == NULL || !node->listed) && zone->every_name != NULL)
        node = zone->every_name;
    *state = node == NULL ? ANSWER_NXDOMAIN : ANSWER_NODATA;
    if (node == NULL)
        return NULL;

    const struct rrset *set = find_set(node, type);

    if (set == NULL)
        set = find_set(node, DNS_CNAME);
    if (set == NULL)
        set = find_set(node, ANY_TYPE);
    return set;
}

struct answer *zone_lookup(const struct zone *zone, const struct question *question)
{
    str               name = question->name;
    enum answer_state state;

    for (int hop = 0; hop <= DNS_CNAME_HOPS_MAX; hop++) {
        const struct rrset *set = set_for(zone, name, question->type, &state);

        if (set == NULL)
            return answer_new(state, ZONE_TTL_SECONDS, NULL, 0, question->record_kind);
        if (set->type != DNS_CNAME || set->count == 0 || question->type == DNS_CNAME)
            return answer_new(set->state, ZONE_TTL_SECONDS, set->records, set->count, question->record_kind);
        name = set->records[0].data;
    }
    return answer_new(ANSWER_SERVFAIL, ZONE_TTL_SECONDS, NULL, 0, question->record_kind);
}

void zone_answer(const struct zone *zone, struct view *view)
{
    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; )
        if (q->kind == QUESTION_DNS)
            view_answer(view, q, zone_lookup(zone, q));
}
