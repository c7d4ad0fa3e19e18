/* The tree is found in one walk over the lines. Each line is looked at once, whatever the depth: a stack holds the
 * multiparts that are open, and only lines that begin with "--" are compared with their boundaries. */
#include "mail/mime.h"

#include <assert.h>

#include "mail/content.h"
#include "mail/line.h"
#include "mail/parameter.h"

/* A multipart whose closing delimiter has not come. */
struct frame {
    struct part *part;
    str          boundary;
    bool         extends;       /* an ancestor's */
};

struct walker {
    struct arena               *arena;
    bool                        lf_too;
    const struct header_limits *header_limits;
    const struct mime_limits   *limits;
    str                         octets;
    size_t                      at;             /* where the next line begins */
    struct frame               *frames;         /* outermost first */
    size_t                      open;           /* of frames */
    struct part                *current;        /* the part that the next octets belong to */
    struct part                *last;           /* the newest of all */
    size_t                      count;          /* parts so far */
    str                         closed;         /* the boundary of current, if its closing delimiter has come */
    bool                        closed_extends; /* it extends an ancestor's */
};

enum delimiter { NO_DELIMITER, OPENING, CLOSING };

struct match { enum delimiter kind; size_t frame; };

static enum delimiter compare(str text, str boundary)
{
    if (str_equal(text, boundary))
        return OPENING;
    if (text.len == boundary.len + 2 && str_starts(text, boundary) &&
        str_equal(str_from(text, boundary.len), STR("--")))
        return CLOSING;
    return NO_DELIMITER;
}

/* RFC 2046 §5.1.1: "--", the boundary, "--" if it closes, white space. What continues the line makes it another line
 * to us and to most, a delimiter to those who compare beginnings: that is noted. A parent's boundary ends the child, so
 * the outermost is asked first (§5.1.2). */
static struct match match_line(const struct walker *w, str line)
{
    if (!str_starts(line, STR("--")))
        return (struct match){ NO_DELIMITER, 0 };

    str text = str_trim_right(str_from(line, 2));

    for (size_t i = 0; i < w->open; i++) {
        enum delimiter kind = compare(text, w->frames[i].boundary);

        if (kind != NO_DELIMITER)
            return (struct match){ kind, i };
    }
    for (size_t i = 0; i < w->open; i++)
        if (str_starts(text, w->frames[i].boundary))
            w->frames[i].part->flaws |= MIME_NEAR_DELIMITER;
    return (struct match){ NO_DELIMITER, 0 };
}

/* ---- parts ---- */

/* The CRLF before a delimiter belongs to the delimiter. */
static size_t before_line(const struct walker *w, size_t at)
{
    if (at > 0 && w->octets.ptr[at - 1] == '\n')
        at--;
    if (at > 0 && w->octets.ptr[at - 1] == '\r')
        at--;
    return at;
}

/* Ends current and its ancestors below (not including) keep. */
static void end_parts(struct walker *w, size_t end, const struct part *keep)
{
    for (; w->current != keep; w->current = w->current->parent) {
        size_t begin = (size_t)(w->current->raw.ptr - w->octets.ptr);

        w->current->raw.len = end > begin ? end - begin : 0;
    }
}

static struct part *add_part(struct walker *w, struct part *parent)
{
    struct part *part = ARENA_NEW(w->arena, struct part);

    part->parent = parent;
    part->depth  = parent->depth + 1;
    if (parent->first_child == NULL) {
        parent->first_child = part;
    } else {                            /* last is the newest of all: parent's newest child is it, or above it */
        struct part *sibling = w->last;

        while (sibling->parent != parent)
            sibling = sibling->parent;
        sibling->next_sibling = part;
    }
    w->last->next = part;
    w->last       = part;
    w->count++;
    return part;
}

/* The line that files of mail put above a message, and nobody takes for a field. */
static bool is_mailbox_line(const struct header_list *list, size_t i)
{
    return i == 0 && str_starts(list->fields[0].field, STR("From "));
}

/* Some readers read on to the empty line, others begin the body at a line that is no field, or behind a fold of blanks. Where nothing
 * has to be decoded we see what both see; the others' base64 is text to these. */
static void choose_body(struct walker *w, struct part *part)
{
    const unsigned no_field = HEADER_NO_COLON | HEADER_BAD_NAME, two_ends = no_field | HEADER_BLANK_FOLD | HEADER_BLANK_BEFORE_COLON;
    const struct header_list *list = &part->headers;
    bool   is_plain = part->encoding == MIME_7BIT || part->encoding == MIME_8BIT || part->encoding == MIME_BINARY;
    size_t begin    = w->at;

    if (list->overflow != HEADER_WITHIN_LIMITS)
        part->flaws |= MIME_HEADER_TWO_ENDS;
    for (size_t i = 0; i < list->count; i++) {
        size_t at = (size_t)(list->fields[i].field.ptr - w->octets.ptr);

        if (is_mailbox_line(list, i) || (list->fields[i].flaws & two_ends) == 0)
            continue;
        part->flaws |= MIME_HEADER_TWO_ENDS;
        if (is_plain && (list->fields[i].flaws & no_field) != 0 && at < begin)
            begin = at;
    }
    part->raw = str_slice(w->octets, begin, begin);
}

/* Reads the header at w->at: up to the empty line, or to a delimiter that comes too early. The last field then goes
 * without its CRLF, which lies behind the body of the message that the header may be nested in. */
static void read_header(struct walker *w, struct part *part)
{
    size_t begin = w->at, end;
    bool   ended = false, cut = false;

    while (w->at < w->octets.len && !ended) {
        struct line line = line_at(w->octets, w->at, w->lf_too);

        cut = match_line(w, line.text).kind != NO_DELIMITER;
        if (cut)
            break;
        ended = line.text.len == 0;
        w->at = line.next;
    }
    if (!ended)
        part->flaws |= MIME_HEADER_UNENDED;
    end = cut && w->at > begin ? before_line(w, w->at) : w->at;
    header_parse(&part->headers, w->arena, str_slice(w->octets, begin, end), w->lf_too, w->header_limits);
    content_read(part, w->arena);
    choose_body(w, part);
    w->current = part;
}

/* Readers that only compare how a line begins, as RFC 2046 §5.1.1 lets them, take the delimiters of a boundary that extends an
 * ancestor's for the ancestor's. They find the same parts a level higher, unless it is the same boundary or goes on as a closing
 * delimiter does, or something stands where others see nothing: is_unseen_by_some. The other way round it matters only where it is
 * still open when such a line comes: drop_frames sees that. */
static bool extends_another(const struct walker *w, str boundary, bool *misleads)
{
    bool extends = false;

    *misleads = false;
    for (size_t i = 0; i < w->open; i++)
        if (str_starts(boundary, w->frames[i].boundary)) {
            str rest = str_from(boundary, w->frames[i].boundary.len);

            extends    = true;
            *misleads |= rest.len == 0 || str_starts(rest, STR("--"));
        }
    return extends;
}

static bool may_have_children(struct walker *w, struct part *part)
{
    if (part->depth < w->limits->depth)
        return true;
    part->flaws |= MIME_TOO_DEEP;
    return false;
}

static void open_multipart(struct walker *w, struct part *part)
{
    str  boundary = content_boundary(part);
    bool extends, misleads;

    if (boundary.len == 0 || !may_have_children(w, part))
        return;
    extends = extends_another(w, boundary, &misleads);
    if (misleads)
        part->flaws |= MIME_DUPLICATE_BOUNDARY;
    w->frames[w->open++] = (struct frame){ part, boundary, extends };
}

/* A message encoded against the rules stays a leaf: its structure is not in these octets. */
static bool holds_message(struct walker *w, struct part *part)
{
    if (!content_is_message(part) || (part->flaws & MIME_HEADER_UNENDED) || part->encoding == MIME_BASE64 ||
        part->encoding == MIME_QUOTED_PRINTABLE || !may_have_children(w, part))
        return false;
    if (w->count < w->limits->parts)
        return true;
    part->flaws |= MIME_TOO_MANY_PARTS;
    return false;
}

/* The body of part begins: what will stand in it? Messages in messages are a loop, not a recursion. */
static void begin_body(struct walker *w, struct part *part)
{
    while (holds_message(w, part)) {
        part = add_part(w, part);
        read_header(w, part);
    }
    if (content_is_multipart(part))
        open_multipart(w, part);
}

/* ---- delimiters ---- */

/* Multiparts end that were not closed: by a delimiter of an ancestor, the last of those to keep, or by the end of all octets. */
static void drop_frames(struct walker *w, size_t keep)
{
    for (; w->open > keep; w->open--) {
        struct frame *frame = &w->frames[w->open - 1];

        frame->part->flaws |= frame->part->first_child == NULL ? MIME_BOUNDARY_NOT_FOUND : MIME_UNCLOSED;
        if (keep > 0 && str_starts(w->frames[keep - 1].boundary, frame->boundary))
            frame->part->flaws |= MIME_DUPLICATE_BOUNDARY;
    }
}

static void on_opening(struct walker *w, size_t frame, size_t line_start)
{
    struct part *parent = w->frames[frame].part;

    drop_frames(w, frame + 1);
    end_parts(w, before_line(w, line_start), parent);
    w->closed = (str){ 0 };

    struct part *part = add_part(w, parent);

    read_header(w, part);
    begin_body(w, part);
}

static void on_closing(struct walker *w, size_t frame, size_t line_start)
{
    struct part *part = w->frames[frame].part;

    drop_frames(w, frame + 1);
    end_parts(w, before_line(w, line_start), part);
    if (part->first_child == NULL)
        part->flaws |= MIME_BOUNDARY_NOT_FOUND;
    w->closed         = w->frames[frame].boundary;
    w->closed_extends = w->frames[frame].extends;
    w->open           = frame;
}

/* Behind a closing delimiter readers see nothing, unless they look for the boundary or a header once more. */
static bool looks_like_part(const struct walker *w, str line)
{
    if (str_starts(line, STR("--")))
        return compare(str_trim_right(str_from(line, 2)), w->closed) != NO_DELIMITER;
    return str_starts_nocase(line, STR("Content-"));
}

/* Before the first part of a multipart and behind its last there is nothing to see, but for those who take its delimiters for an
 * ancestor's. */
static bool is_unseen_by_some(const struct walker *w, str line)
{
    const struct frame *top = w->open > 0 ? &w->frames[w->open - 1] : NULL;

    if (str_trim(line).len == 0)
        return false;
    if (w->closed.len > 0)
        return w->closed_extends;
    return top != NULL && top->extends && top->part == w->current;
}

static void walk(struct walker *w)
{
    while (w->at < w->octets.len && (w->open > 0 || w->closed.len > 0)) {
        size_t       start = w->at;
        struct line  line  = line_at(w->octets, start, w->lf_too);
        struct match match = match_line(w, line.text);

        w->at = line.next;
        if (match.kind == OPENING && w->count >= w->limits->parts) {
            w->last->flaws |= MIME_TOO_MANY_PARTS;
            break;
        }
        if (match.kind == OPENING)
            on_opening(w, match.frame, start);
        else if (match.kind == CLOSING)
            on_closing(w, match.frame, start);
        else if (w->closed.len > 0 && looks_like_part(w, line.text))
            w->current->flaws |= MIME_TRAILING_CONTENT;
        else if (is_unseen_by_some(w, line.text))
            w->current->flaws |= MIME_DUPLICATE_BOUNDARY;
    }
}

void mime_parse(struct part *root, struct arena *arena, bool lf_too, const struct header_limits *header_limits,
                const struct mime_limits *limits)
{
    struct walker w = {
        .arena = arena, .lf_too = lf_too, .header_limits = header_limits, .limits = limits, .octets = root->raw,
        .frames = ARENA_ARRAY(arena, struct frame, limits->depth), .current = root, .last = root, .count = 1,
    };

    content_read(root, arena);
    begin_body(&w, root);
    walk(&w);
    drop_frames(&w, 0);
    end_parts(&w, w.octets.len, NULL);
}

const str *mime_parameter(const struct part *part, str name)
{
    const struct parameter *p = parameter_find(&part->parameters, name);

    return p == NULL ? NULL : &p->value;
}

static const char *const flaw_names[] = {
    "no-boundary", "boundary-not-found", "unclosed", "bad-boundary", "duplicate-field", "duplicate-parameter",
    "bad-content-type", "unknown-encoding", "encoded-composite", "bad-base64", "bad-quoted-printable", "names-disagree",
    "too-deep", "too-many-parts", "comment-in-encoding", "no-version", "bidi-name", "trailing-content",
    "duplicate-boundary", "header-unended", "near-delimiter", "control-in-name",
    "header-two-ends",
};

static_assert(1 << (ARRAY_LEN(flaw_names) - 1) == MIME_HEADER_TWO_ENDS, "a name for each flaw");

const char *mime_flaw_name(enum mime_flaw flaw)
{
    return flaw_names[__builtin_ctz((unsigned)flaw)];
}
