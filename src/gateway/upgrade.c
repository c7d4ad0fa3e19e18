#include "gateway/upgrade.h"

#include <errno.h>
#include <signal.h>

#include "gateway/server.h"
#include "gateway/state_lock.h"
#include "io/notify.h"
#include "io/sys.h"

enum { SUCCESSOR_MAY_TAKE_MS = 60000, LOCK_WAIT_MS = 10000 };

/* What the two say to each other. */
enum word { ASKS_FOR_LOCK = 'L', HAS_LOCK = 'G', IS_READY = 'R' };

/* ---- the old server ---- */

static void forget(struct upgrade *upgrade)
{
    loop_watch_stop(&upgrade->heard);
    loop_timer_stop(&upgrade->late);
    (void)!sys_close(upgrade->channel);
    *upgrade = (struct upgrade){ 0 };
}

/* It has died: as if it had never been. */
static void fail(struct server *server, const char *why)
{
    struct upgrade *upgrade = &server->upgrade;

    if (upgrade->lock_given) {
        server->lock = state_lock_take(server->generation->engine->config->state_dir);
        if (server->lock < 0)
            server_event(server, "state-dir-not-locked", NULL, (str){ 0 });
    }
    forget(upgrade);
    server_event(server, "upgrade-failed", "problem", str_of(why));
    notify_manager("READY=1");
}

static void succeed(struct server *server)
{
    pid_t successor = server->upgrade.successor;

    /* The manager listens to its main process alone, which is still this one. */
    notify_manager("MAINPID=%d\nREADY=1", (int)successor);
    forget(&server->upgrade);
    server_retire(server);
}

static void on_heard(struct loop_watch *watch, int what UNUSED)
{
    struct upgrade *upgrade = (struct upgrade *)((char *)watch - offsetof(struct upgrade, heard));
    struct server  *server  = upgrade->server;

    switch (handover_hear(upgrade->channel, 0)) {
    case ASKS_FOR_LOCK:
        state_lock_release(server->lock);
        server->lock        = -1;
        upgrade->lock_given = true;
        handover_say(upgrade->channel, HAS_LOCK);
        return;
    case IS_READY:
        succeed(server);
        return;
    }
    fail(server, "the new server has ended before it was ready; what it said is on its standard error");
}

static void on_late(struct loop_timer *timer)
{
    struct upgrade *upgrade = (struct upgrade *)((char *)timer - offsetof(struct upgrade, late));

    /* Its end closes the channel, and is heard of there. */
    (void)!sys_kill(upgrade->successor, SIGKILL);
}

/* Every open socket once, each under the name of its listener, and the channel. */
static struct handed_fd *list_fds(const struct server *server, int channel, struct arena *arena, size_t *count)
{
    const struct config *config = server->generation->engine->config;
    struct handed_fd    *fds    = ARENA_ARRAY(arena, struct handed_fd, server->sockets.count + 1);

    *count        = 0;
    fds[(*count)++] = (struct handed_fd){ channel, STR(UPGRADE_CHANNEL_NAME) };
    for (size_t i = 0; i < server->sockets.count; i++) {
        const struct listening_socket *one = &server->sockets.items[i];

        if (!one->is_copy)
            fds[(*count)++] = (struct handed_fd){ one->fd, config->listeners[one->listener].name };
    }
    return fds;
}

static pid_t start_successor(struct server *server, int channel)
{
    ARENA_SCOPE       arena = { 0 };
    size_t            count;
    struct handed_fd *fds         = list_fds(server, channel, &arena, &count);
    char             *arguments[] = { (char *)(uintptr_t)server->program, (char[]){ "serve" }, (char[]){ "-c" },
                                      (char *)(uintptr_t)server->config_file, NULL };

    return handover_start(server->program, arguments, fds, count);
}

void upgrade_begin(struct server *server)
{
    int ends[2];

    if (server->stopping || server->retired || upgrade_is_under_way(server))
        return;
    if (server->program == NULL || !handover_channel(ends)) {
        server_event(server, "upgrade-failed", "problem", STR("the system does not say which program this is, or gives no sockets"));
        return;
    }
    pid_t successor = start_successor(server, ends[1]);

    (void)!sys_close(ends[1]);
    if (successor < 0) {
        (void)!sys_close(ends[0]);
        server_event(server, "upgrade-failed", "problem", str_of(strerrordesc_np(errno)));
        return;
    }
    server->upgrade = (struct upgrade){ .server = server, .successor = successor, .channel = ends[0], .heard = { .ready = on_heard },
                                        .late = { .expired = on_late } };
    loop_watch_set(server->loop, &server->upgrade.heard, ends[0], LOOP_READ);
    loop_timer_set(server->loop, &server->upgrade.late, SUCCESSOR_MAY_TAKE_MS);
    notify_manager("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)sys_steady_ms() * 1000);
    server_event(server, "upgrading", "program", str_of(server->program));
}

bool upgrade_is_under_way(const struct server *server)
{
    return server->upgrade.successor != 0;
}

void upgrade_cancel(struct server *server)
{
    if (!upgrade_is_under_way(server))
        return;
    (void)!sys_kill(server->upgrade.successor, SIGTERM);
    forget(&server->upgrade);
}

/* ---- the successor ---- */

bool upgrade_ask_for_lock(int channel)
{
    if (channel < 0)
        return true;
    handover_say(channel, ASKS_FOR_LOCK);
    return handover_hear(channel, LOCK_WAIT_MS) == HAS_LOCK;
}

void upgrade_tell_ready(int channel)
{
    if (channel < 0)
        return;
    handover_say(channel, IS_READY);
    (void)!sys_close(channel);
}
