#include "gateway/client_check.h"

#include <stdlib.h>

#include "auth/iprev/check.h"
#include "gateway/pipeline.h"

/* Beside those of the lists: a PTR and the names that it leads to. */
enum { NAME_QUESTIONS = 1 + IPREV_NAMES_MAX };

struct client_check {
    struct worker_generation *generation;
    struct ip                 client;
    struct arena              arena;
    struct view               view;
    struct resolver_request   request;
    bool                      asking, inside;
    void                    (*done)(void *owner);
    void                     *owner;
    struct buf               *listed_by;
};

/* Both parts ask before either has to have its answers. */
static bool evaluate(struct client_check *check, struct dnsxl_result *listings)
{
    const struct engine *engine = check->generation->shared->engine;
    bool                 named  = iprev_check(&check->client, &check->arena, &check->view).status != IPREV_PENDING;

    return reputation_check(engine, &check->client, &check->arena, &check->view, listings) && named;
}

static void tell(struct client_check *check, const struct dnsxl_result *listings)
{
    if (reputation_refuses(check->generation->shared->engine->config, listings))
        buf_add(check->listed_by, dnsxl_describe(listings, true, &check->arena));
}

static bool run(struct client_check *check);

static void on_resolved(struct resolver_request *request)
{
    struct client_check *check = (struct client_check *)((char *)request - offsetof(struct client_check, request));

    check->asking = false;
    if (!check->inside && run(check))
        check->done(check->owner);      /* may free the check */
}

/* True once all is known. */
static bool run(struct client_check *check)
{
    struct dnsxl_result listings;

    while (!evaluate(check, &listings)) {
        check->asking  = true;
        check->inside  = true;
        check->request = (struct resolver_request){ .done = on_resolved };
        resolver_fetch(check->generation->resolver, &check->view, &check->request);
        check->inside = false;
        if (check->asking)
            return false;
    }
    tell(check, &listings);
    return true;
}

struct client_check *client_check_start(struct worker_generation *generation, const struct ip *client, void (*done)(void *owner),
                                        void *owner, struct buf *listed_by)
{
    struct client_check *check = calloc(1, sizeof *check);

    ASSERT(check != NULL);
    *check = (struct client_check){ .generation = worker_generation_keep(generation), .client = *client, .done = done,
                                    .owner = owner, .listed_by = listed_by };
    view_init(&check->view, &check->arena, NAME_QUESTIONS + DNSXL_QUESTIONS * generation->shared->engine->config->dns_list_count);
    if (!run(check))
        return check;
    client_check_free(check);
    return NULL;
}

void client_check_free(struct client_check *check)
{
    if (check == NULL)
        return;
    if (check->asking)
        resolver_cancel(&check->request);
    view_free(&check->view);
    arena_free(&check->arena);
    worker_generation_release(check->generation);
    free(check);
}
