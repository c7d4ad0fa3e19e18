/* Facts for tests of detection and policy: a raw message, an envelope and authentication results in, struct facts out.
 *
 * The organisation owns northwind.example and its sister northwinds.example; it protects Jane Roe, and works with
 * Harbour Lines (harbourlines.example). Sam Field works there, and the service desk.example may use its name. */
#ifndef TESTS_FACTS_FIXTURE_H
#define TESTS_FACTS_FIXTURE_H

#include "base/buf.h"
#include "detect/facts.h"
#include "detect/identity.h"

enum { FIXTURE_NOW = 1800000000 };

/* The gate's own name. */
static const str fixture_own_name = STR_INIT("mx.northwind.example");

/* What a test says. NULL members take the words in brackets. */
struct story {
    const char *message;        /* with LF line ends, which become CRLF */
    const char *auth;           /* "spf=pass@a.example dkim=pass@b.example dmarc=fail/reject" [dmarc=none]: tell_auth */
    const char *mail_from;      /* [sender@sender.example]; "" for the null reverse-path */
    const char *rcpt;           /* [alex.doe@northwind.example] */
    size_t      recipients;     /* how often it goes to rcpt [1] */
    const char *helo;           /* [mx.sender.example] */
    const char *client_name;    /* that leads back to the client, which is 192.0.2.66; "-" if its name does not [not asked] */
    bool        trusted;        /* the client is one of ours */
    const char *feed;           /* the text of a block feed: hosts, or networks ("/"), or digests */
    const char *allow;          /* of an allow feed of the same kind */
    bool        stale;          /* the block feed is */
    double      listed;         /* on a block list with this weight; below 0 on an allow list */
    bool        smtputf8;
    const struct history *history;      /* what is remembered of the author; it is warm. NULL: nobody was asked */
    const char *network;                /* "NL", the country of AS64501; NULL: not looked up */
};

struct fixture {
    struct arena        arena;
    struct envelope     envelope;
    struct path         recipients[12];
    struct message      message;
    struct auth_results auth;
    struct dkim_result  dkim[4];
    struct network      network;
    struct history      history;
    struct attachments  attachments;
    struct facts        facts;
};

/* Loaded once for a test program: ICU and the suffix list take their time. */
struct fixture_libraries { struct unicode *unicode; struct suffixes *suffixes; struct wording_reader wording; };

static inline struct wording_reader fixture_wording(const struct unicode *unicode, const struct suffixes *suffixes)
{
    static struct arena   arena;
    static struct digests digests;
    str                   error   = { 0 };
    struct wording_reader reader  = { .phrases = phrases_with_shipped(&arena, unicode, NULL, 0, &error), .digests = &digests, .suffixes = suffixes };

    ASSERT(reader.phrases != NULL && digests_open(&digests));
    reader.lexicon = lexicon_with_shipped(&arena, reader.phrases, NULL, 0, &error);
    reader.intents = intent_load(&arena, STR("shipped"), intent_shipped(), &error);
    ASSERT(reader.lexicon != NULL && reader.intents != NULL);
    return reader;
}

static inline struct fixture_libraries fixture_libraries(void)
{
    static struct fixture_libraries libraries;

    if (libraries.unicode == NULL) {
        libraries = (struct fixture_libraries){ .unicode = unicode_open(), .suffixes = suffixes_open(NULL) };
        ASSERT(libraries.unicode != NULL && libraries.suffixes != NULL);
        libraries.wording = fixture_wording(libraries.unicode, libraries.suffixes);
    }
    return libraries;
}

static inline struct organization *fixture_organization(struct arena *arena)
{
    static const str own[]     = { STR_INIT("northwind.example"), STR_INIT("northwinds.example") };
    static const str jane[]    = { STR_INIT("jane.roe@northwind.example"), STR_INIT("jroe.private@gmail.com") };
    static const str sam[]     = { STR_INIT("sam.field@northwind.example") };
    static const str harbour[] = { STR_INIT("harbourlines.example") };
    static const struct person people[] = { { .name = STR_INIT("Jane Roe"), .addresses = jane, .address_count = ARRAY_LEN(jane) },
        { .name = STR_INIT("Sam Field"), .addresses = sam, .address_count = ARRAY_LEN(sam), .is_staff = true } };
    static const struct brand  brands[] = { { STR_INIT("Harbour Lines"), harbour, ARRAY_LEN(harbour) } };
    static const struct known_sender senders[] = { { STR_INIT("desk.example"), SENDER_BY_DKIM, true } };
    static const struct organization_lists lists = {
        .own_domains = own, .own_domain_count = ARRAY_LEN(own), .people = people, .person_count = ARRAY_LEN(people),
        .brands = brands, .brand_count = ARRAY_LEN(brands), .senders = senders, .sender_count = ARRAY_LEN(senders),
    };
    struct fixture_libraries libraries = fixture_libraries();

    return organization_new(arena, &lists, libraries.unicode, libraries.suffixes);
}

static inline struct path fixture_path(struct arena *arena, const char *address)
{
    struct path path;
    str         text = arena_printf(arena, "<%s>", address);

    ASSERT(path_parse(&path, &text) == PATH_OK);
    return path;
}

/* The result called word; one that the protocol does not have is a mistake of the test. */
#define FIXTURE_RESULT(function, type, last, name_of)                           \
    static inline type function(str word)                                       \
    {                                                                           \
        for (int i = 0; i <= (int)(last); i++)                                  \
            if (str_equal(word, str_of(name_of((type)i))))                      \
                return (type)i;                                                 \
        UNREACHABLE();                                                          \
    }
FIXTURE_RESULT(fixture_spf, enum spf_status, SPF_PERMERROR, spf_status_name)
FIXTURE_RESULT(fixture_dkim, enum dkim_status, DKIM_PERMERROR, dkim_status_name)
FIXTURE_RESULT(fixture_dmarc, enum dmarc_status, DMARC_PERMERROR, dmarc_status_name)
FIXTURE_RESULT(fixture_return_path, enum return_path_status, RETURN_PATH_TEMPERROR, return_path_status_name)
FIXTURE_RESULT(fixture_policy, enum dmarc_policy, DMARC_POLICY_REJECT, dmarc_policy_name)

static inline bool tell_open_bits(struct spf_result *spf, str bits)
{
    uint64_t number = 0;
    bool     ok     = str_to_u64(bits, 128, &number);

    spf->open_bits = (unsigned)number;
    return ok;
}

/* One word of the story: METHOD=RESULT, with @DOMAIN for spf and dkim, and for spf "+open/BITS" or "+" and whose record
 * decided, for dkim "+no-subject", "+no-reply-to", "+no-to", "+today" or "+open-body", for dmarc "/none", "/quarantine" or "/reject"; or
 * return=RESULT, of the return path. */
static inline void tell_auth(struct fixture *fixture, str word)
{
    struct auth_results *auth = &fixture->auth;
    str                  method, result, domain = { 0 }, rest = word;

    ASSERT(str_cut(&rest, '=', &method));
    ptrdiff_t at = str_find_char(rest, '@');

    result = at == STR_NOT_FOUND ? rest : str_slice(rest, 0, (size_t)at);
    if (at != STR_NOT_FOUND) {
        rest = str_from(rest, (size_t)at + 1);
        ASSERT(str_cut(&rest, '+', &domain));
    }
    if (str_equal(method, STR("spf"))) {
        auth->spf = (struct spf_result){ .status = fixture_spf(result), .domain = domain, .record_domain = domain };
        if (str_skip_prefix(&rest, STR("open/")))
            ASSERT(tell_open_bits(&auth->spf, rest));
        else if (rest.len > 0)
            auth->spf.record_domain = rest;
    } else if (str_equal(method, STR("helo"))) {
        auth->spf_helo = (struct spf_result){ .status = fixture_spf(result), .scope = SPF_HELO };
    } else if (str_equal(method, STR("dkim"))) {
        ASSERT(auth->dkim_count < ARRAY_LEN(fixture->dkim));
        fixture->dkim[auth->dkim_count++] = (struct dkim_result){
            .status = fixture_dkim(result), .domain = domain, .subject_unsigned = str_equal(rest, STR("no-subject")),
            .reply_to_unsigned = str_equal(rest, STR("no-reply-to")), .to_unsigned = str_equal(rest, STR("no-to")),
            .has_signed_at = str_equal(rest, STR("today")), .signed_at = FIXTURE_NOW - 60,
            .unsigned_octets = str_equal(rest, STR("open-body")) ? 100 : 0,
        };
    } else if (str_equal(method, STR("return"))) {
        auth->return_path.status = fixture_return_path(result);
    } else {
        str status;

        ASSERT(str_equal(method, STR("dmarc")) && str_cut(&result, '/', &status));
        auth->dmarc.status = fixture_dmarc(status);
        auth->dmarc.policy = result.len > 0 ? fixture_policy(result) : DMARC_POLICY_ABSENT;
        if (auth->dmarc.status == DMARC_FAIL && auth->dkim_count > 0 && auth->dkim[0].subject_unsigned)
            auth->dmarc.reason = REASON_DMARC_PARTLY_SIGNED;
        auth->dmarc.disposition = auth->dmarc.status == DMARC_FAIL ? auth->dmarc.policy : DMARC_POLICY_ABSENT;
    }
}

static inline str fixture_crlf(struct arena *arena, const char *text)
{
    struct buf buf = { 0 };

    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            buf_add_char(&buf, '\r');
        buf_add_char(&buf, text[i]);
    }
    str copy = arena_str(arena, buf_str(&buf));

    buf_free(&buf);
    return copy;
}

static inline const char *fixture_or(const char *said, const char *otherwise)
{
    return said == NULL ? otherwise : said;
}

static inline struct dnsxl_result *fixture_listing(struct arena *arena, double weight)
{
    struct dnsxl        *list   = ARENA_NEW(arena, struct dnsxl);
    struct dnsxl_result *result = ARENA_NEW(arena, struct dnsxl_result);

    *list   = (struct dnsxl){ .name = STR("lists.example"), .zone = STR("lists.example"), .weight = weight };
    *result = (struct dnsxl_result){ .hits = ARENA_NEW(arena, struct dnsxl_hit), .count = 1, .weight = weight,
                                     .block_zones = weight > 0 };
    result->hits[0] = (struct dnsxl_hit){ .list = list, .status = DNSXL_LISTED, .answer = { IP_V4, { 127, 0, 0, 2 } } };
    return result;
}

static inline const struct feed *fixture_feed(struct arena *arena, const char *text, enum feed_kind kind, bool is_allow, unix_seconds as_of)
{
    struct feed_options *options = ARENA_NEW(arena, struct feed_options);

    *options = (struct feed_options){ .name = is_allow ? STR("good") : STR("bad"), .kind = kind, .is_allow = is_allow, .weight = 3.0,
                                      .stale_after = 3600 };
    return feed_load(arena, options, str_of(text), as_of, fixture_libraries().unicode);
}

static inline const struct feed_result *fixture_feeds(struct fixture *fixture, const struct story *story)
{
    enum { SHA256_HEX = 64 };
    const struct feed **feeds = ARENA_ARRAY(&fixture->arena, const struct feed *, 2);
    enum feed_kind      kind  = strchr(story->feed, '/') != NULL ? FEED_NETWORKS : strlen(story->feed) == SHA256_HEX ? FEED_HASHES : FEED_HOSTS;

    feeds[0] = fixture_feed(&fixture->arena, story->feed, kind, false, story->stale ? 0 : fixture->facts.now);
    feeds[1] = fixture_feed(&fixture->arena, fixture_or(story->allow, ""), kind, true, fixture->facts.now);
    return feeds_ask(&fixture->arena, feeds, 2, &(struct feed_subject){
        &fixture->message, fixture->facts.content, &fixture->attachments, &fixture->envelope.client, fixture->facts.now });
}

static inline void tell_client_name(struct fixture *fixture, const char *name)
{
    if (name == NULL)
        return;
    fixture->auth.iprev = (struct iprev_result){ .status = strcmp(name, "-") == 0 ? IPREV_FAIL : IPREV_PASS, .client = fixture->envelope.client };
    if (fixture->auth.iprev.status == IPREV_PASS)
        fixture->envelope.client_name = fixture->auth.iprev.name = str_of(name);
}

static inline void fixture_open(struct fixture *fixture, const struct story *story)
{
    struct fixture_libraries libraries = fixture_libraries();
    struct arena            *arena     = &fixture->arena;
    str                      words     = str_of(fixture_or(story->auth, "dmarc=none")), word;

    *fixture           = (struct fixture){ 0 };
    for (size_t i = 0; i < ARRAY_LEN(fixture->recipients); i++)
        fixture->recipients[i] = fixture_path(arena, fixture_or(story->rcpt, "alex.doe@northwind.example"));
    ASSERT(story->recipients <= ARRAY_LEN(fixture->recipients));
    fixture->envelope  = (struct envelope){
         .helo            = str_of(fixture_or(story->helo, "mx.sender.example")),
         .reverse_path    = fixture_path(arena, fixture_or(story->mail_from, "sender@sender.example")),
         .recipients      = fixture->recipients,
         .recipient_count = story->recipients == 0 ? 1 : story->recipients,
         .smtputf8        = story->smtputf8,
         .is_esmtp        = true,
    };
    ASSERT(ip_parse(STR("192.0.2.66"), &fixture->envelope.client));
    tell_client_name(fixture, story->client_name);
    message_parse(&fixture->message, arena, fixture_crlf(arena, story->message), false, &message_limits_default,
                  libraries.unicode);
    fixture->auth.dkim         = fixture->dkim;
    fixture->auth.dmarc.status = DMARC_NONE;
    while (str_cut(&words, ' ', &word))
        tell_auth(fixture, word);
    fixture->auth.dmarc.author_domain = fixture->message.author.domain;
    fixture->facts = (struct facts){
        .arena = arena, .envelope = &fixture->envelope, .message = &fixture->message, .auth = &fixture->auth,
        .organization = fixture_organization(arena), .unicode = libraries.unicode, .suffixes = libraries.suffixes,
        .now = FIXTURE_NOW, .from_trusted_network = story->trusted,
    };
    fixture->facts.own_names      = &fixture_own_name;
    fixture->facts.own_name_count = 1;
    fixture->facts.route          = route_of(arena, &fixture->message.headers, &(struct route_options){
        .organization = fixture->facts.organization, .own_names = &fixture_own_name, .own_name_count = 1,
        .client = fixture->envelope.client });
    fixture->facts.content = content_of_message(arena, &fixture->message, &(struct content_options){
        libraries.unicode, libraries.suffixes, organization_link_services(fixture->facts.organization) });
    if (story->network != NULL) {
        fixture->network       = (struct network){ .asn = 64501, .prefix = STR("192.0.2.0/24"), .country = str_of(story->network) };
        fixture->facts.network = &fixture->network;
    }
    if (story->history != NULL) {
        fixture->history           = *story->history;
        fixture->history.is_warm   = true;
        fixture->history.is_proved = identity_author(&fixture->facts) == AUTHOR_PROVED;
        fixture->facts.history     = &fixture->history;
    }
    attachments_read(&fixture->attachments, arena, &fixture->message, &(struct attachment_options){ &message_limits_default, libraries.wording.digests });
    fixture->facts.attachments = &fixture->attachments;
    if (story->feed != NULL)
        fixture->facts.feeds = fixture_feeds(fixture, story);
    fixture->facts.wording    = wording_of(arena, &libraries.wording, &fixture->message, fixture->facts.content);
    fixture->facts.imitations = imitations_of(arena, fixture->facts.organization, libraries.suffixes, fixture->message.author.domain,
                                              fixture->facts.content);
    if (story->listed != 0)
        fixture->facts.dnsxl = fixture_listing(arena, story->listed);
}

static inline void fixture_close(struct fixture *fixture)
{
    arena_free(&fixture->arena);
}

#endif
