/* Text: the pieces that a cut makes, put together again, are the text, but for a separator at its end; what was found
 * is there, and nowhere before; trimming twice is trimming once; a number, written down, is the text without leading
 * zeros; an id that is valid sorts and prints as one word. The first line is the needle, the rest the text.
 *
 * Covers: src/base/str.c src/base/id.c */
#include "fuzz.h"

#include "base/id.h"

static void check_cuts(str text, char separator)
{
    str    rest = text, piece;
    size_t at   = 0;

    while (str_cut(&rest, separator, &piece)) {
        HOLDS(fuzz_is_inside(piece, text) && !str_has_char(piece, separator));
        HOLDS(str_equal(piece, str_slice(text, at, at + piece.len)));
        at += piece.len + 1;
    }
    HOLDS(at == text.len + 1 || (at == text.len && (at == 0 || text.ptr[at - 1] == separator)));
}

/* The first place where needle stands, by looking at each. */
static ptrdiff_t place(str text, str needle, bool (*starts)(str s, str prefix))
{
    for (size_t i = 0; i + needle.len <= text.len; i++)
        if (starts(str_from(text, i), needle))
            return (ptrdiff_t)i;
    return STR_NOT_FOUND;
}

static void check_finding(str text, str needle)
{
    if (needle.len == 0)
        return;

    char      c     = needle.ptr[0];
    ptrdiff_t first = str_find_char(text, c), last = str_rfind_char(text, c);
    str       rest  = text;

    HOLDS(str_find(text, needle) == place(text, needle, str_starts));
    HOLDS(str_find_nocase(text, needle) == place(text, needle, str_starts_nocase));
    HOLDS((first == STR_NOT_FOUND) == !str_has_char(text, c) && (last == STR_NOT_FOUND) == (first == STR_NOT_FOUND));
    HOLDS(first <= last && (first == STR_NOT_FOUND || (text.ptr[first] == c && text.ptr[last] == c)));
    HOLDS(str_skip_prefix(&rest, needle) == str_starts(text, needle) && rest.len + (rest.ptr != text.ptr ? needle.len : 0) == text.len);
    HOLDS(!str_ends_nocase(text, needle) || str_equal_nocase(str_from(text, text.len - needle.len), needle));
}

static void check_order(str a, str b)
{
    int order = str_compare(a, b), back = str_compare(b, a);

    HOLDS((order == 0) == str_equal(a, b) && (order < 0) == (back > 0));
    HOLDS(!str_equal(a, b) || str_equal_nocase(a, b));
}

static void check_number(struct arena *arena, str text)
{
    uint64_t number, again;

    if (!str_to_u64(text, UINT64_MAX, &number))
        return;

    str written = arena_printf(arena, "%llu", (unsigned long long)number);

    HOLDS(str_ends_nocase(text, written) && str_to_u64(written, number, &again) && again == number);
    HOLDS(number == 0 || !str_to_u64(text, number - 1, &again));
}

static void check_utf8(str text)
{
    bool   whole = true;
    size_t at    = 0;

    for (size_t len; at < text.len; at += len) {
        len = str_utf8_sequence(str_from(text, at));
        if (len == 0) {
            whole = false;
            break;
        }
        HOLDS(len <= 4 && at + len <= text.len);
    }
    HOLDS(whole == str_is_utf8(text));
    HOLDS(!str_is_printable(text) || (whole && !str_has_8bit(text) && !fuzz_has_control(text)));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    char        copy[64];
    str         needle = fuzz_take_line(&input), trimmed = str_trim(input);

    check_cuts(input, needle.len > 0 ? needle.ptr[0] : ',');
    check_finding(input, needle);
    check_order(input, needle);
    check_number(&arena, needle);
    check_utf8(input);
    HOLDS(str_equal(str_trim(trimmed), trimmed) && fuzz_is_inside(trimmed, input));
    HOLDS(str_ends_nocase(str_trim_right(input), trimmed));
    if (str_to_cstr(input, copy, sizeof copy))
        HOLDS(strlen(copy) == input.len && str_equal(str_of(copy), input));
    else
        HOLDS(input.len >= sizeof copy || str_has_char(input, '\0'));
    HOLDS(!id_is_valid(needle) || (needle.len == ID_LEN && str_is_printable(needle) && !str_has_char(needle, ' ')));
    if (input.len >= 10) {
        struct id id = id_make((int64_t)input.len, (const uint8_t *)input.ptr);

        HOLDS(id_is_valid(str_of(id.text)));
    }
}
