#include "detect/edits.h"

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t min = a < b ? a : b;

    return min < c ? min : c;
}

size_t edits_between(str a, str b, size_t most)
{
    size_t above[EDITS_TEXT_MAX + 1] = { 0 }, before[EDITS_TEXT_MAX + 1], row[EDITS_TEXT_MAX + 1];
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;

    if (gap > most || a.len > EDITS_TEXT_MAX || b.len > EDITS_TEXT_MAX)
        return most + 1;
    for (size_t j = 0; j <= b.len; j++)
        before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];

            row[j] = min3(before[j] + 1, row[j - 1] + 1, before[j - 1] + !same);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                above[j - 2] + 1 < row[j])
                row[j] = above[j - 2] + 1;
        }
        memcpy(above, before, sizeof above);
        memcpy(before, row, sizeof before);
    }
    return before[b.len];
}

void deletions_begin(struct deletions *walk, str text, size_t most)
{
    ASSERT(most <= 2);
    walk->text    = text;
    walk->most    = text.len <= EDITS_TEXT_MAX ? most : 0;
    walk->deleted = 0;
    walk->first = walk->second = 0;
}

static str without(struct deletions *walk, size_t first, size_t second)         /* first <= second */
{
    const char *text = walk->text.ptr;
    size_t      len  = walk->text.len;
    size_t      twice = second != first;

    memcpy(walk->room, text, first);
    memcpy(walk->room + first, text + first + 1, second - first - twice);
    memcpy(walk->room + second - twice, text + second + 1, len - second - 1);
    return (str){ walk->room, len - 1 - twice };
}

bool deletions_next(struct deletions *walk, str *left)
{
    size_t len = walk->text.len;

    if (walk->deleted == 0) {
        walk->deleted = 1;
        *left         = walk->text;
        return true;
    }
    if (walk->deleted == 1 && walk->most >= 1 && walk->first < len) {
        *left = without(walk, walk->first, walk->first);
        walk->first++;
        return true;
    }
    if (walk->deleted == 1) {
        walk->deleted = 2;
        walk->first   = 0;
        walk->second  = 1;
    }
    if (walk->most < 2 || walk->second >= len)
        return false;
    *left = without(walk, walk->first, walk->second);
    if (++walk->second >= len)
        walk->second = ++walk->first + 1;
    return true;
}
