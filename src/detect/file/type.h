/* Kinds of files, and what each can do to whoever opens it. A name's ending, the type that a sender declares and the first
 * octets are three claims about one file, which need not agree: ending and declared type are read here, octets in signature.h. */
#ifndef DETECT_FILE_TYPE_H
#define DETECT_FILE_TYPE_H

#include "base/str.h"

/* From harmless to dangerous: of two claims the later class counts. */
enum file_class {
    FILE_CLASS_UNKNOWN, FILE_CLASS_TEXT, FILE_CLASS_IMAGE, FILE_CLASS_AUDIO, FILE_CLASS_VIDEO, FILE_CLASS_FONT, FILE_CLASS_DATA,
    FILE_CLASS_PROTECTED,       /* signed or encrypted content */
    FILE_CLASS_CALENDAR, FILE_CLASS_MESSAGE, FILE_CLASS_DOCUMENT,
    FILE_CLASS_SOURCE,          /* of programs; a click shows it */
    FILE_CLASS_ARCHIVE,
    FILE_CLASS_PAGE,            /* opens in a browser and may run scripts there */
    FILE_CLASS_ACTIVE_DOCUMENT, /* macros, embedded files that run */
    FILE_CLASS_DISK_IMAGE,      /* opened by a click, and what is in it has no mark of the web */
    FILE_CLASS_SHORTCUT,        /* a click runs or opens something elsewhere */
    FILE_CLASS_SCRIPT,          /* a click runs it */
    FILE_CLASS_INSTALLER, FILE_CLASS_EXECUTABLE,
    FILE_CLASS_COUNT,
};

enum file_type {
#define FILE_TYPE(name, word, class, words) FILE_##name,
#include "detect/file/types.def"
#undef FILE_TYPE
    FILE_TYPE_COUNT,
};

const char     *file_class_name(enum file_class class);         /* "disk-image" */
bool            file_class_find(str name, enum file_class *class);
/* True for what runs when it is clicked, or leads to something that does. */
bool            file_class_runs(enum file_class class);

const char     *file_type_name(enum file_type type);            /* "pe" */
const char     *file_type_words(enum file_type type);           /* "a Windows program" */
bool            file_type_find(str name, enum file_type *type);
enum file_class file_type_class(enum file_type type);
/* The one with the more dangerous class; a if they are alike. */
enum file_type  file_type_worse(enum file_type a, enum file_type b);

/* FILE_UNKNOWN for what is not in the table. ending is without its dot, in lower case. */
enum file_type  file_type_by_ending(str ending);
/* Both in lower case, as in struct part. application/octet-stream and the like say nothing: FILE_UNKNOWN. */
enum file_type  file_type_by_media(str type, str subtype);

/* The tables behind these, in the order of their words, for documentation and tests. */
struct file_claim { const char *word; enum file_type type; };
extern const struct file_claim file_endings[], file_media_types[];
extern const size_t            file_ending_count, file_media_type_count;

#endif
