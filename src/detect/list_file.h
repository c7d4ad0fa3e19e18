/* The form that lists of names, of phrases and of words share: whence a list comes, then entries by section. Comments and empty lines
 * are for people, and blanks at the ends of a line mean nothing.
 *
 *     language: en                what of it there is, in any order
 *     origin: our help desk
 *     licence: for our own use
 *     date: 2026-11-26
 *
 *     ; a comment
 *     [section]
 *     an entry */
#ifndef DETECT_LIST_FILE_H
#define DETECT_LIST_FILE_H

#include "base/arena.h"
#include "base/str.h"

/* A list while it is read. */
struct list_file {
    str    name, rest;
    size_t line;                        /* the number of the one that was read last */
    bool   in_section;
};
struct list_file list_file_of(str name, str text);

enum list_line {
    LIST_END,
    LIST_LANGUAGE,                      /* *text: "en" */
    LIST_SECTION,                       /* *text: what stands in the brackets */
    LIST_ENTRY,                         /* *text: the line; a section came before it */
    LIST_MISTAKE,                       /* *text: what is wrong with the line */
};

/* The next line that says something to the program; *text is a slice of the list, or a sentence of ours. */
enum list_line list_file_next(struct list_file *file, str *text);

/* "NAME:LINE: what", of the line that was read last. */
str list_file_mistake(struct arena *arena, const struct list_file *file, str what);

#endif
