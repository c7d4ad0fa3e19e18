#include "store/quarantine_room.h"

#include <errno.h>

#include "io/sys.h"

enum {
    COUNT_AGAIN_MS = 5000,              /* at the earliest: whoever is refused asks often */
    FREE_PART      = 10,                /* of a small disk no more is left free than this part of it */
};

void room_init(struct quarantine_room *room)
{
    *room = (struct quarantine_room){ 0 };
    ASSERT(pthread_mutex_init(&room->lock, NULL) == 0 && pthread_mutex_init(&room->counting, NULL) == 0);
}

void room_free(struct quarantine_room *room)
{
    pthread_mutex_destroy(&room->lock);
    pthread_mutex_destroy(&room->counting);
}

static void lock(struct quarantine_room *room)
{
    ASSERT(pthread_mutex_lock(&room->lock) == 0);
}

static void unlock(struct quarantine_room *room)
{
    ASSERT(pthread_mutex_unlock(&room->lock) == 0);
}

void room_bound(struct quarantine_room *room, const struct quarantine_bounds *bounds)
{
    lock(room);
    room->bounds = *bounds;
    unlock(room);
}

/* ---- counting ---- */

/* What is written during the count is perhaps seen by it, and added all the same: until the next one it is too much, never too little. */
static bool count_now(struct quarantine_room *room, const struct quarantine_files *files)
{
    uint64_t octets = 0;

    lock(room);
    room->come = room->under_way;
    unlock(room);
    bool ok  = files_count_octets(files, &octets);
    int  why = errno;

    lock(room);
    if (ok)
        room->octets = octets + room->come;
    room->counted       = true;         /* a folder that cannot be read now holds what can be written */
    room->counted_at_ms = sys_steady_ms();
    unlock(room);
    errno = why;
    return ok;
}

bool room_count(struct quarantine_room *room, const struct quarantine_files *files)
{
    ASSERT(pthread_mutex_lock(&room->counting) == 0);
    bool ok  = count_now(room, files);
    int  why = errno;

    ASSERT(pthread_mutex_unlock(&room->counting) == 0);
    errno = why;
    return ok;
}

static bool count_is_fresh(struct quarantine_room *room)
{
    lock(room);
    bool fresh = room->counted && sys_steady_ms() - room->counted_at_ms < COUNT_AGAIN_MS;

    unlock(room);
    return fresh;
}

/* One of those who wait for a count makes it for all. */
static void count_unless_fresh(struct quarantine_room *room, const struct quarantine_files *files)
{
    ASSERT(pthread_mutex_lock(&room->counting) == 0);
    if (!count_is_fresh(room))
        (void)!count_now(room, files);
    ASSERT(pthread_mutex_unlock(&room->counting) == 0);
}

/* ---- taking ---- */

static bool add(struct quarantine_room *room, uint64_t octets)
{
    lock(room);
    bool fits = room->bounds.octets == 0 || (room->counted && room->octets + octets <= room->bounds.octets);

    if (fits) {
        room->octets    += octets;
        room->under_way += octets;
        room->come      += octets;
    }
    unlock(room);
    return fits;
}

/* What is to be left free; and what is. */
static uint64_t free_to_leave(const struct quarantine_bounds *bounds, const struct quarantine_files *files, uint64_t *free)
{
    uint64_t disk = 0;

    *free = UINT64_MAX;                 /* a disk that does not tell is written to until it is full */
    if (!sys_disk_room(files->messages, free, &disk))
        return 0;
    return bounds->free < disk / FREE_PART ? bounds->free : disk / FREE_PART;
}

static bool disk_has_room(struct quarantine_room *room, const struct quarantine_files *files, uint64_t octets)
{
    lock(room);
    struct quarantine_bounds bounds = room->bounds;

    octets += room->under_way;
    unlock(room);
    uint64_t free, leave = free_to_leave(&bounds, files, &free);

    return free >= leave && free - leave >= octets;
}

bool room_take(struct quarantine_room *room, const struct quarantine_files *files, uint64_t octets, uint64_t metadata_octets)
{
    uint64_t sum = files_room_of(octets) + files_room_of(metadata_octets);

    if (!disk_has_room(room, files, sum)) {
        errno = ENOSPC;
        return false;
    }
    if (add(room, sum))
        return true;
    count_unless_fresh(room, files);
    if (add(room, sum))
        return true;
    errno = EDQUOT;
    return false;
}

void room_end(struct quarantine_room *room, uint64_t octets, uint64_t metadata_octets, bool written)
{
    uint64_t sum = files_room_of(octets) + files_room_of(metadata_octets);

    lock(room);
    room->under_way -= sum;
    if (!written)
        room->octets -= sum < room->octets ? sum : room->octets;        /* a count may not have seen it */
    unlock(room);
}

struct quarantine_usage room_usage(struct quarantine_room *room, const struct quarantine_files *files)
{
    lock(room);
    struct quarantine_usage usage = { .octets = room->octets, .octets_max = room->bounds.octets };
    struct quarantine_bounds bounds = room->bounds;

    unlock(room);
    usage.free_min = free_to_leave(&bounds, files, &usage.free);
    return usage;
}
