#include "io/socket_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/address.h"
#include "unit.h"

static const char *in_folder(struct arena *arena, const char *folder, const char *name)
{
    return arena_cstr(arena, arena_printf(arena, "%s/%s", folder, name));
}

TEST(socket_file_check)
{
    ARENA_SCOPE             arena    = { 0 };
    char                    folder[] = "/tmp/gatepost-socket-XXXXXX";
    struct sockaddr_storage address;

    if (!CHECK(mkdtemp(folder) != NULL))
        return;
    const char *good = in_folder(&arena, folder, "good"), *file = in_folder(&arena, folder, "file");
    int         fd   = socket(AF_UNIX, SOCK_STREAM, 0);

    CHECK_EQ(bind(fd, (struct sockaddr *)&address, address_of_path(good, &address)), 0);
    close(fd);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    CHECK_EQ(socket_file_check(good), SOCKET_FILE_GOOD);
    CHECK_EQ(socket_file_check(file), SOCKET_FILE_OTHER);
    CHECK_EQ(socket_file_check(in_folder(&arena, folder, "none")), SOCKET_FILE_MISSING);
    CHECK_EQ(socket_file_check(in_folder(&arena, file, "none")), SOCKET_FILE_MISSING);
    CHECK_EQ(chmod(folder, 0777), 0);
    CHECK_EQ(socket_file_check(good), SOCKET_FILE_UNSAFE);
    CHECK_EQ(chmod(folder, 01777), 0);
    CHECK_EQ(socket_file_check(good), SOCKET_FILE_GOOD);
    CHECK_EQ(chmod(folder, 0700), 0);
    if (geteuid() != 0) {                       /* root may connect to everything */
        CHECK_EQ(chmod(good, 0400), 0);
        CHECK_EQ(socket_file_check(good), SOCKET_FILE_FORBIDDEN);
    }
    CHECK(socket_file_problem(SOCKET_FILE_GOOD) == NULL);
    CHECK(socket_file_problem(SOCKET_FILE_FORBIDDEN) != NULL);
    unlink(good);
    unlink(file);
    rmdir(folder);
}

TEST(address_of_path)
{
    struct sockaddr_storage out;
    char                    path[SOCKET_PATH_MAX_OCTETS + 2] = "/";

    CHECK_EQ(address_of_path("", &out), 0);
    for (size_t i = 1; i < SOCKET_PATH_MAX_OCTETS; i++)
        path[i] = 'x';
    CHECK(address_of_path(path, &out) > 0);
    path[SOCKET_PATH_MAX_OCTETS] = 'x';
    CHECK_EQ(address_of_path(path, &out), 0);
}
