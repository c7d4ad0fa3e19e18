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

void smtp_content_begin(struct smtp_content *content, size_t line_max_octets)
{
    *content = (struct smtp_content){ .line_max_octets = line_max_octets };
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

        content->at = ends ? SMTP_CONTENT_ENDED : SMTP_CONTENT_IN_LINE;
        content->flaws |= ends ? 0 : SMTP_CONTENT_BARE_CR_OR_LF;
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

/* Lines up to one that starts with a dot, or to the end of octets: returns how many octets. */
static size_t read_lines(struct smtp_content *content, str octets)
{
    const char *at = octets.ptr, *end = octets.ptr + octets.len;

    while (at < end && !(content->at == SMTP_CONTENT_LINE_START && *at == '.')) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));

        if (lf == NULL) {
            note_line(content, (size_t)(end - at));
            content->at = end[-1] == '\r' ? SMTP_CONTENT_CR : SMTP_CONTENT_IN_LINE;
            return octets.len;
        }
        note_line(content, (size_t)(lf - at) + 1);
        if (lf > at ? lf[-1] == '\r' : content->at == SMTP_CONTENT_CR) {
            content->crlfs++;
            content->line_octets = 0;
            content->at          = SMTP_CONTENT_LINE_START;
        } else {
            content->flaws |= SMTP_CONTENT_BARE_CR_OR_LF;
            content->at     = SMTP_CONTENT_IN_LINE;
        }
        at = lf + 1;
    }
    return (size_t)(at - octets.ptr);
}

size_t smtp_content_read(struct smtp_content *content, str octets, str *piece)
{
    *piece = (str){ 0 };
    if (smtp_content_ended(content))
        return 0;

    size_t dot = read_dot(content, octets);

    if (dot == octets.len || smtp_content_ended(content))
        return dot;
    *piece = str_slice(octets, dot, dot + read_lines(content, str_from(octets, dot)));
    note_octets(content, *piece);
    content->octets += piece->len;
    if (content->crs - content->crlfs > (content->at == SMTP_CONTENT_CR))
        content->flaws |= SMTP_CONTENT_BARE_CR_OR_LF;
    return dot + piece->len;
}
