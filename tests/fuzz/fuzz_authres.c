/* Authentication-Results: a field that shows no id is taken for forged, and so is what stands under our name and
 * what we write ourselves, from whatever strangers' names went into it: that reads back as one field with the same
 * id, the same methods and the same results, on lines of sane length. The first line is the authserv-id, the second
 * a domain, the third a local-part and HELO name, the first octet behind them what results there are; all of it together
 * is also read as a field.
 *
 * Covers: src/auth/authres.c src/auth/authres_write.c src/auth/token.c */
#include "fuzz.h"

#include "auth/authres.h"
#include "base/domain.h"

enum { SIGNATURES = 3, LINE_MAX_OCTETS = 998 };

static void check_reading(struct arena *arena, str value)
{
    const str      ids[] = { STR_INIT("mx.example.org") };
    struct authres authres;
    struct header  h     = { .field = value, .name = STR("authentication-results"), .value = value };
    bool           reads = authres_parse(&authres, arena, value), forged = authres_is_forged(&h, ids, 1, arena);

    HOLDS(reads || forged || authres.authserv_id.len > 0);
    HOLDS(forged || !domain_is_or_below(authres.authserv_id, ids[0]));
    HOLDS(authres.count <= AUTHRES_RESULTS_MAX);
    for (size_t i = 0; reads && i < authres.count; i++) {
        HOLDS(authres.results[i].method.len > 0 && authres.results[i].result.len > 0);
        HOLDS(authres.results[i].property_count <= AUTHRES_PROPERTIES_MAX);
    }
    h.name = STR("X-Other");
    HOLDS(!authres_is_forged(&h, ids, 1, arena));
}

static void check_lines(str field)
{
    str line;

    HOLDS(str_ends_nocase(field, STR("\r\n")));
    for (bool first = true; str_cut(&field, '\n', &line); first = false) {
        HOLDS(line.len > 1 && line.len <= LINE_MAX_OCTETS && line.ptr[line.len - 1] == '\r');
        HOLDS(first || line.ptr[0] == '\t' || line.ptr[0] == ' ');
        HOLDS(!str_has_char(str_slice(line, 0, line.len - 1), '\r'));
    }
}

static size_t count_of(const struct authres *authres, const char *method)
{
    size_t count = 0;

    for (size_t i = 0; i < authres->count; i++)
        count += str_equal(authres->results[i].method, str_of(method));
    return count;
}

static bool is_dkim_result(str word, const struct auth_results *results)
{
    for (size_t i = 0; i < results->dkim_count; i++)
        if (str_equal(word, str_of(dkim_status_name(results->dkim[i].status))))
            return true;
    return (results->dkim_count == 0 && str_equal(word, STR("none"))) ||
           (results->dkim_skipped > 0 && str_equal(word, STR("neutral")));
}

/* A pass that is read was a pass that went in, and so with every other word. */
static void check_method(const struct authres_result *read, const struct auth_results *results)
{
    str method = read->method, result = read->result;

    if (str_equal(method, STR("spf")))
        HOLDS(str_equal(result, str_of(spf_status_name(results->spf.status))));
    else if (str_equal(method, STR("dkim")))
        HOLDS(is_dkim_result(result, results));
    else if (str_equal(method, STR("dmarc")))
        HOLDS(str_equal(result, str_of(dmarc_status_name(results->dmarc.status))));
    else if (str_equal(method, STR("arc")))
        HOLDS(str_equal(result, str_of(arc_status_name(results->arc.status))));
    else if (str_equal(method, STR("iprev")))
        HOLDS(str_equal(result, str_of(iprev_status_name(results->iprev.status))));
    else if (str_equal(method, STR("sender-id")))
        HOLDS(str_equal(result, str_of(spf_status_name(results->senderid.check.status))));
    else
        HOLDS(str_equal(method, STR("auth")));
}

static void check_writing(struct arena *arena, str id, const struct auth_results *results,
                          const struct envelope *envelope)
{
    static const struct header_limits limits = { 8, 1 << 20 };
    BUF_SCOPE          out = { 0 };
    struct header_list list;
    struct authres     authres;

    authres_write(&out, id, results, envelope);
    check_lines(buf_str(&out));
    header_parse(&list, arena, arena_str(arena, buf_str(&out)), false, &limits);
    HOLDS(list.count == 1 && (list.flaws & ~(unsigned)HEADER_8BIT) == 0);
    HOLDS(authres_parse(&authres, arena, list.fields[0].value));
    HOLDS(str_equal(authres.authserv_id, id));
    HOLDS(authres_is_forged(&list.fields[0], &id, 1, arena));
    for (size_t i = 0; i < authres.count; i++)
        check_method(&authres.results[i], results);
    HOLDS(count_of(&authres, "spf") == 1 && count_of(&authres, "dmarc") == 1);
    HOLDS(count_of(&authres, "dkim") == (results->dkim_count == 0) + results->dkim_count + (results->dkim_skipped > 0));
    HOLDS(count_of(&authres, "iprev") == (results->iprev.status != IPREV_PENDING));
    HOLDS(count_of(&authres, "arc") == (results->arc.status != ARC_PENDING));
    HOLDS(count_of(&authres, "sender-id") == (results->senderid.check.status != SPF_PENDING));
}

/* What strangers have a say in, and one result of each kind. */
struct strangers { str domain, local; unsigned choice; };

static void fill_results(struct auth_results *results, struct dkim_result dkim[SIGNATURES], const struct strangers *s)
{
    unsigned choice = s->choice;

    for (size_t i = 0; i < SIGNATURES; i++)
        dkim[i] = (struct dkim_result){ .status = DKIM_PASS + (choice + i) % 6, .reason = REASON_DKIM_BODY_HASH,
                                        .domain = s->domain, .selector = s->local, .identity = s->local,
                                        .algorithm = s->domain, .signature_start = s->local, .unsigned_octets = choice };
    *results = (struct auth_results){
        .spf      = { .status = SPF_NONE + choice % 7, .reason = REASON_SPF_NO_RECORD,
                      .domain = choice & 4 ? s->domain : s->local },
        .dkim     = dkim, .dkim_count = choice % (SIGNATURES + 1), .dkim_skipped = choice % 5,
        .dmarc    = { .status = DMARC_NONE + choice % 5, .reason = REASON_DMARC_NO_RECORD, .author_domain = s->domain,
                      .policy = choice % 4, .disposition = choice % 4 },
        .iprev    = { .status = choice % 5, .reason = REASON_IPREV_CONFIRMED, .name = s->domain,
                      .client = ip_from_octets(choice & 1 ? IP_V4 : IP_V6, "sixteen octets..") },
        .arc      = { .status = choice % 4, .reason = REASON_ARC_VERIFIED, .cause = REASON_DKIM_BODY_HASH,
                      .sets = 2, .oldest_pass = 1, .sealers = &s->domain },
        .senderid = { .check = { .status = choice % 8, .reason = REASON_SPF_MATCHED, .scope = SPF_PRA, .domain = s->domain },
                      .pra = s->local, .field = choice & 8 ? STR("Resent-From") : (str){ 0 } },
    };
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena     = { 0 };
    str                 whole     = input, id = fuzz_take_line(&input);
    struct strangers    strangers = { .domain = fuzz_take_line(&input), .local = fuzz_take_line(&input) };
    unsigned            choice    = strangers.choice = fuzz_take_octet(&input);
    struct dkim_result  dkim[SIGNATURES];
    struct auth_results results;
    struct envelope     envelope  = {
        .helo = strangers.local, .smtputf8 = choice & 1, .authenticated_as = choice & 16 ? strangers.local : (str){ 0 },
        .client = ip_from_octets(choice & 32 ? IP_V4 : IP_NONE, "octets of an ip.."),
        .reverse_path = { .is_null = choice & 2, .domain = strangers.domain, .local_part = strangers.local },
    };

    fill_results(&results, dkim, &strangers);
    check_reading(&arena, whole);
    if (!domain_is_hostname(id))
        id = STR("mx.example.org");
    check_writing(&arena, id, &results, &envelope);
}
