/* SPF records: terms are slices, no more of them than the text has words; a faulty record shows its fault and
 * nothing to evaluate; the terms of a sound one, written out as a record, read as the same program, and so does what
 * the cache keeps of it. A domain-spec without macros is what it expands to; with any values one expands to what a name
 * can hold, or a little less. Each line is a record of one name; the first is also read alone.
 *
 * Covers: src/auth/spf/record.c src/auth/spf/macro.c */
#include "fuzz.h"

#include "auth/spf/record.h"
#include "base/domain.h"

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

/* Every letter stands for the same text. */
static bool constant(void *context, char letter, str *value)
{
    (void)letter;
    *value = *(const str *)context;
    return value->len < 100;
}

static void check_expansion(struct arena *arena, const struct spf_macro *macro)
{
    str                           text   = macro->text, domain, shown;
    const struct spf_macro_values values = { constant, &text };

    if (macro->count == 0)
        return;
    if (spf_macro_expand_domain(macro, arena, &values, &domain)) {
        HOLDS(domain_without_dot(domain).len <= DOMAIN_MAX_OCTETS || !str_has_char(domain, '.'));
        /* "%-" is a literal as well, and longer than it is written. */
        HOLDS(!macro->is_literal || str_has_char(macro->text, '%') || str_equal(domain, macro->text) ||
              domain.len < macro->text.len);
    }
    if (spf_macro_expand_text(macro, arena, &values, &shown))
        HOLDS(shown.len <= SPF_EXPLANATION_MAX_OCTETS);
}

static void check_sound(struct arena *arena, const struct spf_record *record, str text)
{
    for (size_t i = 0; i < record->count; i++) {
        check_term(&record->terms[i], text);
        check_expansion(arena, &record->terms[i].domain);
    }
    check_macro(&record->redirect, text);
    check_macro(&record->exp, text);
    check_expansion(arena, &record->redirect);
    check_again(arena, record);
}

/* What the records of one name come to. */
static void check_published(const struct record *records, size_t count, const struct spf_record *only)
{
    struct answer           *answer = answer_new(ANSWER_INSECURE, 300, records, count, &spf_record_kind);
    const struct spf_record *kept   = answer->parsed;

    HOLDS(spf_record_kind.size(kept) >= sizeof *kept + kept->count * sizeof(struct spf_term));
    HOLDS(kept->fault == REASON_NONE || kept->count == 0);
    if (count == 1) {
        HOLDS(kept->fault == only->fault);
        HOLDS(kept->fault != REASON_NONE || (kept->count == only->count && kept->exp.count == only->exp.count &&
                                             str_equal(kept->redirect.text, only->redirect.text)));
    }
    answer_release(answer);
}

FUZZ_TARGET(input)
{
    enum { RECORDS_MAX = 4 };

    ARENA_SCOPE       arena = { 0 };
    struct record     records[RECORDS_MAX];
    size_t            count = 0;
    str               lines = input, first = fuzz_take_line(&lines);
    struct spf_record record;
    str               text = arena_printf(&arena, "v=spf1 %.*s", STR_ARG(first));

    spf_record_parse(&record, &arena, text);
    HOLDS(fuzz_is_inside(record.bad, text));
    HOLDS((record.fault == REASON_NONE) ==
          (record.bad.len == 0 && str_is_printable(text) && text.len <= SPF_RECORD_MAX_OCTETS));
    records[count++] = (struct record){ .data = text };
    for (str line; count < RECORDS_MAX && str_cut(&lines, '\n', &line); )
        records[count++] = (struct record){ .data = line };
    check_published(records, count, &record);
    if (record.fault != REASON_NONE)
        return;
    HOLDS(record.count <= first.len / 2 + 1);
    check_sound(&arena, &record, text);
}
