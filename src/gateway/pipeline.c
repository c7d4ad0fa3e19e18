#include "gateway/pipeline.h"

#include "auth/dmarc/evaluate.h"
#include "auth/iprev/check.h"
#include "auth/return_path/check.h"
#include "auth/senderid/check.h"
#include "auth/spf/check.h"
#include "gateway/own_names.h"

/* A message that still asks after so many rounds is being led around: by an SPF record that is made up as it is read.
 * SPF's own limit is 10 terms, each of which may take two rounds. */
enum { PIPELINE_ROUNDS_MAX = 24 };

static bool parse(struct transaction *tx)
{
    const struct engine *engine = tx->engine;

    if (tx->extract != NULL)
        extract_message(&tx->message, &tx->arena, tx->extract, &engine->message_limits, engine->unicode);
    else
        message_parse(&tx->message, &tx->arena, tx->octets, false, &engine->message_limits, engine->unicode);
    return true;
}

/* Only the server itself can have written the token (release_token.h). */
static bool find_release(struct transaction *tx)
{
    if (tx->release_key != NULL && release_token_holds(tx->release_key, &tx->engine->digests, &tx->message, &tx->arena,
                                                       tx->envelope.arrived_at))
        tx->passage = PASSAGE_RELEASED;
    return true;
}

/* By the mail server that we are a milter of, or by a proxy. Where it does not know its client it is the hop that does not say. */
static bool is_brought_by_hop(const struct transaction *tx)
{
    return tx->by_milter || tx->envelope.through.family != IP_NONE;
}

/* Whom to judge: the client, or who gave the message to a server of ours (mail/origin.h). */
static bool find_origin(struct transaction *tx)
{
    const struct config *config = tx->engine->config;

    tx->origin        = origin_find(&tx->envelope.client, &tx->message.headers, config->trusted_hops, config->trusted_hop_count,
                                    &tx->arena);
    if (is_brought_by_hop(tx) && tx->envelope.client.family == IP_NONE)
        tx->origin.status = ORIGIN_UNCLEAR;
    tx->judged        = tx->envelope;
    tx->judged.client = tx->origin.client;
    if (tx->origin.status != ORIGIN_DIRECT)
        tx->judged.helo = tx->origin.helo;
    return true;
}

static bool check_iprev(struct transaction *tx)
{
    if (tx->judged.client.family == IP_NONE || tx->auth.iprev.status != IPREV_PENDING)
        return true;
    tx->auth.iprev = iprev_check(&tx->judged.client, &tx->arena, &tx->view);
    if (tx->auth.iprev.status == IPREV_PENDING)
        return false;
    tx->judged.client_name = tx->auth.iprev.name;
    if (tx->origin.status == ORIGIN_DIRECT)
        tx->envelope.client_name = tx->auth.iprev.name;
    return true;
}

static bool check_return_path(struct transaction *tx)
{
    if (tx->envelope.is_unknown || tx->auth.return_path.status != RETURN_PATH_PENDING)
        return true;
    tx->auth.return_path = return_path_check(&tx->envelope.reverse_path, tx->engine->unicode, &tx->arena, &tx->view);
    return tx->auth.return_path.status != RETURN_PATH_PENDING;
}

static bool spf(struct transaction *tx, bool *is_known, struct spf_result *result, struct spf_request request)
{
    if (!*is_known) {
        request.limits.void_lookups = (int)tx->engine->config->spf_voids_max;
        *result   = spf_check(&request, &tx->arena, &tx->view);
        *is_known = result->status != SPF_PENDING;
        if (tx->origin.status == ORIGIN_UNCLEAR)
            result->reason = REASON_SPF_ORIGIN_UNCLEAR;
    }
    return *is_known;
}

static bool is_over(const struct transaction *tx, int64_t seconds)
{
    return tx->waited_ms >= seconds * 1000;
}

static bool check_spf(struct transaction *tx)
{
    return spf(tx, &tx->spf_is_known, &tx->auth.spf,
               spf_request_mail_from(&tx->judged, &tx->arena, tx->engine->config->hostname, tx->engine->unicode));
}

static bool check_spf_helo(struct transaction *tx)
{
    return spf(tx, &tx->spf_helo_is_known, &tx->auth.spf_helo,
               spf_request_helo(&tx->judged, &tx->arena, tx->engine->config->hostname, tx->engine->unicode));
}

static bool check_senderid(struct transaction *tx)
{
    const struct config *config = tx->engine->config;

    if (!config->sender_id || tx->auth.senderid.check.status != SPF_PENDING)
        return true;
    tx->auth.senderid = senderid_check(&tx->judged, &tx->message.headers, &(struct senderid_options){
        .receiver     = config->hostname,
        .spf1_for_pra = config->sender_id_spf1,
        .unicode      = tx->engine->unicode,
    }, &tx->arena, &tx->view);
    return tx->auth.senderid.check.status != SPF_PENDING;
}

static struct dkim_body_hashes *body_hashes(struct transaction *tx)
{
    const struct extract *extract = tx->extract;

    if (tx->body_hashes == NULL)
        tx->body_hashes = extract != NULL
            ? dkim_body_hashes_recorded(&tx->arena, extract->body_hashes, extract->body_hash_count)
            : dkim_body_hashes_new(&tx->arena, &tx->engine->digests, tx->message.body);
    return tx->body_hashes;
}

static struct dkim_verifier *dkim(struct transaction *tx)
{
    if (tx->dkim == NULL)
        tx->dkim = dkim_verifier_new(&tx->arena, &tx->message, &(struct dkim_options){
            .signatures_max    = tx->engine->config->signatures_max,
            .now               = tx->envelope.arrived_at,
            .legacy_algorithms = tx->legacy_algorithms,
            .partial_body      = tx->legacy_algorithms,
            .digests           = &tx->engine->digests,
            .unicode           = tx->engine->unicode,
            .body_hashes       = body_hashes(tx),
        });
    return tx->dkim;
}

static bool check_arc(struct transaction *tx)
{
    if (tx->arc == NULL)
        tx->arc = arc_validator_new(&tx->arena, &tx->message, &(struct arc_options){
            .now         = tx->envelope.arrived_at,
            .digests     = &tx->engine->digests,
            .unicode     = tx->engine->unicode,
            .body_hashes = body_hashes(tx),
        });
    return arc_validate(tx->arc, &tx->view, &tx->auth);
}

static bool check_dmarc(struct transaction *tx)
{
    return dmarc_check(&tx->auth, &tx->message, &tx->arena, &tx->view) &&
           dmarc_compare_rfc7489(&tx->auth, &tx->message, tx->engine->suffixes, &tx->arena, &tx->view);
}

/* What DMARC says while SPF or DKIM is open counts for nothing: only its questions do. */
static bool ask_for_dmarc(struct transaction *tx)
{
    struct dmarc_request request = { .author_domain = tx->message.author.domain };

    return request.author_domain.len == 0 || dmarc_evaluate(&request, &tx->arena, &tx->view).status != DMARC_PENDING;
}

/* ---- who may ask how much ---- */

/* Of ten questions. Whoever sends a message also chooses what it has us ask: the greeting and the return path with their SPF, the
 * signatures, the seals. None of that may take what tells whether the author is who the message says, or a refusal turns into "ask
 * again later". So the author's policy and keys may use all. The envelope leaves a little, since DMARC asks on when SPF has ended.
 * And what does not decide waits, once it would be past its share, until the others have their answers: it then has what is left. In
 * an honest message all is asked at once, for it stays below. */
enum { OF_TEN = 10, OF_TEN_FOR_ENVELOPE = 9, OF_TEN_AT_ONCE = 4, OF_TEN_BEFORE_MESSAGE = 2 };

static void allow(struct transaction *tx, size_t of_ten, size_t of_ten_for_now)
{
    size_t all = tx->engine->config->questions_max;

    tx->view.limit = tx->dnsxl_questions + all * of_ten / OF_TEN;
    tx->view.share = tx->dnsxl_questions + all * of_ten_for_now / OF_TEN;
    if (tx->rounds > PIPELINE_ROUNDS_MAX && of_ten < OF_TEN)    /* what decides asks no more than a few times in any case */
        tx->view.limit = 0;             /* what is asked from here on reads "refused" */
}

static void allow_all(struct transaction *tx)       { allow(tx, OF_TEN, OF_TEN); }
static void allow_envelope(struct transaction *tx)  { allow(tx, OF_TEN_FOR_ENVELOPE, OF_TEN_FOR_ENVELOPE); }

static void allow_others(struct transaction *tx, bool has_decided)
{
    allow(tx, OF_TEN_FOR_ENVELOPE, has_decided ? OF_TEN_FOR_ENVELOPE : OF_TEN_AT_ONCE);
}

/* RFC 7208 §4.6.4. First of all that asks: a question that is late for SPF is answered so, for whoever else asks it. */
static void end_late_spf(struct transaction *tx)
{
    bool others = tx->view.expired;

    if (!is_over(tx, tx->engine->config->spf_time))
        return;
    tx->view.expired = true;
    allow_envelope(tx);
    bool known       = check_spf(tx) && check_spf_helo(tx) && check_senderid(tx);

    ASSERT(known);
    tx->view.expired = others;
}

/* ---- all that asks ---- */

bool reputation_check(const struct engine *engine, const struct ip *client, struct arena *arena, struct view *view,
                      struct dnsxl_result *result)
{
    const struct config *config = engine->config;
    size_t               open;

    do {
        if (dnsxl_check(config->dns_lists, config->dns_list_count, client, arena, view, result))
            return true;
        open = view->open;
        dnsxl_answer(config->dns_lists, engine->dns_list_states, config->dns_list_count, view);
    } while (view->open < open);
    return false;
}

/* Not of our own networks: a list that has one of them is none of a recipient's business. */
static bool check_reputation(struct transaction *tx)
{
    const struct config *config = tx->engine->config;

    if (tx->dnsxl_is_known || tx->auth_is_recorded || tx->judged.client.family == IP_NONE || config->dns_list_count == 0 ||
        ip_in_any(&tx->judged.client, config->trusted_networks, config->trusted_network_count))
        return true;
    size_t before = tx->view.count;

    tx->view.limit     = before + DNSXL_QUESTIONS * config->dns_list_count - tx->dnsxl_questions;
    tx->view.share     = SIZE_MAX;
    tx->dnsxl_is_known = reputation_check(tx->engine, &tx->judged.client, &tx->arena, &tx->view, &tx->dnsxl);
    tx->dnsxl_questions += tx->view.count - before;
    return tx->dnsxl_is_known;
}

/* Whoever recorded the results did not know how we read the author. */
static void complete_recorded(struct transaction *tx)
{
    struct dmarc_result *dmarc = &tx->auth.dmarc;

    dmarc->author_domain = tx->message.author.domain;
    dmarc->org_domain    = suffix_registrable(tx->engine->suffixes, dmarc->author_domain);
}

/* All ask before any of them has to have its answers, so that one round of questions serves them all; those first that decide. */
static bool authenticate(struct transaction *tx)
{
    if (tx->auth_is_recorded) {
        complete_recorded(tx);
        return true;
    }
    end_late_spf(tx);
    allow_all(tx);
    bool policy_known = ask_for_dmarc(tx), keys_known = dkim_ask_for_author(dkim(tx), &tx->view);

    (void)check_reputation(tx);         /* it has questions of its own, and its stage need not wait for anybody's name servers */
    allow_envelope(tx);
    bool iprev_done = check_iprev(tx), spf_done = check_spf(tx), return_path_done = check_return_path(tx);

    allow_others(tx, policy_known && keys_known && spf_done);
    bool dkim_done = dkim_verify(dkim(tx), &tx->view, &tx->auth), arc_done = check_arc(tx);
    bool helo_done = check_spf_helo(tx), senderid_done = check_senderid(tx);

    allow_all(tx);
    bool dmarc_done = spf_done && dkim_done && check_dmarc(tx);

    return iprev_done && return_path_done && arc_done && helo_done && senderid_done && dmarc_done;
}

bool pipeline_wants_explanation(const struct transaction *tx)
{
    const struct dmarc_result *dmarc = &tx->auth.dmarc;

    return tx->dkim != NULL && dmarc->status == DMARC_FAIL && dmarc->disposition > DMARC_POLICY_NONE;
}

static void take_recorded_alterations(struct transaction *tx)
{
    for (size_t i = 0; i < tx->auth.dkim_count && i < tx->extract->alteration_count; i++)
        tx->auth.dkim[i].alterations = tx->extract->alterations[i];
}

/* Where the author's domain asks to hold or refuse a failure, its own signature may tell an honest reason. */
static bool explain(struct transaction *tx)
{
    const struct dmarc_result *dmarc = &tx->auth.dmarc;

    if (!pipeline_wants_explanation(tx))
        return true;
    if (tx->extract != NULL)
        take_recorded_alterations(tx);
    else
        dkim_explain_failure(tx->dkim, dmarc->org_domain.len > 0 ? dmarc->org_domain : dmarc->author_domain, &tx->auth);
    return true;
}

bool reputation_refuses(const struct config *config, const struct dnsxl_result *listings)
{
    return config->dns_lists_refuse > 0 && listings->weight >= config->dns_lists_refuse && listings->block_zones >= 2;
}

static bool is_postmaster(const struct path *path)
{
    return str_equal_nocase(path->local_part, STR("postmaster"));
}

/* What RCPT would have refused, had the listener not been in shadow: all but mail to postmaster alone. */
static bool would_be_refused_by_lists(const struct transaction *tx)
{
    const struct envelope *envelope = &tx->envelope;
    size_t                 others   = 0;

    for (size_t i = 0; i < envelope->recipient_count; i++)
        others += !is_postmaster(&envelope->recipients[i]);
    return tx->in_shadow && tx->origin.status == ORIGIN_DIRECT && others > 0 && reputation_refuses(tx->engine->config, &tx->dnsxl);
}

static void find_network(struct transaction *tx)
{
    if (!tx->network_is_known && tx->extract == NULL)
        tx->network_is_known = geo_find(tx->engine->geo, &tx->judged.client, &tx->arena, &tx->network);
}

static const struct route *read_route(struct transaction *tx, const struct own_names *own)
{
    return route_of(&tx->arena, &tx->message.headers, &(struct route_options){
        .organization = tx->engine->organization, .own_names = own->names, .own_name_count = own->count,
        .client = tx->judged.client, .hops = tx->origin.hops,
    });
}

static bool gather_facts(struct transaction *tx)
{
    const struct config   *config = tx->engine->config;
    const struct own_names own    = own_names_of(tx->engine, &tx->arena);

    find_network(tx);
    tx->facts = (struct facts){
        .arena        = &tx->arena,
        .envelope     = &tx->judged,
        .message      = &tx->message,
        .route        = read_route(tx, &own),
        .own_names    = own.names,
        .own_name_count = own.count,
        .auth         = &tx->auth,
        .organization = tx->engine->organization,
        .unicode      = tx->engine->unicode,
        .suffixes     = tx->engine->suffixes,
        .model        = tx->engine->model,
        .vocabulary   = tx->engine->vocabulary,
        .dnsxl        = &tx->dnsxl,
        .network      = tx->network_is_known ? &tx->network : NULL,
        .now          = tx->envelope.arrived_at,
        .in_shadow    = tx->in_shadow,
        .client_is_listed = would_be_refused_by_lists(tx),
        .questions_refused = tx->view.refused,
        .from_trusted_network = ip_in_any(&tx->judged.client, config->trusted_networks, config->trusted_network_count) ||
                                (tx->origin.status == ORIGIN_DIRECT && tx->envelope.tls_is_trusted),
    };
    return true;
}

/* What people see of the message, its links, and what it speaks of: read once, for all rules. */
static bool read_content(struct transaction *tx)
{
    tx->facts.content = content_of_message(&tx->arena, &tx->message, &(struct content_options){
        .unicode  = tx->engine->unicode,
        .suffixes = tx->engine->suffixes,
        .services = organization_link_services(tx->engine->organization),
    });
    tx->facts.wording    = wording_of(&tx->arena, &tx->engine->wording_reader, &tx->message, tx->facts.content);
    tx->facts.imitations = imitations_of(&tx->arena, tx->engine->organization, tx->engine->suffixes, tx->message.author.domain,
                                         tx->facts.content);
    return true;
}

static bool ask_feeds(struct transaction *tx)
{
    if (tx->engine->feed_count > 0 && tx->extract == NULL)
        tx->facts.feeds = feeds_ask(&tx->arena, tx->engine->feeds, tx->engine->feed_count, &(struct feed_subject){
            .message = &tx->message,
            .content = tx->facts.content,
            .attachments = &tx->attachments,
            .client  = &tx->judged.client,
            .now     = tx->envelope.arrived_at,
        });
    return true;
}

static bool recall(struct transaction *tx)
{
    struct history_keys keys;

    if (tx->memory == NULL || !history_keys_of(&keys, &tx->facts))
        return true;
    memory_recall(tx->memory, &keys, &tx->arena, &tx->history);
    tx->facts.history = &tx->history;
    return true;
}

/* The files that it carries: decoded once, whoever asks about them. */
static bool read_attachments(struct transaction *tx)
{
    if (tx->extract != NULL)
        tx->attachments = tx->extract->attachments;
    else
        attachments_read(&tx->attachments, &tx->arena, &tx->message, &(struct attachment_options){
            .limits  = &tx->engine->message_limits,
            .digests = feeds_ask_for_files(tx->engine->feeds, tx->engine->feed_count) ? &tx->engine->digests : NULL,
        });
    tx->facts.attachments = &tx->attachments;
    return true;
}

static bool match_lists(struct transaction *tx)
{
    if (list_match(&tx->facts, &tx->view, &tx->arena, &tx->entries, &tx->entry_count))
        return true;
    list_answer(tx->engine->list, &tx->view);
    return list_match(&tx->facts, &tx->view, &tx->arena, &tx->entries, &tx->entry_count);
}

static bool find(struct transaction *tx)
{
    if (tx->extract != NULL)
        detect_again(&tx->facts, &tx->extract->findings, &tx->findings);
    else
        detect(&tx->facts, &tx->findings);
    return true;
}

static bool decide(struct transaction *tx)
{
    tx->verdict = verdict_decide(&tx->facts, &tx->findings, &tx->engine->config->policy, tx->entries, tx->entry_count);
    if (tx->passage != PASSAGE_NONE)
        verdict_let_pass(&tx->verdict, tx->passage);
    return true;
}

/* ---- before there is a message ---- */

static bool take_client(struct transaction *tx)
{
    tx->judged = tx->envelope;
    return true;
}

static bool authenticate_envelope(struct transaction *tx)
{
    end_late_spf(tx);
    allow_envelope(tx);
    bool iprev_done = check_iprev(tx), spf_done = check_spf(tx), return_path_done = check_return_path(tx);

    allow_others(tx, spf_done);
    return check_spf_helo(tx) && iprev_done && spf_done && return_path_done;
}

static bool decide_envelope(struct transaction *tx)
{
    tx->verdict = verdict_decide_envelope(&tx->facts, &tx->engine->config->policy, tx->entries, tx->entry_count);
    return true;
}

static bool compare(struct transaction *tx)
{
    const struct config *config = tx->engine->config;

    tx->other = other_filter_read(&tx->message.headers, config->compare_with, config->compare_count, &tx->arena);
    return true;
}

struct stage { const char *name; bool (*run)(struct transaction *tx); };

static const struct stage stages[] = {
    { "parse",        parse        },
    { "release",      find_release },
    { "origin",       find_origin  },
    { "authenticate", authenticate },
    { "reputation",   check_reputation },
    { "explain",      explain      },
    { "facts",        gather_facts },
    { "content",      read_content },
    { "attachments",  read_attachments },
    { "feeds",        ask_feeds    },
    { "recall",       recall       },
    { "lists",        match_lists  },
    { "detect",       find         },
    { "decide",       decide       },
    { "compare",      compare      },
};

static const struct stage envelope_stages[] = {
    { "client",       take_client  },
    { "authenticate", authenticate_envelope },
    { "reputation",   check_reputation },
    { "facts",        gather_facts },
    { "lists",        match_lists  },
    { "decide",       decide_envelope },
};

static enum pipeline_outcome run_stages(struct transaction *tx, const struct stage *of, size_t count)
{
    tx->rounds++;
    if (is_over(tx, tx->engine->config->dns_time))
        view_expire(&tx->view);
    for (; tx->stage < count; tx->stage++)
        if (!of[tx->stage].run(tx)) {
            ASSERT(view_has_open_questions(&tx->view));
            return PIPELINE_OPEN;
        }
    return PIPELINE_DONE;
}

enum pipeline_outcome pipeline_run(struct transaction *tx)
{
    return run_stages(tx, stages, ARRAY_LEN(stages));
}

enum pipeline_outcome pipeline_run_envelope(struct transaction *tx)
{
    return run_stages(tx, envelope_stages, ARRAY_LEN(envelope_stages));
}

int64_t pipeline_patience_ms(const struct transaction *tx)
{
    const struct config *config = tx->engine->config;
    int64_t              next   = config->dns_time;

    if (config->spf_time < next && !is_over(tx, config->spf_time))
        next = config->spf_time;
    return is_over(tx, next) ? 0 : next * 1000 - tx->waited_ms;
}

void pipeline_ask_early(struct transaction *tx)
{
    const struct config *config = tx->engine->config;

    if (tx->auth_is_recorded || tx->envelope.client.family == IP_NONE ||
        ip_in_any(&tx->envelope.client, config->trusted_hops, config->trusted_hop_count))
        return;                         /* behind a hop nobody knows yet whom to ask about */
    tx->judged = tx->envelope;
    (void)check_reputation(tx);
    allow_others(tx, false);            /* what a cache holds costs questions and no time: the author has not asked yet */
    (void)check_iprev(tx);
    (void)check_spf(tx);
    (void)check_return_path(tx);
    allow(tx, OF_TEN_FOR_ENVELOPE, OF_TEN_BEFORE_MESSAGE);
    (void)check_spf_helo(tx);
}

void transaction_init(struct transaction *tx, const struct engine *engine, struct id id)
{
    *tx = (struct transaction){ .engine = engine, .id = id, .in_shadow = engine->config->in_shadow };
    view_init(&tx->view, &tx->arena, engine->config->questions_max + DNSXL_QUESTIONS * engine->config->dns_list_count);
}

void transaction_free(struct transaction *tx)
{
    view_free(&tx->view);
    arena_free(&tx->arena);
}
