/* Rules about what the subject and the text speak of (DETECTION "Subject and text"). Honest mail asks, presses and sells, too:
 * most of these say little alone, and nothing where the brand that asks is proved to be itself. */
#include "base/ascii.h"
#include "base/domain.h"
#include "detect/figures.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    RECIPIENTS_EXAMINED   = 20,
    SHOUTED_LETTERS_MIN   = 8,
    CODE_MIN              = 8,          /* characters of a made-up number */
    CODE_DIGITS_MIN       = 4,
    NUMBERS_EXAMINED      = 4,          /* of a subject */
    CALLBACK_LINKS_MAX    = 2,
    SHORT_TEXT_CHARACTERS = 400,
    ADDRESSES_EXAMINED    = 20,
    SWAPPED_CAPITALS_MIN  = 2,
    SWAPPED_BRAND_MIN     = 5,          /* letters */
    SWAPPED_BRAND_MAX     = 20,
    SWAPPED_OCTETS        = 4000,       /* of the text, from its start */
};

/* ---- what a message speaks of ---- */

static bool is_proved(const struct facts *f)
{
    return identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED;
}

/* Ourselves, a partner or a known brand, and proved: banks do ask to confirm, and carriers do have parcels. What a service carries may
 * be anybody's words. */
static bool is_known_party_itself(const struct facts *f)
{
    return is_proved(f) && organization_protects(f->organization, f->message->author.domain) && !identity_is_carrier(f);
}

static bool speaks_of(const struct facts *f, enum phrase_topic topic, struct finding *out)
{
    out->evidence = wording_says(f->wording, topic);
    return out->evidence.len > 0;
}

static bool w_verify(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_VERIFY, out) && !is_known_party_itself(f);
}

static bool w_urgency(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_URGENCY, out);
}

static bool w_payment(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_PAYMENT, out);
}

static bool w_bank_change(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_BANK_CHANGE, out);
}

static bool w_bec(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_BEC, out);
}

static bool w_prize(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_PRIZE, out) && !is_known_party_itself(f);
}

/* A report says that a message could not be delivered, which reads much the same. */
static bool w_parcel(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_PARCEL, out) && !identity_is_returned(f) && !is_known_party_itself(f);
}

static bool w_advfee(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_ADVFEE, out);
}

static bool w_crypto(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_CRYPTO, out) && !is_known_party_itself(f);
}

static bool w_document(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_DOCUMENT, out) && !is_known_party_itself(f);
}

/* "The mailbox is full" is also what a report says. */
static bool w_quota(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_QUOTA, out) && !identity_is_returned(f) && !is_known_party_itself(f);
}

static bool w_extortion(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_EXTORTION, out);
}

static bool w_easy_money(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_EASY_MONEY, out);
}

static bool w_charity(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_CHARITY, out);
}

static bool w_scan(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_SCAN, out) && !is_known_party_itself(f);
}

/* Whoever has a mailbox of somebody else's, or his name, has not his voice. */
static bool w_no_call(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_NO_CALL, out) && !identity_is_returned(f);
}

static bool w_run(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_RUN, out) && !is_known_party_itself(f);
}

static bool w_repay(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_REPAY, out);
}

static bool w_harvest(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_HARVEST, out) && !is_known_party_itself(f);
}

static bool w_register(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_REGISTER, out) && !is_known_party_itself(f);
}

static bool generic_greeting(const struct facts *f, struct finding *out)
{
    return speaks_of(f, PHRASE_GREETING, out) && !is_known_party_itself(f);
}

static bool crypto_address(const struct facts *f, struct finding *out)
{
    const struct payment *wallet = payments_first(&f->wording->payments, PAYMENT_WALLET);

    if (wallet == NULL)
        return false;
    out->evidence = wallet->text;
    return true;
}

/* ---- a number to call ---- */

static size_t count_followed_links(const struct content *content)
{
    size_t count = content->links_dropped;

    for (size_t i = 0; i < content->link_count; i++)
        count += link_is_followed(content->links[i]) && content->links[i]->host.len > 0;
    return count;
}

/* Those around the words that a service carries are the service's own. */
static size_t count_carried_links(const struct facts *f)
{
    size_t count = count_followed_links(f->content);

    for (size_t i = 0; i < f->content->link_count && identity_is_carrier(f); i++) {
        const struct link *link = f->content->links[i];

        count -= link_is_followed(link) && link->host.len > 0 &&
                 (identity_same_party(f, link->registrable, f->message->author.domain) ||
                  organization_is_carrier(f->organization, link->host));
    }
    return count;
}

static bool says(const struct facts *f, enum phrase_topic topic)
{
    return wording_says(f->wording, topic).len > 0;
}

/* A bill that nobody ordered, and a number to call against it: there is no link to find. Shops write so as well; from a
 * mailbox that anybody can get, no shop does. There an amount and one half of the words will do. */
static bool callback_pattern(const struct facts *f, struct finding *out)
{
    bool is_free = organization_is_free_mail(f->organization, f->message->author.domain);
    bool speaks  = (says(f, PHRASE_CALLBACK) && (says(f, PHRASE_CHARGE) || says(f, PHRASE_PAYMENT))) ||
                   (is_free && (says(f, PHRASE_CALLBACK) || says(f, PHRASE_CHARGE)) && figures_name_amount(f->content->text));

    if (!speaks || count_carried_links(f) > CALLBACK_LINKS_MAX ||
        !figures_find_phone(f->content->text, &out->evidence))
        return false;
    if (!is_free)
        out->weight = 0;
    return true;
}

/* ---- another mailbox ---- */

/* It is on the message anyway. */
static bool is_addressed(const struct facts *f, str address)
{
    const struct address_list *lists[] = { &f->message->to, &f->message->cc, &f->message->reply_to };

    for (size_t i = 0; i < f->envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++)
        if (str_equal_nocase(f->envelope->recipients[i].text, address))
            return true;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        for (size_t k = 0; k < lists[i]->count && k < RECIPIENTS_EXAMINED; k++)
            if (str_equal_nocase(lists[i]->mailboxes[k].address, address))
                return true;
    return str_equal_nocase(f->message->author.mailbox.address, address);
}

/* "Name <address>" stands in what is quoted or forwarded. */
static bool is_in_brackets(str text, str address)
{
    return address.ptr > text.ptr && (address.ptr[-1] == '<' || address.ptr[-1] == '[' || address.ptr[-1] == ':');
}

/* Whoever writes from a stolen mailbox, or a form, cannot read the answers there: the text says where to. So do people with a private
 * address, which is why it says little beside what is not about money. */
static bool text_freemail_other(const struct facts *f, struct finding *out)
{
    str            rest = f->content->text;
    struct mailbox named;

    if (identity_is_inside(f) || identity_is_list(f) || identity_is_report(f))
        return false;
    for (size_t i = 0; i < ADDRESSES_EXAMINED && mailbox_find(rest, &named); i++) {
        rest = str_from(rest, (size_t)(named.address.ptr + named.address.len - rest.ptr));
        if (is_in_brackets(f->content->text, named.address) || is_addressed(f, named.address) ||
            !organization_is_free_mail(f->organization, domain_lower(f->arena, named.domain)))
            continue;
        out->evidence = named.address;
        return true;
    }
    return false;
}

/* ---- letters that stand for others ---- */

static bool is_of_an_address(str text, str word)
{
    static const char marks[] = "/._-=@%&?#:~\\";
    char before = word.ptr > text.ptr ? word.ptr[-1] : ' ', behind = word.ptr + word.len < text.ptr + text.len ? word.ptr[word.len] : ' ';

    return strchr(marks, before) != NULL || (behind != '.' && behind != ':' && behind != '?' && strchr(marks, behind) != NULL);
}

/* "lRS", "VlAGRA": a small l among capitals is the capital I that a filter looks for. */
static bool is_swapped(str word)
{
    size_t capitals = 0, swapped = 0;

    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] != 'l' && !ascii_is_upper(word.ptr[i]))
            return false;
        capitals += word.ptr[i] != 'l';
        swapped  += word.ptr[i] == 'l' && i + 1 < word.len && ascii_is_upper(word.ptr[i + 1]);
    }
    return swapped > 0 && capitals >= SWAPPED_CAPITALS_MIN;
}

/* "Iedger", "PayPaI": read with a small l, it is a brand. */
static bool is_swapped_brand(const struct facts *f, str word)
{
    struct brand_mention mention;
    char   letters[SWAPPED_BRAND_MAX];
    bool   has_capital = false;

    if (word.len < SWAPPED_BRAND_MIN || word.len > sizeof letters)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (!ascii_is_alpha(word.ptr[i]) || (i > 0 && word.ptr[i] != 'I' && ascii_is_upper(word.ptr[i]) && ascii_is_upper(word.ptr[i - 1])))
            return false;
        has_capital |= word.ptr[i] == 'I';
        letters[i] = word.ptr[i] == 'I' ? 'l' : word.ptr[i];
    }
    return has_capital && ascii_is_lower(word.ptr[1]) &&
           organization_brand_in(f->organization, f->arena, (str){ letters, word.len }, &mention) && mention.is_all &&
           !str_equal_nocase(word, mention.brand->name);
}

static bool finds_swapped(const struct facts *f, str text, struct finding *out)
{
    str rest = text, word;

    while (text_next_word(&rest, &word))
        if ((is_swapped(word) || is_swapped_brand(f, word)) && !is_of_an_address(text, word)) {
            out->evidence = word;
            return true;
        }
    return false;
}

static bool letters_swapped(const struct facts *f, struct finding *out)
{
    str text = f->content->text;

    return !identity_is_list(f) && !identity_is_report(f) &&
           (finds_swapped(f, identity_shown_name(f), out) || finds_swapped(f, f->message->subject, out) ||
            finds_swapped(f, str_slice(text, 0, text.len < SWAPPED_OCTETS ? text.len : SWAPPED_OCTETS), out));
}

/* ---- the subject ---- */

static bool names(str subject, const struct path *recipient)
{
    str address = recipient->text;

    return (address.len > 0 && str_find_nocase(subject, address) != STR_NOT_FOUND) ||
           (text_tells_person(recipient->local_part) && str_find_nocase(subject, recipient->local_part) != STR_NOT_FOUND);
}

static bool subj_has_rcpt(const struct facts *f, struct finding *out)
{
    out->evidence = f->message->subject;
    if (identity_is_report(f) || is_known_party_itself(f))
        return false;
    for (size_t i = 0; i < f->envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++)
        if (names(f->message->subject, &f->envelope->recipients[i]))
            return true;
    return false;
}

/* "Re: your order 4711": an answer repeats the number of what it answers. */
static bool is_answer(const struct facts *f)
{
    return header_find(&f->message->headers, STR("In-Reply-To")) != NULL || header_find(&f->message->headers, STR("References")) != NULL;
}

static bool is_made_up(str word)
{
    size_t digits = 0, letters = 0;

    for (size_t i = 0; i < word.len; i++) {
        digits += ascii_is_digit(word.ptr[i]);
        letters += ascii_is_alpha(word.ptr[i]);
    }
    return word.len >= CODE_MIN && digits >= CODE_DIGITS_MIN && digits + letters == word.len;
}

/* "Bill of 20261120". */
static bool is_day(str word)
{
    bool in_our_times = str_starts(word, STR("19")) || str_starts(word, STR("20"));

    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_digit(word.ptr[i]))
            return false;
    return word.len == STR("20261120").len && in_our_times && word.ptr[4] <= '1' && word.ptr[6] <= '3';
}

/* The sender's own site knows the number as well: a parcel's, an order's. */
static bool leads_home_to(const struct facts *f, str number)
{
    if (identity_author(f) != AUTHOR_PROVED || organization_is_free_mail(f->organization, f->message->author.domain))
        return false;
    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (link->target_registrable.len > 0 && identity_same_party(f, link->target_registrable, f->message->author.domain) &&
            str_find(link->written, number) != STR_NOT_FOUND)
            return true;
    }
    return false;
}

static bool subj_tracking_code(const struct facts *f, struct finding *out)
{
    str    rest    = f->message->subject;
    size_t numbers = 0;

    if (is_answer(f) || identity_is_list(f) || identity_is_report(f) || is_known_party_itself(f))
        return false;
    while (numbers < NUMBERS_EXAMINED && text_next_word(&rest, &out->evidence))
        if (is_made_up(out->evidence) && !is_day(out->evidence)) {
            if (!leads_home_to(f, out->evidence))
                return true;
            numbers++;
        }
    return false;
}

static bool subj_all_caps(const struct facts *f, struct finding *out)
{
    str    subject = f->message->subject;
    size_t letters = 0;

    for (size_t i = 0; i < subject.len; i++) {
        if (ascii_is_lower(subject.ptr[i]) || ascii_is_8bit(subject.ptr[i]))
            return false;
        letters += ascii_is_upper(subject.ptr[i]);
    }
    out->evidence = subject;
    return letters >= SHOUTED_LETTERS_MIN;
}

static bool subj_emoji(const struct facts *f, struct finding *out)
{
    out->evidence = f->message->subject;
    return text_count_emoji(f->message->subject) > 0;
}

/* ---- the form of the whole ---- */

static bool has_attachment(const struct message *message)
{
    for (const struct part *part = message->root; part != NULL; part = part->next)
        if (part->first_child == NULL && (part->file_name.len > 0 || str_equal(part->disposition, STR("attachment"))))
            return true;
    return false;
}

static size_t count_characters(str text)
{
    size_t   count = 0;
    uint32_t character;

    while (count < SHORT_TEXT_CHARACTERS && text_next_character(&text, &character))
        count++;
    return count;
}

static bool short_no_link_no_att(const struct facts *f, struct finding *out)
{
    out->evidence = f->content->text;
    return f->content->is_whole && count_characters(f->content->text) < SHORT_TEXT_CHARACTERS &&
           count_followed_links(f->content) == 0 && !has_attachment(f->message) && !identity_is_report(f);
}

/* ---- quoted conversations ---- */

static bool is_on_message(const struct facts *f, const struct mailbox *quoted)
{
    const struct address_list *lists[] = { &f->message->to, &f->message->cc, &f->message->reply_to };

    if (identity_same_party(f, quoted->domain, f->message->author.domain))
        return true;
    for (size_t i = 0; i < f->envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++)
        if (str_equal_nocase(f->envelope->recipients[i].text, quoted->address))
            return true;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        for (size_t j = 0; j < lists[i]->count && j < RECIPIENTS_EXAMINED; j++)
            if (str_equal_nocase(lists[i]->mailboxes[j].address, quoted->address))
                return true;
    return false;
}

/* What mail programs put before a quoted message, in some languages. */
static bool introduces_author(str line)
{
    static const str marks[] = {
        STR_INIT("from:"), STR_INIT("von:"), STR_INIT("de:"), STR_INIT("da:"), STR_INIT("van:"), STR_INIT("fra:"),
        STR_INIT("fr\xc3\xa5n:"), STR_INIT("od:"), STR_INIT("kimden:"),
        STR_INIT("\xd0\xbe\xd1\x82:"),                                      /* От */
        STR_INIT("\xe5\xb7\xae\xe5\x87\xba\xe4\xba\xba:"),                 /* 差出人 */
        STR_INIT("\xe5\x8f\x91\xe4\xbb\xb6\xe4\xba\xba:"),                 /* 发件人 */
        STR_INIT("\xe5\xaf\x84\xe4\xbb\xb6\xe8\x80\x85:"),                 /* 寄件者 */
        STR_INIT("\xeb\xb3\xb4\xeb\x82\xb8 \xec\x82\xac\xeb\x9e\x8c:"),   /* 보낸 사람 */
    };

    if (!str_has_char(line, ':'))
        return false;
    while (line.len > 0 && (line.ptr[0] == '>' || ascii_is_blank(line.ptr[0]) || line.ptr[0] == '*'))
        line = str_from(line, 1);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts_nocase(line, marks[i]))
            return true;
    return false;
}

/* A conversation is quoted, and of those who wrote in it none is on this message: neither its author nor anybody whom it
 * is to. A forward by hand has its own sender among them, and lists quote whom they like. */
static bool quoted_strangers(const struct facts *f, struct finding *out)
{
    enum { QUOTES_EXAMINED = 20 };
    str    rest = f->content->text, line;
    size_t seen = 0;

    if (identity_is_list(f) || identity_is_report(f))
        return false;
    while (seen < QUOTES_EXAMINED && str_cut(&rest, '\n', &line)) {
        struct mailbox quoted;

        if (!introduces_author(line) || !mailbox_find(line, &quoted))
            continue;
        if (is_on_message(f, &quoted))
            return false;
        out->evidence = seen++ == 0 ? line : out->evidence;
    }
    return seen > 0;
}

const struct rule text_rules[] = {
    { "w-verify",             1.10, GROUP_TEXT, SOFT, w_verify,
      "The message asks to confirm an account, a password or data." },
    { "w-extortion",          1.20, GROUP_TEXT, SOFT, w_extortion,
      "The message says that it has recorded you or broken in, and wants something for silence." },
    { "w-quota",              0.90, GROUP_TEXT, SOFT, w_quota,
      "The message says that your mailbox is full or will be closed." },
    { "w-parcel",             0.80, GROUP_TEXT, SOFT, w_parcel,
      "The message speaks of a parcel that waits." },
    { "w-prize",              0.70, GROUP_TEXT, SOFT, w_prize,
      "The message promises a win or a gift." },
    { "w-crypto",             0.50, GROUP_TEXT, SOFT, w_crypto,
      "The message speaks of crypto-money or wallets." },
    { "w-advfee",             0.40, GROUP_TEXT, SOFT, w_advfee,
      "The message speaks of an inheritance, of millions or of a loan." },
    { "w-document",           0.30, GROUP_TEXT, SOFT, w_document,
      "The message speaks of a document, a fax or a voice message that waits for you." },
    { "w-easy-money",         0.70, GROUP_TEXT, SOFT, w_easy_money,
      "The message offers money for passing money on, or a sure profit." },
    { "w-charity",            0.40, GROUP_TEXT, SOFT, w_charity,
      "The message asks for a gift at once, to an account of somebody's own." },
    { "w-scan",               0.30, GROUP_TEXT, SOFT, w_scan,
      "The message wants a code to be scanned with a telephone." },
    { "w-register",           0.40, GROUP_TEXT, SOFT, w_register,
      "The message wants a fee or an answer for a register, a directory, a mark or a domain." },
    { "w-harvest",            0.30, GROUP_TEXT, SOFT, w_harvest,
      "The message wants a list of people or customers, with numbers or accounts of theirs." },
    { "w-run",                0.30, GROUP_TEXT, SOFT, w_run,
      "The message wants a program started, or the content of a file switched on." },
    { "w-no-call",            0.00, GROUP_TEXT, SOFT, w_no_call,
      "The message asks not to be called, or says that its author cannot be." },
    { "w-repay",              0.00, GROUP_TEXT, SOFT, w_repay,
      "The message says that too much was paid, and wants the difference." },
    { "w-bec",                0.30, GROUP_TEXT, SOFT, w_bec,
      "The message asks whether you are there for a task, for gift cards or for silence." },
    { "w-bank-change",        0.30, GROUP_TEXT, SOFT, w_bank_change,
      "The message speaks of new bank details." },
    { "w-urgency",            0.20, GROUP_TEXT, SOFT, w_urgency,
      "The message presses for time." },
    { "w-payment",            0.00, GROUP_TEXT, SOFT, w_payment,
      "The message speaks of invoices or transfers." },
    { "generic-greeting",     0.30, GROUP_TEXT, SOFT, generic_greeting,
      "The message greets a customer or user where your name should stand." },
    { "callback-pattern",     1.60, GROUP_TEXT, SOFT, callback_pattern,
      "The message shows a bill, hardly a link, and a number to call." },
    { "letters-swapped",      1.20, GROUP_TEXT, SOFT, letters_swapped,
      "A word is written with letters that only look like those people read, as nobody types it." },
    { "text-freemail-other",  0.70, GROUP_TEXT, SOFT, text_freemail_other,
      "The text names a mailbox that anybody can get, and that is not the sender's." },
    { "crypto-address",       0.30, GROUP_TEXT, SOFT, crypto_address,
      "The text holds the address of a wallet." },
    { "subj-has-rcpt",        1.40, GROUP_TEXT, SOFT, subj_has_rcpt,
      "Your own address is in the subject." },
    { "subj-tracking-code",   0.50, GROUP_TEXT, SOFT, subj_tracking_code,
      "The subject holds a number that looks made up." },
    { "subj-all-caps",        0.30, GROUP_TEXT, SOFT, subj_all_caps,
      "The subject is written in capitals." },
    { "subj-emoji",           0.00, GROUP_TEXT, SOFT, subj_emoji,
      "The subject holds pictures." },
    { "short-no-link-no-att", 0.00, GROUP_TEXT, SOFT, short_no_link_no_att,
      "The message is short, without link or file." },
    { "quoted-strangers",     0.00, GROUP_TEXT, SOFT, quoted_strangers,
      "The message quotes a conversation of people who are not on it." },
};
const size_t text_rule_count = ARRAY_LEN(text_rules);
