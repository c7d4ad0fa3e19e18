/* Which elements of an HTML document are open: enough of the WHATWG standard's "Tree construction" to know what an element's style
 * holds for. Elements carry a state of their owner's.
 *
 * Where we know less than a browser (formatting elements that it opens again), an element rather ends too early than too late, and
 * a bit of a state is rather taken away than kept. What <body> and <html> say holds for nothing: programs that show mail in a page
 * of theirs do not keep it. */
#ifndef MAIL_HTML_OPEN_H
#define MAIL_HTML_OPEN_H

#include "mail/html.h"

enum { HTML_OPEN_MAX = 256 };           /* deeper ones are not kept: they have the state of the innermost that is */

struct html_open {                      /* the zero value: none is open */
    uint16_t ids[HTML_OPEN_MAX];
    unsigned states[HTML_OPEN_MAX];
    size_t   count, tables;
    bool     in_form;
    unsigned lifted;                    /* bits of states that no longer hold */
};

/* What is known of an element by its name: found once for each tag. */
struct html_element { uint16_t id; unsigned kind; };
struct html_element html_element_of(str name);

/* The state of text that stands here, and what an element that starts here inherits: of the innermost open element, or of the one
 * around the table, for what stands in a table but in no cell; 0 if there is none. */
unsigned html_open_state(const struct html_open *open);
unsigned html_open_state_for(const struct html_open *open, struct html_element start);

/* Ends what this start tag ends: a <p> by a <div>, a cell by the next one. Then html_open_push, with the state it shall have.
 * Elements that have no content are not kept, and neither is what a browser ignores. */
void html_open_before(struct html_open *open, struct html_element start);
void html_open_push(struct html_open *open, struct html_element start, bool self_closing, unsigned state);
void html_open_end(struct html_open *open, struct html_element ended);

/* True if text before and behind the tag stands on different lines. */
bool html_breaks_line(struct html_element element);

#endif
