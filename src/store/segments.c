#include "store/segments.h"

#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/sys.h"
#include "store/db.h"

enum { SLICES = 512 /* below IOV_MAX */, RANGES = 512 };

static const int64_t segment_octets = 64 << 20;         /* one that has as many is the last of its kind */

static const char insert_segment[] = "INSERT INTO segment (rows, octets) VALUES (0, 0)";
static const char find_segment[]   = "SELECT 1 FROM segment WHERE number = ? AND rows > 0";
static const char count_in[]       = "UPDATE segment SET rows = rows + ?, octets = octets + ? WHERE number = ?";
static const char select_empty[]   = "SELECT number FROM segment WHERE rows = 0";
static const char delete_empty[]   = "DELETE FROM segment WHERE rows = 0";
static const char sum_octets[]     = "SELECT total(octets) FROM segment";

struct range { int64_t segment, at, end; };

struct segments {
    struct sqlite3      *db;
    const char          *file;
    struct sqlite3_stmt *insert, *find, *count, *select_empty, *delete_empty, *sum;

    int     folder;                     /* that all are in; -1: not open yet */
    int     fd;                         /* of our segment; -1: there is none */
    int64_t segment, kept, end;         /* octets in it: committed, and given out */

    /* of this transaction: */
    bool         is_new, failed;
    int64_t      written;               /* up to here */
    struct iovec slices[SLICES];        /* from there to the end */
    int          slice_count;
    int64_t      rows, octets;          /* that point to it */

    struct range freed[RANGES];
    size_t       freed_count;
};

/* ---- files ---- */

struct segment_name { char text[PATH_MAX]; };

static struct segment_name name_of(const char *file, int64_t number)
{
    struct segment_name name;
    int                 len = snprintf(name.text, sizeof name.text, "%s-records-%lld", file, (long long)number);

    if (len < 0 || (size_t)len >= sizeof name.text)
        name.text[0] = '\0';            /* no file has that name */
    return name;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)!sys_close(*fd);
    *fd = -1;
}

static bool open_folder(struct segments *segments)
{
    ARENA_SCOPE arena = { 0 };
    str         path  = str_of(segments->file);
    ptrdiff_t   slash = str_rfind_char(path, '/');
    str         name  = slash == STR_NOT_FOUND ? STR(".") : str_slice(path, 0, slash == 0 ? 1 : (size_t)slash);

    if (segments->folder < 0)
        segments->folder = sys_open_segment(arena_cstr(&arena, name), O_RDONLY | O_DIRECTORY, 0);
    return segments->folder >= 0;
}

/* Its name survives as what is in it does. What is there under that name was left by a transaction that never came to be. */
static bool create_file(struct segments *segments)
{
    if (!open_folder(segments))
        return false;
    segments->fd = sys_open_segment(name_of(segments->file, segments->segment).text, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW, 0640);
    return segments->fd >= 0 && sys_fdatasync(segments->folder) == 0;
}

static void remove_file(const char *file, int64_t segment)
{
    (void)!sys_unlinkat(AT_FDCWD, name_of(file, segment).text);
}

/* ---- opening ---- */

struct segments *segments_open(struct sqlite3 *db, const char *file)
{
    struct segments *segments = calloc(1, sizeof *segments);

    ASSERT(segments != NULL);
    *segments = (struct segments){
        .db = db, .file = file, .folder = -1, .fd = -1,
        .insert = db_prepare(db, insert_segment), .find = db_prepare(db, find_segment), .count = db_prepare(db, count_in),
        .select_empty = db_prepare(db, select_empty), .delete_empty = db_prepare(db, delete_empty), .sum = db_prepare(db, sum_octets),
    };
    if (segments->insert != NULL && segments->find != NULL && segments->count != NULL && segments->select_empty != NULL &&
        segments->delete_empty != NULL && segments->sum != NULL)
        return segments;
    segments_close(segments);
    return NULL;
}

void segments_close(struct segments *segments)
{
    if (segments == NULL)
        return;
    sqlite3_finalize(segments->insert);
    sqlite3_finalize(segments->find);
    sqlite3_finalize(segments->count);
    sqlite3_finalize(segments->select_empty);
    sqlite3_finalize(segments->delete_empty);
    sqlite3_finalize(segments->sum);
    close_fd(&segments->fd);
    close_fd(&segments->folder);
    free(segments);
}

/* ---- appending ---- */

/* One that has lost all its rows loses its file. */
static bool is_still_there(struct segments *segments)
{
    sqlite3_bind_int64(segments->find, 1, segments->segment);
    bool there = sqlite3_step(segments->find) == SQLITE_ROW;

    sqlite3_reset(segments->find);
    return there;
}

bool segments_begin(struct segments *segments)
{
    if (segments->fd >= 0 && segments->end < segment_octets && is_still_there(segments))
        return true;
    close_fd(&segments->fd);
    segments->kept = segments->end = segments->written = 0;
    if (!db_step(segments->insert))
        return false;
    segments->segment = sqlite3_last_insert_rowid(segments->db);
    segments->is_new  = true;
    return create_file(segments);
}

/* What is left of the slices after so many octets. */
static void pass_over(struct segments *segments, size_t octets)
{
    int done = 0;

    while (done < segments->slice_count && octets >= segments->slices[done].iov_len)
        octets -= segments->slices[done++].iov_len;
    segments->slice_count -= done;
    memmove(segments->slices, segments->slices + done, (size_t)segments->slice_count * sizeof *segments->slices);
    if (octets > 0) {
        segments->slices[0].iov_base = (char *)segments->slices[0].iov_base + octets;
        segments->slices[0].iov_len -= octets;
    }
}

static void write_slices(struct segments *segments)
{
    int64_t began = segments->written;

    while (segments->slice_count > 0 && !segments->failed) {
        ssize_t put = sys_pwritev(segments->fd, segments->slices, segments->slice_count, segments->written);

        if (put <= 0) {
            segments->failed = true;
            return;
        }
        segments->written += put;
        pass_over(segments, (size_t)put);
    }
    if (segments->written > began)       /* the disk is at work while rows are inserted */
        sys_begin_sync(segments->fd, began, (size_t)(segments->written - began));
}

struct record_place segments_add(struct segments *segments, str record)
{
    struct record_place place = { segments->segment, segments->end, record.len };

    if (segments->slice_count == SLICES)
        write_slices(segments);
    if (segments->failed)
        return place;
    segments->slices[segments->slice_count++] = (struct iovec){ (char *)record.ptr, record.len };
    segments->end += (int64_t)record.len;
    return place;
}

bool segments_write(struct segments *segments)
{
    write_slices(segments);
    return !segments->failed;
}

void segments_refer(struct segments *segments, struct record_place place)
{
    segments->rows++;
    segments->octets += (int64_t)place.octets;
}

static bool add_to_count(struct segments *segments, int64_t segment, int64_t rows, int64_t octets)
{
    sqlite3_bind_int64(segments->count, 1, rows);
    sqlite3_bind_int64(segments->count, 2, octets);
    sqlite3_bind_int64(segments->count, 3, segment);
    return db_step(segments->count);
}

bool segments_sync(struct segments *segments)
{
    ASSERT(segments->slice_count == 0);
    return !segments->failed && sys_fdatasync(segments->fd) == 0 &&
           add_to_count(segments, segments->segment, segments->rows, segments->octets);
}

/* ---- deleting ---- */

/* Rows are deleted in the order in which they came, mostly: so their records lie side by side. */
static void note_freed(struct segments *segments, struct record_place place)
{
    struct range  range = { place.segment, place.at, place.at + (int64_t)place.octets };
    struct range *last  = segments->freed_count == 0 ? NULL : &segments->freed[segments->freed_count - 1];

    if (last != NULL && last->segment == range.segment && last->end == range.at)
        last->end = range.end;
    else if (segments->freed_count < RANGES)
        segments->freed[segments->freed_count++] = range;
}

bool segments_forget(struct segments *segments, struct record_place place)
{
    if (place.segment == 0)
        return true;
    note_freed(segments, place);
    return add_to_count(segments, place.segment, -1, -(int64_t)place.octets);
}

/* First the file, and then what is known of it: so none is forgotten. */
bool segments_remove_empty(struct segments *segments)
{
    bool removed = false;

    while (sqlite3_step(segments->select_empty) == SQLITE_ROW) {
        remove_file(segments->file, sqlite3_column_int64(segments->select_empty, 0));
        removed = true;
    }
    sqlite3_reset(segments->select_empty);
    return !removed || (open_folder(segments) && sys_fdatasync(segments->folder) == 0 && db_step(segments->delete_empty));
}

static void discard_freed(struct segments *segments)
{
    for (size_t i = 0; i < segments->freed_count; i++) {
        struct range          r  = segments->freed[i];
        CLEANUP(close_fd) int fd = sys_open_segment(name_of(segments->file, r.segment).text, O_WRONLY | O_NOFOLLOW, 0);

        if (fd >= 0)
            sys_discard(fd, r.at, (size_t)(r.end - r.at));
    }
}

/* ---- the end of a transaction ---- */

/* Octets that no row points to take up no room on a disk that may be full. A file that could not be written or synced is not
 * trusted with more: the next transaction begins another. */
static void take_back(struct segments *segments)
{
    if (segments->fd < 0)
        return;
    if (segments->is_new)
        remove_file(segments->file, segments->segment);
    else if (segments->end > segments->kept)
        (void)!sys_ftruncate(segments->fd, segments->kept);
    close_fd(&segments->fd);
}

void segments_end(struct segments *segments, bool committed)
{
    if (committed) {
        segments->kept = segments->end;
        discard_freed(segments);
    } else {
        take_back(segments);
    }
    segments->is_new = segments->failed = false;
    segments->slice_count = 0;
    segments->rows = segments->octets = 0;
    segments->freed_count = 0;
}

uint64_t segments_octets(struct segments *segments)
{
    uint64_t octets = sqlite3_step(segments->sum) == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(segments->sum, 0) : 0;

    sqlite3_reset(segments->sum);
    return octets;
}

/* ---- reading ---- */

void segment_reader_close(struct segment_reader *reader)
{
    close_fd(&reader->fd);
}

static bool open_segment(struct segment_reader *reader, int64_t segment)
{
    if (reader->fd >= 0 && reader->segment == segment)
        return true;
    close_fd(&reader->fd);
    reader->fd      = sys_open_segment(name_of(reader->file, segment).text, O_RDONLY | O_NOFOLLOW, 0);
    reader->segment = segment;
    return reader->fd >= 0;
}

void segment_expect(struct segment_reader *reader, struct record_place place)
{
    if (open_segment(reader, place.segment))
        sys_expect_read(reader->fd, place.at, place.octets);
}

bool segment_read(struct segment_reader *reader, struct record_place place, struct arena *arena, str *record)
{
    off_t size;

    /* A place is no better than the table that it stands in: no room is made for what the file cannot hold. */
    if (!open_segment(reader, place.segment) || sys_fstat_size(reader->fd, &size) != 0 || place.at < 0 || place.at > size ||
        place.octets > (size_t)(size - place.at))
        return false;
    char *octets = arena_octets(arena, place.octets);

    for (size_t got = 0; got < place.octets; ) {
        ssize_t more = sys_pread(reader->fd, octets + got, place.octets - got, place.at + (off_t)got);

        if (more <= 0)
            return false;
        got += (size_t)more;
    }
    *record = (str){ octets, place.octets };
    return true;
}
