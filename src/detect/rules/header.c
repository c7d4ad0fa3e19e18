/* Rules about the form of the header (DETECTION "Envelope, route and header form"). */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/attachment.h"
#include "detect/content.h"
#include "detect/file/type.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"
#include "detect/text.h"
#include "mail/words.h"

enum {
    MAILBOXES_EXAMINED  = 20,
    CLOCK_SLACK_SECONDS = 2 * 86400,    /* clocks are wrong by hours, zones are mistaken, and days begin elsewhere */
    DRAFT_SECONDS       = 14 * 86400,   /* for which a message that was written waits to be sent */
    OLD_SECONDS         = 60 * 86400,
    RECIPIENTS_MANY     = 5,
    PARTIES_MANY        = 4,
    EVIDENCE_OCTETS     = 160,
    HOST_LABEL_MIN      = 4,
    TEXT_BESIDE_PICTURES_OCTETS = 200,
};

/* What is left of the weight where no recipient is named, and that alone is unusual. */
static const double undisclosed_and_plain = 1.0 / 3;

/* Sent on by hand, octet for octet (RFC 5322 §3.6.6): what its author did then says nothing about who sends it now. */
static bool is_resent(const struct facts *f)
{
    return header_find(&f->message->headers, STR("Resent-From")) != NULL;
}

static bool is_answer(const struct facts *f)
{
    return header_find(&f->message->headers, STR("In-Reply-To")) != NULL || header_find(&f->message->headers, STR("References")) != NULL;
}

/* ---- fields that stand twice ---- */

/* RFC 5322 §3.6, the fields with a maximum of one, and those of RFC 2045 §3. From is the author's business. */
static const char *const single_fields[] = {
    "Date", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References", "Subject",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
};

static bool duplicate_header(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < ARRAY_LEN(single_fields); i++) {
        struct header_walk   walk = header_walk_down(&f->message->headers, str_of(single_fields[i]));
        const struct header *h    = header_next(&walk);

        if (h == NULL || (h = header_next(&walk)) == NULL)
            continue;
        out->evidence = str_trim(h->field);
        return true;
    }
    return false;
}

/* ---- letters ---- */

static bool is_right_to_left_letter(uint32_t c)
{
    return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff);
}

/* U+202D and U+202E turn letters round whatever they are. U+202B and U+2067 do so with Latin text; beside Hebrew or
 * Arabic they are how one writes. U+202A, U+2066 and U+2068 leave Latin text as it stands, and programs put them round
 * names. */
static bool is_reordered(str text)
{
    bool     overridden = false, turned = false, right_to_left = false;
    uint32_t c;

    while (text_next_character(&text, &c)) {
        overridden    |= c == 0x202d || c == 0x202e;
        turned        |= c == 0x202b || c == 0x2067;
        right_to_left |= is_right_to_left_letter(c);
    }
    return overridden || (turned && !right_to_left);
}

static bool list_is_reordered(const struct address_list *list, str *evidence)
{
    for (size_t i = 0; i < list->count && i < MAILBOXES_EXAMINED; i++) {
        *evidence = list->mailboxes[i].display_name;
        if (is_reordered(*evidence) || unicode_has_bidi_control(list->mailboxes[i].address))
            return true;
    }
    return false;
}

static bool bidi_in_header(const struct facts *f, struct finding *out)
{
    const struct message *message = f->message;

    out->evidence = identity_shown_name(f);
    if (is_reordered(out->evidence))
        return true;
    out->evidence = message->author.mailbox.address;
    if (unicode_has_bidi_control(out->evidence))
        return true;
    out->evidence = message->subject;
    return is_reordered(out->evidence) || list_is_reordered(&message->reply_to, &out->evidence) ||
           list_is_reordered(&message->to, &out->evidence);
}

/* RFC 6532 is for SMTPUTF8; elsewhere octets above 127 in a field mean nothing certain. */
static bool raw_8bit_header(const struct facts *f, struct finding *out)
{
    static const char *const people_read[] = { "From", "Subject", "To", "Reply-To" };

    if (f->envelope->smtputf8 || (f->message->headers.flaws & HEADER_8BIT) == 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(people_read); i++) {
        const struct header *h = header_find(&f->message->headers, str_of(people_read[i]));

        if (h != NULL && (h->flaws & HEADER_8BIT) != 0) {
            out->evidence = str_trim(h->field);
            return true;
        }
    }
    return false;
}

static bool is_encoded_needlessly(const struct facts *f, str name, struct finding *out)
{
    const struct header *h     = header_find(&f->message->headers, name);
    unsigned             flaws = 0;

    if (h == NULL)
        return false;
    words_decode(f->arena, header_unfold(f->arena, h), &flaws);
    out->evidence = str_trim(h->field);
    return (flaws & WORDS_NEEDLESS) != 0;
}

static bool subj_b64_ascii(const struct facts *f, struct finding *out)
{
    return is_encoded_needlessly(f, STR("Subject"), out);
}

static bool from_b64_ascii(const struct facts *f, struct finding *out)
{
    return is_encoded_needlessly(f, STR("From"), out);
}

/* ---- where answers go ---- */

static bool reply_to_mismatch(const struct facts *f, struct finding *out)
{
    const struct mailbox *elsewhere = identity_reply_elsewhere(f);

    if (elsewhere == NULL)
        return false;
    out->evidence = elsewhere->text;
    return true;
}

static bool replies_reach_author(const struct facts *f)
{
    const struct address_list *reply_to = &f->message->reply_to;

    for (size_t i = 0; i < reply_to->count && i < MAILBOXES_EXAMINED; i++)
        if (str_equal_nocase(reply_to->mailboxes[i].address, f->message->author.mailbox.address))
            return true;
    return false;
}

/* Members of lists do so every day: then the list's own identity explains it. */
static bool replyto_freemail_other(const struct facts *f, struct finding *out)
{
    const struct address_list *reply_to = &f->message->reply_to;

    if (reply_to->count == 0 || replies_reach_author(f) || identity_is_list(f) || identity_answers_known(f) ||
        !organization_is_free_mail(f->organization, domain_lower(f->arena, reply_to->mailboxes[0].domain)))
        return false;
    out->evidence = reply_to->mailboxes[0].text;
    return true;
}

/* ---- what is missing, or claimed ---- */

/* "Re:" in some languages. Forwarding by hand leaves no reference, so "Fwd:" says nothing. */
static bool fake_reply(const struct facts *f, struct finding *out)
{
    static const char *const marks[] = { "re:", "aw:", "sv:", "antw:", "r:", "res:", "odp:", "re :" };

    if (is_answer(f))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts_nocase(f->message->subject, str_of(marks[i]))) {
            out->evidence = f->message->subject;
            return true;
        }
    return false;
}

static bool no_message_id(const struct facts *f, struct finding *out)
{
    out->evidence = (str){ 0 };
    return header_find(&f->message->headers, STR("Message-ID")) == NULL && !identity_is_inside(f) &&
           !(f->envelope->reverse_path.is_null && identity_is_report(f));
}

/* ---- how it is numbered ---- */

/* Programs that do not know the grammar; a few honest ones among them. */
static bool msgid_malformed(const struct facts *f, struct finding *out)
{
    out->evidence = f->route->id_text;
    return f->route->has_id && !f->route->id.is_well_formed && !identity_is_inside(f);
}

/* Context: the machines of people and small companies are called so. */
static bool msgid_bare_domain(const struct facts *f, struct finding *out)
{
    str right = f->route->id.right;

    out->evidence = f->route->id_text;
    return right.len > 0 && !str_has_char(right, '.') && !str_starts(right, STR("["));
}

/* Programs that send in bulk number messages by the domain that they go to. Whose message of ours comes back, by a list, by
 * hand or by a service that we send through, has not numbered it. */
static bool msgid_is_ours(const struct facts *f, struct finding *out)
{
    str right = f->route->id.right, author = f->message->author.domain;

    out->evidence = f->route->id_text;
    return right.len > 0 && author.len > 0 && organization_owns(f->organization, domain_lower(f->arena, right)) &&
           !organization_owns(f->organization, author) && !identity_is_inside(f) && !identity_is_list(f) &&
           !identity_is_report(f) && identity_known_sender(f) == NULL && !is_resent(f);
}

/* Every second honest message has one: mail services number what they send. */
static bool msgid_other_domain(const struct facts *f, struct finding *out)
{
    str right = f->route->id.right;

    out->evidence = f->route->id_text;
    return right.len > 0 && f->message->author.domain.len > 0 && !identity_same_party(f, right, f->message->author.domain);
}

/* ---- when it was written ---- */

static bool no_date(const struct facts *f, struct finding *out)
{
    out->evidence = (str){ 0 };
    return f->route->date_form == DATE_MISSING && !identity_is_inside(f) && !identity_is_report(f);
}

static bool date_unreadable(const struct facts *f, struct finding *out)
{
    const struct route *route = f->route;

    out->evidence = route->date_text;
    return (route->date_form == DATE_UNREADABLE || (route->date_form == DATE_READ && !date_zone_exists(&route->date))) &&
           !identity_is_inside(f);
}

/* It stays on top of the list of messages, wherever that is sorted by the field. */
static bool date_in_future(const struct facts *f, struct finding *out)
{
    out->evidence = f->route->date_text;
    return f->route->date_form == DATE_READ && f->route->date.at > f->now + CLOCK_SLACK_SECONDS && !identity_is_inside(f);
}

/* Context: nothing of the way shows that it has waited, so it is to stand among what was read long ago, or lay in a file. */
static bool date_old(const struct facts *f, struct finding *out)
{
    const struct route *route = f->route;

    out->evidence = route->date_text;
    return route->date_form == DATE_READ && route->date.at < f->now - OLD_SECONDS && !route->has_first_seen && !identity_is_inside(f) &&
           !identity_is_list(f) && !is_resent(f);
}

/* Drafts and what waits for a moderator or is resent are older than their way; nothing is younger. */
static bool date_off_route(const struct facts *f, struct finding *out)
{
    const struct route *route = f->route;

    if (route->date_form != DATE_READ || !route->has_first_seen || identity_is_inside(f) || identity_is_list(f) || is_resent(f))
        return false;
    out->evidence = arena_printf(f->arena, "%.*s, first seen %.*s", STR_ARG(arena_printable(f->arena, route->date_text)),
                                 STR_ARG(time_rfc5322(f->arena, route->first_seen)));
    return route->date.at > route->first_seen + CLOCK_SLACK_SECONDS || route->date.at < route->first_seen - DRAFT_SECONDS;
}

/* ---- what our own servers would say ---- */

static str bracketed(str subject)
{
    ptrdiff_t end = str_find_char(subject, ']');

    return str_starts(subject, STR("[")) && end != STR_NOT_FOUND ? str_trim(str_slice(subject, 1, (size_t)end)) : (str){ 0 };
}

/* Tags by which servers warn, "[external]", come back in answers every day. That a message is safe, or from inside, is what no
 * outsider can know, and what people have learnt to look for. Behind "Re:" it was somebody's answer. */
static bool subj_safe_tag(const struct facts *f, struct finding *out)
{
    static const char *const tags[] = {
        "safe", "safe sender", "trusted", "trusted sender", "verified", "verified sender", "known sender", "internal sender",
        "internal email", "scanned", "clean", "no virus found", "not spam", "sicherer absender", "vertrauenswürdig",
        "geprüft", "verifiziert", "expéditeur vérifié", "expéditeur sûr", "remitente seguro", "remitente verificado",
        "mittente sicuro", "mittente verificato", "veilige afzender", "betrouwbare afzender",
    };
    str tag = bracketed(f->message->subject);

    if (tag.len == 0 || identity_is_inside(f) || identity_is_list(f))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (str_equal_nocase(tag, str_of(tags[i]))) {
            out->evidence = f->message->subject;
            return true;
        }
    return false;
}

static bool no_recipient_is_named(const struct message *message)
{
    return message->to.count == 0 && message->cc.count == 0;
}

static bool leads_elsewhere(const struct facts *f)
{
    for (size_t i = 0; i < f->content->link_count; i++)
        if (link_leads_to_web(f->content->links[i]) &&
            !identity_same_party(f, f->content->links[i]->target_host, f->message->author.domain))
            return true;
    return false;
}

/* A poster, the plan of a hall: a picture runs nothing; but a letter that is one has no text to be judged by. */
static bool brings_no_more_than_pictures(const struct facts *f)
{
    for (size_t i = 0; i < f->attachments->count; i++)
        if (file_type_class(attachment_type(&f->attachments->items[i])) != FILE_CLASS_IMAGE)
            return false;
    return f->attachments->count == 0 || f->content->text.len >= TEXT_BESIDE_PICTURES_OCTETS;
}

/* A school, a landlord, a club to all whom it looks after: nothing to open, no other address for answers, and nothing that fraud wants. */
static bool only_tells(const struct facts *f)
{
    if (f->content->link_count > 0 || !brings_no_more_than_pictures(f) || f->message->reply_to.count > 0 || f->wording->letter.odds >= 0 ||
        f->message->author.domain.len == 0 || organization_is_free_mail(f->organization, f->message->author.domain))
        return false;
    for (enum phrase_topic topic = 0; topic < PHRASE_TOPICS_OF_TEXT; topic++)
        if (topic != PHRASE_URGENCY && wording_says(f->wording, topic).len > 0)
            return false;
    return true;
}

/* Small firms tell all their customers so what days they are closed; a stolen mailbox has a page for all whom it knows. */
static bool to_undisclosed_or_empty(const struct facts *f, struct finding *out)
{
    const struct header *to = header_find(&f->message->headers, STR("To"));

    if (!no_recipient_is_named(f->message) || identity_is_list(f) || identity_is_report(f))
        return false;
    if ((identity_is_known(f) && !leads_elsewhere(f)) || only_tells(f))
        out->weight *= undisclosed_and_plain;
    out->evidence = to == NULL ? (str){ 0 } : str_trim(to->field);
    return true;
}

static bool is_host_octet(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.';
}

/* What stands before the slash at this place is a host, "a-page.example"; people and houses have short words there: "Dr.med/Mrs". */
static bool is_behind_host(str text, size_t slash)
{
    size_t start = slash;

    while (start > 0 && is_host_octet(text.ptr[start - 1]))
        start--;

    str       host = str_slice(text, start, slash), names;
    ptrdiff_t dot  = str_rfind_char(host, '.');

    if (dot == STR_NOT_FOUND)
        return false;
    names = str_slice(host, 0, (size_t)dot);
    return domain_is_hostname(host) && names.len - (size_t)(str_rfind_char(names, '.') + 1) >= HOST_LABEL_MIN;
}

static bool shows_page(str name)
{
    for (size_t i = 0; i + 1 < name.len; i++)
        if (name.ptr[i] == '/' && (name.ptr[i + 1] == '/' || (ascii_is_alnum(name.ptr[i + 1]) && is_behind_host(name, i))))
            return true;
    return false;
}

/* A form sends a letter to any address with any name: whoever abuses it writes what he has to say into the name. Nobody is called
 * like a page. */
static bool to_name_link(const struct facts *f, struct finding *out)
{
    const struct address_list *to = &f->message->to;

    for (size_t i = 0; i < to->count && i < MAILBOXES_EXAMINED; i++) {
        str name = to->mailboxes[i].display_name;

        if (!shows_page(name))
            continue;
        out->evidence = text_printable(f->arena, name, EVIDENCE_OCTETS);
        return true;
    }
    return false;
}

static bool is_new_party(const struct facts *f, const str *parties, size_t count, str domain)
{
    for (size_t i = 0; i < count; i++)
        if (identity_same_party(f, parties[i], domain))
            return false;
    return domain.len > 0;
}

/* Named in To and Cc, of as many houses. */
static size_t count_parties(const struct facts *f)
{
    const struct address_list *lists[] = { &f->message->to, &f->message->cc };
    str    parties[PARTIES_MANY];
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        for (size_t k = 0; k < lists[i]->count && k < MAILBOXES_EXAMINED && count < PARTIES_MANY; k++)
            if (is_new_party(f, parties, count, lists[i]->mailboxes[k].domain))
                parties[count++] = lists[i]->mailboxes[k].domain;
    return count;
}

/* Whoever has bought addresses names some of them together. Clubs write so, too: to people whom they know. */
static bool to_many_parties(const struct facts *f, struct finding *out)
{
    bool is_list = header_find(&f->message->headers, STR("List-Id")) != NULL;          /* whether or not it proves itself */

    if (f->message->to.count + f->message->cc.count < RECIPIENTS_MANY || identity_is_inside(f) || is_list || identity_is_report(f) ||
        is_answer(f) || identity_known_sender(f) != NULL || identity_is_known(f) || count_parties(f) < PARTIES_MANY)
        return false;
    out->evidence = f->message->to.count > 0 ? f->message->to.mailboxes[0].text : f->message->cc.mailboxes[0].text;
    return true;
}

static bool priority_high(const struct facts *f, struct finding *out)
{
    static const struct { const char *name, *value; } marks[] = {
        { "X-Priority", "1" },  { "X-Priority", "2" }, { "Importance", "high" }, { "X-MSMail-Priority", "high" },
        { "Priority", "urgent" },
    };

    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        const struct header *h = header_find(&f->message->headers, str_of(marks[i].name));

        if (h != NULL && str_starts_nocase(header_unfold(f->arena, h), str_of(marks[i].value))) {
            out->evidence = str_trim(h->field);
            return true;
        }
    }
    return false;
}

/* Contact forms are sent so, too: a weak sign. */
static bool php_mailer(const struct facts *f, struct finding *out)
{
    const struct header *script = header_find(&f->message->headers, STR("X-PHP-Originating-Script"));
    const struct header *mailer = header_find(&f->message->headers, STR("X-Mailer"));

    if (script == NULL)
        script = header_find(&f->message->headers, STR("X-PHP-Script"));
    if (script == NULL && mailer != NULL && str_find_nocase(mailer->value, STR("php")) != STR_NOT_FOUND)
        script = mailer;
    if (script == NULL)
        return false;
    out->evidence = str_trim(script->field);
    return true;
}

const struct rule header_rules[] = {
    { "bidi-in-header",          2.50, GROUP_HEADER, SOFT, bidi_in_header,
      "A control character makes a name or the subject read in another order than it is written." },
    { "duplicate-header",        1.00, GROUP_HEADER, SOFT, duplicate_header,
      "A field that may stand once stands twice: programs show different ones." },
    { "raw-8bit-header",         0.90, GROUP_HEADER, SOFT, raw_8bit_header,
      "The header holds octets that mean nothing certain without SMTPUTF8." },
    { "subj-b64-ascii",          1.20, GROUP_HEADER, SOFT, subj_b64_ascii,
      "The subject was encoded without need." },
    { "from-b64-ascii",          0.30, GROUP_HEADER, SOFT, from_b64_ascii,
      "The sender's name was encoded without need." },
    { "priority-high",           0.90, GROUP_HEADER, SOFT, priority_high,
      "The message is marked as urgent." },
    { "to-undisclosed-or-empty", 0.90, GROUP_HEADER, SOFT, to_undisclosed_or_empty,
      "The message names no recipient." },
    { "to-name-link",            2.00, GROUP_HEADER, SOFT, to_name_link,
      "The addressee's name holds a page to go to: somebody has written his letter into a form." },
    { "to-many-parties",         0.70, GROUP_HEADER, SOFT, to_many_parties,
      "Somebody whom nobody here knows writes to people of many houses at once." },
    { "no-message-id",           0.50, GROUP_HEADER, SOFT, no_message_id,
      "The message has no Message-ID." },
    { "subj-safe-tag",           0.90, GROUP_HEADER, SOFT, subj_safe_tag,
      "A tag in the subject says that the message is safe, as no outsider can know." },
    { "msgid-malformed",         0.40, GROUP_HEADER, SOFT, msgid_malformed,
      "The Message-ID does not have the form of one." },
    { "msgid-is-ours",           0.90, GROUP_HEADER, SOFT, msgid_is_ours,
      "A stranger's message has an id in your own domain." },
    { "no-date",                 0.30, GROUP_HEADER, SOFT, no_date,
      "The message has no date." },
    { "date-unreadable",         0.60, GROUP_HEADER, SOFT, date_unreadable,
      "The date is none, or of a time zone that does not exist." },
    { "date-in-future",          0.50, GROUP_HEADER, SOFT, date_in_future,
      "The message says that it will be written some days from now." },
    { "date-off-route",          0.50, GROUP_HEADER, SOFT, date_off_route,
      "The date does not fit to when the first server says that it had the message." },
    { "php-mailer",              0.35, GROUP_HEADER, SOFT, php_mailer,
      "The message was sent by a script on a web site." },
    { "replyto-freemail-other",  0.60, GROUP_HEADER, SOFT, replyto_freemail_other,
      "Answers would go to a different mailbox that anybody can get." },
    { "fake-reply",              0.20, GROUP_HEADER, SOFT, fake_reply,
      "The subject says that this is a reply, but it answers no message." },
    { "date-old",                0.00, GROUP_HEADER, SOFT, date_old,
      "The message says that it was written months ago, and nothing shows where it has been since." },
    { "msgid-bare-domain",       0.00, GROUP_HEADER, SOFT, msgid_bare_domain,
      "The Message-ID is from a machine under a bare word." },
    { "msgid-other-domain",      0.00, GROUP_HEADER, SOFT, msgid_other_domain,
      "The Message-ID is from another domain than the sender's." },
    { "reply-to-mismatch",       0.00, GROUP_HEADER, SOFT, reply_to_mismatch,
      "Answers would go to another domain than the sender's." },
};
const size_t header_rule_count = ARRAY_LEN(header_rules);
