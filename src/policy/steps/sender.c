/* The envelope's sender. Whoever takes a message for delivery must be able to report that it failed (RFC 5321 §6.1): where there
 * is nobody to report to, it is refused while its sender still listens. */
#include "detect/identity.h"
#include "policy/steps/steps.h"

static const struct unanswerable {
    enum return_path_status status;
    enum action             action;
    int                     code;
    const char             *enhanced, *reason, *seen, *reply;   /* seen, reply: behind the domain */
} unanswerables[] = {
    { RETURN_PATH_NO_DOMAIN, ACTION_REJECT, 550, "5.1.8",  "sender-domain-missing",    "does not exist", "does not exist" },
    { RETURN_PATH_NULL_MX,   ACTION_REJECT, 550, "5.7.27", "sender-null-mx",
      "says by a null MX that it takes no mail", "takes no mail (null MX)" },
    { RETURN_PATH_TEMPERROR, ACTION_DEFER,  451, "4.1.8",  "sender-domain-unanswered",
      "cannot be looked up now", "cannot be looked up now, try again later" },
};

static struct step_result refuse(const struct judgement *j, const struct unanswerable *why)
{
    struct arena *arena  = j->facts->arena;
    str           domain = shown(j, j->facts->envelope->reverse_path.domain);

    return (struct step_result){
        .action = why->action, .band = why->action == ACTION_REJECT ? BAND_REJECT : BAND_DELIVER, .reason = why->reason,
        .sentence = arena_printf(arena, "The domain of the envelope's sender, %.*s, %s, so nobody could be told if the message "
                                        "were not delivered.", STR_ARG(domain), why->seen),
        .advice = STR("The sender has to use an envelope sender whose domain takes mail. If your own devices or services send "
                      "so, name their network in trusted-networks; the option sender-domain of policy turns the check off."),
        .reply_code = why->code, .reply_enhanced = why->enhanced,
        .reply_text = arena_printf(arena, "The sender's domain %.*s %s",
                                   STR_ARG(reply_domain(j, domain, STR("(not ASCII)"))), why->reply),
    };
}

static bool applies(const struct judgement *j, const struct unanswerable *why)
{
    return j->facts->auth->return_path.status == why->status && (why->action != ACTION_DEFER || j->options->defer_undecided);
}

struct step_result step_sender(const struct judgement *j)
{
    if (!j->options->refuse_unanswerable || identity_is_inside(j->facts))
        return (struct step_result){ 0 };
    for (size_t i = 0; i < ARRAY_LEN(unanswerables); i++)
        if (applies(j, &unanswerables[i]))
            return refuse(j, &unanswerables[i]);
    return (struct step_result){ 0 };
}
