#include "gateway/pseudonym.h"

#include <assert.h>
#include <inttypes.h>

struct pseudonyms pseudonyms_of(const struct release_key *secret)
{
    uint8_t           octets[MAC_OCTETS];
    struct pseudonyms names;

    mac_make(secret->octets, STR("pseudonyms of the journal"), octets);
    static_assert(sizeof names.key <= sizeof octets, "a key from a MAC");
    memcpy(&names.key, octets, sizeof names.key);
    return names;
}

/* People write their addresses in any case. */
str pseudonym(const struct pseudonyms *names, struct arena *arena, str text)
{
    return text.len == 0 ? text : arena_printf(arena, "~%016" PRIx64, hash_str_nocase(&names->key, text));
}

str pseudonym_address(const struct pseudonyms *names, struct arena *arena, str address)
{
    ptrdiff_t at    = str_rfind_char(address, '@');
    str       local = at == STR_NOT_FOUND ? address : str_slice(address, 0, (size_t)at);
    str       pieces[2] = { pseudonym(names, arena, local) };

    if (local.len > 0)                  /* the same local-part elsewhere is somebody else */
        pieces[0] = pseudonym(names, arena, address);
    if (at != STR_NOT_FOUND)
        pieces[1] = str_from(address, (size_t)at);
    return arena_join(arena, pieces, ARRAY_LEN(pieces), (str){ 0 });
}
