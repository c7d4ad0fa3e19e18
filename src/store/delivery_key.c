#include "store/delivery_key.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"

static_assert(sizeof(struct delivery_key) == 2 * (size_t)DELIVERY_DIGEST_OCTETS, "a key is its two digests, and nothing between them");

/* With its length before it, so that no two lists of texts give the same octets. */
static void add(struct digest *digest, str text)
{
    uint8_t length[8];

    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (uint8_t)((uint64_t)text.len >> (8 * i));
    digest_update(digest, (str){ (const char *)length, sizeof length });
    digest_update(digest, text);
}

static void finish(struct digest *digest, uint8_t out[DELIVERY_DIGEST_OCTETS])
{
    uint8_t all[DIGEST_MAX_OCTETS];
    size_t  len = digest_final(digest, all);

    ASSERT(len == DELIVERY_DIGEST_OCTETS);
    memcpy(out, all, len);
    digest_free(digest);
}

void delivery_key_envelope(struct delivery_key *key, const struct digests *digests, str reverse_path, str recipient, uint64_t size)
{
    struct digest digest = { 0 };
    uint8_t       octets[8];

    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (uint8_t)(size >> (8 * i));
    digest_init(&digest, digests, DIGEST_SHA256);
    add(&digest, reverse_path);
    add(&digest, recipient);
    digest_update(&digest, (str){ (const char *)octets, sizeof octets });
    finish(&digest, key->envelope);
}

void delivery_key_content(struct delivery_key *key, const struct digests *digests, str octets)
{
    struct digest digest = { 0 };

    digest_init(&digest, digests, DIGEST_SHA256);
    digest_update(&digest, octets);
    finish(&digest, key->content);
}

str delivery_key_text(struct arena *arena, const struct delivery_key *key)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t           octets[sizeof *key];
    char             *text = arena_alloc(arena, 2 * sizeof octets);

    memcpy(octets, key, sizeof octets);
    for (size_t i = 0; i < sizeof octets; i++) {
        text[2 * i]     = digits[octets[i] >> 4];
        text[2 * i + 1] = digits[octets[i] & 15];
    }
    return (str){ text, 2 * sizeof octets };
}

bool delivery_key_read(str text, struct delivery_key *key)
{
    uint8_t octets[sizeof *key];

    if (text.len != 2 * sizeof octets)
        return false;
    for (size_t i = 0; i < sizeof octets; i++) {
        int high = ascii_hex(text.ptr[2 * i]), low = ascii_hex(text.ptr[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        octets[i] = (uint8_t)(high << 4 | low);
    }
    memcpy(key, octets, sizeof octets);
    return true;
}
