#include "base/id.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct id id_make(int64_t unix_ms, const uint8_t random[10])
{
    struct id id;
    uint64_t  ms = (uint64_t)unix_ms & 0xffffffffffff, bits = 0;
    int       have = 0, at = 10;

    for (int i = 9; i >= 0; i--, ms >>= 5)
        id.text[i] = alphabet[ms & 31];
    for (int i = 0; i < 10; i++) {
        bits = bits << 8 | random[i];
        for (have += 8; have >= 5; have -= 5)
            id.text[at++] = alphabet[bits >> (have - 5) & 31];
    }
    id.text[ID_LEN] = '\0';
    return id;
}

bool id_is_valid(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\0' || memchr(alphabet, text.ptr[i], sizeof alphabet - 1) == NULL)
            return false;
    return text.len == ID_LEN;
}
