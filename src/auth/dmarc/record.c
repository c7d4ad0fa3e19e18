#include "auth/dmarc/record.h"

#include <stdlib.h>

#include "auth/taglist.h"
#include "base/ascii.h"

/* The values of a tag, any case (§4.8: ABNF literals). */
struct word { const char *text; int value; };

static const struct word policy_words[] = {
    { "none",       DMARC_POLICY_NONE       },
    { "quarantine", DMARC_POLICY_QUARANTINE },
    { "reject",     DMARC_POLICY_REJECT     },
    { NULL, 0 },
};
static const struct word alignment_words[] = { { "r", DMARC_RELAXED }, { "s", DMARC_STRICT }, { NULL, 0 } };
static const struct word test_words[]      = { { "n", false }, { "y", true }, { NULL, 0 } };
static const struct word psd_words[]       = {
    { "u", DMARC_PSD_UNSTATED }, { "y", DMARC_PSD_YES }, { "n", DMARC_PSD_NO }, { NULL, 0 },
};
static const struct word failure_words[] = {
    { "0", DMARC_FO_ALL }, { "1", DMARC_FO_ANY }, { "d", DMARC_FO_DKIM }, { "s", DMARC_FO_SPF }, { NULL, 0 },
};

static bool find_word(const struct word *words, str text, int *value)
{
    for (; words->text != NULL; words++)
        if (str_equal_nocase(text, str_of(words->text))) {
            *value = words->value;
            return true;
        }
    return false;
}

/* The value of an optional tag; absent or bad, its default. */
static int read_optional(const struct taglist *list, str name, const struct word *words, int fallback)
{
    const str *text  = taglist_find(list, name);
    int        value = fallback;

    return text != NULL && find_word(words, *text, &value) ? value : fallback;
}

/* False if the tag is there and says nothing we know. */
static bool read_policy(const struct taglist *list, str name, enum dmarc_policy *policy)
{
    const str *text  = taglist_find(list, name);
    int        value = DMARC_POLICY_ABSENT;
    bool       known = text == NULL || find_word(policy_words, *text, &value);

    *policy = (enum dmarc_policy)value;
    return known;
}

/* §4.8, dmarc-fo: 0 and 1 exclude each other. Anything else than a good list is the default. */
static unsigned read_failure_options(const struct taglist *list)
{
    const str *text = taglist_find(list, STR("fo"));
    unsigned   options = 0;
    str        rest, piece;

    if (text == NULL)
        return DMARC_FO_ALL;
    rest = *text;
    while (str_cut(&rest, ':', &piece)) {
        int option;

        if (!find_word(failure_words, str_trim(piece), &option))
            return DMARC_FO_ALL;
        options |= (unsigned)option;
    }
    bool both = (options & DMARC_FO_ALL) && (options & DMARC_FO_ANY);

    return options == 0 || both ? DMARC_FO_ALL : options;
}

static str read_text(const struct taglist *list, str name)
{
    const str *text = taglist_find(list, name);

    return text == NULL ? (str){ 0 } : *text;
}

/* scheme, RFC 3986 §3.1; returns its length, 0 if there is none. */
static size_t scheme_len(str uri)
{
    ptrdiff_t colon = str_find_char(uri, ':');

    if (colon <= 0 || !ascii_is_alpha(uri.ptr[0]))
        return 0;
    for (ptrdiff_t i = 1; i < colon; i++)
        if (!ascii_is_alnum(uri.ptr[i]) && !str_has_char(STR("+-."), uri.ptr[i]))
            return 0;
    return (size_t)colon;
}

/* The characters of RFC 3986 §2, with "%" before two hexadecimal digits only. */
static bool uri_characters(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%') {
            if (s.len - i < 3 || ascii_hex(s.ptr[i + 1]) < 0 || ascii_hex(s.ptr[i + 2]) < 0)
                return false;
            i += 2;
        } else if (!ascii_is_alnum(s.ptr[i]) && !str_has_char(STR("-._~:/?#[]@!$&'()*+,;="), s.ptr[i])) {
            return false;
        }
    }
    return true;
}

static bool valid_uri(str uri)
{
    size_t scheme = scheme_len(uri);

    if (scheme == 0 || !uri_characters(uri))
        return false;
    str path = str_from(uri, scheme + 1);

    if (!str_equal_nocase(str_slice(uri, 0, scheme), STR("mailto")))
        return path.len > 0;
    ptrdiff_t at = str_rfind_char(path, '@');           /* mailto needs an address to be of use, RFC 6068 §2 */

    return at > 0 && (size_t)at + 1 < path.len;
}

bool dmarc_next_uri(str *list, str *uri)
{
    str piece;

    while (str_cut(list, ',', &piece)) {
        ptrdiff_t size = str_find_char(piece, '!');     /* obs-dmarc-report-size, §4.8 */

        *uri = str_trim(size == STR_NOT_FOUND ? piece : str_slice(piece, 0, (size_t)size));
        if (valid_uri(*uri))
            return true;
    }
    return false;
}

static bool has_valid_uri(str list)
{
    str uri;

    return dmarc_next_uri(&list, &uri);
}

/* dmarc-version, §4.8. Looked for in the text and not in the list: a bad term in front of it must not be skipped. No blank stands in
 * front of it either, nor a line end: what does not start with the tag is no record (§4.10). */
static bool starts_with_version(str text)
{
    str first, name;

    if (!str_starts_nocase(text, STR("v")))
        return false;
    return str_cut(&text, ';', &first) && str_cut(&first, '=', &name) && str_equal_nocase(str_trim(name), STR("v")) &&
           str_equal(str_trim(first), STR("DMARC1"));
}

static unsigned read_percent(const struct taglist *list)
{
    const str *text = taglist_find(list, STR("pct"));
    uint64_t   percent;

    return text != NULL && str_to_u64(*text, 100, &percent) ? (unsigned)percent : 100;
}

bool dmarc_record_parse(struct dmarc_record *record, str text)
{
    struct taglist list;

    *record = (struct dmarc_record){ 0 };
    if (!starts_with_version(text))
        return false;
    /* Lenient reading never refuses: what could not be read is named in bad. */
    if (taglist_parse(&list, text, TAGLIST_LENIENT, &record->bad) != TAGLIST_OK)
        return false;
    bool p_known  = read_policy(&list, STR("p"), &record->p);
    bool sp_known = read_policy(&list, STR("sp"), &record->sp);
    bool np_known = read_policy(&list, STR("np"), &record->np);

    record->adkim     = (enum dmarc_alignment)read_optional(&list, STR("adkim"), alignment_words, DMARC_RELAXED);
    record->aspf      = (enum dmarc_alignment)read_optional(&list, STR("aspf"), alignment_words, DMARC_RELAXED);
    record->psd       = (enum dmarc_psd)read_optional(&list, STR("psd"), psd_words, DMARC_PSD_UNSTATED);
    record->is_test   = read_optional(&list, STR("t"), test_words, false) != 0;
    record->rua       = read_text(&list, STR("rua"));
    record->ruf       = read_text(&list, STR("ruf"));
    record->fo        = record->ruf.len > 0 ? read_failure_options(&list) : 0;
    /* §4.10.1: as if it said "p=none", if anybody can be told of the mistake; else no processing. */
    bool is_clear  = p_known && record->p != DMARC_POLICY_ABSENT && sp_known;
    bool is_usable = has_valid_uri(record->rua);

    record->rfc7489   = (struct dmarc_rfc7489_tags){ is_clear ? record->p : DMARC_POLICY_NONE, is_clear || is_usable,
                                                     read_percent(&list) };
    record->p         = is_clear && np_known ? record->p : DMARC_POLICY_NONE;
    record->is_usable = (is_clear && np_known) || is_usable;
    return true;
}

enum dmarc_policy dmarc_policy_lowered(enum dmarc_policy policy)
{
    switch (policy) {
    case DMARC_POLICY_REJECT:     return DMARC_POLICY_QUARANTINE;
    case DMARC_POLICY_QUARANTINE: return DMARC_POLICY_NONE;
    case DMARC_POLICY_NONE:       return DMARC_POLICY_NONE;
    case DMARC_POLICY_ABSENT:     return DMARC_POLICY_ABSENT;
    }
    UNREACHABLE();
}

/* ---- in the cache ---- */

static void *parse_answer(const struct answer *answer)
{
    struct dmarc_published *published = calloc(1, sizeof *published);

    ASSERT(published != NULL);
    for (size_t i = 0; i < answer->count; i++) {
        struct dmarc_record record;

        if (dmarc_record_parse(&record, answer->records[i].data) && published->count++ == 0)
            published->record = record;
    }
    return published;
}

static size_t parsed_size(const void *parsed UNUSED) { return sizeof(struct dmarc_published); }

const struct record_kind dmarc_record_kind = { "dmarc", parse_answer, free, parsed_size };
