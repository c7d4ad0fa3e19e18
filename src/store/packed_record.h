/* A record as the journal keeps it: the number of the phrases that it is packed by, in four octets, the highest first, and what
 * store/packing.h makes of it. The file has the phrases of each number, so a reader needs no others. */
#ifndef STORE_PACKED_RECORD_H
#define STORE_PACKED_RECORD_H

#include "base/buf.h"
#include "store/packing.h"

/* What this process packs by. Not changed by packing: threads may share it. */
struct record_packer {
    struct packing *packing;            /* NULL: records are kept as they are */
    uint32_t        phrases_number;
};

bool packed_record_can_be(const struct record_packer *packer, str record);
/* Appends the packed record, which can be one, to out, and returns all that is in out: a slice of it. */
str  packed_record_make(const struct record_packer *packer, struct buf *out, str record);

/* Whose phrases are needed; false: the octets are too few for any. */
MUST_USE bool packed_record_phrases(str packed, uint32_t *number);
/* The record, in the arena. False: it is damaged, or made by other phrases. */
MUST_USE bool packed_record_open(str packed, str phrases, struct arena *arena, str *record);

#endif
