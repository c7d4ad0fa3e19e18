#include "gateway/story_parts.h"

#include <math.h>
#include <stdlib.h>

#include "detect/text.h"

enum { EVIDENCE_MAX_OCTETS = 300 };

struct told { const json_t *finding; double weight; size_t place; };

static int by_weight(const void *a, const void *b)
{
    const struct told *one = a, *other = b;
    double             difference = fabs(other->weight) - fabs(one->weight);

    if (difference > 0 || difference < 0)
        return difference > 0 ? 1 : -1;
    return one->place < other->place ? -1 : one->place > other->place;
}

static bool is_against(const struct told *told) { return told->weight > 0; }
static bool is_for(const struct told *told)     { return told->weight < 0; }
static bool is_beside(const struct told *told)  { return !is_against(told) && !is_for(told); }
static bool is_any(const struct told *told)     { return told != NULL; }

/* A sentence that ends in a colon goes on with what was seen; else that stands below. */
static void tell_finding(struct story *story, const struct told *told)
{
    str         sentence = text(told->finding, "text"), evidence = text(told->finding, "evidence");
    bool        goes_on  = sentence.len > 0 && sentence.ptr[sentence.len - 1] == ':' && evidence.len > 0;
    const char *first    = is_beside(told) ? "  - "
                                           : arena_cstr(story->arena, arena_printf(story->arena, "  %.2f  ", fabs(told->weight)));

    evidence = text_printable(story->arena, arena_printable_line(story->arena, evidence), EVIDENCE_MAX_OCTETS);
    if (goes_on)
        sentence = arena_join(story->arena, (str[]){ sentence, evidence }, 2, STR(" "));
    FLOW(story, first, "%.*s (%.*s)", STR_ARG(sentence), STR_ARG(text(told->finding, "id")));
    if (!goes_on && evidence.len > 0)
        FLOW(story, arena_cstr(story->arena, arena_printf(story->arena, "%*s", (int)strlen(first), "")), "seen: %.*s",
             STR_ARG(evidence));
}

static void tell_some(struct story *story, const char *title, const struct told *told, size_t count, bool (*is)(const struct told *))
{
    bool first = true;

    for (size_t i = 0; i < count; i++) {
        if (!is(&told[i]))
            continue;
        if (first)
            story_heading(story, title);
        first = false;
        tell_finding(story, &told[i]);
    }
}

static const struct told *ranked(struct story *story, const json_t *findings, size_t *count)
{
    struct told *told = ARENA_ARRAY(story->arena, struct told, json_array_size(findings));

    *count = json_array_size(findings);
    for (size_t i = 0; i < *count; i++)
        told[i] = (struct told){ json_array_get(findings, i), number(json_array_get(findings, i), "weight"), i };
    if (*count > 0)
        qsort(told, *count, sizeof *told, by_weight);
    return told;
}

void story_tell_findings(struct story *story, const json_t *record)
{
    size_t             count, count_in_shadow;
    const struct told *told      = ranked(story, member(record, "findings"), &count);
    const struct told *in_shadow = ranked(story, member(record, "findings_in_shadow"), &count_in_shadow);

    tell_some(story, "What speaks against it", told, count, is_against);
    tell_some(story, "What speaks for it", told, count, is_for);
    tell_some(story, "What was noticed besides, and weighs nothing", told, count, is_beside);
    tell_some(story, "What is looked for in shadow, and has no effect", in_shadow, count_in_shadow, is_any);
}
