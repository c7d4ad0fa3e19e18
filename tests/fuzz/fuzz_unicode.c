/* Unicode: a domain in A-labels can be asked for and is its own A-label form; what is shown of it is valid UTF-8
 * and leads back to no other name (to none where only some of its A-labels are valid); as the host of a link it is the
 * same name, or none for a bad A-label; folding and skeletons of valid text are valid UTF-8, and a folded text folds to
 * itself; a text turns the direction of reading only with one of nine characters in it.
 *
 * Covers: src/base/unicode.c */
#include "fuzz.h"

#include "base/domain.h"

static void check_domain(const struct unicode *u, struct arena *arena, str name)
{
    str ascii, again, shown;

    if (!unicode_domain_to_ascii(u, arena, name, &ascii))
        return;
    HOLDS(domain_is_queryable(ascii) && !str_has_8bit(ascii));
    HOLDS(unicode_domain_to_ascii(u, arena, ascii, &again) && str_equal(again, ascii));
    shown = unicode_domain_to_display(u, arena, ascii);
    HOLDS(str_is_utf8(shown));
    HOLDS(!unicode_domain_to_ascii(u, arena, shown, &again) || str_equal(again, ascii));
}

static void check_link_host(const struct unicode *u, struct arena *arena, str name)
{
    str host, again, domain;

    if (!unicode_link_host_to_ascii(u, arena, name, &host)) {
        HOLDS(!unicode_domain_to_ascii(u, arena, name, &domain) || str_find_nocase(domain, STR("xn--")) != STR_NOT_FOUND);
        return;
    }
    HOLDS(!str_has_8bit(host));
    HOLDS(unicode_link_host_to_ascii(u, arena, host, &again) && str_equal(again, host));
    HOLDS(!unicode_domain_to_ascii(u, arena, name, &domain) || str_equal(domain, host));
}

static void check_text(const struct unicode *u, struct arena *arena, str text)
{
    str folded = unicode_fold(u, arena, text);

    HOLDS(str_is_utf8(folded) && str_is_utf8(unicode_skeleton(u, arena, text)));
    HOLDS(str_equal(unicode_fold(u, arena, folded), folded));
    HOLDS(str_equal(unicode_skeleton(u, arena, folded), unicode_skeleton(u, arena, text)));
    HOLDS(unicode_restriction_level(u, text) <= UNICODE_UNRESTRICTIVE);
    if (!str_has_8bit(text))
        HOLDS(unicode_restriction_level(u, text) == UNICODE_ASCII && !unicode_has_bidi_control(text));
}

static bool has_one_of_nine(str text)
{
    static const char *const characters[] = { "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068",
                                              "\u2069" };

    for (size_t i = 0; i < ARRAY_LEN(characters); i++)
        if (str_find(text, str_of(characters[i])) != STR_NOT_FOUND)
            return true;
    return false;
}

static void open_and_close(void)
{
    static bool done;

    if (!done)
        unicode_close(unicode_open());
    unicode_close(NULL);
    done = true;
}

FUZZ_TARGET(input)
{
    open_and_close();
    HOLDS(unicode_has_bidi_control(input) == has_one_of_nine(input));

    const struct unicode *u     = fuzz_unicode();
    ARENA_SCOPE           arena = { 0 };

    check_domain(u, &arena, input);
    check_link_host(u, &arena, input);
    (void)unicode_domain_to_display(u, &arena, input);
    if (str_is_utf8(input))
        check_text(u, &arena, input);
}
