/* A record that comes back from a disk, whatever is in it: it is judged again or there is a reason why not, nothing is ever
 * asked, and the same record is judged in the same way, alone as well as beside octets that claim to be its message.
 *
 * Covers: src/gateway/record_tree.c src/gateway/record_read.c src/gateway/extract.c src/gateway/replay.c src/mail/envelope.c */
#include "fuzz.h"

#include "gateway/replay.h"

static const struct engine *engine(void)
{
    static struct engine *opened;
    static struct arena   arena;
    str                   error = { 0 };

    if (opened == NULL)
        opened = engine_open(NULL, ENGINE_TOOL, &arena, &error);
    HOLDS(opened != NULL);
    return opened;
}

static struct replay judge(str record, str octets, struct arena *arena)
{
    struct replay replay;

    replay_judge(&replay, engine(), STR("01M89VD3PCXHHTHHSESB0JMP69"), record, octets, arena);
    HOLDS((replay.why.len > 0) == (replay.outcome == REPLAY_UNKNOWN || replay.outcome == REPLAY_NOT_JUDGED));
    HOLDS(replay.outcome == REPLAY_NOT_JUDGED || replay.now.action.len > 0);
    HOLDS(replay.same_judges || replay.differs_then.len == 0);
    return replay;
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE   arena = { 0 };
    struct replay first = judge(input, (str){ 0 }, &arena), again = judge(input, (str){ 0 }, &arena);

    HOLDS(first.outcome == again.outcome && str_equal(first.now.action, again.now.action) &&
          str_equal(first.now.reply, again.now.reply) && first.came_count == again.came_count);
    (void)judge(input, STR("From: <a@b.example>\r\n\r\nx\r\n"), &arena);
}
