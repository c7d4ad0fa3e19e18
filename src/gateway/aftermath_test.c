#include "gateway/aftermath.h"

#include "unit.h"

TEST(aftermath_sentence)
{
    static const str both[] = { STR_INIT("ann@corp.example"), STR_INIT("bob@corp.example") };
    static const struct { const char *name; size_t recipients; enum quarantine_state state; struct quarantine_settlement how; const char *want; } cases[] = {
        { "nothing was done",     2, QUARANTINE_HELD,     { 0 }, "It is still held, for ann@corp.example, bob@corp.example." },
        { "held for the rest",    1, QUARANTINE_HELD,     { 0 }, "It is still held, for ann@corp.example." },
        { "released",             1, QUARANTINE_RELEASED, { 1700000000, STR_INIT("jo"), STR_INIT("250 2.0.0 Ok") },
          "It was released at 2023-11-14T22:13:20Z by jo, to ann@corp.example; the next hop said: 250 2.0.0 Ok" },
        { "deleted",              2, QUARANTINE_DELETED,  { 1700000000, STR_INIT("jo"), { 0 } },
          "It was deleted at 2023-11-14T22:13:20Z by jo, and did not reach ann@corp.example, bob@corp.example." },
        { "of an earlier version", 1, QUARANTINE_RELEASED, { .at = 1700000000 }, "It was released at 2023-11-14T22:13:20Z, to ann@corp.example." },
        { "a marker that cannot be read", 1, QUARANTINE_DELETED, { 0 }, "It was deleted, and did not reach ann@corp.example." },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE             arena = { 0 };
        struct quarantine_entry entry = { .state = c->state, .recipients = both, .recipient_count = c->recipients, .settled = c->how };

        CHECK_CSTR(aftermath_sentence(&arena, &entry), c->want);
    }
}
