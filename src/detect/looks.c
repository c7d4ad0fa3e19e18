#include "detect/looks.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "detect/look.h"
#include "detect/text.h"

enum { LOOK_OCTETS_MAX = 6, ASCII_LOOKS = 128 };       /* of one character; what looks like more is read as a sign */

struct look { char octets[LOOK_OCTETS_MAX]; uint8_t len, kind; };

/* Alphabets, what imitates their letters, and what is not seen. The most frequent ones first. */
static const struct range { uint32_t from, to; } tabled[] = {
    { 0x00a0, 0x058f },         /* Latin, marks, Greek, Cyrillic, Armenian */
    { 0x0590, 0x06ff },         /* Hebrew, Arabic */
    { 0x0900, 0x09ff },         /* Devanagari, Bengali */
    { 0x2000, 0x218f },         /* punctuation, invisible characters, raised letters, letters as signs */
    { 0x1d00, 0x1fff },         /* phonetic letters, more Latin and Greek */
    { 0xff01, 0xff5e },         /* wide letters */
    { 0xfb00, 0xfb06 },         /* ligatures */
    { 0xfe00, 0xfe0f },         /* variation selectors */
    { 0xfeff, 0xfeff },
    { 0x13a0, 0x13ff },         /* Cherokee */
    { 0x2460, 0x24ff },         /* in circles */
    { 0x2c60, 0x2c7f },
    { 0xa640, 0xa69f },
    { 0xa720, 0xa7ff },
    { 0xab30, 0xabbf },
    { 0x1d400, 0x1d7ff },       /* mathematical letters */
    { 0x1f100, 0x1f1ff },       /* in circles and squares */
    { 0xe0000, 0xe007f },       /* tags */
};

struct looks {
    struct look  ascii[ASCII_LOOKS];
    struct look *ranges[ARRAY_LEN(tabled)];
};

static void add_character(struct buf *text, uint32_t c)
{
    if (c < 0x80) {
        buf_add_char(text, (char)c);
        return;
    }
    if (c < 0x800) {
        buf_add_char(text, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        buf_add_char(text, (char)(0xe0 | c >> 12));
        buf_add_char(text, (char)(0x80 | (c >> 6 & 0x3f)));
    } else {
        buf_add_char(text, (char)(0xf0 | c >> 18));
        buf_add_char(text, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_add_char(text, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    buf_add_char(text, (char)(0x80 | (c & 0x3f)));
}

/* One character on each line, so that ICU is asked once for a range. */
static str lines_of(struct buf *text, const struct range *range)
{
    for (uint32_t c = range->from; c <= range->to; c++) {
        add_character(text, c);
        buf_add_char(text, '\n');
    }
    return buf_str(text);
}

static bool is_ideograph(uint32_t c)
{
    return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3040 && c <= 0x318f) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x9fff) ||
           (c >= 0xac00 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Punctuation of Hebrew (maqaf), Arabic (comma, semicolon, question mark, full stop) and India (danda). */
static bool is_mark_of_its_script(uint32_t c)
{
    return c == 0x05be || c == 0x05c0 || c == 0x05c3 || c == 0x05c6 || (c >= 0x0609 && c <= 0x060d) || c == 0x061b ||
           (c >= 0x061d && c <= 0x061f) || (c >= 0x066a && c <= 0x066d) || c == 0x06d4 || c == 0x0964 || c == 0x0965 || c == 0x0970;
}

/* Signs, punctuation of the scripts above, pictures. */
static bool is_sign(uint32_t c)
{
    return c <= 0xbf || c == 0xd7 || c == 0xf7 || is_mark_of_its_script(c) || (c >= 0x2000 && c <= 0x2bff) ||
           (c >= 0x2e00 && c <= 0x303f) || (c >= 0xe000 && c <= 0xf8ff) || (c >= 0xfe10 && c <= 0xfe6f) || (c >= 0xfff0 && c <= 0xffff) ||
           (c >= 0x1f000 && c <= 0x1ffff) || c > 0xe0000;
}

/* Points of vowels and the like, which people write or leave out, and the stroke that only makes a word longer. */
static bool is_point(uint32_t c)
{
    return (c >= 0x0591 && c <= 0x05c7 && !is_sign(c)) || (c >= 0x0610 && c <= 0x061a) || c == 0x0640 || (c >= 0x064b && c <= 0x065f) ||
           c == 0x0670 || (c >= 0x06d6 && c <= 0x06ed && c != 0x06dd && c != 0x06de && c != 0x06e9) || c == 0x093c || c == 0x09bc;
}

/* Letters and digits that people and keyboards write for one another. */
static uint32_t usual(uint32_t c)
{
    static const struct { uint16_t first, last, usual; } digits[] = {
        { 0x0660, 0x0669, '0' }, { 0x06f0, 0x06f9, '0' }, { 0x0966, 0x096f, '0' }, { 0x09e6, 0x09ef, '0' },
    };
    static const struct { uint16_t written, usual; } letters[] = {
        { 0x0622, 0x0627 }, { 0x0623, 0x0627 }, { 0x0625, 0x0627 }, { 0x0671, 0x0627 },         /* alif with hamza and the like */
        { 0x0649, 0x064a }, { 0x06cc, 0x064a }, { 0x06a9, 0x0643 }, { 0x0629, 0x0647 },         /* ya, kaf of Persia; ta marbuta */
        { 0x0901, 0x0902 },                                                                     /* candrabindu, anusvara */
    };

    for (size_t i = 0; i < ARRAY_LEN(digits); i++)
        if (c >= digits[i].first && c <= digits[i].last)
            return c - digits[i].first + digits[i].usual;
    for (size_t i = 0; i < ARRAY_LEN(letters); i++)
        if (c == letters[i].written)
            return letters[i].usual;
    return c;
}

/* Of these scripts single letters look like Latin ones to a table, and to nobody who reads them. */
static bool reads_itself(const struct range *range)
{
    return range->from >= 0x0590 && range->to <= 0x09ff;
}

/* Without points, and as they are usually written. */
static str as_usual(struct arena *arena, str folded)
{
    struct buf out = { 0 };
    uint32_t   c;

    while (text_next_character(&folded, &c))
        if (!is_point(c))
            add_character(&out, usual(c));

    str written = arena_str(arena, buf_str(&out));

    buf_free(&out);
    return written;
}

static enum look_kind kind_of(str look)
{
    uint32_t c;

    if (look.len == 0)
        return LOOK_NOTHING;
    if (!ascii_is_8bit(look.ptr[0]))
        return ascii_is_alnum(look.ptr[0]) ? LOOK_LETTERS : LOOK_BREAK;
    text_next_character(&look, &c);
    return is_ideograph(c) ? LOOK_IDEOGRAPH : is_sign(c) ? LOOK_BREAK : LOOK_LETTERS;
}

static struct look look_of(str shown)
{
    struct look look = { .len = 0 };

    if (shown.len > LOOK_OCTETS_MAX)
        shown = STR("?");
    if (shown.len > 0)
        memcpy(look.octets, shown.ptr, shown.len);
    look.len  = (uint8_t)shown.len;
    look.kind = (uint8_t)kind_of(shown);
    return look;
}

static struct look *look_up_range(struct arena *arena, const struct unicode *unicode, const struct range *range)
{
    struct look *looks = ARENA_ARRAY(arena, struct look, range->to - range->from + 1);
    struct buf   text  = { 0 };
    ARENA_SCOPE  scratch = { 0 };
    str          lines   = lines_of(&text, range);
    str          seen    = look_plain(unicode, &scratch, lines);
    str          folded  = unicode_fold(unicode, &scratch, lines), look, fold;

    for (uint32_t i = 0; i <= range->to - range->from; i++) {
        bool is_there = str_cut(&seen, '\n', &look) && str_cut(&folded, '\n', &fold);

        ASSERT(is_there);
        looks[i] = look_of(reads_itself(range) ? as_usual(&scratch, fold) : str_has_8bit(look) ? fold : look);
    }
    buf_free(&text);
    return looks;
}

struct looks *looks_new(struct arena *arena, const struct unicode *unicode)
{
    struct looks *looks = ARENA_NEW(arena, struct looks);

    for (size_t i = 0; i < ASCII_LOOKS; i++) {
        char lower = ascii_lower((char)i);

        looks->ascii[i] = look_of((str){ &lower, 1 });
    }
    for (size_t i = 0; i < ARRAY_LEN(tabled); i++)
        looks->ranges[i] = look_up_range(arena, unicode, &tabled[i]);
    return looks;
}

static const struct look *tabled_look(const struct looks *looks, uint32_t c)
{
    for (size_t i = 0; i < ARRAY_LEN(tabled); i++)
        if (c >= tabled[i].from && c <= tabled[i].to)
            return &looks->ranges[i][c - tabled[i].from];
    return NULL;
}

static void tell(const struct look *found, enum look_kind *kind, str *look)
{
    *kind = (enum look_kind)found->kind;
    *look = (str){ found->octets, found->len };
}

bool looks_next(const struct looks *looks, str *rest, enum look_kind *kind, str *look)
{
    const char        *start = rest->ptr;
    const struct look *found;
    uint32_t           c;

    if (rest->len > 0 && !ascii_is_8bit(*start)) {      /* nearly always */
        *rest = str_from(*rest, 1);
        tell(&looks->ascii[(size_t)*start], kind, look);
        return true;
    }
    if (!text_next_character(rest, &c))
        return false;
    found = tabled_look(looks, c);
    if (found != NULL) {
        tell(found, kind, look);
        return true;
    }
    *look = (str){ start, (size_t)(rest->ptr - start) };
    *kind = kind_of(*look);
    return true;
}
