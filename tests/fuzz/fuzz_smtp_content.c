/* Content: what our stuffer writes, our scanner reads back octet for octet, however both are cut; it ends exactly
 * at its end; the scanner's flaws are those of the octets. A stream that was not stuffed is read the same in pieces
 * as at once. The first octet chooses the cuts.
 *
 * Covers: src/smtp/content.c src/smtp/stuff.c */
#include "fuzz.h"

#include "base/buf.h"
#include "smtp/content.h"
#include "smtp/stuff.h"

enum { SLICES = 3, LINE_MAX_OCTETS = 200 };

static void stuff(struct buf *out, struct fuzz_cuts *cuts, str content)
{
    struct smtp_stuffer stuffer = { 0 };
    str                 slices[SLICES];

    while (content.len > 0)
        for (str piece = fuzz_cut(cuts, &content); piece.len > 0; ) {
            size_t count = smtp_stuff(&stuffer, &piece, slices, SLICES);

            HOLDS(count >= 1 && count <= SLICES);
            for (size_t i = 0; i < count; i++)
                buf_add(out, slices[i]);
        }
    buf_add(out, smtp_stuff_end(&stuffer));
}

/* Scans stream up to its end; returns how much was read. */
static size_t scan(struct smtp_content *content, struct buf *out, str stream, struct fuzz_cuts *cuts)
{
    size_t total = 0;

    smtp_content_begin(content, SMTP_CONTENT_DATA, false, LINE_MAX_OCTETS);
    while (stream.len > 0 && !smtp_content_ended(content)) {
        str piece = cuts == NULL ? stream : fuzz_cut(cuts, &stream), part;

        if (cuts == NULL)
            stream = (str){ 0 };
        while (piece.len > 0 && !smtp_content_ended(content)) {
            size_t read = smtp_content_read(content, piece, &part);

            HOLDS(read >= 1 && read <= piece.len && fuzz_is_inside(part, piece));
            buf_add(out, part);
            piece  = str_from(piece, read);
            total += read;
        }
    }
    return total;
}

static bool has_bare(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] == '\n' && (i == 0 || s.ptr[i - 1] != '\r')) ||
            (s.ptr[i] == '\r' && (i + 1 == s.len || s.ptr[i + 1] != '\n')))
            return true;
    return false;
}

static void check_stuffing(str input, struct fuzz_cuts *cuts)
{
    BUF_SCOPE           wire = { 0 }, back = { 0 };
    struct smtp_content content;

    if (has_bare(input))                /* SMTP-6: the gate refuses such a message before */
        return;
    stuff(&wire, cuts, input);
    HOLDS(scan(&content, &back, buf_str(&wire), cuts) == buf_len(&wire));
    HOLDS(smtp_content_ended(&content));

    str whole = buf_str(&back);

    if (input.len > 0 && !str_ends_nocase(input, STR("\r\n")))
        whole = str_slice(whole, 0, whole.len - 2);
    HOLDS(str_equal(whole, input));
    HOLDS(content.octets == buf_len(&back));
    HOLDS(((content.flaws & SMTP_CONTENT_NUL) != 0) == str_has_char(input, '\0'));
    HOLDS((content.flaws & SMTP_CONTENT_BARE_CR_OR_LF) == 0 && content.saw_8bit == str_has_8bit(input));
}

FUZZ_TARGET(input)
{
    struct fuzz_cuts    cuts  = { fuzz_take_octet(&input) };
    BUF_SCOPE           whole = { 0 }, pieces = { 0 };
    struct smtp_content a, b;

    check_stuffing(input, &cuts);
    HOLDS(scan(&a, &whole, input, NULL) == scan(&b, &pieces, input, &cuts));
    HOLDS(str_equal(buf_str(&whole), buf_str(&pieces)));
    HOLDS(a.octets == b.octets && a.flaws == b.flaws && a.saw_8bit == b.saw_8bit && a.at == b.at);
    HOLDS(!smtp_content_ended(&a) || (a.flaws & SMTP_CONTENT_BARE_CR_OR_LF) != 0 || !has_bare(buf_str(&whole)));
}
