/* Everything that judges mail and does not change while it does: one configuration generation with what was opened for
 * it. Passed explicitly; sessions and transactions keep the generation that they began with. */
#ifndef GATEWAY_ENGINE_H
#define GATEWAY_ENGINE_H

#include "base/digest.h"
#include "base/unicode.h"
#include "detect/model.h"
#include "detect/feed.h"
#include "detect/organization.h"
#include "detect/wording.h"
#include "dns/suffix.h"
#include "dns/zone.h"
#include "gateway/config.h"
#include "io/geo.h"
#include "io/resolver.h"
#include "mail/message.h"
#include "policy/list.h"

struct engine {
    struct arena           arena;
    const struct config   *config;
    str                    config_digest;       /* of its text and of the files of models, words and names: 16 hexadecimal digits;
                                                   empty for the defaults */
    str                    lists_digest;        /* the same of what others keep: feeds, network databases, public suffixes */
    struct digests         digests;
    struct unicode        *unicode;
    struct suffixes       *suffixes;
    struct geo            *geo;                 /* networks of addresses; NULL: no database is named */
    struct organization   *organization;
    const struct name_lists *name_lists;        /* of the administrator's files */
    str                    list_text;
    struct vocabulary     *vocabulary;          /* what words of a text resemble */
    struct model          *model;               /* what signals weigh, with what the configuration says of it */
    str                    model_text, vocabulary_text;
    struct intent_model   *intents;             /* what letters want */
    str                    intents_text;
    struct phrases        *phrases;             /* what texts are searched for */
    struct lexicon        *lexicon;             /* and by what their words mean */
    str                    phrase_text, lexicon_text;   /* of the administrator's files */
    struct wording_reader  wording_reader;
    struct list           *list;                /* the administrator's allow entries; NULL for a reader */
    const struct feed    **feeds;               /* as config->feeds has them */
    size_t                 feed_count;
    struct dnsxl_state    *dns_list_states;     /* of config->dns_lists, by gateway/list_watch.h; NULL in a tool */
    struct zone           *zone;                /* NULL: ask the DNS */
    struct message_limits  message_limits;
};

/* A reader shows what the server has kept, and judges nothing: it does without the allow entries, which are for the server's user
 * alone, and its engine for no verdict. */
enum engine_use { ENGINE_SERVER, ENGINE_TOOL, ENGINE_READER };

/* file NULL: the defaults alone (tools only). NULL on error, with a sentence for people in *error, which lives in arena. */
MUST_USE struct engine *engine_open(const char *file, enum engine_use use, struct arena *arena, str *error);
void                    engine_close(struct engine *engine);

/* For a resolver that lives no longer than the engine. */
struct resolver_options engine_resolver_options(const struct engine *engine);

/* The path of a file below state-dir. */
const char *engine_state_path(const struct engine *engine, struct arena *arena, const char *name);

#endif
