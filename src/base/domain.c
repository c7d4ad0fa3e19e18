#include "base/domain.h"

#include "base/ascii.h"

str domain_without_dot(str name)
{
    if (name.len > 0 && name.ptr[name.len - 1] == '.')
        name.len--;
    return name;
}

bool domain_equal(str a, str b)
{
    a = domain_without_dot(a);
    return a.len > 0 && str_equal_nocase(a, domain_without_dot(b));
}

bool domain_is_or_below(str name, str ancestor)
{
    name     = domain_without_dot(name);
    ancestor = domain_without_dot(ancestor);
    if (ancestor.len == 0 || !str_ends_nocase(name, ancestor))
        return false;
    return name.len == ancestor.len || name.ptr[name.len - ancestor.len - 1] == '.';
}

str domain_parent(str name)
{
    ptrdiff_t dot = str_find_char(name, '.');

    return dot == STR_NOT_FOUND ? (str){ 0 } : str_from(name, (size_t)dot + 1);
}

size_t domain_label_count(str name)
{
    size_t count = 0;
    str    rest  = domain_without_dot(name), label;

    while (str_cut(&rest, '.', &label))
        count++;
    return count;
}

str domain_last_labels(str name, size_t count)
{
    name = domain_without_dot(name);
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '.' && --count == 0)
            return str_from(name, i);
    return name;
}

str domain_lower(struct arena *arena, str name)
{
    return arena_lower(arena, domain_without_dot(name));
}

bool domain_is_queryable(str name)
{
    size_t label = 0;

    name = domain_without_dot(name);
    if (name.len == 0 || name.len > DOMAIN_MAX_OCTETS)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (c == '.') {
            if (label == 0)
                return false;
            label = 0;
        } else if ((!ascii_is_alnum(c) && c != '-' && c != '_') || ++label > DOMAIN_LABEL_MAX_OCTETS) {
            return false;
        }
    }
    return label > 0;
}

bool domain_is_hostname(str name)
{
    bool letters = false;
    str  rest = domain_without_dot(name), label = { 0 };

    if (!domain_is_queryable(name) || !str_has_char(rest, '.'))
        return false;
    while (str_cut(&rest, '.', &label)) {
        if (label.ptr[0] == '-' || label.ptr[label.len - 1] == '-' || str_has_char(label, '_'))
            return false;
        letters = false;
        for (size_t i = 0; i < label.len; i++)
            letters |= !ascii_is_digit(label.ptr[i]);
    }
    return letters;                     /* of the last label */
}

str domain_of_address(str address)
{
    ptrdiff_t at = str_rfind_char(address, '@');

    return at == STR_NOT_FOUND ? (str){ 0 } : str_from(address, (size_t)at + 1);
}
