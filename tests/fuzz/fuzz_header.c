/* The header: its fields put together again are the block as received; block, empty line and body are the input;
 * every name and value is a slice of its field; limits hold; walking up is walking down in reverse; an unfolded
 * value has no line end that could start a field. The first octet chooses limits and line ends.
 *
 * Covers: src/mail/header.c */
#include "fuzz.h"

#include "mail/header.h"

static void check_fields(const struct header_list *list, str octets)
{
    size_t at = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct header *h = &list->fields[i];

        HOLDS(fuzz_is_inside(h->name, h->field) && fuzz_is_inside(h->value, h->field));
        HOLDS(h->field.len > 0 && h->field.ptr == list->block.ptr + at);
        at += h->field.len;
    }
    HOLDS(at == list->block.len || list->overflow != HEADER_WITHIN_LIMITS);
    HOLDS(list->block.len == 0 || list->block.ptr == octets.ptr);
    HOLDS(list->body_at >= list->block.len && list->body_at <= octets.len);
    HOLDS(list->has_end || list->body_at == octets.len);
}

static void check_walks(const struct header_list *list, str name)
{
    size_t             up = 0, down = 0, count = header_count(list, name);
    struct header_walk walk = header_walk_up(list, name), back = header_walk_down(list, name);
    const struct header *first = header_find(list, name), *last = NULL, *h;

    while ((h = header_next(&walk)) != NULL) {
        last = h;
        up++;
    }
    while (header_next(&back) != NULL)
        down++;
    HOLDS(up == count && down == count && last == first);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE          arena  = { 0 };
    unsigned             choice = fuzz_take_octet(&input);
    struct header_limits limits = { .fields = 1 + (choice >> 1) % 64, .octets = 1024 + choice };
    struct header_list   list;

    header_parse(&list, &arena, input, choice & 1, &limits);
    check_fields(&list, input);
    HOLDS(list.count <= limits.fields);
    for (size_t i = 0; i < list.count; i++) {
        str value = header_unfold(&arena, &list.fields[i]);

        HOLDS(value.len <= list.fields[i].value.len);
        HOLDS(str_find(value, STR("\r\n")) == STR_NOT_FOUND);
        check_walks(&list, list.fields[i].name);
    }
}
