/* The ID.json of a held message: an entry as JSON, and back; and the marker of one that is held no longer. Format version 1; members
 * may be added, and readers ignore those that they do not know. The state is not in the file: the marker has it. */
#ifndef STORE_QUARANTINE_METADATA_H
#define STORE_QUARANTINE_METADATA_H

#include "base/buf.h"
#include "store/quarantine.h"

enum { QUARANTINE_METADATA_MAX_OCTETS = 4 << 20, METADATA_VERSION = 1 };

/* The members, besides the numbers and the list of recipients. */
enum { METADATA_TEXTS = 10, METADATA_FLAGS = 3 };
struct metadata_text { const char *name; size_t offset; bool only_shown, may_lack; };     /* only shown: else needed octet for octet */
struct metadata_flag { const char *name; size_t offset; };
extern const struct metadata_text metadata_texts[METADATA_TEXTS];
extern const struct metadata_flag metadata_flags[METADATA_FLAGS];

#define METADATA_MEMBER(type, entry, member) ((type *)((char *)(entry) + (member)->offset))

/* Texts that are only shown are clipped to 4 KiB. */
void metadata_write(struct buf *out, const struct quarantine_entry *entry);

/* Texts that were no UTF-8 read back as if their octets had been ISO 8859-1 (base/json.h). Copies into the arena.
 * False with a sentence: not ours, of another version, or for another id. */
MUST_USE bool metadata_read(struct arena *arena, str json, str id, struct quarantine_entry *entry, str *error);

/* Texts as above. What cannot be read, or was not written by an earlier version, is empty. */
void                         settlement_write(struct buf *out, const struct quarantine_settlement *settlement);
struct quarantine_settlement settlement_read(struct arena *arena, str json);

#endif
