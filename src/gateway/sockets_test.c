#include "gateway/sockets.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/listener.h"
#include "unit.h"

enum { WORKERS = 3 };

static const struct ip loopback = { .family = IP_V4, .octets = { 127, 0, 0, 1 } };

static struct config_address free_address(void)
{
    int                   fd      = listener_bind(&loopback, 0);
    struct config_address address = { .ip = loopback, .port = listener_port(fd) };

    close(fd);
    return address;
}

static size_t of_worker(const struct sockets *sockets, size_t worker)
{
    struct sockets own   = sockets_of_worker(sockets, worker);
    size_t         count = own.count;

    sockets_free(&own);
    return count;
}

static bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

static void close_all(struct sockets *sockets)
{
    for (size_t i = 0; i < sockets->count; i++)
        close(sockets->items[i].fd);
    sockets_free(sockets);
}

static bool plan_for(struct config_address *addresses, size_t count, const struct sockets *old, struct sockets *plan, str *error)
{
    static struct arena    arena;
    struct config_listener listener = { .name = STR("mx"), .addresses = addresses, .address_count = count, .socket_mode = 0640 };
    struct config          config   = { .listeners = &listener, .listener_count = 1 };

    *error = (str){ 0 };
    return sockets_plan(&config, WORKERS, old, plan, &arena, error);
}

TEST(sockets_are_kept_over_a_reload)
{
    struct config_address addresses[2] = { free_address(), free_address() };
    struct sockets        none = { 0 }, first, second, third;
    str                   error;

    CHECK(plan_for(addresses, 1, &none, &first, &error));
    CHECK_EQ(first.count, WORKERS);
    CHECK(plan_for(addresses, 2, &first, &second, &error));
    CHECK_EQ(second.count, 2 * WORKERS);
    for (size_t worker = 0; worker < WORKERS; worker++)
        CHECK_EQ(of_worker(&second, worker), 2);
    for (size_t i = 0; i < first.count; i++)
        CHECK(sockets_have(&second, first.items[i].fd));
    CHECK(plan_for(&addresses[1], 1, &second, &third, &error));         /* the first address is gone: its sockets are for others to shut */
    CHECK_EQ(third.count, WORKERS);
    CHECK(!sockets_have(&third, first.items[0].fd) && is_open(first.items[0].fd));
    sockets_free(&first);
    sockets_free(&third);
    close_all(&second);
}

TEST(sockets_widen_and_narrow)
{
    static const struct { const char *name; bool before[2], now[2]; } cases[] = {       /* the address, and all addresses */
        { "from an address to all",         { true, false }, { false, true } },
        { "from all to an address",         { false, true }, { true, false } },
        { "all beside an address",          { true, false }, { true, true }  },
        { "an address beside all",          { false, true }, { true, true }  },
        { "both from the beginning",        { true, true },  { true, true }  },
    };

    FOR_EACH_CASE(c, cases) {
        struct config_address one = free_address(), both[2] = { one, { .ip = { .family = IP_V4 }, .port = one.port } };
        size_t                before = c->before[0] ? 0 : 1, now = c->now[0] ? 0 : 1;
        size_t                before_count = c->before[0] + c->before[1], now_count = c->now[0] + c->now[1];
        struct sockets        none = { 0 }, old, plan;
        str                   error;

        CHECK(plan_for(&both[before], before_count, &none, &old, &error));
        if (!CHECK(plan_for(&both[now], now_count, &old, &plan, &error)))
            continue;
        CHECK_EQ(plan.count, now_count * WORKERS);
        for (size_t i = 0; i < old.count; i++)
            if (!sockets_have(&plan, old.items[i].fd))
                close(old.items[i].fd);
        sockets_free(&old);
        /* Nobody else is let in beside them. */
        CHECK(!plan_for(&both[now], 1, &none, &old, &error));
        close_all(&plan);
    }
}

TEST(sockets_handed_over)
{
    static const struct { const char *name; size_t given, want, copies; } cases[] = {
        { "one, for three workers",                 1, 3, 2 },
        { "two, for three workers",                 2, 3, 1 },
        { "as many as there are workers",           3, 3, 0 },
        { "more: none may be without somebody",     5, 5, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        struct config_address address = free_address();
        struct handed_fd      fds[8]  = { { .fd = open("/dev/null", O_RDONLY), .name = STR("no socket") },
                                          { .fd = open("/dev/null", O_RDONLY), .name = STR("channel") } };
        str                   keep[]  = { STR("channel") }, error;
        struct sockets        given   = { 0 }, plan;
        size_t                copies  = 0;

        for (size_t i = 0; i < c->given; i++)
            fds[2 + i] = (struct handed_fd){ listener_bind(&loopback, address.port), STR("mx") };
        sockets_take(&given, fds, 2 + c->given, keep, 1, NULL);
        CHECK_EQ(given.count, c->given);
        CHECK(!is_open(fds[0].fd) && is_open(fds[1].fd));
        CHECK(plan_for(&address, 1, &given, &plan, &error));
        CHECK_EQ(plan.count, c->want);
        for (size_t i = 0; i < plan.count; i++)
            copies += plan.items[i].is_copy;
        CHECK_EQ(copies, c->copies);
        for (size_t i = 0; i < given.count; i++)
            CHECK(sockets_have(&plan, given.items[i].fd));
        for (size_t worker = 0; worker < WORKERS; worker++)
            CHECK(of_worker(&plan, worker) > 0);
        close(fds[1].fd);
        sockets_free(&given);
        close_all(&plan);
    }
}

/* One name and one queue, which all workers share; a successor knows it by its path, and gives it to all of its own. */
TEST(sockets_by_a_path)
{
    ARENA_SCOPE           arena    = { 0 };
    char                  folder[] = "/tmp/gatepost-socket-XXXXXX";
    str                   error;
    struct stat           file;
    struct sockets        none = { 0 }, first, given = { 0 }, second;

    CHECK(mkdtemp(folder) != NULL);
    struct config_address address = { .path = arena_cstr(&arena, arena_printf(&arena, "%s/milter.sock", folder)) };

    CHECK(plan_for(&address, 1, &none, &first, &error));
    CHECK_EQ(first.count, WORKERS);
    CHECK(stat(address.path, &file) == 0 && S_ISSOCK(file.st_mode));
    CHECK_EQ(file.st_mode & 0777, 0640);
    for (size_t i = 0; i < first.count; i++) {
        CHECK_EQ(first.items[i].is_copy, i > 0);
        CHECK_EQ(of_worker(&first, first.items[i].worker), 1);
    }
    struct handed_fd fd = { dup(first.items[0].fd), STR("milter") };

    sockets_take(&given, &fd, 1, NULL, 0, &arena);
    CHECK_EQ(given.count, 1);
    CHECK(plan_for(&address, 1, &given, &second, &error));
    CHECK_EQ(second.count, WORKERS);
    CHECK(sockets_have(&second, fd.fd));
    sockets_free(&given);
    close_all(&first);
    close_all(&second);
    unlink(address.path);
    rmdir(folder);
}

TEST(sockets_by_a_path_that_is_gone)
{
    ARENA_SCOPE    arena    = { 0 };
    char           folder[] = "/tmp/gatepost-socket-XXXXXX";
    str            error;
    struct sockets none = { 0 }, first, second, third;

    CHECK(mkdtemp(folder) != NULL);
    struct config_address addresses[2] = { { .path = arena_cstr(&arena, arena_printf(&arena, "%s/a.sock", folder)) },
                                           { .path = arena_cstr(&arena, arena_printf(&arena, "%s/b.sock", folder)) } };

    CHECK(plan_for(addresses, 2, &none, &first, &error));
    CHECK(plan_for(addresses, 2, &first, &second, &error));
    CHECK_EQ(second.count, 2 * WORKERS);
    for (size_t i = 0; i < first.count; i++)
        CHECK(sockets_have(&second, first.items[i].fd));
    unlink(addresses[0].path);
    CHECK(plan_for(addresses, 2, &first, &third, &error));
    CHECK_EQ(third.count, 2 * WORKERS);
    CHECK_EQ(access(addresses[0].path, F_OK), 0);
    for (size_t i = 0; i < first.count; i++)
        CHECK_EQ(sockets_have(&third, first.items[i].fd), first.items[i].address.path == addresses[1].path);
    sockets_free(&second);
    sockets_give_up(&third, &first);
    close_all(&first);
    unlink(addresses[0].path);
    unlink(addresses[1].path);
    rmdir(folder);
}

TEST(sockets_permissions)
{
    static const struct { const char *name; unsigned before, now; mode_t by_hand, want; } cases[] = {
        { "another mode",                                      0666, 0660, 0666, 0660 },
        { "more than before",                                  0600, 0666, 0600, 0666 },
        { "the same: what somebody else has set stays theirs", 0660, 0660, 0600, 0600 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena    = { 0 };
        char           folder[] = "/tmp/gatepost-socket-XXXXXX";
        str            error    = { 0 };
        struct stat    file;
        struct sockets none = { 0 }, plan;

        CHECK(mkdtemp(folder) != NULL);
        struct config_address  address = { .path = arena_cstr(&arena, arena_printf(&arena, "%s/m.sock", folder)) };
        struct config_listener before  = { .name = STR("m"), .addresses = &address, .address_count = 1, .socket_mode = c->before };
        struct config_listener now     = { .name = STR("m"), .addresses = &address, .address_count = 1, .socket_mode = c->now };
        struct config          old     = { .listeners = &before, .listener_count = 1 }, fresh = { .listeners = &now, .listener_count = 1 };

        CHECK(plan_for(&address, 1, &none, &plan, &error));
        CHECK_EQ(chmod(address.path, c->by_hand), 0);
        CHECK(sockets_permit(&old, &fresh, &arena, &error));
        CHECK_EQ(stat(address.path, &file), 0);
        CHECK_EQ(file.st_mode & 0777, c->want);
        unlink(address.path);
        CHECK_EQ(sockets_permit(&old, &fresh, &arena, &error), c->before == c->now);
        CHECK_EQ(error.len == 0, c->before == c->now);
        close_all(&plan);
        rmdir(folder);
    }
}

TEST(sockets_that_cannot_be_had_change_nothing)
{
    int                   other        = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct config_address addresses[2] = { free_address(), { .ip = loopback } };
    struct sockets        none = { 0 }, old, plan;
    str                   error;

    CHECK_EQ(listen(other, 1), 0);              /* on a port of the kernel's choice, without SO_REUSEPORT */
    addresses[1].port = listener_port(other);
    CHECK(plan_for(addresses, 1, &none, &old, &error));
    int next = dup(other);

    CHECK(!plan_for(addresses, 2, &old, &plan, &error));
    CHECK(str_starts(error, STR("listener mx: cannot listen on 127.0.0.1 port ")));
    CHECK_EQ(plan.count, 0);
    for (size_t i = 0; i < old.count; i++)
        CHECK(is_open(old.items[i].fd));
    int after = dup(other);

    CHECK_EQ(after, next + 1);                  /* no descriptor was left behind */
    close(next);
    close(after);
    close(other);
    close_all(&old);
}
