/* Rules about what a sender whom nobody knows calls himself, and what his pages are called. Whoever writes to deceive has a name that
 * says what he wants to be taken for, and often a domain that was made for one letter. None of it is a proof: beside the finding
 * that nobody here knows the sender it tells (the compounds of the model). */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/look.h"
#include "detect/person.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    WORD_TELLING    = 4,                /* letters; shorter words stand in any domain */
    BEGINNING       = 3,
    NAME_WORDS_MAX  = 12,
    YEAR_DIGITS     = 4,
    FOOTER_OCTETS   = 100,
    NUMBER_MIN      = 5,                /* digits; fewer only behind a mark */
    LATIN_LAST      = 0x24f,            /* the last letter of Latin Extended-B */
    LATIN_MORE      = 0x1e00,           /* Latin Extended Additional, to U+1EFF */
};

static str author_domain(const struct facts *f)
{
    return f->message->author.domain;
}

/* ---- names ---- */

static bool stands_in_domain(const struct facts *f, str name)
{
    str rest = look_plain(f->unicode, f->arena, name), word;

    while (text_next_word(&rest, &word))
        if (word.len >= WORD_TELLING && str_find(author_domain(f), word) != STR_NOT_FOUND)
            return true;
    return false;
}

/* "Figboard Support" at figboard.example is called after the house that it is of; said is what any house has. */
static bool is_named_after_domain(const struct facts *f, str said)
{
    str    name   = identity_shown_name(f);
    size_t before = (size_t)(said.ptr - name.ptr);

    return stands_in_domain(f, str_slice(name, 0, before)) || stands_in_domain(f, str_from(name, before + said.len));
}

static bool is_called(const struct facts *f, enum phrase_topic topic, struct finding *out)
{
    str said = f->wording->name.first[topic];

    if (said.len == 0 || identity_is_itself(f) || identity_is_list(f) || identity_is_returned(f) || is_named_after_domain(f, said))
        return false;
    out->evidence = identity_shown_name(f);
    return true;
}

static bool dn_desk(const struct facts *f, struct finding *out)
{
    return is_called(f, PHRASE_DESK, out);
}

/* "Managing Director", from a mailbox that anybody can get: whoever is one is called something, and has an address at the house. */
static bool dn_title(const struct facts *f, struct finding *out)
{
    if (!organization_is_free_mail(f->organization, author_domain(f)) ||
        !person_is_function(f->unicode, f->arena, identity_shown_name(f)) || identity_is_inside(f) || identity_is_list(f))
        return false;
    out->evidence = identity_mailbox_shown(f->arena, &f->message->author.mailbox);
    return true;
}

/* What a service says of whoever uses it: "Salary Dept has shared a file with you." */
static bool subj_desk(const struct facts *f, struct finding *out)
{
    out->evidence = f->wording->subject.first[PHRASE_DESK];
    return out->evidence.len > 0 && !identity_is_list(f) && !identity_is_returned(f);
}

static bool leads_somewhere(const struct facts *f)
{
    return f->wording->page_count > 0;
}

/* Offices write letters. Who wants to be taken for one has a page to show. */
static bool dn_office(const struct facts *f, struct finding *out)
{
    return leads_somewhere(f) && is_called(f, PHRASE_OFFICE, out);
}

/* ---- names that have nothing to do with the address ---- */

static bool is_latin(str name)
{
    uint32_t c;

    while (text_next_character(&name, &c))
        if (c > LATIN_LAST && (c < LATIN_MORE || c > LATIN_MORE + 0xff) && c != 0x2019)         /* the apostrophe of typesetters */
            return false;
    return true;
}

/* "upu" of "Universal Postal Union" is all of a domain, "sdw" begins an address. */
static bool begins_with_initials(str text, str name)
{
    str    word;
    size_t count = 0;

    for (; text_next_word(&name, &word); count++)
        if (count == text.len || word.ptr[0] != text.ptr[count])
            return false;
    return count >= 2;
}

/* "pdel" writes as Peter Delevoryas. */
static bool holds_beginning(str text, str name)
{
    str word;

    while (text_next_word(&name, &word))
        if (word.len >= BEGINNING && str_find(text, str_slice(word, 0, BEGINNING)) != STR_NOT_FOUND)
            return true;
    return false;
}

/* How many words of the one stand in the other: "Kim Lee" writes as klee, "Weekly News" as newsletter. */
static size_t count_shared(str name, str text, size_t shortest)
{
    size_t count = 0;
    str    word;

    while (text_next_word(&name, &word))
        count += word.len >= shortest && str_find(text, word) != STR_NOT_FOUND;
    return count;
}

static bool share_word(str name, str text, size_t shortest)
{
    return count_shared(name, text, shortest) > 0;
}

static bool has_telling_word(str name)
{
    str word;

    while (text_next_word(&name, &word))
        if (word.len >= WORD_TELLING)
            return true;
    return false;
}

static str without_blanks(struct arena *arena, str name)
{
    str words[NAME_WORDS_MAX];
    size_t count = 0;

    while (count < NAME_WORDS_MAX && text_next_word(&name, &words[count]))
        count++;
    return arena_join(arena, words, count, (str){ 0 });
}

static str compared(const struct facts *f, str text)
{
    return look_unspelled(f->arena, look_plain(f->unicode, f->arena, text));
}

/* People write from addresses that are called like them, and houses from domains that are. */
static bool is_related(const struct facts *f, str name)
{
    str written = f->message->author.mailbox.local_part, rest = suffix_registrable(f->suffixes, author_domain(f)), label = { 0 };
    str local   = compared(f, written), domain = compared(f, author_domain(f)), joined = without_blanks(f->arena, name);

    (void)str_cut(&rest, '.', &label);
    return holds_beginning(local, name) || share_word(name, domain, BEGINNING) || share_word(local, joined, WORD_TELLING) ||
           share_word(compared(f, label), joined, WORD_TELLING) || begins_with_initials(arena_lower(f->arena, written), name) ||
           begins_with_initials(arena_lower(f->arena, label), name);
}

static bool is_unrelated(const struct facts *f, struct finding *out)
{
    str shown = identity_shown_name(f), name;

    if (shown.len == 0 || f->wording->page_count == 0 || identity_is_itself(f) || identity_is_list(f) || identity_is_returned(f) ||
        !is_latin(shown) || organization_is_free_mail(f->organization, author_domain(f)))
        return false;
    name = compared(f, shown);
    if (!has_telling_word(name) || is_related(f, name) || person_is_department(f->unicode, f->arena, shown))
        return false;
    out->evidence = identity_mailbox_shown(f->arena, &f->message->author.mailbox);
    return true;
}

/* All links that people see, and there are some. */
static bool leads_to(const struct facts *f, str domain)
{
    bool leads = false;

    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (!link->is_seen || !link_leads_to_web(link))
            continue;
        if (!identity_same_party(f, link->target_registrable, domain))
            return false;
        leads = true;
    }
    return leads;
}

/* A service writes in the name of its customers, from its own domain and about its own pages. Whoever uses a mailbox that is not
 * his leads away from it. */
static bool leads_home(const struct facts *f)
{
    return leads_to(f, author_domain(f));
}

/* A house is called like its domain; at a free mailbox, where anybody takes a name, more than one word has to be the same. */
static bool is_called_like(const struct facts *f, const struct mailbox *mailbox)
{
    str name = compared(f, identity_shown_name(f)), domain = domain_lower(f->arena, mailbox->domain);

    if (organization_is_free_mail(f->organization, domain))
        return count_shared(name, compared(f, mailbox->local_part), WORD_TELLING) >= 2;
    return share_word(name, domain, WORD_TELLING);
}

/* "Harbour Lines <notices@billing.example>", and answers go to harbour-lines.example: a service that proves itself has sent it for them. */
static bool answers_explain_name(const struct facts *f)
{
    const struct address_list *reply_to = &f->message->reply_to;

    if (identity_answers_known(f))
        return true;
    return reply_to->count == 1 && identity_author(f) == AUTHOR_PROVED && identity_reply_elsewhere(f) != NULL &&
           is_called_like(f, &reply_to->mailboxes[0]);
}

/* A shop's mail service: its pages are those of the shop, to which answers go. */
static bool writes_for_another(const struct facts *f)
{
    const struct address_list *reply_to = &f->message->reply_to;

    return answers_explain_name(f) && reply_to->count == 1 && leads_to(f, domain_lower(f->arena, reply_to->mailboxes[0].domain)) &&
           !organization_is_free_mail(f->organization, domain_lower(f->arena, reply_to->mailboxes[0].domain));
}

static bool dn_unrelated(const struct facts *f, struct finding *out)
{
    return is_unrelated(f, out) && !leads_home(f) && !writes_for_another(f);
}

static bool dn_unrelated_at_home(const struct facts *f, struct finding *out)
{
    return is_unrelated(f, out) && leads_home(f) && !answers_explain_name(f);
}

/* "Statement-48213377", "Your Order #5353": machines that send number letters, people and houses have no number. Four digits may be a
 * year, and what stands behind a currency is a sum. */
static bool is_running_number(str name, str word)
{
    char   before = word.ptr > name.ptr ? word.ptr[-1] : ' ';
    size_t digits = 0;

    for (size_t i = 0; i < word.len; i++)
        digits += ascii_is_digit(word.ptr[i]);
    return digits == word.len && (before == '#' || before == '-' || before == '_' || digits >= NUMBER_MIN) && digits >= YEAR_DIGITS &&
           !(digits == YEAR_DIGITS && (str_starts(word, STR("19")) || str_starts(word, STR("20"))));
}

static bool dn_number(const struct facts *f, struct finding *out)
{
    str name = identity_shown_name(f), rest = name, word;

    if (str_has_char(name, '@') || identity_is_itself(f) || identity_is_list(f) || identity_is_returned(f))
        return false;
    out->evidence = name;
    while (text_next_word(&rest, &word))
        if (is_running_number(name, word))
            return true;
    return false;
}

/* Who uses a service speaks in its name, and is not proved. */
static bool carried_words(const struct facts *f, struct finding *out)
{
    out->evidence = author_domain(f);
    return identity_is_carrier(f) && !identity_carries_partner(f);
}

/* What list managers put below a post: a line of underscores, and the name of the list behind it. */
static bool has_list_footer(str text)
{
    for (ptrdiff_t at; (at = str_find(text, STR("____________________"))) != STR_NOT_FOUND; ) {
        text = str_from(text, (size_t)at);
        while (text.len > 0 && text.ptr[0] == '_')
            text = str_from(text, 1);
        if (str_find_nocase(str_slice(text, 0, text.len < FOOTER_OCTETS ? text.len : FOOTER_OCTETS), STR("mailing list")) != STR_NOT_FOUND)
            return true;
    }
    return false;
}

/* Tag and footer of a post, and no list has sent it. Answers that leave the list hold both, and begin with "Re:". */
static bool poses_as_list(const struct facts *f, struct finding *out)
{
    out->evidence = f->message->subject;
    return f->message->list_id.len == 0 && !identity_is_list(f) && str_starts(f->message->subject, STR("[")) && !identity_is_inside(f) &&
           str_find_nocase(f->message->subject, STR("] Re:")) == STR_NOT_FOUND && has_list_footer(f->content->text);
}

/* ---- domains and pages ---- */

static bool from_lure_domain(const struct facts *f, struct finding *out)
{
    out->evidence = author_domain(f);
    return f->wording->domain_is_lure && !identity_is_itself(f) && !organization_is_free_mail(f->organization, author_domain(f));
}

/* Nobody's whom we know. */
static bool is_strange(const struct facts *f, const struct page *page)
{
    return !organization_protects(f->organization, page->link->target_host);
}

static bool url_lure_domain(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->wording->page_count; i++) {
        const struct page *page = &f->wording->pages[i];

        out->evidence = page->link->target_host;
        if (page->is_lure && is_strange(f, page))
            return true;
    }
    return false;
}

static bool url_login(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->wording->page_count; i++) {
        const struct page *page = &f->wording->pages[i];

        out->evidence = page->login;
        if (page->login.len > 0 && is_strange(f, page))
            return true;
    }
    return false;
}

const struct rule claim_rules[] = {
    { "dn-desk",          0.50, GROUP_AUTHOR, SOFT, dn_desk,
      "The sender calls himself a desk that looks after mailboxes, computers or pay." },
    { "dn-title",         1.20, GROUP_AUTHOR, SOFT, dn_title,
      "The sender calls himself by a function alone, and writes from a mailbox that anybody can get." },
    { "dn-number",        0.80, GROUP_AUTHOR, SOFT, dn_number,
      "The sender's name holds a running number, as no name does." },
    { "dn-unrelated-at-home", 0.20, GROUP_AUTHOR, SOFT, dn_unrelated_at_home,
      "The name has nothing in common with the address; the pages that it leads to are the address's own." },
    { "dn-unrelated",     0.40, GROUP_AUTHOR, SOFT, dn_unrelated,
      "The sender's name has nothing in common with the address." },
    { "subj-desk",        0.00, GROUP_TEXT, SOFT, subj_desk,
      "The subject speaks for a desk that looks after mailboxes, computers or pay." },
    { "dn-office",        1.20, GROUP_AUTHOR, SOFT, dn_office,
      "The sender calls himself a public office, and his domain is called otherwise." },
    { "carried-words",    0.00, GROUP_AUTHOR, SOFT, carried_words,
      "A service sends it in its own name; whoever uses the service may have written the words." },
    { "poses-as-list",    1.50, GROUP_AUTHOR, SOFT, poses_as_list,
      "It looks like a post of a mailing list, and no list has sent it." },
    { "from-lure-domain", 0.40, GROUP_AUTHOR, SOFT, from_lure_domain,
      "The sender's domain is called after what the letter is about, not after anybody." },
    { "url-lure-domain",  0.30, GROUP_LINK, SOFT, url_lure_domain,
      "A link leads to a site that is called after what the letter is about, not after anybody." },
    { "url-login",        0.20, GROUP_LINK, SOFT, url_login,
      "A link leads to a page on which one logs in or pays." },
};
const size_t claim_rule_count = ARRAY_LEN(claim_rules);
