#include "detect/figures.h"

enum {
    PHONE_DIGITS_MIN = 9,
    PHONE_DIGITS_MAX = 15,              /* E.164 */
    PHONE_MARKS_MAX  = 2,               /* between two digits: ") " */
};

/* ---- digits ---- */

static bool is_within(char c, unsigned first, unsigned last)
{
    return (unsigned char)c >= first && (unsigned char)c <= last;
}

/* Ten digits that differ in their last octet. */
struct digits { str begin; unsigned char zero; };

/* Those of which the start of text is one; NULL if it is none. */
static const struct digits *wide_digits(str text)
{
    static const struct digits scripts[] = {
        { STR_INIT("\xd9"),     0xa0 },       /* U+0660, Arabic */
        { STR_INIT("\xdb"),     0xb0 },       /* U+06F0, Persian */
        { STR_INIT("\xe0\xa5"), 0xa6 },       /* U+0966, Devanagari */
        { STR_INIT("\xe0\xa7"), 0xa6 },       /* U+09E6, Bengali */
        { STR_INIT("\xe0\xb9"), 0x90 },       /* U+0E50, Thai */
        { STR_INIT("\xef\xbc"), 0x90 },       /* U+FF10, wide */
    };

    for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
        size_t at = scripts[i].begin.len;

        if (text.len > at && str_starts(text, scripts[i].begin) && is_within(text.ptr[at], scripts[i].zero, scripts[i].zero + 9))
            return &scripts[i];
    }
    return NULL;
}

size_t figures_wide_digit(str text)
{
    const struct digits *digits = wide_digits(text);

    return digits == NULL ? 0 : digits->begin.len + 1;
}

/* The first digit at or behind from that is not ASCII's; the end of the text if there is none. */
static size_t next_wide(str text, size_t from)
{
    for (;; from++) {
        from += str_ascii_prefix(str_from(text, from));         /* eight octets at once: nearly all text is nothing else */
        if (from == text.len || wide_digits(str_from(text, from)) != NULL)
            return from;
    }
}

str figures_in_ascii(struct arena *arena, str text)
{
    size_t at = next_wide(text, 0), out = at;

    if (at == text.len)
        return text;

    char *written = arena_alloc(arena, text.len);

    memcpy(written, text.ptr, at);
    while (at < text.len) {
        const struct digits *digits = wide_digits(str_from(text, at));
        size_t               last   = at + digits->begin.len, next = next_wide(text, last + 1);

        written[out++] = (char)('0' + ((unsigned char)text.ptr[last] - digits->zero));
        memcpy(written + out, text.ptr + last + 1, next - last - 1);
        out += next - last - 1;
        at = next;
    }
    return (str){ written, out };
}

/* Behind the digits that begin at i. */
static size_t skip_digits(str text, size_t i)
{
    for (size_t length; (length = figures_digit(str_from(text, i))) > 0;)
        i += length;
    return i;
}

/* ---- a number to call ---- */

static bool is_phone_mark(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

/* Where the run of digits and marks ends that begins at the start of text, which is not empty: behind its last digit. */
static size_t run_length(str text, size_t *digits)
{
    size_t end = 0;

    *digits = 0;
    for (size_t i = text.ptr[0] == '+'; i < text.len && i <= end + PHONE_MARKS_MAX;) {
        size_t length = figures_digit(str_from(text, i));

        if (length > 0) {
            ++*digits;
            end = i + length;
        } else if (!is_phone_mark(text.ptr[i])) {
            break;
        }
        i += length > 0 ? length : 1;
    }
    return end;
}

/* Of a run that is too long, as the number of an account is, no part is one to call. */
bool figures_find_phone(str text, str *phone)
{
    for (size_t i = 0, length; i < text.len; i += length > 0 ? length : 1) {
        size_t digits = 0;

        length = 0;
        if (text.ptr[i] == '+' || text.ptr[i] == '(' || figures_digit(str_from(text, i)) > 0)
            length = run_length(str_from(text, i), &digits);
        if (digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX) {
            *phone = str_slice(text, i, i + length);
            return true;
        }
    }
    return false;
}

/* ---- an amount ---- */

/* Signs and words, before a number or behind it. Of short words no letter is the neighbour. */
static const struct currency { str name; bool is_whole; } currencies[] = {
    { STR_INIT("$"),            false }, { STR_INIT("\xc2\xa3"),     false }, { STR_INIT("\xc2\xa5"),     false },      /* $ £ ¥ */
    { STR_INIT("\xe2\x82\xac"), false }, { STR_INIT("\xe2\x82\xaa"), false }, { STR_INIT("\xe2\x82\xa9"), false },      /* € ₪ ₩ */
    { STR_INIT("\xe2\x82\xab"), false }, { STR_INIT("\xe2\x82\xb1"), false }, { STR_INIT("\xe2\x82\xb4"), false },      /* ₫ ₱ ₴ */
    { STR_INIT("\xe2\x82\xb9"), false }, { STR_INIT("\xe2\x82\xba"), false }, { STR_INIT("\xe2\x82\xbd"), false },      /* ₹ ₺ ₽ */
    { STR_INIT("\xe0\xb8\xbf"), false }, { STR_INIT("\xe5\x86\x86"), false }, { STR_INIT("\xe5\x85\x83"), false },      /* ฿ 円 元 */
    { STR_INIT("\xec\x9b\x90"), false }, { STR_INIT("\xeb\xa7\x8c\xec\x9b\x90"), false },                                /* 원 만원 */
    { STR_INIT("z\xc5\x82"),    false }, { STR_INIT("K\xc4\x8d"),    false },                                           /* zł Kč */
    { STR_INIT("\xd7\xa9\""), false }, { STR_INIT("\xd7\xa9\xd7\xb4"), false },                                         /* ש"ח ש״ח */
    { STR_INIT("\xd1\x80\xd1\x83\xd0\xb1"), false }, { STR_INIT("\xd0\xb3\xd1\x80\xd0\xbd"), false },                   /* руб грн */
    { STR_INIT("\xd0\xb3\xd1\x80\xd0\xb8\xd0\xb2"), false }, { STR_INIT("\xd0\xbb\xd0\xb2"), false },                   /* грив лв */
    { STR_INIT("\xd0\xb5\xd0\xb2\xd1\x80\xd0\xbe"), false }, { STR_INIT("\xce\xb5\xcf\x85\xcf\x81"), false },           /* евро ευρ */
    { STR_INIT("\xd8\xb1\xd9\x8a\xd8\xa7\xd9\x84"), false },                                                         /* ريال */
    { STR_INIT("\xd8\xaf\xd9\x88\xd9\x84\xd8\xa7\xd8\xb1"), false },                                                 /* دولار */
    { STR_INIT("\xd8\xaa\xd9\x88\xd9\x85\xd8\xa7\xd9\x86"), false },                                                     /* تومان */
    { STR_INIT("\xe0\xb8\x9a\xe0\xb8\xb2\xe0\xb8\x97"), false },                                                         /* บาท */
    { STR_INIT("\xe0\xa4\xb0\xe0\xa5\x81\xe0\xa4\xaa"), false },                                                         /* रुप */
    { STR_INIT("eur"), false }, { STR_INIT("usd"), false }, { STR_INIT("chf"), false }, { STR_INIT("gbp"), false },
    { STR_INIT("btc"), true },  { STR_INIT("kr"), true },   { STR_INIT("tl"), true },   { STR_INIT("ft"), true },
    { STR_INIT("lei"), true },  { STR_INIT("rp"), true },   { STR_INIT("ksh"), true },  { STR_INIT("rs"), true },
    { STR_INIT("dollar"), false }, { STR_INIT("d\xc3\xb3lar"), false }, { STR_INIT("dolar"), false }, { STR_INIT("pound"), false },
    { STR_INIT("peso"), false },   { STR_INIT("reais"), false },       { STR_INIT("rupee"), false }, { STR_INIT("rupia"), false },
    { STR_INIT("naira"), false },  { STR_INIT("dirham"), false },      { STR_INIT("franc"), false }, { STR_INIT("frank"), false },
};

static bool may_be_of_currency(char c)
{
    return ascii_is_8bit(c) || ascii_is_alpha(c) || c == '$';
}

static bool begins_with_currency(str text)
{
    if (text.len == 0 || !may_be_of_currency(text.ptr[0]))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(currencies); i++) {
        str name = currencies[i].name;

        if (str_starts_nocase(text, name) && !(currencies[i].is_whole && text.len > name.len && ascii_is_alpha(text.ptr[name.len])))
            return true;
    }
    return false;
}

static bool ends_with_currency(str text)
{
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(currencies); i++) {
        str name = currencies[i].name;

        if (str_ends_nocase(text, name) &&
            !(currencies[i].is_whole && text.len > name.len && ascii_is_alpha(text.ptr[text.len - name.len - 1])))
            return true;
    }
    return false;
}

/* Blanks, also the one at which no line breaks (U+00A0), before the end of text and at its start. */
static str trim_end(str text)
{
    for (size_t length = text.len + 1; text.len < length;) {
        length = text.len;
        text   = str_trim_right(text);
        if (str_ends_nocase(text, STR("\xc2\xa0")))
            text = str_slice(text, 0, text.len - 2);
    }
    return text;
}

static str trim_start(str text)
{
    while (str_skip_prefix(&text, STR(" ")) || str_skip_prefix(&text, STR("\xc2\xa0")) || str_skip_prefix(&text, STR("\n")))
        ;
    return text;
}

bool figures_name_amount(str text)
{
    for (size_t i = 0, end; i < text.len; i = end) {
        end = skip_digits(text, i);
        if (end == i)
            end++;
        else if (ends_with_currency(trim_end(str_slice(text, 0, i))) || begins_with_currency(trim_start(str_from(text, end))))
            return true;
    }
    return false;
}
