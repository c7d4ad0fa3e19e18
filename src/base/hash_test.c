#include "base/hash.h"

#include "unit.h"

TEST(hash_of_nothing)
{
    const struct hash_key key = { 1, 2 };

    CHECK(hash_str(&key, (str){ 0 }) == hash_str(&key, STR("")));
    CHECK(hash_str_nocase(&key, (str){ 0 }) == hash_str_nocase(&key, STR("")));
    CHECK(hash_str(&key, STR("ABCDEFGHI")) != hash_str(&key, STR("abcdefghi")));
    CHECK(hash_str_nocase(&key, STR("ABCDEFGHI")) == hash_str_nocase(&key, STR("abcdefghi")));
}
