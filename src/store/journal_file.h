/* The journal's SQLite file: its tables, and how a file of an older version becomes one of today. */
#ifndef STORE_JOURNAL_FILE_H
#define STORE_JOURNAL_FILE_H

#include "base/arena.h"
#include "base/str.h"

struct sqlite3;

/* The connection that writes makes the file, or brings an older one to today's version; what cannot be written because of another
 * writer is given up soon, since its caller has others to serve meanwhile. file must stay. NULL with a sentence in *error. */
MUST_USE struct sqlite3 *journal_file_open_writer(const char *file, struct arena *arena, str *error);
/* A connection that reads waits for longer, and changes nothing: a file that is missing or older is an error. */
MUST_USE struct sqlite3 *journal_file_open_reader(const char *file, struct arena *arena, str *error);

#endif
