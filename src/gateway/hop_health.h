/* Whether next hops are up, and what they offered when they last were, as all workers together have seen it. One that could
 * not be reached is left alone for a second, then for two, four and so on; when its time has come, one request tries it while
 * the others still go elsewhere. */
#ifndef GATEWAY_HOP_HEALTH_H
#define GATEWAY_HOP_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct hop_healths;             /* of a server; thread-safe */
struct hop_health;              /* of one next hop; lives as long as the table */

/* What is told of a next hop, on the thread that saw it, with why and its own words, where there are any. */
enum hop_change { HOP_WENT_DOWN, HOP_CAME_UP, HOP_REFUSES_US, HOP_SERVES_US };
typedef void hop_changed(void *owner, str name, enum hop_change change, const char *why, str said);
struct hop_healths *hop_healths_new(hop_changed *changed /* may be NULL */, void *owner);
void                hop_healths_free(struct hop_healths *healths);
/* By its name, which is copied. Names come from configurations alone, so the table stays small. */
struct hop_health  *hop_health_of(struct hop_healths *healths, str name);

/* now_ms is of a steady clock. True if it is up, or if this caller is the one to find out: then failed or succeeded is
 * to follow; without either the next one may try after HOP_CLAIM_MS. */
enum { HOP_RETRY_FIRST_MS = 1000, HOP_CLAIM_MS = 30000 };
bool hop_health_may_try(struct hop_health *health, int64_t now_ms);
void hop_health_failed(struct hop_health *health, int64_t now_ms, int64_t retry_max_ms, const char *why, str said);
void hop_health_succeeded(struct hop_health *health);
bool hop_health_is_up(const struct hop_health *health);

/* What its answers to probes say of us (gateway/probe.h). not welcome: it serves us for no recipient; told at the first, with what
 * it said. It serves us again once the last of them is a minute old: an answer that an odd address brings about must not let
 * strangers fill the log. */
enum { HOP_UNWELCOME_MS = 60000 };
void hop_health_note_welcome(struct hop_health *health, bool welcome, int64_t now_ms, str said);

/* How many connections all workers have with it, those included that are still opening. */
void     hop_health_connects(struct hop_health *health);
void     hop_health_disconnects(struct hop_health *health);
/* It was opened, or has served a request. */
void     hop_health_answered(struct hop_health *health, int64_t now_ms);
/* What is to be thought of 421 for a greeting, or of a connection that is refused: true if the next hop only takes no more of
 * them, for it has others and has answered over one in the last minute. full_since_ms: when it began to refuse. Connections to
 * a host that has lost its power stay open on our side for much longer, so silence must end this. */
enum { HOP_FULL_MAX_MS = 60000 };
bool     hop_health_is_only_full(const struct hop_health *health, int64_t full_since_ms, int64_t now_ms);
/* A worker gets no connection from a next hop that gives them to others, and later: it does again, or needs none. Who has one
 * to spare is to let go of it meanwhile. */
void     hop_health_note_full(struct hop_health *health, bool full);
unsigned hop_health_full_for(const struct hop_health *health);          /* how many workers */

/* What a next hop offered when it was last opened: enum smtp_extension, the most recipients that it takes in one transaction
 * (RFC 9422) and octets in one message (RFC 1870); 0: not stated. */
struct hop_offer { bool is_known; unsigned extensions; uint64_t recipients_max, octets_max; };
void             hop_health_note_offer(struct hop_health *health, const struct hop_offer *offer);
struct hop_offer hop_health_offer(const struct hop_health *health);

#endif
