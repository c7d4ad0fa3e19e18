/* A record told for a test. */
#ifndef GATEWAY_STORY_TEST_H
#define GATEWAY_STORY_TEST_H

#include "gateway/story.h"
#include "unit.h"

#define FINDING(id, weight, text) "{\"id\": \"" id "\", \"weight\": " weight ", \"text\": \"" text "\", \"evidence\": \"here\"}"

/* The story, or else why there is none. */
static inline bool story_told(struct arena *arena, str record, str *story)
{
    BUF_SCOPE out   = { 0 };
    str       error = { 0 };
    bool      told  = story_write(&out, record, arena, &error);

    *story = told ? arena_str(arena, buf_str(&out)) : error;
    return told;
}

/* Whether these words are in the story of a record that can be told. */
static inline bool story_holds(const char *record, const char *words)
{
    ARENA_SCOPE arena = { 0 };
    str         story;

    return CHECK(story_told(&arena, str_of(record), &story)) && str_find(story, str_of(words)) != STR_NOT_FOUND;
}

#endif
