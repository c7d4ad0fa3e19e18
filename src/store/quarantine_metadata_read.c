/* The way back: jansson reads what base/json.h has written. */
#include <jansson.h>

#include "store/quarantine_metadata.h"

static bool copy_text(struct arena *arena, const json_t *value, str *out)
{
    if (!json_is_string(value))
        return false;
    *out = arena_str(arena, (str){ json_string_value(value), json_string_length(value) });
    return true;
}

static bool read_list(struct arena *arena, const json_t *array, const str **list, size_t *count)
{
    if (!json_is_array(array))
        return false;
    *count      = json_array_size(array);
    str *copies = ARENA_ARRAY(arena, str, *count);

    for (size_t i = 0; i < *count; i++)
        if (!copy_text(arena, json_array_get(array, i), &copies[i]))
            return false;
    *list = copies;
    return true;
}

/* Older files lack the parameters. */
static const char *read_recipients(struct arena *arena, const json_t *root, struct quarantine_entry *entry)
{
    const json_t *parameters = json_object_get(root, "recipient_parameters");
    size_t        count;

    if (!read_list(arena, json_object_get(root, "recipients"), &entry->recipients, &entry->recipient_count))
        return "recipients";
    if (parameters != NULL && (!read_list(arena, parameters, &entry->recipient_parameters, &count) || count != entry->recipient_count))
        return "recipient_parameters";
    return NULL;
}

/* Only of what is known by them when it comes again. */
static bool read_keys(struct arena *arena, const json_t *array, struct quarantine_entry *entry)
{
    if (array == NULL)
        return true;
    const str *texts;

    if (!read_list(arena, array, &texts, &entry->key_count))
        return false;
    struct delivery_key *keys = ARENA_ARRAY(arena, struct delivery_key, entry->key_count);

    for (size_t i = 0; i < entry->key_count; i++)
        if (!delivery_key_read(texts[i], &keys[i]))
            return false;
    entry->keys = keys;
    return true;
}

/* The name of the first member that is missing or of another type; NULL if none is. */
static const char *read_members(struct arena *arena, const json_t *root, struct quarantine_entry *entry)
{
    const json_t *held_at = json_object_get(root, "held_at"), *size = json_object_get(root, "size");

    if (!json_is_integer(held_at))
        return "held_at";
    if (!json_is_integer(size) || json_integer_value(size) < 0)
        return "size";
    entry->held_at = json_integer_value(held_at);
    entry->size    = (uint64_t)json_integer_value(size);
    for (const struct metadata_text *t = metadata_texts; t < metadata_texts + METADATA_TEXTS; t++)
        if (!copy_text(arena, json_object_get(root, t->name), METADATA_MEMBER(str, entry, t)) &&
            !(t->may_lack && json_object_get(root, t->name) == NULL))
            return t->name;
    for (const struct metadata_flag *f = metadata_flags; f < metadata_flags + METADATA_FLAGS; f++) {
        const json_t *flag = json_object_get(root, f->name);

        if (!json_is_boolean(flag))
            return f->name;
        *METADATA_MEMBER(bool, entry, f) = json_is_true(flag);
    }
    return read_keys(arena, json_object_get(root, "keys"), entry) ? read_recipients(arena, root, entry) : "keys";
}

static bool read_object(struct arena *arena, const json_t *root, str id, struct quarantine_entry *entry, str *error)
{
    json_int_t  version = json_integer_value(json_object_get(root, "version"));
    const char *missing;

    if (version != METADATA_VERSION) {
        *error = arena_printf(arena, "it is of version %lld; this program knows version %d", (long long)version,
                              METADATA_VERSION);
        return false;
    }
    missing = read_members(arena, root, entry);
    if (missing != NULL) {
        *error = arena_printf(arena, "its member \"%s\" is missing or of another type", missing);
        return false;
    }
    if (!str_equal(entry->id, id)) {
        *error = STR("it is about another message");
        return false;
    }
    return true;
}

static void drop_json(json_t **root)
{
    json_decref(*root);
}

/* Subjects are hostile: NUL is a character of theirs. */
static json_t *load(str json, json_error_t *at)
{
    return json_loadb(json.len == 0 ? "" : json.ptr, json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, at);
}

struct quarantine_settlement settlement_read(struct arena *arena, str json)
{
    struct quarantine_settlement settlement = { 0 };
    json_error_t                 ignored;
    CLEANUP(drop_json) json_t   *root = load(json, &ignored);

    settlement.at = json_integer_value(json_object_get(root, "settled_at"));
    (void)copy_text(arena, json_object_get(root, "by"), &settlement.by);
    (void)copy_text(arena, json_object_get(root, "said"), &settlement.said);
    return settlement;
}

bool metadata_read(struct arena *arena, str json, str id, struct quarantine_entry *entry, str *error)
{
    *entry = (struct quarantine_entry){ 0 };
    if (json.len > QUARANTINE_METADATA_MAX_OCTETS) {
        *error = STR("it is too large");
        return false;
    }

    json_error_t               at;
    CLEANUP(drop_json) json_t *root = load(json, &at);

    if (!json_is_object(root)) {
        *error = root != NULL ? STR("it is no object") : arena_printf(arena, "line %d: %s", at.line, at.text);
        return false;
    }
    return read_object(arena, root, id, entry, error);
}
