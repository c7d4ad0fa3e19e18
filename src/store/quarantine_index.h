/* What is held, in SQLite, so that a list needs not open every file. It only repeats what the files say: whatever is
 * missing or wrong here is put right from them, and nothing waits for it.
 *
 * Rows hold the metadata as it stands in the file. An index belongs to one thread at a time. */
#ifndef STORE_QUARANTINE_INDEX_H
#define STORE_QUARANTINE_INDEX_H

#include "store/quarantine.h"

struct quarantine_index;

struct index_row {
    str                   id;
    enum quarantine_state state;
    unix_seconds          held_at;
    str                   metadata;     /* empty where the file cannot be read */
};

/* busy_ms: how long to wait for another writer. NULL with a sentence. */
MUST_USE struct quarantine_index *index_open(const char *file, int busy_ms, struct arena *arena, str *error);
void                              index_close(struct quarantine_index *index);          /* NULL is nothing */
MUST_USE bool                     index_reset(const char *file);        /* empties it, even if it is damaged */

/* Each false on error; index_error tells. */
MUST_USE bool index_put(struct quarantine_index *index, const struct index_row *row);
MUST_USE bool index_remove(struct quarantine_index *index, str id);
MUST_USE bool index_begin(struct quarantine_index *index);      /* one transaction; commit takes it back if it fails */
MUST_USE bool index_commit(struct quarantine_index *index);
void          index_rollback(struct quarantine_index *index);
/* All ids and states, by id; or whole rows, the newest first. */
MUST_USE bool index_states(struct quarantine_index *index, struct arena *arena, struct index_row **rows, size_t *count);
MUST_USE bool index_rows(struct quarantine_index *index, struct arena *arena, struct index_row **rows, size_t *count);
str           index_error(struct quarantine_index *index, struct arena *arena);

#endif
