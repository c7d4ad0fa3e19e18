#include "gateway/record_phrases.h"

#include "gateway/engine.h"
#include "unit.h"

static struct engine *open_engine(struct arena *arena, const char *configuration)
{
    str            error  = { 0 };
    struct engine *engine = engine_open(configuration, ENGINE_TOOL, arena, &error);

    CHECK_STR(error, STR(""));
    ASSERT(engine != NULL);
    return engine;
}

TEST(record_phrases)
{
    static const struct { const char *name; str phrase; } cases[] = {
        { "a reason with what can be done", STR_INIT("\"reason\":\"no-spf-record\",\"reason_text\":\"The domain publishes no SPF record.\",") },
        { "a finding",                      STR_INIT("{\"id\":\"dn-emoji\",\"weight\":") },
        { "the first member",               STR_INIT("{\"version\":2,\"id\":\"") },
        { "what became of it",              STR_INIT("\"outcome\":{\"reply\":\"\",\"delivered\":") },
    };
    ARENA_SCOPE    arena   = { 0 };
    BUF_SCOPE      phrases = { 0 };
    struct engine *engine  = open_engine(&arena, NULL);

    record_phrases(&phrases, engine);
    FOR_EACH_CASE(c, cases)
        CHECK(str_find(buf_str(&phrases), c->phrase) != STR_NOT_FOUND);
    engine_close(engine);
}
