/* Paths of the envelope: slices of the command; what was accepted reads back the same from its own text; no octet
 * in it could end the command or the path; lengths are those of RFC 5321 §4.5.3.1.
 *
 * Covers: src/mail/path.c */
#include "fuzz.h"

#include "mail/address.h"

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    struct path path, again;
    str         rest = input;

    if (path_parse(&path, &rest) != PATH_OK)
        return;
    HOLDS(fuzz_is_inside(path.text, input) && fuzz_is_inside(rest, input) && rest.len < input.len);
    HOLDS(fuzz_is_inside(path.local_part, path.text) && fuzz_is_inside(path.domain, path.text));
    HOLDS(path.local_part.len <= 64 && path.domain.len <= 255 && path.text.len <= 256);
    HOLDS(path.is_null == (path.text.len == 0));
    HOLDS(!fuzz_has_control(path.text) && str_is_utf8(path.text));
    HOLDS(path.is_utf8 || !str_has_8bit(path.text));

    str written = arena_printf(&arena, "<%.*s>", STR_ARG(path.text));

    HOLDS(path_parse(&again, &written) == PATH_OK && written.len == 0);
    HOLDS(str_equal(again.local_part, path.local_part) && str_equal(again.domain, path.domain));
    HOLDS(again.is_literal == path.is_literal && again.has_source_route == path.has_source_route);
}
