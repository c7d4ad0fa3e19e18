#include "gateway/story_parts.h"

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
        story_flow(story, "      ", cause);
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
        story_flow(story, "      ", STR("Its key is marked as one for tests (t=y)."));
}

static void tell_rfc7489(struct story *story, const json_t *dmarc)
{
    const json_t *old = member(dmarc, "rfc7489");

    if (json_is_true(member(old, "differs")))
        FLOW(story, "      ", "By RFC 7489, which other receivers may still follow: %.*s, asking for %.*s.",
             STR_ARG(text(old, "result")), STR_ARG(text(old, "disposition")));
}

/* Nobody to report to, or not known: worth a line. */
static bool returns_nothing(const json_t *return_path)
{
    str result = text(return_path, "result");

    return result.len > 0 && !str_equal(result, STR("ok")) && !str_equal(result, STR("none"));
}

void story_tell_authentication(struct story *story, const json_t *record)
{
    const json_t *auth = member(record, "auth"), *dkim = member(auth, "dkim");

    story_heading(story, "What could be proved");
    if (member(auth, "iprev") != NULL)
        tell_protocol(story, "Client name", member(auth, "iprev"), text(member(auth, "iprev"), "name"));
    if (returns_nothing(member(auth, "return_path")))
        tell_protocol(story, "Return path", member(auth, "return_path"), text(member(auth, "return_path"), "domain"));
    tell_lists(story, member(record, "dns_lists"));
    if (!story_sender_is_known(member(record, "envelope")))
        story_flow(story, "  ", STR("SPF: not checked. It asks whether the client may send for the return address, and neither is known."));
    else
        tell_protocol(story, "SPF", member(auth, "spf"), text(member(auth, "spf"), "domain"));
    if (json_array_size(dkim) == 0)
        story_flow(story, "  ", STR("DKIM: none. The message carries no signature."));
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
