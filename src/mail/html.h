/* HTML as a browser reads it: the tokens of the WHATWG standard ("Tokenization"), from text that is UTF-8 already.
 *
 * Every sequence of octets has its tokens; nothing is an error. One pass, no recursion, memory in proportion to the input: names
 * and texts are slices of the input wherever it is what it says, and in the arena where letters or references had to change.
 * What a parser would do with the tokens (closing what was left open, moving tables) nobody asks here. */
#ifndef MAIL_HTML_H
#define MAIL_HTML_H

#include "base/arena.h"
#include "base/buf.h"

enum html_token_type {
    HTML_END,                   /* of the input; a tag that is not closed before it is no token */
    HTML_TEXT,                  /* text, references replaced; a run of it may come in several tokens */
    HTML_START_TAG,             /* name, attributes */
    HTML_END_TAG,               /* name; attributes of end tags mean nothing and are left out */
    HTML_COMMENT,               /* text */
    HTML_DOCTYPE,
};

struct html_attribute { str name, value; };     /* the name in lower case */

enum { HTML_ATTRIBUTES_MAX = 64 };              /* of a tag; further ones are read past and counted */

struct html_token {
    enum html_token_type         type;
    str                          text;
    str                          name;          /* of a tag, in lower case */
    const struct html_attribute *attributes;    /* the first of each name; of the tokenizer, until the next call */
    size_t                       attribute_count, attributes_dropped;
    bool                         self_closing;
    bool                         leaves_foreign;        /* no SVG or MathML holds it: what was open of that is closed before it */
    str                          source;        /* the slice of the input that it was read from */
};

/* How the text behind a start tag is read, up to its end tag. */
enum html_content { HTML_MARKUP, HTML_RCDATA, HTML_RAW_TEXT, HTML_SCRIPT, HTML_PLAIN_TEXT };

/* Whether elements that hold text only do so everywhere, nowhere, or as far as can be told without a tree: not in SVG and MathML. */
enum html_reading { HTML_AS_BROWSERS, HTML_ALL_RAW, HTML_ALL_MARKUP };

struct html {
    str               input;
    size_t            at;
    struct arena     *arena;
    enum html_content content;
    str               raw_name;                 /* the tag that ends it */
    str               foreign;                  /* "svg" or "math" inside of such an element, where nothing is raw; else empty */
    size_t            foreign_at;               /* where the first of them begins; the length of input if none did */
    bool              foreign_is_unclear;       /* one may hold HTML, or another: where it ends takes a parser to say */
    bool              has_two_readings;         /* ... and what came then is text in one reading, markup in the other */
    enum html_reading reading;                  /* set by the caller before the first token */
    struct html_attribute attributes[HTML_ATTRIBUTES_MAX];
    uint64_t          references;               /* replaced so far, of characters that ASCII could have written */
};

void              html_init(struct html *html, str input, struct arena *arena);
struct html_token html_next(struct html *html);

/* The value of the attribute, or the empty string; *found says whether it is there (NULL: nobody asks). */
str html_attribute(const struct html_token *token, str name, bool *found);

/* Appends text with its character references replaced, as in an attribute's value (as_attribute) or between tags. */
void html_unescape(struct buf *out, str text, bool as_attribute, uint64_t *ascii_references);

#endif
