/* Rules about the author: the name that people see, and the address behind it (DETECTION "From and identity"). */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/person.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    RECIPIENTS_EXAMINED  = 20,
    RANDOM_LABEL_MIN     = 10,
    RANDOM_CHANGES_MIN   = 3,           /* between letters and digits: a7k2p */
    SHORT_HUMPS_MIN      = 3,
    RANDOM_LOCAL_MIN     = 16,
    WRITTEN_MESSAGES_MIN = 2,           /* under a brand's name */
    WRITTEN_SECONDS_MIN  = 30 * 86400,
};

static str author_domain(const struct facts *f)
{
    return f->message->author.domain;
}

static bool is_ours_and_proved(const struct facts *f)
{
    return organization_owns(f->organization, author_domain(f)) &&
           (identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED);
}

/* "Jane Roe via Announce": lists and services say so themselves. Registered mail says it as Italian law has it. */
static bool says_via(const struct facts *f, str name)
{
    static const str words[] = { STR_INIT(" via "), STR_INIT("[via "), STR_INIT("(via ") };

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_find_nocase(name, words[i]) != STR_NOT_FOUND)
            return true;
    return identity_is_carrier(f) && str_find_nocase(name, STR("per conto di")) != STR_NOT_FOUND;
}

/* ---- claims to be us ---- */

static bool own_domain_unauthenticated(const struct facts *f, struct finding *out)
{
    if (!organization_owns(f->organization, author_domain(f)) || identity_is_inside(f) ||
        identity_author(f) != AUTHOR_UNPROVED || identity_may_use_own_domain(f) || identity_is_our_machine(f))
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

/* Somebody else of that name, whom people here have long written with. */
static bool is_known_namesake(const struct facts *f)
{
    const struct history *h = f->history;

    return h != NULL && h->is_proved && history_is_correspondent(&h->address, f->now);
}

/* A name of ours from outside. In our own domain the address is the claim to check. */
static bool borrows_name(const struct facts *f)
{
    return !identity_is_inside(f) && !organization_owns(f->organization, author_domain(f)) && !is_known_namesake(f) &&
           !identity_carries_known(f);
}

static bool vip_name(const struct facts *f, struct finding *out)
{
    const struct mailbox *author = &f->message->author.mailbox;
    const struct person  *person = organization_person(f->organization, f->arena, identity_shown_name(f));

    if (person == NULL || person->is_staff || person_has_address(person, author->address) || !borrows_name(f))
        return false;
    out->evidence = identity_mailbox_shown(f->arena, author);
    return true;
}

/* "Accounts" writes from every house. From a mailbox that anybody can get it is none. */
static bool is_department_elsewhere(const struct facts *f)
{
    return !organization_is_free_mail(f->organization, author_domain(f)) &&
           person_is_department(f->unicode, f->arena, identity_shown_name(f));
}

/* Of the directory, or known from what people here have sent. */
static bool staff_name(const struct facts *f, struct finding *out)
{
    const struct mailbox *author  = &f->message->author.mailbox;
    const struct person  *person  = organization_person(f->organization, f->arena, identity_shown_name(f));
    bool                  learned = f->history != NULL && f->history->is_warm && f->history->colleague.len > 0;

    if ((person != NULL ? !person->is_staff || person_has_address(person, author->address) : !learned) || !borrows_name(f) ||
        is_department_elsewhere(f))
        return false;
    out->evidence = identity_mailbox_shown(f->arena, author);
    return true;
}

/* ---- another address or domain in the name ---- */

/* Folded, so that a wide or a small "@" and letters that nobody sees (NFKC) are what people take them for. */
static bool finds_other_address(const struct facts *f, struct mailbox *shown)
{
    str name = identity_shown_name(f);

    if (str_has_8bit(name))
        name = unicode_fold(f->unicode, f->arena, name);
    return mailbox_find(name, shown) && !identity_same_party(f, shown->domain, author_domain(f));
}

/* A service that proves itself, in the name of whom answers reach: registered mail, bills. */
static bool answers_go_to(const struct facts *f, str address)
{
    const struct address_list *reply_to = &f->message->reply_to;

    return identity_author(f) == AUTHOR_PROVED && reply_to->count == 1 && str_equal_nocase(reply_to->mailboxes[0].address, address);
}

static bool address_in_display(const struct facts *f, struct finding *out)
{
    struct mailbox shown;

    if (!finds_other_address(f, &shown) || answers_go_to(f, shown.address))
        return false;
    out->evidence = shown.text;
    return true;
}

/* "kim@ours.example (via Forms)": the service says for whom it writes, and answers go nowhere else. */
static bool is_shown_for_answers(const struct facts *f, str address)
{
    const struct address_list *reply_to = &f->message->reply_to;

    return identity_is_carrier(f) && identity_author(f) == AUTHOR_PROVED && reply_to->count == 1 &&
           str_equal_nocase(reply_to->mailboxes[0].address, address);
}

static bool protected_address_in_display(const struct facts *f, struct finding *out)
{
    struct mailbox shown;

    if (!finds_other_address(f, &shown) || is_shown_for_answers(f, shown.address) ||
        !organization_protects(f->organization, domain_lower(f->arena, shown.domain)))
        return false;
    out->evidence = shown.text;
    return true;
}

static bool dn_domain_other(const struct facts *f, struct finding *out)
{
    str name = identity_shown_name(f), domain;

    if (says_via(f, name) || is_ours_and_proved(f) || !text_find_domain(name, &domain) ||
        identity_same_party(f, domain, author_domain(f)))
        return false;
    out->evidence = domain;
    return true;
}

static bool holds(str text, str piece)
{
    return piece.len > 0 && str_find_nocase(text, piece) != STR_NOT_FOUND;
}

static bool names_recipient(str name, const struct path *recipient)
{
    return holds(name, recipient->domain) || (text_tells_person(recipient->local_part) && holds(name, recipient->local_part));
}

static bool dn_has_rcpt(const struct facts *f, struct finding *out)
{
    str name = identity_shown_name(f);

    struct mailbox shown;

    if (name.len == 0 || is_ours_and_proved(f) || (finds_other_address(f, &shown) && is_shown_for_answers(f, shown.address)))
        return false;
    for (size_t i = 0; i < f->envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++) {
        if (!names_recipient(name, &f->envelope->recipients[i]))
            continue;
        out->evidence = name;
        return true;
    }
    return false;
}

/* ---- brands ---- */

/* A partner's bill by the service that writes his bills. */
static bool carries_brand(const struct facts *f, const struct brand *brand)
{
    return identity_carries_partner(f) &&
           organization_brand_owns(f->organization, brand, domain_lower(f->arena, f->message->reply_to.mailboxes[0].domain));
}

static bool borrows_brand(const struct facts *f, struct brand_mention *mention)
{
    str name = identity_shown_name(f);

    return !says_via(f, name) && !is_ours_and_proved(f) && author_domain(f).len > 0 &&
           organization_brand_in(f->organization, f->arena, name, mention) &&
           !organization_brand_owns(f->organization, mention->brand, author_domain(f)) && !carries_brand(f, mention->brand) &&
           !organization_names_owner(f->organization, f->arena, name, author_domain(f));
}

/* As people are called, and brands are not: "Norton I.", "J. Chase". Several letters are the form of a company: "Orange S.A.". */
static bool is_name_and_initial(str name)
{
    str    word;
    size_t words = 0, initials = 0;

    while (text_next_word(&name, &word)) {
        words++;
        initials += text_length(word) == 1 && !ascii_is_digit(word.ptr[0]);
    }
    return words == 2 && initials == 1;
}

/* "Ing. Jane Roe": an abbreviation before a name. */
static bool is_abbreviated_title(str name, str brand)
{
    return str_starts_nocase(name, brand) && str_starts(str_from(name, brand.len), STR(". ")) &&
           str_has_char(str_from(name, brand.len + 2), ' ');
}

/* A word that is a brand as well means the brand where nothing else is said, and the address says nothing of it: "Ledger", from
 * somebody whose address is called otherwise. */
static bool means_the_word(const struct facts *f, const struct brand_mention *mention)
{
    if (!mention->is_common_word)
        return false;
    return is_name_and_initial(identity_shown_name(f)) || is_abbreviated_title(identity_shown_name(f), mention->brand->name) ||
           (identity_author(f) != AUTHOR_UNPROVED &&
            (!mention->is_all || str_find_nocase(f->message->author.mailbox.address, mention->brand->name) != STR_NOT_FOUND));
}

/* A house that has long written for the brand from here, as those that send bills for others, and was taken. Its first letter was not
 * spared: who wants to be known under a brand's name has to have been marked for it. */
static bool has_long_written(const struct facts *f)
{
    const struct history *h = f->history;

    return h != NULL && h->is_warm && h->is_proved && h->under_name >= WRITTEN_MESSAGES_MIN &&
           f->now - h->address.first >= WRITTEN_SECONDS_MIN && !organization_is_free_mail(f->organization, author_domain(f));
}

static bool dn_brand_mismatch(const struct facts *f, struct finding *out)
{
    struct brand_mention mention;

    if (organization_is_free_mail(f->organization, author_domain(f)) || !borrows_brand(f, &mention) ||
        means_the_word(f, &mention) || has_long_written(f))
        return false;
    out->evidence = identity_shown_name(f);
    return true;
}

/* A surname can be a brand, so a common word does not count here. */
static bool dn_brand_freemail(const struct facts *f, struct finding *out)
{
    struct brand_mention mention;

    if (!organization_is_free_mail(f->organization, author_domain(f)) || !borrows_brand(f, &mention) ||
        mention.is_common_word)
        return false;
    out->evidence = identity_shown_name(f);
    return true;
}

/* ---- letters ---- */

static bool dn_emoji(const struct facts *f, struct finding *out)
{
    out->evidence = identity_shown_name(f);
    return text_count_emoji(out->evidence) > 0;
}

static bool hdr_styled_unicode(const struct facts *f, struct finding *out)
{
    str name = identity_shown_name(f), subject = f->message->subject;

    out->evidence = text_count_styled(name) > 1 ? name : subject;           /* one may be a mark or a number */
    return text_count_styled(out->evidence) > 1;
}

static bool dn_mixed_script(const struct facts *f, struct finding *out)
{
    str rest = identity_shown_name(f), word;

    while (text_next_word(&rest, &word)) {
        if (!str_has_8bit(word) || unicode_restriction_level(f->unicode, word) < UNICODE_MINIMALLY_RESTRICTIVE)
            continue;
        out->evidence = word;
        return true;
    }
    return false;
}

/* ---- the address ---- */

static bool from_odd_tld(const struct facts *f, struct finding *out)
{
    out->evidence = author_domain(f);
    return link_services_has_odd_ending(organization_link_services(f->organization), author_domain(f));
}

static bool from_domain_random(const struct facts *f, struct finding *out)
{
    str registrable = suffix_registrable(f->suffixes, author_domain(f)), label;

    if (!str_cut(&registrable, '.', &label) || label.len < RANDOM_LABEL_MIN || str_starts(label, STR("xn--")) ||
        text_kind_changes(label) < RANDOM_CHANGES_MIN)
        return false;
    out->evidence = author_domain(f);
    return true;
}

/* Tagged addresses and return paths ("+", "=") carry codes by design. */
static bool from_localpart_random(const struct facts *f, struct finding *out)
{
    str local_part = f->message->author.mailbox.local_part;

    if (local_part.len < RANDOM_LOCAL_MIN || text_kind_changes(local_part) < RANDOM_CHANGES_MIN ||
        str_has_char(local_part, '+') || str_has_char(local_part, '='))
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

/* EoZiRqo: a name, or words that somebody wrote together, have no such capitals. */
static bool from_localpart_mixed(const struct facts *f, struct finding *out)
{
    str local_part = f->message->author.mailbox.local_part;

    if (text_short_humps(local_part) < SHORT_HUMPS_MIN || str_has_char(local_part, '+') || str_has_char(local_part, '='))
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool to_is_from(const struct facts *f, struct finding *out)
{
    const struct address_list *to = &f->message->to;

    out->evidence = f->message->author.mailbox.address;
    for (size_t i = 0; i < to->count && i < RECIPIENTS_EXAMINED; i++)
        if (out->evidence.len > 0 && str_equal_nocase(to->mailboxes[i].address, out->evidence))
            return true;
    return false;
}

static bool from_onmicrosoft(const struct facts *f, struct finding *out)
{
    out->evidence = author_domain(f);
    return domain_is_or_below(author_domain(f), STR("onmicrosoft.com")) && !is_ours_and_proved(f);
}

static bool from_free_host(const struct facts *f, struct finding *out)
{
    out->evidence = author_domain(f);
    return organization_is_free_host(f->organization, author_domain(f)) && !is_ours_and_proved(f);
}

/* Weights: the natural logarithm of a low estimate of the likelihood ratio, see DETECTION. */
const struct rule author_rules[] = {
    { "own-domain-unauthenticated",   2.30, GROUP_AUTHOR, HARD, own_domain_unauthenticated,
      "The message claims to come from your own domain, but it came from outside and nothing proves it." },
    { "vip-name",                     2.50, GROUP_AUTHOR, HARD, vip_name,
      "The sender's name is that of a person you protect, the address is none of that person's." },
    { "staff-name",                   1.90, GROUP_AUTHOR, SOFT, staff_name,
      "The sender's name is that of somebody who works here, the address is none of that person's." },
    { "protected-address-in-display", 2.20, GROUP_AUTHOR, SOFT, protected_address_in_display,
      "The display name shows an address of yours, a partner or a known brand; the message is from elsewhere." },
    { "address-in-display",           0.40, GROUP_AUTHOR, SOFT, address_in_display,
      "The display name shows an address from another domain than the sender's." },
    { "dn-domain-other",              1.40, GROUP_AUTHOR, SOFT, dn_domain_other,
      "The display name shows a web domain other than the sender's." },
    { "dn-has-rcpt",                  1.60, GROUP_AUTHOR, SOFT, dn_has_rcpt,
      "The recipient's own address or domain is in the sender's display name." },
    { "dn-brand-freemail",            1.90, GROUP_AUTHOR, SOFT, dn_brand_freemail,
      "A mailbox that anybody can get uses the name of a brand." },
    { "dn-brand-mismatch",            1.60, GROUP_AUTHOR, SOFT, dn_brand_mismatch,
      "The display name names a brand or partner, the address is not theirs." },
    { "dn-mixed-script",              1.60, GROUP_AUTHOR, SOFT, dn_mixed_script,
      "A word of the display name mixes letters of several alphabets that look alike." },
    { "dn-emoji",                     0.90, GROUP_AUTHOR, SOFT, dn_emoji,
      "The display name holds pictures." },
    { "hdr-styled-unicode",           1.10, GROUP_AUTHOR, SOFT, hdr_styled_unicode,
      "The display name or the subject is written in ornamental letters." },
    { "from-odd-tld",                 0.80, GROUP_AUTHOR, SOFT, from_odd_tld,
      "The sender's domain has an ending that is abused more than used." },
    { "from-domain-random",           1.80, GROUP_AUTHOR, SOFT, from_domain_random,
      "The sender's domain looks machine-made." },
    { "from-localpart-mixed",         1.60, GROUP_AUTHOR, SOFT, from_localpart_mixed,
      "The sender's address mixes capitals and small letters as no name does." },
    { "from-localpart-random",        0.70, GROUP_AUTHOR, SOFT, from_localpart_random,
      "The sender's address looks machine-made." },
    { "to-is-from",                   0.00, GROUP_AUTHOR, SOFT, to_is_from,
      "The message says that it is from the one to whom it is." },
    { "from-onmicrosoft",             0.90, GROUP_AUTHOR, SOFT, from_onmicrosoft,
      "The sender uses the default name of a rented tenant instead of a domain of its own." },
    { "from-free-host",               1.30, GROUP_AUTHOR, SOFT, from_free_host,
      "The sender's address is under free hosting that anybody can use." },
};
const size_t author_rule_count = ARRAY_LEN(author_rules);
