/* What detection is told: the organisation, its signals, DNS lists and feeds. */
#include "base/domain.h"
#include "gateway/config_reader.h"

static void read_link_lists(struct config_reader *r, cfg_t *cfg, struct link_lists *lists)
{
    lists->shorteners  = config_copied_list(r, cfg, "link-shorteners", true, &lists->shortener_count);
    lists->redirectors = config_copied_list(r, cfg, "link-redirectors", false, &lists->redirector_count);
    lists->trackers    = config_copied_list(r, cfg, "link-trackers", true, &lists->tracker_count);
    lists->free_pages  = config_copied_list(r, cfg, "free-hosts", true, &lists->free_page_count);
    lists->odd_endings = config_copied_list(r, cfg, "odd-endings", true, &lists->odd_ending_count);
}

/* The proofs that are named, as bits. */
static unsigned read_proofs(struct config_reader *r, cfg_t *cfg)
{
    static const struct { const char *word; enum sender_proof proof; } words[] = {
        { "spf", SENDER_BY_SPF }, { "dkim", SENDER_BY_DKIM }, { "dmarc", SENDER_BY_DMARC }, { "arc", SENDER_BY_ARC },
    };
    unsigned proofs = 0;

    for (unsigned i = 0; i < cfg_size(cfg, "proved-by"); i++) {
        const char *said  = cfg_getnstr(cfg, "proved-by", i);
        unsigned    found = 0;

        for (size_t k = 0; k < ARRAY_LEN(words); k++)
            if (strcmp(said, words[k].word) == 0)
                found = words[k].proof;
        if (found == 0)
            COMPLAIN(r, "%s: sender %s: proved-by: '%s' is none of spf, dkim, dmarc, arc", r->file, cfg_title(cfg), said);
        proofs |= found;
    }
    if (proofs == 0)
        COMPLAIN(r, "%s: sender %s: proved-by names nothing: From alone proves nobody", r->file, cfg_title(cfg));
    return proofs;
}

static void read_senders(struct config_reader *r, cfg_t *cfg, struct organization_lists *lists)
{
    size_t               count   = cfg_size(cfg, "sender");
    struct known_sender *senders = ARENA_ARRAY(r->arena, struct known_sender, count);

    for (unsigned i = 0; i < count; i++) {
        cfg_t *section = cfg_getnsec(cfg, "sender", i);

        senders[i].domain             = arena_lower(r->arena, config_copied(r, cfg_title(section)));
        senders[i].proofs             = read_proofs(r, section);
        senders[i].may_use_own_domain = cfg_getbool(section, "own-domains");
    }
    lists->senders      = senders;
    lists->sender_count = count;
}

/* Without an address of his own a person's every message would be taken for somebody else's. */
static void check_person(struct config_reader *r, const char *title, const struct person *person)
{
    if (person->address_count == 0)
        COMPLAIN(r, "%s: person \"%s\" has no addresses; name all from which this person writes", r->file, title);
    for (size_t i = 0; i < person->address_count; i++)
        if (domain_of_address(person->addresses[i]).len == 0)
            COMPLAIN(r, "%s: person \"%s\": addresses: \"%.*s\" is no mail address; write \"jane.roe@example.org\"", r->file, title,
                     STR_ARG(person->addresses[i]));
}

void config_read_organization(struct config_reader *r, cfg_t *cfg, struct organization_lists *lists)
{
    size_t         people = cfg_size(cfg, "person"), brands = cfg_size(cfg, "brand");
    struct person *person = ARENA_ARRAY(r->arena, struct person, people);
    struct brand  *brand  = ARENA_ARRAY(r->arena, struct brand, brands);

    for (unsigned i = 0; i < people; i++) {
        cfg_t *section = cfg_getnsec(cfg, "person", i);

        person[i].name      = config_copied(r, cfg_title(section));
        person[i].addresses = config_copied_list(r, section, "addresses", true, &person[i].address_count);
        person[i].is_staff  = cfg_getbool(section, "staff");
        check_person(r, cfg_title(section), &person[i]);
    }
    for (unsigned i = 0; i < brands; i++) {
        cfg_t *section = cfg_getnsec(cfg, "brand", i);

        brand[i].name    = config_copied(r, cfg_title(section));
        brand[i].domains = config_mail_domains(r, section, "domains", "what is below it belongs to it", &brand[i].domain_count);
        if (brand[i].domain_count == 0)
            COMPLAIN(r, "%s: brand \"%s\" has no domains: all mail in its name would be taken for imitated", r->file, cfg_title(section));
    }
    *lists = (struct organization_lists){ .people = person, .person_count = people, .brands = brand, .brand_count = brands };
    lists->own_domains = config_mail_domains(r, cfg, "own-domains", "what is below it belongs to it", &lists->own_domain_count);
    lists->free_mail   = config_copied_list(r, cfg, "free-mail", true, &lists->free_mail_count);
    read_link_lists(r, cfg, &lists->links);
    read_senders(r, cfg, lists);
}

/* Whether there is a signal of that name the model knows (gateway/engine.c). */
void config_read_signals(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    static const char *const modes[] = { [SIGNAL_ON] = "on", [SIGNAL_SHADOW] = "shadow", [SIGNAL_OFF] = "off" };

    config->model_file      = config_copied_cstr(r, cfg_getstr(cfg, "model"));
    config->vocabulary_file = config_copied_cstr(r, cfg_getstr(cfg, "vocabulary"));
    config->intents_file    = config_copied_cstr(r, cfg_getstr(cfg, "intents"));
    config->signal_count    = cfg_size(cfg, "signal");
    config->signals         = ARENA_ARRAY(r->arena, struct signal_option, config->signal_count);
    for (unsigned i = 0; i < config->signal_count; i++) {
        cfg_t *section = cfg_getnsec(cfg, "signal", i);

        config->signals[i] = (struct signal_option){
            .id         = config_copied(r, cfg_title(section)),
            .mode       = (enum signal_mode)config_one_of(r, section, "mode", modes, ARRAY_LEN(modes)),
            .has_weight = cfg_size(section, "weight") > 0,
        };
        if (config->signals[i].has_weight)
            config->signals[i].weight = cfg_getfloat(section, "weight");
    }
}

static void read_dns_list(struct config_reader *r, cfg_t *cfg, struct dnsxl *list)
{
    const char         *zone   = cfg_getstr(cfg, "zone") == NULL ? cfg_title(cfg) : cfg_getstr(cfg, "zone");
    size_t              count  = cfg_size(cfg, "answers");
    struct dnsxl_range *ranges = ARENA_ARRAY(r->arena, struct dnsxl_range, count);

    *list = (struct dnsxl){
        .name = config_copied(r, cfg_title(cfg)), .zone = domain_lower(r->arena, config_copied(r, zone)),
        .weight = cfg_getfloat(cfg, "weight"), .answers = &dnsxl_default_answers, .answer_count = 1,
        .ipv4 = cfg_getbool(cfg, "ipv4"), .ipv6 = cfg_getbool(cfg, "ipv6"),
    };
    for (unsigned i = 0; i < count; i++)
        if (!dnsxl_range_parse(str_of(cfg_getnstr(cfg, "answers", i)), &ranges[i]))
            COMPLAIN(r, "%s: dns-list %s: answers: \"%s\" is no answer of a list; write \"127.0.0.2\" or \"127.0.0.2-127.0.0.11\"",
                     r->file, cfg_title(cfg), cfg_getnstr(cfg, "answers", i));
    if (count > 0) {
        list->answers      = ranges;
        list->answer_count = count;
    }
    if (!config_is_domain(list->zone))
        COMPLAIN(r, "%s: dns-list %s: zone \"%s\" is no domain name", r->file, cfg_title(cfg), zone);
    if (!(list->weight > -100 && list->weight < 100) || list->weight == 0)
        COMPLAIN(r, "%s: dns-list %s: weight must be above 0 for a block list and below 0 for an allow list", r->file, cfg_title(cfg));
}

void config_read_dns_lists(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->dns_list_count   = cfg_size(cfg, "dns-list");
    config->dns_lists        = ARENA_ARRAY(r->arena, struct dnsxl, config->dns_list_count);
    config->dns_lists_refuse = cfg_getfloat(cfg_getsec(cfg, "policy"), "dns-lists-refuse");
    if (config->dns_list_count > DNSXL_MAX)
        COMPLAIN(r, "%s: %zu sections dns-list; at most %d", r->file, config->dns_list_count, DNSXL_MAX);
    for (unsigned i = 0; i < config->dns_list_count; i++)
        read_dns_list(r, cfg_getnsec(cfg, "dns-list", i), &config->dns_lists[i]);
}

/* A column of CSV, from 1; 0: there is none. */
static size_t column(struct config_reader *r, cfg_t *cfg, const char *name)
{
    long number = cfg_getint(cfg, name);

    if (number < 0 || number > FEED_COLUMNS_MAX)
        COMPLAIN(r, "%s: feed %s: %s = %ld: columns are counted from 1 to %d", r->file, cfg_title(cfg), name, number, FEED_COLUMNS_MAX);
    return number < 0 ? 0 : (size_t)number;
}

static void read_feed(struct config_reader *r, cfg_t *cfg, struct config_feed *feed)
{
    static const char *const kinds[]   = { "hosts", "urls", "networks", "hashes" };
    static const char *const formats[] = { "plain", "csv", "rpz" };
    static const char *const says[]    = { "block", "allow" };

    feed->file    = config_copied_cstr(r, cfg_getstr(cfg, "file"));
    feed->options = (struct feed_options){
        .name           = config_copied(r, cfg_title(cfg)),
        .kind           = (enum feed_kind)config_one_of(r, cfg, "kind", kinds, ARRAY_LEN(kinds)),
        .format         = (enum feed_format)config_one_of(r, cfg, "format", formats, ARRAY_LEN(formats)),
        .is_allow       = config_one_of(r, cfg, "says", says, ARRAY_LEN(says)) == 1,
        .weight         = cfg_getfloat(cfg, "weight"),
        .stale_after    = config_duration_or_none(r, cfg, "stale-after"),
        .entry_lifetime = config_duration_or_none(r, cfg, "entry-lifetime"),
        .value_column   = column(r, cfg, "column"),
        .added_column   = column(r, cfg, "added-column"),
        .expires_column = column(r, cfg, "expires-column"),
    };
    if (feed->file == NULL)
        COMPLAIN(r, "%s: feed %s needs a file", r->file, cfg_title(cfg));
    if (!(feed->options.weight >= 0 && feed->options.weight < 100))
        COMPLAIN(r, "%s: feed %s: weight must be 0 or more; says = \"allow\" makes an allow feed", r->file, cfg_title(cfg));
}

void config_read_feeds(struct config_reader *r, cfg_t *cfg, struct config *config)
{
    config->feed_count = cfg_size(cfg, "feed");
    config->feeds      = ARENA_ARRAY(r->arena, struct config_feed, config->feed_count);
    if (config->feed_count > FEEDS_MAX)
        COMPLAIN(r, "%s: %zu sections feed; at most %d", r->file, config->feed_count, FEEDS_MAX);
    for (unsigned i = 0; i < config->feed_count; i++)
        read_feed(r, cfg_getnsec(cfg, "feed", i), &config->feeds[i]);
}
