#include "gateway/story.h"

#include <math.h>
#include <stdlib.h>

#include "base/flow.h"
#include "detect/file/type.h"
#include "detect/model.h"
#include "detect/text.h"
#include "gateway/record_tree.h"

enum { LINE_WIDTH = 78, ADVISED_SIGNATURES_MAX = 10, EVIDENCE_MAX_OCTETS = 300 };

struct story { struct buf *out; struct arena *arena; };

/* The text at a path of names; empty if it is not there. */
static str text(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : (str){ 0 };
}

static const json_t *member(const json_t *object, const char *name)
{
    return json_object_get(object, name);
}

/* Words in lines; those after the first begin below the text of the first, not below its dash. */
static void flow(struct story *story, const char *first_indent, str words)
{
    str first = str_of(first_indent), blanks = arena_printf(story->arena, "%*s", (int)first.len, "");

    flow_write(story->out, LINE_WIDTH, first, blanks, arena_printable_line(story->arena, words));
}

#define FLOW(story, indent, ...) flow(story, indent, arena_printf((story)->arena, __VA_ARGS__))

static void heading(struct story *story, const char *title)
{
    buf_printf(story->out, "\n%s\n", title);
}

/* "name: value", where there is a value. */
static void line(struct story *story, const char *name, str value)
{
    if (value.len > 0)
        buf_printf(story->out, "  %-10s %.*s\n", name, STR_ARG(arena_printable(story->arena, value)));
}

static bool sender_is_known(const json_t *envelope)
{
    return !json_is_false(member(envelope, "mail_from_known")) || !str_equal(text(envelope, "client"), STR("unknown"));
}

/* A file says neither who sent it nor to whom: what was not told to us either is no claim. */
static void tell_envelope(struct story *story, const json_t *envelope)
{
    const json_t *rcpt  = member(envelope, "rcpt");
    str           mail  = text(envelope, "mail_from");
    bool          known = !json_is_false(member(envelope, "mail_from_known"));

    line(story, "Envelope:", !known          ? STR("not known: a file does not say it (--mail-from)")
                             : mail.len == 0 ? STR("<> (the null sender, as of a delivery report)")
                                             : mail);
    for (size_t i = 0; i < json_array_size(rcpt); i++) {
        const json_t *one = json_array_get(rcpt, i);

        line(story, "To:", json_is_string(one) ? str_of(json_string_value(one)) : (str){ 0 });
    }
}

static void tell_client(struct story *story, const json_t *envelope)
{
    str helo = text(envelope, "helo");

    line(story, "Client:", !sender_is_known(envelope) ? STR("not known (--ip, --helo)")
                           : helo.len == 0            ? text(envelope, "client")
                                                      : arena_printf(story->arena, "%.*s, calling itself %.*s",
                                                                     STR_ARG(text(envelope, "client")), STR_ARG(helo)));
    if (text(envelope, "tls_client").len > 0)
        line(story, "", arena_printf(story->arena, "with the certificate \"%.*s\" (sha256:%.*s), %s",
                                     STR_ARG(text(envelope, "tls_client_name")), STR_ARG(text(envelope, "tls_client")),
                                     json_is_true(member(envelope, "tls_client_trusted")) ? "one of ours" : "which nobody here knows"));
    line(story, "Through:", text(envelope, "through"));
}

static void tell_claims(struct story *story, const json_t *record)
{
    const json_t *envelope = member(record, "envelope"), *message = member(record, "message"), *author = member(message, "author");
    str           name     = text(author, "display_name"), address = text(author, "address");

    heading(story, "What was claimed");
    line(story, "From:", name.len == 0 ? address
                                       : arena_printf(story->arena, "\"%.*s\" <%.*s>", STR_ARG(name), STR_ARG(address)));
    line(story, "Subject:", text(message, "subject"));
    tell_envelope(story, envelope);
    tell_client(story, envelope);
    if (member(record, "origin") != NULL)       /* behind servers of ours */
        line(story, "Origin:", arena_printf(story->arena, "%.*s, through %" JSON_INTEGER_FORMAT " of our servers",
                                            STR_ARG(text(member(record, "origin"), "client")),
                                            json_integer_value(member(member(record, "origin"), "hops"))));
    line(story, "Arrived:", text(record, "time"));
}

static str words_of_type(const json_t *attachment)
{
    enum file_type type = FILE_UNKNOWN;

    (void)!file_type_find(text(attachment, "type"), &type);
    return str_of(file_type_words(type));
}

static void tell_attachments(struct story *story, const json_t *list)
{
    if (json_array_size(list) == 0)
        return;
    heading(story, "What it carries");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one    = json_array_get(list, i);
        str           name   = text(one, "name").len > 0 ? text(one, "name") : STR("a file without a name");
        str           inside = text(one, "inside"), packed = text(one, "packed_name");

        if (!json_is_object(one))
            continue;
        FLOW(story, "  - ", "%.*s: %.*s, %" JSON_INTEGER_FORMAT " octets%s%.*s%s%.*s.%s", STR_ARG(name),
             STR_ARG(words_of_type(one)), json_integer_value(member(one, "octets")),
             inside.len > 0 ? ", in the attached message " : "", STR_ARG(inside),
             packed.len > 0 ? ", which holds " : "", STR_ARG(packed),
             json_is_true(member(one, "content_checked")) ? "" : " Its content was not checked.");
    }
}

static void tell_protocol(struct story *story, const char *name, const json_t *result, str about)
{
    str sentence = text(result, "reason_text");

    FLOW(story, "  ", "%s%s%.*s: %.*s%s%.*s", name, about.len > 0 ? " for " : "", STR_ARG(about), STR_ARG(text(result, "result")),
         sentence.len > 0 ? ". " : ".", STR_ARG(sentence));
}

/* What block and allow lists say of the client; of those that have nothing on it only how many there are. */
static void tell_lists(struct story *story, const json_t *lists)
{
    size_t silent = 0;

    for (size_t i = 0; i < json_array_size(lists); i++) {
        const json_t *one    = json_array_get(lists, i);
        str           status = text(one, "status");

        if (str_equal(status, STR("not-listed")))
            silent++;
        else
            FLOW(story, "  ", "DNS list %.*s: %.*s %.*s%s%.*s", STR_ARG(text(one, "list")), STR_ARG(status),
                 STR_ARG(text(one, "answer")), text(one, "reason").len > 0 ? ": " : "", STR_ARG(text(one, "reason")));
    }
    if (silent > 0)
        FLOW(story, "  ", "DNS lists that have nothing on the client: %zu.", silent);
}

/* A message without a chain is the rule, and not worth a line. */
static void tell_arc(struct story *story, const json_t *arc)
{
    const json_t *sealers = member(arc, "sealers");
    str           names   = { 0 }, cause = text(arc, "cause_text");

    if (!json_is_object(arc) || str_equal(text(arc, "result"), STR("none")))
        return;
    for (size_t i = 0; i < json_array_size(sealers); i++) {
        const json_t *one  = json_array_get(sealers, i);
        const char   *name = json_is_string(one) ? json_string_value(one) : "";

        names = arena_printf(story->arena, "%.*s%s%s", STR_ARG(names), i == 0 ? "" : ", ", name[0] == '\0' ? "?" : name);
    }
    tell_protocol(story, "ARC", arc, names);
    if (cause.len > 0)
        flow(story, "      ", cause);
}

/* An explanation, told beside the results and not among them: it passes nothing. */
static void tell_alterations(struct story *story, const json_t *dkim)
{
    for (size_t i = 0; i < json_array_size(dkim); i++) {
        const json_t *result = json_array_get(dkim, i), *without = member(result, "verifies_without");
        str           list = { 0 };

        for (size_t k = 0; k < json_array_size(without); k++) {
            const json_t *one = json_array_get(without, k);

            if (json_is_string(one))
                list = arena_printf(story->arena, "%.*s%s%s", STR_ARG(list), k == 0 ? "" : ", ",
                                    json_string_value(one));
        }
        if (list.len > 0)
            FLOW(story, "      ",
                 "The signature of %.*s would verify without what a mailing list seems to have done: %.*s.",
                 STR_ARG(text(result, "domain")), STR_ARG(list));
    }
}

/* Whoever reads the message reads them, too, and no signature vouches for them. */
static void tell_unsigned_octets(struct story *story, const json_t *signature)
{
    json_int_t octets = json_integer_value(member(signature, "unsigned_octets"));

    if (octets > 0)
        FLOW(story, "      ", "Its l= leaves the last %" JSON_INTEGER_FORMAT " %s of the body open.",
             octets, octets == 1 ? "octet" : "octets");
}

/* RFC 8301 §3.2 wants signers to have 2048 bits; RFC 6376 §3.6.1 lets them try a key. */
static void tell_weak_key(struct story *story, const json_t *signature)
{
    json_int_t bits = json_integer_value(member(signature, "key_bits"));

    if (!str_equal(text(signature, "result"), STR("pass")))
        return;
    if (bits >= 1024 && bits < 2048)
        FLOW(story, "      ", "Its RSA key has only %" JSON_INTEGER_FORMAT " bits: signers should have 2048.", bits);
    if (json_is_true(member(signature, "test_key")))
        flow(story, "      ", STR("Its key is marked as one for tests (t=y)."));
}

static void tell_rfc7489(struct story *story, const json_t *dmarc)
{
    const json_t *old = member(dmarc, "rfc7489");

    if (json_is_true(member(old, "differs")))
        FLOW(story, "      ", "By RFC 7489, which other receivers may still follow: %.*s, asking for %.*s.",
             STR_ARG(text(old, "result")), STR_ARG(text(old, "disposition")));
}

/* True if one of the sentences before number i is the same. */
static bool is_told(const str *told, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(told[k], told[i]))
            return true;
    return false;
}

/* Nobody to report to, or not known: worth a line. */
static bool returns_nothing(const json_t *return_path)
{
    str result = text(return_path, "result");

    return result.len > 0 && !str_equal(result, STR("ok")) && !str_equal(result, STR("none"));
}

static void tell_authentication(struct story *story, const json_t *record)
{
    const json_t *auth = member(record, "auth"), *dkim = member(auth, "dkim");

    heading(story, "What could be proved");
    if (member(auth, "iprev") != NULL)
        tell_protocol(story, "Client name", member(auth, "iprev"), text(member(auth, "iprev"), "name"));
    if (returns_nothing(member(auth, "return_path")))
        tell_protocol(story, "Return path", member(auth, "return_path"), text(member(auth, "return_path"), "domain"));
    tell_lists(story, member(record, "dns_lists"));
    if (!sender_is_known(member(record, "envelope")))
        flow(story, "  ", STR("SPF: not checked. It asks whether the client may send for the return address, and neither is known."));
    else
        tell_protocol(story, "SPF", member(auth, "spf"), text(member(auth, "spf"), "domain"));
    if (json_array_size(dkim) == 0)
        flow(story, "  ", STR("DKIM: none. The message carries no signature."));
    for (size_t i = 0; i < json_array_size(dkim); i++) {
        tell_protocol(story, "DKIM", json_array_get(dkim, i), text(json_array_get(dkim, i), "domain"));
        tell_unsigned_octets(story, json_array_get(dkim, i));
        tell_weak_key(story, json_array_get(dkim, i));
    }
    if (json_integer_value(member(auth, "dkim_skipped")) > 0)
        FLOW(story, "  ", "DKIM: %" JSON_INTEGER_FORMAT " more signatures were not verified: more than a message needs.",
             json_integer_value(member(auth, "dkim_skipped")));
    tell_arc(story, member(auth, "arc"));
    if (json_is_object(member(auth, "senderid")))
        tell_protocol(story, "Sender ID", member(auth, "senderid"), text(member(auth, "senderid"), "pra"));
    tell_alterations(story, dkim);
    tell_protocol(story, "DMARC", member(auth, "dmarc"), text(member(auth, "dmarc"), "author_domain"));
    tell_rfc7489(story, member(auth, "dmarc"));
}

/* How to authenticate better helps an honest sender. Of a message that was stopped for what it pretends or brings, nobody knows that
 * it has one; what can be done about it stands beside the step that stopped it. */
static bool may_be_honest(const json_t *verdict)
{
    str step = text(verdict, "step"), action = text(verdict, "action");

    return !str_equal(step, STR("impersonation")) && !str_equal(step, STR("attachment")) &&
           !(str_equal(step, STR("score")) && str_equal(action, STR("quarantine")));
}

/* What to do is told first, and that nothing has to be done only where there is nothing else. */
static bool asks_for_nothing(str advice)
{
    return str_starts(advice, STR("Nothing "));
}

static void tell_list(struct story *story, const char *title, const str *told, size_t count, bool nothing)
{
    bool first = true;

    for (size_t i = 0; i < count; i++) {
        if (told[i].len == 0 || is_told(told, i) || asks_for_nothing(told[i]) != nothing)
            continue;
        if (first)
            heading(story, title);
        first = false;
        flow(story, "  - ", told[i]);
    }
}

static bool asks_for_something(const str *told, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (told[i].len > 0 && !asks_for_nothing(told[i]))
            return true;
    return false;
}

/* The advice that goes by that name beside each result, under a title; each sentence once. */
static void tell_advice(struct story *story, const json_t *record, const char *title, const char *name)
{
    const json_t *auth = member(record, "auth"), *dkim = member(auth, "dkim");
    str           told[4 + ADVISED_SIGNATURES_MAX];
    size_t        count = 0;

    told[count++] = text(member(auth, "dmarc"), name);
    told[count++] = text(member(auth, "return_path"), name);
    if (sender_is_known(member(record, "envelope")))
        told[count++] = text(member(auth, "spf"), name);
    for (size_t i = 0; i < json_array_size(dkim) && i < ADVISED_SIGNATURES_MAX; i++)
        told[count++] = text(json_array_get(dkim, i), name);
    if (!str_equal(text(member(auth, "arc"), "result"), STR("none")))
        told[count++] = text(member(auth, "arc"), name);
    tell_list(story, title, told, count, !asks_for_something(told, count));
}

static double number(const json_t *object, const char *name)
{
    return json_number_value(member(object, name));
}

/* ---- findings: what weighs most first, and what weighs nothing apart ---- */

struct told { const json_t *finding; double weight; size_t place; };

static int by_weight(const void *a, const void *b)
{
    const struct told *one = a, *other = b;
    double             difference = fabs(other->weight) - fabs(one->weight);

    if (difference > 0 || difference < 0)
        return difference > 0 ? 1 : -1;
    return one->place < other->place ? -1 : one->place > other->place;
}

static bool is_against(const struct told *told) { return told->weight > 0; }
static bool is_for(const struct told *told)     { return told->weight < 0; }
static bool is_beside(const struct told *told)  { return !is_against(told) && !is_for(told); }
static bool is_any(const struct told *told)     { return told != NULL; }

/* A sentence that ends in a colon goes on with what was seen; else that stands below. */
static void tell_finding(struct story *story, const struct told *told)
{
    str         sentence = text(told->finding, "text"), evidence = text(told->finding, "evidence");
    bool        goes_on  = sentence.len > 0 && sentence.ptr[sentence.len - 1] == ':' && evidence.len > 0;
    const char *first    = is_beside(told) ? "  - "
                                           : arena_cstr(story->arena, arena_printf(story->arena, "  %.2f  ", fabs(told->weight)));

    evidence = text_printable(story->arena, arena_printable_line(story->arena, evidence), EVIDENCE_MAX_OCTETS);
    if (goes_on)
        sentence = arena_join(story->arena, (str[]){ sentence, evidence }, 2, STR(" "));
    FLOW(story, first, "%.*s (%.*s)", STR_ARG(sentence), STR_ARG(text(told->finding, "id")));
    if (!goes_on && evidence.len > 0)
        FLOW(story, arena_cstr(story->arena, arena_printf(story->arena, "%*s", (int)strlen(first), "")), "seen: %.*s",
             STR_ARG(evidence));
}

static void tell_some(struct story *story, const char *title, const struct told *told, size_t count, bool (*is)(const struct told *))
{
    bool first = true;

    for (size_t i = 0; i < count; i++) {
        if (!is(&told[i]))
            continue;
        if (first)
            heading(story, title);
        first = false;
        tell_finding(story, &told[i]);
    }
}

static const struct told *ranked(struct story *story, const json_t *findings, size_t *count)
{
    struct told *told = ARENA_ARRAY(story->arena, struct told, json_array_size(findings));

    *count = json_array_size(findings);
    for (size_t i = 0; i < *count; i++)
        told[i] = (struct told){ json_array_get(findings, i), number(json_array_get(findings, i), "weight"), i };
    if (*count > 0)
        qsort(told, *count, sizeof *told, by_weight);
    return told;
}

static void tell_findings(struct story *story, const json_t *record)
{
    size_t             count, count_in_shadow;
    const struct told *told      = ranked(story, member(record, "findings"), &count);
    const struct told *in_shadow = ranked(story, member(record, "findings_in_shadow"), &count_in_shadow);

    tell_some(story, "What speaks against it", told, count, is_against);
    tell_some(story, "What speaks for it", told, count, is_for);
    tell_some(story, "What was noticed besides, and weighs nothing", told, count, is_beside);
    tell_some(story, "What is looked for in shadow, and has no effect", in_shadow, count_in_shadow, is_any);
}

/* ---- the sum ---- */

/* What becomes of a message by its score alone, from mild to severe. */
static const char *const fates[] = { "delivered", "marked", "junk", "held" };

static size_t fate_of(const json_t *bands, double score)
{
    static const char *const names[] = { "banner", "junk", "quarantine" };
    size_t fate = 0;

    while (fate < ARRAY_LEN(names) && score >= number(bands, names[fate]))
        fate++;
    return fate;
}

/* The score if the findings of one group were wrong; only where neither compounds nor hard findings hang on them. */
static void tell_what_would_change_it(struct story *story, const json_t *assessment, double score)
{
    const json_t *groups = member(assessment, "groups"), *bands = member(assessment, "bands");
    size_t        fate   = fate_of(bands, score);

    if (fate == 0 || number(assessment, "hard") > 0 || json_array_size(member(assessment, "compounds")) > 0)
        return;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        double        left  = score - number(group, "threat") + number(group, "trust");

        if (fate_of(bands, left) < fate)
            FLOW(story, "  ", "Without the signs of the group %.*s (%.2f) it would be %.2f: %s.", STR_ARG(text(group, "group")),
                 number(group, "threat"), left, fates[fate_of(bands, left)]);
    }
}

static void tell_probability(struct story *story, const json_t *assessment)
{
    double bad = model_of_hundred(number(assessment, "probability"));

    if (json_is_number(member(assessment, "probability")))
        FLOW(story, "  ", "Of 100 messages with such a score about %.0f %s bad, says the model %.*s.", bad, bad > 1 ? "are" : "is",
             STR_ARG(text(member(assessment, "model"), "version")));
}

/* Whose numbers these are; a record of an earlier version does not name all of them. */
static void tell_models(struct story *story, const json_t *record)
{
    const json_t *by = member(record, "by");

    if (json_is_string(member(by, "intents")))
        FLOW(story, "  ", "What signs weigh says the model %.*s, what words resemble the vocabulary %.*s, what letters want the "
             "intents %.*s.", STR_ARG(text(by, "model")), STR_ARG(text(by, "vocabulary")), STR_ARG(text(by, "intents")));
}

/* The sum in words: signs that say more together, what speaks for the message, and what would have followed from which
 * score. */
static void tell_assessment(struct story *story, const json_t *record)
{
    const json_t *assessment = member(record, "assessment"), *compounds = member(assessment, "compounds");
    const json_t *bands = member(assessment, "bands");

    if (!json_is_object(assessment) || json_array_size(member(record, "findings")) == 0)
        return;
    heading(story, "What it adds up to");
    for (size_t i = 0; i < json_array_size(compounds); i++) {
        const json_t *compound = json_array_get(compounds, i);

        FLOW(story, "  ", "Together: %.*s (%.*s, weight %.2f)", STR_ARG(text(compound, "text")), STR_ARG(text(compound, "id")),
             number(compound, "weight"));
    }
    FLOW(story, "  ", "%.2f speak against the message, %.2f for it: a score of %.2f. From %.2f on it is marked, from %.2f on it is "
         "junk, from %.2f on it is held.", number(assessment, "threat"), number(assessment, "trust"), number(record, "score"),
         number(bands, "banner"), number(bands, "junk"), number(bands, "quarantine"));
    tell_what_would_change_it(story, assessment, number(record, "score"));
    tell_probability(story, assessment);
    tell_models(story, record);
    if (json_is_true(member(assessment, "known_sender")))
        flow(story, "  ", STR("The sender is known and authenticated: what the message says marks it at most."));
}

static void tell_shadow(struct story *story, const json_t *verdict)
{
    const json_t *would = member(verdict, "would");
    str           words = text(would, "action");

    if (words.len > 0)
        FLOW(story, "  ", "Without shadow mode the action would be %.*s, decided by the step \"%.*s\".", STR_ARG(words),
             STR_ARG(text(would, "step")));
}

/* Who delivers has no objection, and no step in particular to name. */
static void tell_decision(struct story *story, const char *words, str step, const json_t *record)
{
    if (str_equal(text(member(record, "verdict"), "action"), STR("accept")))
        FLOW(story, "  ", "%s Its score is %.2f.", words, number(record, "score"));
    else
        FLOW(story, "  ", "%s The step \"%.*s\" decides that; its score is %.2f.", words, STR_ARG(step), number(record, "score"));
}

/* ---- each recipient ---- */

static const struct { const char *fate, *words; } meanings_of_fates[] = {
    { "delivered",   "the next hop has taken it" },
    { "passed",      "it is left to the mail server" },
    { "held",        "it is held" },
    { "done-before", "an earlier transaction had done it" },
    { "refused",     "it is refused" },
    { "put-off",     "it is put off, and may come again" },
};

static str fate_words(str fate)
{
    for (size_t i = 0; i < ARRAY_LEN(meanings_of_fates); i++)
        if (str_equal(fate, str_of(meanings_of_fates[i].fate)))
            return str_of(meanings_of_fates[i].words);
    return fate;
}

static void tell_fates(struct story *story, const json_t *recipients)
{
    for (size_t i = 0; i < json_array_size(recipients); i++) {
        const json_t *one   = json_array_get(recipients, i);
        str           by    = text(one, "by"), reply = text(one, "reply");
        bool          other = str_equal(by, STR("next-hop")) || str_equal(by, STR("gate"));

        FLOW(story, "  - ", "For %.*s: %.*s%s%s%.*s", STR_ARG(text(one, "rcpt")), STR_ARG(fate_words(text(one, "fate"))),
             !other ? "" : str_equal(by, STR("gate")) ? ", because of a failure here" : ", because of the next hop",
             reply.len > 0 ? ". It said: " : ".", STR_ARG(reply));
    }
}

static bool is_meant(str address, str only)
{
    return only.len == 0 || (only.ptr[0] == '@' ? str_ends_nocase(address, only) : str_equal_nocase(address, only));
}

str story_would(str record, struct arena *arena)
{
    json_t       *root    = record_tree(record, NULL);
    const json_t *verdict = member(root, "verdict"), *would = member(verdict, "would");
    str           action  = text(would, "action"), said = { 0 };

    if (action.len > 0 && !str_equal(action, text(verdict, "action")))
        said = arena_printable(arena, arena_printf(arena, "%.*s at %.*s", STR_ARG(action), STR_ARG(text(would, "step"))));
    json_decref(root);
    return said;
}

bool story_recipients(struct buf *out, str record, str only, str also, struct arena *arena)
{
    json_t       *root  = record_tree(record, NULL);
    const json_t *list  = member(member(root, "outcome"), "recipients");
    bool          found = json_is_array(list);

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one   = json_array_get(list, i);
        str           reply = text(one, "reply");

        if (!is_meant(text(one, "rcpt"), only) && (also.len == 0 || !is_meant(text(one, "rcpt"), also)))
            continue;
        buf_printf(out, "%.*s  %.*s by %.*s%s%.*s%s\n", STR_ARG(arena_printable(arena, text(one, "rcpt"))),
                   STR_ARG(arena_printable(arena, text(one, "fate"))), STR_ARG(arena_printable(arena, text(one, "by"))),
                   reply.len > 0 ? " (" : "", STR_ARG(arena_printable(arena, reply)), reply.len > 0 ? ")" : "");
    }
    json_decref(root);
    return found;
}

static void tell_verdict(struct story *story, const json_t *record)
{
    static const struct { const char *action, *words; } meanings[] = {
        { "accept",     "The message is delivered." },
        { "tag",        "The message is delivered with a warning." },
        { "quarantine", "The message is held." },
        { "reject",     "The message is refused." },
        { "defer",      "The sender is asked to try again later." },
    };
    const json_t *verdict = member(record, "verdict"), *steps = member(record, "steps"), *outcome = member(record, "outcome");
    str           action  = text(verdict, "action"), decided = text(verdict, "step");
    const char   *without = text(verdict, "passage").len > 0 ? " It took no effect." : " An allow entry took its effect away.";

    heading(story, "The verdict");
    for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
        if (str_equal(action, str_of(meanings[i].action)))
            tell_decision(story, meanings[i].words, decided, record);
    tell_shadow(story, verdict);
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);

        if (text(step, "reason").len == 0)
            continue;
        FLOW(story, "  - ", "%.*s: %.*s (%.*s)%s", STR_ARG(text(step, "step")), STR_ARG(text(step, "text")),
             STR_ARG(text(step, "reason")),
             json_is_true(member(step, "suppressed")) ? without
             : json_is_true(member(step, "in_shadow")) ? " It is in shadow mode, and has no effect." : "");
        if (text(step, "advice").len > 0)
            FLOW(story, "    ", "What can be done: %.*s", STR_ARG(text(step, "advice")));
    }
    tell_fates(story, member(outcome, "recipients"));
    line(story, "Reply:", outcome == NULL ? text(verdict, "reply") : text(outcome, "reply"));
    if (text(outcome, "delivered_as").len > 0)
        FLOW(story, "  ", "The same message from the same sender was delivered before, as %.*s; the sender had not heard of it, "
             "and was told so now. It was not delivered again.", STR_ARG(text(outcome, "delivered_as")));
    line(story, "Next hop:", text(outcome, "next_hop"));
    line(story, "It said:", text(outcome, "next_hop_reply"));
}

/* A failed look-up explains much, so it is told; the others are in the JSON. */
static void tell_open_ends(struct story *story, const json_t *record)
{
    const json_t *view  = member(record, "view");
    bool          first = true;

    for (size_t i = 0; i < json_array_size(view); i++) {
        const json_t *question = json_array_get(view, i);
        str           state    = text(question, "state");

        if (!str_equal(state, STR("timeout")) && !str_equal(state, STR("servfail")) && !str_equal(state, STR("bogus")) &&
            !str_equal(state, STR("refused")) && !str_equal(state, STR("expired")) && !str_equal(state, STR("unrecorded")))
            continue;
        if (first)
            heading(story, "What could not be checked");
        first = false;
        FLOW(story, "  ", "%.*s %.*s: %.*s", STR_ARG(text(question, "name")), STR_ARG(text(question, "type")), STR_ARG(state));
    }
}

bool story_write(struct buf *out, str record, struct arena *arena, str *error)
{
    struct story story = { out, arena };
    json_error_t problem;

    if (record.len == 0) {
        *error = STR("its record was not kept, being too large, or is damaged");
        return false;
    }
    json_t *root = record_tree(record, &problem);

    if (!json_is_object(root) || text(root, "id").len == 0) {
        *error = root == NULL ? arena_printf(arena, "the record cannot be read: %s", problem.text) : STR("this is no record");
        json_decref(root);
        return false;
    }
    buf_printf(out, "Message %.*s\n", STR_ARG(arena_printable(arena, text(root, "id"))));
    tell_claims(&story, root);
    tell_attachments(&story, member(root, "attachments"));
    tell_authentication(&story, root);
    tell_findings(&story, root);
    tell_open_ends(&story, root);
    tell_assessment(&story, root);
    tell_verdict(&story, root);
    const json_t *verdict = member(root, "verdict");

    if (may_be_honest(verdict)) {
        if (!str_equal(text(verdict, "action"), STR("accept")))
            tell_advice(&story, root, "What you can do", "advice_recipient");
        tell_advice(&story, root, "What the sender can do", "advice");
    }
    json_decref(root);
    return true;
}
