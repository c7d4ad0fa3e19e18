/* What styles hide: enough of CSS to know what is not shown, and no more. */
#ifndef DETECT_STYLE_H
#define DETECT_STYLE_H

#include "base/str.h"

/* Bits. */
enum style_hiding {
    STYLE_GONE       = 1,       /* with all that stands inside: display:none and the like */
    STYLE_INVISIBLE  = 2,       /* visibility:hidden; an element inside may be visible again */
    STYLE_NO_SIZE    = 4,       /* letters of no size; larger ones inside are seen */
    STYLE_NO_COLOR   = 8,       /* transparent letters; others inside are seen */
};

/* The bits of an element with this style inside of one with the bits inherited. Where a browser could read more into it than we
 * do (escapes), or may_be_overruled by a style sheet, the element counts as shown: text that is not seen but read costs a false
 * word, text that is seen but not read would be a hiding place. */
unsigned style_hiding(str style, unsigned inherited, bool may_be_overruled);

/* Whether a style or a style sheet pushes what follows far out of sight ("margin-top: 470500px"): what stands there is for filters. */
bool style_pushes_away(str css);

#endif
