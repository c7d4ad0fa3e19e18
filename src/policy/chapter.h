/* What Gatepost looks for, in words: the chapter of the guide, written from the tables by which messages are judged, so that it
 * cannot say anything else than they do (doc/guide/what-gatepost-looks-for.md is compared with it by a test). */
#ifndef POLICY_CHAPTER_H
#define POLICY_CHAPTER_H

#include "base/buf.h"
#include "detect/model.h"

/* By which model and bands: those of the program, or as an administrator has changed them. */
struct chapter { struct buf *out; struct arena *arena; const struct model *model; struct bands bands; };

/* The whole, in Markdown. */
void chapter_write(const struct chapter *chapter);

/* For a terminal: all signs, one line or two for each; or all that is known of one. False: there is none of this name. */
void          chapter_list(const struct chapter *chapter);
MUST_USE bool chapter_tell_sign(const struct chapter *chapter, str id);
/* The same of what several signs say together. */
MUST_USE bool chapter_tell_compound(const struct chapter *chapter, str id);

#endif
