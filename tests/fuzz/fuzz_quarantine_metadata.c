/* The metadata of held messages: any text that a stranger put into an entry is written as metadata that reads back;
 * what is valid UTF-8 comes back the same octets where a release needs them. Any other file reads as ours or as an
 * error.
 *
 * Covers: src/store/quarantine_metadata.c src/store/quarantine_metadata_read.c src/store/delivery_key.c */
#include "fuzz.h"

#include <string.h>

#include "store/quarantine_metadata.h"

static void check_roundtrip(struct arena *arena, str text)
{
    str                     first = fuzz_take_line(&text), recipients[2] = { fuzz_take_line(&text), text };
    BUF_SCOPE               out   = { 0 };
    struct delivery_key     key   = { .envelope = { (uint8_t)text.len, 1 }, .content = { 2, (uint8_t)first.len } };
    struct quarantine_entry back, entry = {
        .id = STR("01ARZ3NDEKTSV4RRFFQ69G5FAV"), .held_at = 1700000000, .client = STR("192.0.2.1"), .helo = first,
        .reverse_path = first, .author = first, .subject = text, .recipients = recipients, .recipient_count = 2,
        .reason = text, .size = 77, .releasable = text.len & 1, .keys = &key, .key_count = first.len & 1,
    };
    str error;

    metadata_write(&out, &entry);
    HOLDS(metadata_read(arena, buf_str(&out), entry.id, &back, &error));
    HOLDS(back.recipient_count == 2 && back.size == 77 && back.held_at == entry.held_at);
    HOLDS(back.key_count == entry.key_count && (back.key_count == 0 || memcmp(back.keys, &key, sizeof key) == 0));
    HOLDS(back.releasable == entry.releasable && str_is_utf8(back.subject));
    HOLDS(!str_is_utf8(first) || str_equal(back.reverse_path, first));
    HOLDS(!str_is_utf8(text) || str_equal(back.recipients[1], text));
    HOLDS(!metadata_read(arena, buf_str(&out), STR("another"), &back, &error) && error.len > 0);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE             arena = { 0 };
    struct quarantine_entry entry;
    str                     error = { 0 };

    HOLDS(metadata_read(&arena, input, STR("A"), &entry, &error) == (error.len == 0));
    check_roundtrip(&arena, input);
}
