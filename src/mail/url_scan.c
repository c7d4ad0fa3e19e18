#include "mail/url_scan.h"

#include "base/ascii.h"

static const str beginnings[] = {
    STR_INIT("http:"), STR_INIT("https:"), STR_INIT("ftp:"), STR_INIT("mailto:"), STR_INIT("www."),
};

static bool is_word_octet(char c)
{
    return ascii_is_alnum(c) || ascii_is_8bit(c);
}

/* The length of the beginning that stands at text.ptr[at], or 0. Behind a letter none does. */
static size_t beginning_at(str text, size_t at)
{
    str here = str_from(text, at);

    if (at > 0 && is_word_octet(text.ptr[at - 1]) && !ascii_is_8bit(text.ptr[at - 1]))
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(beginnings); i++)
        if (str_starts_nocase(here, beginnings[i]))
            return beginnings[i].len;
    return 0;
}

static bool ends_url(char c)
{
    return (unsigned char)c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c == '"';
}

/* "www", "https" and the like begin with one of these. */
static bool may_begin(char c)
{
    c = ascii_lower(c);
    return c == 'h' || c == 'w' || c == 'f' || c == 'm';
}

/* Punctuation that rather belongs to the sentence. */
static bool is_trailing(char c)
{
    return str_has_char(STR(".,;:!?'*_~`|"), c);
}

/* How many more brackets of a kind are closed than opened. */
struct balance { char open, close; ptrdiff_t excess; };

static struct balance *balance_of(struct balance *balances, size_t count, char c)
{
    for (size_t i = 0; i < count; i++)
        if (balances[i].open == c || balances[i].close == c)
            return &balances[i];
    return NULL;
}

/* "(see https://example.org/a)": a bracket at the end that nothing in the URL opens is not part of it. */
static str without_punctuation(str url)
{
    struct balance balances[] = { { '(', ')', 0 }, { '[', ']', 0 }, { '{', '}', 0 } };

    for (size_t i = 0; i < url.len; i++) {
        struct balance *balance = balance_of(balances, ARRAY_LEN(balances), url.ptr[i]);

        if (balance != NULL)
            balance->excess += url.ptr[i] == balance->close ? 1 : -1;
    }
    for (; url.len > 0; url.len--) {
        char            last    = url.ptr[url.len - 1];
        struct balance *balance = balance_of(balances, ARRAY_LEN(balances), last);

        if (balance != NULL && last == balance->close && balance->excess > 0)
            balance->excess--;
        else if (!is_trailing(last))
            break;
    }
    return url;
}

/* Past the host letters of other scripts are the text that goes on: "https://example.org/aを見る". */
static size_t end_of(str text, size_t from)
{
    bool   in_path = false;
    size_t end     = from;

    while (end < text.len && !ends_url(text.ptr[end]) && !(in_path && ascii_is_8bit(text.ptr[end]))) {
        in_path |= end > from && text.ptr[end] == '/' && text.ptr[end - 1] != '/' && text.ptr[end - 1] != ':';
        end++;
    }
    return end;
}

bool url_scan(str *rest, str *url)
{
    for (size_t at = 0; at < rest->len; at++) {
        size_t begun = may_begin(rest->ptr[at]) ? beginning_at(*rest, at) : 0;

        if (begun == 0)
            continue;

        size_t end = end_of(*rest, at + begun);

        *url = without_punctuation(str_slice(*rest, at, end));
        if (url->len > begun && is_word_octet(rest->ptr[at + begun]) + str_has_char(STR("/\\["), rest->ptr[at + begun]) > 0) {
            *rest = str_from(*rest, end);
            return true;
        }
    }
    *rest = (str){ 0 };
    return false;
}
