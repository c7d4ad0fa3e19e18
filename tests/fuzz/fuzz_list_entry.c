/* Allow entries: what parses prints as one line that parses to the same entry; it names open steps alone, an owner
 * and an expiry behind its beginning. A file of entries that loads answers every question about them, and a message
 * finds those alone that are about what has passed, and have not expired.
 *
 * Covers: src/policy/list.c */
#include "fuzz.h"

#include "policy/list.h"
#include "policy/verdict.h"

static void check_entry(struct arena *arena, str line)
{
    static const unsigned open_steps = 1u << STEP_AUTHENTICATION | 1u << STEP_ATTACHMENT | 1u << STEP_IMPERSONATION | 1u << STEP_SCORE;
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

/* A message of which everything has passed, or nothing. */
static void check_match(struct arena *arena, const struct list *list, bool passes)
{
    struct dkim_result  dkim[] = { { .status = passes ? DKIM_PASS : DKIM_FAIL, .domain = STR("news.example") },
                                   { .status = passes ? DKIM_PASS : DKIM_FAIL, .domain = STR("News.example") } };
    struct auth_results auth   = { .spf   = { .status = passes ? SPF_PASS : SPF_FAIL, .domain = STR("news.example") },
                                   .dkim  = dkim, .dkim_count = ARRAY_LEN(dkim),
                                   .dmarc = { .status = passes ? DMARC_PASS : DMARC_FAIL,
                                              .author_domain = STR("news.example") } };
    struct envelope     envelope = { .client = ip_from_octets(IP_V4, "\xc0\x00\x02\x01") };
    struct facts        facts    = { .arena = arena, .auth = &auth, .envelope = &envelope, .now = 1700000000 };
    struct list_entry  *entries;
    struct view         view;
    size_t              count;

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    HOLDS(!list_match(&facts, &view, arena, &entries, &count));         /* all of it is asked first */
    list_answer(list, &view);
    HOLDS(list_match(&facts, &view, arena, &entries, &count));
    for (size_t i = 0; i < count; i++)
        HOLDS(entries[i].expires_at > facts.now && (passes || entries[i].identity == LIST_NETWORK));
    view_free(&view);
}

static void check_file(struct arena *arena, str text)
{
    static const str names[] = { STR_INIT("list/dkim/news.example"), STR_INIT("list/network/192.0.2.1"),
                                 STR_INIT("list/spf/news.example"), STR_INIT("list/network/2001:db8::1") };
    str              error;
    struct list     *list = list_load(arena, STR("list"), text, &error);
    struct view      view;

    HOLDS((list == NULL) == str_starts(error, STR("list:")));
    if (list == NULL)
        return;
    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        HOLDS(view_ask(&view, QUESTION_STATE, 0, names[i], NULL)->state == ANSWER_PENDING);
    list_answer(list, &view);
    HOLDS(!view_has_open_questions(&view));
    view_free(&view);
    check_match(arena, list, true);
    check_match(arena, list, false);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    str         rest  = input;

    check_entry(&arena, fuzz_take_line(&rest));
    check_file(&arena, input);
}
