#include "auth/dkim/signed_fields.h"

#include <stdlib.h>

#include "base/ascii.h"

/* The fields of one name. */
struct group { size_t first, count, taken; };

struct signed_fields {
    const struct header **fields;       /* by name, those of one name from the bottom up */
    struct group         *groups;       /* in the order of the names */
    size_t                count, group_count;
    const struct header  *own;
};

static int compare_names(str a, str b)
{
    size_t len = a.len < b.len ? a.len : b.len;

    for (size_t i = 0; i < len; i++) {
        int difference = (unsigned char)ascii_lower(a.ptr[i]) - (unsigned char)ascii_lower(b.ptr[i]);

        if (difference != 0)
            return difference;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int by_name_from_the_bottom(const void *a, const void *b)
{
    const struct header *x = *(const struct header *const *)a, *y = *(const struct header *const *)b;
    int                  names = compare_names(x->name, y->name);

    return names != 0 ? names : (x < y) - (x > y);
}

struct signed_fields *signed_fields_new(struct arena *arena, const struct header_list *headers)
{
    struct signed_fields *f = ARENA_NEW(arena, struct signed_fields);

    f->fields = ARENA_ARRAY(arena, const struct header *, headers->count);
    f->groups = ARENA_ARRAY(arena, struct group, headers->count);
    for (size_t i = 0; i < headers->count; i++)
        if (headers->fields[i].name.len > 0)
            f->fields[f->count++] = &headers->fields[i];
    if (f->count > 0)
        qsort(f->fields, f->count, sizeof f->fields[0], by_name_from_the_bottom);
    for (size_t i = 0; i < f->count; i++) {
        if (i == 0 || compare_names(f->fields[i - 1]->name, f->fields[i]->name) != 0)
            f->groups[f->group_count++].first = i;
        f->groups[f->group_count - 1].count++;
    }
    return f;
}

void signed_fields_begin(struct signed_fields *fields, const struct header *own)
{
    fields->own = own;
    for (size_t i = 0; i < fields->group_count; i++)
        fields->groups[i].taken = 0;
}

static struct group *find_group(const struct signed_fields *f, str name)
{
    size_t low = 0, high = f->group_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order  = compare_names(name, f->fields[f->groups[middle].first]->name);

        if (order == 0)
            return &f->groups[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct header *signed_fields_take(struct signed_fields *fields, str name)
{
    struct group *group = find_group(fields, name);

    while (group != NULL && group->taken < group->count) {
        const struct header *field = fields->fields[group->first + group->taken++];

        if (field != fields->own)
            return field;
    }
    return NULL;
}

bool signed_fields_partly_taken(const struct signed_fields *fields, str name)
{
    const struct group *group = find_group(fields, name);

    return group != NULL && group->taken > 0 && group->taken < group->count;
}
