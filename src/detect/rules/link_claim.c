/* Rules about what links pretend: names that they imitate, addresses that they show, brands that they do not lead to (DETECTION
 * "Links"). */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/content.h"
#include "detect/identity.h"
#include "detect/rules/link.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    SHOWN_MAX         = 100,            /* longer words on a link are no address */
    BRAND_EDGE_OCTETS = 250,            /* of a text: where it says who speaks */
    WORD_OCTETS       = 60,             /* longer ones, and whole sentences where no blanks stand between words, are cut */
    SAME_LINKS_MIN    = 3,
};

/* ---- imitation ---- */

static bool is_close(const struct lookalike *seen)
{
    return seen->kind >= LOOKALIKE_SKELETON && seen->kind <= LOOKALIKE_EMBEDDED && seen->kind != LOOKALIKE_ENDING;
}

/* The name with a word, or as a label: also what an honest reseller or customer may have. */
static bool is_loose(const struct lookalike *seen)
{
    return seen->kind == LOOKALIKE_COMBO || seen->kind == LOOKALIKE_SUBDOMAIN;
}

static bool link_imitates(const struct facts *f, enum protected_names names, bool (*kind)(const struct lookalike *),
                          struct finding *out)
{
    for (size_t i = 0; i < f->imitations->link_count; i++) {
        str                     host = f->imitations->links[i].link->target_host;
        const struct lookalike *seen = &f->imitations->links[i].imitation.of[names];

        if (!kind(seen))
            continue;
        out->evidence = arena_printf(f->arena, "%.*s %s %.*s", STR_ARG(host), lookalike_kind_text(seen->kind), STR_ARG(seen->imitated));
        return true;
    }
    return false;
}

static bool url_own_lookalike(const struct facts *f, struct finding *out)
{
    return link_imitates(f, PROTECTED_OWN, is_close, out);
}

static bool url_partner_lookalike(const struct facts *f, struct finding *out)
{
    return link_imitates(f, PROTECTED_PARTNER, is_close, out);
}

static bool url_lookalike(const struct facts *f, struct finding *out)
{
    return link_imitates(f, PROTECTED_BRAND, is_close, out);
}

static bool url_brand_combo(const struct facts *f, struct finding *out)
{
    return link_imitates(f, PROTECTED_OWN, is_loose, out) || link_imitates(f, PROTECTED_PARTNER, is_loose, out) ||
           link_imitates(f, PROTECTED_BRAND, is_loose, out);
}

/* ---- what is said on it ---- */

/* The address that stands on the link, alone or nearly so. */
static bool shown_host(const struct link *link, str *host)
{
    return link->shown.len > 0 && link->shown.len <= SHOWN_MAX && text_find_domain(link->shown, host);
}

/* A name worth borrowing: ours, a partner's, a brand's; or the author's, where nobody has proved to be the author. Newsletters show
 * addresses of others behind a counter of clicks, too, and those are at their own site or their mail service's. */
static bool is_worth_showing(const struct facts *f, str host)
{
    return organization_protects(f->organization, host) ||
           (identity_author(f) != AUTHOR_PROVED && identity_same_party(f, host, f->message->author.domain));
}

static bool text_lies(const struct facts *f, const struct link *link)
{
    str host;

    if (link->place != LINK_ANCHOR || link->target_host.len == 0 || !shown_host(link, &host))
        return false;
    host = domain_lower(f->arena, host);
    return !identity_same_party(f, host, link->target_host) && !identity_same_party(f, host, link->host) &&
           is_worth_showing(f, host) && !link_has_service(link, SERVICE_TRACKER | SERVICE_FILTER) && !link_is_senders(f, link) &&
           !organization_protects(f->organization, link->target_host);
}

static bool link_text_mismatch(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (!text_lies(f, link))
            continue;
        out->evidence = arena_printf(f->arena, "%.*s on a link to %.*s", STR_ARG(text_printable(f->arena, link->shown, SHOWN_MAX)),
                                     STR_ARG(link->target_host));
        return true;
    }
    return false;
}

/* ---- all of them together ---- */

static bool leads_to_brand(const struct facts *f, const struct brand *brand)
{
    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (link_leads_to_web(link) && organization_brand_owns(f->organization, brand, link->target_host))
            return true;
    }
    return false;
}

static bool speaks_for_other_brand(const struct facts *f, str text, struct finding *out)
{
    struct brand_mention mention;

    if (!organization_brand_in(f->organization, f->arena, text, &mention) || mention.is_common_word ||
        organization_brand_owns(f->organization, mention.brand, f->message->author.domain) || leads_to_brand(f, mention.brand))
        return false;
    out->evidence = mention.brand->name;
    return true;
}

static bool brand_head_no_brand_link(const struct facts *f, struct finding *out)
{
    return content_leads_to_web(f->content) && (speaks_for_other_brand(f, identity_shown_name(f), out) ||
                               speaks_for_other_brand(f, f->message->subject, out));
}

/* The beginning of a text, or what is left of it, without the word that stands across the end. */
static str whole_words_before(str text, size_t end)
{
    size_t at = end < text.len ? end : text.len;

    while (at > 0 && at < text.len && end - at < WORD_OCTETS && !ascii_is_blank(text.ptr[at]))
        at--;
    return str_slice(text, 0, at);
}

static str whole_words_from(str text, size_t start)
{
    size_t at = start;

    while (at > 0 && at < text.len && at - start < WORD_OCTETS && !ascii_is_blank(text.ptr[at - 1]))
        at++;
    return str_slice(text, at, text.len);
}

/* At its start and its end. What is named between is spoken of: a parcel service in an order, a site in a letter. */
static bool brand_body_no_brand_link(const struct facts *f, struct finding *out)
{
    str    text = f->content->text;
    size_t edge = text.len < BRAND_EDGE_OCTETS ? text.len : BRAND_EDGE_OCTETS;

    return content_leads_to_web(f->content) && !brand_head_no_brand_link(f, out) &&
           (speaks_for_other_brand(f, whole_words_before(text, edge), out) ||
            speaks_for_other_brand(f, whole_words_from(text, text.len - edge), out));
}

/* The one party that all links lead to; empty if there are several, or none. */
static str sole_party(const struct facts *f)
{
    str party = { 0 };

    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (!link_leads_to_web(link))
            continue;
        if (party.len > 0 && !domain_equal(party, link->target_registrable))
            return (str){ 0 };
        party = link->target_registrable;
    }
    return party;
}

/* A letter that was made from somebody else's: the button, the footer and what was once a way out, all of them lead to one page. */
static bool url_all_same(const struct facts *f, struct finding *out)
{
    const struct link *first = NULL;
    size_t             count = 0;

    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (link->place != LINK_ANCHOR || !link->is_seen || !link_leads_to_web(link))
            continue;
        if (first != NULL && !str_equal(first->written, link->written))
            return false;
        first = first == NULL ? link : first;
        count++;
    }
    if (count < SAME_LINKS_MIN || link_is_senders(f, first) || identity_is_list(f))
        return false;
    out->evidence = link_evidence(f, first);
    return true;
}

static bool single_offdomain_link(const struct facts *f, struct finding *out)
{
    out->evidence = sole_party(f);
    return out->evidence.len > 0 && !identity_same_party(f, out->evidence, f->message->author.domain);
}

static bool no_link_to_sender_domain(const struct facts *f, struct finding *out)
{
    const struct content *content = f->content;

    out->evidence = f->message->author.domain;
    for (size_t i = 0; i < content->link_count; i++)
        if (link_leads_to_web(content->links[i]) &&
            identity_same_party(f, content->links[i]->target_registrable, f->message->author.domain))
            return false;
    return content_leads_to_web(f->content) && out->evidence.len > 0;
}

/* Weights: as in rules/html.c; by hand for what imitates. What half of all newsletters do only informs. */
const struct rule link_claim_rules[] = {
    { "url-own-lookalike",        3.00, GROUP_LINK, HARD, url_own_lookalike,
      "A link leads to a domain that looks like your own." },
    { "url-partner-lookalike",    2.50, GROUP_LINK, HARD, url_partner_lookalike,
      "A link leads to a domain that looks like a partner's." },
    { "url-lookalike",            1.40, GROUP_LINK, SOFT, url_lookalike,
      "A link leads to a domain that looks like a known brand's." },
    { "url-brand-combo",          0.60, GROUP_LINK, SOFT, url_brand_combo,
      "A link leads to a domain that uses a protected name with something added." },
    { "link-text-mismatch",       1.60, GROUP_LINK, SOFT, link_text_mismatch,
      "A link shows the address of somebody well known, and leads elsewhere." },
    { "url-all-same",             0.70, GROUP_LINK, SOFT, url_all_same,
      "However many things there are to click on, all of them lead to one and the same page." },
    { "brand-head-no-brand-link", 0.60, GROUP_LINK, SOFT, brand_head_no_brand_link,
      "Name or subject name a brand, but none of the links leads there." },
    { "brand-body-no-brand-link", 0.20, GROUP_LINK, SOFT, brand_body_no_brand_link,
      "The text opens or ends with a brand's name, but none of its links leads there." },
    { "single-offdomain-link",    0.00, GROUP_LINK, SOFT, single_offdomain_link,
      "All links lead to one site that is not the sender's." },
    { "no-link-to-sender-domain", 0.00, GROUP_LINK, SOFT, no_link_to_sender_domain,
      "No link leads to the sender's own site." },
};
const size_t link_claim_rule_count = ARRAY_LEN(link_claim_rules);
