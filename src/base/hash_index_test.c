#include "base/hash_index.h"

#include "unit.h"

static size_t count_of(const struct hash_index *index, str text, uint32_t number)
{
    struct hash_index_walk walk = hash_index_walk(index, text);
    size_t                 count = 0;

    for (uint32_t found; hash_index_next(&walk, &found);)
        count += found == number;
    return count;
}

TEST(hash_index)
{
    ARENA_SCOPE       arena = { 0 };
    struct hash_index index = { 0 };

    CHECK_EQ(count_of(&index, STR("anything"), 0), 0);
    hash_index_init(&index, &arena, 1000);
    for (uint32_t i = 0; i < 1000; i++)
        hash_index_add(&index, arena_printf(&arena, "name %u", i % 500), i);
    for (uint32_t i = 0; i < 1000; i++)
        CHECK_EQ(count_of(&index, arena_printf(&arena, "name %u", i % 500), i), 1);
    CHECK_EQ(count_of(&index, STR("name 500"), 500), 0);
}
