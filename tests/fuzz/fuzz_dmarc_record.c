/* DMARC records: slices; only a record that begins with v=DMARC1 is one; a policy stated is one of three; report
 * addresses come out of rua and ruf as slices without blanks or commas, each shorter than what is left; lowering a
 * policy never makes it stricter. Each line is a record of one name: as many of them count as can be read alone, and
 * one that counts alone is the one that is kept. The first is looked at closely.
 *
 * Covers: src/auth/dmarc/record.c */
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

static void check_record(str text)
{
    struct dmarc_record record;

    if (!dmarc_record_parse(&record, text))
        return;
    HOLDS(str_find(text, STR("DMARC1")) != STR_NOT_FOUND && str_starts_nocase(str_trim(text), STR("v")));
    HOLDS(fuzz_is_inside(record.rua, text) && fuzz_is_inside(record.ruf, text) && fuzz_is_inside(record.bad, text));
    HOLDS(record.p != DMARC_POLICY_ABSENT);
    for (enum dmarc_policy policy = DMARC_POLICY_ABSENT; policy <= DMARC_POLICY_REJECT; policy++)
        HOLDS(dmarc_policy_lowered(policy) <= policy && (policy == DMARC_POLICY_ABSENT) ==
              (dmarc_policy_lowered(policy) == DMARC_POLICY_ABSENT));
    HOLDS(record.ruf.len > 0 || record.fo == 0);
    check_uris(record.rua);
    check_uris(record.ruf);
}

static void check_published(str input)
{
    enum { RECORDS_MAX = 4 };

    struct record       records[RECORDS_MAX];
    struct dmarc_record alone, last = { 0 };
    size_t              count = 0, sound = 0;

    for (str line; count < RECORDS_MAX && str_cut(&input, '\n', &line); count++) {
        records[count].data = line;
        if (!dmarc_record_parse(&alone, line))
            continue;
        sound++;
        last = alone;
    }

    struct answer                *answer = answer_new(ANSWER_INSECURE, 300, records, count, &dmarc_record_kind);
    const struct dmarc_published *kept   = answer->parsed;

    HOLDS(kept->count == sound && dmarc_record_kind.size(kept) >= sizeof *kept);
    HOLDS(sound != 1 || (kept->record.p == last.p && str_equal(kept->record.rua, last.rua)));
    answer_release(answer);
}

FUZZ_TARGET(input)
{
    str lines = input;

    check_record(fuzz_take_line(&lines));
    check_published(input);
}
