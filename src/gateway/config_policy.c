/* Who is trusted, and what the steps of the policy do. */
#include "base/domain.h"
#include "gateway/config_reader.h"

/* Networks and host names, in one list for the administrator and in two for us. */
static void read_forwarders(struct config_reader *r, cfg_t *cfg, struct trust *trust)
{
    const char        *name     = "trusted-forwarders";
    size_t             count    = cfg_size(cfg, name);
    struct ip_network *networks = ARENA_ARRAY(r->arena, struct ip_network, count);
    str               *names    = ARENA_ARRAY(r->arena, str, count);

    for (unsigned i = 0; i < count; i++) {
        str item = config_copied(r, cfg_getnstr(cfg, name, i));

        if (ip_network_parse(item, &networks[trust->forwarder_network_count]))
            trust->forwarder_network_count++;
        else if (config_is_domain(item) && domain_is_hostname(item))
            names[trust->forwarder_count++] = domain_lower(r->arena, item);
        else
            COMPLAIN(r, "%s: %s: \"%.*s\" is neither a network (\"192.0.2.0/24\") nor a host name", r->file, name,
                     STR_ARG(item));
    }
    trust->forwarder_networks = networks;
    trust->forwarders         = names;
}

static void read_trusted_certificates(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->trusted_certificate_count = cfg_size(cfg, "trusted-certificates");
    config->trusted_certificates      = ARENA_ARRAY(r->arena, str, config->trusted_certificate_count);
    for (unsigned i = 0; i < config->trusted_certificate_count; i++)
        config->trusted_certificates[i] =
            config_certificate(r, "trusted-certificates", config_copied(r, cfg_getnstr(cfg, "trusted-certificates", i)));
}

/* Whom everything is believed must not be everybody. */
static struct ip_network *read_trusted(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count)
{
    struct ip_network *networks = config_networks(r, cfg, name, count);

    for (size_t i = 0; i < *count; i++)
        if (networks[i].address.family != IP_NONE && networks[i].prefix == 0)
            COMPLAIN(r, "%s: %s: \"%s\" is everybody; name the networks that are yours", r->file, name,
                     cfg_getnstr(cfg, name, (unsigned)i));
    return networks;
}

void config_read_trust(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    struct trust *trust = &config->policy.trust;

    config->trusted_networks = read_trusted(r, cfg, "trusted-networks", &config->trusted_network_count);
    config->repair_networks  = config_networks(r, cfg, "repair-line-ends", &config->repair_network_count);
    config->trusted_hops     = read_trusted(r, cfg, "trusted-hops", &config->trusted_hop_count);
    trust->lists             = config_domains(r, cfg, "trusted-lists", &trust->list_count);
    trust->sealers           = config_domains(r, cfg, "trusted-sealers", &trust->sealer_count);
    read_forwarders(r, cfg, trust);
    read_trusted_certificates(r, cfg, config);
}

/* What SPF says that is refused before there is a message, as bits. */
static unsigned read_spf_refusals(struct config_reader *r, cfg_t *cfg)
{
    unsigned refusals = 0;

    for (unsigned i = 0; i < cfg_size(cfg, "spf-refuse"); i++) {
        unsigned one = spf_refusal_from_name(str_of(cfg_getnstr(cfg, "spf-refuse", i)));

        if (one == 0)
            COMPLAIN(r, "%s: policy: spf-refuse: \"%s\" is none of no-mail, helo, fail, permerror, temperror", r->file,
                     cfg_getnstr(cfg, "spf-refuse", i));
        refusals |= one;
    }
    return refusals;
}

void config_read_policy(struct config_reader *r, cfg_t *cfg, struct policy_options *policy)
{
    static const char *const modes[]     = { "standard", "strict" };
    static const char *const undecided[] = { "defer", "accept" };
    static const char *const senders[]   = { "refuse", "accept" };
    static const struct { const char *name; size_t at; } scores[] = {
        { "banner-score",     offsetof(struct policy_options, banner_score) },
        { "junk-score",       offsetof(struct policy_options, junk_score) },
        { "quarantine-score", offsetof(struct policy_options, quarantine_score) },
    };

    *policy = policy_options_default;
    policy->reject_mode           = (enum reject_mode)config_one_of(r, cfg, "reject-mode", modes, ARRAY_LEN(modes));
    policy->defer_undecided       = config_one_of(r, cfg, "undecided", undecided, ARRAY_LEN(undecided)) == 0;
    policy->refuse_unanswerable   = config_one_of(r, cfg, "sender-domain", senders, ARRAY_LEN(senders)) == 0;
    policy->spf_refusals          = read_spf_refusals(r, cfg);
    policy->own_domain_needs_auth = cfg_getbool(cfg, "own-domain-needs-authentication");
    for (size_t i = 0; i < ARRAY_LEN(scores); i++)
        if (cfg_getfloat(cfg, scores[i].name) > 0)
            memcpy((char *)policy + scores[i].at, &(double){ cfg_getfloat(cfg, scores[i].name) }, sizeof(double));
}

void config_read_steps(struct config_reader *r, cfg_t *cfg, struct policy_options *policy)
{
    for (unsigned i = 0; i < cfg_size(cfg, "step"); i++) {
        cfg_t    *section = cfg_getnsec(cfg, "step", i);
        enum step step;

        if (step_from_name(str_of(cfg_title(section)), &step))
            policy->steps_in_shadow[step] = config_is_shadow(r, section);
        else
            COMPLAIN(r, "%s: step %s: there is no such step; there are protocol, relay, authentication, sender, lists, "
                     "attachment, impersonation, score",
                     r->file, cfg_title(section));
    }
}

static str file_class_list(struct arena *arena)
{
    str names[FILE_CLASS_COUNT];

    for (size_t i = 0; i < FILE_CLASS_COUNT; i++)
        names[i] = str_of(file_class_name((enum file_class)i));
    return arena_join(arena, names, FILE_CLASS_COUNT, STR(", "));
}

/* ".exe" is an ending, "executable" a kind of files. */
static void read_files(struct config_reader *r, cfg_t *cfg, const char *name, struct file_selection *selection)
{
    size_t count;
    str   *words   = config_copied_list(r, cfg, name, true, &count);
    str   *endings = ARENA_ARRAY(r->arena, str, count);

    *selection = (struct file_selection){ .endings = endings };
    for (size_t i = 0; i < count; i++) {
        enum file_class class;

        if (words[i].len > 1 && str_starts(words[i], STR(".")))
            endings[selection->ending_count++] = str_from(words[i], 1);
        else if (file_class_find(words[i], &class))
            selection->classes |= 1u << class;
        else
            COMPLAIN(r, "%s: attachments: %s = \"%.*s\": neither an ending (\".exe\") nor a kind of files, which are %.*s",
                     r->file, name, STR_ARG(words[i]), STR_ARG(file_class_list(r->arena)));
    }
}

void config_read_attachments(struct config_reader *r, cfg_t *cfg, struct policy_options *policy)
{
    read_files(r, cfg, "refuse", &policy->refuse_files);
    read_files(r, cfg, "hold",   &policy->hold_files);
    read_files(r, cfg, "mark",   &policy->mark_files);
}
