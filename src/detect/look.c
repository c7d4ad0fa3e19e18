#include "detect/look.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/domain.h"

/* The skeleton leaves accents as combining marks (U+0300 to U+036F: CC 80 to CD AF). */
static str without_marks(struct arena *arena, str text)
{
    char  *out = arena_octets(arena, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c    = (unsigned char)text.ptr[i];
        unsigned char next = i + 1 < text.len ? (unsigned char)text.ptr[i + 1] : 0;

        if ((c == 0xcc && next >= 0x80) || (c == 0xcd && next >= 0x80 && next <= 0xaf))
            i++;
        else
            out[len++] = ascii_lower(text.ptr[i]);
    }
    return (str){ out, len };
}

static char homoglyph(char c)
{
    return c == '0' ? 'o' : c == '1' ? 'l' : c;
}

/* The letter that two look like, or NUL. */
static char ligature(char first, char second, enum look_width width)
{
    if (first == 'r' && second == 'n')
        return 'm';
    if (first == 'v' && second == 'v')
        return 'w';
    if (first == 'c' && second == 'l' && width == LOOK_WIDE)
        return 'd';
    return '\0';
}

size_t look_seen_into(char *out, str plain, enum look_width width)
{
    size_t len = 0;

    for (size_t i = 0; i < plain.len; i++) {
        char c    = homoglyph(plain.ptr[i]);
        char pair = i + 1 < plain.len ? ligature(c, homoglyph(plain.ptr[i + 1]), width) : '\0';

        if (pair != '\0') {
            out[len++] = pair;
            i++;
        } else if (width == LOOK_STRICT) {
            out[len++] = c;
        } else if (c != '-') {
            out[len++] = c == 'i' ? 'l' : c;
        }
    }
    return len;
}

str look_seen(struct arena *arena, str plain, enum look_width width)
{
    char *out = arena_octets(arena, plain.len);

    return (str){ out, look_seen_into(out, plain, width) };
}

static str cut_wide(str *rest)
{
    size_t len = 0;

    while (len < rest->len && ascii_is_8bit(rest->ptr[len]))
        len++;

    str wide = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return wide;
}

/* ASCII letters stay what they are, or "Müller" (skeleton "rnuller") would be another name than "Muller". */
str look_plain(const struct unicode *unicode, struct arena *arena, str text)
{
    BUF_SCOPE out = { 0 };

    if (!str_has_8bit(text))
        return arena_lower(arena, text);
    for (str rest = unicode_fold(unicode, arena, text); rest.len > 0;) {
        size_t plain = str_ascii_prefix(rest);

        buf_add(&out, str_slice(rest, 0, plain));
        rest = str_from(rest, plain);
        buf_add(&out, unicode_skeleton(unicode, arena, cut_wide(&rest)));
    }
    return without_marks(arena, buf_str(&out));
}

static bool spells_out(char before, char c)
{
    return (c == 'e' && (before == 'a' || before == 'o' || before == 'u')) || (c == 'a' && before == 'a');
}

str look_unspelled(struct arena *arena, str plain)
{
    char  *out = arena_octets(arena, plain.len);
    size_t len = 0;

    for (size_t i = 0; i < plain.len; i++)
        if (i == 0 || !spells_out(plain.ptr[i - 1], plain.ptr[i]))
            out[len++] = plain.ptr[i];
    return (str){ out, len };
}

static bool label_is_disguised(const struct unicode *unicode, struct arena *arena, str label)
{
    if (!str_has_8bit(label))
        return false;
    return unicode_restriction_level(unicode, label) >= UNICODE_MINIMALLY_RESTRICTIVE ||
           !str_has_8bit(unicode_skeleton(unicode, arena, label));
}

bool look_is_disguised(const struct unicode *unicode, struct arena *arena, str domain, str *shown)
{
    str rest = *shown = unicode_domain_to_display(unicode, arena, domain), label;

    if (!str_has_8bit(*shown) || str_has_8bit(domain_last_labels(*shown, 1)))
        return false;
    while (str_cut(&rest, '.', &label))
        if (label_is_disguised(unicode, arena, label))
            return true;
    return false;
}
