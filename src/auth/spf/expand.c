#include "auth/spf/evaluation.h"

/* The context of one expansion. */
struct expansion {
    struct spf_check *check;
    enum spf_match    instead;          /* what becomes of the term if a value cannot be had */
};

/* §7.3: %{i} of IPv6 is 32 nibbles with dots between. Upper case as others print it; DNS does not care. */
static str dotted_client(const struct spf_check *check)
{
    static const char digits[] = "0123456789ABCDEF";
    const struct ip  *ip       = &check->request->client;
    char              nibbles[64];

    if (ip->family == IP_V4)
        return ip_text(check->arena, ip);
    for (size_t i = 0; i < 16; i++) {
        nibbles[4 * i]     = digits[ip->octets[i] >> 4];
        nibbles[4 * i + 2] = digits[ip->octets[i] & 0x0f];
        nibbles[4 * i + 1] = nibbles[4 * i + 3] = '.';
    }
    return arena_str(check->arena, (str){ nibbles, sizeof nibbles - 1 });
}

static bool validated_name(struct expansion *e, str *value)
{
    struct spf_check *check = e->check;
    struct spf_names  names;

    if (!spf_within_lookups(check)) {
        e->instead = spf_permerror(check, REASON_SPF_TOO_MANY_LOOKUPS);
        return false;
    }
    e->instead = spf_validate_names(check, &names);
    *value     = spf_best_name(&names, check->domain);
    return e->instead == MATCH;
}

/* A local-part outside of ASCII cannot be part of a name, and matches nothing (RFC 8616 §4). */
static bool ascii_value(struct expansion *e, str text, str *value)
{
    e->instead = NO_MATCH;
    *value     = text;
    return !str_has_8bit(text);
}

static str sender(const struct spf_check *check)
{
    return arena_join(check->arena, (str[]){ check->local_part, check->sender_domain }, 2, STR("@"));
}

/* The table of RFC 7208 §7.2. */
static bool macro_value(void *context, char letter, str *value)
{
    struct expansion         *e       = context;
    const struct spf_check   *check   = e->check;
    const struct spf_request *request = check->request;

    switch (letter) {
    case 's': return ascii_value(e, sender(check), value);
    case 'l': return ascii_value(e, check->local_part, value);
    case 'o': *value = check->sender_domain; break;
    case 'd': *value = check->domain; break;
    case 'i': *value = dotted_client(check); break;
    case 'p': return validated_name(e, value);
    case 'v': *value = request->client.family == IP_V4 ? STR("in-addr") : STR("ip6"); break;
    case 'h': *value = request->helo; break;
    case 'c': *value = ip_text(check->arena, &request->client); break;
    case 'r': *value = request->receiver.len > 0 ? request->receiver : STR("unknown"); break;
    case 't': *value = arena_printf(check->arena, "%lld", (long long)request->now); break;
    default:  UNREACHABLE();            /* macro.c lets no other through */
    }
    return true;
}

enum spf_match spf_expand_domain(struct spf_check *check, const struct spf_macro *spec, str *target)
{
    struct expansion              e      = { .check = check };
    const struct spf_macro_values values = { macro_value, &e };

    *target = check->domain;
    return spec->text.len == 0 || spf_macro_expand_domain(spec, check->arena, &values, target) ? MATCH : e.instead;
}

enum spf_match spf_expand_text(struct spf_check *check, const struct spf_macro *macro, str *text)
{
    struct expansion              e      = { .check = check };
    const struct spf_macro_values values = { macro_value, &e };

    return spf_macro_expand_text(macro, check->arena, &values, text) ? MATCH : e.instead;
}
