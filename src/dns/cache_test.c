#include "dns/cache.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "dns/packet.h"
#include "unit.h"

static const struct hash_key key = { 1, 2 };

enum { PLENTY = 64 << 20 };

static struct question question_of(uint16_t type, const char *name)
{
    return (struct question){ .kind = QUESTION_DNS, .type = type, .name = str_of(name) };
}

static struct answer *answer_of(enum answer_state state, uint32_t ttl, const char *text)
{
    struct record record = { 0, str_of(text) };

    return answer_new(state, ttl, &record, state == ANSWER_INSECURE ? 1 : 0, NULL);
}

/* One that keeps what it was woken with. */
struct sleeper { struct dns_waiter waiter; const struct answer *answer; int woken; };

static void wake(struct dns_waiter *waiter, const struct answer *answer)
{
    struct sleeper *sleeper = (struct sleeper *)waiter;

    sleeper->answer = answer;
    sleeper->woken++;
}

static enum dns_cache_outcome ask(struct dns_cache *cache, const struct question *q, int64_t now,
                                  struct sleeper *sleeper)
{
    const struct answer   *answer = NULL;
    enum dns_cache_outcome outcome;

    sleeper->waiter.wake = wake;
    outcome              = dns_cache_ask(cache, q, now, &sleeper->waiter, &answer);
    if (outcome == DNS_CACHE_HIT)
        answer_release(answer);
    return outcome;
}

static void store(struct dns_cache *cache, const struct question *q, int64_t now, struct answer *answer)
{
    dns_cache_store(cache, q, now, answer);
    answer_release(answer);
}

TEST(cache_single_flight)
{
    struct dns_cache *cache = dns_cache_new(PLENTY, &key);
    struct question   q     = question_of(DNS_TXT, "example.org");
    struct sleeper    first = { 0 }, second = { 0 }, third = { 0 };

    CHECK_EQ(ask(cache, &q, 0, &first), DNS_CACHE_ASK);
    CHECK_EQ(ask(cache, &q, 0, &second), DNS_CACHE_WAIT);
    CHECK_EQ(ask(cache, &q, 0, &third), DNS_CACHE_WAIT);
    store(cache, &q, 0, answer_of(ANSWER_INSECURE, 60, "text"));
    CHECK_EQ(first.woken, 0);           /* it asked itself */
    CHECK_EQ(second.woken, 1);
    CHECK_EQ(third.woken, 1);
    CHECK_STR(second.answer->records[0].data, STR("text"));
    CHECK(second.answer == third.answer);
    CHECK_EQ(ask(cache, &q, 59, &first), DNS_CACHE_HIT);
    answer_release(second.answer);
    dns_cache_free(cache);
    CHECK_STR(third.answer->records[0].data, STR("text"));       /* a reference outlives the cache */
    answer_release(third.answer);
}

static bool is_known(struct dns_cache *cache, const struct question *q, int64_t now)
{
    const struct answer *answer = dns_cache_peek(cache, q, now);

    answer_release(answer);
    return answer != NULL;
}

TEST(cache_peek)
{
    struct dns_cache *cache = dns_cache_new(PLENTY, &key);
    struct question   q     = question_of(DNS_TXT, "example.org");
    struct sleeper    first = { 0 };

    CHECK(!is_known(cache, &q, 0));
    CHECK_EQ(ask(cache, &q, 0, &first), DNS_CACHE_ASK);          /* who looked was not noted as asking */
    CHECK(!is_known(cache, &q, 0));                              /* asked, not answered */
    store(cache, &q, 0, answer_of(ANSWER_INSECURE, 60, "text"));
    CHECK(is_known(cache, &q, 59));
    CHECK(!is_known(cache, &q, 60));
    dns_cache_free(cache);
}

TEST(cache_keeps_by_ttl)
{
    static const struct {
        const char *name; enum answer_state state; uint32_t ttl; int64_t later; enum dns_cache_outcome want;
    } cases[] = {
        { "records, before their end",             ANSWER_INSECURE, 60,    59, DNS_CACHE_HIT },
        { "records, at their end",                 ANSWER_INSECURE, 60,    60, DNS_CACHE_ASK },
        { "records without a life",                ANSWER_INSECURE, 0,     0,  DNS_CACHE_ASK },
        { "a negative answer",                     ANSWER_NXDOMAIN, 60,    59, DNS_CACHE_HIT },
        { "a negative answer, at its end",         ANSWER_NODATA,   60,    60, DNS_CACHE_ASK },
        { "a failure, for a few seconds",          ANSWER_SERVFAIL, 0,     4,  DNS_CACHE_HIT },
        { "a failure, whatever it says of itself", ANSWER_TIMEOUT,  3600,  5,  DNS_CACHE_ASK },
    };

    FOR_EACH_CASE(c, cases) {
        struct dns_cache *cache   = dns_cache_new(PLENTY, &key);
        struct question   q       = question_of(DNS_A, "example.org");
        struct sleeper    sleeper = { 0 };

        CHECK_EQ(ask(cache, &q, 1000, &sleeper), DNS_CACHE_ASK);
        store(cache, &q, 1000, answer_of(c->state, c->ttl, "text"));
        CHECK_EQ(ask(cache, &q, 1000 + c->later, &sleeper), c->want);
        dns_cache_free(cache);
    }
}

static void *parse_nothing(const struct answer *answer) { (void)answer; return malloc(1); }
static size_t size_of_nothing(const void *parsed) { (void)parsed; return 1; }

TEST(cache_questions_differ)
{
    static const struct record_kind nothing = { "nothing", parse_nothing, free, size_of_nothing };
    struct dns_cache *cache    = dns_cache_new(PLENTY, &key);
    struct question   txt      = question_of(DNS_TXT, "example.org"), parsed = txt;
    struct question   a        = question_of(DNS_A, "example.org");
    struct sleeper    sleeper  = { 0 };

    parsed.record_kind = &nothing;
    CHECK_EQ(ask(cache, &txt, 0, &sleeper), DNS_CACHE_ASK);
    CHECK_EQ(ask(cache, &a, 0, &sleeper), DNS_CACHE_ASK);
    CHECK_EQ(ask(cache, &parsed, 0, &sleeper), DNS_CACHE_ASK);
    CHECK_EQ(dns_cache_count(cache).misses, 3);
    CHECK_EQ(dns_cache_count(cache).entries, 3);
    dns_cache_free(cache);              /* with questions still in flight */
}

TEST(cache_forget)
{
    struct dns_cache *cache = dns_cache_new(PLENTY, &key);
    struct question   q     = question_of(DNS_A, "example.org"), other = question_of(DNS_A, "example.net");
    struct sleeper    asker = { 0 }, leaver = { 0 }, stayer = { 0 };

    CHECK_EQ(ask(cache, &q, 0, &asker), DNS_CACHE_ASK);
    CHECK_EQ(ask(cache, &q, 0, &leaver), DNS_CACHE_WAIT);
    CHECK_EQ(ask(cache, &q, 0, &stayer), DNS_CACHE_WAIT);
    CHECK(dns_cache_forget(cache, &q, &leaver.waiter));
    CHECK(!dns_cache_forget(cache, &q, &leaver.waiter));
    CHECK(!dns_cache_forget(cache, &other, &leaver.waiter));
    store(cache, &q, 0, answer_of(ANSWER_NODATA, 60, ""));
    CHECK_EQ(leaver.woken, 0);
    CHECK_EQ(stayer.woken, 1);
    CHECK(!dns_cache_forget(cache, &q, &stayer.waiter));
    answer_release(stayer.answer);
    dns_cache_free(cache);
}

TEST(cache_is_bounded)
{
    enum { NAMES = 5000, BUDGET = 256 << 10 };
    struct dns_cache *cache   = dns_cache_new(BUDGET, &key);
    struct sleeper    sleeper = { 0 };
    struct question   kept    = question_of(DNS_A, "kept.example");
    char              name[32];

    CHECK_EQ(ask(cache, &kept, 0, &sleeper), DNS_CACHE_ASK);
    store(cache, &kept, 0, answer_of(ANSWER_INSECURE, 3600, "192."));
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "n%d.example", i);
        struct question q = question_of(DNS_A, name);

        CHECK_EQ(ask(cache, &q, 0, &sleeper), DNS_CACHE_ASK);
        store(cache, &q, 0, answer_of(ANSWER_INSECURE, 3600, "192."));
        CHECK_EQ(ask(cache, &kept, 0, &sleeper), DNS_CACHE_HIT);      /* what is in use is not pushed out */
    }
    struct dns_cache_counters counters = dns_cache_count(cache);

    CHECK(counters.octets <= BUDGET);
    CHECK_EQ(counters.entries + counters.evictions, NAMES + 1);
    CHECK(counters.entries > 500);
    dns_cache_free(cache);
}

TEST(cache_huge_answer_pushes_nothing_out)
{
    struct dns_cache *cache   = dns_cache_new(256 << 10, &key);         /* 4 KiB in a shard */
    struct question   q       = question_of(DNS_TXT, "huge.example");
    struct sleeper    asker   = { 0 }, sleeper = { 0 };
    static char       text[4096];

    memset(text, 'x', sizeof text - 1);
    CHECK_EQ(ask(cache, &q, 0, &asker), DNS_CACHE_ASK);
    CHECK_EQ(ask(cache, &q, 0, &sleeper), DNS_CACHE_WAIT);
    store(cache, &q, 0, answer_of(ANSWER_INSECURE, 3600, text));
    CHECK_EQ(sleeper.woken, 1);         /* who waits gets it all the same */
    answer_release(sleeper.answer);
    CHECK_EQ(dns_cache_count(cache).entries, 0);
    CHECK_EQ(dns_cache_count(cache).octets, 0);
    dns_cache_free(cache);
}

/* ---- many threads ---- */

enum { THREADS = 4, ROUNDS = 20000, NAMES_SHARED = 997, NAMES_POPULAR = 4 };

struct post {
    struct dns_waiter    waiter;
    pthread_mutex_t      lock;
    pthread_cond_t       arrived;
    const struct answer *answer;
};

static void post(struct dns_waiter *waiter, const struct answer *answer)
{
    struct post *p = (struct post *)waiter;

    pthread_mutex_lock(&p->lock);
    p->answer = answer;
    pthread_cond_signal(&p->arrived);
    pthread_mutex_unlock(&p->lock);
}

static const struct answer *wait_for(struct post *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->answer == NULL)
        pthread_cond_wait(&p->arrived, &p->lock);
    const struct answer *answer = p->answer;

    p->answer = NULL;
    pthread_mutex_unlock(&p->lock);
    return answer;
}

struct crowd {
    struct dns_cache *cache;
    atomic_int        in_flight[NAMES_SHARED];
    atomic_int        next_seed, wrong, together;
};

/* Asks for one name; whoever gets it must get the answer to that name, and only one may be asking. */
static void visit(struct crowd *crowd, struct post *p, unsigned n, int64_t now)
{
    char                 name[32];
    const struct answer *answer = NULL;

    snprintf(name, sizeof name, "n%u.example", n);
    struct question q = question_of(DNS_TXT, name);

    switch (dns_cache_ask(crowd->cache, &q, now, &p->waiter, &answer)) {
    case DNS_CACHE_HIT:
        break;
    case DNS_CACHE_ASK:
        if (atomic_fetch_add(&crowd->in_flight[n], 1) != 0)
            atomic_fetch_add(&crowd->together, 1);
        answer = answer_of(ANSWER_INSECURE, n % 3, name);
        sched_yield();                  /* so that others come to wait */
        atomic_fetch_sub(&crowd->in_flight[n], 1);
        dns_cache_store(crowd->cache, &q, now, answer);
        break;
    case DNS_CACHE_WAIT:
        if (now % 7 == 0 && dns_cache_forget(crowd->cache, &q, &p->waiter))
            return;
        answer = wait_for(p);
        break;
    }
    if (!str_equal(answer->records[0].data, str_of(name)))
        atomic_fetch_add(&crowd->wrong, 1);
    answer_release(answer);
}

static void *walk(void *argument)
{
    struct crowd *crowd  = argument;
    struct post   p      = { .waiter.wake = post,
                             .lock = PTHREAD_MUTEX_INITIALIZER, .arrived = PTHREAD_COND_INITIALIZER };
    unsigned      random = (unsigned)atomic_fetch_add(&crowd->next_seed, 1);

    for (int i = 0; i < ROUNDS; i++) {
        random = random * 1664525 + 1013904223;
        visit(crowd, &p, (random >> 8) % (i % 2 == 0 ? NAMES_POPULAR : NAMES_SHARED), i / 100);
    }
    return NULL;
}

TEST(cache_threads)
{
    static struct crowd crowd;
    pthread_t           threads[THREADS];

    crowd.cache = dns_cache_new(48 << 10, &key);        /* small enough that answers are pushed out meanwhile */
    for (size_t i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_create(&threads[i], NULL, walk, &crowd), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    struct dns_cache_counters counters = dns_cache_count(crowd.cache);

    CHECK_EQ(crowd.wrong, 0);
    CHECK_EQ(crowd.together, 0);
    CHECK_EQ(counters.hits + counters.misses + counters.waits, THREADS * ROUNDS);
    CHECK(counters.evictions > 0);
    CHECK(counters.octets <= 48 << 10);
    dns_cache_free(crowd.cache);
}
