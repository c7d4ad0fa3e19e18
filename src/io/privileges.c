#include "io/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

bool account_find(const char *user, const char *group, struct arena *arena, struct account *account, str *error)
{
    const struct passwd *by_user = getpwnam(user);

    if (by_user == NULL) {
        *error = arena_printf(arena, "there is no user \"%s\"", user);
        return false;
    }
    *account = (struct account){ by_user->pw_uid, by_user->pw_gid };
    if (group == NULL)
        return true;
    const struct group *by_group = getgrnam(group);

    if (by_group == NULL) {
        *error = arena_printf(arena, "there is no group \"%s\"", group);
        return false;
    }
    account->group = by_group->gr_gid;
    return true;
}

bool account_has_group(const char *group)
{
    return getgrnam(group) != NULL;
}

/* What was given up must be gone: a kernel or a sandbox in which it is not is no place to serve strangers. */
static bool cannot_return(const struct account *account)
{
    uid_t real, effective, saved;

    if (getresuid(&real, &effective, &saved) != 0 || real != account->user || effective != account->user || saved != account->user)
        return false;
    return account->user == 0 || setuid(0) != 0;
}

bool account_become(const struct account *account, const char *user, struct arena *arena, str *error)
{
    if (geteuid() == account->user && getuid() == account->user)
        return true;
    if (initgroups(user, account->group) == 0 && setresgid(account->group, account->group, account->group) == 0 &&
        setresuid(account->user, account->user, account->user) == 0) {
        if (cannot_return(account))
            return true;
        *error = arena_printf(arena, "the rights of root could not be given up for user %s", user);
        return false;
    }
    *error = arena_printf(arena, "cannot become user %s: %s", user, strerrordesc_np(errno));
    return false;
}

bool account_is_root(void)
{
    return geteuid() == 0;
}

void privileges_freeze(void)
{
    (void)!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

bool account_own(const char *path, const struct account *account)
{
    return chown(path, account->user, account->group) == 0;
}

bool account_own_open(int fd, const char *path, const struct account *account)
{
    struct stat opened, named;

    if (fstat(fd, &opened) != 0 || lstat(path, &named) != 0)
        return false;
    if (named.st_dev != opened.st_dev || named.st_ino != opened.st_ino || opened.st_nlink != 1)
        return true;
    return fchown(fd, account->user, account->group) == 0;
}

uint64_t privileges_raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    (void)!setrlimit(RLIMIT_NOFILE, &limit);
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}
