#include "detect/note.h"

#include <string.h>

#include "base/arena.h"
#include "detect/rule.h"
#include "unit.h"

static bool has_group_note(const char *group)
{
    for (size_t i = 0; i < group_note_count(); i++)
        if (strcmp(group_note_at(i)->group, group) == 0)
            return true;
    return false;
}

/* Who adds a rule says in rules/notes.def what it needs and where it is silent. */
TEST(note_every_rule)
{
    for (size_t i = 0; i < rule_count(); i++) {
        unit_begin_case(rule_at(i)->id);
        CHECK(rule_note_of(rule_at(i)->id) != NULL);            /* a row of src/detect/rules/notes.def */
        CHECK(has_group_note(rule_at(i)->group));
    }
    unit_end_cases();
}

static bool is_rule(const char *id)
{
    for (size_t i = 0; i < rule_count(); i++)
        if (strcmp(rule_at(i)->id, id) == 0)
            return true;
    return false;
}

TEST(note_no_other)
{
    static const char *const ids[] = {
#define GROUP_NOTE(group, title, introduction)
#define RULE_NOTE(id, traits, silence) id,
#include "detect/rules/notes.def"
#undef GROUP_NOTE
#undef RULE_NOTE
    };

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        unit_begin_case(ids[i]);
        CHECK(is_rule(ids[i]));                                 /* a rule that was renamed or taken away */
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(ids[i], ids[k]) != 0);
    }
    unit_end_cases();
}
