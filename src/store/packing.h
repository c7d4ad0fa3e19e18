/* Records are for a good part our own sentences: names of members, reasons, advice. A text is packed as copies of stretches of
 * phrases that are known beforehand, copies of what it has said before, and the octets that stand nowhere (LZ77). So it takes
 * a quarter to a half of its room, and less time to pack than to write.
 *
 *     packed = length *( literals-length literals copy-length copy-from )
 *
 * Numbers have seven bits to an octet, the lowest first, the eighth says that more follow. copy-length is that above
 * PACKING_COPY_MIN. copy-from is a place in the phrases, which the text follows, told by how far it lies behind (even) or
 * before (odd) the place where a copy would go on that the literals had only replaced. The last copy is missing where the
 * text is over. */
#ifndef STORE_PACKING_H
#define STORE_PACKING_H

#include "base/arena.h"
#include "base/buf.h"

enum { PACKING_COPY_MIN = 6, PACKING_TEXT_MAX_OCTETS = 64 << 20 };

/* Phrases, and where in them something stands. Not changed by packing: threads may share it. */
struct packing;

struct packing *packing_open(str phrases);      /* copies them */
void            packing_close(struct packing *packing);         /* NULL is nothing */

/* Appends the packed text, of PACKING_TEXT_MAX_OCTETS at most. */
void packing_pack(const struct packing *packing, struct buf *out, str text);
/* False: not what packing_pack has made with these phrases. */
MUST_USE bool packing_unpack(str phrases, str packed, struct arena *arena, str *text);

#endif
