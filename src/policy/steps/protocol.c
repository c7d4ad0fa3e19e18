/* Is it one message, from one author, that everybody reads in the same way? What is not is refused, whoever sends it
 * (STANDARDS MSG-2 to MSG-10, VER-10, VER-11). */
#include "base/domain.h"
#include "detect/ambiguity.h"
#include "detect/identity.h"
#include "policy/steps/steps.h"

static struct step_result refuse(int code, const char *enhanced, const char *reason, const char *sentence,
                                 const char *advice)
{
    return (struct step_result){
        .action = ACTION_REJECT, .band = BAND_REJECT, .is_protected = true, .reason = reason,
        .sentence = str_of(sentence), .advice = str_of(advice),
        .reply_code = code, .reply_enhanced = enhanced, .reply_text = str_of(sentence),
    };
}

static const char ask_sender[] = "The sender has to write the message as RFC 5322 asks; nothing can be done here.";

/* ---- the header ---- */

/* Programs differ about where such a field, or the whole header, ends: what one checks is not what another shows. */
static const struct { unsigned flaw; const char *reason, *sentence; } header_flaws[] = {
    { HEADER_NUL,                "header-nul",                "The header holds a NUL octet." },
    { HEADER_BARE_CR_OR_LF,      "header-bare-line-end",      "The header holds a bare CR or LF." },
    { HEADER_NO_COLON,           "header-no-colon",           "A line of the header is no field." },
    { HEADER_BAD_NAME,           "header-bad-name",           "A field of the header has no valid name." },
    { HEADER_BLANK_FOLD,         "header-blank-fold",         "A blank line inside of a field." },
    { HEADER_BLANK_BEFORE_COLON, "header-blank-before-colon", "A blank before the colon of a field." },
};

static struct step_result check_header(const struct judgement *j)
{
    const struct header_list *headers = &j->facts->message->headers;

    switch (headers->overflow) {
    case HEADER_TOO_MANY_FIELDS:
        return refuse(554, "5.6.0", "header-too-many-fields", "The header has too many fields.", ask_sender);
    case HEADER_TOO_LARGE:
        return refuse(554, "5.6.0", "header-too-large", "The header is too large.", ask_sender);
    case HEADER_WITHIN_LIMITS:
        break;
    }
    for (size_t i = 0; i < ARRAY_LEN(header_flaws); i++)
        if ((headers->flaws & header_flaws[i].flaw) != 0)
            return refuse(550, "5.6.0", header_flaws[i].reason, header_flaws[i].sentence, ask_sender);
    return (struct step_result){ 0 };
}

static struct step_result check_loop(const struct judgement *j)
{
    if (header_count(&j->facts->message->headers, STR("Received")) <= j->options->received_max)
        return (struct step_result){ 0 };
    return refuse(554, "5.4.6", "received-loop", "The message has passed too many servers: it seems to go in a circle.",
                  "Look at the Received fields for two servers that hand the message to each other.");
}

/* ---- the author ---- */

/* What cannot be read is malformed; what can be read in two ways is against our policy. */
static const char *enhanced_code(enum author_status status)
{
    switch (status) {
    case AUTHOR_OK:
    case AUTHOR_NO_FROM:
    case AUTHOR_NO_MAILBOX:      return "5.6.0";
    case AUTHOR_SEVERAL_FROM:
    case AUTHOR_SEVERAL_DOMAINS:
    case AUTHOR_AMBIGUOUS:
    case AUTHOR_BAD_DOMAIN:      return "5.7.1";
    }
    UNREACHABLE();
}

/* "MAILER-DAEMON", or "MAILER-DAEMON@localhost": a domain that is written so that it cannot be read is another matter, as some
 * program will read it. */
static bool has_no_domain(const struct author *author)
{
    str domain = author->mailbox.domain;

    return author->status == AUTHOR_NO_MAILBOX ||
           (author->status == AUTHOR_BAD_DOMAIN && domain_is_queryable(domain) && !str_has_char(domain, '.'));
}

/* Old mail systems report so. Nobody answers such an address, so a report without domain is marked instead of refused; one with an
 * ambiguous author is refused like any other, and so is one whose name shows the address that people would then take for the
 * author's. */
static bool is_nameless_report(const struct facts *f)
{
    struct mailbox shown;

    return f->envelope->reverse_path.is_null && identity_is_report(f) && has_no_domain(&f->message->author) &&
           !mailbox_find(identity_shown_name(f), &shown);
}

/* A domain in octets above 127 is an address only where the transaction says so (RFC 6531 §3.4). Elsewhere some programs
 * show its letters, others something else or nothing. */
static struct step_result check_author_domain(const struct judgement *j)
{
    const struct facts *f = j->facts;

    if (f->envelope->smtputf8 || !str_has_8bit(f->message->author.mailbox.domain))
        return (struct step_result){ 0 };
    return refuse(550, "5.6.7", "author-not-ascii",
                  "The author's domain is not in ASCII, and the message was sent without SMTPUTF8.",
                  "The sender's server has to use SMTPUTF8, or the sender to write the domain with xn-- (RFC 6531).");
}

static struct step_result check_author(const struct judgement *j)
{
    enum author_status status = j->facts->message->author.status;

    if (status == AUTHOR_OK)
        return check_author_domain(j);
    if (is_nameless_report(j->facts))
        return (struct step_result){
            .action = ACTION_TAG, .band = BAND_BANNER, .is_protected = true, .reason = "report-without-author",
            .sentence = STR("A report whose From names no mailbox with a domain: nobody can be held to it."),
            .advice   = STR("Reports of your own servers should carry a full address in From."),
        };
    return refuse(550, enhanced_code(status), author_status_name(status), author_status_sentence(status),
                  "A message needs exactly one From field that names one author in one domain (RFC 5322 section "
                  "3.6.2); the sender has to correct it.");
}

/* ---- the structure ---- */

/* A fragment is put together behind every scanner, and an external body is fetched there (RFC 2046 §5.2.2, §5.2.3).
 * Without the parameters that this takes, the words mean nothing. */
static bool is_elsewhere(const struct part *part)
{
    if (!str_equal(part->type, STR("message")))
        return false;
    return (str_equal(part->subtype, STR("partial")) && mime_parameter(part, STR("id")) != NULL) ||
           (str_equal(part->subtype, STR("external-body")) && mime_parameter(part, STR("access-type")) != NULL);
}

static struct step_result check_limits(const struct judgement *j)
{
    unsigned flaws = j->facts->message->mime_flaws;

    if ((flaws & MIME_TOO_DEEP) != 0)
        return refuse(554, "5.6.0", "mime-too-deep", "The MIME structure is nested too deep.", ask_sender);
    if ((flaws & MIME_TOO_MANY_PARTS) != 0)
        return refuse(554, "5.6.0", "mime-too-many-parts", "The message has too many MIME parts.", ask_sender);
    return (struct step_result){ 0 };
}

static struct step_result check_whole(const struct judgement *j)
{
    for (const struct part *part = j->facts->message->root; part != NULL; part = part->next)
        if (is_elsewhere(part) && !ambiguity_is_quoted(part))
            return refuse(550, "5.6.0", "mime-elsewhere", "The message is a fragment, or leaves its content elsewhere.",
                          "Ask the sender for the whole message with its files inside.");
    return (struct step_result){ 0 };
}

static struct step_result check_structure(const struct judgement *j)
{
    enum mime_flaw     flaw;
    struct step_result result;

    if (!j->options->refuse_ambiguous_mime || ambiguity_find(j->facts->message, AMBIGUOUS_STRUCTURE, &flaw) == NULL)
        return (struct step_result){ 0 };
    result = refuse(550, "5.6.0", "mime-ambiguous", "The MIME structure can be read in two ways.", ask_sender);
    result.sentence = arena_printf(j->facts->arena, "The MIME structure can be read in two ways (%s).",
                                   mime_flaw_name(flaw));
    return result;
}

struct step_result step_protocol(const struct judgement *j)
{
    static struct step_result (*const checks[])(const struct judgement *) = {
        check_header, check_loop, check_limits, check_whole, check_structure, check_author,
    };

    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        struct step_result result = checks[i](j);

        if (result.reason != NULL)
            return result;
    }
    return (struct step_result){ 0 };
}
