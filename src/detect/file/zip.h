/* The directory of a ZIP archive, which stands in clear at its end (PKWARE's APPNOTE, 4.3): what is in it, as it says itself.
 *
 * Nothing is unpacked here. What an entry holds, and whether its sizes are true, only the cage can say. */
#ifndef DETECT_FILE_ZIP_H
#define DETECT_FILE_ZIP_H

#include "base/arena.h"
#include "base/str.h"
#include "detect/file/type.h"

enum { ZIP_ENTRIES_MAX = 2000 };        /* that are read; the rest is counted as not read */

struct zip_entry {
    str      name;                      /* a slice of the archive, as it stands */
    uint64_t packed, unpacked;          /* as declared; UINT32_MAX where an extra field says it (ZIP64) */
    bool     is_encrypted, is_folder;
};

struct zip {
    str    directory;                   /* what is left of it */
    size_t entries;                     /* read so far */
    bool   is_whole;                    /* false once something could not be read, or was too much */
};

/* False if the archive has no directory where readers look for it: it is cut short, or none. */
MUST_USE bool zip_open(struct zip *zip, str octets);
/* False behind the last entry that could be read; then zip->is_whole says whether it was the last. */
bool          zip_next(struct zip *zip, struct zip_entry *entry);

/* What a whole directory comes to. */
struct zip_survey {
    enum file_type type;                /* FILE_ZIP, or what is kept in this form: Office, Java ... */
    size_t         files;               /* entries that are no folders */
    uint64_t       packed, unpacked;    /* together, as declared */
    bool           is_encrypted;        /* at least one file is */
    bool           is_whole;            /* as of struct zip, and the directory was found */
    enum file_type worst;               /* of the names in it */
    str            worst_name;          /* copied into the arena */
};

void zip_survey(struct zip_survey *survey, struct arena *arena, str octets);

/* True where it says that it unpacks to so much, from so little, as no honest file does. */
bool zip_is_bomb(const struct zip_survey *survey);

#endif
