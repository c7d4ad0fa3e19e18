#include "mail/words.h"

#include "base/ascii.h"
#include "base/base64.h"
#include "base/buf.h"
#include "mail/charset.h"

enum {
    WORD_MAX_OCTETS    = 75,            /* RFC 2047 §2 */
    CHARSET_MAX_OCTETS = 64,
};

/* One encoded-word: =?charset*language?encoding?text?= */
struct word { str whole, charset, text; bool is_base64; };

/* What is being written, and the encoded-words read but not yet converted: adjacent words of one charset are
 * converted together, since many mailers cut characters between words (RFC 2047 §5 forbids it). */
struct decoder {
    struct arena *arena;
    struct buf    shown;
    struct buf    pending;              /* decoded octets in charset */
    str           charset;
    bool          pieces_are_utf8;      /* every word so far was UTF-8 by itself */
    bool          has_base64, has_need; /* a word in base64; a word that could not have stood there as it is */
    unsigned      flaws;
};

/* Text on one line: folds lose their CRLF, other control octets become blanks. */
static void show(struct decoder *d, str utf8, bool is_decoded)
{
    for (size_t i = 0, plain = 0; i <= utf8.len; i++) {
        if (i < utf8.len && !ascii_is_control(utf8.ptr[i]))
            continue;
        buf_add(&d->shown, str_slice(utf8, plain, i));
        plain = i + 1;
        if (i == utf8.len)
            break;

        char c    = utf8.ptr[i];
        str  rest = str_from(utf8, i + 1);
        bool fold = !is_decoded && ((c == '\n' && rest.len > 0 && ascii_is_wsp(rest.ptr[0])) ||
                                    (c == '\r' && rest.len > 1 && rest.ptr[0] == '\n' && ascii_is_wsp(rest.ptr[1])));

        if (fold)
            continue;
        buf_add_char(&d->shown, ' ');
        if (c != '\t')
            d->flaws |= WORDS_CONTROL;
    }
}

static void show_raw(struct decoder *d, str text)
{
    if (!str_is_utf8(text)) {
        d->flaws |= WORDS_BAD_UTF8;
        (void)charset_to_utf8(d->arena, STR("utf-8"), text, &text);
    }
    show(d, text, false);
}

static void show_pending(struct decoder *d)
{
    str utf8;

    if (buf_len(&d->pending) == 0)
        return;
    if (!charset_to_utf8(d->arena, d->charset, buf_str(&d->pending), &utf8))
        d->flaws |= WORDS_CHARSET;
    if (!d->pieces_are_utf8 && str_is_utf8(buf_str(&d->pending)))
        d->flaws |= WORDS_SPLIT;
    show(d, utf8, true);
    buf_clear(&d->pending);
}

/* The "Q" encoding, RFC 2047 §4.2. What is no escape stands for itself. */
static str decode_q(struct arena *arena, str text)
{
    char  *out = arena_octets(arena, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '_') {
            c = ' ';
        } else if (c == '=' && i + 2 < text.len && ascii_hex(text.ptr[i + 1]) >= 0 && ascii_hex(text.ptr[i + 2]) >= 0) {
            c = (char)(ascii_hex(text.ptr[i + 1]) << 4 | ascii_hex(text.ptr[i + 2]));
            i += 2;
        } else if (c == '\r' || c == '\n') {
            continue;                   /* folded inside of the word, against the rules */
        }
        out[len++] = c;
    }
    return (str){ out, len };
}

static void decode_word(struct decoder *d, const struct word *word)
{
    bool clean;
    str  octets = word->is_base64 ? base64_decode_lenient(d->arena, word->text, &clean)
                                  : decode_q(d->arena, word->text);

    if (word->whole.len > WORD_MAX_OCTETS)
        d->flaws |= WORDS_TOO_LONG;
    d->has_base64 |= word->is_base64 && octets.len > 0;
    d->has_need   |= octets.len > 0 && !str_is_printable(octets);

    if (buf_len(&d->pending) == 0 || !str_equal_nocase(d->charset, word->charset)) {
        show_pending(d);
        d->charset         = word->charset;
        d->pieces_are_utf8 = true;
    }
    d->pieces_are_utf8 &= str_is_utf8(octets);
    buf_add(&d->pending, octets);
}

static bool take_charset(str *rest, str *charset)
{
    str       window = str_slice(*rest, 0, rest->len < CHARSET_MAX_OCTETS ? rest->len : CHARSET_MAX_OCTETS);
    ptrdiff_t mark   = str_find_char(window, '?');

    if (mark <= 0)
        return false;
    *charset = str_slice(window, 0, (size_t)mark);
    for (size_t i = 0; i < charset->len; i++)
        if (!ascii_is_vchar(charset->ptr[i]))
            return false;
    *rest = str_from(*rest, (size_t)mark + 1);

    ptrdiff_t star = str_find_char(*charset, '*');      /* the language, RFC 2231 §5 */

    if (star != STR_NOT_FOUND)
        *charset = str_slice(*charset, 0, (size_t)star);
    return charset->len > 0;
}

/* Reads the word whose "=?" stands at the start of text. *end is the place of the last "?=" looked up: kept between
 * calls, so that thousands of openings before one end (or none) are not each searched to the end. */
static bool read_word(str text, const char **end, struct word *word)
{
    str rest = str_from(text, 2);

    if (!take_charset(&rest, &word->charset) || rest.len < 2 || rest.ptr[1] != '?')
        return false;

    char encoding = ascii_lower(rest.ptr[0]);

    if (encoding != 'b' && encoding != 'q')
        return false;
    word->is_base64 = encoding == 'b';
    rest            = str_from(rest, 2);
    if (*end < rest.ptr) {
        ptrdiff_t at = str_find(rest, STR("?="));

        *end = at == STR_NOT_FOUND ? rest.ptr + rest.len : rest.ptr + at;
    }
    if (*end == rest.ptr + rest.len)
        return false;
    word->text  = (str){ rest.ptr, (size_t)(*end - rest.ptr) };
    word->whole = (str){ text.ptr, (size_t)(*end + 2 - text.ptr) };
    return true;
}

static bool all_blank(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_blank(s.ptr[i]))
            return false;
    return true;
}

static void decode(struct decoder *d, str text)
{
    const char *end        = text.ptr;
    size_t      plain      = 0, from = 0;       /* raw text begins; where to look for the next word */
    bool        after_word = false;

    for (ptrdiff_t at; (at = str_find(str_from(text, from), STR("=?"))) != STR_NOT_FOUND; ) {
        size_t      start = from + (size_t)at;
        struct word word;

        if (!read_word(str_from(text, start), &end, &word)) {
            d->flaws |= WORDS_BAD;
            from = start + 2;
            continue;
        }
        str between = str_slice(text, plain, start);

        if (!after_word || !all_blank(between)) {
            show_pending(d);
            show_raw(d, between);
        }
        decode_word(d, &word);
        plain = from = start + word.whole.len;
        after_word   = true;
    }
    show_pending(d);
    show_raw(d, str_from(text, plain));
}

str words_decode(struct arena *arena, str text, unsigned *flaws)
{
    struct decoder d = { .arena = arena };
    str            shown = text;

    if (!str_is_printable(text) || str_find(text, STR("=?")) != STR_NOT_FOUND) {
        decode(&d, text);
        shown = arena_str(arena, buf_str(&d.shown));
        buf_free(&d.shown);
        buf_free(&d.pending);
    }
    if (d.has_base64 && !d.has_need)    /* programs cut long subjects: one piece of an encoded one may be ASCII by chance */
        d.flaws |= WORDS_NEEDLESS;
    if (flaws != NULL)
        *flaws = d.flaws;
    return shown;
}
