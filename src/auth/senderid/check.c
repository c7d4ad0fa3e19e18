#include "auth/senderid/check.h"

#include "auth/senderid/pra.h"
#include "auth/senderid/record.h"
#include "auth/spf/check.h"

struct senderid_result senderid_check(const struct envelope *envelope, const struct header_list *headers,
                                      const struct senderid_options *options, struct arena *arena, struct view *view)
{
    struct pra             pra;
    enum auth_reason       none   = pra_find(&pra, arena, headers);
    struct senderid_result result = { .check = { .status = SPF_PERMERROR, .reason = none, .scope = SPF_PRA } };

    if (pra.field != NULL)
        result.field = pra.field->name;
    if (none != REASON_NONE)
        return result;
    result.pra = pra.mailbox.address;

    struct spf_request request = {
        .client  = envelope->client, .scope    = SPF_PRA,           .domain = pra.mailbox.domain,
        .sender  = result.pra,       .helo     = envelope->helo,    .receiver = options->receiver,
        .now     = envelope->arrived_at, .limits = spf_limits_default, .unicode = options->unicode,
        .records = senderid_records(SPF_PRA, options->spf1_for_pra),
    };

    result.check = spf_check(&request, arena, view);
    return result;
}
