#include "detect/seen_text.h"

#include "base/ascii.h"
#include "base/eight.h"
#include "detect/text.h"

struct range { uint32_t from, to; };

/* White space of Unicode, and two that are drawn like it. */
static const struct range blanks[] = {
    { 0x85, 0x85 }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f },
    { 0x205f, 0x205f }, { 0x2800, 0x2800 }, { 0x3000, 0x3000 },
};

/* Default_Ignorable_Code_Point, and controls. */
static const struct range invisible[] = {
    { 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
    { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },
    { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfff8 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

static bool is_in(const struct range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count && ranges[i].from <= character; i++)
        if (character <= ranges[i].to)
            return true;
    return false;
}

/* Letters of scripts that need nothing invisible between them: Latin, Greek, Cyrillic. */
static bool is_plain_letter(uint32_t character)
{
    return character < 0x80 ? ascii_is_alpha((char)character) : character >= 0xc0 && character < 0x530;
}

/* A soft hyphen shows where a long word may be parted: typography, not disguise. */
static bool parts_words(uint32_t character)
{
    return character == 0x200b || character == 0x200c || character == 0x200d || character == 0x2060 || character == 0xfeff ||
           (character >= 0x2061 && character <= 0x2064) || character == 0x180e || character == 0x34f;
}

static void note_letters(struct seen_text *seen, uint32_t character)
{
    bool is_letter = is_plain_letter(character);

    if (is_letter && seen->is_split && !seen->word_counted) {
        seen->split_words++;
        seen->word_counted = true;
    }
    seen->after_letter = is_letter;
    seen->is_split     = false;
    if (!is_letter)
        seen->word_counted = false;
}

void seen_text_gap(struct seen_text *seen, enum gap gap)
{
    seen->gap          = gap > seen->gap ? gap : seen->gap;
    seen->after_letter = seen->is_split = seen->word_counted = false;
}

/* The room that is left when the gap that is due was written. */
static bool begin(struct seen_text *seen, size_t octets)
{
    if (buf_len(&seen->out) + octets + 1 > seen->max) {
        seen->is_cut = true;
        return false;
    }
    if (seen->gap != GAP_NONE && buf_len(&seen->out) > 0)
        buf_add_char(&seen->out, seen->gap == GAP_LINE ? '\n' : ' ');
    seen->gap = GAP_NONE;
    return true;
}

/* How far words of ASCII reach with single blanks between them: most text is nothing else. Begins with a letter or mark. */
static size_t plain_prefix(str text)
{
    uint64_t blank_before = 0;          /* the last of the eight before these, where it is a blank */
    size_t   at = 0, ends_at = 8;

    for (; at < text.len && ends_at == 8; at += ends_at) {
        uint64_t eight = eight_at(text, at), blank = eight_equal(eight, ' ');
        uint64_t ends  = (~eight_between(eight, ' ', '~') & EIGHT_ALL) | (blank & (blank << 8 | blank_before));

        blank_before = blank >> 56;
        ends_at      = eight_before(ends);
    }
    return text.ptr[at - 1] == ' ' ? at - 1 : at;       /* a blank belongs to what comes behind it */
}

/* Begins with a letter or mark. */
static void add_run(struct seen_text *seen, str *rest)
{
    if (!begin(seen, 1))
        return;

    size_t room = seen->max - buf_len(&seen->out);
    str    run  = str_slice(*rest, 0, plain_prefix(str_slice(*rest, 0, rest->len < room ? rest->len : room)));

    *rest = str_from(*rest, run.len);
    note_letters(seen, (unsigned char)run.ptr[0]);
    for (size_t i = 1; i < run.len && seen->word_counted; i++)
        note_letters(seen, (unsigned char)run.ptr[i]);
    seen->after_letter = ascii_is_alpha(run.ptr[run.len - 1]);
    buf_add(&seen->out, run);
}

static void add_character(struct seen_text *seen, str octets, uint32_t character, enum gap line_end)
{
    if (character == '\n' || character == '\r') {
        seen_text_gap(seen, line_end);
    } else if (character == ' ' || character == '\t' || character == '\f' || is_in(blanks, ARRAY_LEN(blanks), character)) {
        seen_text_gap(seen, GAP_BLANK);
    } else if (is_in(invisible, ARRAY_LEN(invisible), character)) {
        seen->is_split |= seen->after_letter && parts_words(character);
    } else if (begin(seen, octets.len)) {
        note_letters(seen, character);
        buf_add(&seen->out, octets);
    }
}

void seen_text_add(struct seen_text *seen, str text, enum gap line_end)
{
    while (text.len > 0 && !seen->is_cut) {
        if (ascii_is_vchar(text.ptr[0])) {
            add_run(seen, &text);
            continue;
        }

        str      before = text;
        uint32_t character;

        text_next_character(&text, &character);
        add_character(seen, str_slice(before, 0, before.len - text.len), character, line_end);
    }
}

void seen_text_free(struct seen_text *seen)
{
    buf_free(&seen->out);
}
