/* DMARC records: slices; only a record that begins with v=DMARC1 is one; a policy stated is one of three; report
 * addresses come out of rua and ruf as slices without blanks or commas, each shorter than what is left; lowering a
 * policy never makes it stricter. */
#include "fuzz.h"

#include "auth/dmarc/record.h"

static void check_uris(str list)
{
    str    whole = list, uri;
    size_t left  = list.len;

    while (dmarc_next_uri(&list, &uri)) {
        HOLDS(uri.len > 0 && fuzz_is_inside(uri, whole) && fuzz_is_inside(list, whole));
        HOLDS(list.len < left && uri.len <= left);
        HOLDS(!str_has_char(uri, ',') && !str_has_char(uri, ' ') && !fuzz_has_control(uri));
        left = list.len;
    }
}

FUZZ_TARGET(input)
{
    struct dmarc_record record;

    if (!dmarc_record_parse(&record, input))
        return;
    HOLDS(str_find(input, STR("DMARC1")) != STR_NOT_FOUND && str_starts_nocase(str_trim(input), STR("v")));
    HOLDS(fuzz_is_inside(record.rua, input) && fuzz_is_inside(record.ruf, input) && fuzz_is_inside(record.bad, input));
    HOLDS(record.p != DMARC_POLICY_ABSENT && dmarc_policy_lowered(record.p) <= record.p);
    HOLDS(record.ruf.len > 0 || record.fo == 0);
    check_uris(record.rua);
    check_uris(record.ruf);
}
