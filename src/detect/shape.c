#include "detect/shape.h"

#include "detect/figures.h"

enum { CAPITALS_MIN = 5 };

static const char *const names[SHAPE_COUNT] = {
    "question", "questions", "exclamation", "phone", "amount", "time", "web", "mail", "digits", "percent", "brackets", "capitals",
    "subject_word", "subject_digits", "subject_question", "subject_exclamation",
};

const char *shape_name(enum shape shape)
{
    return names[shape];
}

static uint32_t bit_if(bool shows, enum shape shape)
{
    return (uint32_t)shows << shape;
}

/* Marks of one character, as ASCII writes them and others do. */
static enum shape mark_at(str text)
{
    static const struct { str wide; enum shape shape; } marks[] = {
        { STR_INIT("\xef\xbc\x9f"), SHAPE_QUESTION },           /* ？ */
        { STR_INIT("\xd8\x9f"),     SHAPE_QUESTION },           /* ؟ */
        { STR_INIT("\xef\xbc\x81"), SHAPE_EXCLAMATION },        /* ！ */
        { STR_INIT("\xef\xbc\x85"), SHAPE_PERCENT },            /* ％ */
        { STR_INIT("\xd9\xaa"),     SHAPE_PERCENT },            /* ٪ */
        { STR_INIT("\xef\xbc\x88"), SHAPE_BRACKETS },           /* （ */
    };

    switch (text.ptr[0]) {
    case '?': return SHAPE_QUESTION;
    case '!': return SHAPE_EXCLAMATION;
    case '%': return SHAPE_PERCENT;
    case '(': return SHAPE_BRACKETS;
    case '@': return SHAPE_MAIL;
    case 'h': return str_starts(text, STR("http")) ? SHAPE_WEB : SHAPE_COUNT;
    case 'w': return str_starts(text, STR("www.")) ? SHAPE_WEB : SHAPE_COUNT;
    case '\xef': case '\xd8': case '\xd9':
        for (size_t i = 0; i < ARRAY_LEN(marks); i++)
            if (str_starts(text, marks[i].wide))
                return marks[i].shape;
        return SHAPE_COUNT;
    default:
        return SHAPE_COUNT;
    }
}

static bool joins_times(char c)
{
    return c == ':' || c == '.' || c == '/';
}

/* Most octets of most texts, which begin nothing that is looked for. */
static bool is_plain(char c)
{
    return c == ' ' || (ascii_is_lower(c) && c != 'h' && c != 'w');
}

/* Single marks, digits and runs of them. */
static uint32_t read_octets(str text)
{
    uint32_t shapes = 0;
    size_t   capitals = 0, digit, joined = 0;           /* where a digit would go on with a time */

    for (size_t i = 0; i < text.len; i += digit > 0 ? digit : 1) {
        capitals = ascii_is_upper(text.ptr[i]) ? capitals + 1 : 0;
        digit    = 0;
        if (is_plain(text.ptr[i]))
            continue;

        str        rest = str_from(text, i);
        enum shape mark = mark_at(rest);

        digit = figures_digit(rest);
        if (mark == SHAPE_QUESTION && (shapes >> SHAPE_QUESTION & 1) != 0)
            mark = SHAPE_QUESTIONS;
        shapes |= bit_if(mark < SHAPE_COUNT, mark) | bit_if(capitals >= CAPITALS_MIN, SHAPE_CAPITALS) | bit_if(digit > 0, SHAPE_DIGITS) |
                  bit_if(digit > 0 && joined > 0 && i == joined, SHAPE_TIME);
        if (digit > 0 && i + digit < text.len && joins_times(text.ptr[i + digit]))
            joined = i + digit + 1;
    }
    return shapes;
}

static uint32_t read_text(str text)
{
    uint32_t shapes = read_octets(text);
    str      phone;

    if ((shapes >> SHAPE_DIGITS & 1) != 0)
        shapes |= bit_if(figures_find_phone(text, &phone), SHAPE_PHONE) | bit_if(figures_name_amount(text), SHAPE_AMOUNT);
    return shapes;
}

static uint32_t read_subject(str subject)
{
    uint32_t shapes = read_octets(subject);

    return bit_if(!str_has_char(str_trim(subject), ' '), SHAPE_SUBJECT_WORD) |
           bit_if((shapes >> SHAPE_DIGITS & 1) != 0, SHAPE_SUBJECT_DIGITS) |
           bit_if((shapes >> SHAPE_QUESTION & 1) != 0, SHAPE_SUBJECT_QUESTION) |
           bit_if((shapes >> SHAPE_EXCLAMATION & 1) != 0, SHAPE_SUBJECT_EXCLAMATION);
}

uint32_t shapes_of(str subject, str text)
{
    return read_subject(str_slice(subject, 0, subject.len < SHAPE_READ_MAX ? subject.len : SHAPE_READ_MAX)) |
           read_text(str_slice(text, 0, text.len < SHAPE_READ_MAX ? text.len : SHAPE_READ_MAX));
}
