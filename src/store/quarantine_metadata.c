#include "store/quarantine_metadata.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"

enum { SHOWN_MAX_OCTETS = 4096 };

const struct metadata_text metadata_texts[METADATA_TEXTS] = {
    { "id",              offsetof(struct quarantine_entry, id),               false, false },
    { "client",          offsetof(struct quarantine_entry, client),           true,  false },
    { "helo",            offsetof(struct quarantine_entry, helo),             true,  false },
    { "reverse_path",    offsetof(struct quarantine_entry, reverse_path),     false, false },
    { "author",          offsetof(struct quarantine_entry, author),           true,  false },
    { "subject",         offsetof(struct quarantine_entry, subject),          true,  false },
    { "reason",          offsetof(struct quarantine_entry, reason),           true,  false },
    { "findings",        offsetof(struct quarantine_entry, findings),         true,  false },
    { "step",            offsetof(struct quarantine_entry, step),             true,  false },
    { "mail_parameters", offsetof(struct quarantine_entry, mail_parameters),  false, true  },
};

const struct metadata_flag metadata_flags[METADATA_FLAGS] = {
    { "releasable", offsetof(struct quarantine_entry, releasable) },
    { "smtputf8",   offsetof(struct quarantine_entry, smtputf8)   },
    { "body_8bit",  offsetof(struct quarantine_entry, body_8bit)  },
};

/* Cuts between characters: half a character would turn all of them into ISO 8859-1. */
static str clip(str text)
{
    size_t len = SHOWN_MAX_OCTETS;

    if (text.len <= SHOWN_MAX_OCTETS)
        return text;
    while (len > SHOWN_MAX_OCTETS - 4 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
        len--;
    return str_slice(text, 0, len);
}

static void write_keys(struct json *json, const struct quarantine_entry *entry)
{
    ARENA_SCOPE scratch = { 0 };

    if (entry->key_count == 0)
        return;
    json_open_array(json, "keys");
    for (size_t i = 0; i < entry->key_count; i++)
        json_str(json, NULL, delivery_key_text(&scratch, &entry->keys[i]));
    json_close_array(json);
}

void metadata_write(struct buf *out, const struct quarantine_entry *entry)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_int(&json, "version", METADATA_VERSION);
    json_int(&json, "held_at", entry->held_at);
    json_int(&json, "size", (int64_t)entry->size);
    for (const struct metadata_text *t = metadata_texts; t < metadata_texts + METADATA_TEXTS; t++) {
        str text = *METADATA_MEMBER(const str, entry, t);

        json_str(&json, t->name, t->only_shown ? clip(text) : text);
    }
    json_open_array(&json, "recipients");
    for (size_t i = 0; i < entry->recipient_count; i++)
        json_str(&json, NULL, entry->recipients[i]);
    json_close_array(&json);
    if (entry->recipient_parameters != NULL) {
        json_open_array(&json, "recipient_parameters");
        for (size_t i = 0; i < entry->recipient_count; i++)
            json_str(&json, NULL, entry->recipient_parameters[i]);
        json_close_array(&json);
    }
    write_keys(&json, entry);
    for (const struct metadata_flag *f = metadata_flags; f < metadata_flags + METADATA_FLAGS; f++)
        json_bool(&json, f->name, *METADATA_MEMBER(const bool, entry, f));
    json_close_object(&json);
    buf_add_char(out, '\n');
}

void settlement_write(struct buf *out, const struct quarantine_settlement *settlement)
{
    struct json json = { .out = out };

    json_open_object(&json, NULL);
    json_int(&json, "version", METADATA_VERSION);
    json_int(&json, "settled_at", settlement->at);
    json_str(&json, "by", clip(settlement->by));
    json_str(&json, "said", clip(settlement->said));
    json_close_object(&json);
    buf_add_char(out, '\n');
}
