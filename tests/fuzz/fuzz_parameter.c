/* Parameters of MIME fields: names are lower-case tokens, each once; a value that is a token, written out plainly
 * with its name, reads back the same.
 *
 * Covers: src/mail/parameter.c src/mail/cfws.c */
#include "fuzz.h"

#include "mail/cfws.h"
#include "mail/parameter.h"

static bool is_token(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!parameter_is_token_octet(s.ptr[i]))
            return false;
    return s.len > 0;
}

static void check_again(struct arena *arena, const struct parameter *parameter)
{
    struct parameter_list again;
    str text = arena_printf(arena, "; %.*s=%.*s", STR_ARG(parameter->name), STR_ARG(parameter->value));

    parameter_list_parse(&again, arena, text);
    HOLDS(again.count == 1 && again.flaws == 0 && str_equal(again.items[0].value, parameter->value));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE           arena = { 0 };
    struct parameter_list list;
    str                   rest = input;

    parameter_list_parse(&list, &arena, input);
    HOLDS(list.count <= input.len / 2);
    for (size_t i = 0; i < list.count; i++) {
        const struct parameter *parameter = &list.items[i];

        HOLDS(parameter->name.len > 0 && str_equal(arena_lower(&arena, parameter->name), parameter->name));
        HOLDS(parameter_find(&list, parameter->name) == parameter);
        if (is_token(parameter->name) && is_token(parameter->value) && !str_has_char(parameter->name, '*'))
            check_again(&arena, parameter);
    }
    HOLDS(cfws_skip(&rest) == (rest.len > 0) && fuzz_is_inside(rest, input));
}
