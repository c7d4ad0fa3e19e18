/* The quarantine: held messages as plain files, synced before anybody is told 250 (DESIGN §5).
 *
 *   DIR/messages/ID.eml        the original octets, nothing added
 *   DIR/messages/ID.json       who, to whom, when, why, for which recipients; versioned
 *   DIR/messages/ID.released   or .deleted: what became of it, when and by whom; the .eml is gone then, and after a while all goes
 *   DIR/tmp/                   being written
 *   DIR/index.sqlite           what the files say, for lists
 * A message is held when both files have their names and both directories are synced; the .json comes last, so an
 * .eml alone was never acknowledged. No file is written twice but the .json, which a release that only some recipients got
 * replaces as a whole.
 *
 * The files are the truth. The index only repeats them: it is put right by every list, it can be rebuilt at any time,
 * and no hold waits for it or fails by it. Several processes may use a quarantine at once. */
#ifndef STORE_QUARANTINE_H
#define STORE_QUARANTINE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "store/delivery_key.h"

enum quarantine_state { QUARANTINE_HELD, QUARANTINE_RELEASED, QUARANTINE_DELETED };

/* How a message came to be held no longer. */
struct quarantine_settlement {
    unix_seconds at;                    /* 0: not known */
    str          by;                    /* who asked for it, as far as known */
    str          said;                  /* by the next hop to a release */
};

struct quarantine_entry {
    str           id;                   /* of the transaction; letters, digits only */
    unix_seconds  held_at;
    str           client, helo, reverse_path, author, subject;
    const str    *recipients;           /* for whom it is held */
    size_t        recipient_count;
    str           mail_parameters;      /* of the envelope, as on the wire: what a release has to pass on */
    const str    *recipient_parameters; /* of each recipient; NULL: none */
    str           reason;               /* the sentence */
    str           findings;             /* ids, parted by commas */
    str           step;
    bool          releasable;           /* by whom it may concern; malware never is */
    bool          smtputf8, body_8bit;  /* for the release */
    uint64_t      size;
    enum quarantine_state state;
    const struct delivery_key *keys;    /* by which the same message is known when it comes again; none: it is held again */
    size_t                     key_count;
    struct quarantine_settlement settled;       /* of what is held no longer */
};

struct quarantine;

/* Opens DIR, making it (not its parents) if needed. NULL with a sentence in *error. */
MUST_USE struct quarantine *quarantine_open(const char *directory, struct arena *arena, str *error);
void                        quarantine_close(struct quarantine *quarantine);

/* What the quarantine may take up. The zero value: all that there is. */
struct quarantine_bounds {
    uint64_t octets;                    /* of its files; 0: any */
    uint64_t free;                      /* of its disk, that holds leave to others, but no more than a tenth of the disk */
};
struct quarantine_usage {
    uint64_t octets, octets_max;        /* octets_max 0: any */
    uint64_t free, free_min;            /* on its disk; what holds leave */
};
void                    quarantine_bound(struct quarantine *quarantine, const struct quarantine_bounds *bounds);
struct quarantine_usage quarantine_usage(struct quarantine *quarantine);
/* Counts the files anew: other processes release and delete. False with errno. Blocks. */
MUST_USE bool           quarantine_count(struct quarantine *quarantine);
/* Takes away what is left of messages that were released or deleted before that time; *removed counts them. What is held stays,
 * however old it is. False with errno. Blocks. */
MUST_USE bool           quarantine_purge(struct quarantine *quarantine, unix_seconds before, size_t *removed);

/* Writes the message durably; false with errno if it could not be, and then nothing is left (EEXIST: the id is held
 * already; EDQUOT, ENOSPC: beyond the bounds). Blocks: call it on the file pool. Thread-safe. octets come in slices that are
 * joined; the entry's size, state and settlement are not read. */
MUST_USE bool quarantine_hold(struct quarantine *quarantine, const struct quarantine_entry *entry, const str *octets,
                              size_t count);
/* Takes a hold back (the next hop said 4yz to other recipients). False with errno: it may still be held. */
MUST_USE bool quarantine_withdraw(struct quarantine *quarantine, str id);
/* At the start of a server that is the only one to hold messages (it has the lock on the state directory): removes what
 * holds that a crash cut short have left. Nothing that was acknowledged is touched. False with errno. Blocks. */
MUST_USE bool quarantine_sweep(struct quarantine *quarantine, size_t *removed);
/* At the start as well: each is told of every message, held or no longer, of that time and later, the oldest first. What cannot be
 * read is left out. False with errno if the folder cannot be. Blocks. */
MUST_USE bool quarantine_each_since(struct quarantine *quarantine, unix_seconds since,
                                    void (*each)(void *context, const struct quarantine_entry *entry), void *context);
/* How often the index could not be told, for the log and the metrics. Nothing is lost by it. */
uint64_t      quarantine_index_failures(struct quarantine *quarantine);

/* For the command line and the admin thread; each blocks. The list has every state, the newest first. Texts that were
 * no UTF-8 come back as if their octets had been ISO 8859-1; those only shown to people are clipped to 4 KiB. */
MUST_USE bool quarantine_list(struct quarantine *quarantine, struct arena *arena, struct quarantine_entry **entries,
                              size_t *count, str *error);
MUST_USE bool quarantine_find(struct quarantine *quarantine, struct arena *arena, str id,
                              struct quarantine_entry *entry, str *error);
MUST_USE bool quarantine_octets(struct quarantine *quarantine, struct arena *arena, str id, str *octets, str *error);
/* Records the new state durably, with the time; the .eml goes away for DELETED, and for RELEASED. how NULL: nobody is named, and its
 * time is not read. Again with the same state is harmless and changes nothing, with another one an error. *error lives until the next
 * settle or rebuild. */
MUST_USE bool quarantine_settle(struct quarantine *quarantine, str id, enum quarantine_state state,
                                const struct quarantine_settlement *how, str *error);
/* Some recipients have got the message and others have not: it stays held for the rest alone, whose entry this is, as quarantine_find
 * gave it but for its recipients. Its keys stay, so that it is known to whoever brings it once more. False if that could not be
 * written durably; it may then be held for all as before. *error lives until the next settle or rebuild. */
MUST_USE bool quarantine_narrow(struct quarantine *quarantine, const struct quarantine_entry *rest, str *error);
/* Makes the index anew from the files; *count messages were found. */
MUST_USE bool quarantine_rebuild(struct quarantine *quarantine, size_t *count, str *error);

#endif
