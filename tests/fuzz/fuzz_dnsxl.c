/* DNS lists: a range of answers as an administrator writes it (the first line) lies in 127.0.0.0/8, in order; the test of
 * a list, asked of DNS below (script.h), ends in a round, asks only what can be asked, and passes on no failure.
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

FUZZ_TARGET(input)
{
    check_range(fuzz_take_line(&input));
    for (enum ip_family family = IP_V4; family <= IP_V6; family++) {
        HOLDS(dnsxl_test_text(test(family, input, false)) != NULL);
        HOLDS(test(family, input, true) == DNSXL_TEST_UNANSWERED);
    }
}
