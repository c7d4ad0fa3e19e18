/* A file's name as the system takes it that opens the file, and as people see it: the two differ where somebody wants them to. */
#ifndef DETECT_FILE_NAME_H
#define DETECT_FILE_NAME_H

#include "base/arena.h"
#include "base/str.h"
#include "detect/file/type.h"

/* Bits. */
enum file_name_sign {
    FILE_NAME_DOUBLE   = 1 << 0,        /* "invoice.pdf.exe": what people take for the ending is not */
    FILE_NAME_BIDI     = 1 << 1,        /* a control turns letters round: "exe" at the end looks like "fdp.exe" in the middle */
    FILE_NAME_PADDED   = 1 << 2,        /* blanks push the ending out of sight */
    FILE_NAME_CONTROLS = 1 << 3,        /* NUL, line ends and the like, at which some programs stop */
    FILE_NAME_LONG     = 1 << 4,        /* longer than any list of files shows, or than systems take */
    FILE_NAME_TRIMMED  = 1 << 5,        /* dots, blanks or invisible letters behind the ending, which Windows takes away */
    FILE_NAME_STREAM   = 1 << 6,        /* "x.exe::$DATA": to NTFS the file x.exe */
};

const char *file_name_sign_name(enum file_name_sign sign);      /* of one bit: "double-ending" */

enum { FILE_NAME_SHOWN_MAX = 200, FILE_ENDING_MAX_OCTETS = 38, FILE_NAME_PADDING_MIN = 8 };

struct file_name {
    str            ending;              /* that the system goes by: lower case, without dot; empty if none */
    enum file_type type;                /* by that ending */
    unsigned       signs;               /* enum file_name_sign */
};

/* name is decoded, in UTF-8 as far as it is any. Where there is more than one way to read the ending, the most dangerous counts. */
struct file_name file_name_read(struct arena *arena, str name);

#endif
