/* What speaks for a message (DETECTION "Trust evidence"): it may only take away from the score, needs an identity that is
 * proved in this message, and does nothing against hard findings. */
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"

enum {
    KNOWN_MESSAGES_MIN   = 5,
    KNOWN_SECONDS_MIN    = 14 * 86400,
    USUAL_SHARE_MIN_PART = 4,           /* a fourth of the sender's mail, and what it did is a habit of his */
};
static const double out_for_full_trust = 4;             /* letters to him, halved every 90 days */

/* The history of an author who is proved, and who does not come from where he never came from: whoever has stolen a mailbox
 * is proved as well, and has earned nothing of its past. */
static const struct history *proved_author(const struct facts *f)
{
    const struct history *h = f->history;

    return h != NULL && h->is_warm && h->is_proved && !identity_is_inside(f) && !history_source_is_new(h) ? h : NULL;
}

/* By nothing that was never seen before. */
static bool is_proved_as_before(const struct history *h)
{
    return h->way.samples == 0 || h->way.same > 0;
}

static bool answers_our_mail(const struct facts *f, struct finding *out)
{
    const struct history *h = proved_author(f);

    if (h == NULL || !h->thread_is_ours || !h->thread_is_authors)
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool two_way_correspondent(const struct facts *f, struct finding *out)
{
    const struct history *h = proved_author(f);

    if (h == NULL || !is_proved_as_before(h) || !history_is_correspondent(&h->address, f->now))
        return false;
    if (h->address.out < out_for_full_trust)
        out->weight *= h->address.out / out_for_full_trust;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool known_sender(const struct facts *f, struct finding *out)
{
    const struct history *h = proved_author(f);

    if (h == NULL || !is_proved_as_before(h) || h->address.in_count < KNOWN_MESSAGES_MIN ||
        h->address.last - h->address.first < KNOWN_SECONDS_MIN)
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool is_usual(const struct habit *habit)
{
    return habit->samples >= KNOWN_MESSAGES_MIN && habit->same * USUAL_SHARE_MIN_PART >= habit->samples;
}

static bool aligned_consistent(const struct facts *f, struct finding *out)
{
    const struct history *h = proved_author(f);

    if (h == NULL || f->auth->dmarc.status != DMARC_PASS || !contact_is_known(&h->address) || !is_usual(&h->way) || !is_usual(&h->network))
        return false;
    out->evidence = f->message->author.domain;
    return true;
}

static bool brand_is_itself(const struct facts *f, struct finding *out)
{
    str domain = f->message->author.domain;

    if (f->auth->dmarc.status != DMARC_PASS || identity_is_inside(f) || !organization_is_brand(f->organization, domain))
        return false;
    out->evidence = domain;
    return true;
}

static bool own_report(const struct facts *f, struct finding *out)
{
    if (f->history == NULL || !f->history->reports_ours)
        return false;
    out->evidence = f->message->author.mailbox.address;
    return true;
}

static bool listed_sender(const struct facts *f, struct finding *out)
{
    const struct known_sender *sender = identity_known_sender(f);

    if (sender == NULL)
        return false;
    out->evidence = sender->domain;
    return true;
}

const struct rule trust_rules[] = {
    { "answers-our-mail",      -1.20, GROUP_TRUST, SOFT, answers_our_mail,
      "It answers a message that was sent from here to this sender." },
    { "two-way-correspondent", -1.50, GROUP_TRUST, SOFT, two_way_correspondent,
      "People here write with this sender, who is proved as always." },
    { "known-sender",          -0.60, GROUP_TRUST, SOFT, known_sender,
      "This sender has been writing for some time, and is proved as always." },
    { "aligned-consistent",    -0.80, GROUP_TRUST, SOFT, aligned_consistent,
      "The author is proved by DMARC, with the signature and the network that this sender always has." },
    { "brand-is-itself",       -1.00, GROUP_TRUST, SOFT, brand_is_itself,
      "The author's domain is the brand's own, and DMARC proves it." },
    { "own-report",            -1.50, GROUP_TRUST, SOFT, own_report,
      "It is a report about a message that was sent from here." },
    { "listed-sender",         -4.00, GROUP_TRUST, SOFT, listed_sender,
      "The administrator expects mail from this service, which has proved itself as required." },
};
const size_t trust_rule_count = ARRAY_LEN(trust_rules);
