/* What a listener may offer: only what all routes can carry (DESIGN §2), by the configuration and by what their next hops
 * offered when they were last seen. */
#ifndef GATEWAY_OFFERS_H
#define GATEWAY_OFFERS_H

#include "gateway/config.h"
#include "gateway/hop_health.h"

/* enum smtp_extension. What every server of today has (8BITMIME, SMTPUTF8) is offered until a next hop was seen without
 * it; what few have (DSN, BINARYMIME, REQUIRETLS), only once each was seen with it. */
unsigned offers_of(const struct config *config, struct hop_healths *healths);

/* The most recipients that all next hops of the route take in one transaction, as far as they have said; else SIZE_MAX. */
size_t offers_recipients_max(const struct config_route *route, struct hop_healths *healths);

/* The largest message that all next hops take with the fields that we put on top of it, as far as they have said, and the
 * configuration allows. */
size_t offers_octets_max(const struct config *config, struct hop_healths *healths);

#endif
