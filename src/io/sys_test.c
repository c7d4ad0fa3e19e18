/* Faults and power cuts change the whole process, so each case plays in a child of its own. */
#include "io/sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"

static int open_scratch(char path[64])
{
    strcpy(path, "/tmp/gatepost-sys-XXXXXX");
    return mkdtemp(path) == NULL ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void put(int directory, const char *name, const char *text)
{
    int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (CHECK(fd >= 0)) {
        CHECK_EQ(write(fd, text, strlen(text)), strlen(text));
        close(fd);
    }
}

/* "name=contents name=contents", sorted: all that there is. */
static const char *listing(int directory, char *out, size_t size)
{
    struct dirent **entries = NULL;
    int             count   = scandirat(directory, ".", &entries, NULL, alphasort);
    size_t          at      = 0;

    out[0] = '\0';
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            char    text[64] = { 0 };
            int     fd       = openat(directory, entries[i]->d_name, O_RDONLY | O_CLOEXEC);
            ssize_t got      = read(fd, text, sizeof text - 1);

            at += (size_t)snprintf(out + at, size - at, "%s%s=%s", at == 0 ? "" : " ", entries[i]->d_name,
                                   got < 0 ? "(directory)" : text);
            close(fd);
        }
        free(entries[i]);
    }
    free(entries);
    return out;
}

static void remove_scratch(int directory, const char *path)
{
    struct dirent **entries = NULL;
    int             count   = scandirat(directory, ".", &entries, NULL, NULL);

    for (int i = 0; i < count; i++) {
        if (unlinkat(directory, entries[i]->d_name, 0) != 0)
            unlinkat(directory, entries[i]->d_name, AT_REMOVEDIR);
        free(entries[i]);
    }
    free(entries);
    close(directory);
    rmdir(path);
}

static int run_with_fault(const char *fault, int (*play)(int directory), int directory)
{
    int   status = 0;
    pid_t child  = fork();

    if (child == 0) {
        /* It explains on stderr what it cannot understand: nothing for the log of the tests. */
        int quiet = open("/dev/null", O_WRONLY);

        dup2(quiet, STDERR_FILENO);
        setenv("FAULT", fault, 1);
        _exit(sys_faults_from_environment() ? play(directory) : 100);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- the nth call ---- */

/* Five fsyncs; a bit for each that failed with EIO, or 64 for another errno. */
static int five_fsyncs(int directory)
{
    int failed = 0;

    for (int i = 0; i < 5; i++)
        if (sys_fsync(directory) != 0)
            failed |= errno == EIO ? 1 << i : 64;
    return failed;
}

TEST(fault_nth_call)
{
    static const struct { const char *name, *fault; int want; } cases[] = {
        { "the second alone",               "fsync:2",                  2 },
        { "the second and all later",       "fsync:2+",                 2 | 4 | 8 | 16 },
        { "another errno",                  "fsync:1=ENOSPC",           64 },
        { "two rules",                      "fsync:1,fsync:4",          1 | 8 },
        { "a rule for another call",        "write:1",                  0 },
        { "beyond the last",                "fsync:6",                  0 },
        { "the process ends instead",       "fsync:3=KILL",             137 },
        { "it would have ended later",      "fsync:6=KILL",             0 },
        { "no such call",                   "fsink:1",                  100 },
        { "no such errno",                  "fsync:1=EWHATEVER",        100 },
        { "calls are counted from one",     "fsync:0",                  100 },
        { "no number",                      "fsync",                    100 },
        { "octets behind the item",         "fsync:1=EIO=EIO",          100 },
        { "a cut at no call",               "power-cut:0",              100 },
        { "a good item and a bad one",      "fsync:1,nonsense",         100 },
    };
    char path[64];
    int  directory = open_scratch(path);

    if (!CHECK(directory >= 0))
        return;
    FOR_EACH_CASE(c, cases)
        CHECK_EQ(run_with_fault(c->fault, five_fsyncs, directory), c->want);
    remove_scratch(directory, path);
}

/* ---- the clock ---- */

/* Which errors the wall clock shows in a second and a bit: 1 for none, 2 for an hour ahead, 4 for an hour behind, 8 for any
 * other. Two seconds count as nothing, because two clocks are read. */
static int watch_the_clock(int directory UNUSED)
{
    enum { HOUR = 3600, WATCHED_MS = 1100, NOTHING = 2 };
    int     seen = 0;
    int64_t end  = sys_steady_ms() + WATCHED_MS;

    while (sys_steady_ms() < end) {
        int64_t error = sys_now() - (int64_t)time(NULL);

        seen |= llabs(error) <= NOTHING ? 1 : llabs(error - HOUR) <= NOTHING ? 2 : llabs(error + HOUR) <= NOTHING ? 4 : 8;
        usleep(10000);
    }
    return seen;
}

TEST(fault_clock)
{
    static const struct { const char *name, *fault; int want; } cases[] = {
        { "steps of an hour, both ways",    "clock:3600",           1 | 2 | 4 },
        { "with another fault beside it",   "fsync:2,clock:3600",   1 | 2 | 4 },
        { "no step, the clock is right",    "fsync:2",              1 },
        { "a step of nothing",              "clock:0",              100 },
        { "a step of more than a month",    "clock:2678401",        100 },
        { "no number",                      "clock:an hour",        100 },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(run_with_fault(c->fault, watch_the_clock, -1), c->want);
}

/* ---- power cuts: each play ends with a call at which the power goes ---- */

static int create(int directory, const char *name, const char *text, bool sync)
{
    int fd = sys_openat(directory, name, O_RDWR | O_CREAT, 0600);

    if (fd < 0 || sys_write(fd, text, strlen(text)) < 0 || (sync && sys_fsync(fd) != 0))
        _exit(99);
    return fd;
}

static int end(int directory)
{
    (void)!sys_mkdirat(directory, "too-late", 0700);    /* the call at which the power goes */
    return 98;
}

static void must(bool ok) { if (!ok) _exit(97); }

static int play_create_unsynced(int d)      { create(d, "new", "text", false); return end(d); }
static int play_create_synced(int d)        { create(d, "new", "text", true); return end(d); }
static int play_create_named(int d)         { create(d, "new", "text", false); must(sys_fsync(d) == 0); return end(d); }
static int play_create_durable(int d)       { create(d, "new", "text", true); must(sys_fsync(d) == 0); return end(d); }

static int play_append(int d)
{
    int fd = sys_openat(d, "old", O_WRONLY | O_APPEND, 0);

    must(sys_write(fd, "+1", 2) == 2 && sys_fsync(fd) == 0);
    must(sys_write(fd, "+2", 2) == 2 && sys_write(fd, "+3", 2) == 2);
    return end(d);
}

static int play_overwrite(int d)
{
    int fd = sys_openat(d, "old", O_RDWR, 0);

    must(sys_write(fd, "XY", 2) == 2 && sys_write(fd, "ZZZZZZ", 6) == 6 && sys_ftruncate(fd, 1) == 0);
    return end(d);
}

static int play_truncating_open(int d)
{
    int fd = sys_openat(d, "old", O_WRONLY | O_TRUNC, 0);

    must(sys_write(fd, "other", 5) == 5);
    return end(d);
}

static int play_pwritev(int d)
{
    struct iovec slices[] = { { (char[]){ "AB" }, 2 }, { (char[]){ "CDEFGH" }, 6 } };
    int          fd       = sys_openat(d, "old", O_RDWR, 0);

    must(sys_pwritev(fd, slices, 2, 0) == 8);
    return end(d);
}

static void play_rename_only(int d)     { must(sys_renameat(d, "old", d, "moved") == 0); }
static int play_rename(int d)           { play_rename_only(d); return end(d); }
static int play_rename_synced(int d)    { play_rename_only(d); must(sys_fsync(d) == 0); return end(d); }
static int play_rename_over(int d)      { must(sys_renameat(d, "old", d, "other") == 0); return end(d); }
static int play_unlink(int d)           { must(sys_unlinkat(d, "old") == 0); return end(d); }
static int play_unlink_synced(int d)    { must(sys_unlinkat(d, "old") == 0); must(!sys_fsync(d)); return end(d); }
static int play_link(int d)             { must(sys_linkat(d, "old", d, "second") == 0); return end(d); }

static int play_there_and_back(int d)
{
    must(sys_renameat(d, "old", d, "moved") == 0 && sys_renameat(d, "moved", d, "old") == 0);
    return end(d);
}

static int play_replace_by_new(int d)
{
    create(d, "draft", "new text", true);
    must(sys_renameat(d, "draft", d, "old") == 0);
    return end(d);
}

static int play_unlink_and_create(int d)
{
    must(sys_unlinkat(d, "old") == 0);
    create(d, "old", "again", true);
    return end(d);
}

static int play_write_and_unlink(int d)
{
    int fd = sys_openat(d, "old", O_RDWR, 0);

    must(sys_write(fd, "XX", 2) == 2 && sys_unlinkat(d, "old") == 0);
    return end(d);
}

static int play_mkdir_full(int d)
{
    must(sys_mkdirat(d, "folder", 0700) == 0);
    int inner = sys_openat(d, "folder", O_RDONLY | O_DIRECTORY, 0);

    create(inner, "new", "text", true);
    must(sys_fsync(inner) == 0);
    return end(d);
}

static int play_path(int d)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/self/fd/%d/new", d);
    must(sys_open(path, O_WRONLY | O_CREAT, 0600) >= 0);
    return end(d);
}

TEST(power_cut)
{
    /* The disk holds "old" and "other" to begin with. */
    static const struct { const char *name; int (*play)(int); int calls; const char *want; } cases[] = {
        { "a file without any fsync is lost",           play_create_unsynced,   3, "old=before other=else" },
        { "fsync of the file does not sync its name",   play_create_synced,     4, "old=before other=else" },
        { "fsync of the name does not sync the file",   play_create_named,      4, "new= old=before other=else" },
        { "both syncs make it durable",                 play_create_durable,    5, "new=text old=before other=else" },
        { "an append after fsync is lost",              play_append,            5, "old=before+1 other=else" },
        { "overwriting and truncating is undone",       play_overwrite,         4, "old=before other=else" },
        { "O_TRUNC is undone",                          play_truncating_open,   3, "old=before other=else" },
        { "pwritev is undone",                          play_pwritev,           2, "old=before other=else" },
        { "a rename is undone",                         play_rename,            2, "old=before other=else" },
        { "a synced rename stays",                      play_rename_synced,     3, "moved=before other=else" },
        { "a rename over a file gives that back",       play_rename_over,       2, "old=before other=else" },
        { "an unlink is undone",                        play_unlink,            2, "old=before other=else" },
        { "a synced unlink stays",                      play_unlink_synced,     3, "other=else" },
        { "a link is undone",                           play_link,              2, "old=before other=else" },
        { "a rename there and back",                    play_there_and_back,    3, "old=before other=else" },
        { "an unsynced replacement",                    play_replace_by_new,    5, "old=before other=else" },
        { "unlinked, and the name used again",          play_unlink_and_create, 5, "old=before other=else" },
        { "written, then unlinked",                     play_write_and_unlink,  3, "old=before other=else" },
        { "a directory is lost with what is in it",     play_mkdir_full,        6, "old=before other=else" },
        { "a path names its directory",                 play_path,              2, "old=before other=else" },
    };

    FOR_EACH_CASE(c, cases) {
        char path[64], fault[32], seen[256];
        int  directory = open_scratch(path);

        put(directory, "old", "before");
        put(directory, "other", "else");
        snprintf(fault, sizeof fault, "power-cut:%d", c->calls);
        CHECK_EQ(run_with_fault(fault, c->play, directory), 137);
        CHECK_CSTR(str_of(listing(directory, seen, sizeof seen)), c->want);
        remove_scratch(directory, path);
    }
}

static int play_until_signal(int directory)
{
    create(directory, "new", "text", false);
    kill(getpid(), SIGUSR2);
    sleep(10);
    return 0;
}

TEST(power_cut_by_signal)
{
    char path[64], seen[256];
    int  directory = open_scratch(path);

    CHECK_EQ(run_with_fault("power-cut:signal", play_until_signal, directory), 137);
    CHECK_CSTR(str_of(listing(directory, seen, sizeof seen)), "");
    remove_scratch(directory, path);
}

/* ---- what needs no fault ---- */

TEST(sys_renameat_new)
{
    char path[64], seen[256];
    int  directory = open_scratch(path);

    put(directory, "a", "1");
    put(directory, "b", "2");
    CHECK_EQ(sys_renameat_new(directory, "a", directory, "b"), -1);
    CHECK_EQ(errno, EEXIST);
    CHECK_EQ(sys_renameat_new(directory, "a", directory, "c"), 0);
    CHECK_CSTR(str_of(listing(directory, seen, sizeof seen)), "b=2 c=1");
    remove_scratch(directory, path);
}

TEST(sys_memory)
{
    enum { PAGE = 4096 };
    char path[64];
    int  directory = open_scratch(path);
    int  fd        = sys_anonymous_file(path);

    if (CHECK(fd >= 0) && CHECK_EQ(sys_ftruncate(fd, PAGE), 0)) {
        char *map = sys_map_file(fd, PAGE, true);
        off_t size;

        if (CHECK(map != NULL)) {
            map[0] = 'y';
            char octet = 0;

            CHECK_EQ(sys_read(fd, &octet, 1), 1);
            CHECK_EQ(octet, 'y');
            CHECK_EQ(sys_release_memory(map, PAGE), 0);
        }
        CHECK_EQ(sys_fstat_size(fd, &size), 0);
        CHECK_EQ(size, PAGE);
        CHECK_EQ(sys_close(fd), 0);
    }
    remove_scratch(directory, path);
}

TEST(sys_clocks_and_random)
{
    int64_t  before = sys_steady_ms();
    uint64_t a = 0, b = 0;

    CHECK(sys_steady_ms() >= before);
    CHECK(sys_now() > 1700000000);
    CHECK(sys_now_ms() / 1000 - sys_now() <= 1);
    sys_random(&a, sizeof a);
    sys_random(&b, sizeof b);
    CHECK(a != b);
}

/* What root gives to the owner of a folder is a file in it that has no other name. */
TEST(sys_own_as_folder_of)
{
    enum { SOMEBODY = 65534 };
    static const struct { const char *name, *file; uid_t want; } cases[] = {
        { "a file",                    "file",   SOMEBODY },
        { "a link",                    "link",   0        },
        { "a file with another name",  "second", 0        },
        { "a folder",                  "folder", 0        },
    };
    char        top[] = "/tmp/gatepost-own-XXXXXX", path[64];
    struct stat found;

    if (geteuid() != 0)
        return;
    CHECK(mkdtemp(top) != NULL);
    int folder = sys_open(top, O_RDONLY | O_DIRECTORY, 0);
    int file   = sys_openat(folder, "file", O_WRONLY | O_CREAT, 0600), secret = sys_openat(folder, "secret", O_WRONLY | O_CREAT, 0600);

    CHECK(folder >= 0 && file >= 0 && secret >= 0 && fchown(folder, SOMEBODY, SOMEBODY) == 0);
    CHECK(symlinkat("secret", folder, "link") == 0 && linkat(folder, "secret", folder, "second", 0) == 0);
    CHECK(mkdirat(folder, "folder", 0700) == 0);
    FOR_EACH_CASE(c, cases) {
        snprintf(path, sizeof path, "%s/%s", top, c->file);
        sys_own_as_folder_of(path);
        CHECK(stat(path, &found) == 0);
        CHECK_EQ(found.st_uid, c->want);
        CHECK(lstat(path, &found) == 0);
        CHECK_EQ(found.st_uid, c->want);
    }
    CHECK(unlinkat(folder, "file", 0) == 0 && unlinkat(folder, "link", 0) == 0 && unlinkat(folder, "second", 0) == 0);
    CHECK(unlinkat(folder, "secret", 0) == 0 && unlinkat(folder, "folder", AT_REMOVEDIR) == 0 && rmdir(top) == 0);
    CHECK(close(folder) == 0 && close(file) == 0 && close(secret) == 0);
}
