/* Message-IDs: both sides are slices of the value; what is well-formed is the same when it is written again, and is bare
 * without its brackets.
 *
 * Covers: src/mail/message_id.c */
#include "fuzz.h"

#include "mail/message_id.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE       arena = { 0 };
    struct message_id id    = message_id_read(input), again;

    HOLDS(fuzz_is_inside(id.left, input) && fuzz_is_inside(id.right, input) && fuzz_is_inside(message_id_bare(input), input));
    if (!id.is_well_formed)
        return;
    str written = arena_join(&arena, (str[]){ STR("<"), id.left, STR("@"), id.right, STR(">") }, 5, (str){ 0 });

    again = message_id_read(written);
    HOLDS(again.is_well_formed && str_equal(again.left, id.left) && str_equal(again.right, id.right));
    HOLDS(str_equal(message_id_bare(written), str_slice(written, 1, written.len - 1)));
}
