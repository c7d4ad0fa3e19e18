/* Whether a recipient is ours to take (RFC 5321 §3.6, STANDARDS SES-18): decided at RCPT, so that a stranger is told
 * before any content comes. */
#ifndef GATEWAY_RECIPIENT_H
#define GATEWAY_RECIPIENT_H

#include "gateway/config.h"
#include "mail/address.h"

enum recipient_outcome {
    RECIPIENT_OURS,
    RECIPIENT_MUST_ASK,         /* the next hop knows: probe it */
    RECIPIENT_UNKNOWN,
    RECIPIENT_FOREIGN,          /* not a domain of ours: relaying, denied */
    RECIPIENT_ROUTING,          /* "%", "!" or a quoted "@" in the local-part: the server behind might route it on */
};

/* *route is set for the first two. <postmaster> without domain belongs to the first route. */
enum recipient_outcome recipient_check(const struct config *config, const struct path *path, struct arena *arena,
                                       const struct config_route **route);

/* The answers of probes, kept for the route's probe-ttl. One cache per worker. */
struct recipient_cache;
struct recipient_cache *recipient_cache_new(void);
void                    recipient_cache_free(struct recipient_cache *cache);
/* address: lower case. now in milliseconds of a steady clock. */
MUST_USE bool recipient_cache_find(struct recipient_cache *cache, str address, int64_t now_ms, bool *exists);
void          recipient_cache_store(struct recipient_cache *cache, str address, bool exists, int64_t expires_ms);

/* The address as it goes on, and as it is held: as given, since case belongs to the mailbox's owner (RFC 5321 §2.4), but for a
 * source route, which ends here (appendix C). <postmaster> gets the domain of the first route. */
str recipient_address(const struct config *config, const struct path *path, struct arena *arena);
/* The key of an address in lists and caches: lower case, the domain in A-labels, without angle brackets. */
str recipient_key(const struct config *config, const struct path *path, struct arena *arena);

#endif
