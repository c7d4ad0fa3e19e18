/* Which elements of an HTML document are open: enough of the WHATWG standard's "Tree construction" to know what an element's style
 * holds for. Elements carry a state of their owner's.
 *
 * Where we know less than a browser (formatting elements that it opens again, text moved out of tables), an element rather ends
 * too early than too late. */
#ifndef MAIL_HTML_OPEN_H
#define MAIL_HTML_OPEN_H

#include "mail/html.h"

enum { HTML_OPEN_MAX = 256 };           /* deeper ones are not kept: they have the state of the innermost that is */

struct html_open {                      /* the zero value: none is open */
    uint16_t ids[HTML_OPEN_MAX];
    unsigned states[HTML_OPEN_MAX];
    size_t   count;
};

/* The state of the innermost open element; 0 if there is none. */
unsigned html_open_state(const struct html_open *open);

/* Ends what this start tag ends: a <p> by a <div>, a cell by the next one. Then html_open_push, with the state it shall have.
 * Elements that have no content are not pushed. */
void html_open_before(struct html_open *open, const struct html_token *start);
void html_open_push(struct html_open *open, const struct html_token *start, unsigned state);
void html_open_end(struct html_open *open, str name);

/* True if text before and behind the tag stands on different lines. */
bool html_breaks_line(str name);

#endif
