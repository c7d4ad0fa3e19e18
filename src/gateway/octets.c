#include "gateway/octets.h"

#include "io/sys.h"

void octets_init(struct octets *octets)
{
    *octets = (struct octets){ .fd = -1 };
}

static bool write_all(int fd, str s)
{
    while (s.len > 0) {
        ssize_t n = sys_write(fd, s.ptr, s.len);

        if (n <= 0)
            return false;
        s = str_from(s, (size_t)n);
    }
    return true;
}

static bool spill(struct octets *octets, const char *directory)
{
    octets->fd = sys_anonymous_file(directory);
    if (octets->fd < 0 || !write_all(octets->fd, buf_str(&octets->memory)))
        return false;
    buf_free(&octets->memory);
    return true;
}

bool octets_add(struct octets *octets, str piece, const char *spill_directory)
{
    if (octets->fd < 0 && octets->len + piece.len > OCTETS_IN_MEMORY_MAX && !spill(octets, spill_directory))
        return false;
    octets->len += piece.len;
    if (octets->fd >= 0)
        return write_all(octets->fd, piece);
    buf_add(&octets->memory, piece);
    return true;
}

bool octets_finish(struct octets *octets, str *all)
{
    if (octets->fd < 0) {
        *all = buf_str(&octets->memory);
        return true;
    }
    void *at = sys_map_file(octets->fd, octets->len, false);

    if (at == NULL)
        return false;
    *all = octets->map = (str){ at, octets->len };
    return true;
}

void octets_free(struct octets *octets)
{
    if (octets->map.len > 0)
        (void)sys_release_memory((void *)(uintptr_t)octets->map.ptr, octets->map.len);
    if (octets->fd >= 0)
        (void)!sys_close(octets->fd);
    buf_free(&octets->memory);
    octets_init(octets);
}
