/* Records in the journal: any text is packed by any phrases so that it comes back, and in no more than a bounded room; any other
 * octets are unpacked as a text or refused, and what is a text can be packed again.
 *
 * Covers: src/store/packing.c */
#include "fuzz.h"

#include "store/packing.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena   = { 0 };
    BUF_SCOPE       packed  = { 0 };
    str             phrases = fuzz_take_line(&input), back;
    struct packing *packing = packing_open(phrases);

    if (packing_unpack(phrases, input, &arena, &back))
        packing_pack(packing, &packed, back);
    buf_clear(&packed);
    packing_pack(packing, &packed, input);
    HOLDS(packing_unpack(phrases, buf_str(&packed), &arena, &back));
    HOLDS(str_equal(back, input));
    packing_close(packing);
}
