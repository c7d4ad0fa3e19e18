#include "io/unbound.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unbound.h>
#include <unbound-event.h>

#include "base/domain.h"
#include "dns/packet.h"
#include "io/address.h"
#include "io/sys.h"

enum { UNBOUND_BOGUS = 1, UNBOUND_SECURE = 2 };         /* what unbound-event.h calls sec */
enum { DNS_CLASS_IN = 1, DNS_RCODE_NOERROR = 0, DNS_RCODE_NXDOMAIN = 3, DNS_PORT = 53 };
enum { UNBOUND_TTL_MAX_SECONDS = 86400 };

struct unbound {
    struct ub_ctx *ctx;
    uint32_t       ttl_min, ttl_max;
};

/* ---- options ---- */

struct option { const char *name, *value; };

/* Small caches: in front stands our own, of parsed answers and for all workers. */
static const struct option always[] = {
    { "msg-cache-size:",            "4m"    },
    { "rrset-cache-size:",          "8m"    },
    { "key-cache-size:",            "1m"    },
    { "num-queries-per-thread:",    "1024"  },
    { "outgoing-range:",            "1024"  },
    { "edns-buffer-size:",          "1232"  },          /* no fragments, which can be forged */
    { "rrset-roundrobin:",          "no"    },          /* one question, one answer: a verdict can be replayed */
    { "use-syslog:",                "no"    },
};

/* There are a few forwarders only, so a silent one must not be given up for minutes: each question tries anew. What
 * libunbound remembers of it must expire for that: at the longest retransmission time it asks no more, and cannot learn
 * that the server speaks again. So it never knows how long a server takes that has to ask others first, and begins each
 * time with 376 ms. That longest time (infra-cache-max-rtt) must stay out of reach, at its two minutes: a question doubles
 * the time for all others, so with 2 s a few names of somebody who answers nothing made the server look dead to everybody. */
static const struct option when_forwarding[] = {
    { "infra-keep-probing:",        "yes"   },
    { "infra-host-ttl:",            "1"     },          /* seconds */
    { "unblock-lan-zones:",         "yes"   },          /* they may know the names of our own network */
    { "insecure-lan-zones:",        "yes"   },
};

static bool set_options(struct ub_ctx *ctx, const struct option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ub_ctx_set_option(ctx, options[i].name, options[i].value) != 0)
            return false;
    return true;
}

/* Whether there is a way to the Internet by IPv6. Connecting a datagram socket asks for a route and sends nothing. */
static bool has_ipv6_route(void)
{
    static const struct ip  server = { IP_V6, { 0x20, 0x01, 0x05, 0x00, 0, 0x02, [15] = 0x0c } };    /* of the root */
    struct sockaddr_storage to;
    socklen_t               len = address_to_socket(&server, DNS_PORT, &to);
    int                     fd  = sys_socket(AF_INET6, SOCK_DGRAM);

    if (fd < 0)
        return false;
    bool has = sys_connect(fd, (struct sockaddr *)&to, len) == 0;

    (void)!sys_close(fd);
    return has;
}

/* "ADDRESS" or "ADDRESS@PORT". */
static bool is_on_loopback(const char *forwarder)
{
    static const uint8_t v6_loopback[16] = { [15] = 1 };
    str                  rest = str_of(forwarder), address;
    struct ip            ip;

    if (!str_cut(&rest, '@', &address) || !ip_parse(address, &ip))
        return false;
    return ip.family == IP_V4 ? ip.octets[0] == 127 : memcmp(ip.octets, v6_loopback, sizeof v6_loopback) == 0;
}

static const char *set_forwarders(struct ub_ctx *ctx, const struct resolver_options *options)
{
    if (!set_options(ctx, when_forwarding, ARRAY_LEN(when_forwarding)))
        return "libunbound does not know an option for forwarders";
    for (size_t i = 0; i < options->forwarder_count; i++) {
        if (is_on_loopback(options->forwarders[i]) && ub_ctx_set_option(ctx, "do-not-query-localhost:", "no") != 0)
            return "libunbound does not ask this machine";
        if (ub_ctx_set_fwd(ctx, options->forwarders[i]) != 0)
            return "a forwarder is not of the form ADDRESS or ADDRESS@PORT";
    }
    return NULL;
}

/* libunbound would read the file at the first question, and fail that and all others. */
static const char *set_trust_anchors(struct ub_ctx *ctx, const char *file)
{
    if (file == NULL)
        return ub_ctx_set_option(ctx, "module-config:", "iterator") == 0 ? NULL : "libunbound insists on DNSSEC";
    int fd = sys_open(file, O_RDONLY, 0);

    if (fd < 0)
        return "the trust anchor file cannot be read";
    (void)!sys_close(fd);
    return ub_ctx_add_ta_file(ctx, file) == 0 ? NULL : "libunbound refuses the trust anchor file";
}

/* Names that libunbound would answer by itself (RFC 6761, RFC 6303): a forwarder may know better, and in tests does.
 * This seals the options, so it comes last. */
static const char *give_up_own_zones(struct ub_ctx *ctx)
{
    static const char *const zones[] = { "test.", "invalid.", "home.arpa.", "127.in-addr.arpa." };

    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (ub_ctx_zone_remove(ctx, zones[i]) != 0)
            return "libunbound does not give up a zone of its own";
    return NULL;
}

/* NULL if all is well. */
static const char *configure(struct ub_ctx *ctx, const struct resolver_options *options)
{
    ub_ctx_debugout(ctx, NULL);         /* what servers do wrong is for our counters, not for stderr */
    if (!set_options(ctx, always, ARRAY_LEN(always)))
        return "libunbound does not know an option";
    if (!has_ipv6_route() && ub_ctx_set_option(ctx, "do-ip6:", "no") != 0)
        return "libunbound does not know do-ip6";
    bool        forwards = options->forwarder_count > 0;
    const char *error    = forwards ? set_forwarders(ctx, options) : NULL;

    if (error == NULL)
        error = set_trust_anchors(ctx, options->trust_anchor_file);
    if (error == NULL && forwards)
        error = give_up_own_zones(ctx);
    return error;
}

struct unbound *unbound_new(struct loop *loop, const struct resolver_options *options, const char **error)
{
    struct ub_ctx *ctx = ub_ctx_create_event(loop_event_base(loop));

    *error = ctx == NULL ? "libunbound does not work in our event loop" : configure(ctx, options);
    if (*error != NULL) {
        ub_ctx_delete(ctx);
        return NULL;
    }
    struct unbound *unbound = calloc(1, sizeof *unbound);

    ASSERT(unbound != NULL);
    *unbound = (struct unbound){ .ctx = ctx, .ttl_min = options->ttl_min,
                                 .ttl_max = options->ttl_max == 0 ? UNBOUND_TTL_MAX_SECONDS : options->ttl_max };
    return unbound;
}

void unbound_free(struct unbound *unbound)
{
    if (unbound == NULL)
        return;
    ub_ctx_delete(unbound->ctx);
    free(unbound);
}

/* ---- answers ---- */

static uint32_t clamp(const struct unbound *unbound, uint32_t ttl)
{
    if (ttl < unbound->ttl_min)
        ttl = unbound->ttl_min;
    return ttl > unbound->ttl_max ? unbound->ttl_max : ttl;
}

static enum answer_state state_of(const struct dns_response *response, int security)
{
    if (response->truncated)            /* libunbound asks again by TCP; what is still cut is no answer */
        return ANSWER_SERVFAIL;
    switch (response->rcode) {
    case DNS_RCODE_NXDOMAIN:
        return ANSWER_NXDOMAIN;
    case DNS_RCODE_NOERROR:
        if (response->count == 0)
            return ANSWER_NODATA;
        return security == UNBOUND_SECURE ? ANSWER_SECURE : ANSWER_INSECURE;
    }
    return ANSWER_SERVFAIL;
}

static const struct answer *judge(const struct unbound *unbound, const struct question *question, int failure,
                                  str packet, int security)
{
    ARENA_SCOPE         arena    = { 0 };
    struct dns_response response = { 0 };

    if (security == UNBOUND_BOGUS)
        return answer_new(ANSWER_BOGUS, 0, NULL, 0, question->record_kind);
    if (failure != 0 || !dns_response_parse(&response, &arena, packet, question->type))
        return answer_new(ANSWER_SERVFAIL, 0, NULL, 0, question->record_kind);

    enum answer_state state   = state_of(&response, security);
    bool              has_any = state == ANSWER_SECURE || state == ANSWER_INSECURE;

    return answer_new(state, state == ANSWER_SERVFAIL ? 0 : clamp(unbound, response.ttl), response.records,
                      has_any ? response.count : 0, question->record_kind);
}

static void resolved(void *context, int failure, void *packet, int len, int security, char *why_bogus UNUSED,
                     int was_ratelimited UNUSED)
{
    struct unbound_query *query  = context;
    str                   octets = { packet, packet == NULL || len < 0 ? 0 : (size_t)len };

    query->answered(query, judge(query->unbound, query->question, failure, octets, security));
}

bool unbound_ask(struct unbound *unbound, struct unbound_query *query, const struct question *question)
{
    char name[DOMAIN_MAX_OCTETS + 1];

    query->unbound  = unbound;
    query->question = question;
    return str_to_cstr(question->name, name, sizeof name) &&
           ub_resolve_event(unbound->ctx, name, question->type, DNS_CLASS_IN, query, resolved, &query->id) == 0;
}

void unbound_cancel(struct unbound_query *query)
{
    ub_cancel(query->unbound->ctx, query->id);
}
