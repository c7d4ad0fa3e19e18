#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "dns/suffix.h"

void fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: the property does not hold: %s\n", file, line, what);
    abort();
}

bool fuzz_is_inside(str piece, str whole)
{
    return piece.len == 0 ||
           (piece.ptr >= whole.ptr && piece.len <= whole.len && piece.ptr + piece.len <= whole.ptr + whole.len);
}

bool fuzz_has_control(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_control(s.ptr[i]))
            return true;
    return false;
}

bool fuzz_has_c1(str s)
{
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.ptr[i] == '\xc2' && (unsigned char)s.ptr[i + 1] >= 0x80 && (unsigned char)s.ptr[i + 1] < 0xa0)
            return true;
    return false;
}

unsigned fuzz_take_octet(str *input)
{
    if (input->len == 0)
        return 0;
    unsigned octet = (unsigned char)input->ptr[0];

    *input = str_from(*input, 1);
    return octet;
}

str fuzz_take_line(str *input)
{
    str line = { 0 };

    if (!str_cut(input, '\n', &line))
        return (str){ 0 };
    return line;
}

str fuzz_cut(struct fuzz_cuts *cuts, str *stream)
{
    cuts->state = cuts->state * 1664525u + 1013904223u;         /* Knuth's "quick and dirty" generator */

    size_t most = cuts->state >> 28 == 0 ? 512 : 5, len = 1 + (cuts->state >> 16) % most;

    if (len > stream->len)
        len = stream->len;

    str piece = str_slice(*stream, 0, len);

    *stream = str_from(*stream, len);
    return piece;
}

const struct unicode *fuzz_unicode(void)
{
    static struct unicode *unicode;

    if (unicode == NULL && (unicode = unicode_open()) == NULL)
        fuzz_broken(__FILE__, __LINE__, "ICU's data can be loaded");
    return unicode;
}

const struct digests *fuzz_digests(void)
{
    static struct digests digests;

    if (digests.algorithms[0] == NULL && !digests_open(&digests))
        fuzz_broken(__FILE__, __LINE__, "the digests can be opened");
    return &digests;
}

const struct suffixes *fuzz_suffixes(void)
{
    static struct suffixes *suffixes;

    if (suffixes == NULL && (suffixes = suffixes_open(NULL)) == NULL)
        fuzz_broken(__FILE__, __LINE__, "the public suffixes can be loaded");
    return suffixes;
}
