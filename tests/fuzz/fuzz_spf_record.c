/* SPF records: terms are slices, no more of them than the text has words; a faulty record shows its fault and
 * nothing to evaluate; the terms of a sound one, written out as a record, read as the same program. */
#include "fuzz.h"

#include "auth/spf/record.h"

static void check_macro(const struct spf_macro *macro, str input)
{
    HOLDS(fuzz_is_inside(macro->text, input) && macro->count <= macro->text.len);
    HOLDS(!macro->is_literal || macro->count == 1);
    for (size_t i = 0; i < macro->count; i++)
        HOLDS(macro->pieces[i].letter != '\0' || macro->pieces[i].literal.len > 0);
}

static void check_term(const struct spf_term *term, str input)
{
    HOLDS(fuzz_is_inside(term->text, input) && term->text.len > 0);
    HOLDS(term->prefix4 <= 32 && term->prefix6 <= 128);
    HOLDS(term->result == SPF_PASS || term->result == SPF_FAIL || term->result == SPF_SOFTFAIL ||
          term->result == SPF_NEUTRAL);
    check_macro(&term->domain, input);
}

static str print(struct arena *arena, const struct spf_record *record)
{
    str text = STR("v=spf1");

    for (size_t i = 0; i < record->count; i++)
        text = arena_printf(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(record->terms[i].text));
    if (record->redirect.text.len > 0)
        text = arena_printf(arena, "%.*s redirect=%.*s", STR_ARG(text), STR_ARG(record->redirect.text));
    if (record->exp.text.len > 0)
        text = arena_printf(arena, "%.*s exp=%.*s", STR_ARG(text), STR_ARG(record->exp.text));
    return text;
}

static void check_again(struct arena *arena, const struct spf_record *record)
{
    struct spf_record again;

    spf_record_parse(&again, arena, print(arena, record));
    HOLDS(again.fault == REASON_NONE && again.count == record->count);
    HOLDS(str_equal(again.redirect.text, record->redirect.text) && str_equal(again.exp.text, record->exp.text));
    for (size_t i = 0; i < record->count; i++) {
        const struct spf_term *a = &again.terms[i], *b = &record->terms[i];

        HOLDS(a->mechanism == b->mechanism && a->result == b->result && str_equal(a->domain.text, b->domain.text));
        HOLDS(a->prefix4 == b->prefix4 && a->prefix6 == b->prefix6 && ip_equal(&a->network, &b->network));
    }
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE       arena = { 0 };
    struct spf_record record;
    str               text = arena_printf(&arena, "v=spf1 %.*s", STR_ARG(input));

    spf_record_parse(&record, &arena, text);
    HOLDS(fuzz_is_inside(record.bad, text));
    HOLDS((record.fault == REASON_NONE) ==
          (record.bad.len == 0 && str_is_printable(text) && text.len <= SPF_RECORD_MAX_OCTETS));
    if (record.fault != REASON_NONE)
        return;
    HOLDS(record.count <= input.len / 2 + 1);
    for (size_t i = 0; i < record.count; i++)
        check_term(&record.terms[i], text);
    check_macro(&record.redirect, text);
    check_macro(&record.exp, text);
    check_again(&arena, &record);
}
