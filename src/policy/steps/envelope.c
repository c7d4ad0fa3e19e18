/* What SPF says of an envelope, for whoever has to answer before there is a message (RFC 7208 §8). A signature of the author's could
 * still prove it then, and nobody would learn of the failure (RFC 9989 §7.1): so by default only what no signature mends is refused,
 * a domain that sends no mail, and a client under another's name. */
#include "detect/identity.h"
#include "detect/text.h"
#include "policy/steps/steps.h"

static const struct {
    enum spf_refusal refusal;
    const char      *name;
} names[] = {
    { SPF_REFUSE_NO_MAIL, "no-mail" }, { SPF_REFUSE_HELO, "helo" }, { SPF_REFUSE_FAIL, "fail" },
    { SPF_REFUSE_PERMERROR, "permerror" }, { SPF_REFUSE_TEMPERROR, "temperror" },
};

unsigned spf_refusal_from_name(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal(name, str_of(names[i].name)))
            return names[i].refusal;
    return 0;
}

static str client_text(const struct judgement *j)
{
    return ip_text(j->facts->arena, &j->facts->envelope->client);
}

/* The domain in a sentence, and in a reply. */
struct named { str shown, in_reply; };

static struct named name_of(const struct judgement *j, const struct spf_result *spf)
{
    return (struct named){ shown(j, spf->domain), reply_domain(j, spf->domain, STR("your domain")) };
}

/* "; example.org explains: ...": the words of a third party, and marked as such (RFC 7208 §6.2). Short, since a reply is one line. */
static str explained(const struct judgement *j, const struct spf_result *spf)
{
    enum { EXPLAINED_MAX_OCTETS = 130 };

    if (spf->explanation.len == 0 || !str_is_printable(spf->explanation))
        return (str){ 0 };
    return text_printable(j->facts->arena, arena_printf(j->facts->arena, "; %.*s explains: %.*s", STR_ARG(name_of(j, spf).in_reply),
                                                        STR_ARG(spf->explanation)), EXPLAINED_MAX_OCTETS);
}

/* STANDARDS COD-28, with the codes of RFC 7372 §3.2. */
static struct step_result refuse(const char *enhanced, const char *reason, str sentence, const char *advice, str reply)
{
    return (struct step_result){
        .action = ACTION_REJECT, .band = BAND_REJECT, .reason = reason, .sentence = sentence, .advice = str_of(advice),
        .reply_code = 550, .reply_enhanced = enhanced, .reply_text = reply,
    };
}

static struct step_result refuse_no_mail(const struct judgement *j, const struct spf_result *spf)
{
    struct named domain = name_of(j, spf);

    return refuse("5.7.23", "spf-no-mail",
                  arena_printf(j->facts->arena, "The domain of the envelope's sender, %.*s, says by its SPF record that it sends no mail.",
                               STR_ARG(domain.shown)),
                  "If the domain does send mail, whoever runs it has to list its servers in the SPF record.",
                  arena_printf(j->facts->arena, "%.*s sends no mail, by its SPF record%.*s", STR_ARG(domain.in_reply),
                               STR_ARG(explained(j, spf))));
}

static struct step_result refuse_helo(const struct judgement *j, const struct spf_result *spf)
{
    struct named domain = name_of(j, spf);
    str          client = client_text(j);

    return refuse("5.7.23", "spf-helo-fail",
                  arena_printf(j->facts->arena, "The client calls itself %.*s, whose SPF record does not allow %.*s to use that name.",
                               STR_ARG(domain.shown), STR_ARG(client)),
                  "The client has to say its own name in HELO, or that name has to list its address in SPF.",
                  arena_printf(j->facts->arena, "SPF of %.*s, the name in your HELO, does not allow %.*s%.*s", STR_ARG(domain.in_reply),
                               STR_ARG(client), STR_ARG(explained(j, spf))));
}

static struct step_result refuse_fail(const struct judgement *j, const struct spf_result *spf)
{
    struct named domain = name_of(j, spf);
    str          client = client_text(j);

    return refuse("5.7.23", "spf-fail",
                  arena_printf(j->facts->arena, "The SPF record of the envelope's sender, %.*s, does not allow %.*s to send its mail.",
                               STR_ARG(domain.shown), STR_ARG(client)),
                  "Whoever runs the domain has to list the sending server in SPF. If it is a forwarder of somebody here, name it in "
                  "trusted-forwarders.",
                  arena_printf(j->facts->arena, "SPF of %.*s does not allow %.*s%.*s", STR_ARG(domain.in_reply), STR_ARG(client),
                               STR_ARG(explained(j, spf))));
}

static struct step_result refuse_permerror(const struct judgement *j, const struct spf_result *spf)
{
    struct named domain = name_of(j, spf);

    return refuse("5.7.24", "spf-permerror",
                  arena_printf(j->facts->arena, "The SPF record of the envelope's sender, %.*s, cannot be used: %s", STR_ARG(domain.shown),
                               auth_reason_sentence(spf->reason)),
                  "Whoever runs the domain has to correct its SPF record.",
                  arena_printf(j->facts->arena, "The SPF record of %.*s cannot be used", STR_ARG(domain.in_reply)));
}

/* What could not be asked is no failure of the sender, who tries again. */
static struct step_result defer(const char *enhanced, const char *reason, str sentence, str reply)
{
    return (struct step_result){
        .action = ACTION_DEFER, .band = BAND_DELIVER, .reason = reason, .sentence = sentence,
        .advice = STR("DNS of the sender, or our resolver, gave no answer. If it lasts, look at the resolver first."),
        .reply_code = 451, .reply_enhanced = enhanced, .reply_text = reply,
    };
}

static struct step_result defer_unchecked(const struct judgement *j, const struct spf_result *spf)
{
    struct named domain = name_of(j, spf);

    return defer("4.7.24", "spf-undecided",
                 arena_printf(j->facts->arena, "SPF of the envelope's sender, %.*s, could not be checked: %s", STR_ARG(domain.shown),
                              auth_reason_sentence(spf->reason)),
                 arena_printf(j->facts->arena, "SPF of %.*s cannot be checked now, try again later", STR_ARG(domain.in_reply)));
}

/* It would be refused, were it not that the client may be a forwarder that is trusted, of whom SPF says nothing. */
static struct step_result defer_for_forwarder(const struct judgement *j, const struct voucher *perhaps)
{
    return defer("4.7.0", "forwarder-undecided",
                 arena_printf(j->facts->arena, "The client may be the forwarder %.*s, which could not be checked: %s",
                              STR_ARG(shown(j, perhaps->name)), auth_reason_sentence(perhaps->reason)),
                 arena_printf(j->facts->arena, "The name of %.*s cannot be checked now, try again later", STR_ARG(client_text(j))));
}

static bool refuses(const struct judgement *j, enum spf_refusal refusal)
{
    return (j->options->spf_refusals & refusal) != 0;
}

static struct step_result by_spf(const struct judgement *j)
{
    const struct spf_result *spf = &j->facts->auth->spf, *helo = &j->facts->auth->spf_helo;

    if (refuses(j, SPF_REFUSE_NO_MAIL) && spf->status == SPF_FAIL && spf->sends_no_mail)
        return refuse_no_mail(j, spf);
    if (refuses(j, SPF_REFUSE_FAIL) && spf->status == SPF_FAIL)
        return refuse_fail(j, spf);
    if (refuses(j, SPF_REFUSE_HELO) && helo->status == SPF_FAIL)
        return refuse_helo(j, helo);
    if (refuses(j, SPF_REFUSE_PERMERROR) && spf->status == SPF_PERMERROR)
        return refuse_permerror(j, spf);
    if (refuses(j, SPF_REFUSE_TEMPERROR) && spf->status == SPF_TEMPERROR)
        return defer_unchecked(j, spf);
    return (struct step_result){ 0 };
}

struct step_result step_envelope(const struct judgement *j)
{
    struct voucher forwarder = trust_find_forwarder(j->facts, &j->options->trust);

    if (identity_is_inside(j->facts) || forwarder.kind != VOUCHER_NONE)
        return (struct step_result){ 0 };
    struct step_result result = by_spf(j);

    return result.action == ACTION_REJECT && forwarder.unchecked != VOUCHER_NONE ? defer_for_forwarder(j, &forwarder) : result;
}
