#include "base/str_map.h"

#include "unit.h"

TEST(str_map)
{
    ARENA_SCOPE    arena = { 0 };
    struct str_map map   = { .arena = &arena, .key = { 1, 2 } };
    int            values[1000];
    size_t         at = 0, seen = 0;

    CHECK(str_map_get(&map, STR("nothing yet")) == NULL);
    for (int i = 0; i < 1000; i++)
        str_map_put(&map, arena_printf(&arena, "text %d", i), &values[i]);
    for (int i = 0; i < 1000; i++)
        CHECK(str_map_get(&map, arena_printf(&arena, "text %d", i)) == &values[i]);
    CHECK(str_map_get(&map, STR("text 1000")) == NULL);
    CHECK(str_map_get(&map, (str){ 0 }) == NULL);
    str_map_put(&map, STR("text 7"), &values[8]);               /* replaced, not added */
    CHECK(str_map_get(&map, STR("text 7")) == &values[8]);
    while (str_map_next(&map, &at) != NULL)
        seen++;
    CHECK_EQ(seen, 1000);
}
