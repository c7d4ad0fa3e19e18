/* Authentication-Results: a field that shows no id is taken for forged, and so is what stands under our name and
 * what we write ourselves, from whatever strangers' names went into it: that reads back as one field with the same
 * id, the same methods and the same results, on lines of sane length. The first line is the authserv-id, the second
 * a domain, the third a local-part and HELO name; all of it together is also read as a field. */
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

static void check_result(const struct authres *authres, size_t i, const char *method, const char *result)
{
    HOLDS(i < authres->count && str_equal(authres->results[i].method, str_of(method)));
    HOLDS(str_equal(authres->results[i].result, str_of(result)));
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
    HOLDS(authres.count == 2 + results->dkim_count);
    check_result(&authres, 0, "spf", spf_status_name(results->spf.status));
    for (size_t i = 0; i < results->dkim_count; i++)
        check_result(&authres, 1 + i, "dkim", dkim_status_name(results->dkim[i].status));
    check_result(&authres, authres.count - 1, "dmarc", dmarc_status_name(results->dmarc.status));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena  = { 0 };
    str             whole  = input, id = fuzz_take_line(&input), domain = fuzz_take_line(&input);
    str             local  = fuzz_take_line(&input);
    unsigned        choice = fuzz_take_octet(&input);
    struct envelope envelope = { .helo = local, .smtputf8 = choice & 1,
                                 .reverse_path = { .is_null = choice & 2, .domain = domain, .local_part = local } };
    struct dkim_result  dkim[SIGNATURES];
    struct auth_results results = {
        .spf   = { .status = SPF_NONE + choice % 7, .reason = REASON_SPF_NO_RECORD,
                   .domain = choice & 4 ? domain : local },
        .dkim  = dkim, .dkim_count = 1 + choice % SIGNATURES,
        .dmarc = { .status = DMARC_NONE + choice % 5, .reason = REASON_DMARC_NO_RECORD, .author_domain = domain },
    };

    for (size_t i = 0; i < SIGNATURES; i++)
        dkim[i] = (struct dkim_result){ .status = DKIM_NONE + (choice + i) % 7, .reason = REASON_DKIM_BODY_HASH,
                                        .domain = domain, .selector = local, .identity = local, .algorithm = domain,
                                        .signature_start = local };
    check_reading(&arena, whole);
    if (!domain_is_hostname(id))
        id = STR("mx.example.org");
    check_writing(&arena, id, &results, &envelope);
}
