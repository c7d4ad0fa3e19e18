/* Rules about domains that imitate: your own, a partner's, a brand's (DETECTION "Lookalike and Unicode"). */
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/look.h"
#include "detect/rules/rules.h"

enum { REPLY_TO_EXAMINED = 5 };

/* Imitations that hardly happen by chance. A name with a word, or as the label of a service, does. */
static bool is_close(const struct lookalike *seen)
{
    return seen->kind >= LOOKALIKE_SKELETON && seen->kind <= LOOKALIKE_EMBEDDED;
}

/* A double with whom people here have long written is a neighbour. */
static bool is_neighbour(const struct facts *f)
{
    return f->history != NULL && f->history->is_proved && history_is_correspondent(&f->history->party, f->now);
}

/* NULL: the author's domain imitates none of these names. */
static const struct lookalike *imitated(const struct facts *f, enum protected_names names)
{
    const struct lookalike *seen = &f->imitations->author.of[names];

    return seen->kind == LOOKALIKE_NONE || is_neighbour(f) ? NULL : seen;
}

static str explain(const struct facts *f, str domain, const struct lookalike *seen)
{
    return arena_printf(f->arena, "%.*s %s %.*s", STR_ARG(domain), lookalike_kind_text(seen->kind),
                        STR_ARG(seen->imitated));
}

/* The name itself, under another ending. That may be an imitation, or a company that is called the same. */
static bool is_namesake(const struct lookalike *seen)
{
    return seen->kind == LOOKALIKE_ENDING;
}

static bool is_no_accident(const struct lookalike *seen)
{
    return is_close(seen) && !is_namesake(seen);
}

static bool is_loose(const struct lookalike *seen)
{
    return !is_close(seen);
}

static bool author_imitates(const struct facts *f, enum protected_names names, bool (*kind)(const struct lookalike *),
                            struct finding *out)
{
    const struct lookalike *seen = imitated(f, names);

    if (seen == NULL || !kind(seen))
        return false;
    out->evidence = explain(f, f->message->author.domain, seen);
    return true;
}

static bool own_domain_lookalike(const struct facts *f, struct finding *out)
{
    return author_imitates(f, PROTECTED_OWN, is_no_accident, out);
}

static bool own_domain_namesake(const struct facts *f, struct finding *out)
{
    return author_imitates(f, PROTECTED_OWN, is_namesake, out);
}

static bool own_name_in_domain(const struct facts *f, struct finding *out)
{
    return author_imitates(f, PROTECTED_OWN, is_loose, out);
}

/* The name itself under another ending may well be the partner's, too. */
static const double namesake_share = 0.6;

/* Of one that the administrator has named, or of one whom people here write with. */
static bool partner_lookalike(const struct facts *f, struct finding *out)
{
    const struct history   *h    = f->history;
    const struct lookalike *seen = imitated(f, PROTECTED_PARTNER);

    if (seen == NULL || !is_close(seen)) {
        if (h == NULL || !is_close(&h->imitated))
            return false;
        seen = &h->imitated;
    }
    if (is_namesake(seen))
        out->weight *= namesake_share;
    out->evidence = explain(f, f->message->author.domain, seen);
    return true;
}

static bool has_odd_ending(const struct facts *f, str domain)
{
    return link_services_has_odd_ending(organization_link_services(f->organization), domain);
}

/* Brands own more endings than any list knows: another one counts only where it is odd, or where nothing is proved and the name is no
 * word that others have as well. */
static bool from_lookalike(const struct facts *f, struct finding *out)
{
    str                     domain = f->message->author.domain;
    const struct lookalike *seen   = imitated(f, PROTECTED_BRAND);

    if (seen == NULL || !is_close(seen))
        return false;
    if (is_namesake(seen) && !has_odd_ending(f, domain) && (seen->is_common || identity_author(f) != AUTHOR_UNPROVED))
        return false;
    out->evidence = explain(f, domain, seen);
    return true;
}

static bool from_brand_combo(const struct facts *f, struct finding *out)
{
    return author_imitates(f, PROTECTED_BRAND, is_loose, out) || author_imitates(f, PROTECTED_PARTNER, is_loose, out);
}

static bool replyto_lookalike(const struct facts *f, struct finding *out)
{
    const struct address_list *reply_to = &f->message->reply_to;

    for (size_t i = 0; i < reply_to->count && i < REPLY_TO_EXAMINED; i++) {
        struct imitation        imitation;
        const struct lookalike *seen;
        str                     domain;

        if (!unicode_domain_to_ascii(f->unicode, f->arena, reply_to->mailboxes[i].domain, &domain) ||
            domain_equal(domain, f->message->author.domain))
            continue;
        imitation = organization_imitation(f->organization, f->arena, domain, suffix_registrable(f->suffixes, domain));
        seen      = &imitation.of[imitation.of[PROTECTED_OWN].kind != LOOKALIKE_NONE ? PROTECTED_OWN : PROTECTED_PARTNER];
        if (!is_close(seen))
            continue;
        out->evidence = explain(f, domain, seen);
        return true;
    }
    if (f->history == NULL || f->history->reply_imitated.kind == LOOKALIKE_NONE || !is_close(&f->history->reply_imitated))
        return false;
    out->evidence = explain(f, f->history->reply_imitating, &f->history->reply_imitated);
    return true;
}

static bool confusable_domain(const struct facts *f, struct finding *out)
{
    return look_is_disguised(f->unicode, f->arena, f->message->author.domain, &out->evidence);
}

const struct rule lookalike_rules[] = {
    { "own-domain-lookalike", 3.50, GROUP_LOOKALIKE, HARD, own_domain_lookalike,
      "The sender's domain looks like your own." },
    { "own-domain-namesake",  2.00, GROUP_LOOKALIKE, HARD, own_domain_namesake,
      "The sender's domain is the name of your own under another ending." },
    { "own-name-in-domain",   1.20, GROUP_LOOKALIKE, SOFT, own_name_in_domain,
      "The sender's domain uses the name of your own with something added." },
    { "partner-lookalike",    3.00, GROUP_LOOKALIKE, HARD, partner_lookalike,
      "The sender's domain looks like a partner's." },
    { "replyto-lookalike",    3.00, GROUP_LOOKALIKE, HARD, replyto_lookalike,
      "Answers would go to a domain that looks like your own or a partner's." },
    { "from-lookalike",       1.90, GROUP_LOOKALIKE, SOFT, from_lookalike,
      "The sender's domain looks like a known brand's." },
    { "from-brand-combo",     0.90, GROUP_LOOKALIKE, SOFT, from_brand_combo,
      "The sender's domain uses the name of a brand or partner with something added." },
    { "confusable-domain",    2.50, GROUP_LOOKALIKE, SOFT, confusable_domain,
      "The sender's domain is written in letters that only look like the ones people read." },
};
const size_t lookalike_rule_count = ARRAY_LEN(lookalike_rules);
