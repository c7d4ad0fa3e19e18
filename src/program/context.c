#include "program/context.h"

#include <jansson.h>

#include "base/domain.h"
#include "base/json.h"
#include "base/mistake.h"
#include "io/sys.h"

enum { CASE_MAX_OCTETS = 256 << 20 };

struct context {
    struct arena  *arena;
    json_t        *root;
    struct memory *memory;
};

/* ---- reading JSON: what is not there, or of another kind, is empty ---- */

static str text_of(const json_t *value)
{
    return json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : (str){ 0 };
}

static str text(const json_t *object, const char *name)
{
    return text_of(json_object_get(object, name));
}

/* A list, whose items may be one alone without brackets. */
static size_t count_of(const json_t *list)
{
    return json_is_array(list) ? json_array_size(list) : json_is_string(list) ? 1 : 0;
}

static const json_t *item_of(const json_t *list, size_t i)
{
    return json_is_array(list) ? json_array_get(list, i) : list;
}

static const str *texts(struct arena *arena, const json_t *list, size_t *count)
{
    str *items = ARENA_ARRAY(arena, str, count_of(list));

    *count = count_of(list);
    for (size_t i = 0; i < *count; i++)
        items[i] = text_of(item_of(list, i));
    return items;
}

/* As DNS has it: a case may write a name in letters. */
static str domain_of(const struct unicode *unicode, struct arena *arena, str name)
{
    str ascii;

    return str_has_8bit(name) && unicode_domain_to_ascii(unicode, arena, name, &ascii) ? ascii : domain_lower(arena, name);
}

static const str *domains(const struct unicode *unicode, struct arena *arena, const json_t *list, size_t *count)
{
    str *items = ARENA_ARRAY(arena, str, count_of(list));

    *count = count_of(list);
    for (size_t i = 0; i < *count; i++)
        items[i] = domain_of(unicode, arena, text_of(item_of(list, i)));
    return items;
}

static struct network network_of(const json_t *object)
{
    json_int_t asn = json_integer_value(json_object_get(object, "asn"));

    return (struct network){ .prefix = text(object, "network"), .country = text(object, "country"),
                             .asn = asn > 0 && asn <= UINT32_MAX ? (uint32_t)asn : 0 };
}

struct context *context_open(const char *command, const char *file, str octets, struct arena *arena)
{
    struct context *context = ARENA_NEW(arena, struct context);
    json_error_t    problem;

    if (octets.len > CASE_MAX_OCTETS) {
        cli_fail(command, EX_DATAERR, "%s is too big for a case", file);
        return NULL;
    }
    context->arena = arena;
    context->root  = json_loadb(octets.len == 0 ? "" : octets.ptr, octets.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);
    if (json_is_object(context->root))
        return context;
    if (context->root == NULL)
        cli_fail(command, EX_DATAERR, "%.*s",
                 STR_ARG(mistake_at(arena, str_of(file), (size_t)(problem.line > 0 ? problem.line : 0), str_of(problem.text))));
    else
        cli_fail(command, EX_DATAERR, "%s: a case is an object", file);
    context_close(context);
    return NULL;
}

void context_close(struct context *context)
{
    if (context != NULL)
        json_decref(context->root);
}

/* ---- the organisation ---- */

/* "addresses" of a VIP, "address" of a member of staff. */
static void add_people(struct organization_lists *lists, struct arena *arena, const json_t *list, bool is_staff)
{
    struct person *people = ARENA_ARRAY(arena, struct person, lists->person_count + count_of(list));
    size_t         count  = lists->person_count;

    for (size_t i = 0; i < count; i++)
        people[i] = lists->people[i];
    for (size_t i = 0; i < count_of(list); i++) {
        const json_t  *one    = item_of(list, i);
        struct person *person = &people[count++];

        *person           = (struct person){ .name = text(one, "name"), .is_staff = is_staff };
        person->addresses = texts(arena, json_object_get(one, is_staff ? "address" : "addresses"), &person->address_count);
    }
    lists->people       = people;
    lists->person_count = count;
}

static void add_brands(struct organization_lists *lists, const struct unicode *unicode, struct arena *arena, const json_t *list)
{
    struct brand *brands = ARENA_ARRAY(arena, struct brand, lists->brand_count + count_of(list));
    size_t        count  = lists->brand_count;

    for (size_t i = 0; i < count; i++)
        brands[i] = lists->brands[i];
    for (size_t i = 0; i < count_of(list); i++) {
        const json_t *one   = item_of(list, i);
        struct brand *brand = &brands[count++];

        brand->name    = text(one, "name");
        brand->domains = domains(unicode, arena, json_object_get(one, "domains"), &brand->domain_count);
    }
    lists->brands      = brands;
    lists->brand_count = count;
}

/* "dkim", or several words: each that is named is enough. */
static unsigned proofs_of(const json_t *requires)
{
    static const struct { const char *word; enum sender_proof proof; } words[] = {
        { "spf", SENDER_BY_SPF }, { "dkim", SENDER_BY_DKIM }, { "dmarc", SENDER_BY_DMARC }, { "arc", SENDER_BY_ARC },
    };
    unsigned proofs = 0;

    for (size_t i = 0; i < count_of(requires); i++)
        for (size_t k = 0; k < ARRAY_LEN(words); k++)
            if (str_find_nocase(text_of(item_of(requires, i)), str_of(words[k].word)) != STR_NOT_FOUND)
                proofs |= words[k].proof;
    return proofs == 0 ? SENDER_BY_DKIM | SENDER_BY_DMARC : proofs;
}

static void add_senders(struct organization_lists *lists, const struct unicode *unicode, struct arena *arena, const json_t *list)
{
    struct known_sender *senders = ARENA_ARRAY(arena, struct known_sender, count_of(list));

    for (size_t i = 0; i < count_of(list); i++) {
        const json_t *one = item_of(list, i);

        senders[i] = (struct known_sender){
            .domain = domain_of(unicode, arena, text(one, "domain")), .proofs = proofs_of(json_object_get(one, "requires")),
            .may_use_own_domain = json_is_true(json_object_get(one, "may_use_own_domain")),
        };
    }
    lists->senders      = senders;
    lists->sender_count = count_of(list);
}

/* The policy trusts whom the case lists (policy/trust.h): any of them for its own mailing lists, for each has to prove its
 * List-Id, and those listed for ARC as sealers. */
static void add_trust(struct trust *trust, const struct organization_lists *lists, struct arena *arena)
{
    str *domains = ARENA_ARRAY(arena, str, lists->sender_count);
    str *sealers = ARENA_ARRAY(arena, str, lists->sender_count);

    *trust = (struct trust){ .lists = domains, .list_count = lists->sender_count, .sealers = sealers };
    for (size_t i = 0; i < lists->sender_count; i++) {
        domains[i] = lists->senders[i].domain;
        if (lists->senders[i].proofs & SENDER_BY_ARC)
            sealers[trust->sealer_count++] = domains[i];
    }
}

void context_fill_engine(struct context *context, struct engine *engine)
{
    struct arena             *arena  = &engine->arena;
    const struct unicode     *unicode = engine->unicode;
    struct config            *config = ARENA_NEW(arena, struct config);
    const json_t             *org    = json_object_get(context->root, "org");
    struct organization_lists lists  = engine->config->organization;

    lists.files       = engine->name_lists;
    lists.own_domains = domains(unicode, arena, json_object_get(org, "own_domains"), &lists.own_domain_count);
    lists.free_mail   = domains(unicode, arena, json_object_get(org, "freemail"), &lists.free_mail_count);
    lists.links.shorteners = domains(unicode, arena, json_object_get(org, "shorteners"), &lists.links.shortener_count);
    lists.links.free_pages = domains(unicode, arena, json_object_get(org, "free_hosts"), &lists.links.free_page_count);
    add_people(&lists, arena, json_object_get(org, "vips"), false);
    add_people(&lists, arena, json_object_get(org, "staff"), true);
    add_brands(&lists, unicode, arena, json_object_get(org, "partners"));
    add_brands(&lists, unicode, arena, json_object_get(org, "brands"));
    add_senders(&lists, unicode, arena, json_object_get(org, "trusted_senders"));
    engine->organization = organization_new(arena, &lists, engine->unicode, engine->suffixes);
    *config = *engine->config;
    add_trust(&config->policy.trust, &lists, arena);
    engine->config = config;
}

/* ---- the envelope ---- */

static const json_t *envelope_of(const struct context *context)
{
    return json_object_get(context->root, "envelope");
}

static const char *said(struct context *context, const char *name)
{
    const json_t *value = json_object_get(envelope_of(context), name);

    return json_is_string(value) ? arena_cstr(context->arena, text_of(value)) : NULL;
}

void context_fill_request(struct context *context, struct judge_request *request)
{
    const json_t *recipients = json_object_get(envelope_of(context), "rcpt");
    bool          is_told    = request->recipient_count > 0;

    if (request->ip == NULL)
        request->ip = said(context, "ip");
    if (request->helo == NULL)
        request->helo = said(context, "helo");
    if (request->mail_from == NULL)
        request->mail_from = said(context, "mail_from");
    for (size_t i = 0; !is_told && i < count_of(recipients) && request->recipient_count < JUDGE_RECIPIENTS_MAX; i++)
        request->recipients[request->recipient_count++] = arena_cstr(context->arena, text_of(item_of(recipients, i)));
    if (!request->has_time)
        request->has_time = time_parse_rfc3339(text(context->root, "date"), &request->time);
    request->smtputf8 |= request->mail_from != NULL && str_has_8bit(str_of(request->mail_from));
    for (size_t i = 0; i < request->recipient_count; i++)
        request->smtputf8 |= str_has_8bit(str_of(request->recipients[i]));
}

/* ---- recorded results ---- */

/* The number of the result called word, as name_of calls it, up to last; otherwise if it is none of them. */
#define RESULT_CALLED(word, name_of, type, last, otherwise) ({      \
        type found_ = (otherwise);                                  \
        for (int i_ = 1; i_ <= (int)(last); i_++)                   \
            if (str_equal((word), str_of(name_of((type)i_))))       \
                found_ = (type)i_;                                  \
        found_; })

static void fill_dkim(struct context *context, const struct unicode *unicode, const json_t *list, struct auth_results *auth)
{
    auth->dkim = ARENA_ARRAY(context->arena, struct dkim_result, count_of(list));
    for (size_t i = 0; i < count_of(list); i++) {
        const json_t *one    = item_of(list, i);
        str           domain = domain_of(unicode, context->arena, text(one, "d"));

        auth->dkim[auth->dkim_count++] = (struct dkim_result){
            .status   = RESULT_CALLED(text(one, "result"), dkim_status_name, enum dkim_status, DKIM_PERMERROR, DKIM_NONE),
            .domain   = domain,
            .identity = arena_join(context->arena, (str[]){ STR("@"), domain }, 2, (str){ 0 }),
        };
    }
}

static void fill_arc(struct context *context, const struct unicode *unicode, const json_t *results, struct arc_result *arc)
{
    str *sealer = ARENA_NEW(context->arena, str);

    arc->status = RESULT_CALLED(text(results, "arc"), arc_status_name, enum arc_status, ARC_FAIL, ARC_NONE);
    if (arc->status != ARC_PASS)
        return;
    *sealer      = domain_of(unicode, context->arena, text(results, "arc_sealer"));
    arc->sealers = sealer;
    arc->sets    = 1;
    arc->is_hearsay = true;
}

static void fill_dmarc(const json_t *results, struct dmarc_result *dmarc)
{
    dmarc->status = RESULT_CALLED(text(results, "dmarc"), dmarc_status_name, enum dmarc_status, DMARC_PERMERROR, DMARC_NONE);
    dmarc->policy = RESULT_CALLED(text(results, "dmarc_policy"), dmarc_policy_name, enum dmarc_policy, DMARC_POLICY_REJECT,
                                  DMARC_POLICY_ABSENT);
    dmarc->disposition = dmarc->status == DMARC_FAIL ? dmarc->policy : DMARC_POLICY_NONE;
}

static void fill_auth(struct context *context, struct transaction *tx)
{
    const json_t        *results  = json_object_get(context->root, "auth");
    struct envelope     *envelope = &tx->envelope;
    struct auth_results *auth     = &tx->auth;
    const struct unicode *unicode = tx->engine->unicode;
    str                  domain   = envelope->reverse_path.domain;

    *auth = (struct auth_results){ .spf_helo = { .status = SPF_NONE, .scope = SPF_HELO } };
    auth->spf = (struct spf_result){
        .status = RESULT_CALLED(text(results, "spf"), spf_status_name, enum spf_status, SPF_PERMERROR, SPF_NONE),
        .domain = domain_of(unicode, context->arena, domain.len > 0 ? domain : envelope->helo),
    };
    fill_dkim(context, unicode, json_object_get(results, "dkim"), auth);
    fill_arc(context, unicode, results, &auth->arc);
    fill_dmarc(results, &auth->dmarc);
    if (envelope->client_name.len > 0)
        auth->iprev = (struct iprev_result){ .status = IPREV_PASS, .client = envelope->client, .name = envelope->client_name };
    tx->auth_is_recorded = true;
}

/* ---- the history ---- */

/* In an event dkim is one word, and d the domain that signed. */
static struct memory_auth auth_of(struct context *context, const struct unicode *unicode, const json_t *auth)
{
    return (struct memory_auth){
        .spf_passed   = str_equal(text(auth, "spf"), STR("pass")),
        .dkim_passed  = str_equal(text(auth, "dkim"), STR("pass")),
        .dmarc_passed = str_equal(text(auth, "dmarc"), STR("pass")),
        .dmarc_failed = str_equal(text(auth, "dmarc"), STR("fail")),
        .signer       = domain_of(unicode, context->arena, text(auth, "d")),
    };
}

static void learn(struct context *context, const struct unicode *unicode, const json_t *one)
{
    struct memory_event event = {
        .is_out = str_equal(text(one, "direction"), STR("out")), .from = text(one, "from"), .display_name = text(one, "display_name"),
        .auth = auth_of(context, unicode, json_object_get(one, "auth")), .network = network_of(one), .reply_to = text(one, "reply_to"),
        .subject = text(one, "subject"), .message_id = text(one, "message_id"), .bank = text(one, "bank"), .program = text(one, "mailer"),
        .zone = text(one, "timezone"),
    };

    event.sites = texts(context->arena, json_object_get(one, "sites"), &event.site_count);

    event.to = texts(context->arena, json_object_get(one, "to"), &event.to_count);
    if (time_parse_rfc3339(text(one, "date"), &event.date))
        memory_learn(context->memory, &event);
}

/* A case without the key knows of no history at all, one with an empty list that there was none. */
static void fill_memory(struct context *context, struct transaction *tx)
{
    const json_t *events = json_object_get(context->root, "history");

    if (!json_is_array(events))
        return;
    context->memory = memory_new(context->arena, &(struct memory_options){
        .organization = tx->engine->organization, .unicode = tx->engine->unicode, .suffixes = tx->engine->suffixes,
        .key = sys_hash_key(), .is_imported = true,
    });
    for (size_t i = 0; i < json_array_size(events); i++)
        learn(context, tx->engine->unicode, json_array_get(events, i));
    memory_finish(context->memory);
    tx->memory = context->memory;
}

void context_fill_transaction(struct context *context, struct transaction *tx)
{
    tx->envelope.client_name = text(envelope_of(context), "ptr");
    tx->network              = network_of(envelope_of(context));
    tx->network_is_known     = tx->network.asn != 0 || tx->network.prefix.len > 0 || tx->network.country.len > 0;
    fill_auth(context, tx);
    fill_memory(context, tx);
}

str context_message(const struct context *context)
{
    return json_octets(context->arena, text(context->root, "message"));
}
