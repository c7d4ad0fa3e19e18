#include "auth/advice.h"

#include "base/ascii.h"
#include "base/domain.h"

enum { WORD_MAX_OCTETS = 200 };

static const struct { const char *for_whom[2]; } sentences[] = {
#define ADVICE(id, sender, recipient) [REASON_##id] = { { [ADVICE_SENDER] = sender, [ADVICE_RECIPIENT] = recipient } },
#include "auth/advice.def"
#undef ADVICE
};

/* ---- sentences with blanks to be filled in ---- */

static void add_word(struct buf *out, str word, const char *otherwise)
{
    if (word.len == 0) {
        buf_add(out, str_of(otherwise));
        return;
    }
    for (size_t i = 0; i < word.len && i < WORD_MAX_OCTETS; i++)
        buf_add_char(out, ascii_is_print(word.ptr[i]) ? word.ptr[i] : '?');
    if (word.len > WORD_MAX_OCTETS)
        buf_add(out, STR("..."));
}

static void add_named(struct buf *out, str name, enum advice_reader reader, const struct advice_words *words)
{
    const char *them    = reader == ADVICE_SENDER ? "your domain" : "the sender";
    const struct { str name, word; const char *otherwise; } fills[] = {
        { STR("domain"),   words->domain,                                            them                 },
        { STR("record"),   words->record.len > 0 ? words->record : words->domain,    them                 },
        { STR("term"),     words->term,                                              "the term"           },
        { STR("selector"), words->selector,                                          "SELECTOR"           },
        { STR("author"),   words->author,                                            "the domain of From" },
    };

    for (size_t i = 0; i < ARRAY_LEN(fills); i++)
        if (str_equal(name, fills[i].name)) {
            add_word(out, fills[i].word, fills[i].otherwise);
            return;
        }
    UNREACHABLE();
}

void advice_write(struct buf *out, enum advice_reader reader, enum auth_reason reason, const struct advice_words *words)
{
    const char *sentence = reason < ARRAY_LEN(sentences) ? sentences[reason].for_whom[reader] : NULL;
    str         rest     = str_of(sentence), piece, name;

    while (str_cut(&rest, '{', &piece)) {
        buf_add(out, piece);
        if (str_cut(&rest, '}', &name))
            add_named(out, name, reader, words);
    }
}

void advice_json(struct json *json, enum advice_reader reader, struct buf *advice)
{
    if (buf_len(advice) > 0)
        json_str(json, reader == ADVICE_SENDER ? "advice" : "advice_recipient", buf_str(advice));
    buf_clear(advice);
}

/* ---- by protocol ---- */

void advice_for_iprev(struct buf *out, enum advice_reader reader, const struct iprev_result *result)
{
    advice_write(out, reader, result->reason, &(struct advice_words){ 0 });
}

void advice_for_return_path(struct buf *out, enum advice_reader reader, const struct return_path_result *result)
{
    advice_write(out, reader, result->reason, &(struct advice_words){ .domain = result->domain });
}

/* A match is a pass as well as a fail. */
void advice_for_spf(struct buf *out, enum advice_reader reader, const struct spf_result *result)
{
    if (result->status != SPF_PASS)
        advice_write(out, reader, result->reason, &(struct advice_words){
            .domain = result->domain, .record = result->record_domain, .term = result->mechanism,
        });
}

void advice_for_dkim(struct buf *out, enum advice_reader reader, const struct dkim_result *result)
{
    advice_write(out, reader, result->reason, &(struct advice_words){ .domain = result->domain, .selector = result->selector });
}

/* Why a signature of the chain does not verify, where that is something else than what its reason already speaks of:
 * changes on the way, or a key that could not be had. */
static bool cause_says_more(enum auth_reason cause)
{
    return cause != REASON_NONE && cause != REASON_DKIM_BODY_HASH && cause != REASON_DKIM_SIGNATURE_WRONG &&
           cause != REASON_DKIM_KEY_UNAVAILABLE;
}

/* To the custodian at fault; where no set in particular is, to the last one. */
void advice_for_arc(struct buf *out, enum advice_reader reader, const struct arc_result *result)
{
    size_t           set    = result->failed_set > 0 ? result->failed_set : result->sets;
    enum auth_reason reason = reader == ADVICE_SENDER && cause_says_more(result->cause) ? result->cause : result->reason;

    advice_write(out, reader, reason, &(struct advice_words){
        .domain = set > 0 && set <= result->sets ? result->sealers[set - 1] : (str){ 0 },
    });
}

/* ---- DMARC: something passes, for somebody else ---- */

/* The first domain of that method ("dkim:", "spf:") that passed without being the author's. */
static str unaligned_domain(const struct dmarc_result *result, str method)
{
    for (size_t i = 0; i < result->unaligned_count; i++)
        if (str_starts(result->unaligned[i], method))
            return str_from(result->unaligned[i], method.len);
    return (str){ 0 };
}

/* Below the author's organization, so that only adkim=s or aspf=s can part the two. Without these a psd= does: then
 * the name below is an organization of its own. */
static bool is_of_same_organization(const struct dmarc_result *result, str domain)
{
    return domain.len > 0 && result->org_domain.len > 0 && domain_is_or_below(domain, result->org_domain);
}

static void advise_alignment(struct buf *out, const struct dmarc_result *result)
{
    str signer = unaligned_domain(result, STR("dkim:")), sender = unaligned_domain(result, STR("spf:"));

    if (signer.len > 0) {
        buf_add(out, STR("Your message is signed by "));
        add_word(out, signer, "");
    }
    if (sender.len > 0) {
        buf_add(out, signer.len > 0 ? STR(" and its return address is at ")
                                    : STR("The return address of your message is at "));
        add_word(out, sender, "");
    }
    buf_add(out, STR(", its From is at "));
    add_word(out, result->author_domain, "another domain");
    if ((result->dkim_is_strict && is_of_same_organization(result, signer)) ||
        (result->spf_is_strict && is_of_same_organization(result, sender)))
        buf_add(out, STR(", and its DMARC record asks for exactly that name"));
    buf_add(out, STR(": sign with d="));
    add_word(out, result->author_domain, "the domain of From");
    buf_add(out, STR(", or use a return address there that your servers may send for."));
}

void advice_for_dmarc(struct buf *out, enum advice_reader reader, const struct dmarc_result *result)
{
    if (result->reason == REASON_DMARC_NOT_ALIGNED && reader == ADVICE_SENDER && result->unaligned_count > 0)
        advise_alignment(out, result);
    else
        advice_write(out, reader, result->reason, &(struct advice_words){
            .domain = result->author_domain, .record = result->record_domain, .author = result->author_domain,
        });
}
