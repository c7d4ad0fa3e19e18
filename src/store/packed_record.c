#include "store/packed_record.h"

enum { NUMBER_OCTETS = 4 };

static void add_number(struct buf *out, uint32_t number)
{
    for (unsigned i = NUMBER_OCTETS; i-- > 0; )
        buf_add_char(out, (char)(number >> 8 * i & 255));
}

bool packed_record_can_be(const struct record_packer *packer, str record)
{
    return packer->packing != NULL && record.len <= PACKING_TEXT_MAX_OCTETS;
}

str packed_record_make(const struct record_packer *packer, struct buf *out, str record)
{
    add_number(out, packer->phrases_number);
    packing_pack(packer->packing, out, record);
    return buf_str(out);
}

bool packed_record_phrases(str packed, uint32_t *number)
{
    if (packed.len < NUMBER_OCTETS)
        return false;
    *number = 0;
    for (size_t i = 0; i < NUMBER_OCTETS; i++)
        *number = *number << 8 | (unsigned char)packed.ptr[i];
    return true;
}

bool packed_record_open(str packed, str phrases, struct arena *arena, str *record)
{
    return packed.len >= NUMBER_OCTETS && packing_unpack(phrases, str_from(packed, NUMBER_OCTETS), arena, record);
}
