/* The form of files whose numbers were fitted to sample mail (detect/model.h, detect/vocabulary.h): lines of a keyword and what belongs
 * to it, the first of them "KIND 1". Empty lines and those that begin with "#" are for people. Each file says whose numbers it holds
 * and where they come from, or it is none:
 *
 *     KIND 1                      what it is, and the version of its form
 *     version 2026-11-25          whose numbers these are
 *     program 0.1.0               what they were fitted with
 *     provenance TEXT             what they were fitted on; may stand several times
 *     bias 0.00                   what every message begins with */
#ifndef DETECT_FITTED_H
#define DETECT_FITTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* What all of them say. */
struct fitted_head {
    str    version, program;
    str   *provenance;
    size_t provenance_count, provenance_capacity;
    double bias;
};

/* One line while it is read. */
struct fitted_line {
    struct arena *arena;
    str           rest;                 /* behind what was read of it, without blanks at its ends */
    void         *into;                 /* what the file is read into */
    str           error;                /* what is wrong with it, once a function below was false */
};

/* Each is false, with the error set, where the line does not hold that. */
bool fitted_fail(struct fitted_line *line, const char *what);   /* always */
bool fitted_word(struct fitted_line *line, str *word);          /* the error is left to the caller */
bool fitted_number(struct fitted_line *line, double *value);

/* A kind of file: the keywords that it has beside those above. */
struct fitted_form {
    const char *kind;                   /* "model" */
    const struct fitted_keyword { const char *name; bool (*read)(struct fitted_line *line); } *keywords;
    size_t      keyword_count;
};

/* False where the text is none of that kind; *error then is "NAME:LINE: what", or "NAME: what" where no line is to blame. What is read
 * are slices of text. */
MUST_USE bool fitted_read(const struct fitted_form *form, struct arena *arena, str name, str text, struct fitted_head *head, void *into,
                          str *error);

#endif
