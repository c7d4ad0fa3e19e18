#include "mail/html_open.h"

#include <stdlib.h>

/* Bits. */
enum kind {
    EMPTY   = 1,                        /* has no content */
    ENDS_P  = 2,                        /* its start tag ends an open <p> */
    LINE    = 4,                        /* stands on lines of its own */
    SCOPE   = 8,                        /* end tags inside do not reach out of it */
    TABLE   = 16,                       /* nor do those of tables */
    LIST    = 32,                       /* a <li> inside ends none outside of it */
    CELL    = 64,                       /* of a table */
    ROW     = 128,
    GROUP   = 256,                      /* of rows */
    ITEM    = 512,                      /* of a list */
    TERM    = 1024,                     /* of a list of definitions */
    SINGLE  = 2048,                     /* does not stand in its like */
    BODY    = 4096,                     /* its end tag ends nothing */
};

#define ELEMENT(name, kinds) { STR_INIT(name), kinds }
/* By name, in order. Elements that are not here open and close without further rules. */
static const struct element { str name; unsigned kind; } elements[] = {
    ELEMENT("a", SINGLE),                  ELEMENT("address", ENDS_P | LINE),     ELEMENT("applet", SCOPE),
    ELEMENT("area", EMPTY),                ELEMENT("article", ENDS_P | LINE),     ELEMENT("aside", ENDS_P | LINE),
    ELEMENT("base", EMPTY),                ELEMENT("blockquote", ENDS_P | LINE),  ELEMENT("body", BODY),
    ELEMENT("br", EMPTY | LINE),           ELEMENT("button", SCOPE | SINGLE),     ELEMENT("caption", SCOPE | LINE),
    ELEMENT("center", ENDS_P | LINE),      ELEMENT("col", EMPTY),                 ELEMENT("dd", ENDS_P | LINE | TERM),
    ELEMENT("details", ENDS_P | LINE),     ELEMENT("dialog", ENDS_P | LINE),      ELEMENT("dir", ENDS_P | LINE),
    ELEMENT("div", ENDS_P | LINE),         ELEMENT("dl", ENDS_P | LINE | LIST),   ELEMENT("dt", ENDS_P | LINE | TERM),
    ELEMENT("embed", EMPTY),               ELEMENT("fieldset", ENDS_P | LINE),    ELEMENT("figcaption", ENDS_P | LINE),
    ELEMENT("figure", ENDS_P | LINE),      ELEMENT("footer", ENDS_P | LINE),      ELEMENT("form", ENDS_P | LINE),
    ELEMENT("h1", ENDS_P | LINE),          ELEMENT("h2", ENDS_P | LINE),          ELEMENT("h3", ENDS_P | LINE),
    ELEMENT("h4", ENDS_P | LINE),          ELEMENT("h5", ENDS_P | LINE),          ELEMENT("h6", ENDS_P | LINE),
    ELEMENT("header", ENDS_P | LINE),      ELEMENT("hgroup", ENDS_P | LINE),      ELEMENT("hr", EMPTY | ENDS_P | LINE),
    ELEMENT("html", BODY | SCOPE | TABLE), ELEMENT("img", EMPTY),                 ELEMENT("input", EMPTY),
    ELEMENT("li", ENDS_P | LINE | ITEM),   ELEMENT("link", EMPTY),                ELEMENT("listing", ENDS_P | LINE),
    ELEMENT("main", ENDS_P | LINE),        ELEMENT("marquee", SCOPE),             ELEMENT("menu", ENDS_P | LINE | LIST),
    ELEMENT("meta", EMPTY),                ELEMENT("nav", ENDS_P | LINE),         ELEMENT("nobr", SINGLE),
    ELEMENT("object", SCOPE),              ELEMENT("ol", ENDS_P | LINE | LIST),   ELEMENT("optgroup", SINGLE),
    ELEMENT("option", SINGLE | LINE),      ELEMENT("p", ENDS_P | LINE),           ELEMENT("param", EMPTY),
    ELEMENT("plaintext", ENDS_P | LINE),   ELEMENT("pre", ENDS_P | LINE),         ELEMENT("search", ENDS_P | LINE),
    ELEMENT("section", ENDS_P | LINE),     ELEMENT("source", EMPTY),              ELEMENT("summary", ENDS_P | LINE),
    ELEMENT("table", SCOPE | TABLE | LINE | ENDS_P),                           ELEMENT("tbody", GROUP | LINE),
    ELEMENT("td", CELL | SCOPE | LINE),    ELEMENT("template", SCOPE | TABLE),    ELEMENT("tfoot", GROUP | LINE),
    ELEMENT("th", CELL | SCOPE | LINE),    ELEMENT("thead", GROUP | LINE),        ELEMENT("tr", ROW | LINE),
    ELEMENT("track", EMPTY),               ELEMENT("ul", ENDS_P | LINE | LIST),   ELEMENT("wbr", EMPTY),
    ELEMENT("xmp", ENDS_P | LINE),
};
#undef ELEMENT

static int by_name(const void *name, const void *element)
{
    return str_compare(*(const str *)name, ((const struct element *)element)->name);
}

static const struct element *find_element(str name)
{
    return bsearch(&name, elements, ARRAY_LEN(elements), sizeof *elements, by_name);
}

/* Names that are not in the table share what numbers are left; two that meet end each other. */
static uint16_t id_of(str name)
{
    const struct element *element = find_element(name);
    uint32_t              hash    = 2166136261u;

    if (element != NULL)
        return (uint16_t)(element - elements);
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    return (uint16_t)(ARRAY_LEN(elements) + hash % (UINT16_MAX - ARRAY_LEN(elements)));
}

static unsigned kind_of(uint16_t id)
{
    return id < ARRAY_LEN(elements) ? elements[id].kind : 0;
}

unsigned html_open_state(const struct html_open *open)
{
    return open->count == 0 ? 0 : open->states[open->count - 1];
}

/* Ends the innermost element with this number (or, if kinds is not 0, of one of these kinds) and all inside of it, unless one of the
 * kinds in barrier stands around it. */
static void end_innermost(struct html_open *open, int id, unsigned kinds, unsigned barrier)
{
    for (size_t i = open->count; i-- > 0; ) {
        unsigned kind = kind_of(open->ids[i]);

        if (open->ids[i] == id || (kind & kinds) != 0) {
            open->count = i;
            return;
        }
        if ((kind & barrier) != 0)
            return;
    }
}

void html_open_before(struct html_open *open, const struct html_token *start)
{
    uint16_t id   = id_of(start->name);
    unsigned kind = kind_of(id);

    if ((kind & ENDS_P) != 0)
        end_innermost(open, id_of(STR("p")), 0, SCOPE);
    if ((kind & ITEM) != 0)
        end_innermost(open, -1, ITEM, LIST | SCOPE);
    if ((kind & TERM) != 0)
        end_innermost(open, -1, TERM, LIST | SCOPE);
    if ((kind & (CELL | ROW | GROUP)) != 0)
        end_innermost(open, -1, CELL, TABLE | ROW | GROUP);
    if ((kind & (ROW | GROUP)) != 0)
        end_innermost(open, -1, ROW, TABLE | GROUP);
    if ((kind & GROUP) != 0)
        end_innermost(open, -1, GROUP, TABLE);
    if ((kind & SINGLE) != 0)
        end_innermost(open, id, 0, SCOPE);
}

void html_open_push(struct html_open *open, const struct html_token *start, unsigned state)
{
    uint16_t id = id_of(start->name);

    /* In SVG and the like "/>" ends an element; in HTML it means nothing. */
    if ((kind_of(id) & EMPTY) != 0 || open->count == HTML_OPEN_MAX || (start->self_closing && id >= ARRAY_LEN(elements)))
        return;
    open->ids[open->count]      = id;
    open->states[open->count++] = state;
}

void html_open_end(struct html_open *open, str name)
{
    uint16_t id   = id_of(name);
    unsigned kind = kind_of(id);
    bool     of_table = (kind & (CELL | ROW | GROUP | TABLE)) != 0;

    if ((kind & BODY) == 0)
        end_innermost(open, id, 0, of_table ? TABLE : SCOPE);
}

bool html_breaks_line(str name)
{
    const struct element *element = find_element(name);

    return element != NULL && (element->kind & LINE) != 0;
}
