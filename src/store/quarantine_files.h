/* The files of the quarantine, which are the truth about what is held:
 *
 *   messages/ID.eml            the octets
 *   messages/ID.json           the metadata; its being there is what "held" means. Replaced as a whole when the message is held for
 *                              fewer recipients
 *   messages/ID.released       a marker: the message went on, and its octets may go
 *   messages/ID.deleted        the same, but it went nowhere
 *
 * No other file is ever written twice, so a crash at any moment leaves each either whole or absent, and two processes
 * cannot spoil each other's work. Thread-safe: nothing here changes after opening. */
#ifndef STORE_QUARANTINE_FILES_H
#define STORE_QUARANTINE_FILES_H

#include "store/quarantine.h"

enum { QUARANTINE_ID_MAX_OCTETS = 64 };

struct quarantine_files {
    int messages, tmp;                  /* descriptors */
};

/* Letters and digits only: an id becomes a file name. */
bool files_id_is_valid(str id);

/* Makes what is missing. False with errno. */
MUST_USE bool files_open(struct quarantine_files *files, const char *directory);
void          files_close(struct quarantine_files *files);

/* Durable once true; false with errno, EEXIST for an id that is held already, and then nothing is left. */
MUST_USE bool files_hold(const struct quarantine_files *files, str id, const str *octets, size_t count, str metadata);
/* Durable once true; false with errno. */
MUST_USE bool files_withdraw(const struct quarantine_files *files, str id);
/* Of a message that is there. False with errno: they are the old ones or the new ones. */
MUST_USE bool files_replace_metadata(const struct quarantine_files *files, str id, str metadata);
/* Writes the marker durably, then removes the octets. False with errno; again is harmless, and the first marker stays. */
MUST_USE bool files_settle(const struct quarantine_files *files, str id, enum quarantine_state state, str marker);
/* Removes the octets of a settled message where a crash has left them. */
MUST_USE bool files_drop_octets(const struct quarantine_files *files, str id);

/* False if no such message is there. */
bool          files_state(const struct quarantine_files *files, str id, enum quarantine_state *state);
MUST_USE bool files_metadata(const struct quarantine_files *files, struct arena *arena, str id, str *json, str *error);
/* Of a message that is not held any more. */
MUST_USE bool files_marker(const struct quarantine_files *files, struct arena *arena, str id, enum quarantine_state state, str *json,
                           str *error);
MUST_USE bool files_octets(const struct quarantine_files *files, struct arena *arena, str id, size_t max, str *octets,
                           str *error);

/* Removes all that is left of messages that were settled before that time; ids, in the arena, are theirs. The marker goes last, and
 * durably: metadata alone would be a message that is held. False with errno; again is harmless. */
MUST_USE bool files_purge(const struct quarantine_files *files, struct arena *arena, unix_seconds before, str **ids, size_t *count);

/* What a file of that size takes up on a disk, about; and what all of them do. False with errno. */
uint64_t      files_room_of(uint64_t octets);
MUST_USE bool files_count_octets(const struct quarantine_files *files, uint64_t *octets);

/* Removes what holds that were cut short have left: unfinished files of octets and metadata, and octets without metadata,
 * which nobody was told are held. Only while nobody else holds messages. *removed counts. False with errno. */
MUST_USE bool files_sweep(const struct quarantine_files *files, size_t *removed);

struct quarantine_file { str id; enum quarantine_state state; bool has_octets; };
/* All messages, by id. False with errno. */
MUST_USE bool files_list(const struct quarantine_files *files, struct arena *arena, struct quarantine_file **list,
                         size_t *count);

#endif
