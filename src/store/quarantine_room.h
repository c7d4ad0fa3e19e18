/* How much room the files of the quarantine take up, and whether there is some for one more. Strangers decide what is held, so without
 * bounds they could fill the disk that delivery needs, too.
 *
 * The files are counted when somebody asks for it, and what is held meanwhile is added. Other processes that release and delete are
 * noticed at the next count: one is made before anything is refused. Thread-safe. */
#ifndef STORE_QUARANTINE_ROOM_H
#define STORE_QUARANTINE_ROOM_H

#include <pthread.h>

#include "store/quarantine_files.h"

struct quarantine_room {
    pthread_mutex_t          lock, counting;
    struct quarantine_bounds bounds;
    uint64_t                 octets;            /* of all files */
    uint64_t                 under_way;         /* of them: what is being written */
    uint64_t                 come;              /* since the count under way began */
    bool                     counted;
    int64_t                  counted_at_ms;     /* by the steady clock */
};

void room_init(struct quarantine_room *room);
void room_free(struct quarantine_room *room);
void room_bound(struct quarantine_room *room, const struct quarantine_bounds *bounds);

/* Room for a file of each of these sizes, until room_end. False with errno: EDQUOT beyond the quarantine's own bound, ENOSPC if too
 * little would be left free on the disk. May block for a count. */
MUST_USE bool room_take(struct quarantine_room *room, const struct quarantine_files *files, uint64_t octets, uint64_t metadata_octets);
/* They are written, or they could not be. */
void          room_end(struct quarantine_room *room, uint64_t octets, uint64_t metadata_octets, bool written);
/* Counts the files. False with errno. Blocks. */
MUST_USE bool room_count(struct quarantine_room *room, const struct quarantine_files *files);
struct quarantine_usage room_usage(struct quarantine_room *room, const struct quarantine_files *files);

#endif
