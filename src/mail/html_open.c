#include "mail/html_open.h"

#include <stdlib.h>

/* Bits. */
enum kind {
    EMPTY   = 1 << 0,                   /* has no content, or none of its own: <body> may be anybody's (a web page's, in most programs) */
    ENDS_P  = 1 << 1,                   /* its start tag ends an open <p> */
    LINE    = 1 << 2,                   /* stands on lines of its own */
    SCOPE   = 1 << 3,                   /* end tags inside do not reach out of it */
    TABLE   = 1 << 4,
    CELL    = 1 << 5,                   /* of a table, with its caption */
    ROW     = 1 << 6,
    GROUP   = 1 << 7,                   /* of rows or columns */
    ITEM    = 1 << 8,                   /* of a list */
    TERM    = 1 << 9,                   /* of a list of definitions */
    SINGLE  = 1 << 10,                  /* does not stand in its like */
    HEADING = 1 << 11,
    FORM    = 1 << 12,
    APART   = 1 << 13,                  /* nothing inside reaches out of it */
    CAPTION = 1 << 14,                  /* a cell that stands beside the rows */
    PASSES  = 1 << 15,                  /* a list item inside ends one outside of it */
    HOLDS_P = 1 << 16,                  /* a start tag inside of it ends no <p> outside */
    STYLE   = 1 << 17,                  /* a browser opens it again where it was ended by the end of another one */
    P       = 1 << 18,                  /* <p> */
};

/* What only stands inside of a table, and what of it holds no text itself. */
enum { TABLE_PART = CELL | ROW | GROUP, TABLE_FRAME = TABLE | ROW | GROUP };

#define ELEMENT(name, kinds) { STR_INIT(name), kinds }
/* By name, in order. Elements that are not here open and close without further rules. */
static const struct element { str name; unsigned kind; } elements[] = {
    ELEMENT("a", SINGLE | STYLE),                ELEMENT("address", ENDS_P | LINE | PASSES),  ELEMENT("applet", SCOPE),
    ELEMENT("area", EMPTY),                      ELEMENT("article", ENDS_P | LINE),           ELEMENT("aside", ENDS_P | LINE),
    ELEMENT("b", STYLE),                         ELEMENT("base", EMPTY),                      ELEMENT("big", STYLE),
    ELEMENT("blockquote", ENDS_P | LINE),        ELEMENT("body", EMPTY),                      ELEMENT("br", EMPTY | LINE),
    ELEMENT("button", HOLDS_P | SINGLE),         ELEMENT("caption", CAPTION | CELL | SCOPE | LINE),ELEMENT("center", ENDS_P | LINE),
    ELEMENT("code", STYLE),                      ELEMENT("col", EMPTY),                       ELEMENT("colgroup", GROUP),
    ELEMENT("dd", ENDS_P | LINE | TERM),         ELEMENT("details", ENDS_P | LINE),           ELEMENT("dialog", ENDS_P | LINE),
    ELEMENT("dir", ENDS_P | LINE),               ELEMENT("div", ENDS_P | LINE | PASSES),      ELEMENT("dl", ENDS_P | LINE),
    ELEMENT("dt", ENDS_P | LINE | TERM),         ELEMENT("em", STYLE),                        ELEMENT("embed", EMPTY),
    ELEMENT("fieldset", ENDS_P | LINE),          ELEMENT("figcaption", ENDS_P | LINE),        ELEMENT("figure", ENDS_P | LINE),
    ELEMENT("font", STYLE),                      ELEMENT("footer", ENDS_P | LINE),            ELEMENT("form", FORM | ENDS_P | LINE),
    ELEMENT("h1", HEADING | ENDS_P | LINE),      ELEMENT("h2", HEADING | ENDS_P | LINE),      ELEMENT("h3", HEADING | ENDS_P | LINE),
    ELEMENT("h4", HEADING | ENDS_P | LINE),      ELEMENT("h5", HEADING | ENDS_P | LINE),      ELEMENT("h6", HEADING | ENDS_P | LINE),
    ELEMENT("head", EMPTY),                      ELEMENT("header", ENDS_P | LINE),            ELEMENT("hgroup", ENDS_P | LINE),
    ELEMENT("hr", EMPTY | ENDS_P | LINE),        ELEMENT("html", EMPTY),                      ELEMENT("i", STYLE),
    ELEMENT("img", EMPTY),                       ELEMENT("input", EMPTY),                     ELEMENT("li", ENDS_P | LINE | ITEM),
    ELEMENT("link", EMPTY),                      ELEMENT("listing", ENDS_P | LINE),           ELEMENT("main", ENDS_P | LINE),
    ELEMENT("marquee", SCOPE),                   ELEMENT("menu", ENDS_P | LINE),              ELEMENT("meta", EMPTY),
    ELEMENT("nav", ENDS_P | LINE),               ELEMENT("nobr", SINGLE | STYLE),             ELEMENT("object", SCOPE),
    ELEMENT("ol", ENDS_P | LINE),                ELEMENT("optgroup", SINGLE),                 ELEMENT("option", SINGLE | LINE),
    ELEMENT("p", P | ENDS_P | LINE | PASSES),    ELEMENT("param", EMPTY),                     ELEMENT("plaintext", ENDS_P | LINE),
    ELEMENT("pre", ENDS_P | LINE),               ELEMENT("s", STYLE),                         ELEMENT("search", ENDS_P | LINE),
    ELEMENT("section", ENDS_P | LINE),           ELEMENT("small", STYLE),                     ELEMENT("source", EMPTY),
    ELEMENT("strike", STYLE),                    ELEMENT("strong", STYLE),                    ELEMENT("summary", ENDS_P | LINE),
    ELEMENT("table", SCOPE | TABLE | LINE | ENDS_P),ELEMENT("tbody", GROUP | LINE),              ELEMENT("td", CELL | SCOPE | LINE),
    ELEMENT("template", SCOPE | APART),          ELEMENT("tfoot", GROUP | LINE),              ELEMENT("th", CELL | SCOPE | LINE),
    ELEMENT("thead", GROUP | LINE),              ELEMENT("tr", ROW | LINE),                   ELEMENT("track", EMPTY),
    ELEMENT("tt", STYLE),                        ELEMENT("u", STYLE),                         ELEMENT("ul", ENDS_P | LINE),
    ELEMENT("wbr", EMPTY),                       ELEMENT("xmp", ENDS_P | LINE),
};
#undef ELEMENT

static int by_name(const void *name, const void *element)
{
    return str_compare(*(const str *)name, ((const struct element *)element)->name);
}

static unsigned kind_of(uint16_t id)
{
    return id < ARRAY_LEN(elements) ? elements[id].kind : 0;
}

/* Names that are not in the table share what numbers are left; two that meet end each other. */
struct html_element html_element_of(str name)
{
    const struct element *element = bsearch(&name, elements, ARRAY_LEN(elements), sizeof *elements, by_name);
    uint32_t              hash    = 2166136261u;

    if (element != NULL)
        return (struct html_element){ (uint16_t)(element - elements), element->kind };
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    return (struct html_element){ (uint16_t)(ARRAY_LEN(elements) + hash % (UINT16_MAX - ARRAY_LEN(elements))), 0 };
}

/* ---- the stack ---- */

static unsigned kind_at(const struct html_open *open, size_t i)
{
    return kind_of(open->ids[i]);
}

/* Ends the innermost element. */
static void end_one(struct html_open *open)
{
    open->tables -= (kind_at(open, --open->count) & TABLE) != 0;
}

/* What an element for style had lifted of the state around it stays lifted when it was not ended by its own end tag: a browser opens
 * it again, and again, until one comes ("Reconstruct the active formatting elements"). We do not wait for that. */
static void end_all_from(struct html_open *open, size_t count)
{
    while (open->count > count) {
        size_t last = open->count - 1;

        if ((kind_at(open, last) & STYLE) != 0 && last > 0)
            open->lifted |= open->states[last - 1] & ~open->states[last];
        end_one(open);
    }
}

/* Blocks inside of an element for style outlive its end tag ("Adoption agency algorithm"). */
static void keep_lifted(struct html_open *open, size_t ended)
{
    unsigned around = ended == 0 ? 0 : open->states[ended - 1];

    for (size_t i = ended + 1; i < open->count; i++)
        open->lifted |= around & ~open->states[i];
}

/* Ends the innermost element with this number (or, if kinds is not 0, of one of these kinds) and all inside of it, unless one of the
 * kinds in barrier stands around it. */
static void end_innermost(struct html_open *open, int id, unsigned kinds, unsigned barrier)
{
    for (size_t i = open->count; i-- > 0; ) {
        if (open->ids[i] == id || (kind_at(open, i) & kinds) != 0) {
            if ((kind_at(open, i) & STYLE) != 0)
                keep_lifted(open, i);
            end_all_from(open, i + 1);
            end_one(open);
            return;
        }
        if ((kind_at(open, i) & barrier) != 0)
            return;
    }
}

/* The same for items of lists, which most elements keep from ending what is outside of them: the "special" ones of the standard. */
static void end_item(struct html_open *open, unsigned kinds)
{
    for (size_t i = open->count; i-- > 0; ) {
        unsigned kind = kind_at(open, i);

        if ((kind & kinds) != 0) {
            end_all_from(open, i);
            return;
        }
        if ((kind & (ENDS_P | SCOPE | HOLDS_P | TABLE_FRAME | CELL)) != 0 && (kind & PASSES) == 0)
            return;
    }
}

/* Ends what is open inside of the innermost element of one of these kinds ("Clear the stack back to a table row context", and so on). */
static void end_inside(struct html_open *open, unsigned kinds)
{
    while (open->count > 0 && (kind_at(open, open->count - 1) & (kinds | APART)) == 0)
        end_all_from(open, open->count - 1);
}

/* In a table, and in no cell of it: wherever what is open has been moved. */
static bool is_in_frame(const struct html_open *open)
{
    for (size_t i = open->count; i-- > 0; ) {
        unsigned kind = kind_at(open, i);

        if ((kind & (TABLE_FRAME | CELL | APART)) != 0)
            return (kind & TABLE_FRAME) != 0;
    }
    return false;
}

/* A row outside of a table, a form inside of a form: a browser does as if such a tag was not there. */
static bool is_ignored(const struct html_open *open, unsigned kind)
{
    return ((kind & TABLE_PART) != 0 && open->tables == 0) || ((kind & FORM) != 0 && open->in_form);
}

/* "Foster parenting": what stands in a table but in no cell is moved out of it, to before the table. */
unsigned html_open_state(const struct html_open *open)
{
    size_t i = open->count;

    while (i > 0 && (kind_at(open, i - 1) & TABLE_FRAME) != 0)
        i--;
    return i == 0 ? 0 : open->states[i - 1] & ~open->lifted;
}

unsigned html_open_state_for(const struct html_open *open, struct html_element start)
{
    bool is_part = (start.kind & TABLE_PART) != 0;

    return is_part && open->count > 0 ? open->states[open->count - 1] & ~open->lifted : html_open_state(open);
}

static void end_for_table_part(struct html_open *open, unsigned kind)
{
    if (open->tables == 0)
        return;
    if ((kind & (CELL | CAPTION)) == CELL)
        end_inside(open, ROW | GROUP | TABLE);
    else
        end_inside(open, (kind & ROW) != 0 ? GROUP | TABLE : TABLE);
}

void html_open_before(struct html_open *open, struct html_element start)
{
    unsigned kind = start.kind;

    if (is_ignored(open, kind))
        return;
    if ((kind & ENDS_P) != 0)
        end_innermost(open, -1, P, SCOPE | TABLE | HOLDS_P);
    if ((kind & ITEM) != 0)
        end_item(open, ITEM);
    if ((kind & TERM) != 0)
        end_item(open, TERM);
    if ((kind & HEADING) != 0 && open->count > 0 && (kind_at(open, open->count - 1) & HEADING) != 0)
        end_all_from(open, open->count - 1);
    if ((kind & SINGLE) != 0)
        end_innermost(open, start.id, 0, SCOPE | TABLE);
    if ((kind & TABLE) != 0 && is_in_frame(open))
        end_innermost(open, -1, TABLE, APART);
    if ((kind & TABLE_PART) != 0)
        end_for_table_part(open, kind);
}

static void push(struct html_open *open, struct html_element element, unsigned state)
{
    if (open->count == HTML_OPEN_MAX)
        return;
    open->ids[open->count]      = element.id;
    open->states[open->count++] = state;
    open->tables += (element.kind & TABLE) != 0;
}

/* A cell stands in a row and that in a group, whether the tags say so or not: their end tags end it. */
static void push_implied(struct html_open *open, unsigned kind, unsigned state)
{
    if ((kind & (CELL | CAPTION)) != CELL && (kind & ROW) == 0)
        return;
    if ((kind_at(open, open->count - 1) & TABLE) != 0)
        push(open, html_element_of(STR("tbody")), state);
    if ((kind & CELL) != 0 && (kind_at(open, open->count - 1) & GROUP) != 0)
        push(open, html_element_of(STR("tr")), state);
}

void html_open_push(struct html_open *open, struct html_element start, bool self_closing, unsigned state)
{
    unsigned kind = start.kind;

    if ((kind & EMPTY) != 0 || is_ignored(open, kind))
        return;
    open->in_form |= (kind & FORM) != 0;
    if ((kind & FORM) != 0 && is_in_frame(open))
        return;                         /* between rows it holds nothing */
    /* In SVG and the like "/>" ends an element; in HTML it means nothing. */
    if (self_closing && start.id >= ARRAY_LEN(elements))
        return;
    if ((kind & TABLE_PART) != 0)
        push_implied(open, kind, html_open_state_for(open, start));
    push(open, start, state);
}

void html_open_end(struct html_open *open, struct html_element ended)
{
    unsigned kind = ended.kind;

    if ((kind & FORM) != 0)
        open->in_form = false;
    if ((kind & (TABLE_PART | TABLE)) != 0)
        end_innermost(open, ended.id, 0, TABLE | APART);
    else
        end_innermost(open, ended.id, kind & HEADING, SCOPE | TABLE);
}

bool html_breaks_line(struct html_element element)
{
    return (element.kind & LINE) != 0;
}
