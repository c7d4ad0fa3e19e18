/* Rules about the files that a message carries (DETECTION "HTML and attachments", "Links and files"). What is opened by a click and
 * then runs is what mail is abused for; a lie about what a file is has no other purpose. What nobody could look into is said, too. */
#include "base/domain.h"
#include "detect/attachment.h"
#include "detect/identity.h"
#include "detect/password.h"
#include "detect/rules/rules.h"
#include "detect/text.h"
#include "mail/content.h"

enum {
    SERVICE_MESSAGES_MIN = 2,           /* that a service is known by */
    SERVICE_SECONDS      = 30 * 86400,  /* ... and for how long */
};

static const double service_share = 0.6;        /* of the weight, where it is known */

/* ---- finding one, and saying which ---- */

typedef bool is_such(const struct attachment *a);
typedef str  about(const struct facts *f, const struct attachment *a);

static const struct attachment *find(const struct facts *f, is_such *is)
{
    for (size_t i = 0; f->attachments != NULL && i < f->attachments->count; i++)
        if (is(&f->attachments->items[i]))
            return &f->attachments->items[i];
    return NULL;
}

static str describe(const struct facts *f, const struct attachment *a)
{
    str name = attachment_shown_name(a);

    if (a->inside.len == 0)
        return arena_printf(f->arena, "%.*s: %s", STR_ARG(name), file_type_words(attachment_type(a)));
    return arena_printf(f->arena, "%.*s, in %.*s: %s", STR_ARG(name), STR_ARG(a->inside), file_type_words(attachment_type(a)));
}

static bool finds(const struct facts *f, is_such *is, struct finding *out)
{
    const struct attachment *a = find(f, is);

    if (a == NULL)
        return false;
    out->evidence = describe(f, a);
    return true;
}

/* The name, and what of it or in it gave the sign; false where there is none. */
static bool tells(const struct facts *f, const struct attachment *a, struct finding *out, about *what)
{
    if (a == NULL)
        return false;
    out->evidence = arena_printf(f->arena, "%.*s: %.*s", STR_ARG(attachment_shown_name(a)), STR_ARG(what(f, a)));
    return true;
}

static bool finds_with(const struct facts *f, is_such *is, struct finding *out, about *what)
{
    return tells(f, find(f, is), out, what);
}

/* A rule of one question. */
#define RULE(name, is)                                                  \
    static bool name(const struct facts *f, struct finding *out)        \
    {                                                                   \
        return finds(f, is, out);                                       \
    }
#define RULE_WITH(name, is, what)                                       \
    static bool name(const struct facts *f, struct finding *out)        \
    {                                                                   \
        return finds_with(f, is, out, what);                            \
    }

/* ---- what runs ---- */

static enum file_class class_of(const struct attachment *a)
{
    return file_type_class(attachment_type(a));
}

static bool is_program(const struct attachment *a)         { return class_of(a) >= FILE_CLASS_INSTALLER; }
static bool is_script(const struct attachment *a)          { return class_of(a) == FILE_CLASS_SCRIPT; }
static bool is_shortcut(const struct attachment *a)        { return class_of(a) == FILE_CLASS_SHORTCUT; }
static bool is_disk_image(const struct attachment *a)      { return class_of(a) == FILE_CLASS_DISK_IMAGE; }
static bool is_active_document(const struct attachment *a) { return class_of(a) == FILE_CLASS_ACTIVE_DOCUMENT; }

static bool packs_program(const struct attachment *a)      { return a->packed != FILE_UNKNOWN; }

/* Among many files, as sources are packed; also as somebody might hide one. */
static bool packs_script(const struct attachment *a)
{
    return a->zip != NULL && a->by_content == FILE_ZIP && file_type_class(a->zip->worst) == FILE_CLASS_SCRIPT && !packs_program(a);
}

static str script_inside(const struct facts *f, const struct attachment *a)
{
    return text_printable(f->arena, a->zip->worst_name, 100);
}

static str program_inside(const struct facts *f, const struct attachment *a)
{
    return arena_printf(f->arena, "it holds %.*s, %s", STR_ARG(a->packed_name), file_type_words(a->packed));
}

RULE(att_program,          is_program)
RULE(att_script,           is_script)
RULE(att_shortcut,         is_shortcut)
RULE(att_disk_image,       is_disk_image)
RULE(att_active_document,  is_active_document)
RULE_WITH(att_archive_program, packs_program, program_inside)
RULE_WITH(att_archive_script,  packs_script,  script_inside)

/* ---- names ---- */

static bool has_sign(const struct attachment *a, unsigned signs)
{
    return (a->name_signs & signs) != 0;
}

static bool is_turned_round(const struct attachment *a)  { return has_sign(a, FILE_NAME_BIDI); }
static bool has_two_endings(const struct attachment *a)  { return has_sign(a, FILE_NAME_DOUBLE); }
static bool is_padded(const struct attachment *a)        { return has_sign(a, FILE_NAME_PADDED); }
static bool is_long(const struct attachment *a)          { return has_sign(a, FILE_NAME_LONG); }

/* A blank behind a name is a slip, unless what it hides is an ending that runs. */
static bool is_odd(const struct attachment *a)
{
    return has_sign(a, FILE_NAME_CONTROLS | FILE_NAME_STREAM) ||
           (has_sign(a, FILE_NAME_TRIMMED) && file_class_runs(file_type_class(a->by_name)));
}

RULE(bidi_in_file_name, is_turned_round)
RULE(att_double_ending, has_two_endings)
RULE(att_padded_name,   is_padded)
RULE(att_odd_name,      is_odd)
RULE(att_long_name,     is_long)

/* ---- claims that disagree ---- */

/* Word and Excel have long saved pages and tables of text under their own endings, and open them. */
static bool opens_pages(enum file_type type)
{
    return type == FILE_WORD97 || type == FILE_EXCEL97 || type == FILE_RTF;
}

static bool is_harmless_name(enum file_type type)
{
    enum file_class class = file_type_class(type);

    return (class >= FILE_CLASS_IMAGE && class <= FILE_CLASS_FONT) || class == FILE_CLASS_CALENDAR ||
           (class == FILE_CLASS_DOCUMENT && !opens_pages(type));
}

static bool is_more_than_named(enum file_type type)
{
    return file_type_class(type) >= FILE_CLASS_PAGE && type != FILE_POSTSCRIPT;
}

/* A page that is called a document is opened as a page by who goes by its declared type, or by its octets. */
static bool is_disguised(const struct attachment *a)
{
    return is_harmless_name(a->by_name) && (is_more_than_named(a->by_content) || is_more_than_named(a->declared));
}

static bool is_table_or_page(enum file_type type)
{
    return file_type_class(type) <= FILE_CLASS_TEXT || type == FILE_HTML;
}

/* Of one kind, or of kinds that one is often called for the other. */
static bool agree(enum file_type a, enum file_type b)
{
    enum file_class one = file_type_class(a), other = file_type_class(b);

    if (one == other || a == FILE_UNKNOWN || b == FILE_UNKNOWN)
        return true;
    if (one > other)
        return agree(b, a);
    return (opens_pages(b) && is_table_or_page(a)) || (opens_pages(a) && is_table_or_page(b)) ||
           (one == FILE_CLASS_TEXT && (other == FILE_CLASS_SOURCE || other == FILE_CLASS_PAGE || other == FILE_CLASS_CALENDAR ||
                                       other == FILE_CLASS_MESSAGE || other == FILE_CLASS_PROTECTED || other == FILE_CLASS_SCRIPT)) ||
           (one == FILE_CLASS_AUDIO && other == FILE_CLASS_VIDEO) || (one == FILE_CLASS_DOCUMENT && other == FILE_CLASS_ACTIVE_DOCUMENT) ||
           (a == FILE_OLE && (b == FILE_MSI || b == FILE_PUBLISHER)) || (a == FILE_OUTLOOK_MSG && b == FILE_OLE);
}

static bool differs(const struct attachment *a)
{
    return !agree(a->by_name, a->by_content) || !agree(a->by_name, a->declared);
}

static str claims(const struct facts *f, const struct attachment *a)
{
    return arena_printf(f->arena, "by its name %s, by its content %s, declared as %.*s", file_type_words(a->by_name),
                        file_type_words(a->by_content), STR_ARG(a->media_type));
}

RULE_WITH(att_disguised,    is_disguised, claims)
RULE_WITH(att_type_differs, differs,      claims)

/* ---- pages ---- */

static bool is_page(const struct attachment *a)    { return class_of(a) == FILE_CLASS_PAGE; }
static bool smuggles(const struct attachment *a)   { return a->page != NULL && page_smuggles(a->page); }
static bool unpacks(const struct attachment *a)    { return a->page != NULL && page_unpacks_itself(a->page); }
static bool leads_on(const struct attachment *a)   { return a->page != NULL && page_only_leads_on(a->page); }
static bool asks_password(const struct attachment *a)
{
    return a->page != NULL && (a->page->signs & PAGE_ASKS_PASSWORD) != 0;
}

static bool is_scripted_drawing(const struct attachment *a)
{
    return a->page != NULL && (a->by_content == FILE_SVG || a->by_name == FILE_SVG || a->declared == FILE_SVG) &&
           (a->page->signs & (PAGE_HAS_SCRIPT | PAGE_LOADS_SCRIPT)) != 0;
}

static str page_word(const struct facts *f, const struct attachment *a)
{
    return text_printable(f->arena, a->page->evidence.len > 0 ? a->page->evidence : STR("script"), 60);
}

RULE(att_html,                is_page)
RULE_WITH(att_html_smuggling, smuggles,            page_word)
RULE_WITH(att_html_unpacks,   unpacks,             page_word)
RULE_WITH(att_html_leads_on,  leads_on,            page_word)
RULE_WITH(att_svg_script,     is_scripted_drawing, page_word)

/* As banks and insurers send what is protected: a form without script, for a site of the author's own. It proves nothing of somebody
 * new, who may have bought the domain today; a mailbox in other hands has no site of its owner's to collect passwords. */
static bool sends_home(const struct facts *f, const struct attachment *a)
{
    str        domain = domain_lower(f->arena, f->message->author.domain);
    struct url url;

    return identity_author(f) == AUTHOR_PROVED && !organization_is_free_mail(f->organization, domain) &&
           url_parse(f->unicode, f->arena, page_sends_to(a->page), NULL, &url) == URL_OK && str_equal(url.scheme, STR("https")) &&
           url.ip.family == IP_NONE && identity_same_party(f, url.host, domain);
}

static const struct attachment *find_asking(const struct facts *f, bool at_home)
{
    for (size_t i = 0; f->attachments != NULL && i < f->attachments->count; i++)
        if (asks_password(&f->attachments->items[i]) && sends_home(f, &f->attachments->items[i]) == at_home)
            return &f->attachments->items[i];
    return NULL;
}

/* A service that writes and is never written to, as those that send bills and payslips in protected pages: known for some time, and
 * proved. Nobody's mailbox, which may be in other hands. */
static bool is_known_service(const struct facts *f)
{
    const struct history *h = f->history;

    return h != NULL && h->is_warm && h->is_proved && h->party.out_count == 0 && h->party.in_count >= SERVICE_MESSAGES_MIN &&
           f->now - h->party.first >= SERVICE_SECONDS && !organization_is_free_mail(f->organization, f->message->author.domain);
}

static bool att_html_password(const struct facts *f, struct finding *out)
{
    if (!tells(f, find_asking(f, false), out, page_word))
        return false;
    if (is_known_service(f))
        out->weight *= service_share;
    return true;
}

static bool att_html_password_home(const struct facts *f, struct finding *out)
{
    return find_asking(f, false) == NULL && tells(f, find_asking(f, true), out, page_word);
}

/* ---- PDF ---- */

static bool pdf_has(const struct attachment *a, unsigned signs) { return a->pdf != NULL && (a->pdf->signs & signs) != 0; }
static bool pdf_links(const struct attachment *a)    { return pdf_has(a, PDF_URI); }
static bool pdf_launches(const struct attachment *a) { return pdf_has(a, PDF_LAUNCH); }
static bool pdf_scripts(const struct attachment *a)  { return pdf_has(a, PDF_JAVASCRIPT); }

static str pdf_link(const struct facts *f, const struct attachment *a)
{
    return a->pdf->link_count > 0 ? text_printable(f->arena, a->pdf->links[0], 200) : STR("/URI");
}

RULE_WITH(att_pdf_uri, pdf_links, pdf_link)
RULE(att_pdf_launch,   pdf_launches)
RULE(att_pdf_script,   pdf_scripts)

/* ---- what could not be looked into ---- */

static bool is_archive(const struct attachment *a)   { return class_of(a) == FILE_CLASS_ARCHIVE; }
static bool is_bomb(const struct attachment *a)      { return a->zip != NULL && zip_is_bomb(a->zip); }
static bool is_locked(const struct attachment *a)    { return a->is_encrypted && file_type_class(a->by_content) != FILE_CLASS_PROTECTED; }
static bool is_unchecked(const struct attachment *a) { return !a->content_checked; }

static str sizes(const struct facts *f, const struct attachment *a)
{
    return arena_printf(f->arena, "%zu octets that say they unpack to %llu", a->octets, (unsigned long long)a->zip->unpacked);
}

RULE(att_archive,       is_archive)
RULE_WITH(archive_bomb, is_bomb, sizes)
RULE(att_encrypted,     is_locked)

static bool att_encrypted_password(const struct facts *f, struct finding *out)
{
    return find(f, is_locked) != NULL && password_is_told(f->unicode, f->arena, f->content->text, &out->evidence);
}

static bool att_not_checked(const struct facts *f, struct finding *out)
{
    if (finds(f, is_unchecked, out))
        return true;
    out->evidence = STR("an attached message, nested too deep");
    return f->attachments != NULL && !f->attachments->is_whole;
}

/* ---- signed and encrypted content ---- */

static bool is_multipart_of(const struct part *part, str subtype)
{
    return content_is_multipart(part) && str_equal(part->subtype, subtype);
}

static const struct part *find_multipart(const struct facts *f, str subtype)
{
    for (const struct part *part = f->message->root; part != NULL; part = part->next)
        if (is_multipart_of(part, subtype))
            return part;
    return NULL;
}

static bool is_envelope(const struct attachment *a) { return a->is_encrypted && file_type_class(a->by_content) == FILE_CLASS_PROTECTED; }
static bool is_signature(const struct attachment *a)
{
    return class_of(a) == FILE_CLASS_PROTECTED && !a->is_encrypted;
}

static bool content_encrypted(const struct facts *f, struct finding *out)
{
    out->evidence = STR("multipart/encrypted");
    return finds(f, is_envelope, out) || find_multipart(f, STR("encrypted")) != NULL;
}

static bool content_signed(const struct facts *f, struct finding *out)
{
    out->evidence = STR("multipart/signed");
    return finds(f, is_signature, out) || find_multipart(f, STR("signed")) != NULL;
}

/* ---- invitations ---- */

/* Where meetings are held: invitations lead there, whoever sends them. */
static const str meeting_hosts[] = {
    STR_INIT("zoom.us"), STR_INIT("google.com"), STR_INIT("microsoft.com"), STR_INIT("live.com"), STR_INIT("webex.com"),
    STR_INIT("gotomeeting.com"), STR_INIT("goto.com"), STR_INIT("whereby.com"), STR_INIT("jit.si"), STR_INIT("bluejeans.com"),
    STR_INIT("ringcentral.com"), STR_INIT("skype.com"), STR_INIT("calendly.com"), STR_INIT("aka.ms"),
};

static bool is_meeting_host(str registrable)
{
    for (size_t i = 0; i < ARRAY_LEN(meeting_hosts); i++)
        if (str_equal(registrable, meeting_hosts[i]))
            return true;
    return false;
}

static bool is_invitation_elsewhere(const struct facts *f, const struct link *link)
{
    return content_is_calendar(link->part) && link->host.len > 0 && !is_meeting_host(link->registrable) &&
           !identity_same_party(f, link->host, f->message->author.domain);
}

static bool att_calendar_link(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->content->link_count; i++)
        if (is_invitation_elsewhere(f, f->content->links[i])) {
            out->evidence = text_printable(f->arena, f->content->links[i]->written, 200);
            return true;
        }
    return false;
}

/* Weights are set by hand: the sample holds no attachments. Those of what DETECTION has figures for stay below its likelihood
 * ratios; what is true of much honest mail weighs nothing, and is there for compounds and for who reads the verdict. */
const struct rule attachment_rules[] = {
    { "att-program",            4.00, GROUP_ATTACHMENT, HARD, att_program,
      "A program or an installer is attached: it runs when it is opened." },
    { "att-script",             3.50, GROUP_ATTACHMENT, HARD, att_script,
      "A script is attached: it runs when it is opened." },
    { "att-shortcut",           3.00, GROUP_ATTACHMENT, HARD, att_shortcut,
      "A shortcut is attached: opening it runs or fetches something from elsewhere." },
    { "att-archive-program",    3.50, GROUP_ATTACHMENT, HARD, att_archive_program,
      "An archive is attached that holds a program, a script or a shortcut." },
    { "att-archive-script",     0.60, GROUP_ATTACHMENT, SOFT, att_archive_script,
      "An archive is attached that holds a script among many other files." },
    { "att-disk-image",         2.50, GROUP_ATTACHMENT, SOFT, att_disk_image,
      "An image of a disk is attached: what is in it opens without the warnings that files from the net get." },
    { "att-active-document",    1.00, GROUP_ATTACHMENT, SOFT, att_active_document,
      "A document is attached that can run programs: macros, or files inside that a click opens." },
    { "bidi-in-file-name",      2.50, GROUP_ATTACHMENT, SOFT, bidi_in_file_name,
      "A control character turns the name of an attached file round: its true ending is not where people look." },
    { "att-double-ending",      2.50, GROUP_ATTACHMENT, SOFT, att_double_ending,
      "An attached file has two endings: people see a document, the system takes it for something that runs." },
    { "att-padded-name",        2.00, GROUP_ATTACHMENT, SOFT, att_padded_name,
      "Blanks in the name of an attached file push its true ending out of sight." },
    { "att-odd-name",           0.40, GROUP_ATTACHMENT, SOFT, att_odd_name,
      "The name of an attached file holds characters by which programs differ about where it ends." },
    { "att-long-name",          0.20, GROUP_ATTACHMENT, SOFT, att_long_name,
      "The name of an attached file is too long to be shown." },
    { "att-disguised",          2.00, GROUP_ATTACHMENT, SOFT, att_disguised,
      "An attached file pretends to be harmless: what it is called and what it is are of different kinds." },
    { "att-type-differs",       0.00, GROUP_ATTACHMENT, SOFT, att_type_differs,
      "Name, declared type and content of an attached file are of different kinds." },
    { "att-html",               0.00, GROUP_ATTACHMENT, SOFT, att_html,
      "A web page is attached as a file." },
    { "att-html-smuggling",     3.40, GROUP_ATTACHMENT, SOFT, att_html_smuggling,
      "An attached page builds a file by script and saves it, so that no gate sees the file." },
    { "att-html-unpacks",       2.20, GROUP_ATTACHMENT, SOFT, att_html_unpacks,
      "An attached page unpacks by script what it shows, so that no gate can read it." },
    { "att-html-password",      2.00, GROUP_ATTACHMENT, SOFT, att_html_password,
      "An attached page asks for a password." },
    { "att-html-password-home", 1.40, GROUP_ATTACHMENT, SOFT, att_html_password_home,
      "An attached page asks for a password, for a site of the sender's own." },
    { "att-html-leads-on",      1.20, GROUP_ATTACHMENT, SOFT, att_html_leads_on,
      "An attached page shows next to nothing and leads elsewhere by itself." },
    { "att-svg-script",         2.00, GROUP_ATTACHMENT, SOFT, att_svg_script,
      "An attached drawing runs a script when it is opened." },
    { "att-pdf-uri",            0.30, GROUP_ATTACHMENT, SOFT, att_pdf_uri,
      "An attached PDF document holds a link." },
    { "att-pdf-launch",         2.00, GROUP_ATTACHMENT, SOFT, att_pdf_launch,
      "An attached PDF document starts a program." },
    { "att-pdf-script",         0.40, GROUP_ATTACHMENT, SOFT, att_pdf_script,
      "An attached PDF document holds a script." },
    { "archive-bomb",           2.00, GROUP_ATTACHMENT, SOFT, archive_bomb,
      "An attached archive says that it unpacks to hundreds of times its size: made to exhaust whoever looks into it." },
    { "att-encrypted-password", 1.90, GROUP_ATTACHMENT, SOFT, att_encrypted_password,
      "An attached file is locked, and the message tells its password: that keeps out nobody but the scanner." },
    { "att-encrypted",          0.00, GROUP_ATTACHMENT, SOFT, att_encrypted,
      "An attached file is locked with a password: nobody could look into it." },
    { "att-archive",            0.00, GROUP_ATTACHMENT, SOFT, att_archive,
      "An archive is attached." },
    { "att-not-checked",        0.00, GROUP_ATTACHMENT, SOFT, att_not_checked,
      "What is in an attached file was not checked." },
    { "att-calendar-link",      0.40, GROUP_ATTACHMENT, SOFT, att_calendar_link,
      "An invitation leads to a site that is neither the sender's nor one where meetings are held." },
    { "content-encrypted",      0.00, GROUP_ATTACHMENT, SOFT, content_encrypted,
      "The message is encrypted for its reader: nothing in it could be checked." },
    { "content-signed",         0.00, GROUP_ATTACHMENT, SOFT, content_signed,
      "The message carries a signature by S/MIME or OpenPGP; it was not verified." },
};
const size_t attachment_rule_count = ARRAY_LEN(attachment_rules);
