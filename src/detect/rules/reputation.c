/* Rules about what others say of the client: DNS block and allow lists (detect/dnsxl.h). */
#include "detect/rules/rules.h"

static bool has_entry(const struct facts *f, bool block_list)
{
    for (size_t i = 0; f->dnsxl != NULL && i < f->dnsxl->count; i++)
        if (f->dnsxl->hits[i].status == DNSXL_LISTED && (f->dnsxl->hits[i].list->weight > 0) == block_list)
            return true;
    return false;
}

/* The weight is that of the lists together: entries of allow lists are taken off, down to nothing. */
static bool dnsbl_listed(const struct facts *f, struct finding *out)
{
    if (f->from_trusted_network || !has_entry(f, true))
        return false;
    out->weight   = f->dnsxl->weight > 0 ? f->dnsxl->weight : 0;
    out->evidence = dnsxl_describe(f->dnsxl, true, f->arena);
    return true;
}

/* Vouches for the client's habits, not for this message: it weighs against block lists only. */
static bool dnswl_listed(const struct facts *f, struct finding *out)
{
    if (!has_entry(f, false))
        return false;
    out->evidence = dnsxl_describe(f->dnsxl, false, f->arena);
    return true;
}

const struct rule reputation_rules[] = {
    { "dnsbl-listed", 2.00, GROUP_REPUTATION, SOFT, dnsbl_listed,
      "The sending server stands on a block list." },
    { "dnswl-listed", 0.00, GROUP_REPUTATION, SOFT, dnswl_listed,
      "The sending server stands on an allow list." },
};
const size_t reputation_rule_count = ARRAY_LEN(reputation_rules);
