/* gatepost stats --shadow and --compared: what the journal knows of trials. */
#ifndef PROGRAM_STATS_SHADOW_H
#define PROGRAM_STATS_SHADOW_H

#include "gateway/engine.h"

struct stats_request { const char *command; bool compared, json; unix_seconds since; };

/* The exit status. */
int stats_shadow(const struct engine *engine, const struct stats_request *request);

#endif
