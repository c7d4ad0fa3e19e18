/* What the rules about links have in common. */
#ifndef DETECT_RULES_LINK_H
#define DETECT_RULES_LINK_H

#include "detect/content.h"
#include "detect/rule.h"

/* The link as it is shown to a person; lives as long as the facts. */
str link_evidence(const struct facts *facts, const struct link *link);

/* The first link that a person follows for which the check holds is the evidence. */
bool link_any(const struct facts *facts, bool (*holds)(const struct facts *, const struct link *), struct finding *out);

/* Any of them (enum link_service). */
bool link_has_service(const struct link *link, unsigned services);

/* To the sender's own site, and it is proved whose that is, and the sender is no stranger. */
bool link_is_senders(const struct facts *facts, const struct link *link);

#endif
