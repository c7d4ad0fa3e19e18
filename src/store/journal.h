/* The journal: one row per message, in SQLite (WAL, one writer thread, group commit), and its record in a segment beside it
 * (store/segments.h). Written after the reply; the queue is bounded, and what is lost to a full queue or a failing disk is counted,
 * never waited for.
 *
 * Here its parts meet: the queue (store/journal_queue.h), a thread that takes groups from it and writes them
 * (store/journal_writer.h), what is kept no longer (store/journal_expiry.h), and whoever reads (store/journal_reader.h). */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"

/* What is searched by, and the record itself as one line of JSON (gateway/record.h; versioned in itself). Texts may
 * hold any octets; the author is the address alone. */
struct journal_row {
    str          id;
    unix_seconds at;
    int64_t      number;                /* of rows that were found: a later one has a higher number */
    str          client, helo, reverse_path, author, author_domain, subject, recipients /* parted by blanks */;
    str          action, step, reason;  /* what took effect; the reason is empty where nothing was objected to */
    str          would, would_step, would_reason;       /* the same if nothing had been in shadow */
    str          other, other_said;     /* "hold" or "pass": what another filter's fields say, and which; empty: there were none */
    str          findings /* ids, parted by commas */, reply, next_hop_reply;
    str          record;
    str          queue_id;              /* at a mail server that has asked about it; empty in rows that are found: the record has it */
};

/* Of a row with its record. One that is larger is written without the record, and counted; one that is still larger is lost. */
enum { JOURNAL_ROW_MAX_OCTETS = 4 << 20 };

struct age_clock;
struct journal;

/* Opens or makes the database and its schema. NULL with a sentence in *error. */
MUST_USE struct journal *journal_open(const char *file, bool read_only, struct arena *arena, str *error);
/* Before the writer is started: the time of the row that was written last; 0: there is none. */
unix_seconds             journal_last_at(struct journal *journal);
/* Starts the writer thread: for the server. Its queue holds as many rows as queue_max, and 64 MiB. By phrases, which records often
 * hold, they are packed (store/packing.h); none: they are not. The file keeps them, so that readers need not know them. ages tells
 * how old rows are, and must stay. */
MUST_USE bool            journal_start_writer(struct journal *journal, size_t queue_max, str phrases, struct age_clock *ages);
void                     journal_close(struct journal *journal);        /* writes what is queued */

/* Copies the row and queues it; from any thread; never waits. False if the queue is full, or the row too large (and counted). */
bool journal_write(struct journal *journal, const struct journal_row *row);

/* Messages that another filter's fields speak about, and which only one of us would hold or refuse. */
enum journal_disagreement { JOURNAL_ANY_OPINION, JOURNAL_ONLY_WE_HOLD, JOURNAL_ONLY_THEY_HOLD };

/* Empty members match all. Senders (reverse-path or author) and recipients are found by their address or, as
 * "@example.org", by its domain, in any case; subjects by a piece of their first 1,000 octets, in any case of ASCII; the rest
 * exactly. */
struct journal_query {
    str          id, queue_id, from, to, subject, client, action, finding;
    struct { str from, to, client; } also;      /* other spellings of the same (store/pseudonym.h) */
    enum journal_disagreement disagreement;
    unix_seconds since, until;          /* from since on, before until; 0: open */
    size_t       limit;                 /* 0: 100 */
    int64_t      behind_number;         /* not 0: only what stands behind this row, of the time behind_at, in the order below: */
    unix_seconds behind_at;             /* so one goes through a journal in pieces */
};
/* How much of it is kept; 0: all. */
struct journal_retention { int64_t seconds; uint64_t octets; };
/* From now on; for the writer, which deletes the oldest rows a few at a time, between two groups. From any thread. */
void journal_retain(struct journal *journal, const struct journal_retention *retention);

/* The newest first. Blocks; for the command line and the admin thread. */
MUST_USE bool journal_find(struct journal *journal, struct arena *arena, const struct journal_query *query,
                           struct journal_row **rows, size_t *count, str *error);

/* How often something was or would have been done. */
struct journal_sum { str would, step, reason, other, other_said, action; size_t messages; };
/* With what shadow mode kept from happening, the most severe first; or, compared, all messages that another filter's fields
 * speak about, by both opinions. Blocks. */
MUST_USE bool journal_sums(struct journal *journal, struct arena *arena, bool compared, unix_seconds since, struct journal_sum **sums,
                           size_t *count, str *error);

struct journal_counters {
    uint64_t written, lost, failed_commits, expired;
    uint64_t without_record;            /* rows that were taken, but not their record */
    size_t   queued;                    /* rows that wait, or are being written */
};
struct journal_counters journal_count(struct journal *journal);

#endif
