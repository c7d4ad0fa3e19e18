/* Lists of names. Input: the lines of a file.
 *
 * A file with a mistake says where. What is read is a list of entries, each of its form: written down again under the name of its list it
 * is read again. What is made of them covers each domain that it names.
 *
 * Covers: src/detect/name_lists.c src/detect/names_joined.c src/detect/list_file.c */
#include "fuzz.h"

#include "base/buf.h"
#include "detect/link_services.h"

static str written(struct arena *arena, const struct name_lists *lists)
{
    BUF_SCOPE text = { 0 };

    for (size_t list = 0; list < NAME_LIST_COUNT; list++) {
        buf_printf(&text, "[%s]\n", name_list_name((enum name_list)list));
        for (size_t i = 0; i < lists->of[list].count; i++) {
            buf_add(&text, lists->of[list].items[i]);
            buf_add_char(&text, '\n');
        }
    }
    return arena_str(arena, buf_str(&text));
}

static void check_same(const struct names *a, const struct names *b)
{
    HOLDS(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        HOLDS(str_equal(a->items[i], b->items[i]) && a->items[i].len > 0);
}

static void check_entries(const struct name_lists *lists)
{
    for (size_t i = 0; i < lists->of[LIST_BRANDS].count; i++) {
        struct named_brand brand;

        HOLDS(named_brand_of(lists->of[LIST_BRANDS].items[i], &brand) && brand.name.len > 0 && str_has_char(brand.domains, '.'));
    }
    for (size_t i = 0; i < lists->of[LIST_REDIRECTORS].count; i++) {
        struct redirector redirector;

        HOLDS(redirector_of(lists->of[LIST_REDIRECTORS].items[i], &redirector) && redirector.host.len > 0 && redirector.path.ptr[0] == '/');
    }
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE          arena  = { 0 };
    struct phrase_source source = { STR("list"), input };
    struct name_lists    lists, again;
    str                  error = { 0 };

    if (!name_lists_read(&arena, &source, 1, &lists, &error)) {
        HOLDS(str_find(error, STR("list:")) == 0);
        return;
    }
    source.text = written(&arena, &lists);
    HOLDS(name_lists_read(&arena, &source, 1, &again, &error));
    for (size_t list = 0; list < NAME_LIST_COUNT; list++)
        check_same(&lists.of[list], &again.of[list]);
    check_entries(&lists);

    const struct link_services *services = link_services_new(&arena, NULL, &lists, fuzz_suffixes());

    for (size_t i = 0; i < lists.of[LIST_ODD_ENDINGS].count; i++)
        HOLDS(link_services_has_odd_ending(services, lists.of[LIST_ODD_ENDINGS].items[i]));
}
