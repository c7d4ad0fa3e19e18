#include "detect/style.h"

#include "base/ascii.h"

enum {
    OFF_SCREEN       = -500,
    FAINTEST_PERCENT = 5,
    VALUE_OCTETS     = 40,      /* of one number, with blanks before it */
    FAR_PIXELS       = 10000,   /* nobody scrolls ten screens of nothing */
};

/* What the declarations of one style say, the last of each kind. */
struct sum {
    unsigned hides, shows;              /* of those that an inner element can undo */
    bool     is_gone, no_room, clips, is_placed, is_aside;
};

/* A number in front of text, in hundredths; false if there is none. */
static bool take_number(str *text, long *hundredths)
{
    bool   is_negative = text->len > 0 && text->ptr[0] == '-';
    size_t at = is_negative, digits = 0;
    long   value = 0, scale = 100;

    for (; at < text->len && (ascii_is_digit(text->ptr[at]) || (text->ptr[at] == '.' && scale == 100)); at++) {
        if (text->ptr[at] == '.') {
            scale = 10;
        } else if (scale == 100) {
            value = value < 10000000 ? value * 10 + (text->ptr[at] - '0') * 100 : value;
            digits++;
        } else {
            value += scale * (text->ptr[at] - '0');
            scale /= 10;
            digits++;
        }
    }
    *hundredths = is_negative ? -value : value;
    *text       = str_from(*text, at);
    return digits > 0;
}

/* At most that many hundredths, whatever the unit. */
static bool is_at_most(str value, long limit)
{
    long number;

    return take_number(&value, &number) && number <= limit;
}

static bool is_relative(str value)
{
    long number;

    return take_number(&value, &number) && (str_equal_nocase(value, STR("em")) || str_equal(value, STR("%")));
}

static void set(struct sum *sum, unsigned bit, bool hides)
{
    sum->hides = hides ? sum->hides | bit : sum->hides & ~bit;
    sum->shows = hides ? sum->shows & ~bit : sum->shows | bit;
}

static void on_display(struct sum *sum, str value)
{
    sum->is_gone = str_equal_nocase(value, STR("none"));
}

static void on_visibility(struct sum *sum, str value)
{
    set(sum, STYLE_INVISIBLE, str_equal_nocase(value, STR("hidden")) || str_equal_nocase(value, STR("collapse")));
}

static void on_font_size(struct sum *sum, str value)
{
    if (is_at_most(value, is_relative(value) ? 0 : 100))
        set(sum, STYLE_NO_SIZE, true);
    else if (!is_relative(value))       /* twice nothing is nothing */
        set(sum, STYLE_NO_SIZE, false);
}

static void on_font(struct sum *sum, str value)
{
    (void)value;
    set(sum, STYLE_NO_SIZE, false);
}

static void on_color(struct sum *sum, str value)
{
    set(sum, STYLE_NO_COLOR, str_equal_nocase(value, STR("transparent")));
}

static void on_opacity(struct sum *sum, str value)
{
    sum->is_gone |= is_at_most(value, FAINTEST_PERCENT) && !str_has_char(value, '%');
}

static void on_extent(struct sum *sum, str value)
{
    sum->no_room |= is_at_most(value, 100) && !str_has_char(value, '%') && !str_has_char(value, 'm');
}

static void on_overflow(struct sum *sum, str value)
{
    sum->clips = str_equal_nocase(value, STR("hidden"));
}

static void on_position(struct sum *sum, str value)
{
    sum->is_placed = str_equal_nocase(value, STR("absolute")) || str_equal_nocase(value, STR("fixed"));
}

static void on_offset(struct sum *sum, str value)
{
    sum->is_aside |= is_at_most(value, OFF_SCREEN * 100L);
}

static const struct { str name; void (*read)(struct sum *sum, str value); } properties[] = {
    { STR_INIT("display"), on_display },       { STR_INIT("visibility"), on_visibility }, { STR_INIT("font-size"), on_font_size },
    { STR_INIT("font"), on_font },             { STR_INIT("color"), on_color },           { STR_INIT("opacity"), on_opacity },
    { STR_INIT("max-height"), on_extent },     { STR_INIT("height"), on_extent },         { STR_INIT("max-width"), on_extent },
    { STR_INIT("width"), on_extent },          { STR_INIT("overflow"), on_overflow },     { STR_INIT("position"), on_position },
    { STR_INIT("left"), on_offset },           { STR_INIT("top"), on_offset },
};

/* Without "!important", which is noted. */
static str without_weight(str value, bool *is_important)
{
    ptrdiff_t mark = str_rfind_char(value, '!');

    if (mark == STR_NOT_FOUND || !str_equal_nocase(str_trim(str_from(value, (size_t)mark + 1)), STR("important")))
        return value;
    *is_important = true;
    return str_trim(str_slice(value, 0, (size_t)mark));
}

static void read_declaration(struct sum *sum, str declaration, bool only_important)
{
    ptrdiff_t colon        = str_find_char(declaration, ':');
    bool      is_important = false;

    if (colon == STR_NOT_FOUND)
        return;

    str name  = str_trim(str_slice(declaration, 0, (size_t)colon));
    str value = without_weight(str_trim(str_from(declaration, (size_t)colon + 1)), &is_important);

    for (size_t i = 0; i < ARRAY_LEN(properties); i++)
        if (is_important == only_important && str_equal_nocase(name, properties[i].name))
            properties[i].read(sum, value);
}

/* All of one weight, so that the important ones can come last. */
static void read_declarations(struct sum *sum, str style, bool only_important)
{
    for (str declaration; str_cut(&style, ';', &declaration); )
        read_declaration(sum, declaration, only_important);
}

unsigned style_hiding(str style, unsigned inherited, bool may_be_overruled)
{
    struct sum sum = { 0 };

    if (style.len == 0)
        return inherited;
    if (str_has_char(style, '\\') || str_find(style, STR("/*")) != STR_NOT_FOUND)
        return inherited & STYLE_GONE;
    if (!may_be_overruled)
        read_declarations(&sum, style, false);
    if (str_has_char(style, '!'))
        read_declarations(&sum, style, true);

    unsigned hiding = (inherited | sum.hides) & ~sum.shows;

    if (may_be_overruled)
        hiding &= STYLE_GONE | sum.hides;
    if (sum.is_gone || (sum.no_room && sum.clips) || (sum.is_placed && sum.is_aside))
        hiding |= STYLE_GONE;
    return hiding;
}

/* The property in front of a colon, in whatever the text before it ends with. What lies before that is not looked at: a style sheet
 * may have as many colons as blanks. */
static str property_before(str css, size_t colon)
{
    str    text  = str_trim_right(str_slice(css, 0, colon));
    size_t start = text.len;

    while (start > 0 && (ascii_is_alpha(text.ptr[start - 1]) || text.ptr[start - 1] == '-'))
        start--;
    return str_from(text, start);
}

static bool takes_room(str property)
{
    static const str names[] = { STR_INIT("height"), STR_INIT("min-height"), STR_INIT("line-height"), STR_INIT("margin"),
                                 STR_INIT("margin-top"), STR_INIT("margin-bottom"), STR_INIT("padding"), STR_INIT("padding-top"),
                                 STR_INIT("padding-bottom") };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal_nocase(property, names[i]))
            return true;
    return false;
}

bool style_pushes_away(str css)
{
    long number;

    for (size_t at = 0; at < css.len; at++) {
        str value;

        if (css.ptr[at] != ':')
            continue;
        value = str_trim(str_slice(css, at + 1, css.len - at < VALUE_OCTETS ? css.len : at + VALUE_OCTETS));
        if (take_number(&value, &number) && number >= FAR_PIXELS * 100L && str_starts_nocase(value, STR("px")) &&
            takes_room(property_before(css, at)))
            return true;
    }
    return false;
}
