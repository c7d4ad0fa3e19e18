/* The whole path of a message, from octets and envelope to verdict, record, story and delivery. Lines: the client's
 * address with words behind it for what else is the case (below), MAIL FROM, HELO; DNS (script.h) up to an empty line;
 * the message.
 *
 * Rounds of questions end, in bounded time at whatever pace (the length of HELO says it), and an open pipeline has an
 * open question, about a name that can be asked for. The verdict's reply fits its action; where every question fails no
 * check says "none" and nothing passes. A record is JSON whose story can be told, whatever is in the message, and from
 * which it is judged again as it was, octet for octet. What goes on is lines of ours, then the message less fields under our names; none of those is left in it, and parsed again it
 * has the same body. A mail server whose milter we are is told of each field under our names by its number, and of no other; nobody
 * makes a release token without the key.
 *
 * The envelope alone, before there is a message, is accepted, put off or refused, in words that fit a reply; what could not be asked
 * refuses nobody.
 *
 * Covers: src/gateway/pipeline.c src/gateway/record.c src/gateway/release_token.c src/gateway/trace_fields.c src/auth/advice.c src/mail/origin.c
 * Covers: src/auth/arc/print.c src/auth/dkim/print.c src/auth/dmarc/print.c src/auth/iprev/print.c src/auth/return_path/print.c
 * Covers: src/auth/senderid/print.c src/auth/spf/print.c
 * Covers: src/policy/steps/envelope.c */
#include "fuzz.h"

#include "auth/authres.h"
#include "gateway/pipeline.h"
#include "gateway/record.h"
#include "gateway/replay.h"
#include "gateway/story.h"
#include "gateway/trace_fields.h"
#include "script.h"

enum { ROUNDS_MAX = 50 };

/* Words of the first line. */
enum circumstance {
    RICH     = 1,               /* a configuration with servers of ours (10.0.0.0/8), Sender ID, another id, a list */
    TLS      = 2,
    LOGIN    = 4,
    HELLO    = 8,               /* HELO, not EHLO */
    RELEASED = 16,              /* out of the quarantine, with the results of its arrival */
    OUTCOME  = 32,
    MILTER   = 64,              /* by a mail server, whose milter we are */
};

static unsigned read_words(str words)
{
    static const char *const names[] = { "rich", "tls", "login", "hello", "released", "outcome", "milter" };
    unsigned said = 0;
    str      word;

    while (str_cut(&words, ' ', &word))
        for (unsigned i = 0; i < ARRAY_LEN(names); i++)
            said |= str_equal(word, str_of(names[i])) ? 1u << i : 0;
    return said;
}

static const struct engine *plain_engine(void)
{
    static struct engine *opened;
    static struct arena   arena;
    str                   error = { 0 };

    if (opened == NULL)
        opened = engine_open(NULL, ENGINE_TOOL, &arena, &error);
    HOLDS(opened != NULL);
    return opened;
}

static struct list *rich_list(struct arena *arena)
{
    str          error = { 0 };
    struct list *list  = list_load(arena, STR("list"), STR("A spf news.example steps=score,authentication owner=jo "
                                              "expires=2027-01-01T00:00:00Z added=2023-01-01T00:00:00Z\n"), &error);

    HOLDS(list != NULL);
    return list;
}

static const struct engine *rich_engine(void)
{
    static const str         own[] = { STR_INIT("here.example") };
    static str               aliases[] = { STR_INIT("old.here.example") };
    static struct ip_network hops[1];
    static struct config     config;
    static struct engine     engine;
    static struct arena      arena;

    if (engine.config != NULL)
        return &engine;
    HOLDS(ip_network_parse(STR("10.0.0.0/8"), &hops[0]));
    config                      = *plain_engine()->config;
    config.sender_id            = true;
    config.trusted_hops         = hops;
    config.trusted_hop_count    = ARRAY_LEN(hops);
    config.authserv_aliases     = aliases;
    config.authserv_alias_count = ARRAY_LEN(aliases);
    config.organization.own_domains      = own;
    config.organization.own_domain_count = ARRAY_LEN(own);
    engine                      = *plain_engine();
    engine.config               = &config;
    engine.list                 = rich_list(&arena);
    engine.organization         = organization_new(&arena, &config.organization, engine.unicode, engine.suffixes);
    return &engine;
}

/* With name servers that take pace_ms for a round; failing: that can answer nothing. */
static void judge(struct transaction *tx, enum pipeline_outcome (*run)(struct transaction *tx), str script, int64_t pace_ms, bool failing)
{
    for (int round = 0; run(tx) == PIPELINE_OPEN; round++) {
        int64_t patience_ms = pipeline_patience_ms(tx);

        HOLDS(view_has_open_questions(&tx->view) && round < ROUNDS_MAX && patience_ms > 0);
        tx->waited_ms += pace_ms < patience_ms ? pace_ms : patience_ms;
        if (failing)
            script_fail((unsigned)script.len, &tx->view);
        else if (pace_ms <= patience_ms)
            script_answer(script, &tx->view);
    }
    HOLDS(tx->waited_ms <= tx->engine->config->dns_time * 1000);
    script_check_names(&tx->view);
}

static void check_verdict(const struct verdict *verdict)
{
    static const int classes[] = { [ACTION_ACCEPT] = 2, [ACTION_TAG] = 2, [ACTION_QUARANTINE] = 2, [ACTION_DEFER] = 4,
                                   [ACTION_REJECT] = 5 };

    HOLDS(verdict->reply_code / 100 == classes[verdict->action]);
    HOLDS(verdict->reply_enhanced.len > 0 && verdict->reply_enhanced.ptr[0] == '0' + classes[verdict->action]);
    HOLDS(verdict->score >= 0 || verdict->score < 0);           /* a number */
    HOLDS(verdict->steps[verdict->step].action == verdict->action || verdict->action == ACTION_ACCEPT);
    HOLDS(verdict->steps[verdict->step].reason != NULL || verdict->action == ACTION_ACCEPT);
}

/* With the message as well as without it. */
static void check_replay(const struct transaction *tx, str record)
{
    const str octets[] = { { 0 }, tx->octets };

    for (size_t i = 0; i < ARRAY_LEN(octets); i++) {
        ARENA_SCOPE   arena = { 0 };
        struct replay replay;

        replay_judge(&replay, tx->engine, str_of(tx->id.text), record, octets[i], &arena);
        HOLDS(replay.outcome == REPLAY_SAME || str_equal(replay.why, str_of(record_fit_text(RECORD_TOO_LARGE))));
    }
}

static void check_record(struct transaction *tx, bool with_outcome)
{
    const struct outcome outcome = { .reply = tx->message.subject, .next_hop = STR("smtp:127.0.0.1:25"), .delivered = true,
                                     .next_hop_reply = tx->message.subject, .judge_ms = 1, .total_ms = 2 };
    BUF_SCOPE record = { 0 }, story = { 0 };
    str       error = { 0 };

    record_write(&record, tx, with_outcome ? &outcome : NULL);
    HOLDS(story_write(&story, buf_str(&record), &tx->arena, &error));
    check_replay(tx, buf_str(&record));
}

static void check_delivery(struct transaction *tx, bool released)
{
    static const struct header_limits limits = { 4000, 1 << 20 };
    const struct config               *config = tx->engine->config;
    const str                          ids[]  = { config->authserv_id, config->authserv_alias_count > 0
                                                  ? config->authserv_aliases[0] : config->authserv_id };
    const str                        *slices;
    size_t                            count, ours = 0;
    BUF_SCOPE                         out = { 0 };
    struct header_list                list;
    struct trace_options              options = { .final_delivery = true };

    if (released) {
        options.released_by      = tx->message.subject;
        options.recorded_results = record_authentication_results(tx, &tx->arena);
    }
    trace_fields_apply(tx, &options, &slices, &count);
    for (size_t i = 0; i < count; i++) {
        HOLDS(i == 0 || fuzz_is_inside(slices[i], tx->octets));
        buf_add(&out, slices[i]);
    }
    HOLDS(count > 0 && str_ends_nocase(slices[0], STR("\r\n")));
    header_parse(&list, &tx->arena, arena_str(&tx->arena, buf_str(&out)), false, &limits);
    for (size_t i = 0; i < list.count; i++)
        ours += authres_is_forged(&list.fields[i], ids, ARRAY_LEN(ids), &tx->arena);
    HOLDS(ours == 1);
    HOLDS(str_equal(str_from((str){ list.block.ptr, buf_len(&out) }, list.body_at), tx->message.body));
}

static bool is_removed(const struct trace_changes *changes, const struct header *h, size_t number)
{
    for (size_t i = 0; i < changes->removed_count; i++)
        if (changes->removed[i].index == number && str_equal_nocase(changes->removed[i].name, h->name))
            return true;
    return false;
}

static void check_changes(struct transaction *tx)
{
    const struct header_list  *headers = &tx->message.headers;
    const str                  id      = tx->engine->config->authserv_id;
    const struct trace_changes changes = trace_fields_changes(tx);
    size_t                     removed = 0, ours = 0;

    HOLDS(tx->verdict.passage == PASSAGE_NONE);
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *h      = &headers->fields[i];
        size_t               number = 1;

        for (size_t k = 0; k < i; k++)
            number += str_equal_nocase(headers->fields[k].name, h->name);
        removed += is_removed(&changes, h, number);
        HOLDS(is_removed(&changes, h, number) || !authres_is_forged(h, &id, 1, &tx->arena));
    }
    HOLDS(removed == changes.removed_count);
    for (size_t i = 0; i < changes.added.count; i++)
        ours += authres_is_forged(&changes.added.fields[i], &id, 1, &tx->arena);
    HOLDS(ours == 1 && changes.added.count >= 1);
}

/* A resolver that answers nothing leaves nothing that reads as an answer. */
static void check_failing(const struct transaction *tx)
{
    const struct auth_results *auth = &tx->auth;

    HOLDS(auth->spf.status != SPF_PASS && auth->spf_helo.status != SPF_PASS && auth->dmarc.status != DMARC_PASS);
    HOLDS(auth->dmarc.status == DMARC_TEMPERROR || auth->dmarc.status == DMARC_PERMERROR);
    HOLDS(auth->spf.status == SPF_TEMPERROR || auth->spf.status == SPF_NONE);
    HOLDS(auth->arc.status != ARC_PASS && auth->iprev.status != IPREV_PASS);
    for (size_t i = 0; i < auth->dkim_count; i++)
        HOLDS(auth->dkim[i].status != DKIM_PASS);
}

static void tell_envelope(struct envelope *e, unsigned said)
{
    e->is_esmtp   = (said & HELLO) == 0;
    e->arrived_at = 1700000000;
    if (said & TLS) {
        e->tls_version = STR("TLSv1.3");
        e->tls_cipher  = STR("TLS_AES_256_GCM_SHA384");
    }
    if (said & LOGIN)
        e->authenticated_as = STR("jane");
}

static void check_reply(str text)
{
    HOLDS(text.len > 0 && text.len <= SMTP_REPLY_TEXT_MAX_OCTETS && str_is_printable(text));
}

static const struct engine *refusing_engine(void)
{
    static struct config config;
    static struct engine engine;

    config                     = *plain_engine()->config;
    config.policy.spf_refusals = SPF_REFUSE_NO_MAIL | SPF_REFUSE_HELO | SPF_REFUSE_FAIL | SPF_REFUSE_PERMERROR | SPF_REFUSE_TEMPERROR;
    engine                     = *plain_engine();
    engine.config              = &config;
    return &engine;
}

struct scene { str client, mail, helo, script, octets; unsigned said; };

static void play(const struct scene *scene, bool failing)
{
    static const struct release_key key = { .octets = "nobody else has it" };
    struct transaction tx;
    str                rcpt = STR("<user@here.example>"), mail = scene->mail;

    transaction_init(&tx, scene->said & RICH ? rich_engine() : plain_engine(),
                     id_make(1700000000000, (const uint8_t[10]){ 0 }));
    (void)!ip_parse(scene->client, &tx.envelope.client);
    tell_envelope(&tx.envelope, scene->said);
    tx.envelope.helo            = scene->helo;
    tx.envelope.recipients      = ARENA_NEW(&tx.arena, struct path);
    tx.envelope.recipient_count = 1;
    tx.octets                   = scene->octets;
    tx.by_milter                = (scene->said & MILTER) != 0;
    tx.release_key              = tx.by_milter ? &key : NULL;
    HOLDS(path_parse(tx.envelope.recipients, &rcpt) == PATH_OK);
    if (path_parse(&tx.envelope.reverse_path, &mail) == PATH_OK) {
        pipeline_ask_early(&tx);
        judge(&tx, pipeline_run, scene->script, (int64_t)(tx.envelope.helo.len % 8) * 2500, failing);
        check_verdict(&tx.verdict);
        if (failing)
            check_failing(&tx);
        check_record(&tx, (scene->said & OUTCOME) != 0);
        if (tx.message.headers.has_end && tx.message.headers.overflow == HEADER_WITHIN_LIMITS)
            check_delivery(&tx, (scene->said & RELEASED) != 0);
        if (tx.by_milter && tx.message.headers.overflow == HEADER_WITHIN_LIMITS)
            check_changes(&tx);
    }
    transaction_free(&tx);
}

/* Before there is a message. */
static void play_envelope(const struct scene *scene, bool failing)
{
    struct transaction    tx;
    const struct verdict *verdict = &tx.verdict;
    str                   mail    = scene->mail;

    transaction_init(&tx, refusing_engine(), id_make(1700000000000, (const uint8_t[10]){ 0 }));
    tell_envelope(&tx.envelope, scene->said);
    tx.envelope.helo = scene->helo;
    if (ip_parse(scene->client, &tx.envelope.client) && path_parse(&tx.envelope.reverse_path, &mail) == PATH_OK) {
        pipeline_ask_early(&tx);
        judge(&tx, pipeline_run_envelope, scene->script, (int64_t)(tx.envelope.helo.len % 8) * 2500, failing);
        check_verdict(verdict);
        HOLDS(verdict->action == ACTION_ACCEPT || verdict->action == ACTION_DEFER || verdict->action == ACTION_REJECT);
        HOLDS(!failing || verdict->action != ACTION_REJECT);
        check_reply(verdict->reply_text);
    }
    transaction_free(&tx);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE  arena = { 0 };
    str          first = fuzz_take_line(&input), client = { 0 }, mail = fuzz_take_line(&input);
    struct scene scene = { .helo = fuzz_take_line(&input) };

    (void)str_cut(&first, ' ', &client);
    scene.client = client;
    scene.said   = read_words(first);
    scene.mail   = arena_printf(&arena, "<%.*s>", STR_ARG(mail));
    scene.script = script_take(&input);
    scene.octets = input;
    play(&scene, false);
    play(&scene, true);
    play_envelope(&scene, false);
    play_envelope(&scene, true);
}
