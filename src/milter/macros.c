#include "milter/macros.h"

#include "milter/packet.h"

/* In the order in which a message goes through the steps; END_OF_HEADER has the number behind END_OF_MESSAGE because it came
 * into the protocol later. */
static const enum milter_stage newest_first[] = {
    MILTER_STAGE_END_OF_MESSAGE, MILTER_STAGE_END_OF_HEADER, MILTER_STAGE_DATA, MILTER_STAGE_RCPT,
    MILTER_STAGE_MAIL, MILTER_STAGE_HELO, MILTER_STAGE_CONNECT,
};
_Static_assert(sizeof newest_first / sizeof *newest_first == MILTER_STAGE_COUNT, "every step is searched");

/* "{i}" is "i". */
static str bare(str name)
{
    return name.len == 3 && name.ptr[0] == '{' && name.ptr[2] == '}' ? str_slice(name, 1, 2) : name;
}

bool milter_macros_read(struct milter_macros *macros, enum milter_stage stage, str pairs, struct arena *arena)
{
    struct milter_macro read[MILTER_MACROS_MAX];
    size_t              count = 0;

    for (; pairs.len > 0; count++)
        if (count == MILTER_MACROS_MAX || !milter_take_text(&pairs, &read[count].name) ||
            !milter_take_text(&pairs, &read[count].value))
            return false;
    macros->of[stage]    = ARENA_ARRAY(arena, struct milter_macro, count + 1);
    macros->count[stage] = count;
    for (size_t i = 0; i < count; i++)
        macros->of[stage][i] = (struct milter_macro){ arena_str(arena, bare(read[i].name)), arena_str(arena, read[i].value) };
    return true;
}

void milter_macros_drop(struct milter_macros *macros, enum milter_stage stage)
{
    macros->of[stage]    = NULL;
    macros->count[stage] = 0;
}

str milter_macro(const struct milter_macros *macros, str name)
{
    name = bare(name);
    for (size_t s = 0; s < MILTER_STAGE_COUNT; s++)
        for (size_t i = 0; i < macros->count[newest_first[s]]; i++)
            if (str_equal(macros->of[newest_first[s]][i].name, name))
                return macros->of[newest_first[s]][i].value;
    return (str){ 0 };
}
