#include "io/resolver.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "dns/packet.h"
#include "dns/zone.h"
#include "io/loopback_test.h"
#include "io/responder_test.h"
#include "io/sys.h"
#include "unit.h"

enum { CACHE_OCTETS = 16 << 20 };

/* A worker with a resolver that asks the responder. */
struct play {
    struct responder       *responder;
    struct loop            *loop;
    struct dns_cache       *cache;
    struct resolver        *resolver;
    struct resolver_options options;
    const char             *forwarder;
};

/* trust_anchors: a file for the responder to write its key to, or NULL. */
static bool play_open_with(struct play *p, int64_t timeout_ms, const char *trust_anchors)
{
    const struct hash_key key   = { 1, 2 };
    const char           *error = NULL;

    *p           = (struct play){ .responder = responder_start(), .loop = loop_new() };
    p->cache     = dns_cache_new(CACHE_OCTETS, &key);
    p->forwarder = responder_forwarder(p->responder);
    p->options   = (struct resolver_options){ .forwarders = &p->forwarder, .forwarder_count = 1,
                                              .trust_anchor_file = trust_anchors,
                                              .timeout_ms = timeout_ms, .ttl_min = 10, .ttl_max = 1000 };
    CHECK(trust_anchors == NULL || responder_write_anchor(p->responder, trust_anchors));
    p->resolver  = resolver_new(p->loop, &p->options, p->cache, &error);
    return CHECK(p->resolver != NULL);
}

static bool play_open(struct play *p, int64_t timeout_ms)
{
    return play_open_with(p, timeout_ms, NULL);
}

static void play_close(struct play *p)
{
    resolver_free(p->resolver);
    loop_free(p->loop);
    dns_cache_free(p->cache);
    responder_stop(p->responder);
}

static const struct answer *ask(struct view *view, uint16_t type, const char *name)
{
    return view_ask(view, QUESTION_DNS, type, str_of(name), NULL);
}

/* Asks one question in a view of its own. */
static enum answer_state ask_once(struct play *p, uint16_t type, const char *name, struct arena *arena, uint32_t *ttl,
                                  str *first)
{
    struct view view;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    CHECK_EQ(ask(&view, type, name)->state, ANSWER_PENDING);
    resolver_fetch_blocking(p->resolver, p->loop, &view);
    CHECK(!view_has_open_questions(&view));
    const struct answer *answer = ask(&view, type, name);
    enum answer_state    state  = answer->state;

    *ttl   = answer->ttl;
    *first = answer->count > 0 ? arena_str(arena, answer->records[0].data) : (str){ 0 };
    view_free(&view);
    return state;
}

TEST(resolver_states)
{
    static const struct {
        const char *name, *asked; uint16_t type; enum answer_state want; uint32_t ttl; const char *first;
    } cases[] = {
        { "a record",                "txt.example.test",           DNS_TXT, ANSWER_INSECURE, 60, "v=spf1 -all" },
        { "addresses, as received",  "two.example.test",           DNS_A,   ANSWER_INSECURE, 60, "\xc0\x11\x02\x01" },
        { "behind an alias",         "alias.example.test",         DNS_TXT, ANSWER_INSECURE, 60, "alias" },
        { "too large by UDP",        "large.example.test",         DNS_TXT, ANSWER_INSECURE, 60, NULL },
        { "a name of DKIM",          "txt._domainkey.example.test", DNS_TXT, ANSWER_INSECURE, 60, "v=spf1 -all" },
        { "a private address",       "1.0.168.192.in-addr.arpa",   DNS_PTR, ANSWER_INSECURE, 60, "mail.lan" },
        { "localhost's address",     "1.0.0.127.in-addr.arpa",     DNS_PTR, ANSWER_INSECURE, 60, "mail.lan" },
        { "a name of RFC 6761",      "txt.invalid",                DNS_TXT, ANSWER_INSECURE, 60, "v=spf1 -all" },
        { "no data, and no SOA",     "nodata.example.test",        DNS_TXT, ANSWER_NODATA,   10, NULL },
        { "no such name, no SOA",    "missing.example.test",       DNS_TXT, ANSWER_NXDOMAIN, 10, NULL },
        { "the server fails",        "servfail.example.test",      DNS_TXT, ANSWER_SERVFAIL, 0,  NULL },
        { "the server refuses",      "refused.example.test",       DNS_TXT, ANSWER_SERVFAIL, 0,  NULL },
        { "a packet cut short",      "cut.example.test",           DNS_TXT, ANSWER_SERVFAIL, 0,  NULL },
    };
    struct play p;

    if (!play_open(&p, 5000))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        uint32_t    ttl;
        str         first;

        if (!CHECK_EQ(ask_once(&p, c->type, c->asked, &arena, &ttl, &first), c->want))
            continue;
        CHECK(ttl <= c->ttl && ttl + 1 >= c->ttl);
        if (c->first != NULL)
            CHECK_CSTR(first, c->first);
        /* Again, from the cache: the server hears nothing of it. */
        size_t before = responder_count(p.responder);

        CHECK_EQ(ask_once(&p, c->type, c->asked, &arena, &ttl, &first), c->want);
        CHECK_EQ(responder_count(p.responder), before);
    }
    struct resolver_counters counters = resolver_count(p.resolver);

    CHECK_EQ(counters.asked, ARRAY_LEN(cases));
    CHECK_EQ(counters.failures, 3);
    CHECK_EQ(counters.timeouts, 0);
    CHECK_EQ(counters.answered, ARRAY_LEN(cases) - 3);
    play_close(&p);
}

TEST(resolver_dnssec)
{
    static const struct { const char *name, *asked; enum answer_state want; const char *first; } cases[] = {
        { "signed, and it verifies",        "good.signed.test",     ANSWER_SECURE,      "true" },
        { "another text than was signed",   "forged.signed.test",   ANSWER_BOGUS,       "" },
        { "no signature where one must be", "txt.signed.test",      ANSWER_BOGUS,       "" },
        { "a denial without proof",         "missing.signed.test",  ANSWER_BOGUS,       "" },
        { "no trust anchor above",          "txt.example.test",     ANSWER_INSECURE,    "v=spf1 -all" },
    };
    struct play p;
    char        anchors[] = "/tmp/gatepost-anchor-XXXXXX";
    int         fd        = mkstemp(anchors);

    if (!CHECK(fd >= 0) || !play_open_with(&p, 5000, anchors))
        return;
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        uint32_t    ttl;
        str         first;

        CHECK_EQ(ask_once(&p, DNS_TXT, c->asked, &arena, &ttl, &first), c->want);
        CHECK_CSTR(first, c->first);
    }
    CHECK_EQ(resolver_count(p.resolver).failures, 3);
    play_close(&p);
    close(fd);
    unlink(anchors);
}

/* A server that is silent on some names is not given up for the others. */
TEST(resolver_timeout)
{
    struct play p;
    ARENA_SCOPE arena = { 0 };
    uint32_t    ttl;
    str         first;

    if (!play_open(&p, 150))
        return;
    for (int i = 0; i < 6; i++) {
        char    name[] = "silent0.example.test";
        int64_t start  = sys_steady_ms();

        name[6] = (char)('0' + i);
        CHECK_EQ(ask_once(&p, DNS_TXT, name, &arena, &ttl, &first), ANSWER_TIMEOUT);
        CHECK(sys_steady_ms() - start >= 150 - LOOP_TICK_MS);
        CHECK(sys_steady_ms() - start < 3000);
    }
    CHECK_EQ(resolver_count(p.resolver).timeouts, 6);
    CHECK_EQ(ask_once(&p, DNS_TXT, "txt.example.test", &arena, &ttl, &first), ANSWER_INSECURE);
    play_close(&p);
}

TEST(resolver_fetches_all_at_once)
{
    static const char *const names[] = { "txt.a.test", "txt.b.test", "silent.test", "missing.c.test", "slow.d.test" };
    struct play              p;
    struct view              view;
    ARENA_SCOPE              arena = { 0 };

    if (!play_open(&p, 400))
        return;
    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        ask(&view, DNS_TXT, names[i]);
    view_ask(&view, QUESTION_STATE, 0, STR("list/x"), NULL);
    int64_t start = sys_steady_ms();

    resolver_fetch_blocking(p.resolver, p.loop, &view);
    CHECK(sys_steady_ms() - start < 1500);
    CHECK_EQ(ask(&view, DNS_TXT, names[0])->state, ANSWER_INSECURE);
    CHECK_EQ(ask(&view, DNS_TXT, names[2])->state, ANSWER_TIMEOUT);
    CHECK_EQ(ask(&view, DNS_TXT, names[3])->state, ANSWER_NXDOMAIN);
    CHECK_EQ(ask(&view, DNS_TXT, names[4])->state, ANSWER_INSECURE);
    CHECK_EQ(view.open, 1);             /* state is somebody else's */
    view_free(&view);
    play_close(&p);
}

/* ---- requests that share a look-up, and that give up ---- */

struct asker { struct resolver_request request; struct view view; struct arena arena; int done; };

static void asker_done(struct resolver_request *request) { ((struct asker *)request)->done++; }
static bool asker_is_done(void *asker) { return ((struct asker *)asker)->done > 0; }

static void asker_begin(struct asker *a, struct play *p, const char *name)
{
    *a = (struct asker){ .request.done = asker_done };
    view_init(&a->view, &a->arena, VIEW_QUESTIONS_DEFAULT);
    ask(&a->view, DNS_TXT, name);
    resolver_fetch(p->resolver, &a->view, &a->request);
}

static void asker_end(struct asker *a)
{
    view_free(&a->view);
    arena_free(&a->arena);
}

TEST(resolver_one_look_up_for_all)
{
    struct play  p;
    struct asker first, second, third;

    if (!play_open(&p, 5000))
        return;
    asker_begin(&first, &p, "slow.example.test");
    asker_begin(&second, &p, "slow.example.test");
    asker_begin(&third, &p, "slow.example.test");
    CHECK_EQ(first.done + second.done + third.done, 0);
    resolver_cancel(&third.request);
    asker_end(&third);
    CHECK(loop_until(p.loop, asker_is_done, &second));
    CHECK(loop_until(p.loop, asker_is_done, &first));
    CHECK_EQ(ask(&first.view, DNS_TXT, "slow.example.test")->state, ANSWER_INSECURE);
    CHECK(ask(&first.view, DNS_TXT, "slow.example.test") == ask(&second.view, DNS_TXT, "slow.example.test"));
    CHECK_EQ(responder_count(p.responder), 1);
    CHECK_EQ(third.done, 0);
    asker_end(&first);
    asker_end(&second);
    play_close(&p);
}

/* The one who asked goes away; the look-up lives on, for the one who waits and for the cache. */
TEST(resolver_look_up_outlives_its_asker)
{
    struct play  p;
    struct asker first, second, later;

    if (!play_open(&p, 5000))
        return;
    asker_begin(&first, &p, "slow.example.test");
    asker_begin(&second, &p, "slow.example.test");
    resolver_cancel(&first.request);
    asker_end(&first);
    CHECK(loop_until(p.loop, asker_is_done, &second));
    CHECK_EQ(ask(&second.view, DNS_TXT, "slow.example.test")->state, ANSWER_INSECURE);
    CHECK_EQ(first.done, 0);
    asker_begin(&later, &p, "slow.example.test");
    CHECK_EQ(later.done, 1);            /* inside resolver_fetch */
    asker_end(&second);
    asker_end(&later);
    play_close(&p);
}

TEST(resolver_timeout_is_news_for_all_who_wait)
{
    struct play  p;
    struct asker first, second;

    if (!play_open(&p, 1000))
        return;
    asker_begin(&first, &p, "silent.example.test");
    loop_for(p.loop, 500);
    asker_begin(&second, &p, "silent.example.test");
    int64_t start = sys_steady_ms();

    CHECK(loop_until(p.loop, asker_is_done, &second));
    CHECK(loop_until(p.loop, asker_is_done, &first));
    CHECK(sys_steady_ms() - start < 990);
    CHECK_EQ(ask(&second.view, DNS_TXT, "silent.example.test")->state, ANSWER_TIMEOUT);
    asker_end(&first);
    asker_end(&second);
    play_close(&p);
}

/* Another worker has asked, and does not come back in our time: that must not hold our message. */
TEST(resolver_waiter_has_a_timer_of_its_own)
{
    struct play  p, hasty;
    struct asker first, second;
    const char  *error;

    if (!play_open(&p, 1000))
        return;
    hasty                    = p;
    hasty.options.timeout_ms = 100;
    hasty.resolver           = resolver_new(p.loop, &hasty.options, p.cache, &error);
    asker_begin(&first, &p, "silent.example.test");
    asker_begin(&second, &hasty, "silent.example.test");
    CHECK(loop_until(p.loop, asker_is_done, &second));
    CHECK_EQ(first.done, 0);
    CHECK_EQ(ask(&second.view, DNS_TXT, "silent.example.test")->state, ANSWER_TIMEOUT);
    asker_end(&second);
    CHECK(loop_until(p.loop, asker_is_done, &first));
    CHECK_EQ(ask(&first.view, DNS_TXT, "silent.example.test")->state, ANSWER_TIMEOUT);
    asker_end(&first);
    resolver_free(hasty.resolver);
    play_close(&p);
}

TEST(resolver_freed_with_look_ups_under_way)
{
    struct play  p;
    struct asker first, second;

    if (!play_open(&p, 5000))
        return;
    asker_begin(&first, &p, "silent.example.test");
    asker_begin(&second, &p, "silent.other.test");
    loop_for(p.loop, 20);
    resolver_cancel(&first.request);
    resolver_cancel(&second.request);
    asker_end(&first);
    asker_end(&second);
    play_close(&p);
}

/* Names that nobody answers for, as any sender can make them up: the server, which answers for all others at once, must not look
 * dead for it. libunbound forgets every two seconds how long the server takes; while questions go on, each time the next ones
 * begin where those from before have come to. */
TEST(resolver_slow_domain)
{
    enum { SILENT = 150, EVERY_MS = 50, PATIENCE_MS = 20000, OTHERS = 5 };
    struct asker askers[SILENT];
    struct play  p;
    ARENA_SCOPE  arena = { 0 };
    uint32_t     ttl;
    str          first;

    if (!play_open(&p, PATIENCE_MS))
        return;
    for (size_t i = 0; i < SILENT; i++) {
        asker_begin(&askers[i], &p, arena_cstr(&arena, arena_printf(&arena, "silent%zu.slow.test", i)));
        loop_for(p.loop, EVERY_MS);
    }
    for (size_t i = 0; i < OTHERS; i++)
        CHECK_EQ(ask_once(&p, DNS_TXT, arena_cstr(&arena, arena_printf(&arena, "txt%zu.other.test", i)), &arena, &ttl, &first),
                 ANSWER_INSECURE);
    for (size_t i = 0; i < SILENT; i++) {
        resolver_cancel(&askers[i].request);
        asker_end(&askers[i]);
    }
    play_close(&p);
}

/* ---- two workers, one cache ---- */

struct worker { struct play *play; enum answer_state state; atomic_bool *go; };

static void *work(void *context)
{
    struct worker *worker = context;
    struct play    own    = *worker->play;
    ARENA_SCOPE    arena  = { 0 };
    const char    *error;
    uint32_t       ttl;
    str            first;

    own.loop     = loop_new();
    own.resolver = resolver_new(own.loop, &worker->play->options, own.cache, &error);
    while (!atomic_load(worker->go))
        ;
    worker->state = ask_once(&own, DNS_TXT, "slow.example.test", &arena, &ttl, &first);
    resolver_free(own.resolver);
    loop_free(own.loop);
    return NULL;
}

TEST(resolver_workers_share_a_look_up)
{
    struct play   p;
    pthread_t     threads[3];
    struct worker workers[3];
    atomic_bool   go = false;

    if (!play_open(&p, 5000))
        return;
    for (size_t i = 0; i < ARRAY_LEN(workers); i++) {
        workers[i] = (struct worker){ &p, ANSWER_PENDING, &go };
        CHECK_EQ(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    atomic_store(&go, true);
    for (size_t i = 0; i < ARRAY_LEN(workers); i++) {
        pthread_join(threads[i], NULL);
        CHECK_EQ(workers[i].state, ANSWER_INSECURE);
    }
    CHECK_EQ(responder_count(p.responder), 1);
    play_close(&p);
}

/* ---- a zone file, and errors of configuration ---- */

TEST(resolver_zone)
{
    static const char       json[]  = "{\"example.test\": {\"TXT\": [[\"v=\", \"spf1\"]]}}";
    ARENA_SCOPE             arena   = { 0 };
    str                     error   = { 0 };
    struct zone            *zone    = zone_load(str_of(json), &arena, &error);
    struct loop            *loop    = loop_new();
    struct resolver_options options = { .zone = zone };
    const char             *why     = NULL;
    struct resolver        *resolver = resolver_new(loop, &options, NULL, &why);
    struct play             p        = { .loop = loop, .resolver = resolver };
    uint32_t                ttl;
    str                     first;

    CHECK(zone != NULL && resolver != NULL);
    CHECK_EQ(ask_once(&p, DNS_TXT, "example.test", &arena, &ttl, &first), ANSWER_INSECURE);
    CHECK_STR(first, STR("v=spf1"));
    CHECK_EQ(ask_once(&p, DNS_TXT, "missing.test", &arena, &ttl, &first), ANSWER_NXDOMAIN);
    resolver_free(resolver);
    loop_free(loop);
    zone_free(zone);
}

TEST(resolver_known)
{
    ARENA_SCOPE arena = { 0 };
    struct play p;
    struct view view;
    uint32_t    ttl;
    str         first;

    if (!play_open(&p, 5000))
        return;
    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    view.known         = resolver_known;
    view.known_context = p.resolver;
    CHECK_EQ(ask(&view, DNS_A, "two.example.test")->state, ANSWER_PENDING);
    CHECK_EQ(ask_once(&p, DNS_TXT, "txt.example.test", &arena, &ttl, &first), ANSWER_INSECURE);
    CHECK_EQ(ask(&view, DNS_TXT, "txt.example.test")->state, ANSWER_INSECURE);     /* no round: another message had asked */
    CHECK_EQ(view.open, 1);
    CHECK_EQ(view_ask(&view, QUESTION_STATE, 0, STR("list/a"), NULL)->state, ANSWER_PENDING);
    view_free(&view);
    play_close(&p);
}

TEST(resolver_new_errors)
{
    static const struct { const char *name, *forwarder, *trust_anchors, *want; } cases[] = {
        { "no address",     "dns.example.org", NULL, "a forwarder is not of the form ADDRESS or ADDRESS@PORT" },
        { "no such file",   "127.0.0.1@53",    "/nowhere.key", "the trust anchor file cannot be read" },
    };

    FOR_EACH_CASE(c, cases) {
        struct loop            *loop    = loop_new();
        struct resolver_options options = { .forwarders = &c->forwarder, .forwarder_count = 1,
                                            .trust_anchor_file = c->trust_anchors };
        const char             *error   = NULL;

        CHECK(resolver_new(loop, &options, NULL, &error) == NULL);
        CHECK_CSTR(str_of(error), c->want);
        loop_free(loop);
    }
}
