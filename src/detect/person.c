#include "detect/person.h"

#include "detect/look.h"
#include "detect/text.h"

enum { NAME_WORDS_MAX = 12 };           /* what is longer is not a person's name */

/* Titles and functions, as people put them before or behind a name. */
static const char *const titles[] = {
    "ceo", "cfo", "chair", "chief", "coo", "cto", "dipl", "dir", "director", "dr", "executive", "frau", "herr", "hon",
    "ing", "jr", "madame", "mag", "md", "mme", "monsieur", "mr", "mrs", "ms", "mx", "phd", "president", "prof",
    "sir", "sr",
};

static bool is_title(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(titles); i++)
        if (str_equal(word, str_of(titles[i])))
            return true;
    return false;
}

/* Drops "(Finance)" and "| Example Ltd", where something is left. */
static str before_remark(str name)
{
    for (size_t i = 1; i < name.len; i++)
        if ((name.ptr[i] == '(' || name.ptr[i] == '|' || name.ptr[i] == '[') && str_trim(str_slice(name, 0, i)).len > 0)
            return str_slice(name, 0, i);
    return name;
}

static void insert_sorted(str *words, size_t count, str word)
{
    size_t i = count;

    for (; i > 0 && str_compare(words[i - 1], word) > 0; i--)
        words[i] = words[i - 1];
    words[i] = word;
}

str person_key(const struct unicode *unicode, struct arena *arena, str name)
{
    str    plain = look_plain(unicode, arena, before_remark(name));
    str    rest  = plain, word, words[NAME_WORDS_MAX];
    size_t count = 0, len = 0;

    while (text_next_word(&rest, &word)) {
        if (word.len < 2 || is_title(word))
            continue;
        if (count == NAME_WORDS_MAX)
            return (str){ 0 };
        insert_sorted(words, count++, look_seen(arena, word, LOOK_WIDE));
    }

    char *out = arena_octets(arena, plain.len + 1);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            out[len++] = ' ';
        memcpy(out + len, words[i].ptr, words[i].len);
        len += words[i].len;
    }
    return (str){ out, len };
}
