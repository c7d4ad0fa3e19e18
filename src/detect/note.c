#include "detect/note.h"

#include <string.h>

#include "base/attr.h"
#include "detect/rules/rules.h"

static const struct rule_note rule_notes[] = {
#define GROUP_NOTE(group, title, introduction)
#define RULE_NOTE(id, traits, silence) { id, traits, silence },
#include "detect/rules/notes.def"
#undef GROUP_NOTE
#undef RULE_NOTE
};

static const struct group_note group_notes[] = {
#define GROUP_NOTE(group, title, introduction) { group, title, introduction },
#define RULE_NOTE(id, traits, silence)
#include "detect/rules/notes.def"
#undef GROUP_NOTE
#undef RULE_NOTE
};

const struct rule_note *rule_note_of(const char *id)
{
    for (size_t i = 0; i < ARRAY_LEN(rule_notes); i++)
        if (strcmp(rule_notes[i].id, id) == 0)
            return &rule_notes[i];
    return NULL;
}

size_t group_note_count(void)
{
    return ARRAY_LEN(group_notes);
}

const struct group_note *group_note_at(size_t index)
{
    ASSERT(index < ARRAY_LEN(group_notes));
    return &group_notes[index];
}
