/* Rules about where links lead (DETECTION "Links"). */
#include "base/ascii.h"
#include "base/base64.h"
#include "base/domain.h"
#include "detect/content.h"
#include "detect/identity.h"
#include "detect/file/name.h"
#include "detect/look.h"
#include "detect/password.h"
#include "detect/rules/link.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    RANDOM_LABEL_MIN    = 18,
    RANDOM_CHANGES_MIN  = 2,            /* between letters and digits; one is a year or a number behind a word */
    RANDOM_DIGITS_MIN   = 8,
    RECIPIENTS_EXAMINED = 20,
    SHOWN_MAX           = 100,          /* longer words on a link are no address */
    EVIDENCE_OCTETS     = 160,
    SEGMENTS_EXAMINED   = 16,           /* of a path */
    TEXT_EXAMINED       = 20000,
};

/* ---- what rules/link.h tells ---- */

str link_evidence(const struct facts *f, const struct link *link)
{
    str from = link->host.len > 0 ? url_text(f->arena, &link->url) : link->written;

    from = text_printable(f->arena, from, EVIDENCE_OCTETS);
    if (domain_equal(link->host, link->target_host) || link->host.len == 0)
        return from;
    return arena_printf(f->arena, "%.*s, which leads to %.*s", STR_ARG(from), STR_ARG(link->target_host));
}

bool link_any(const struct facts *f, bool (*holds)(const struct facts *, const struct link *), struct finding *out)
{
    for (size_t i = 0; i < f->content->link_count; i++) {
        const struct link *link = f->content->links[i];

        if (!link_is_followed(link) || !holds(f, link))
            continue;
        out->evidence = link_evidence(f, link);
        return true;
    }
    return false;
}

/* Anybody proves a domain that was registered yesterday. Where the history says that nobody here knows the sender, being it proves
 * little. */
static bool is_stranger(const struct facts *f)
{
    return f->history != NULL && f->history->is_warm && !contact_is_known(&f->history->party);
}

bool link_is_senders(const struct facts *f, const struct link *link)
{
    return link->target_registrable.len > 0 && identity_author(f) == AUTHOR_PROVED && !is_stranger(f) &&
           identity_same_party(f, link->target_registrable, f->message->author.domain);
}

bool link_has_service(const struct link *link, unsigned services)
{
    return (link->services & services) != 0;
}

/* ---- hosts ---- */

static bool is_random_label(str label)
{
    size_t digits = 0;

    if (label.len < RANDOM_LABEL_MIN || str_starts(label, STR("xn--")))
        return false;
    for (size_t i = 0; i < label.len; i++)
        digits += ascii_is_digit(label.ptr[i]);
    return text_kind_changes(label) >= RANDOM_CHANGES_MIN || digits >= RANDOM_DIGITS_MIN;
}

static bool has_random_label(str host)
{
    str label;

    while (str_cut(&host, '.', &label))
        if (is_random_label(label))
            return true;
    return false;
}

static bool is_random(const struct facts *f, const struct link *link)
{
    return has_random_label(link->target_host) && !link_has_service(link, SERVICE_TRACKER) && !link_is_senders(f, link);
}

static bool url_random_host(const struct facts *f, struct finding *out)
{
    return link_any(f, is_random, out);
}

static bool is_shortened(const struct facts *f, const struct link *link)
{
    return link_has_service(link, SERVICE_SHORTENER) && !link_is_senders(f, link);
}

static bool url_shortener(const struct facts *f, struct finding *out)
{
    return link_any(f, is_shortened, out);
}

/* A site that sends people to itself, or a sender to the sender's, hides nothing. */
static bool is_redirected(const struct facts *f, const struct link *link)
{
    return link_has_service(link, SERVICE_REDIRECTOR) && !domain_equal(link->target_registrable, link->registrable) &&
           !link_is_senders(f, link);
}

static bool url_open_redirector(const struct facts *f, struct finding *out)
{
    return link_any(f, is_redirected, out);
}

static bool is_disguised(const struct facts *f, const struct link *link)
{
    str shown;

    return str_find(link->target_host, STR("xn--")) != STR_NOT_FOUND &&
           look_is_disguised(f->unicode, f->arena, link->target_host, &shown);
}

static bool url_confusable(const struct facts *f, struct finding *out)
{
    return link_any(f, is_disguised, out);
}

static bool is_odd_ending(const struct facts *f, const struct link *link)
{
    return link_has_service(link, SERVICE_ODD_ENDING) && !link_is_senders(f, link);
}

static bool url_odd_tld(const struct facts *f, struct finding *out)
{
    return link_any(f, is_odd_ending, out);
}

/* Of a service that offices use themselves, for a form, a survey, a document. */
static bool is_shared_page(const struct facts *f, const struct link *link)
{
    return link_has_service(link, SERVICE_FREE_PAGE) && !link_is_senders(f, link) &&
           organization_is_carrier(f->organization, link->target_host);
}

static bool url_shared_page(const struct facts *f, struct finding *out)
{
    return link_any(f, is_shared_page, out);
}

static bool is_free_page(const struct facts *f, const struct link *link)
{
    return link_has_service(link, SERVICE_FREE_PAGE) && !link_is_senders(f, link) && !is_shared_page(f, link);
}

static bool url_free_host(const struct facts *f, struct finding *out)
{
    return link_any(f, is_free_page, out);
}

/* ---- how the address is written ---- */

static bool has_odd_number(const struct facts *f, const struct link *link)
{
    (void)f;
    return link->target->ip.family != IP_NONE && (link->target->notes & URL_ODD_NUMBER) != 0;
}

static bool url_odd_number(const struct facts *f, struct finding *out)
{
    return link_any(f, has_odd_number, out);
}

static bool is_number(const struct facts *f, const struct link *link)
{
    return link->target->ip.family != IP_NONE && link->target_host.len > 0 && !has_odd_number(f, link);
}

static bool url_ip(const struct facts *f, struct finding *out)
{
    return link_any(f, is_number, out);
}

static bool has_userinfo(const struct facts *f, const struct link *link)
{
    (void)f;
    return link_leads_to_web(link) && (link->url.userinfo.len > 0 || link->target->userinfo.len > 0);
}

/* What stands before the "@" is shown in full: it is the point of such a link. */
static bool url_userinfo(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->content->link_count; i++)
        if (has_userinfo(f, f->content->links[i])) {
            out->evidence = text_printable(f->arena, f->content->links[i]->written, EVIDENCE_OCTETS);
            return true;
        }
    return false;
}

/* Wide and styled letters that browsers fold to a plain name; in running text a full stop of another script may end a sentence. */
static bool is_folded(const struct link *link)
{
    return (link->url.notes & URL_HOST_WAS_UNICODE) != 0 && link->place != LINK_TEXT && str_find(link->host, STR("xn--")) == STR_NOT_FOUND;
}

static bool is_obscured(const struct facts *f, const struct link *link)
{
    const unsigned odd = URL_HAD_BACKSLASH | URL_HOST_WAS_ENCODED | URL_ODD_SLASHES;

    (void)f;
    return link_leads_to_web(link) && ((link->url.notes & odd) != 0 || is_folded(link));
}

static bool url_obscured(const struct facts *f, struct finding *out)
{
    return link_any(f, is_obscured, out);
}

/* Schemes by which a click starts a program, or a folder of a stranger is opened as one's own. Those of Office open a document from
 * elsewhere; so do honest notices of shared documents, which is why it takes another sign beside this one. */
static const str starting_schemes[] = {
    STR_INIT("javascript"), STR_INIT("vbscript"), STR_INIT("search-ms"), STR_INIT("search"), STR_INIT("ms-msdt"), STR_INIT("ms-officecmd"),
    STR_INIT("ms-appinstaller"), STR_INIT("ms-cxh"), STR_INIT("ms-cxh-full"), STR_INIT("ms-search"), STR_INIT("ms-its"), STR_INIT("mk"),
    STR_INIT("its"), STR_INIT("mhtml"), STR_INIT("jar"), STR_INIT("ms-word"), STR_INIT("ms-excel"), STR_INIT("ms-powerpoint"),
    STR_INIT("ms-access"), STR_INIT("ms-project"), STR_INIT("ms-publisher"), STR_INIT("ms-visio"), STR_INIT("ms-infopath"),
    STR_INIT("intent"),
};

static bool starts_program(str scheme)
{
    for (size_t i = 0; i < ARRAY_LEN(starting_schemes); i++)
        if (str_equal(scheme, starting_schemes[i]))
            return true;
    return false;
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* The host of "file://host.example/share" and of its kin with more slashes; empty of "file:///C:/x". */
static str share_host(str written)
{
    str    rest = str_starts_nocase(written, STR("file:")) ? str_from(written, 5) : (str){ 0 };
    size_t len  = 0;

    while (rest.len > 0 && is_slash(rest.ptr[0]))
        rest = str_from(rest, 1);
    while (len < rest.len && !is_slash(rest.ptr[len]))
        len++;
    return len < rest.len && domain_is_hostname(str_slice(rest, 0, len)) ? str_slice(rest, 0, len) : (str){ 0 };
}

/* Windows asks that host, and tells it who asks. Servers of one's own are mostly called by one word. */
static bool is_foreign_share(const struct facts *f, const struct link *link)
{
    str host = share_host(link->written);

    return str_has_char(host, '.') && !organization_protects(f->organization, host);
}

static bool is_script(const struct facts *f, const struct link *link)
{
    bool is_picture = str_starts_nocase(link->url.path, STR("image/")) && !str_starts_nocase(link->url.path, STR("image/svg"));

    return starts_program(link->url.scheme) || (str_equal(link->url.scheme, STR("data")) && !is_picture) || is_foreign_share(f, link);
}

static bool url_script(const struct facts *f, struct finding *out)
{
    return link_any(f, is_script, out);
}

/* ---- what is fetched by it ---- */

/* "example.com" is the name of a DOS program, and of a site; scripts of the web and of Unix are shown, not run. */
static bool is_no_download(str ending, enum file_type type)
{
    return type == FILE_DOS || type == FILE_JAVASCRIPT || type == FILE_DESKTOP || type == FILE_URL || type == FILE_APPLESCRIPT ||
           str_equal(ending, STR("app")) || str_equal(ending, STR("one"));
}

/* The file that a word is the name of: "Fotos.zip", "CV.docm". Most words on links and in their paths are no names of files. */
static enum file_type type_of_name(const struct facts *f, str name)
{
    struct file_name read = { 0 };

    if (str_has_char(name, '.'))
        read = file_name_read(f->arena, name);
    return read.ending.len == 0 || is_no_download(read.ending, read.type) ? FILE_UNKNOWN : read.type;
}

/* Without looking at each character: most have no ending. */
static enum file_type type_of_shown(const struct facts *f, str shown)
{
    return str_has_char(shown, '.') ? type_of_name(f, text_printable(f->arena, shown, SHOWN_MAX)) : FILE_UNKNOWN;
}

/* RFC 3875: "/cgi-bin/wa.exe?A0=LIST" asks a program that runs over there, and fetches what that says. */
static bool runs_on_server(const struct url *url)
{
    return url->query.len > 0 && (str_starts_nocase(url->path, STR("/cgi-bin/")) || str_starts_nocase(url->path, STR("/scripts/")));
}

/* The worst of what its path and its words name; stores put a word of theirs behind the name of the file. */
static enum file_type fetched(const struct facts *f, const struct link *link)
{
    enum file_type worst = type_of_shown(f, link->shown);
    str            path  = link->target->path, segment;

    if ((!str_has_char(path, '.') && !str_has_char(path, '%')) || runs_on_server(link->target))
        return worst;
    path = url_percent_decode(f->arena, path);
    for (size_t i = 0; i < SEGMENTS_EXAMINED && str_cut(&path, '/', &segment); i++)
        worst = file_type_worse(worst, type_of_name(f, segment));
    return worst;
}

/* A house that proves to be the author and has the file itself: a maker of programs more often than a thief, stranger or not. */
static bool is_authors(const struct facts *f, const struct link *link)
{
    return identity_author(f) == AUTHOR_PROVED && !organization_is_free_mail(f->organization, f->message->author.domain) &&
           identity_same_party(f, link->target_registrable, f->message->author.domain);
}

/* "Open the invoice (PDF)", on a program. */
static bool is_called_document(const struct link *link)
{
    static const str kinds[] = { STR_INIT("pdf"), STR_INIT("xml"), STR_INIT("doc"), STR_INIT("docx"), STR_INIT("xls"), STR_INIT("xlsx") };
    str              rest = link->shown, word;

    while (text_next_word(&rest, &word))
        for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
            if (str_equal_nocase(word, kinds[i]))
                return true;
    return false;
}

static bool fetches_what_runs(const struct facts *f, const struct link *link)
{
    return link_leads_to_web(link) && file_type_class(fetched(f, link)) >= FILE_CLASS_ACTIVE_DOCUMENT &&
           (!is_authors(f, link) || is_called_document(link));
}

static bool fetches_archive(const struct facts *f, const struct link *link)
{
    return link_leads_to_web(link) && file_type_class(fetched(f, link)) == FILE_CLASS_ARCHIVE && !is_authors(f, link);
}

static bool url_program(const struct facts *f, struct finding *out)
{
    return link_any(f, fetches_what_runs, out);
}

static bool url_archive(const struct facts *f, struct finding *out)
{
    return link_any(f, fetches_archive, out);
}

/* "It's a zip, the password is 4711", and a page to get it from. */
static bool speaks_of_archive(str text)
{
    static const str words[] = { STR_INIT("zip"), STR_INIT("rar"), STR_INIT("7z"), STR_INIT("7zip"), STR_INIT("archive") };
    str              word;

    for (text = str_slice(text, 0, text.len < TEXT_EXAMINED ? text.len : TEXT_EXAMINED); text_next_word(&text, &word); )
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (str_equal_nocase(word, words[i]) && !str_starts_nocase(str_trim(text), STR("code")))
                return true;
    return false;
}

static bool leads_to_stranger(const struct facts *f, const struct link *link)
{
    return link_leads_to_web(link) && !is_authors(f, link);
}

static bool url_locked_archive(const struct facts *f, struct finding *out)
{
    str told;

    return (link_any(f, fetches_archive, out) ||
            (f->attachments->count == 0 && link_any(f, leads_to_stranger, out) && speaks_of_archive(f->content->text))) &&
           password_is_told(f->unicode, f->arena, f->content->text, &told);
}

/* ---- a code that lets somebody else in ---- */

/* Where a short code is typed to let a device in (RFC 8628): that of whoever has asked for the code, wherever he is. */
static const struct { str host, path; } device_pages[] = {
    { STR_INIT("microsoft.com"),             STR_INIT("/devicelogin")             },
    { STR_INIT("microsoft.com"),             STR_INIT("/link")                    },
    { STR_INIT("login.microsoftonline.com"), STR_INIT("/common/oauth2/deviceauth") },
    { STR_INIT("login.microsoft.com"),       STR_INIT("/device")                  },
    { STR_INIT("aka.ms"),                    STR_INIT("/devicelogin")             },
    { STR_INIT("google.com"),                STR_INIT("/device")                  },
    { STR_INIT("github.com"),                STR_INIT("/login/device")            },
};

static bool is_path(str path, str wanted)
{
    return str_starts_nocase(path, wanted) && (path.len == wanted.len || str_equal(str_from(path, wanted.len), STR("/")));
}

static str without_www(str host)
{
    return str_starts_nocase(host, STR("www.")) ? str_from(host, 4) : host;
}

static bool lets_device_in(const struct facts *f, const struct link *link)
{
    for (size_t i = 0; i < ARRAY_LEN(device_pages); i++)
        if (is_path(link->target->path, device_pages[i].path) &&
            domain_equal(without_www(link->target_host), device_pages[i].host))
            return !is_authors(f, link);
    return false;
}

static bool url_device_code(const struct facts *f, struct finding *out)
{
    return link_any(f, lets_device_in, out);
}

/* ---- a program that is let in ---- */

/* Where an account is asked whether a program may use it (RFC 6749 §3.1), and what it would be let into. */
static const struct { str host, path; const str *scopes; } consent_pages[] = {
    { STR_INIT("login.microsoftonline.com"), STR_INIT("/authorize"),
      (const str[]){ STR_INIT("mail."), STR_INIT("files."), STR_INIT("contacts."), STR_INIT("ews."), STR_INIT("full_access"), { 0 } } },
    { STR_INIT("accounts.google.com"),       STR_INIT("/oauth2/"),
      (const str[]){ STR_INIT("mail.google.com"), STR_INIT("auth/gmail"), STR_INIT("auth/drive"), STR_INIT("auth/contacts"), { 0 } } },
};

static bool asks_for_any(str query, const str *scopes)
{
    for (; scopes->len > 0; scopes++)
        if (str_find_nocase(query, *scopes) != STR_NOT_FOUND)
            return true;
    return false;
}

static bool lets_program_in(const struct facts *f, const struct link *link)
{
    for (size_t i = 0; i < ARRAY_LEN(consent_pages); i++)
        if (domain_equal(link->host, consent_pages[i].host) &&
            str_find_nocase(link->url.path, consent_pages[i].path) != STR_NOT_FOUND &&
            asks_for_any(url_percent_decode(f->arena, link->url.query), consent_pages[i].scopes))
            return true;
    return false;
}

static bool url_consent(const struct facts *f, struct finding *out)
{
    return link_any(f, lets_program_in, out);
}

/* ---- the recipient in it ---- */

/* A recipient as links carry him. */
struct carried { str address, base64; };

/* The address as base64 begins with all of its whole groups, if it begins a value. */
static str base64_start(struct arena *arena, str address)
{
    return base64_encode(arena, str_slice(address, 0, address.len - address.len % 3));
}

static size_t list_carried(const struct facts *f, struct carried carried[RECIPIENTS_EXAMINED])
{
    size_t count = 0;

    for (size_t i = 0; i < f->envelope->recipient_count && i < RECIPIENTS_EXAMINED; i++) {
        const struct path *recipient = &f->envelope->recipients[i];
        str address = arena_join(f->arena, (str[]){ recipient->local_part, STR("@"), recipient->domain }, 3, (str){ 0 });

        if (recipient->domain.len > 0)
            carried[count++] = (struct carried){ address, base64_start(f->arena, address) };
    }
    return count;
}

static bool carries_any(str written, const struct carried *carried, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find_nocase(written, carried[i].address) != STR_NOT_FOUND || str_find(written, carried[i].base64) != STR_NOT_FOUND)
            return true;
    return false;
}

static bool url_has_rcpt(const struct facts *f, struct finding *out)
{
    struct carried carried[RECIPIENTS_EXAMINED];
    size_t         count = list_carried(f, carried);

    for (size_t i = 0; i < f->content->link_count && count > 0; i++) {
        const struct link *link = f->content->links[i];

        if (!link_leads_to_web(link) || link_has_service(link, SERVICE_TRACKER) ||
            !carries_any(url_percent_decode(f->arena, link->written), carried, count) || link_is_senders(f, link))
            continue;
        out->evidence = link_evidence(f, link);
        return true;
    }
    return false;
}

/* ---- the address of a page in that of another ---- */

static bool has_address_inside(const struct facts *f, const struct link *link)
{
    (void)f;
    return link_leads_to_web(link) && domain_equal(link->host, link->target_host) &&
           (str_find_nocase(link->url.query, STR("http://")) != STR_NOT_FOUND ||
            str_find_nocase(link->url.query, STR("https://")) != STR_NOT_FOUND ||
            str_find_nocase(link->url.query, STR("http%3a")) != STR_NOT_FOUND ||
            str_find_nocase(link->url.query, STR("https%3a")) != STR_NOT_FOUND);
}

static bool url_redirect_param(const struct facts *f, struct finding *out)
{
    return link_any(f, has_address_inside, out);
}

/* Weights: as in rules/html.c; by hand for scripts. What half of all newsletters do only informs. */
const struct rule link_rules[] = {
    { "url-confusable",           1.90, GROUP_LINK, SOFT, url_confusable,
      "A link's domain is written in letters that only look like the ones people read." },
    { "url-userinfo",             1.50, GROUP_LINK, SOFT, url_userinfo,
      "A link puts a name before an @ that has nothing to do with where it leads." },
    { "url-odd-number",           1.50, GROUP_LINK, SOFT, url_odd_number,
      "A link leads to a bare number, written so that nobody recognises it." },
    { "url-script",               1.50, GROUP_LINK, SOFT, url_script,
      "A link runs a program, or opens a stranger's folder, instead of a page." },
    { "url-random-host",          1.50, GROUP_LINK, SOFT, url_random_host,
      "The name of a link's server looks machine-made." },
    { "url-shortener",            1.40, GROUP_LINK, SOFT, url_shortener,
      "A link hides where it leads behind a shortener." },
    { "url-open-redirector",      1.40, GROUP_LINK, SOFT, url_open_redirector,
      "A link bounces off a well-known site to somewhere else." },
    { "url-has-rcpt",             1.20, GROUP_LINK, SOFT, url_has_rcpt,
      "A link carries the recipient's address to a stranger." },
    { "url-device-code",          1.20, GROUP_LINK, SOFT, url_device_code,
      "A link leads to the page on which a code lets somebody else's device into the reader's account." },
    { "url-consent",              1.20, GROUP_LINK, SOFT, url_consent,
      "A link asks whether a program may read the reader's mailbox or files." },
    { "url-locked-archive",       0.60, GROUP_LINK, SOFT, url_locked_archive,
      "A link fetches an archive, and the message tells its password: that keeps out nobody but the scanner." },
    { "url-program",              0.60, GROUP_LINK, SOFT, url_program,
      "A link fetches a file that runs, or a document with macros." },
    { "url-odd-tld",              0.80, GROUP_LINK, SOFT, url_odd_tld,
      "A link's domain has an ending that is abused more than used." },
    { "url-obscured",             0.80, GROUP_LINK, SOFT, url_obscured,
      "A link is written so that programs read its server differently." },
    { "url-free-host",            0.60, GROUP_LINK, SOFT, url_free_host,
      "A link leads to a page that anybody can put up in a minute." },
    { "url-shared-page",          0.50, GROUP_LINK, SOFT, url_shared_page,
      "A link leads to a form or a document where anybody can put up one, and offices do." },
    { "url-archive",              0.00, GROUP_LINK, SOFT, url_archive,
      "A link fetches an archive." },
    { "url-ip",                   0.00, GROUP_LINK, SOFT, url_ip,
      "A link leads to a bare number." },
    { "url-redirect-param",       0.00, GROUP_LINK, SOFT, url_redirect_param,
      "A link holds another address." },
};
const size_t link_rule_count = ARRAY_LEN(link_rules);
