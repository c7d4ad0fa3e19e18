#include "gateway/aftermath.h"

#include "gateway/story.h"

static str by_whom(struct arena *arena, str by)
{
    return by.len == 0 ? (str){ 0 } : arena_printf(arena, " by %.*s", STR_ARG(by));
}

static str when(struct arena *arena, unix_seconds at)
{
    return at == 0 ? (str){ 0 } : arena_printf(arena, " at %.*s", STR_ARG(time_rfc3339(arena, at)));
}

str aftermath_sentence(struct arena *arena, const struct quarantine_entry *entry)
{
    const struct quarantine_settlement *how = &entry->settled;
    str at   = when(arena, how->at), by = by_whom(arena, how->by);
    str whom = arena_join(arena, entry->recipients, entry->recipient_count, STR(", "));

    switch (entry->state) {
    case QUARANTINE_HELD:
        return arena_printf(arena, "It is still held, for %.*s.", STR_ARG(whom));
    case QUARANTINE_RELEASED:
        return arena_printf(arena, "It was released%.*s%.*s, to %.*s%s%.*s", STR_ARG(at), STR_ARG(by), STR_ARG(whom),
                            how->said.len > 0 ? "; the next hop said: " : ".", STR_ARG(how->said));
    case QUARANTINE_DELETED:
        return arena_printf(arena, "It was deleted%.*s%.*s, and did not reach %.*s.", STR_ARG(at), STR_ARG(by), STR_ARG(whom));
    }
    UNREACHABLE();
}

static bool open_quarantine(struct aftermath *aftermath, struct arena *arena, str *error)
{
    if (aftermath->quarantine == NULL)
        aftermath->quarantine = quarantine_open(engine_state_path(aftermath->engine, arena, "quarantine"), arena, error);
    return aftermath->quarantine != NULL;
}

str aftermath_of(struct aftermath *aftermath, str id, str record, struct arena *arena)
{
    struct quarantine_entry entry;
    str                     error = { 0 };

    if (!story_was_held(record))
        return (str){ 0 };
    if (!open_quarantine(aftermath, arena, &error))
        return arena_printf(arena, "What became of it since cannot be read: %.*s.", STR_ARG(error));
    if (quarantine_find(aftermath->quarantine, arena, id, &entry, &error))
        return aftermath_sentence(arena, &entry);
    return arena_printf(arena, "It is held no longer, or cannot be read: %.*s. What was released or deleted is known as long as "
                        "keep-settled says.", STR_ARG(error));
}

void aftermath_end(struct aftermath *aftermath)
{
    if (aftermath->quarantine != NULL)
        quarantine_close(aftermath->quarantine);
}
