/* What the parts of a story share: how they read the record, how they write words, and that each of them tells one thing of it.
 * For story.c and the files story_*.c only. */
#ifndef GATEWAY_STORY_PARTS_H
#define GATEWAY_STORY_PARTS_H

#include <jansson.h>

#include "gateway/story.h"

struct story { struct buf *out; struct arena *arena; };

/* ---- what an object of the record says by that name: nothing, where it says nothing of that kind ---- */

static inline const json_t *member(const json_t *object, const char *name)
{
    return json_object_get(object, name);
}

static inline str text(const json_t *object, const char *name)
{
    const json_t *value = member(object, name);

    return json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : (str){ 0 };
}

static inline double number(const json_t *object, const char *name)
{
    return json_number_value(member(object, name));
}

/* ---- words: whatever they hold, nothing but printable octets is written ---- */

void story_heading(struct story *story, const char *title);
/* A name and its value, where there is a value. */
void story_line(struct story *story, const char *name, str value);
/* Words in lines; those after the first begin below the text of the first, not below its dash. */
void story_flow(struct story *story, const char *first_indent, str words);
#define FLOW(story, indent, ...) story_flow(story, indent, arena_printf((story)->arena, __VA_ARGS__))

/* ---- the parts, in their order; each writes its heading, if it has anything to tell ---- */

void story_tell_claims(struct story *story, const json_t *record);
void story_tell_attachments(struct story *story, const json_t *record);
void story_tell_authentication(struct story *story, const json_t *record);
void story_tell_findings(struct story *story, const json_t *record);
void story_tell_open_ends(struct story *story, const json_t *record);
void story_tell_assessment(struct story *story, const json_t *record);
void story_tell_verdict(struct story *story, const json_t *record);
void story_tell_recipients(struct story *story, const json_t *outcome);         /* of the verdict, below its heading */
void story_tell_advice(struct story *story, const json_t *record);

/* As story_reply, in the record. */
str story_reply_of(const json_t *record);

/* A file says neither who sent it nor to whom. */
bool story_sender_is_known(const json_t *envelope);

#endif
