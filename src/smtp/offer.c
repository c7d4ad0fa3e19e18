#include "smtp/offer.h"

/* "NAME=value" between blanks, of six digits at most and not 0; what is written otherwise limits nothing (LMT-2). */
static void note_limits(struct smtp_limits *limits, str line)
{
    const struct { str name; uint64_t *value; } known[] = {
        { STR("RCPTMAX"), &limits->recipients }, { STR("MAILMAX"), &limits->mails }, { STR("RCPTDOMAINMAX"), &limits->domains },
    };
    enum { LIMIT_MAX_DIGITS = 6 };
    str word, name = { 0 };

    while (str_cut(&line, ' ', &word)) {
        uint64_t value;

        if (!str_cut(&word, '=', &name) || word.len > LIMIT_MAX_DIGITS || !str_to_u64(word, UINT64_MAX, &value))
            continue;
        for (size_t i = 0; i < ARRAY_LEN(known); i++)
            if (str_equal_nocase(name, known[i].name))
                *known[i].value = value;
    }
}

/* Keywords that are not known mean nothing to us (RFC 5321 §4.1.1.1). */
static void note_keyword(struct smtp_offer *offer, str line)
{
    str keyword = { 0 };

    if (!str_cut(&line, ' ', &keyword))
        return;
    offer->extensions |= smtp_extension_of(keyword);
    if (str_equal_nocase(keyword, STR("LIMITS")))
        note_limits(&offer->limits, line);
    /* No number, or 0: no limit is stated (RFC 1870 §4). */
    if (str_equal_nocase(keyword, STR("SIZE")) && !str_to_u64(line, UINT64_MAX, &offer->size_limit))
        offer->size_limit = 0;
}

struct smtp_offer smtp_offer_read(str text)
{
    struct smtp_offer offer = { 0 };
    str               line;

    (void)str_cut(&text, '\n', &line);
    while (str_cut(&text, '\n', &line))
        note_keyword(&offer, str_trim_right(line));
    return offer;
}
