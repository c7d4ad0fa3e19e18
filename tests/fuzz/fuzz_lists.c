/* Lists of names. Input: the lines of a file.
 *
 * A file with a mistake says where. What is read is a list of entries, each of its form: written down again under the name of its list it
 * is read again, and so is what is taken out. What is made of them covers each domain that it names. What is taken out is missing among
 * the program's names, and nothing else.
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
    for (size_t i = 0; i < lists->removals.count; i++) {
        buf_printf(&text, "[%s]\n- ", name_list_name(lists->removals.items[i].list));
        buf_add(&text, lists->removals.items[i].entry);         /* a brand's name may hold any octet */
        buf_add_char(&text, '\n');
    }
    return arena_str(arena, buf_str(&text));
}

static void check_same(const struct names *a, const struct names *b)
{
    HOLDS(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        HOLDS(str_equal(a->items[i], b->items[i]) && a->items[i].len > 0);
}

static void check_same_removals(const struct removals *a, const struct removals *b)
{
    HOLDS(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        HOLDS(a->items[i].list == b->items[i].list && str_equal(a->items[i].key, b->items[i].key) && a->items[i].key.len > 0);
}

static bool is_taken_out(struct arena *arena, const struct removals *removals, enum name_list list, str entry)
{
    str key = name_list_key(arena, list, entry);

    for (size_t i = 0; i < removals->count; i++)
        if (removals->items[i].list == list && str_equal(removals->items[i].key, key))
            return true;
    return false;
}

/* The program's names that are not taken out, in their order, and behind them those of the file. */
static void check_joined(struct arena *arena, const struct name_lists *lists)
{
    for (size_t i = 0; i < NAME_LIST_COUNT; i++) {
        enum name_list     list = (enum name_list)i;
        const struct names ours = shipped_name_lists.of[list], all = names_joined(arena, list, lists, NULL, 0);
        size_t             at   = 0;

        for (size_t k = 0; k < ours.count; k++)
            if (!is_taken_out(arena, &lists->removals, list, ours.items[k]))
                HOLDS(at < all.count && str_equal(all.items[at++], ours.items[k]));
        HOLDS(all.count - at == lists->of[list].count);
    }
    struct removals vain = names_removed_in_vain(arena, lists);

    HOLDS(vain.count <= lists->removals.count);
    for (size_t i = 0; i < vain.count; i++)
        for (size_t k = 0; k < shipped_name_lists.of[vain.items[i].list].count; k++)
            HOLDS(!str_equal(name_list_key(arena, vain.items[i].list, shipped_name_lists.of[vain.items[i].list].items[k]), vain.items[i].key));
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
    check_same_removals(&lists.removals, &again.removals);
    check_entries(&lists);
    if (lists.removals.count > 0)       /* all names of the program are compared: a hundred times slower than the rest */
        check_joined(&arena, &lists);

    const struct link_services *services = link_services_new(&arena, NULL, &lists, fuzz_suffixes());

    for (size_t i = 0; i < lists.of[LIST_ODD_ENDINGS].count; i++)
        HOLDS(link_services_has_odd_ending(services, lists.of[LIST_ODD_ENDINGS].items[i]));
}
