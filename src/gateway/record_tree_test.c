#include "gateway/record_tree.h"

#include <string.h>

#include "gateway/record.h"
#include "unit.h"

/* An object of that many octets, blanks among them. */
static str object_of(struct arena *arena, size_t len)
{
    char *octets = arena_octets(arena, len);

    memset(octets, ' ', len);
    octets[0]       = '{';
    octets[len - 1] = '}';
    return (str){ octets, len };
}

TEST(record_tree_is_bounded)
{
    ARENA_SCOPE  arena = { 0 };
    json_error_t problem;
    json_t      *root  = record_tree(object_of(&arena, RECORD_MAX_OCTETS), &problem);

    CHECK(json_is_object(root));
    json_decref(root);
    CHECK(record_tree(object_of(&arena, RECORD_MAX_OCTETS + 1), &problem) == NULL);
    CHECK_CSTR(str_of(problem.text), "it is too large");
    CHECK(record_tree(object_of(&arena, RECORD_MAX_OCTETS + 1), NULL) == NULL);
}

TEST(record_tree_refuses)
{
    static const struct { const char *name, *record; } cases[] = {
        { "nothing",                   "" },
        { "half an object",            "{\"id\": \"01" },
        { "a member that stands twice", "{\"id\": 1, \"id\": 2}" },
    };

    FOR_EACH_CASE(c, cases) {
        json_error_t problem = { 0 };

        CHECK(record_tree(str_of(c->record), &problem) == NULL);
        CHECK(strlen(problem.text) > 0);
    }
}
