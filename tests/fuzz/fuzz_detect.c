/* Rules, trust and decision over a message whose authentication is given. Lines: the client's address; its name;
 * MAIL FROM; HELO; results as words ("spf=pass@a.example helo=fail dkim=pass@b.example dmarc=fail/reject arc=pass
 * inside smtputf8 strict"); then a message. The gate protects northwind.example, Jane Roe and Harbour Lines. Letters behind "history=",
 * "lists=" and "feeds=" say what is remembered of the author, and what DNS lists and feeds have (below).
 *
 * A finding has an id, a sentence and evidence; each rule fires once; the score is a number, and the caps of groups only
 * lower it. All steps are on record, each with words for what it says. The verdict is the most severe of those that take
 * effect, and its reply fits it. An allow entry that holds for the message never makes it more severe, and none
 * suppresses a step that is protected; entries are found only for what passed. Words about strangers are printable. Rules that are
 * asked again, with what is on record in the place of the body, find the same. What is let through unjudged has no effect.
 *
 * What another filter says is told with the field that says it, and only then.
 *
 * Covers: src/detect/other_filter.c src/detect/phrases_shipped.c
 * Covers: src/detect/ambiguity.c src/detect/domain_set.c src/detect/edits.c src/detect/finding.c src/detect/host_name.c
 * Covers: src/detect/identity.c src/detect/imitations.c src/detect/look.c src/detect/lookalike.c src/detect/organization.c
 * Covers: src/detect/person.c src/detect/route.c src/detect/rule.c src/detect/text.c src/detect/rules/auth.c src/detect/rules/author.c
 * Covers: src/detect/rules/header.c src/detect/rules/lookalike.c src/detect/rules/mime.c src/detect/rules/route.c
 * Covers: src/detect/rules/reputation.c src/detect/rules/correspondence.c src/detect/rules/trust.c
 * Covers: src/detect/rules/attachment.c src/policy/steps/attachment.c
 * Covers: src/detect/rules/html.c src/detect/rules/link.c src/detect/rules/link_claim.c src/detect/rules/feed.c
 * Covers: src/detect/rules/text.c src/detect/rules/claim.c src/detect/rules/intent.c src/detect/wording.c
 * Covers: src/policy/trust.c src/policy/verdict.c src/policy/list.c src/policy/steps/authentication.c
 * Covers: src/policy/steps/impersonation.c src/policy/steps/protocol.c src/policy/steps/score.c src/policy/steps/sender.c */
#include "fuzz.h"

#include <math.h>

#include "detect/feeds.h"
#include "detect/history.h"
#include "detect/other_filter.h"
#include "detect/rule.h"
#include "policy/list.h"
#include "policy/verdict.h"

enum { NOW = 1700000000, SIGNATURES_MAX = 3 };

static const str our_names[] = { STR_INIT("mx.northwind.example") };

static const double rounding = 0.00501;        /* a score is in hundredths */

static const struct organization *organization(void)
{
    static const str own[]     = { STR_INIT("northwind.example"), STR_INIT("northwinds.example") };
    static const str jane[]    = { STR_INIT("jane.roe@northwind.example"), STR_INIT("jroe.private@gmail.com") };
    static const str harbour[] = { STR_INIT("harbourlines.example") };
    static const struct person people[] = { { .name = STR_INIT("Jane Roe"), .addresses = jane, .address_count = ARRAY_LEN(jane) } };
    static const struct brand  brands[] = { { STR_INIT("Harbour Lines"), harbour, ARRAY_LEN(harbour) } };
    static const struct organization_lists lists = {
        .own_domains = own, .own_domain_count = ARRAY_LEN(own), .people = people, .person_count = ARRAY_LEN(people),
        .brands = brands, .brand_count = ARRAY_LEN(brands),
    };
    static struct organization *opened;
    static struct arena         arena;

    if (opened == NULL)
        opened = organization_new(&arena, &lists, fuzz_unicode(), fuzz_suffixes());
    return opened;
}

static const struct wording_reader *wording_reader(void)
{
    static struct wording_reader reader;
    static struct arena          arena;
    str                          error = { 0 };

    if (reader.phrases == NULL) {
        reader = (struct wording_reader){ .phrases = phrases_with_shipped(&arena, fuzz_unicode(), NULL, 0, &error), .digests = fuzz_digests(),
                                          .suffixes = fuzz_suffixes() };
        reader.lexicon = lexicon_with_shipped(&arena, reader.phrases, NULL, 0, &error);
        reader.intents = intent_load(&arena, STR("shipped"), intent_shipped(), &error);
    }
    HOLDS(reader.phrases != NULL && reader.lexicon != NULL && reader.intents != NULL);
    return &reader;
}

static const struct list *entries(void)
{
    static struct list *list;
    static struct arena arena;
    str                 error = { 0 };

    if (list == NULL)
        list = list_load(&arena, STR("list"), STR(
            "A dkim northwind.example steps=score,authentication owner=jo expires=2027-01-01T00:00:00Z added=2023-01-01T00:00:00Z\n"
            "B spf a.example steps=authentication,impersonation owner=jo expires=2027-01-01T00:00:00Z added=2023-01-01T00:00:00Z x\n"
            "C network 192.0.2.0/24 steps=score owner=jo expires=2027-01-01T00:00:00Z added=2023-01-01T00:00:00Z\n"
            "D dmarc a.example steps=score owner=jo expires=2022-01-01T00:00:00Z added=2021-01-01T00:00:00Z old\n"), &error);
    HOLDS(list != NULL && error.len == 0);
    return list;
}

/* ---- what the lines say ---- */

struct scene {
    struct envelope     envelope;
    struct path         recipient;
    struct message      message;
    struct attachments  attachments;
    struct auth_results auth;
    struct dkim_result  dkim[SIGNATURES_MAX];
    str                 sealers[1];
    struct facts        facts;
    struct history      history;
    struct network      network;
    struct dnsxl_hit    listings[2];
    struct dnsxl_result listed;
    struct feed_result  feeds;
    str                 remembered, listing, feeding;   /* letters */
    struct policy_options options;
};

/* The status of that name; the first that is a result if it is none's. */
#define STATUS_READER(function, type, last, name_of)                \
    static type function(str word)                                  \
    {                                                               \
        for (int i = 1; i <= (int)(last); i++)                      \
            if (str_equal(word, str_of(name_of((type)i))))          \
                return (type)i;                                     \
        return (type)1;                                             \
    }
STATUS_READER(read_spf, enum spf_status, SPF_PERMERROR, spf_status_name)
STATUS_READER(read_dkim, enum dkim_status, DKIM_PERMERROR, dkim_status_name)
STATUS_READER(read_arc, enum arc_status, ARC_FAIL, arc_status_name)
STATUS_READER(read_dmarc, enum dmarc_status, DMARC_PERMERROR, dmarc_status_name)
STATUS_READER(read_policy, enum dmarc_policy, DMARC_POLICY_REJECT, dmarc_policy_name)

static void read_method(struct scene *s, str method, str result, str domain)
{
    struct auth_results *auth = &s->auth;

    if (str_equal(method, STR("spf")))
        auth->spf = (struct spf_result){ .status = read_spf(result),
                                         .reason = REASON_SPF_MATCHED, .domain = domain };
    else if (str_equal(method, STR("helo")))
        auth->spf_helo.status = read_spf(result);
    else if (str_equal(method, STR("dkim")) && auth->dkim_count < SIGNATURES_MAX)
        s->dkim[auth->dkim_count++] = (struct dkim_result){
            .status = read_dkim(result),
            .reason = REASON_DKIM_VERIFIED, .domain = domain, .selector = STR("s"), .subject_unsigned = domain.len % 2 == 1,
            .unsigned_octets = domain.len % 5 == 4 ? 100 : 0, .alterations = domain.len % 7 == 6 ? DKIM_FOOTER_ADDED : 0 };
    else if (str_equal(method, STR("dmarc")))
        auth->dmarc.status = read_dmarc(result);
    else if (str_equal(method, STR("policy")))
        auth->dmarc.policy = read_policy(result);
    else if (str_equal(method, STR("arc"))) {
        auth->arc     = (struct arc_result){ .status = read_arc(result),
                                             .reason = REASON_ARC_VERIFIED, .sets = 1, .sealers = s->sealers };
        s->sealers[0] = domain;
    }
}

static void read_word(struct scene *s, str word)
{
    str method, result;

    s->facts.from_trusted_network |= str_equal(word, STR("inside"));
    s->envelope.smtputf8          |= str_equal(word, STR("smtputf8"));
    if (str_equal(word, STR("strict")))
        s->options.reject_mode = REJECT_STRICT;
    if (str_equal(word, STR("undecided")))
        s->options.defer_undecided = false;
    if (str_equal(word, STR("login")))
        s->envelope.authenticated_as = STR("jane");
    if (str_equal(word, STR("lax")))
        s->options.refuse_ambiguous_mime = false;
    if (!str_cut(&word, '=', &method))
        return;
    if (str_equal(method, STR("history")))
        s->remembered = word;
    else if (str_equal(method, STR("lists")))
        s->listing = word;
    else if (str_equal(method, STR("feeds")))
        s->feeding = word;
    else if (str_cut(&word, '@', &result))
        read_method(s, method, result, word);
}

static bool says(str letters, char letter) { return str_has_char(letters, letter); }

static struct contact contact_if(bool known, bool both_ways)
{
    return (struct contact){ .first = known ? NOW - 90 * 86400 : 0, .last = known ? NOW - 86400 : 0, .in = known ? 5 : 0,
                             .in_count = known ? 9 : 0, .out = both_ways ? 3 : 0, .out_count = both_ways ? 3 : 0 };
}

static struct habit habit_if(bool known, bool same, const char *usual)
{
    return (struct habit){ .samples = known ? 20 : 0, .same = same ? 18 : 0, .kinds = 1, .usual = str_of(usual),
                           .usual_count = known ? 20 : 0 };
}

/* Warm, proved; the address known, answered; the party; its domain; a name known elsewhere, a colleague's; a thread of ours, theirs,
 * with another; a report, of ours; habits that are known, kept; accounts; a correspondent who is imitated; relayed as always. */
static void remember(struct scene *s)
{
    static const str      accounts[] = { STR_INIT("DE89370400440532013000") };
    static struct network network    = { .prefix = STR_INIT("203.0.113.0/24"), .country = STR_INIT("NL"), .asn = 64501 };
    str                   l          = s->remembered;
    bool                  known      = says(l, 'k'), kept = says(l, 's');

    if (l.len == 0)
        return;
    s->history = (struct history){
        .is_warm = says(l, 'w'), .is_proved = says(l, 'p'), .messages = 1000, .recipient_in = 40, .recipient_first = 4,
        .address = contact_if(known, says(l, 'o')), .party = contact_if(says(l, 'q'), says(l, 'o')), .pair = contact_if(says(l, 'z'), false),
        .domain_is_known = says(l, 'd'), .unproved = says(l, 'u') ? 3 : 0,
        .known_as = says(l, 'n') ? STR("ann@b.example") : (str){ 0 }, .colleague = says(l, 'c') ? STR("ann@northwind.example") : (str){ 0 },
        .thread_is_ours = says(l, 't'), .thread_is_authors = says(l, 'a'), .thread_has_other = says(l, 'b'),
        .is_report = says(l, 'r'), .reports_ours = says(l, 'R'), .sent = 100,
        .way = habit_if(says(l, 'h'), kept, says(l, 'S') ? "spf" : "a.example"), .network = habit_if(says(l, 'h'), kept, "AS64500"),
        .country = habit_if(says(l, 'h'), says(l, 'L'), "DE"), .hour = habit_if(says(l, 'h'), kept, "9"),
        .reply_to = habit_if(says(l, 'h'), kept, ""), .relayed = says(l, 'f') ? 9 : 0, .relayed_since = NOW - 90 * 86400,
        .accounts = accounts, .account_count = says(l, 'A'),
    };
    if (says(l, 'i'))
        s->history.imitated = s->history.reply_imitated = (struct lookalike){ LOOKALIKE_TYPO, STR("harbourlines.example"), false };
    s->history.reply_imitating = STR("harbourlines.test");
    s->facts.history = &s->history;
    s->facts.network = &network;
}

/* "b" a block list, "a" an allow list. */
static void list_client(struct scene *s)
{
    static const struct dnsxl lists[] = { { .name = STR_INIT("bl"), .zone = STR_INIT("bl.example"), .weight = 2 },
                                          { .name = STR_INIT("wl"), .zone = STR_INIT("wl.example"), .weight = -1 } };

    s->listed = (struct dnsxl_result){ .hits = s->listings };
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        bool listed = says(s->listing, "ba"[i]);

        s->listings[s->listed.count++] = (struct dnsxl_hit){ .list = &lists[i], .status = listed ? DNSXL_LISTED : DNSXL_NOT_LISTED };
        s->listed.weight += listed ? lists[i].weight : 0;
    }
    s->facts.dnsxl = s->listing.len > 0 ? &s->listed : NULL;
    s->facts.client_is_listed = says(s->listing, 'r');
}

/* Links, the author, the client, a file; "x": allowed by another; "m": a feed is missing, "o": one is old. */
static void feed(struct scene *s)
{
    static const struct feed  feeds[]  = { { .options = { .name = STR_INIT("f"), .weight = 2, .stale_after = 1 } },
                                           { .options = { .name = STR_INIT("g") }, .is_missing = true },
                                           { .options = { .name = STR_INIT("h"), .stale_after = 1 }, .as_of = 1 } };
    static const struct feed *const some[] = { &feeds[0], &feeds[1] }, *const old[] = { &feeds[2] };
    static const struct feed_entry  entry  = { .value = STR_INIT("a.example"), .written = STR_INIT("a.example") };
    static const char               items[FEED_ITEM_COUNT + 1] = "lacf";

    s->feeds = (struct feed_result){ .feeds = says(s->feeding, 'o') ? old : some, .feed_count = says(s->feeding, 'm') ? 2 : 1, .now = NOW };
    if (says(s->feeding, 'o'))
        s->feeds.feed_count = 1;
    for (size_t i = 0; i < FEED_ITEM_COUNT; i++)
        if (says(s->feeding, items[i]))
            s->feeds.hits[s->feeds.hit_count++] = (struct feed_hit){
                .feed = &feeds[0], .entry = &entry, .item = (enum feed_item)i, .seen = STR("a.example"),
                .is_allowed = says(s->feeding, 'x'), .is_stale = says(s->feeding, 'y'),
            };
    s->facts.feeds = s->feeding.len > 0 ? &s->feeds : NULL;
}

static const struct trust *trust(void)
{
    static const str lists[] = { STR_INIT("lists.example") }, forwarders[] = { STR_INIT("forward.example") };
    static const str sealers[] = { STR_INIT("sealer.example") };
    static struct ip_network networks[1];
    static const struct trust trusted = { networks, 1, forwarders, 1, lists, 1, sealers, 1 };

    if (networks[0].prefix == 0)
        HOLDS(ip_network_parse(STR("198.51.100.0/24"), &networks[0]));
    return &trusted;
}

static bool read_scene(struct scene *s, struct arena *arena, str *input)
{
    str mail, path, words, word, rcpt = STR("<alex.doe@northwind.example>");

    *s = (struct scene){ .options = policy_options_default };
    s->options.trust    = *trust();
    s->auth.dkim        = s->dkim;
    s->auth.dmarc       = (struct dmarc_result){ .status = DMARC_NONE, .reason = REASON_DMARC_NO_RECORD };
    s->auth.spf         = (struct spf_result){ .status = SPF_NONE, .reason = REASON_SPF_NO_RECORD };
    s->auth.spf_helo    = s->auth.spf;
    (void)!ip_parse(fuzz_take_line(input), &s->envelope.client);
    s->envelope.client_name = fuzz_take_line(input);
    mail = fuzz_take_line(input);
    path = arena_printf(arena, "<%.*s>", STR_ARG(mail));
    s->envelope.helo = fuzz_take_line(input);
    s->envelope.recipients      = &s->recipient;
    s->envelope.recipient_count = 1;
    for (words = fuzz_take_line(input); str_cut(&words, ' ', &word); )
        read_word(s, word);
    return path_parse(&s->envelope.reverse_path, &path) == PATH_OK && path_parse(&s->recipient, &rcpt) == PATH_OK;
}

static void complete(struct scene *s, struct arena *arena, str octets)
{
    bool inside = s->facts.from_trusted_network;

    message_parse(&s->message, arena, octets, false, &message_limits_default, fuzz_unicode());
    s->auth.dmarc.author_domain = s->auth.dmarc.record_domain = s->message.author.domain;
    s->auth.dmarc.disposition   = s->auth.dmarc.status == DMARC_FAIL ? s->auth.dmarc.policy : DMARC_POLICY_NONE;
    attachments_read(&s->attachments, arena, &s->message, &(struct attachment_options){ .limits = &message_limits_default });
    s->facts = (struct facts){
        .attachments = &s->attachments,
        .arena = arena, .envelope = &s->envelope, .message = &s->message, .auth = &s->auth, .now = NOW,
        .content = content_of_message(arena, &s->message, &(struct content_options){
            fuzz_unicode(), fuzz_suffixes(), organization_link_services(organization()) }),
        .organization = organization(), .unicode = fuzz_unicode(), .suffixes = fuzz_suffixes(), .from_trusted_network = inside,
    };
    s->facts.own_names      = our_names;
    s->facts.own_name_count = ARRAY_LEN(our_names);
    s->facts.route          = route_of(arena, &s->message.headers, &(struct route_options){
        organization(), our_names, ARRAY_LEN(our_names), s->envelope.client, 0 });
    s->facts.wording    = wording_of(arena, wording_reader(), &s->message, s->facts.content);
    s->facts.imitations = imitations_of(arena, organization(), fuzz_suffixes(), s->message.author.domain, s->facts.content);
    remember(s);
    list_client(s);
    feed(s);
}

/* ---- what must hold ---- */

static void check_findings(const struct findings *findings)
{
    double sum = 0;

    HOLDS(findings->count <= rule_count() && findings->count <= FINDINGS_MAX);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];

        HOLDS(f->id != NULL && f->sentence != NULL && findings_find(findings, f->id) == f);
        sum += f->weight > 0 ? f->weight : 0;
    }
    HOLDS(assess(&model_of_tables, findings).score <= sum + rounding);
}

static void check_step(const struct step_result *step)
{
    HOLDS(step->action == ACTION_ACCEPT || (step->reason != NULL && step->sentence.len > 0));
    HOLDS(str_is_utf8(step->sentence) && !fuzz_has_control(step->sentence));
    HOLDS(str_is_printable(step->reply_text));
    if (step->action == ACTION_REJECT || step->action == ACTION_DEFER)
        HOLDS(step->reply_code / 100 == (step->action == ACTION_REJECT ? 5 : 4) && step->reply_enhanced != NULL);
}

static void check_verdict(const struct verdict *verdict)
{
    enum action most = ACTION_ACCEPT;

    for (enum step step = 0; step < STEP_COUNT; step++) {
        const struct step_result *result = &verdict->steps[step];

        check_step(result);
        HOLDS(!result->suppressed || !result->is_protected);
        HOLDS(step_name(step) != NULL);
        if (!result->suppressed && result->action > most)
            most = result->action;
    }
    HOLDS(verdict->action == most && action_name(most) != NULL && band_name(verdict->band) != NULL);
    HOLDS(verdict->reply_code / 100 == (most == ACTION_REJECT ? 5 : most == ACTION_DEFER ? 4 : 2));
    HOLDS(!verdict->releasable || most == ACTION_QUARANTINE);
}

static bool has_passed(const struct scene *s, const struct list_entry *entry)
{
    switch (entry->identity) {
    case LIST_DKIM:
        for (size_t i = 0; i < s->auth.dkim_count; i++)
            if (s->dkim[i].status == DKIM_PASS)
                return true;
        return false;
    case LIST_SPF:     return s->auth.spf.status == SPF_PASS;
    case LIST_DMARC:   return s->auth.dmarc.status == DMARC_PASS;
    case LIST_NETWORK: return s->envelope.client.family == IP_V4;
    }
    UNREACHABLE();
}

static void check_entries(const struct scene *s, const struct findings *findings, enum action without)
{
    struct view        view;
    struct list_entry *matching = NULL;
    size_t             count    = 0;

    view_init(&view, s->facts.arena, VIEW_QUESTIONS_DEFAULT);
    if (!list_match(&s->facts, &view, s->facts.arena, &matching, &count)) {
        list_answer(entries(), &view);
        HOLDS(list_match(&s->facts, &view, s->facts.arena, &matching, &count));
    }
    for (size_t i = 0; i < count; i++)
        HOLDS(has_passed(s, &matching[i]) && matching[i].expires_at > NOW);

    struct verdict with = verdict_decide(&s->facts, findings, &s->options, matching, count);

    check_verdict(&with);
    HOLDS(with.action <= without && (count > 0 || with.action == without));
    view_free(&view);
}

static void check_other_filter(const struct message *message)
{
    static const str sources[] = { STR_INIT("X-Spam-Flag"), STR_INIT("X-Spamd-Result"), STR_INIT("authserv-id:a.example") };
    ARENA_SCOPE         arena = { 0 };
    struct other_filter other = other_filter_read(&message->headers, sources, ARRAY_LEN(sources), &arena);

    HOLDS((other.opinion == OPINION_NONE) == (other.said.len == 0));
    HOLDS(!fuzz_has_c1(other.said));
}

static void check_again(const struct facts *facts, const struct findings *found)
{
    struct findings again = { .count = 0 };

    detect_again(facts, found, &again);
    HOLDS(again.count == found->count);
    for (size_t i = 0; i < again.count; i++) {
        const struct finding *a = &again.items[i], *b = &found->items[i];

        HOLDS(a->id == b->id && fabs(a->weight - b->weight) < rounding && str_equal(a->evidence, b->evidence));
    }
}

static void check_passage(struct verdict *verdict)
{
    enum action judged = verdict->action;

    for (enum passage passage = PASSAGE_SUBMITTED; passage <= PASSAGE_RELEASED; passage++) {
        enum passage named;

        HOLDS(passage_from_name(str_of(passage_name(passage)), &named) && named == passage);
        verdict_let_pass(verdict, passage);
        HOLDS(verdict->action == ACTION_ACCEPT && verdict->reply_code == 250 && verdict->would.action <= judged);
    }
    HOLDS(shadow_name(verdict->shadow) != NULL);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena    = { 0 };
    struct scene    scene;
    struct findings findings = { .count = 0 };

    if (!read_scene(&scene, &arena, &input))
        return;
    complete(&scene, &arena, input);
    detect(&scene.facts, &findings);
    check_findings(&findings);

    struct verdict verdict = verdict_decide(&scene.facts, &findings, &scene.options, NULL, 0);
    check_other_filter(&scene.message);
    struct voucher voucher = trust_find(&scene.facts, &scene.options.trust);

    check_verdict(&verdict);
    HOLDS((voucher.kind == VOUCHER_NONE) == (voucher.name.len == 0));
    check_entries(&scene, &findings, verdict.action);
    check_again(&scene.facts, &findings);
    check_passage(&verdict);
}
