/* The files that a message carries: what each is called, what it says it is, and what it is.
 *
 * Each part is decoded once, here, into memory that is given back before the next: the cost is the message's octets once, the room
 * that of its largest part. Foreign formats are not unpacked; what could not be looked into says so (content_checked). */
#ifndef DETECT_ATTACHMENT_H
#define DETECT_ATTACHMENT_H

#include "base/digest.h"
#include "detect/file/name.h"
#include "detect/file/page.h"
#include "detect/file/pdf.h"
#include "detect/file/type.h"
#include "detect/file/zip.h"
#include "mail/message.h"

struct attachment {
    str                name;            /* decoded, as people see it, no longer than they would; empty if it has none */
    str                ending, other_ending;    /* of its two names, where it has two that differ */
    str                media_type;      /* declared: "text/html" */
    enum file_type     declared;        /* by that media type */
    enum file_type     by_name;         /* by the ending of its name, the more dangerous one if it has two names */
    enum file_type     by_content;
    size_t             octets;          /* decoded */
    str                sha256;          /* of these, in hexadecimal digits; empty unless it was asked for */
    unsigned           name_signs;      /* enum file_name_sign */
    bool               content_checked; /* false: an archive, a document or the like, which nobody has looked into */
    bool               is_encrypted;    /* so that nobody here can */
    enum file_type     packed;          /* an archive: the worst of what runs in it, by the names in its directory; else unknown */
    str                packed_name, packed_ending;
    str                inside;          /* the name of the attached message that had to be decoded to find it; empty if none */

    /* By kind; NULL where it is of another, and where the message is judged again without its body. */
    const struct zip_survey  *zip;
    const struct pdf_survey  *pdf;
    const struct page_survey *page;
};

struct attachments {
    struct attachment *items;
    size_t             count;
    bool               is_whole;        /* false: a message was attached too deep, or too often, to be read as well */
};

/* Attached messages that had to be decoded are read so deep, and so many of them, up to so many octets together. */
enum { ATTACHED_DEPTH_MAX = 4, ATTACHED_MESSAGES_MAX = 32, ATTACHED_OCTETS_MAX = 32 << 20,
       UUENCODED_MAX = 50,              /* files that stand in texts, of a message */
       STRAY_PARTS_MAX = 200 };         /* that are looked at */

/* Reads all parts that are files: all leaves but plain text and HTML without a name that are there to be read; and of these texts the
 * files in uuencode, and those that run of what other programs take for parts (detect/stray_part.h). Notes in each part what decoding
 * it brought to light (MIME_BAD_BASE64, MIME_BAD_QP). */
struct attachment_options {
    const struct message_limits *limits;
    const struct digests        *digests;       /* NULL: nobody asks for SHA-256 */
};

void attachments_read(struct attachments *attachments, struct arena *arena, struct message *message,
                      const struct attachment_options *options);

/* The most dangerous of what its name and its content say. What it is declared as counts where it has neither a name nor a content
 * that is known. */
enum file_type attachment_type(const struct attachment *attachment);

/* A word for people: its name, else what it is declared as. */
str attachment_shown_name(const struct attachment *attachment);

#endif
