#include "gateway/policy_ruling.h"

#include "auth/received_spf.h"
#include "gateway/pipeline.h"

const struct policy_ruling policy_ruling_none = { .action = ACTION_ACCEPT, .step = STEP_RELAY, .id = REPLY_OK };

/* ---- replies of the SMTP face ---- */

struct policy_ruling policy_ruling_of_reply(enum smtp_reply_id id, const char *reason)
{
    struct smtp_reply reply = smtp_reply_of(id);

    return (struct policy_ruling){ reply.code >= 500 ? ACTION_REJECT : ACTION_DEFER, STEP_RELAY, reason, reply, id };
}

struct policy_ruling policy_ruling_of_limit(enum smtp_reply_id id)
{
    return id == REPLY_OK ? policy_ruling_none : policy_ruling_of_reply(id, "client-limit");
}

struct policy_ruling policy_ruling_of_lists(struct arena *arena, str listed_by)
{
    struct policy_ruling ruling = policy_ruling_of_reply(REPLY_CLIENT_LISTED, "client-listed");

    ruling.reply.text = arena_printf(arena, "%.*s: %.*s", STR_ARG(ruling.reply.text), STR_ARG(listed_by));
    return ruling;
}

struct policy_rulings policy_rulings_on_trial(struct policy_ruling ruling, bool in_shadow)
{
    bool is_on_trial = ruling.action != ACTION_ACCEPT && in_shadow;

    return (struct policy_rulings){ is_on_trial ? policy_ruling_none : ruling, ruling };
}

/* ---- what comes of a check ---- */

static struct policy_ruling ruling_of_verdict(struct arena *arena, const struct verdict *verdict, const struct decision *decision)
{
    if (decision->action < ACTION_DEFER)
        return policy_ruling_none;
    return (struct policy_ruling){ decision->action, decision->step, verdict->steps[decision->step].reason,
                            { decision->reply_code, decision->reply_enhanced, arena_str(arena, decision->reply_text) }, REPLY_OK };
}

/* A folded field on one line. */
static str one_line(struct arena *arena, str field)
{
    BUF_SCOPE line = { 0 };
    ptrdiff_t fold;

    field = str_trim_right(field);
    while ((fold = str_find(field, STR("\r\n\t"))) != STR_NOT_FOUND) {
        buf_add(&line, str_slice(field, 0, (size_t)fold));
        buf_add_char(&line, ' ');
        field = str_from(field, (size_t)fold + 3);
    }
    buf_add(&line, field);
    return arena_str(arena, buf_str(&line));
}

/* A line of the header may have 998 octets (RFC 5322 §2.1.1): a longer one, of names that somebody has blown up, is left out, as it
 * has nothing to say for its sender. */
static str received_spf_of(struct arena *arena, const struct config *config, const struct transaction *tx)
{
    enum { LINE_MAX_OCTETS = 998 };
    BUF_SCOPE field = { 0 };
    str       line;

    received_spf_write(&field, &tx->auth.spf, &tx->judged, config->hostname);
    line = one_line(arena, buf_str(&field));
    return line.len <= LINE_MAX_OCTETS ? line : (str){ 0 };
}

struct policy_conclusion policy_conclude(struct arena *arena, const struct config *config, bool in_shadow, struct transaction *tx)
{
    struct decision taken  = verdict_decision(&tx->verdict);
    bool            listed = reputation_refuses(config, &tx->dnsxl);

    return (struct policy_conclusion){
        .verdict      = { ruling_of_verdict(arena, &tx->verdict, &taken), ruling_of_verdict(arena, &tx->verdict, &tx->verdict.would) },
        .listed_by    = listed ? dnsxl_describe(&tx->dnsxl, true, arena) : (str){ 0 },
        .client_name  = arena_str(arena, tx->envelope.client_name),
        .spf          = tx->auth.spf.status,
        .spf_helo     = tx->auth.spf_helo.status,
        .received_spf = config->received_spf && !in_shadow ? received_spf_of(arena, config, tx) : (str){ 0 },
        .dns_ms       = tx->waited_ms,
    };
}
