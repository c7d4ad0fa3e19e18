/* Allow entries: what parses prints as one line that parses to the same entry; it names open steps alone, an owner
 * and an expiry behind its beginning. A file of entries that loads answers every question about them. */
#include "fuzz.h"

#include "policy/list.h"
#include "policy/verdict.h"

static void check_entry(struct arena *arena, str line)
{
    static const unsigned open_steps = 1u << STEP_AUTHENTICATION | 1u << STEP_IMPERSONATION | 1u << STEP_SCORE;
    struct list_entry     entry, again;
    str                   error;

    if (!list_entry_parse(arena, line, &entry, &error)) {
        HOLDS(error.len > 0);
        return;
    }
    HOLDS(entry.steps != 0 && (entry.steps & ~open_steps) == 0);
    HOLDS(entry.owner.len > 0 && entry.value.len > 0 && entry.expires_at > entry.added_at);

    str printed = list_entry_print(arena, &entry);

    HOLDS(!str_has_char(printed, '\n') && list_entry_parse(arena, printed, &again, &error));
    HOLDS(str_equal(again.id, entry.id) && again.identity == entry.identity && str_equal(again.value, entry.value));
    HOLDS(again.steps == entry.steps && str_equal(again.owner, entry.owner) && str_equal(again.note, entry.note));
    HOLDS(again.added_at == entry.added_at && again.expires_at == entry.expires_at);
}

static void check_file(struct arena *arena, str text)
{
    static const str names[] = { STR_INIT("list/dkim/news.example"), STR_INIT("list/network/192.0.2.1"),
                                 STR_INIT("list/spf/news.example"), STR_INIT("list/network/2001:db8::1") };
    str              error;
    struct list     *list = list_load(arena, text, &error);
    struct view      view;

    HOLDS((list == NULL) == (error.len > 0));
    if (list == NULL)
        return;
    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        HOLDS(view_ask(&view, QUESTION_STATE, 0, names[i], NULL)->state == ANSWER_PENDING);
    list_answer(list, &view);
    HOLDS(!view_has_open_questions(&view));
    view_free(&view);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    str         rest  = input;

    check_entry(&arena, fuzz_take_line(&rest));
    check_file(&arena, input);
}
