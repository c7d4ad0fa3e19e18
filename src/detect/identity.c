#include "detect/identity.h"

#include <math.h>

#include "base/domain.h"
#include "detect/attachment.h"
#include "detect/file/type.h"

static str party(const struct facts *f, str domain)
{
    str name        = domain_lower(f->arena, domain);
    str registrable = suffix_registrable(f->suffixes, name);

    return registrable.len > 0 ? registrable : name;
}

bool identity_same_party(const struct facts *f, str a, str b)
{
    if (domain_equal(a, b))
        return true;
    /* A party keeps the last two labels of a name: where these differ, the list of suffixes has not to be asked. */
    return domain_equal(domain_last_labels(a, 2), domain_last_labels(b, 2)) && domain_equal(party(f, a), party(f, b));
}

bool identity_is_inside(const struct facts *f)
{
    return f->from_trusted_network || f->envelope->authenticated_as.len > 0;
}

/* ---- the author ---- */

struct witness { bool passed, unfinished; };            /* whether a check for the author's party did so */

static void hear(struct witness *witness, const struct facts *f, str domain, bool passed, bool unfinished)
{
    if ((!passed && !unfinished) || !identity_same_party(f, domain, f->message->author.domain))
        return;
    witness->passed |= passed;
    witness->unfinished |= unfinished;
}

static enum author_proof author_by_party(const struct facts *f)
{
    const struct auth_results *auth    = f->auth;
    struct witness             witness = { false, false };

    hear(&witness, f, auth->spf.domain, auth->spf.status == SPF_PASS, auth->spf.status == SPF_TEMPERROR);
    for (size_t i = 0; i < auth->dkim_count; i++) {
        const struct dkim_result *result = &auth->dkim[i];

        hear(&witness, f, result->domain, dkim_result_vouches(result), result->status == DKIM_TEMPERROR);
    }
    return witness.passed ? AUTHOR_PROVED : witness.unfinished ? AUTHOR_UNDECIDED : AUTHOR_UNPROVED;
}

enum author_proof identity_author(const struct facts *f)
{
    if (f->message->author.domain.len == 0)
        return AUTHOR_UNPROVED;
    switch (f->auth->dmarc.status) {
    case DMARC_PASS:      return AUTHOR_PROVED;
    case DMARC_FAIL:      return AUTHOR_UNPROVED;
    case DMARC_PENDING:
    case DMARC_TEMPERROR: return AUTHOR_UNDECIDED;
    case DMARC_NONE:
    case DMARC_PERMERROR: return author_by_party(f);
    }
    UNREACHABLE();
}

bool identity_is_signed(const struct facts *f)
{
    for (size_t i = 0; i < f->auth->dkim_count; i++)
        if (dkim_result_vouches(&f->auth->dkim[i]) && identity_same_party(f, f->auth->dkim[i].domain, f->message->author.domain))
            return true;
    return false;
}

static const struct known_sender *listed(const struct facts *f, str domain, enum sender_proof proof)
{
    return organization_known_sender(f->organization, domain_lower(f->arena, domain), proof);
}

const struct known_sender *identity_known_sender(const struct facts *f)
{
    const struct auth_results *auth  = f->auth;
    const struct known_sender *found = NULL;

    for (size_t i = 0; i < auth->dkim_count && found == NULL; i++)
        if (dkim_result_vouches(&auth->dkim[i]))
            found = listed(f, auth->dkim[i].domain, SENDER_BY_DKIM);
    if (found == NULL && auth->spf.status == SPF_PASS)
        found = listed(f, auth->spf.domain, SENDER_BY_SPF);
    if (found == NULL && auth->dmarc.status == DMARC_PASS)
        found = listed(f, f->message->author.domain, SENDER_BY_DMARC);
    if (found == NULL && auth->arc.status == ARC_PASS && auth->arc.sets > 0)
        found = listed(f, auth->arc.sealers[auth->arc.sets - 1], SENDER_BY_ARC);
    return found;
}

bool identity_may_use_own_domain(const struct facts *f)
{
    const struct known_sender *sender = identity_known_sender(f);

    return sender != NULL && sender->may_use_own_domain;
}

enum {
    REPLY_TO_EXAMINED = 20,
    REGULAR_MIN       = 5,              /* the same of any machine, and for so long */
    REGULAR_SECONDS   = 60 * 86400,
    WRITTEN_MIN       = 3,              /* messages of an address from one network, before its machine is taken for one that does so */
};

bool identity_is_carrier(const struct facts *facts)
{
    return organization_is_carrier(facts->organization, facts->message->author.domain);
}

bool identity_answers_known(const struct facts *facts)
{
    const struct address_list *reply_to = &facts->message->reply_to;

    return facts->history != NULL && reply_to->count == 1 && str_equal_nocase(reply_to->mailboxes[0].address, facts->history->known_as) &&
           identity_author(facts) == AUTHOR_PROVED;
}

bool identity_is_known(const struct facts *facts)
{
    return facts->history != NULL && facts->history->is_proved && contact_is_known(&facts->history->address);
}

bool identity_carries_known(const struct facts *facts)
{
    return identity_is_carrier(facts) && identity_answers_known(facts);
}

bool identity_carries_partner(const struct facts *facts)
{
    const struct address_list *reply_to = &facts->message->reply_to;

    return identity_is_carrier(facts) && identity_author(facts) == AUTHOR_PROVED && reply_to->count == 1 &&
           organization_is_partner(facts->organization, domain_lower(facts->arena, reply_to->mailboxes[0].domain));
}

bool identity_is_itself(const struct facts *facts)
{
    return identity_is_inside(facts) ||
           (identity_author(facts) == AUTHOR_PROVED && organization_protects(facts->organization, facts->message->author.domain));
}

const struct mailbox *identity_reply_elsewhere(const struct facts *f)
{
    const struct address_list *reply_to = &f->message->reply_to;

    for (size_t i = 0; i < reply_to->count && i < REPLY_TO_EXAMINED; i++)
        if (!identity_same_party(f, reply_to->mailboxes[i].domain, f->message->author.domain))
            return &reply_to->mailboxes[i];
    return NULL;
}

/* Below a name of ours machines have addresses. Theirs tell something and want nothing: what has a link, a file or another address for
 * answers is no such message. */
static bool reports_from_below(const struct facts *f)
{
    str parent = domain_lower(f->arena, f->message->author.domain), label;

    return str_cut(&parent, '.', &label) && organization_owns(f->organization, parent) && f->content->link_count == 0 &&
           (f->attachments == NULL || f->attachments->count == 0) && f->message->reply_to.count == 0;
}

/* Files that run nothing, and links that lead home. */
static bool stays_at_home(const struct facts *f)
{
    for (size_t i = 0; i < f->content->link_count; i++)
        if (link_leads_to_web(f->content->links[i]) && !organization_owns(f->organization, f->content->links[i]->target_host))
            return false;
    for (size_t i = 0; f->attachments != NULL && i < f->attachments->count; i++)
        if (file_type_class(attachment_type(&f->attachments->items[i])) > FILE_CLASS_DOCUMENT)
            return false;
    return true;
}

/* What was not understood, or stands in a picture, may ask for anything. */
static bool asks_for_nothing(const struct facts *f)
{
    for (enum phrase_topic topic = 0; topic < PHRASE_TOPICS_OF_TEXT; topic++)
        if (topic != PHRASE_GREETING && topic != PHRASE_PAYMENT && topic != PHRASE_URGENCY && wording_says(f->wording, topic).len > 0)
            return false;
    return isfinite(f->wording->letter.odds) && f->wording->letter.odds < 0 && f->content->images == 0;
}

/* The shop, the form, the till program of a small house: in an address that nothing has ever proved, for months from this very network
 * and from no other. Whoever has a machine in the same network could write so, too, as long as he wants nothing. */
static bool is_regular_here(const struct facts *f)
{
    const struct history *h = f->history;

    return h->is_warm && h->address.in_count == 0 && h->unproved_here >= REGULAR_MIN && h->unproved_here == h->unproved &&
           f->now - h->unproved_here_since >= REGULAR_SECONDS && f->wording != NULL && stays_at_home(f) && asks_for_nothing(f);
}

bool identity_is_our_machine(const struct facts *f)
{
    const struct iprev_result *iprev = &f->auth->iprev;
    const struct history      *h     = f->history;
    bool has_our_name = iprev->status == IPREV_PASS && organization_owns(f->organization, domain_lower(f->arena, iprev->name));

    if (h == NULL)
        return false;
    if (has_our_name && h->reports_ours && identity_is_returned(f))
        return true;
    return (h->is_warm && h->unproved >= WRITTEN_MIN && h->network.same >= WRITTEN_MIN && (has_our_name || reports_from_below(f))) ||
           (organization_owns(f->organization, domain_lower(f->arena, f->message->author.domain)) && is_regular_here(f));
}

/* ---- lists and reports ---- */

static str field_text(const struct facts *f, str name)
{
    const struct header *header = header_find(&f->message->headers, name);

    return header == NULL ? (str){ 0 } : str_trim(header->value);
}

/* Of a list: that of its List-Id or, where a program does without (LISTSERV), of the address of its owner (RFC 2369 §3.5). */
static str list_domain(const struct facts *f)
{
    str id = f->message->list_id, owner;

    if (id.len > 0 || !str_equal_nocase(field_text(f, STR("Precedence")), STR("list")))
        return id;
    owner = domain_of_address(field_text(f, STR("List-Owner")));
    return str_cut(&owner, '>', &id) ? id : (str){ 0 };
}

static bool speaks_for_list(const struct facts *f, str list, str domain)
{
    return identity_same_party(f, domain, list) ||
           identity_same_party(f, domain, f->envelope->reverse_path.domain);
}

bool identity_is_list(const struct facts *f)
{
    const struct auth_results *auth = f->auth;
    str                        list = list_domain(f);

    if (list.len == 0)
        return false;
    if (auth->spf.status == SPF_PASS && speaks_for_list(f, list, auth->spf.domain))
        return true;
    for (size_t i = 0; i < auth->dkim_count; i++)
        if (auth->dkim[i].status == DKIM_PASS && speaks_for_list(f, list, auth->dkim[i].domain))
            return true;
    return false;
}

bool identity_is_at_home(const struct facts *f)
{
    const struct iprev_result *iprev  = &f->auth->iprev;
    enum spf_status            policy = f->auth->spf.status;

    return iprev->status == IPREV_PASS && policy != SPF_FAIL && policy != SPF_SOFTFAIL &&
           identity_same_party(f, iprev->name, f->message->author.domain) &&
           !organization_is_free_mail(f->organization, f->message->author.domain);
}

bool identity_proves(const struct facts *f, str domain)
{
    const struct auth_results *auth = f->auth;

    if (auth->spf.status == SPF_PASS && identity_same_party(f, auth->spf.domain, domain))
        return true;
    for (size_t i = 0; i < auth->dkim_count; i++)
        if (dkim_result_vouches(&auth->dkim[i]) && identity_same_party(f, auth->dkim[i].domain, domain))
            return true;
    return false;
}

str identity_list_address(const struct facts *f)
{
    str domain = f->message->list_id, name;

    if (!str_cut(&domain, '.', &name) || name.len == 0 || !str_has_char(domain, '.') || !identity_proves(f, domain) ||
        organization_is_free_mail(f->organization, domain_lower(f->arena, domain)))
        return (str){ 0 };
    return arena_lower(f->arena, arena_join(f->arena, (str[]){ name, domain }, 2, STR("@")));
}

static bool has_report_part(const struct message *message)
{
    const struct part *root = message->root;

    if (root == NULL)
        return false;
    return str_equal(root->type, STR("multipart")) && str_equal(root->subtype, STR("report"));
}

/* RFC 3834 §5, RFC 5436 §2.7.1. */
static bool is_automatic(const struct facts *f)
{
    static const str      keywords[] = { STR_INIT("auto-generated"), STR_INIT("auto-replied"), STR_INIT("auto-notified") };
    const struct header *h           = header_find(&f->message->headers, STR("Auto-Submitted"));
    str                  value       = h == NULL ? (str){ 0 } : header_unfold(f->arena, h), keyword;

    if (!str_cut(&value, ';', &keyword))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
        if (str_equal_nocase(str_trim(keyword), keywords[i]))
            return true;
    return false;
}

/* Reports older than RFC 3464, and of programs that never read it. */
static bool is_from_mail_system(const struct message *message)
{
    const struct mailbox *author = &message->author.mailbox;

    return str_equal_nocase(author->local_part, STR("mailer-daemon")) ||
           str_equal_nocase(author->local_part, STR("postmaster")) ||
           str_equal_nocase(author->display_name, STR("mailer-daemon"));
}

bool identity_is_report(const struct facts *f)
{
    return has_report_part(f->message) || is_automatic(f) || is_from_mail_system(f->message);
}

/* Anybody writes "Auto-Submitted" above a letter of his own, and leaves out the return address: where it is remembered what was sent
 * from here, a report is about that. */
bool identity_is_returned(const struct facts *f)
{
    const struct history *h = f->history;

    if (!f->envelope->reverse_path.is_null || !identity_is_report(f))
        return false;
    if (h != NULL && (h->reports_ours || (h->is_warm && h->sent > 0)))
        return h->reports_ours;
    return has_report_part(f->message) || is_from_mail_system(f->message) || identity_author(f) == AUTHOR_PROVED;
}

/* ---- for people ---- */

/* "Kim Lee: kim@example.org;" shows the name of a group of one. */
str identity_shown_name(const struct facts *f)
{
    const struct mailbox *author = &f->message->author.mailbox;

    if (author->display_name.len > 0)
        return author->display_name;
    return author->comment.len > 0 ? author->comment : author->group;
}

str identity_mailbox_shown(struct arena *arena, const struct mailbox *mailbox)
{
    const str parts[] = { mailbox->display_name, STR(" <"), mailbox->address, STR(">") };

    return mailbox->display_name.len > 0 ? arena_join(arena, parts, ARRAY_LEN(parts), (str){ 0 }) : mailbox->text;
}

str identity_sender(const struct facts *f)
{
    const struct envelope *envelope = f->envelope;

    if (envelope->reverse_path.domain.len > 0)
        return envelope->reverse_path.domain;
    return envelope->helo.len > 0 ? envelope->helo : ip_text(f->arena, &envelope->client);
}
