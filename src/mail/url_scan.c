#include "mail/url_scan.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/eight.h"

struct scan { str text; url_host_exists *exists; const void *context; };

static bool is_word_octet(char c)
{
    return ascii_is_alnum(c) || ascii_is_8bit(c);
}

static const str schemes[] = { STR_INIT("http:"), STR_INIT("https:"), STR_INIT("ftp:"), STR_INIT("mailto:") };
static const str www       = STR_INIT("www.");

/* Behind a letter or digit nothing begins. */
static bool may_begin(str text, size_t at)
{
    return at == 0 || !ascii_is_alnum(text.ptr[at - 1]);
}

/* Where the scheme begins whose ":" stands at colon, if one of ours does, at or behind from. */
static bool scheme_before(str text, size_t from, size_t colon, size_t *start)
{
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        size_t len = schemes[i].len;

        if (colon + 1 >= from + len && str_starts_nocase(str_from(text, colon + 1 - len), schemes[i]) &&
            may_begin(text, colon + 1 - len)) {
            *start = colon + 1 - len;
            return true;
        }
    }
    return false;
}

static bool www_before(str text, size_t from, size_t point, size_t *start)
{
    if (point + 1 < from + www.len || !str_starts_nocase(str_from(text, point + 1 - www.len), www) ||
        !may_begin(text, point + 1 - www.len))
        return false;
    *start = point + 1 - www.len;
    return true;
}

static bool is_host_octet(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.';
}

/* Behind an address, a path, or a letter that blanks would part from it nothing begins. Chinese, Japanese and Thai write without. */
static bool host_may_begin(str text, size_t at)
{
    if (at == 0)
        return true;
    if (!ascii_is_8bit(text.ptr[at - 1]))
        return !str_has_char(STR("@/\\_~%=&?#"), text.ptr[at - 1]);
    while (at > 1 && ((unsigned char)text.ptr[at - 1] & 0xc0) == 0x80)
        at--;
    return (unsigned char)text.ptr[at - 1] >= 0xe0;
}

/* A name before a slash. */
static bool host_before(const struct scan *scan, size_t from, size_t slash, size_t *start)
{
    size_t begin = slash;
    str    host;

    while (begin > from && slash - begin <= DOMAIN_MAX_OCTETS && is_host_octet(scan->text.ptr[begin - 1]))
        begin--;
    host = str_slice(scan->text, begin, slash);
    if (scan->exists == NULL || !str_has_char(host, '.') || !host_may_begin(scan->text, begin) || !scan->exists(scan->context, host))
        return false;
    *start = begin;
    return true;
}

/* The first octet at or behind from that may be the last of a beginning: a colon, the point behind a "w", a slash. */
static size_t next_mark(str text, size_t from)
{
    for (; from < text.len; from += 8) {
        uint64_t eight = eight_at(text, from), marks = eight_equal(eight, ':') | eight_equal(eight, '.') | eight_equal(eight, '/');

        if (marks != 0)
            return from + eight_before(marks);
    }
    return text.len;
}

static bool begins(const struct scan *scan, size_t from, size_t mark, size_t *start)
{
    switch (scan->text.ptr[mark]) {
    case ':': return scheme_before(scan->text, from, mark, start);
    case '.': return www_before(scan->text, from, mark, start);
    default:  return host_before(scan, from, mark, start);
    }
}

/* The next beginning at or behind from, and where it ends. */
static bool next_beginning(const struct scan *scan, size_t from, size_t *start, size_t *end)
{
    str text = scan->text;

    for (size_t mark = next_mark(text, from); mark < text.len; mark = next_mark(text, mark + 1))
        if (begins(scan, from, mark, start)) {
            *end = text.ptr[mark] == '/' ? mark : mark + 1;
            return true;
        }
    return false;
}

static bool ends_url(char c)
{
    return (unsigned char)c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c == '"';
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
    bool   in_path = text.ptr[from] == '/' && is_host_octet(text.ptr[from - 1]);
    size_t end     = from;

    while (end < text.len && !ends_url(text.ptr[end]) && !(in_path && ascii_is_8bit(text.ptr[end]))) {
        in_path |= end > from && text.ptr[end] == '/' && text.ptr[end - 1] != '/' && text.ptr[end - 1] != ':';
        end++;
    }
    return end;
}

/* What may stand behind a beginning. Nothing of it is punctuation that is taken off the end. */
static bool goes_on(str text, size_t at)
{
    return at < text.len && (is_word_octet(text.ptr[at]) || str_has_char(STR("/\\["), text.ptr[at]));
}

bool url_scan(str *rest, url_host_exists *exists, const void *context, str *url)
{
    struct scan scan = { *rest, exists, context };

    for (size_t from = 0, start, begun; next_beginning(&scan, from, &start, &begun); from = begun) {
        if (!goes_on(*rest, begun))
            continue;

        size_t end = end_of(*rest, begun);

        *url  = without_punctuation(str_slice(*rest, start, end));
        *rest = str_from(*rest, end);
        return true;
    }
    *rest = (str){ 0 };
    return false;
}

bool url_scan_has_scheme(str url)
{
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (str_starts_nocase(url, schemes[i]))
            return true;
    return false;
}
