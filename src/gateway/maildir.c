#include "gateway/maildir.h"

#include <errno.h>
#include <fcntl.h>

#include "base/buf.h"
#include "io/file.h"
#include "io/sys.h"

/* The Maildir may be a link; what is in it is its owner's, and root may be the one who delivers (a release). */
static int open_folder(int directory, const char *name)
{
    bool is_new = sys_mkdirat(directory, name, 0700) == 0;

    if (!is_new && errno != EEXIST)
        return -1;
    int fd = sys_openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);

    if (is_new && fd >= 0)
        sys_own_as_folder(fd, directory);
    return fd;
}

static void close_all(const int *fds, size_t count)
{
    int saved = errno;

    for (size_t i = 0; i < count; i++)
        if (fds[i] >= 0)
            (void)!sys_close(fds[i]);
    errno = saved;
}

/* CRLF to LF. What comes here has no bare CR: the gate refuses it. */
static void add_with_lf(struct buf *out, str s)
{
    str line;

    while (s.len > 0) {
        ptrdiff_t cr = str_find_char(s, '\r');

        line = cr == STR_NOT_FOUND ? s : str_slice(s, 0, (size_t)cr);
        buf_add(out, line);
        s = cr == STR_NOT_FOUND ? (str){ 0 } : str_from(s, (size_t)cr + 1);
    }
}

bool maildir_deliver(const char *directory, const char *name, const str *slices, size_t count)
{
    BUF_SCOPE octets = { 0 };
    int       base   = file_open_folder(directory, 0700);
    int       fds[]  = { base, -1, -1, -1 };
    bool      ok     = base >= 0;

    if (ok) {
        fds[1] = open_folder(base, "tmp");
        fds[2] = open_folder(base, "new");
        fds[3] = open_folder(base, "cur");
        ok     = fds[1] >= 0 && fds[2] >= 0 && fds[3] >= 0 && sys_fsync(base) == 0;
    }
    for (size_t i = 0; ok && i < count; i++)
        add_with_lf(&octets, slices[i]);
    ok = ok && file_write_durably(fds[1], fds[2], name, (str[]){ buf_str(&octets) }, 1);
    close_all(fds, ARRAY_LEN(fds));
    return ok;
}
