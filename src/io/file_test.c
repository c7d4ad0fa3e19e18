#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/sys.h"
#include "unit.h"

/* A directory "tmp" and a directory "hold" in a scratch directory. */
struct scratch { char path[64]; int root, tmp, hold; };

static bool scratch_open(struct scratch *s)
{
    strcpy(s->path, "/tmp/gatepost-file-XXXXXX");
    if (!CHECK(mkdtemp(s->path) != NULL))
        return false;
    s->root = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK_EQ(mkdirat(s->root, "tmp", 0700), 0);
    CHECK_EQ(mkdirat(s->root, "hold", 0700), 0);
    s->tmp  = openat(s->root, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    s->hold = openat(s->root, "hold", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return true;
}

/* Removes all files of a directory and counts them. */
static int empty_directory(int directory)
{
    struct dirent **entries = NULL;
    int             all     = scandirat(directory, ".", &entries, NULL, NULL), count = 0;

    for (int i = 0; i < all; i++) {
        count += unlinkat(directory, entries[i]->d_name, 0) == 0;
        free(entries[i]);
    }
    free(entries);
    return count;
}

static void scratch_close(struct scratch *s)
{
    empty_directory(s->tmp);
    empty_directory(s->hold);
    unlinkat(s->root, "tmp", AT_REMOVEDIR);
    unlinkat(s->root, "hold", AT_REMOVEDIR);
    close(s->tmp);
    close(s->hold);
    close(s->root);
    rmdir(s->path);
}

static const str message[] = { STR_INIT("Subject: one\r\n"), STR_INIT(""), STR_INIT("\r\nbody\r\n") };
static const char message_text[] = "Subject: one\r\n\r\nbody\r\n";

static str held_file(const struct scratch *s, const char *name, struct arena *arena)
{
    char path[128];
    str  octets = { 0 }, error = { 0 };

    snprintf(path, sizeof path, "%s/hold/%s", s->path, name);
    return file_read(path, 1000, arena, &octets, &error) ? octets : STR("(none)");
}

TEST(file_write_durably)
{
    struct scratch s;
    ARENA_SCOPE    arena = { 0 };

    if (!scratch_open(&s))
        return;
    CHECK(file_write_durably(s.tmp, s.hold, "one.eml", message, ARRAY_LEN(message)));
    CHECK_CSTR(held_file(&s, "one.eml", &arena), message_text);
    CHECK_EQ(empty_directory(s.tmp), 0);

    CHECK(!file_write_durably(s.tmp, s.hold, "one.eml", &(str)STR_INIT("another"), 1));
    CHECK_EQ(errno, EEXIST);
    CHECK_CSTR(held_file(&s, "one.eml", &arena), message_text);
    CHECK_EQ(empty_directory(s.tmp), 0);

    char long_name[300];

    memset(long_name, 'n', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    CHECK(!file_write_durably(s.tmp, s.hold, long_name, message, 1));
    CHECK_EQ(errno, ENAMETOOLONG);
    CHECK(file_write_durably(s.hold, s.hold, "two.eml", message, 0));   /* one directory for both, and nothing in it */
    CHECK_EQ(empty_directory(s.hold), 2);
    scratch_close(&s);
}

/* Exit status 0: durably written; 1: refused. */
static int write_in_child(const struct scratch *s, const char *fault)
{
    int   status = 0;
    pid_t child  = fork();

    if (child == 0) {
        setenv("FAULT", fault, 1);
        if (!sys_faults_from_environment())
            _exit(100);
        _exit(file_write_durably(s->tmp, s->hold, "one.eml", message, ARRAY_LEN(message)) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(file_write_durably_takes_back_on_every_failure)
{
    static const struct { const char *name, *fault; int want; } cases[] = {
        { "the temporary file cannot be made",  "open:1=ENOSPC",            1 },
        { "the first write fails",              "write:1=ENOSPC",           1 },
        { "a later write fails",                "write:2=EIO",              1 },
        { "the contents cannot be synced",      "fsync:1",                  1 },
        { "close fails, as on NFS",             "close:1=EDQUOT",           1 },
        { "the rename fails",                   "rename:1=EACCES",          1 },
        { "no such rename there, so it links",  "rename:1=EINVAL",          0 },
        { "neither rename nor link",            "rename:1=EINVAL,link:1",   1 },
        { "the directory cannot be synced",     "fsync:2",                  1 },
        { "nor the temporary one",              "fsync:3",                  1 },
        { "a fault that never comes",           "fsync:4",                  0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct scratch s;
        ARENA_SCOPE    arena = { 0 };

        if (!scratch_open(&s))
            return;
        if (CHECK_EQ(write_in_child(&s, c->fault), c->want))
            CHECK_CSTR(held_file(&s, "one.eml", &arena), c->want == 0 ? message_text : "(none)");
        CHECK_EQ(empty_directory(s.tmp), 0);
        scratch_close(&s);
    }
}

/* The promise itself, wherever the power goes: what has its name is whole, and after success it is there. */
TEST(file_write_durably_survives_power_cuts)
{
    enum { CUT = 137, MORE_THAN_ENOUGH = 50 };
    int status = CUT, at = 1;

    for (; status == CUT && at < MORE_THAN_ENOUGH; at++) {
        struct scratch s;
        ARENA_SCOPE    arena = { 0 };
        char           fault[32];

        if (!scratch_open(&s))
            return;
        snprintf(fault, sizeof fault, "power-cut:%d", at);
        status = write_in_child(&s, fault);
        str held = held_file(&s, "one.eml", &arena);

        CHECK(str_equal(held, str_of(message_text)) || (status == CUT && str_equal(held, STR("(none)"))));
        scratch_close(&s);
    }
    CHECK_EQ(status, 0);
    CHECK(at > 7);      /* create, two writes, fsync, rename, two fsyncs: so many cuts at least */
}

TEST(file_read)
{
    struct scratch s;
    ARENA_SCOPE    arena  = { 0 };
    str            octets = { 0 }, error = { 0 };
    char           path[128];

    if (!scratch_open(&s))
        return;
    CHECK(file_write_durably(s.tmp, s.hold, "five", &(str)STR_INIT("a\0b\r\n"), 1));
    snprintf(path, sizeof path, "%s/hold/five", s.path);
    CHECK(file_read(path, 5, &arena, &octets, &error));
    CHECK_STR(octets, STR("a\0b\r\n"));
    CHECK(!file_read(path, 4, &arena, &octets, &error));
    CHECK(str_find(error, STR("more than 4 octets")) > 0);
    snprintf(path, sizeof path, "%s/hold/six", s.path);
    CHECK(!file_read(path, 5, &arena, &octets, &error));
    CHECK(str_find(error, STR("No such file")) > 0);
    CHECK(!file_read(s.path, 5, &arena, &octets, &error));
    CHECK(str_find(error, STR("Is a directory")) > 0);
    scratch_close(&s);
}

/* ---- the pool ---- */

enum { JOBS = 200 };

struct counted_job { struct file_job job; pthread_t loop_thread; atomic_int *worked; int *done; };

static void job_work(struct file_job *job)
{
    struct counted_job *counted = (struct counted_job *)job;

    CHECK(!pthread_equal(pthread_self(), counted->loop_thread));
    atomic_fetch_add(counted->worked, 1);
}

static void job_done(struct file_job *job)
{
    struct counted_job *counted = (struct counted_job *)job;

    CHECK(pthread_equal(pthread_self(), counted->loop_thread));
    if (++*counted->done == JOBS)
        loop_stop(job->loop);
}

static void submit_all(struct file_pool *pool, struct loop *loop, struct counted_job *jobs, atomic_int *worked,
                       int *done)
{
    for (size_t i = 0; i < JOBS; i++) {
        jobs[i] = (struct counted_job){ { .work = job_work, .done = job_done }, pthread_self(), worked, done };
        file_pool_submit(pool, loop, &jobs[i].job);
    }
}

TEST(file_read_own)
{
    struct scratch s;
    ARENA_SCOPE    arena  = { 0 };
    str            octets = { 0 }, error = { 0 };

    if (!scratch_open(&s))
        return;
    CHECK(file_write_durably(s.tmp, s.hold, "secret", (str[]){ STR("root's") }, 1));
    CHECK(symlinkat("../hold/secret", s.tmp, "link") == 0);
    CHECK(file_read_own(s.hold, "secret", 100, &arena, &octets, &error));
    CHECK_STR(octets, STR("root's"));
    CHECK(!file_read_own(s.tmp, "link", 100, &arena, &octets, &error));
    CHECK(str_find(error, STR("cannot read link: ")) == 0);
    CHECK(!file_read_own(s.hold, "secret", 5, &arena, &octets, &error));
    CHECK_STR(error, STR("secret has more than 5 octets"));
    scratch_close(&s);
}

/* In whose folder a link stands decides whether root follows it. */
TEST(file_open_log)
{
    static const struct { const char *name; uid_t owner; mode_t mode; bool want; } cases[] = {
        { "root's alone",                   0,     0755, true  },
        { "root's, and others write to it", 0,     0775, false },
        { "like /tmp",                      0,     01777, false },
        { "somebody else's",                65534, 0755, false },
    };

    if (geteuid() != 0)
        return;
    FOR_EACH_CASE(c, cases) {
        char top[] = "/tmp/gatepost-log-XXXXXX", path[64];

        CHECK(mkdtemp(top) != NULL);
        snprintf(path, sizeof path, "%s/plain", top);
        int plain = file_open_log(path, 0640);

        CHECK(plain >= 0 && close(plain) == 0);
        snprintf(path, sizeof path, "%s/link", top);
        CHECK(symlink("plain", path) == 0 && chown(top, c->owner, (gid_t)c->owner) == 0 && chmod(top, c->mode) == 0);
        int fd = file_open_log(path, 0640);

        CHECK_EQ(fd >= 0, c->want);
        CHECK(fd >= 0 ? close(fd) == 0 : errno == ELOOP);
        CHECK(unlink(path) == 0);
        snprintf(path, sizeof path, "%s/plain", top);
        CHECK(unlink(path) == 0 && rmdir(top) == 0);
    }
}

TEST(file_pool)
{
    static struct counted_job jobs[JOBS];
    struct loop              *loop   = loop_new();
    struct file_pool         *pool   = file_pool_new(3);
    atomic_int                worked = 0;
    int                       done   = 0;

    if (!CHECK(loop != NULL && pool != NULL))
        return;
    submit_all(pool, loop, jobs, &worked, &done);
    loop_run(loop);
    CHECK_EQ(worked, JOBS);
    CHECK_EQ(done, JOBS);

    worked = 0;
    done   = 0;
    submit_all(pool, loop, jobs, &worked, &done);
    file_pool_free(pool);               /* works off what was submitted */
    CHECK_EQ(worked, JOBS);
    CHECK_EQ(done, 0);
    loop_free(loop);                    /* and the loop tells it */
    CHECK_EQ(done, JOBS);
}

TEST(file_replace_durably)
{
    ARENA_SCOPE arena  = { 0 };
    char        path[] = "/tmp/gatepost-replace-XXXXXX";
    int         folder = sys_open(mkdtemp(path), O_RDONLY | O_DIRECTORY, 0);
    const char *file   = arena_cstr(&arena, arena_printf(&arena, "%s/list", path));
    str         octets = { 0 }, error;

    CHECK(file_replace_durably(folder, "list", (str[]){ STR("one") }, 1));
    CHECK(file_replace_durably(folder, "list", (str[]){ STR("an"), STR("other") }, 2));
    CHECK(file_read(file, 100, &arena, &octets, &error));
    CHECK_STR(octets, STR("another"));
    CHECK(sys_unlinkat(folder, "list") == 0);
    CHECK(rmdir(path) == 0);            /* nothing else was left in it */
    CHECK(sys_close(folder) == 0);
}

/* A child that makes the folder and ends by a power cut, at a signal to itself. */
static void make_folder_and_cut(const char *path)
{
    if (fork() == 0) {
        setenv("FAULT", "power-cut:signal", 1);
        if (sys_faults_from_environment() && file_open_folder(path, 0700) >= 0)
            kill(getpid(), SIGUSR2);
        pause();
    }
    int status;

    CHECK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 137);
}

TEST(file_open_folder)
{
    char top[] = "/tmp/gatepost-folder-XXXXXX";
    char path[sizeof top + 8];

    CHECK(mkdtemp(top) != NULL);
    snprintf(path, sizeof path, "%s/state", top);
    CHECK(file_open_folder("/nonexistent/state", 0700) < 0);
    CHECK_EQ(errno, ENOENT);
    make_folder_and_cut(path);
    CHECK(access(path, F_OK) == 0);     /* its name was synced */
    int folder = file_open_folder(path, 0700);

    CHECK(folder >= 0);                 /* and it is opened where it exists */
    CHECK(close(folder) == 0);
    CHECK(rmdir(path) == 0);
    CHECK(rmdir(top) == 0);
}
