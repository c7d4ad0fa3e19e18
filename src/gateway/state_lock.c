#include "gateway/state_lock.h"

#include <errno.h>
#include <fcntl.h>

#include "base/arena.h"
#include "io/sys.h"

/* Never through a link that whoever owns the folder has put there: root may be the one who asks. */
static int open_lock(const char *state_dir, const char *name, int flags)
{
    ARENA_SCOPE arena = { 0 };
    const char *path = arena_cstr(&arena, arena_printf(&arena, "%s/%s", state_dir, name));
    int         fd   = sys_open(path, flags | O_NOFOLLOW, 0640);

    if (fd >= 0 && (flags & O_CREAT) != 0)
        sys_own_as_folder_of(path);
    return fd;
}

int state_lock_take(const char *state_dir)
{
    return state_lock_task(state_dir, "lock");
}

void state_lock_release(int lock)
{
    if (lock >= 0)
        (void)!sys_close(lock);         /* with the descriptor goes the lock */
}

bool state_lock_signal(const char *state_dir, int number)
{
    int fd = open_lock(state_dir, "lock", O_RDWR);

    if (fd < 0)
        return false;
    pid_t owner = sys_lock_owner(fd);

    (void)!sys_close(fd);
    return owner > 0 && sys_kill(owner, number) == 0;
}

int state_lock_task(const char *state_dir, const char *name)
{
    int fd = open_lock(state_dir, name, O_RDWR | O_CREAT);

    if (fd >= 0 && sys_lock(fd) == 0)
        return fd;
    int why = errno;

    if (fd >= 0)
        (void)!sys_close(fd);
    errno = why;
    return -1;
}
