#include "store/quarantine.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "io/sys.h"
#include "store/quarantine_files.h"
#include "store/quarantine_index.h"
#include "store/quarantine_metadata.h"
#include "store/quarantine_room.h"

/* A hold waits this long for the index and then goes without it; people wait longer. */
enum { HOLD_BUSY_MS = 20, PEOPLE_BUSY_MS = 5000 };

struct quarantine {
    struct arena            arena;      /* paths */
    struct quarantine_files files;
    struct quarantine_room  room;
    const char             *index_file;

    pthread_mutex_t          hold_lock; /* two connections, so that a list never makes a hold wait */
    struct quarantine_index *hold_index;        /* NULL: could not be opened; tried again */
    uint64_t                 index_failures;

    pthread_mutex_t          people_lock;
    struct quarantine_index *people_index;
    struct arena             sentences; /* what the last settle or rebuild said */
};

/* ---- opening ---- */

struct quarantine *quarantine_open(const char *directory, struct arena *arena, str *error)
{
    struct quarantine *q = calloc(1, sizeof *q);

    ASSERT(q != NULL);
    pthread_mutex_init(&q->hold_lock, NULL);
    pthread_mutex_init(&q->people_lock, NULL);
    room_init(&q->room);
    directory     = arena_cstr(&q->arena, str_of(directory));
    q->index_file = arena_cstr(&q->arena, arena_printf(&q->arena, "%s/index.sqlite", directory));
    /* The index is opened when it is wanted: without it messages are held all the same. */
    if (files_open(&q->files, directory))
        return q;
    *error = arena_printf(arena, "the quarantine %s cannot be opened: %s", directory, strerrordesc_np(errno));
    quarantine_close(q);
    return NULL;
}

void quarantine_close(struct quarantine *q)
{
    index_close(q->hold_index);
    index_close(q->people_index);
    files_close(&q->files);
    room_free(&q->room);
    arena_free(&q->sentences);
    arena_free(&q->arena);
    pthread_mutex_destroy(&q->hold_lock);
    pthread_mutex_destroy(&q->people_lock);
    free(q);
}

/* ---- for the server ---- */

/* Tells the index without depending on it: row NULL removes. */
static void tell_index(struct quarantine *q, str id, const struct index_row *row)
{
    ARENA_SCOPE scratch = { 0 };
    str         error;

    pthread_mutex_lock(&q->hold_lock);
    if (q->hold_index == NULL)
        q->hold_index = index_open(q->index_file, HOLD_BUSY_MS, &scratch, &error);
    bool told = q->hold_index != NULL
             && (row == NULL ? index_remove(q->hold_index, id) : index_put(q->hold_index, row));

    if (!told) {                        /* perhaps somebody has replaced it: begin anew next time */
        index_close(q->hold_index);
        q->hold_index = NULL;
        q->index_failures++;
    }
    pthread_mutex_unlock(&q->hold_lock);
}

static uint64_t total_size(const str *octets, size_t count)
{
    uint64_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += octets[i].len;
    return size;
}

bool quarantine_hold(struct quarantine *q, const struct quarantine_entry *entry, const str *octets, size_t count)
{
    struct quarantine_entry held     = *entry;
    BUF_SCOPE               metadata = { 0 };

    held.size = total_size(octets, count);
    metadata_write(&metadata, &held);
    if (buf_len(&metadata) > QUARANTINE_METADATA_MAX_OCTETS) {
        errno = EMSGSIZE;               /* what could not be read again is not held */
        return false;
    }
    if (!room_take(&q->room, &q->files, held.size, buf_len(&metadata)))
        return false;
    bool ok  = files_hold(&q->files, held.id, octets, count, buf_str(&metadata));
    int  why = errno;

    room_end(&q->room, held.size, buf_len(&metadata), ok);
    errno = why;
    if (!ok)
        return false;
    tell_index(q, held.id, &(struct index_row){ held.id, QUARANTINE_HELD, held.held_at, buf_str(&metadata) });
    return true;
}

/* What it took up is given back at the next count. */
bool quarantine_withdraw(struct quarantine *q, str id)
{
    if (!files_withdraw(&q->files, id))
        return false;
    tell_index(q, id, NULL);
    return true;
}

/* ---- its size ---- */

void quarantine_bound(struct quarantine *q, const struct quarantine_bounds *bounds)
{
    room_bound(&q->room, bounds);
}

struct quarantine_usage quarantine_usage(struct quarantine *q)
{
    return room_usage(&q->room, &q->files);
}

bool quarantine_count(struct quarantine *q)
{
    return room_count(&q->room, &q->files);
}

bool quarantine_purge(struct quarantine *q, unix_seconds before, size_t *removed)
{
    ARENA_SCOPE arena = { 0 };
    str        *ids;

    if (!files_purge(&q->files, &arena, before, &ids, removed))
        return false;
    for (size_t i = 0; i < *removed; i++)
        tell_index(q, ids[i], NULL);
    return true;
}

/* ---- at the start of a server ---- */

bool quarantine_sweep(struct quarantine *q, size_t *removed)
{
    return files_sweep(&q->files, removed);
}

/* Ids begin with their time, so most files need not be opened. */
bool quarantine_each_since(struct quarantine *q, unix_seconds since, void (*each)(void *context, const struct quarantine_entry *entry),
                           void *context)
{
    static const uint8_t    lowest[10];
    ARENA_SCOPE             arena = { 0 };
    struct id               first = id_make((since > 0 ? since : 0) * 1000, lowest);
    struct quarantine_file *files;
    size_t                  count;

    if (!files_list(&q->files, &arena, &files, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        ARENA_SCOPE             scratch = { 0 };
        struct quarantine_entry entry;
        str                     json, ignored;

        if (str_compare(files[i].id, str_of(first.text)) < 0 || !files_metadata(&q->files, &scratch, files[i].id, &json, &ignored) ||
            !metadata_read(&scratch, json, files[i].id, &entry, &ignored))
            continue;
        entry.state = files[i].state;
        each(context, &entry);
    }
    return true;
}

uint64_t quarantine_index_failures(struct quarantine *q)
{
    pthread_mutex_lock(&q->hold_lock);
    uint64_t failures = q->index_failures;

    pthread_mutex_unlock(&q->hold_lock);
    return failures;
}

/* ---- the index after the files ---- */

struct difference { str id; struct difference *next; };

static struct difference *differs(struct arena *arena, str id, struct difference *next)
{
    struct difference *difference = ARENA_NEW(arena, struct difference);

    *difference = (struct difference){ id, next };
    return difference;
}

/* Walks two lists that are sorted by id. */
static struct difference *compare(struct arena *arena, const struct quarantine_file *files, size_t file_count,
                                  const struct index_row *rows, size_t row_count)
{
    struct difference *list = NULL;
    size_t             f = 0, r = 0;

    while (f < file_count || r < row_count) {
        int order = f == file_count ? 1 : r == row_count ? -1 : str_compare(files[f].id, rows[r].id);

        if (order != 0 || files[f].state != rows[r].state)
            list = differs(arena, order <= 0 ? files[f].id : rows[r].id, list);
        f += order <= 0;
        r += order >= 0;
    }
    return list;
}

/* The lists were read one after the other, and the server does not wait for us: so each difference is looked at
 * once more, in the files. */
static bool put_right(struct quarantine *q, str id)
{
    ARENA_SCOPE             scratch = { 0 };
    struct index_row        row     = { .id = id };
    struct quarantine_entry entry;
    str                     error;

    if (!files_state(&q->files, id, &row.state))
        return index_remove(q->people_index, id);
    if (files_metadata(&q->files, &scratch, id, &row.metadata, &error)
        && metadata_read(&scratch, row.metadata, id, &entry, &error))
        row.held_at = entry.held_at;
    else
        row.metadata = (str){ 0 };
    return index_put(q->people_index, &row);
}

static bool put_all_right(struct quarantine *q, const struct difference *differences)
{
    bool ok = true;

    if (differences == NULL)
        return true;
    if (!index_begin(q->people_index))
        return false;
    for (const struct difference *d = differences; ok && d != NULL; d = d->next)
        ok = put_right(q, d->id);
    if (ok)
        return index_commit(q->people_index);
    index_rollback(q->people_index);
    return false;
}

static bool open_people_index(struct quarantine *q, struct arena *arena, str *error)
{
    if (q->people_index == NULL)
        q->people_index = index_open(q->index_file, PEOPLE_BUSY_MS, arena, error);
    return q->people_index != NULL;
}

/* Makes the index say what the files say. The folder's names are read each time, its files only where they differ. */
static bool bring_up_to_date(struct quarantine *q, struct arena *arena, struct quarantine_file **files,
                             size_t *file_count, str *error)
{
    struct index_row *rows;
    size_t            row_count;

    if (!files_list(&q->files, arena, files, file_count)) {
        *error = arena_printf(arena, "the quarantine cannot be read: %s", strerrordesc_np(errno));
        return false;
    }
    if (!open_people_index(q, arena, error))
        return false;
    if (index_states(q->people_index, arena, &rows, &row_count)
        && put_all_right(q, compare(arena, *files, *file_count, rows, row_count)))
        return true;
    *error = index_error(q->people_index, arena);
    index_close(q->people_index);       /* perhaps somebody has replaced it: begin anew next time */
    q->people_index = NULL;
    return false;
}

/* ---- for people ---- */

static const str unreadable = STR_INIT("The file with what is known about this message cannot be read.");

/* A marker that cannot be read tells nothing; what became of the message is said by its name. */
static void set_state(struct quarantine *q, struct arena *arena, struct quarantine_entry *entry, enum quarantine_state state)
{
    str json, ignored;

    entry->state = state;
    if (state != QUARANTINE_HELD && files_marker(&q->files, arena, entry->id, state, &json, &ignored))
        entry->settled = settlement_read(arena, json);
}

static struct quarantine_entry read_row(struct quarantine *q, struct arena *arena, const struct index_row *row)
{
    struct quarantine_entry entry;
    str                     error;

    if (!metadata_read(arena, row->metadata, row->id, &entry, &error))
        entry = (struct quarantine_entry){ .reason = unreadable };
    entry.id = row->id;
    set_state(q, arena, &entry, row->state);
    return entry;
}

bool quarantine_list(struct quarantine *q, struct arena *arena, struct quarantine_entry **entries, size_t *count,
                     str *error)
{
    struct quarantine_file *files;
    struct index_row       *rows = NULL;
    size_t                  file_count;

    pthread_mutex_lock(&q->people_lock);
    bool ok = bring_up_to_date(q, arena, &files, &file_count, error);

    if (ok && !index_rows(q->people_index, arena, &rows, count)) {
        *error = index_error(q->people_index, arena);
        ok     = false;
    }
    pthread_mutex_unlock(&q->people_lock);
    if (!ok)
        return false;
    *entries = ARENA_ARRAY(arena, struct quarantine_entry, *count);
    for (size_t i = 0; i < *count; i++)
        (*entries)[i] = read_row(q, arena, &rows[i]);
    return true;
}

/* The state of a message that people name; false with the sentence that there is none. */
static bool look_up(struct quarantine *q, struct arena *arena, str id, enum quarantine_state *state, str *error)
{
    if (files_id_is_valid(id) && files_state(&q->files, id, state))
        return true;
    str shown = str_slice(id, 0, id.len < 100 ? id.len : 100);

    *error = arena_printf(arena, "there is no message %.*s in the quarantine", STR_ARG(shown));
    return false;
}

bool quarantine_find(struct quarantine *q, struct arena *arena, str id, struct quarantine_entry *entry, str *error)
{
    enum quarantine_state state;
    str                   json, why;

    if (!look_up(q, arena, id, &state, error))
        return false;
    if (!files_metadata(&q->files, arena, id, &json, &why) || !metadata_read(arena, json, id, entry, &why)) {
        *error = arena_printf(arena, "the file with what is known about message %.*s cannot be read: %.*s", STR_ARG(id),
                              STR_ARG(why));
        return false;
    }
    set_state(q, arena, entry, state);
    return true;
}

bool quarantine_octets(struct quarantine *q, struct arena *arena, str id, str *octets, str *error)
{
    struct quarantine_entry entry;

    if (!quarantine_find(q, arena, id, &entry, error))
        return false;
    if (entry.state != QUARANTINE_HELD) {
        *error = arena_printf(arena, "message %.*s was %s, and its octets are gone", STR_ARG(id),
                              entry.state == QUARANTINE_RELEASED ? "released" : "deleted");
        return false;
    }
    if (!files_octets(&q->files, arena, id, entry.size, octets, error))
        return false;
    if (octets->len == entry.size)
        return true;
    *error = arena_printf(arena, "message %.*s was held with %llu octets, and now has %zu", STR_ARG(id),
                          (unsigned long long)entry.size, octets->len);
    return false;
}

/* The files have it; an index that is not ready is put right by the next list, as far as it tells of a state, else by a rebuild. */
static void repeat_in_index(struct quarantine *q, str id)
{
    str ignored;

    if (open_people_index(q, &q->sentences, &ignored) && put_right(q, id))
        return;
    pthread_mutex_lock(&q->hold_lock);
    q->index_failures++;
    pthread_mutex_unlock(&q->hold_lock);
}

static bool write_marker(struct quarantine *q, str id, enum quarantine_state state, const struct quarantine_settlement *how)
{
    struct quarantine_settlement settlement = how == NULL ? (struct quarantine_settlement){ 0 } : *how;
    BUF_SCOPE                    marker     = { 0 };

    settlement.at = sys_now();
    settlement_write(&marker, &settlement);
    return files_settle(&q->files, id, state, buf_str(&marker));
}

static bool settle(struct quarantine *q, str id, enum quarantine_state state, const struct quarantine_settlement *how, str *error)
{
    struct arena         *arena = &q->sentences;
    enum quarantine_state now;

    if (!look_up(q, arena, id, &now, error))
        return false;
    if (now != QUARANTINE_HELD && now != state) {
        *error = arena_printf(arena, "message %.*s is already %s", STR_ARG(id),
                              now == QUARANTINE_RELEASED ? "released" : "deleted");
        return false;
    }
    if (!write_marker(q, id, state, how)) {
        *error = arena_printf(arena, "message %.*s: %s", STR_ARG(id), strerrordesc_np(errno));
        return false;
    }
    repeat_in_index(q, id);
    return true;
}

bool quarantine_settle(struct quarantine *q, str id, enum quarantine_state state, const struct quarantine_settlement *how, str *error)
{
    pthread_mutex_lock(&q->people_lock);
    arena_free(&q->sentences);
    bool ok = settle(q, id, state, how, error);

    pthread_mutex_unlock(&q->people_lock);
    return ok;
}

static bool narrow(struct quarantine *q, const struct quarantine_entry *rest, str *error)
{
    struct arena         *arena    = &q->sentences;
    BUF_SCOPE             metadata = { 0 };
    enum quarantine_state now;

    if (!look_up(q, arena, rest->id, &now, error))
        return false;
    if (now != QUARANTINE_HELD) {
        *error = arena_printf(arena, "message %.*s is not held any more", STR_ARG(rest->id));
        return false;
    }
    metadata_write(&metadata, rest);
    if (!files_replace_metadata(&q->files, rest->id, buf_str(&metadata))) {
        *error = arena_printf(arena, "message %.*s: %s", STR_ARG(rest->id), strerrordesc_np(errno));
        return false;
    }
    repeat_in_index(q, rest->id);
    return true;
}

bool quarantine_narrow(struct quarantine *q, const struct quarantine_entry *rest, str *error)
{
    ASSERT(rest->recipient_count > 0);
    pthread_mutex_lock(&q->people_lock);
    arena_free(&q->sentences);
    bool ok = narrow(q, rest, error);

    pthread_mutex_unlock(&q->people_lock);
    return ok;
}

/* A crash between a marker and the removal of the octets left them behind. */
static bool finish_settling(struct quarantine *q, const struct quarantine_file *files, size_t count, str *error)
{
    for (size_t i = 0; i < count; i++)
        if (files[i].state != QUARANTINE_HELD && files[i].has_octets && !files_drop_octets(&q->files, files[i].id)) {
            *error = arena_printf(&q->sentences, "message %.*s: %s", STR_ARG(files[i].id), strerrordesc_np(errno));
            return false;
        }
    return true;
}

static bool rebuild(struct quarantine *q, struct arena *scratch, size_t *count, str *error)
{
    struct quarantine_file *files;

    index_close(q->people_index);
    q->people_index = NULL;
    if (!index_reset(q->index_file)) {
        *error = arena_printf(&q->sentences, "the quarantine index %s cannot be emptied", q->index_file);
        return false;
    }
    if (bring_up_to_date(q, scratch, &files, count, error))
        return finish_settling(q, files, *count, error);
    *error = arena_str(&q->sentences, *error);
    return false;
}

bool quarantine_rebuild(struct quarantine *q, size_t *count, str *error)
{
    ARENA_SCOPE scratch = { 0 };

    pthread_mutex_lock(&q->people_lock);
    arena_free(&q->sentences);
    bool ok = rebuild(q, &scratch, count, error);

    pthread_mutex_unlock(&q->people_lock);
    return ok;
}
