#include "gateway/list_watch.h"

#include <stdlib.h>

#include "base/domain.h"
#include "base/log.h"
#include "detect/dnsxl.h"
#include "io/sys.h"

/* Between two tests: where all are well, and where one is ill, perhaps only because the network was. */
enum { INTERVAL_MS = 60 * 60 * 1000, RETRY_MS = 2 * 60 * 1000, QUESTIONS_EACH = 4 };

struct list_watch {
    struct worker            *worker;
    struct loop_timer         timer;
    struct worker_generation *generation;       /* whose lists are being tested; NULL: none now */
    struct arena              arena;
    struct view               view;
    struct resolver_request   request;
    bool                      asking, inside;
};

/* ---- what came of a test ---- */

static void log_change(struct list_watch *watch, const struct dnsxl *list, const char *family, enum dnsxl_test test)
{
    struct server  *server = watch->worker->server;
    BUF_SCOPE       out    = { 0 };
    struct log_line line   = log_begin(&out, server->log_as_json, sys_now_ms(), test == DNSXL_TEST_PASSED ? "dns-list-on" : "dns-list-off");

    log_str(&line, "list", list->name);
    log_str(&line, "zone", list->zone);
    log_cstr(&line, "family", family);
    if (test != DNSXL_TEST_PASSED) {
        log_cstr(&line, "problem", dnsxl_test_text(test));
        log_cstr(&line, "level", "alarm");
    }
    log_end(&line);
    server_log(server, &out);
}

/* True if the list is well. A change is worth a line; that a list is well at the first test goes without saying. */
static bool conclude(struct list_watch *watch, const struct dnsxl *list, enum ip_family family, _Atomic unsigned char *state)
{
    enum dnsxl_test   test   = dnsxl_test(list, family, &watch->arena, &watch->view);
    enum dnsxl_health health = test == DNSXL_TEST_PASSED ? DNSXL_WELL : DNSXL_ILL, before = (enum dnsxl_health)atomic_load(state);

    ASSERT(test != DNSXL_TEST_PENDING);
    atomic_store(state, (unsigned char)health);
    if (health != before && !(before == DNSXL_UNTESTED && health == DNSXL_WELL))
        log_change(watch, list, family == IP_V4 ? "ipv4" : "ipv6", test);
    return health == DNSXL_WELL;
}

static void forget_round(struct list_watch *watch)
{
    if (watch->generation == NULL)
        return;
    if (watch->asking)
        resolver_cancel(&watch->request);
    watch->asking = false;
    view_free(&watch->view);
    arena_free(&watch->arena);
    worker_generation_release(watch->generation);
    watch->generation = NULL;
}

static void finish_round(struct list_watch *watch)
{
    const struct engine *engine = watch->generation->shared->engine;
    bool                 well   = true;

    for (size_t i = 0; i < engine->config->dns_list_count; i++) {
        const struct dnsxl *list  = &engine->config->dns_lists[i];
        struct dnsxl_state *state = &engine->dns_list_states[i];

        if (list->ipv4)
            well &= conclude(watch, list, IP_V4, &state->ipv4);
        if (list->ipv6)
            well &= conclude(watch, list, IP_V6, &state->ipv6);
    }
    forget_round(watch);
    loop_timer_set(watch->worker->loop, &watch->timer, well ? INTERVAL_MS : RETRY_MS);
}

/* ---- a round of tests ---- */

static void ask_all(struct list_watch *watch)
{
    const struct config *config = watch->generation->shared->engine->config;

    for (size_t i = 0; i < config->dns_list_count; i++) {
        if (config->dns_lists[i].ipv4)
            (void)dnsxl_test(&config->dns_lists[i], IP_V4, &watch->arena, &watch->view);
        if (config->dns_lists[i].ipv6)
            (void)dnsxl_test(&config->dns_lists[i], IP_V6, &watch->arena, &watch->view);
    }
}

static void on_resolved(struct resolver_request *request)
{
    struct list_watch *watch = (struct list_watch *)((char *)request - offsetof(struct list_watch, request));

    watch->asking = false;
    if (!watch->inside)
        finish_round(watch);
}

void list_watch_begin(struct list_watch *watch)
{
    size_t count = watch->worker->generation->shared->engine->config->dns_list_count;

    forget_round(watch);
    loop_timer_stop(&watch->timer);
    if (count == 0)
        return;
    watch->generation = worker_generation_keep(watch->worker->generation);
    view_init(&watch->view, &watch->arena, QUESTIONS_EACH * count);
    ask_all(watch);
    watch->asking  = true;
    watch->inside  = true;
    watch->request = (struct resolver_request){ .done = on_resolved };
    resolver_fetch(watch->generation->resolver, &watch->view, &watch->request);
    watch->inside = false;
    if (!watch->asking)
        finish_round(watch);
}

static void on_timer(struct loop_timer *timer)
{
    list_watch_begin((struct list_watch *)((char *)timer - offsetof(struct list_watch, timer)));
}

struct list_watch *list_watch_new(struct worker *worker)
{
    struct list_watch *watch = calloc(1, sizeof *watch);

    ASSERT(watch != NULL);
    *watch = (struct list_watch){ .worker = worker, .timer.expired = on_timer };
    return watch;
}

void list_watch_stop(struct list_watch *watch)
{
    forget_round(watch);
    loop_timer_stop(&watch->timer);
}

void list_watch_free(struct list_watch *watch)
{
    free(watch);
}

void list_watch_inherit(const struct engine *from, struct engine *to)
{
    for (size_t i = 0; i < to->config->dns_list_count; i++)
        for (size_t j = 0; j < from->config->dns_list_count; j++)
            if (domain_equal(to->config->dns_lists[i].zone, from->config->dns_lists[j].zone)) {
                atomic_store(&to->dns_list_states[i].ipv4, atomic_load(&from->dns_list_states[j].ipv4));
                atomic_store(&to->dns_list_states[i].ipv6, atomic_load(&from->dns_list_states[j].ipv6));
            }
}
