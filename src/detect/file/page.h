/* What a web page or a drawing (SVG) that came as a file does in the browser that opens it, as far as one pass of the tokenizer
 * tells. No script is run or understood: it is read for the words that such scripts cannot do without. */
#ifndef DETECT_FILE_PAGE_H
#define DETECT_FILE_PAGE_H

#include "base/arena.h"
#include "base/str.h"

/* Bits. */
enum page_sign {
    PAGE_DECODES      = 1 << 0,         /* atob, fromCharCode and the like */
    PAGE_BUILDS_FILE  = 1 << 1,         /* Blob, createObjectURL */
    PAGE_SAVES        = 1 << 2,         /* a download, or the click that starts it */
    PAGE_WRITES       = 1 << 3,         /* document.write, innerHTML, eval */
    PAGE_LEADS_ON     = 1 << 4,         /* location, meta refresh */
    PAGE_ASKS_PASSWORD = 1 << 5,        /* a field for one */
    PAGE_HAS_FORM     = 1 << 6,
    PAGE_HOLDS_FILE   = 1 << 7,         /* an archive, a program or another page in a data: URL, for saving or in a frame */
    PAGE_OBFUSCATED   = 1 << 8,         /* dozens of names that a machine made: _0x3af1 */
    PAGE_HAS_SCRIPT   = 1 << 9,
    PAGE_LOADS_SCRIPT = 1 << 10,        /* from elsewhere */
    PAGE_FORMS_DIFFER = 1 << 11,        /* in where they send what is typed; also a button with a place of its own */
    PAGE_HAS_FRAME    = 1 << 12,        /* another page or an object in it */
};

struct page_survey {
    unsigned signs;                     /* enum page_sign */
    size_t   longest_run;               /* octets of base64, or of numbers, in scripts: what such a page unpacks */
    size_t   visible;                   /* octets of text that are shown, without blanks */
    bool     is_whole;                  /* false: longer than PAGE_MAX_OCTETS, the rest was not read */
    str      evidence;                  /* the first word of a script that gave a sign beside PAGE_HAS_SCRIPT */
    str      form_action;               /* where the first form sends what is typed, as written, without blanks around */
};

/* What a page brings along is long; where it shows nothing beside, the address of another page is enough. */
enum { PAGE_MAX_OCTETS = 8 << 20, PAGE_RUN_MIN_OCTETS = 64, PAGE_LONG_RUN_OCTETS = 1000 };

/* octets as decoded from the part; UTF-16 is told by its mark. Evidence and action live in the arena; all else is given back. */
void page_survey(struct page_survey *survey, struct arena *arena, str octets);

/* True where script brings along a file in pieces and saves it (HTML smuggling), or where the file stands in a link as it is. */
bool page_smuggles(const struct page_survey *survey);
/* True where what is shown is unpacked by script from what no scanner reads. */
bool page_unpacks_itself(const struct page_survey *survey);
/* True where there is next to nothing to see and it leads elsewhere. */
bool page_only_leads_on(const struct page_survey *survey);
/* The one place where its forms send what is typed; empty if there are several, or none, or anything that could send it elsewhere. */
str page_sends_to(const struct page_survey *survey);

#endif
