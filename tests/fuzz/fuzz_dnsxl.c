/* DNS lists: a range of answers as an administrator writes it (the first line) lies in 127.0.0.0/8, in order; the test of
 * a list, asked of DNS below (script.h), ends in a round, asks only what can be asked, and passes on no failure. Nor does a client
 * that two lists are asked about count as listed then; what they say of one is printable, and each list is asked once.
 *
 * Covers: src/detect/dnsxl.c */
#include "fuzz.h"

#include "detect/dnsxl.h"
#include "script.h"

static void check_range(str text)
{
    struct dnsxl_range range;

    if (!dnsxl_range_parse(text, &range))
        return;
    HOLDS(range.first.family == IP_V4 && range.last.family == IP_V4 && range.first.octets[0] == 127 && range.last.octets[0] == 127);
    HOLDS(memcmp(range.first.octets, range.last.octets, 4) <= 0);
}

static enum dnsxl_test test(enum ip_family family, str lines, bool failing)
{
    const struct dnsxl list = { .name = STR("l"), .zone = STR("l.example"), .weight = 1, .answers = &dnsxl_default_answers,
                                .answer_count = 1, .ipv4 = true, .ipv6 = true };
    ARENA_SCOPE        arena = { 0 };
    enum dnsxl_test    result;
    struct view        view;
    int                rounds = 0;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    while ((result = dnsxl_test(&list, family, &arena, &view)) == DNSXL_TEST_PENDING) {
        HOLDS(view_has_open_questions(&view) && rounds++ < 2);
        if (failing)
            script_fail((unsigned)lines.len, &view);
        else
            script_answer(lines, &view);
    }
    script_check_names(&view);
    view_free(&view);
    return result;
}

static void check_client(const struct ip *client, str lines, bool failing)
{
    static const struct dnsxl lists[] = {
        { .name = STR_INIT("l"), .zone = STR_INIT("l.example"), .weight = 1, .answers = &dnsxl_default_answers, .answer_count = 1, .ipv4 = true,
          .ipv6 = true },
        { .name = STR_INIT("m"), .zone = STR_INIT("m.example"), .weight = -1, .answers = &dnsxl_default_answers, .answer_count = 1, .ipv4 = true },
    };
    struct dnsxl_state  states[2] = { { DNSXL_WELL, DNSXL_WELL }, { lines.len % 2 == 0 ? DNSXL_WELL : DNSXL_ILL, DNSXL_UNTESTED } };
    ARENA_SCOPE         arena     = { 0 };
    struct dnsxl_result result;
    struct view         view;
    int                 rounds = 0;

    view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
    while (!dnsxl_check(lists, ARRAY_LEN(lists), client, &arena, &view, &result)) {
        HOLDS(view_has_open_questions(&view) && rounds++ < 4);
        dnsxl_answer(lists, states, ARRAY_LEN(lists), &view);
        if (failing)
            script_fail((unsigned)lines.len, &view);
        else
            script_answer(lines, &view);
    }
    HOLDS(result.count <= ARRAY_LEN(lists) && result.block_zones <= 1);
    for (size_t i = 0; i < result.count; i++)
        HOLDS(dnsxl_status_name(result.hits[i].status) != NULL && (!failing || result.hits[i].status != DNSXL_LISTED));
    HOLDS(!fuzz_has_control(dnsxl_describe(&result, true, &arena)) && !fuzz_has_control(dnsxl_describe(&result, false, &arena)));
    view_free(&view);
}

FUZZ_TARGET(input)
{
    const struct ip clients[] = { { IP_V4, { 192, 0, 2, 1 } }, { IP_V6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } } };

    check_range(fuzz_take_line(&input));
    for (enum ip_family family = IP_V4; family <= IP_V6; family++) {
        HOLDS(dnsxl_test_text(test(family, input, false)) != NULL);
        HOLDS(test(family, input, true) == DNSXL_TEST_UNANSWERED);
        check_client(&clients[family == IP_V6], input, false);
        check_client(&clients[family == IP_V6], input, true);
    }
}
