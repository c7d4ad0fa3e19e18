/* Address lists: what a mailbox was read from is a slice of the field; names shown are valid UTF-8; an address
 * written alone between angle brackets reads back as the same address, without a second reading; the count has its
 * limit.
 *
 * Covers: src/mail/address.c */
#include "fuzz.h"

#include "mail/address.h"

static void check_again(struct arena *arena, const struct mailbox *mailbox)
{
    struct address_list again;

    address_list_parse(&again, arena, arena_printf(arena, "<%.*s>", STR_ARG(mailbox->address)));
    HOLDS(again.count == 1);
    HOLDS(str_equal(again.mailboxes[0].address, mailbox->address));
    HOLDS(str_equal(again.mailboxes[0].domain, mailbox->domain));
    HOLDS(str_equal(again.mailboxes[0].local_part, mailbox->local_part));
    HOLDS((again.flaws & (ADDRESS_TWO_READINGS | ADDRESS_NO_AT)) == 0);
}

FUZZ_TARGET(input)
{
    enum { CLEAN = ADDRESS_OBSOLETE | ADDRESS_EMPTY_GROUP };    /* flaws that leave the address itself in no doubt */

    ARENA_SCOPE         arena = { 0 };
    struct address_list list;
    struct mailbox      found;

    address_list_parse(&list, &arena, input);
    HOLDS(list.count <= ADDRESS_LIST_MAX);
    for (unsigned flaws = list.flaws; flaws != 0; flaws &= flaws - 1)
        HOLDS(address_flaw_name((enum address_flaw)(flaws & -flaws)) != NULL);
    for (size_t i = 0; i < list.count; i++) {
        const struct mailbox *mailbox = &list.mailboxes[i];

        HOLDS(fuzz_is_inside(mailbox->text, input) && mailbox->text.len > 0);
        HOLDS(str_is_utf8(mailbox->display_name) && str_is_utf8(mailbox->comment) && str_is_utf8(mailbox->group));
        HOLDS(mailbox->address.len <= mailbox->text.len);
        if (mailbox->domain.len > 0 && (list.flaws & ~(unsigned)CLEAN) == 0)
            check_again(&arena, mailbox);
    }
    if (mailbox_find(input, &found))
        HOLDS(fuzz_is_inside(found.text, input) && found.domain.len > 0 && found.local_part.len > 0);
}
