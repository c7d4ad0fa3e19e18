/* Models that come with the program, as the files that they are. */
#ifndef DETECT_SHIPPED_H
#define DETECT_SHIPPED_H

#include <stddef.h>

#include "base/str.h"

/* Files of this tree, embedded by the build (packaging/embed.cmake). */
struct shipped_file { const char *name; const unsigned char *octets; size_t len; };

/* What signals and words weigh (detect/model.h, detect/vocabulary.h). */
extern const struct shipped_file shipped_models[];
extern const size_t              shipped_models_count;

/* The one of that name; that it is there is a promise of the tree. */
str shipped_find(const struct shipped_file *files, size_t count, const char *name);

/* What people write who want something of us, by language and topic (detect/phrases.h): in test programs alone. */
extern const struct shipped_file shipped_phrases[];
extern const size_t              shipped_phrases_count;

#endif
