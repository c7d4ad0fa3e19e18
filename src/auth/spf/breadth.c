/* How much of the address space a term that matched lets in. A record that admits a whole provider, or everybody, proves
 * little about who sent a message (RFC 7208 §11.4): the result stays what it is, and this says what it is worth. */
#include "auth/spf/evaluation.h"

/* %{i} and %{p} stand for the client's address and its validated name; all other letters for what a sender writes. */
static bool depends_on_client(const struct spf_macro *spec)
{
    for (size_t i = 0; i < spec->count; i++)
        if (spec->pieces[i].letter == 'i' || spec->pieces[i].letter == 'p')
            return true;
    return false;
}

unsigned spf_term_open_bits(const struct spf_check *check, const struct spf_term *term)
{
    bool     is_v4 = check->request->client.family == IP_V4;
    unsigned all   = is_v4 ? 32 : 128;

    switch (term->mechanism) {
    case SPF_ALL:                   return all;
    case SPF_A: case SPF_MX:
    case SPF_IP4: case SPF_IP6:     return all - (is_v4 ? term->prefix4 : term->prefix6);
    case SPF_EXISTS:                return depends_on_client(&term->domain) ? 0 : all;
    case SPF_PTR: case SPF_INCLUDE: return 0;
    }
    UNREACHABLE();
}
