#include "store/quarantine_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "io/file.h"
#include "io/sys.h"
#include "store/quarantine_metadata.h"

/* What the files of an id say together. */
enum part { OCTETS = 1, METADATA = 2, RELEASED = 4, DELETED = 8 };

static const struct suffix { const char *text; enum part part; } suffixes[] = {
    { ".eml",      OCTETS   },
    { ".json",     METADATA },
    { ".released", RELEASED },
    { ".deleted",  DELETED  },
};

struct file_name { char text[QUARANTINE_ID_MAX_OCTETS + sizeof ".released"]; };

static struct file_name name_of(str id, enum part part)
{
    struct file_name name;

    ASSERT(files_id_is_valid(id));
    for (const struct suffix *s = suffixes; s < suffixes + ARRAY_LEN(suffixes); s++)
        if (s->part == part)
            snprintf(name.text, sizeof name.text, "%.*s%s", STR_ARG(id), s->text);
    return name;
}

bool files_id_is_valid(str id)
{
    size_t i = 0;

    while (i < id.len && ascii_is_alnum(id.ptr[i]))
        i++;
    return i == id.len && id.len > 0 && id.len <= QUARANTINE_ID_MAX_OCTETS;
}

/* ---- opening ---- */

static void close_fd(int *fd)
{
    if (*fd >= 0 && sys_close(*fd) != 0)
        ASSERT(errno != EBADF);
    *fd = -1;
}

/* Never through a link, here and below: whoever owns the folder above may have put it there, and root may be the one who asks. */
static int open_folder(int parent, const char *name)
{
    bool is_new = sys_mkdirat(parent, name, 0700) == 0;

    if (!is_new && errno != EEXIST)
        return -1;
    int                   fd    = sys_openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
    CLEANUP(close_fd) int above = is_new && fd >= 0 ? sys_openat(fd, "..", O_RDONLY | O_DIRECTORY, 0) : -1;

    if (above >= 0)
        sys_own_as_folder(fd, above);
    return fd;
}

/* The names of new folders must survive as well: each is synced in its parent. */
static bool open_tree(struct quarantine_files *files, int top)
{
    CLEANUP(close_fd) int parent = sys_openat(top, "..", O_RDONLY | O_DIRECTORY, 0);

    files->messages = open_folder(top, "messages");
    files->tmp      = open_folder(top, "tmp");
    return parent >= 0 && files->messages >= 0 && files->tmp >= 0 && sys_fsync(top) == 0 && sys_fsync(parent) == 0;
}

bool files_open(struct quarantine_files *files, const char *directory)
{
    CLEANUP(close_fd) int top = open_folder(AT_FDCWD, directory);

    *files = (struct quarantine_files){ .messages = -1, .tmp = -1 };
    if (top >= 0 && open_tree(files, top))
        return true;
    int why = errno;

    files_close(files);
    errno = why;
    return false;
}

void files_close(struct quarantine_files *files)
{
    close_fd(&files->messages);
    close_fd(&files->tmp);
}

/* ---- holding and settling ---- */

/* The errno of opening it to read; EEXIST if that succeeds. */
static int look(const struct quarantine_files *files, str id, enum part part)
{
    CLEANUP(close_fd) int fd = sys_openat(files->messages, name_of(id, part).text, O_RDONLY | O_NOFOLLOW, 0);

    return fd >= 0 ? EEXIST : errno;
}

/* What is there but cannot be opened exists: reading it will tell. */
static bool exists(const struct quarantine_files *files, str id, enum part part)
{
    return look(files, id, part) != ENOENT;
}

/* Removes a file durably; one that is not there is removed already. */
static bool remove_part(const struct quarantine_files *files, str id, enum part part)
{
    if (sys_unlinkat(files->messages, name_of(id, part).text) != 0 && errno != ENOENT)
        return false;
    return sys_fsync(files->messages) == 0;
}

static bool write_part(const struct quarantine_files *files, str id, enum part part, const str *slices, size_t count)
{
    return file_write_durably(files->tmp, files->messages, name_of(id, part).text, slices, count);
}

bool files_hold(const struct quarantine_files *files, str id, const str *octets, size_t count, str metadata)
{
    errno = look(files, id, METADATA);
    if (errno != ENOENT || !write_part(files, id, OCTETS, octets, count))
        return false;
    if (write_part(files, id, METADATA, &metadata, 1))
        return true;
    int why = errno;

    /* If even this fails an .eml stays alone: room wasted, but nobody was told that it is held. */
    (void)!remove_part(files, id, OCTETS);
    errno = why;
    return false;
}

bool files_withdraw(const struct quarantine_files *files, str id)
{
    /* In this order, each synced: metadata never stand without their octets. */
    return remove_part(files, id, METADATA) && remove_part(files, id, OCTETS);
}

bool files_replace_metadata(const struct quarantine_files *files, str id, str metadata)
{
    return file_replace_durably(files->messages, name_of(id, METADATA).text, &metadata, 1);
}

bool files_drop_octets(const struct quarantine_files *files, str id)
{
    return remove_part(files, id, OCTETS);
}

static enum part marker_of(enum quarantine_state state)
{
    ASSERT(state != QUARANTINE_HELD);
    return state == QUARANTINE_RELEASED ? RELEASED : DELETED;
}

bool files_settle(const struct quarantine_files *files, str id, enum quarantine_state state, str marker)
{
    /* Another process may settle it in this moment. */
    return (write_part(files, id, marker_of(state), &marker, 1) || errno == EEXIST) && files_drop_octets(files, id);
}

/* ---- reading ---- */

static enum quarantine_state state_of(unsigned parts)
{
    /* Both only where two people acted in the same moment: what went out has gone out. */
    if (parts & RELEASED)
        return QUARANTINE_RELEASED;
    return parts & DELETED ? QUARANTINE_DELETED : QUARANTINE_HELD;
}

bool files_state(const struct quarantine_files *files, str id, enum quarantine_state *state)
{
    if (!exists(files, id, METADATA))
        return false;
    *state = state_of((exists(files, id, RELEASED) ? RELEASED : 0U) | (exists(files, id, DELETED) ? DELETED : 0U));
    return true;
}

bool files_metadata(const struct quarantine_files *files, struct arena *arena, str id, str *json, str *error)
{
    return file_read_own(files->messages, name_of(id, METADATA).text, QUARANTINE_METADATA_MAX_OCTETS, arena, json, error);
}

bool files_marker(const struct quarantine_files *files, struct arena *arena, str id, enum quarantine_state state, str *json, str *error)
{
    return file_read_own(files->messages, name_of(id, marker_of(state)).text, QUARANTINE_METADATA_MAX_OCTETS, arena, json, error);
}

bool files_octets(const struct quarantine_files *files, struct arena *arena, str id, size_t max, str *octets,
                  str *error)
{
    return file_read_own(files->messages, name_of(id, OCTETS).text, max, arena, octets, error);
}

struct found { str id; unsigned parts; };

static bool read_name(str name, struct found *found)
{
    ptrdiff_t dot = str_rfind_char(name, '.');

    if (dot == STR_NOT_FOUND)
        return false;
    found->id = str_slice(name, 0, (size_t)dot);
    for (const struct suffix *s = suffixes; s < suffixes + ARRAY_LEN(suffixes); s++)
        if (str_equal(str_from(name, (size_t)dot), str_of(s->text))) {
            found->parts = s->part;
            return files_id_is_valid(found->id);
        }
    return false;
}

static void close_dir(DIR **dir)
{
    if (*dir != NULL)
        closedir(*dir);
}

static DIR *open_to_list(int folder)
{
    int  fd  = sys_openat(folder, ".", O_RDONLY | O_DIRECTORY, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);

    if (dir == NULL) {
        int why = errno;

        close_fd(&fd);
        errno = why;
    }
    return dir;
}

static bool read_names(const struct quarantine_files *files, struct arena *arena, struct found **names, size_t *count)
{
    CLEANUP(close_dir) DIR *dir      = open_to_list(files->messages);
    size_t                  capacity = 0;

    if (dir == NULL)
        return false;
    for (const struct dirent *entry; errno = 0, (entry = readdir(dir)) != NULL; ) {
        struct found found;

        if (!read_name(str_of(entry->d_name), &found))
            continue;
        found.id = arena_str(arena, found.id);
        *ARENA_PUSH(arena, *names, *count, &capacity) = found;
        ++*count;
    }
    return errno == 0;
}

static int by_id(const void *a, const void *b)
{
    return str_compare(((const struct found *)a)->id, ((const struct found *)b)->id);
}

bool files_list(const struct quarantine_files *files, struct arena *arena, struct quarantine_file **list, size_t *count)
{
    struct found *names      = NULL;
    size_t        name_count = 0;

    *count = 0;
    if (!read_names(files, arena, &names, &name_count))
        return false;
    *list = ARENA_ARRAY(arena, struct quarantine_file, name_count);
    if (name_count > 0)
        qsort(names, name_count, sizeof *names, by_id);
    for (size_t i = 0, next; i < name_count; i = next) {
        unsigned parts = 0;

        for (next = i; next < name_count && str_equal(names[next].id, names[i].id); next++)
            parts |= names[next].parts;
        if (parts & METADATA)
            (*list)[(*count)++] = (struct quarantine_file){ names[i].id, state_of(parts), (parts & OCTETS) != 0 };
    }
    return true;
}

/* ---- room ---- */

uint64_t files_room_of(uint64_t octets)
{
    enum { BLOCK_OCTETS = 4096 };

    return (octets + BLOCK_OCTETS - 1) / BLOCK_OCTETS * BLOCK_OCTETS;
}

bool files_count_octets(const struct quarantine_files *files, uint64_t *octets)
{
    CLEANUP(close_dir) DIR *dir = open_to_list(files->messages);

    *octets = 0;
    if (dir == NULL)
        return false;
    for (const struct dirent *entry; errno = 0, (entry = readdir(dir)) != NULL; ) {
        struct stat found;

        /* One that is gone takes up nothing. */
        if (sys_stat_at(files->messages, entry->d_name, &found) == 0 && S_ISREG(found.st_mode))
            *octets += files_room_of((uint64_t)found.st_size);
    }
    return errno == 0;
}

/* ---- what was settled long ago ---- */

static bool was_settled_before(const struct quarantine_files *files, const struct found *found, unix_seconds before)
{
    struct stat marker;

    return (found->parts & (RELEASED | DELETED)) != 0 && sys_stat_at(files->messages, name_of(found->id, found->parts).text, &marker) == 0
        && marker.st_mtime < before;
}

static bool unlink_parts(const struct quarantine_files *files, const str *ids, size_t count, const enum part parts[2])
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 2; k++)
            if (sys_unlinkat(files->messages, name_of(ids[i], parts[k]).text) != 0 && errno != ENOENT)
                return false;
    return sys_fsync(files->messages) == 0;
}

bool files_purge(const struct quarantine_files *files, struct arena *arena, unix_seconds before, str **ids, size_t *count)
{
    static const enum part content[2] = { OCTETS, METADATA }, markers[2] = { RELEASED, DELETED };
    struct found *names      = NULL;
    size_t        name_count = 0, capacity = 0;

    *ids   = NULL;
    *count = 0;
    if (!read_names(files, arena, &names, &name_count))
        return false;
    for (size_t i = 0; i < name_count; i++)
        if (was_settled_before(files, &names[i], before)) {
            *ARENA_PUSH(arena, *ids, *count, &capacity) = names[i].id;
            ++*count;
        }
    return *count == 0 || (unlink_parts(files, *ids, *count, content) && unlink_parts(files, *ids, *count, markers));
}

/* ---- after a crash ---- */

/* ".ID.eml.MARK" or ".ID.json.MARK" (io/file.h). Markers of what became of a message are others' work, perhaps under way. */
static bool is_unfinished_hold(str name)
{
    ptrdiff_t mark = str_rfind_char(name, '.');
    struct found found;

    return name.len > 1 && name.ptr[0] == '.' && mark > 0 && read_name(str_slice(name, 1, (size_t)mark), &found) &&
           (found.parts & (OCTETS | METADATA)) != 0;
}

static bool sweep_unfinished(int folder, size_t *removed)
{
    CLEANUP(close_dir) DIR *dir = open_to_list(folder);

    if (dir == NULL)
        return false;
    for (const struct dirent *entry; errno = 0, (entry = readdir(dir)) != NULL; ) {
        if (!is_unfinished_hold(str_of(entry->d_name)))
            continue;
        if (sys_unlinkat(folder, entry->d_name) != 0)
            return false;
        ++*removed;
    }
    return errno == 0;
}

/* The metadata come last and go first: without them the octets were never acknowledged, or were withdrawn. */
static bool sweep_lone_octets(const struct quarantine_files *files, size_t *removed)
{
    ARENA_SCOPE   arena = { 0 };
    struct found *names = NULL;
    size_t        count = 0;

    if (!read_names(files, &arena, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (names[i].parts != OCTETS || exists(files, names[i].id, METADATA))
            continue;
        if (!remove_part(files, names[i].id, OCTETS))
            return false;
        ++*removed;
    }
    return true;
}

bool files_sweep(const struct quarantine_files *files, size_t *removed)
{
    *removed = 0;
    return sweep_unfinished(files->tmp, removed) && sweep_unfinished(files->messages, removed) && sweep_lone_octets(files, removed);
}
