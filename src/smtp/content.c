#include "smtp/content.h"

/* Sixteen octets at a time; every machine that we build for compares them at once. */
typedef unsigned char lanes __attribute__((vector_size(16)));

enum { LANE_MAX_ROUNDS = 255 };         /* after so many a lane, counting by one, might overflow */

static lanes load(const char *p)
{
    lanes v;

    memcpy(&v, p, sizeof v);
    return v;
}

static unsigned sum(lanes v)
{
    unsigned total = 0;

    for (size_t i = 0; i < sizeof v; i++)
        total += v[i];
    return total;
}

void smtp_content_begin(struct smtp_content *content, enum smtp_content_kind kind, bool repairs, size_t line_max_octets)
{
    *content = (struct smtp_content){ .kind = kind, .repairs = repairs, .line_max_octets = line_max_octets };
}

static void note_octet(struct smtp_content *content, char c)
{
    if (c == '\r')
        content->crs++;
    else if (c == '\0')
        content->flaws |= SMTP_CONTENT_NUL;
    else if ((c & 0x80) != 0)
        content->saw_8bit = true;
}

/* Counts CR and looks for NUL and 8-bit octets: all of it in one pass, because this sees each octet of the mail. */
static void note_octets(struct smtp_content *content, str s)
{
    size_t i = 0;

    while (s.len - i >= sizeof(lanes)) {
        size_t rounds = (s.len - i) / sizeof(lanes);
        lanes  crs = { 0 }, nuls = { 0 }, any = { 0 };

        if (rounds > LANE_MAX_ROUNDS)
            rounds = LANE_MAX_ROUNDS;
        for (; rounds > 0; rounds--, i += sizeof(lanes)) {
            lanes v = load(s.ptr + i);

            crs  -= (lanes)(v == '\r');         /* a lane that agrees is -1 */
            nuls |= (lanes)(v == '\0');
            any  |= v;
        }
        content->crs += sum(crs);
        if (sum(nuls) > 0)
            content->flaws |= SMTP_CONTENT_NUL;
        if (sum(any & 0x80) > 0)
            content->saw_8bit = true;
    }
    for (; i < s.len; i++)
        note_octet(content, s.ptr[i]);
}

/* A dot at the start of a line, and the two octets that can make it the end of the message: returns how many of
 * octets belong to that. A stuffed dot disappears; CR behind it that no LF follows is as bare as any other. */
static size_t read_dot(struct smtp_content *content, str octets)
{
    size_t i = 0;

    if (content->at == SMTP_CONTENT_LINE_START && i < octets.len && octets.ptr[i] == '.') {
        content->at = SMTP_CONTENT_DOT;
        i++;
    }
    if (content->at == SMTP_CONTENT_DOT && i < octets.len) {
        bool may_end = octets.ptr[i] == '\r';

        content->at = may_end ? SMTP_CONTENT_DOT_CR : SMTP_CONTENT_IN_LINE;
        i += may_end;
    }
    if (content->at == SMTP_CONTENT_DOT_CR && i < octets.len) {
        bool ends = octets.ptr[i] == '\n';

        content->at = ends ? SMTP_CONTENT_ENDED : content->repairs ? SMTP_CONTENT_CR : SMTP_CONTENT_IN_LINE;
        content->flaws |= ends || content->repairs ? 0 : SMTP_CONTENT_BARE_CR_OR_LF;
        i += ends;
    }
    return i;
}

static void note_line(struct smtp_content *content, size_t more_octets)
{
    content->line_octets += more_octets;
    if (content->line_octets > content->line_max_octets)
        content->flaws |= SMTP_CONTENT_LINE_TOO_LONG;
}

static void end_line(struct smtp_content *content)
{
    content->crlfs++;
    content->line_octets = 0;
    content->at          = SMTP_CONTENT_LINE_START;
}

static bool is_dot_to_unstuff(const struct smtp_content *content, char c)
{
    return c == '.' && content->at == SMTP_CONTENT_LINE_START && content->kind == SMTP_CONTENT_DATA;
}

/* Lines up to one that starts with a dot, or to the end of octets: returns how many octets. */
static size_t read_lines(struct smtp_content *content, str octets)
{
    const char *at = octets.ptr, *end = octets.ptr + octets.len;

    while (at < end && !is_dot_to_unstuff(content, *at)) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));

        if (lf == NULL) {
            note_line(content, (size_t)(end - at));
            content->at = end[-1] == '\r' ? SMTP_CONTENT_CR : SMTP_CONTENT_IN_LINE;
            return octets.len;
        }
        note_line(content, (size_t)(lf - at) + 1);
        if (lf > at ? lf[-1] == '\r' : content->at == SMTP_CONTENT_CR) {
            end_line(content);
        } else {
            content->flaws |= SMTP_CONTENT_BARE_CR_OR_LF;
            content->at     = SMTP_CONTENT_IN_LINE;
        }
        at = lf + 1;
    }
    return (size_t)(at - octets.ptr);
}

/* A CR that came is held back until it is known what follows. */
static str repaired_cr(struct smtp_content *content, bool lf_follows)
{
    if (lf_follows) {
        note_line(content, 2);
        end_line(content);
        return STR("\r\n");
    }
    note_line(content, 1);
    content->at = SMTP_CONTENT_IN_LINE;
    return STR(" ");
}

/* The CRLF in the place of a LF ends a line of the message, but for dots it is none (SMTP-7). */
static str repaired_lf(struct smtp_content *content)
{
    note_line(content, 2);
    end_line(content);
    content->at = SMTP_CONTENT_IN_LINE;
    return STR("\r\n");
}

/* One step: the text before the next CR or LF, or that octet. Returns how many octets. */
static size_t read_repairing(struct smtp_content *content, str octets, str *piece)
{
    size_t plain = 0;

    if (content->at == SMTP_CONTENT_CR) {
        bool lf_follows = octets.ptr[0] == '\n';

        *piece = repaired_cr(content, lf_follows);
        return lf_follows;
    }
    while (plain < octets.len && octets.ptr[plain] != '\r' && octets.ptr[plain] != '\n')
        plain++;
    if (plain > 0) {
        *piece      = str_slice(octets, 0, plain);
        content->at = SMTP_CONTENT_IN_LINE;
        note_line(content, plain);
        return plain;
    }
    if (octets.ptr[0] == '\r')
        content->at = SMTP_CONTENT_CR;
    else
        *piece = repaired_lf(content);
    return 1;
}

static void note_piece(struct smtp_content *content, str piece)
{
    note_octets(content, piece);
    content->octets += piece.len;
    if (content->crs - content->crlfs > (content->at == SMTP_CONTENT_CR && !content->repairs))
        content->flaws |= SMTP_CONTENT_BARE_CR_OR_LF;
}

static size_t read_text(struct smtp_content *content, str octets, str *piece)
{
    size_t dot = content->kind == SMTP_CONTENT_DATA ? read_dot(content, octets) : 0, read = 0;

    if (dot == octets.len || smtp_content_ended(content))
        return dot;
    octets = str_from(octets, dot);
    if (content->repairs) {
        read = read_repairing(content, octets, piece);
    } else {
        read   = read_lines(content, octets);
        *piece = str_slice(octets, 0, read);
    }
    note_piece(content, *piece);
    return dot + read;
}

size_t smtp_content_read(struct smtp_content *content, str octets, str *piece)
{
    *piece = (str){ 0 };
    if (octets.len == 0 || smtp_content_ended(content))
        return 0;
    if (content->kind != SMTP_CONTENT_BINARY)
        return read_text(content, octets, piece);
    content->octets  += octets.len;
    content->saw_8bit = true;           /* or worse */
    *piece = octets;
    return octets.len;
}

str smtp_content_end(struct smtp_content *content)
{
    str missing = { 0 };

    ASSERT(content->kind != SMTP_CONTENT_DATA);
    if (content->kind == SMTP_CONTENT_CHUNKS && content->at == SMTP_CONTENT_CR && !content->repairs)
        content->flaws |= SMTP_CONTENT_BARE_CR_OR_LF;
    else if (content->kind == SMTP_CONTENT_CHUNKS && (content->at == SMTP_CONTENT_CR || content->line_octets > 0))
        missing = STR("\r\n");
    content->octets += missing.len;
    content->at      = SMTP_CONTENT_ENDED;
    return missing;
}
