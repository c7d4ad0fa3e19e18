/* Rules about who writes with whom (DETECTION "Signals that need state"). Without a history nothing was checked, and all of
 * them are silent; before there is enough of it nothing is new (cold start). */
#include <math.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"

enum {
    HABIT_SAMPLES_MIN   = 5,            /* messages from which a sender has habits */
    HOUR_SAMPLES_MIN    = 10,
    USUAL_SAMPLES_MIN   = 10,           /* for what programs say of themselves */
    USUAL_KINDS_MAX     = 3,            /* whoever writes with more programs, or from more zones, has no habit */
    PACE_DAYS_MIN       = 30,           /* that a sender is known, and messages before today, until his pace is */
    PACE_MESSAGES_MIN   = 10,
    RUSH_MESSAGES_MIN   = 10,           /* on one day, and as many times his busiest */
    RUSH_TIMES          = 4,
    SITES_MIN           = 100,          /* remembered: with fewer of them every link is new */
    REPLY_SAMPLES_MIN   = 3,
    KNOWN_MESSAGES_MIN  = 3,            /* of a party that is no stranger in a thread any more: a help desk under a name of its own */
    SENT_MESSAGES_MIN   = 20,           /* remembered of ours: with fewer of them one may be missing */
    DAY_SECONDS         = 86400,
    NEW_DOMAIN_SECONDS  = 3 * DAY_SECONDS,
};

/* The history of an outsider; NULL where nothing can be said. */
static const struct history *outsider(const struct facts *f)
{
    if (f->history == NULL || !f->history->is_warm || identity_is_inside(f) ||
        organization_owns(f->organization, f->message->author.domain))
        return NULL;
    return f->history;
}

/* The same of one who writes himself: no list, which carries the words of others, and no mail system that reports. */
static const struct history *writer(const struct facts *f)
{
    return identity_is_list(f) || identity_is_returned(f) ? NULL : outsider(f);
}

static bool is_free_mailbox(const struct facts *f)
{
    return organization_is_free_mail(f->organization, f->message->author.domain);
}

/* ---- new people ---- */

static bool is_new(const struct history *h)
{
    return !contact_is_known(&h->address) && h->unproved == 0;
}

/* Another mailbox of a house to which ours have written, or which the administrator has listed, if it is that house. */
static bool is_of_known_house(const struct facts *f, const struct history *h)
{
    return h->is_proved && !is_free_mailbox(f) &&
           (h->party.out_count > 0 || organization_is_partner(f->organization, f->message->author.domain));
}

/* How much more often bad mail than good is the first of its sender, by what this recipient is used to: a sales desk hears
 * from new people all day. The shares are smoothed by ten messages of which one in twenty is new. */
static double first_contact_ratio(const struct history *h)
{
    double among_bad = 0.9, among_good = ((double)h->recipient_first + 0.5) / ((double)h->recipient_in + 10);

    return log(among_bad / among_good);
}

static bool first_contact(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !is_new(h) || is_of_known_house(f, h))
        return false;
    double usual = log(0.9 / 0.05), share = first_contact_ratio(h) / usual;

    out->weight  *= share < 0 ? 0 : share > 1 ? 1 : share;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

/* Context: a colleague knows the sender. */
static bool first_contact_recipient(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || is_new(h) || contact_is_known(&h->pair))
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool new_domain(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || is_free_mailbox(f) || is_of_known_house(f, h) ||
        (contact_is_known(&h->party) && f->now - h->party.first >= NEW_DOMAIN_SECONDS))
        return false;
    out->evidence = f->message->author.domain;
    return true;
}

static str author_known_from(const struct facts *f, str address)
{
    const str parts[] = { identity_mailbox_shown(f->arena, &f->message->author.mailbox), STR(", known from "), address };

    return arena_join(f->arena, parts, ARRAY_LEN(parts), (str){ 0 });
}

/* Mailboxes change: people are told, not more. */
static bool known_name_new_address(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->known_as.len == 0 || !is_new(h) || identity_carries_known(f) || is_of_known_house(f, h) ||
        (!is_free_mailbox(f) && identity_same_party(f, domain_of_address(h->known_as), f->message->author.domain)))
        return false;
    out->evidence = author_known_from(f, h->known_as);
    return true;
}

/* "Help desk" is what many call themselves. */
static bool known_sender_new_domain(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->sender_as.len == 0 || h->known_as.len > 0 || !is_new(h) || contact_is_known(&h->party) || f->wording == NULL ||
        f->wording->name.first[PHRASE_DESK].len > 0 ||
        (identity_author(f) == AUTHOR_PROVED && organization_protects(f->organization, f->message->author.domain)))
        return false;
    out->evidence = author_known_from(f, h->sender_as);
    return true;
}

static bool partner_new_subdomain(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->domain_is_known || is_free_mailbox(f) || !history_is_correspondent(&h->party, f->now) ||
        f->network == NULL || h->network.samples < HABIT_SAMPLES_MIN || h->network.same > 0)
        return false;
    out->evidence = f->message->author.domain;
    return true;
}

/* ---- threads ---- */

/* A few words by somebody proved, as partners write who have a new name; a forger's first letter may be so, too, but what he wants is
 * yet to come. A letter in which nothing was understood, or that shows pictures, may ask for anything. */
static bool asks_nothing(const struct facts *f)
{
    return identity_author(f) == AUTHOR_PROVED && f->content->link_count == 0 && (f->attachments == NULL || f->attachments->count == 0) &&
           f->message->reply_to.count == 0 && f->wording->payments.count == 0 && f->content->images == 0 &&
           isfinite(f->wording->letter.odds) && f->wording->letter.odds < 0 &&
           wording_says(f->wording, PHRASE_PAYMENT).len == 0 && wording_says(f->wording, PHRASE_BANK_CHANGE).len == 0 &&
           wording_says(f->wording, PHRASE_BEC).len == 0 && wording_says(f->wording, PHRASE_URGENCY).len == 0;
}

/* Who is brought in by the other side writes with that side in sight. */
static bool is_graft(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !h->thread_is_ours || h->thread_is_authors || h->thread_has_other ||
        (h->is_proved && h->party.in_count >= KNOWN_MESSAGES_MIN))
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool thread_graft(const struct facts *f, struct finding *out)
{
    return is_graft(f, out) && !asks_nothing(f);
}

static bool thread_graft_bare(const struct facts *f, struct finding *out)
{
    return is_graft(f, out) && asks_nothing(f);
}

/* Backscatter of a forgery, or a lure that looks like a report. */
static bool foreign_report(const struct facts *f, struct finding *out)
{
    const struct history *h = outsider(f);

    if (h == NULL || !h->is_report || h->reports_ours || h->sent < SENT_MESSAGES_MIN)
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool replyto_new(const struct facts *f, struct finding *out)
{
    const struct history *h         = writer(f);
    const struct mailbox *elsewhere = identity_reply_elsewhere(f);

    if (h == NULL || elsewhere == NULL || h->address.in_count < REPLY_SAMPLES_MIN || h->reply_to.same > 0)
        return false;
    out->evidence = elsewhere->text;
    return true;
}

/* ---- accounts ---- */

/* What a text calls a number of an account may be a part of the IBAN that is known. */
static bool is_among(str number, const str *accounts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find(accounts[i], number) != STR_NOT_FOUND)
            return true;
    return false;
}

/* Who names an account that we know besides has two of them, unless he says that they have changed: "no longer to ...". Only
 * then does it matter either what a text merely calls an account: customers have numbers, too. */
str correspondence_new_account(const struct facts *f)
{
    const struct history  *h = writer(f);
    const struct payments *named;
    str                    found = { 0 };
    bool                   speaks_of_change;

    if (h == NULL || h->account_count == 0 || f->wording == NULL)
        return found;
    named            = &f->wording->payments;
    speaks_of_change = wording_says(f->wording, PHRASE_BANK_CHANGE).len > 0 ||
                       (f->wording->letter.intent == INTENT_BANK && f->wording->letter.odds >= 0);
    for (size_t i = 0; i < named->count; i++) {
        const struct payment *account = &named->items[i];

        if (account->kind == PAYMENT_WALLET || (account->kind == PAYMENT_ACCOUNT && !speaks_of_change) ||
            is_among(account->number, h->our_accounts, h->our_account_count))
            continue;
        if (!is_among(account->number, h->accounts, h->account_count))
            found = account->text;
        else if (!speaks_of_change)
            return (str){ 0 };
    }
    return found;
}

static bool bank_change(const struct facts *f, struct finding *out)
{
    out->evidence = correspondence_new_account(f);
    return out->evidence.len > 0;
}

/* Context: the first account that is neither ours nor was ever his. An invoice has one, and so has a thief. */
static bool account_unseen(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || f->wording == NULL)
        return false;
    for (size_t i = 0; i < f->wording->payments.count && out->evidence.len == 0; i++) {
        const struct payment *account = &f->wording->payments.items[i];

        if (account->kind != PAYMENT_WALLET && !is_among(account->number, h->our_accounts, h->our_account_count) &&
            !is_among(account->number, h->accounts, h->account_count))
            out->evidence = account->text;
    }
    return out->evidence.len > 0;
}

/* Endings of countries that anybody takes for what they sound like. */
static bool is_taken_by_all(str ending)
{
    static const str endings[] = { STR_INIT("me"), STR_INIT("st"), STR_INIT("ly"), STR_INIT("tl"), STR_INIT("sc"), STR_INIT("la") };

    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_equal_nocase(ending, endings[i]))
            return true;
    return false;
}

/* The country of the author's house by the ending of his domain, where accounts are IBANs; empty if the ending does not tell. */
static str home_of(str domain)
{
    str ending = domain_last_labels(domain, 1);

    if (str_equal_nocase(ending, STR("uk")))
        return STR("GB");
    return ending.len == 2 && !is_taken_by_all(ending) && payment_country_has_iban(ending) ? ending : (str){ 0 };
}

static bool names_country(const struct payment *account)
{
    return account->kind == PAYMENT_IBAN || (account->kind == PAYMENT_IBAN_FORM && ascii_is_alpha(account->number.ptr[0]));
}

/* Money that is to go where the house is not. One account at home, or one that is known, explains the others: whoever has customers
 * abroad has accounts there. */
static bool account_abroad(const struct facts *f, struct finding *out)
{
    const struct history *h    = writer(f);
    str                   home = home_of(f->message->author.domain);

    if (h == NULL || f->wording == NULL || home.len == 0 || is_free_mailbox(f))
        return false;
    for (size_t i = 0; i < f->wording->payments.count; i++) {
        const struct payment *account = &f->wording->payments.items[i];

        if (!names_country(account) || is_among(account->number, h->our_accounts, h->our_account_count))
            continue;
        if (str_equal_nocase(str_slice(account->number, 0, 2), home) || is_among(account->number, h->accounts, h->account_count))
            return false;
        out->evidence = account->text;
    }
    return out->evidence.len > 0;
}

/* ---- habits ---- */

/* Nineteen of twenty, and enough of them. */
static bool is_settled(const struct habit *habit)
{
    return habit->samples >= HABIT_SAMPLES_MIN && habit->usual_count * 20 >= habit->samples * 19;
}

/* A signature that is missing says more than a network that is not in SPF: every forwarder breaks that. */
static bool auth_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !is_settled(&h->way) || h->way.same > 0 || identity_author(f) == AUTHOR_UNDECIDED || history_relay_is_usual(f))
        return false;
    bool was_signed = !str_equal(h->way.usual, HISTORY_BY_SPF);

    if (h->is_proved && (!was_signed || identity_is_signed(f)))
        return false;
    if (h->is_proved || !was_signed)
        out->weight /= 2;
    out->evidence = arena_printf(f->arena, "%zu of %zu messages were proved by %.*s", h->way.usual_count, h->way.samples,
                                 STR_ARG(was_signed ? h->way.usual : STR("SPF")));
    return true;
}

/* Another network in the same country is a new provider more often than a thief. */
static bool source_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !history_source_is_new(h) || history_relay_is_usual(f))
        return false;
    double surprise = log((double)h->network.samples + 1) / log(20);

    out->weight  *= (surprise < 1 ? surprise : 1) * (h->country.samples > 0 && h->country.same == 0 ? 1 : 0.3);
    out->evidence = arena_printf(f->arena, "usually from %.*s in %.*s, now from %.*s in %.*s", STR_ARG(h->network.usual),
                                 STR_ARG(h->country.usual), STR_ARG(history_network(f->arena, f->network)), STR_ARG(f->network->country));
    return true;
}

static bool hour_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->hour.samples < HOUR_SAMPLES_MIN || h->hour.same > 0)
        return false;
    out->evidence = time_rfc3339(f->arena, f->now);
    return true;
}

static bool is_unlike(const struct habit *habit)
{
    return habit->samples >= USUAL_SAMPLES_MIN && habit->same == 0 && habit->kinds <= USUAL_KINDS_MAX;
}

/* A new telephone does the same. */
static bool mailer_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !is_unlike(&h->program))
        return false;
    out->evidence = arena_join(f->arena, (str[]){ STR("usually by "), h->program.usual }, 2, (str){ 0 });
    return true;
}

static bool timezone_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || !is_unlike(&h->zone))
        return false;
    out->evidence = arena_join(f->arena, (str[]){ STR("usually "), h->zone.usual, STR(", now: "), f->route->date_text }, 4, (str){ 0 });
    return true;
}

/* A mailbox that was taken writes to all whom it knows. Who sends a newsletter each month has had such days before. */
static bool volume_change(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->today < RUSH_MESSAGES_MIN || h->today < RUSH_TIMES * h->busiest_day ||
        h->address.in_count < h->today + PACE_MESSAGES_MIN || f->now - h->address.first < PACE_DAYS_MIN * DAY_SECONDS)
        return false;
    out->evidence = arena_printf(f->arena, "%zu messages today, never more than %zu on a day before", h->today, h->busiest_day);
    return true;
}

static bool url_host_new(const struct facts *f, struct finding *out)
{
    const struct history *h = writer(f);

    if (h == NULL || h->sites < SITES_MIN || h->new_site.len == 0)
        return false;
    out->evidence = h->new_site;
    return true;
}

const struct rule correspondence_rules[] = {
    { "first-contact",           0.60, GROUP_CORRESPONDENCE, SOFT, first_contact,
      "Nobody here has ever had mail from this address." },
    { "first-contact-recipient", 0.00, GROUP_CORRESPONDENCE, SOFT, first_contact_recipient,
      "The recipient has never had mail from this address; others here have." },
    { "new-domain",              0.40, GROUP_CORRESPONDENCE, SOFT, new_domain,
      "Nobody here had mail from this domain before the last few days." },
    { "known-name-new-address",  1.90, GROUP_AUTHOR, SOFT, known_name_new_address,
      "You know this name from another address." },
    { "known-sender-new-domain", 1.20, GROUP_AUTHOR, SOFT, known_sender_new_domain,
      "A sender whom you know has this name, and another domain." },
    { "partner-new-subdomain",   1.20, GROUP_CORRESPONDENCE, SOFT, partner_new_subdomain,
      "The sender's domain is part of a partner's, but no mail has come from this part, nor from this network." },
    { "thread-graft",            2.00, GROUP_CORRESPONDENCE, HARD, thread_graft,
      "The message continues a conversation of yours, but its sender had no part in that." },
    { "thread-graft-bare",       0.60, GROUP_CORRESPONDENCE, SOFT, thread_graft_bare,
      "It continues a conversation of yours, but its author was never part of it; so far it asks for nothing." },
    { "foreign-report",          1.70, GROUP_CORRESPONDENCE, SOFT, foreign_report,
      "It is a report about a message that nobody here has sent." },
    { "replyto-new",             0.90, GROUP_CORRESPONDENCE, SOFT, replyto_new,
      "Answers would go where this sender never had them." },
    { "bank-change",             2.00, GROUP_CORRESPONDENCE, HARD, bank_change,
      "The message names a bank account that this sender has never named." },
    { "account-unseen",          0.00, GROUP_CORRESPONDENCE, SOFT, account_unseen,
      "The message names a bank account that nobody here has seen from this sender." },
    { "account-abroad",          0.40, GROUP_CORRESPONDENCE, SOFT, account_abroad,
      "The bank account is in another country than the sender's domain." },
    { "auth-change",             1.40, GROUP_HABIT, SOFT, auth_change,
      "This sender's mail was always proved in another way than this message." },
    { "source-change",           1.00, GROUP_HABIT, SOFT, source_change,
      "The message comes from a network that this sender has never used." },
    { "hour-change",             0.20, GROUP_HABIT, SOFT, hour_change,
      "This sender has never written at such an hour." },
    { "mailer-change",           0.20, GROUP_HABIT, SOFT, mailer_change,
      "This sender has never written with such a program." },
    { "timezone-change",         0.20, GROUP_HABIT, SOFT, timezone_change,
      "This sender's clock has never stood in such a time zone." },
    { "volume-change",           0.60, GROUP_HABIT, SOFT, volume_change,
      "This sender writes far more today than on any day before." },
    { "url-host-new",            0.20, GROUP_CORRESPONDENCE, SOFT, url_host_new,
      "No link has ever led anybody here to this site." },
};
const size_t correspondence_rule_count = ARRAY_LEN(correspondence_rules);
