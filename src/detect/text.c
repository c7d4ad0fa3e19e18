#include "detect/text.h"

#include "base/ascii.h"

enum {
    REPLACEMENT_CHARACTER = 0xfffd,
    TELLING_MIN           = 6,          /* octets of a local part */
};

bool text_next_wide_character(str *rest, uint32_t *character)
{
    size_t len = str_utf8_sequence(*rest);

    if (rest->len == 0)
        return false;
    if (len == 0) {
        *rest      = str_from(*rest, 1);
        *character = REPLACEMENT_CHARACTER;
        return true;
    }

    unsigned char first = (unsigned char)rest->ptr[0];

    *character = len == 1 ? first : first & (0x7fu >> len);
    for (size_t i = 1; i < len; i++)
        *character = *character << 6 | ((unsigned char)rest->ptr[i] & 0x3fu);
    *rest = str_from(*rest, len);
    return true;
}

static bool is_word_octet(char c)
{
    return ascii_is_alnum(c) || ascii_is_8bit(c);
}

bool text_next_word(str *rest, str *word)
{
    size_t start = 0, end;

    while (start < rest->len && !is_word_octet(rest->ptr[start]))
        start++;
    for (end = start; end < rest->len && is_word_octet(rest->ptr[end]);)
        end++;
    *word = str_slice(*rest, start, end);
    *rest = str_from(*rest, end);
    return word->len > 0;
}

/* The same, but ASCII is passed over. */
static bool next_beyond_ascii(str *rest, uint32_t *character)
{
    *rest = str_from(*rest, str_ascii_prefix(*rest));
    return text_next_wide_character(rest, character);
}

/* Endings that people take for a domain even without "www": not every one that exists, since "Node.js" is none. */
static const str common_endings[] = {
    STR_INIT("app"), STR_INIT("at"), STR_INIT("au"), STR_INIT("be"), STR_INIT("biz"), STR_INIT("br"), STR_INIT("ca"),
    STR_INIT("ch"), STR_INIT("cloud"), STR_INIT("cn"), STR_INIT("co"), STR_INIT("com"), STR_INIT("de"), STR_INIT("dk"),
    STR_INIT("edu"), STR_INIT("es"), STR_INIT("eu"), STR_INIT("example"), STR_INIT("fi"), STR_INIT("fr"), STR_INIT("gov"),
    STR_INIT("ie"), STR_INIT("in"), STR_INIT("info"), STR_INIT("io"), STR_INIT("it"), STR_INIT("jp"), STR_INIT("mx"),
    STR_INIT("net"), STR_INIT("nl"), STR_INIT("no"), STR_INIT("nz"), STR_INIT("online"), STR_INIT("org"), STR_INIT("pl"),
    STR_INIT("pt"), STR_INIT("ru"), STR_INIT("se"), STR_INIT("shop"), STR_INIT("site"), STR_INIT("store"), STR_INIT("uk"),
    STR_INIT("us"), STR_INIT("za"),
};

static bool is_common_ending(str label)
{
    for (size_t i = 0; i < ARRAY_LEN(common_endings); i++)
        if (str_equal_nocase(label, common_endings[i]))
            return true;
    return false;
}

static bool is_domain_octet(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.';
}

static bool reads_as_domain(str token)
{
    ptrdiff_t dot = str_rfind_char(token, '.');

    if (dot == STR_NOT_FOUND || !is_common_ending(str_from(token, (size_t)dot + 1)))
        return false;

    str       left   = str_slice(token, 0, (size_t)dot);
    ptrdiff_t before = str_rfind_char(left, '.');
    str       label  = before == STR_NOT_FOUND ? left : str_from(left, (size_t)before + 1);

    return label.len >= 3 || (label.len > 0 && before != STR_NOT_FOUND);
}

bool text_find_domain(str text, str *domain)
{
    for (size_t start = 0; start < text.len;) {
        size_t end = start;

        while (end < text.len && is_domain_octet(text.ptr[end]))
            end++;

        str  token   = str_slice(text, start, end);
        bool address = start > 0 && text.ptr[start - 1] == '@';
        bool glued   = (start > 0 && ascii_is_8bit(text.ptr[start - 1])) ||
                       (end < text.len && ascii_is_8bit(text.ptr[end]));

        while (token.len > 0 && (token.ptr[token.len - 1] == '.' || token.ptr[token.len - 1] == '-'))
            token.len--;
        if (!address && !glued && reads_as_domain(token)) {
            *domain = token;
            return true;
        }
        start = end + 1;
    }
    return false;
}

size_t text_length(str text)
{
    size_t   count = 0;
    uint32_t character;

    for (;; count++) {
        size_t ascii = str_ascii_prefix(text);

        count += ascii;
        text   = str_from(text, ascii);
        if (!text_next_character(&text, &character))
            return count;
    }
}

size_t text_kind_changes(str text)
{
    size_t changes = 0;

    for (size_t i = 1; i < text.len; i++)
        changes += (ascii_is_digit(text.ptr[i - 1]) && ascii_is_alpha(text.ptr[i])) ||
                   (ascii_is_alpha(text.ptr[i - 1]) && ascii_is_digit(text.ptr[i]));
    return changes;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The first word that capitals make of letters: "DoNot" begins with "Do", "PDFFile" with "PDF". */
static size_t hump_length(str letters)
{
    size_t n = 1;

    if (n < letters.len && is_upper(letters.ptr[0]) && is_upper(letters.ptr[1])) {
        while (n < letters.len && is_upper(letters.ptr[n]))
            n++;
        return n < letters.len ? n - 1 : n;
    }
    while (n < letters.len && !is_upper(letters.ptr[n]))
        n++;
    return n;
}

static size_t count_short_humps(str letters)
{
    size_t count = 0, humps = 0;

    for (size_t n; letters.len > 0; letters = str_from(letters, n), humps++) {
        n = hump_length(letters);
        count += n < 3;
    }
    return humps > 1 ? count : 0;
}

size_t text_short_humps(str text)
{
    size_t count = 0;

    for (size_t at = 0, start; at < text.len; at++) {
        for (start = at; at < text.len && ascii_is_alpha(text.ptr[at]); at++)
            ;
        count += count_short_humps(str_slice(text, start, at));
    }
    return count;
}

bool text_tells_person(str local_part)
{
    for (size_t i = 0; i < local_part.len; i++)
        if (!ascii_is_alpha(local_part.ptr[i]))
            return local_part.len >= TELLING_MIN;
    return false;
}

static bool is_ornamental(uint32_t c)
{
    return (c >= 0x346 && c <= 0x362) || (c >= 0x1d400 && c <= 0x1d7ff) || (c >= 0x24b6 && c <= 0x24e9) ||
           (c >= 0x1f130 && c <= 0x1f189);
}

static bool is_wide(uint32_t c)
{
    return (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a);
}

static bool is_east_asian(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af) || (c >= 0x20000 && c <= 0x3ffff);
}

size_t text_count_styled(str text)
{
    size_t   styled = 0, wide = 0, east_asian = 0;
    uint32_t character;

    while (next_beyond_ascii(&text, &character)) {
        styled += is_ornamental(character);
        wide += is_wide(character);
        east_asian += is_east_asian(character);
    }
    return styled + (east_asian == 0 ? wide : 0);
}

static bool is_emoji(uint32_t c)
{
    return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x1f1e6 && c <= 0x1f1ff);
}

size_t text_count_emoji(str text)
{
    size_t   count = 0;
    uint32_t character;

    while (next_beyond_ascii(&text, &character))
        count += is_emoji(character);
    return count;
}

str text_printable(struct arena *arena, str text, size_t max)
{
    char  *out = arena_octets(arena, max + sizeof "...");
    size_t len = 0;

    for (str rest = text; rest.len > 0;) {
        const char *start = rest.ptr;
        uint32_t    character;

        text_next_character(&rest, &character);

        size_t octets = (size_t)(rest.ptr - start);

        if (len + octets > max) {
            memcpy(out + len, "...", 3);
            return (str){ out, len + 3 };
        }
        if (character < 0x20 || (character >= 0x7f && character < 0xa0) || (character == REPLACEMENT_CHARACTER && octets == 1))
            out[len++] = '?';
        else {
            memcpy(out + len, start, octets);
            len += octets;
        }
    }
    return (str){ out, len };
}
