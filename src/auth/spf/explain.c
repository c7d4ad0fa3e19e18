#include "auth/spf/evaluation.h"

#include "dns/packet.h"

/* MATCH with the text that exp= leads to. */
static enum spf_match fetch_explanation(struct spf_check *check, struct spf_macro *text)
{
    str            target;
    enum spf_match expanded = spf_expand_domain(check, check->explanation, &target);

    if (expanded != MATCH || !spf_is_askable(target))
        return expanded == MATCH_PENDING ? MATCH_PENDING : NO_MATCH;
    const struct answer *answer = spf_ask(check, DNS_TXT, target, NULL);

    if (answer->state == ANSWER_PENDING)
        return MATCH_PENDING;
    if (!answer_has_records(answer) || answer->count != 1 || answer->records[0].data.len > SPF_RECORD_MAX_OCTETS)
        return NO_MATCH;
    return spf_macro_parse(text, check->arena, answer->records[0].data, SPF_EXPLAIN_STRING) ? MATCH : NO_MATCH;
}

bool spf_explain(const struct spf_check *decided, str *explanation)
{
    struct spf_check check = *decided;  /* looking for words changes nothing about the result, */
    struct spf_macro macro;
    str              text;

    if (check.explanation == NULL || check.explanation->text.len == 0)
        return true;
    check.domain         = check.explanation_domain;
    check.result.lookups = check.result.void_lookups = 0;       /* and costs none of the ten (§4.6.4) */
    enum spf_match found = fetch_explanation(&check, &macro);

    if (found == MATCH)
        found = spf_expand_text(&check, &macro, &text);
    if (found == MATCH && str_is_printable(text))       /* for an SMTP reply, whatever a HELO put into %{h} */
        *explanation = text;
    return found != MATCH_PENDING;
}
