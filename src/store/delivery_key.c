#include "store/delivery_key.h"

#include <string.h>

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
