#include "auth/taglist.h"

#include "base/ascii.h"

/* tag-name, §3.2. */
static bool valid_name(str name)
{
    if (name.len == 0 || !ascii_is_alpha(name.ptr[0]))
        return false;
    for (size_t i = 1; i < name.len; i++)
        if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '_')
            return false;
    return true;
}

/* A CRLF that a blank follows: the only line end that FWS allows. */
static bool starts_fold(str s)
{
    return s.len >= 3 && s.ptr[0] == '\r' && s.ptr[1] == '\n' && ascii_is_wsp(s.ptr[2]);
}

/* tag-value, §3.2, with the UTF-8 that its note foresees and RFC 8616 §5 uses. */
static bool valid_value(str value)
{
    bool has_8bit = false;

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (ascii_is_vchar(c) || ascii_is_wsp(c))
            continue;
        if (ascii_is_8bit(c))
            has_8bit = true;
        else if (starts_fold(str_from(value, i)))
            i += 2;
        else
            return false;
    }
    return !has_8bit || str_is_utf8(value);
}

static bool read_term(str term, struct tag *tag)
{
    ptrdiff_t equals = str_find_char(term, '=');

    if (equals == STR_NOT_FOUND)
        return false;
    tag->name  = str_trim(str_slice(term, 0, (size_t)equals));
    tag->value = str_trim(str_from(term, (size_t)equals + 1));
    return valid_name(tag->name) && valid_value(tag->value);
}

static enum taglist_error add_term(struct taglist *list, str term)
{
    struct tag tag;

    if (!read_term(term, &tag))
        return TAGLIST_SYNTAX;
    if (taglist_find(list, tag.name) != NULL)
        return TAGLIST_DUPLICATE;
    if (list->count == TAGLIST_MAX)
        return TAGLIST_TOO_MANY;
    list->tags[list->count++] = tag;
    return TAGLIST_OK;
}

enum taglist_error taglist_parse(struct taglist *list, str text, enum taglist_mode mode, str *bad)
{
    bool is_last = false;

    list->count = 0;
    list->mode  = mode;
    *bad        = (str){ 0 };
    for (str rest = text; !is_last;) {
        ptrdiff_t semicolon = str_find_char(rest, ';');

        is_last  = semicolon == STR_NOT_FOUND;
        str term = is_last ? rest : str_slice(rest, 0, (size_t)semicolon);

        if (!is_last)
            rest = str_from(rest, (size_t)semicolon + 1);
        if (str_trim(term).len == 0 && (mode == TAGLIST_LENIENT || (is_last && list->count > 0)))
            continue;                   /* one semicolon may stand at the end */
        enum taglist_error error = add_term(list, term);

        if (error != TAGLIST_OK && bad->len == 0)
            *bad = term;
        if (error != TAGLIST_OK && mode == TAGLIST_STRICT)
            return error;
    }
    return TAGLIST_OK;
}

const str *taglist_find(const struct taglist *list, str name)
{
    for (size_t i = 0; i < list->count; i++) {
        str known = list->tags[i].name;

        if (list->mode == TAGLIST_LENIENT ? str_equal_nocase(known, name) : str_equal(known, name))
            return &list->tags[i].value;
    }
    return NULL;
}

enum auth_reason taglist_read(const struct taglist *list, const struct tag_rule *rules, size_t count,
                              enum auth_reason missing, void *into, struct arena *arena)
{
    enum auth_reason first = REASON_NONE;

    for (size_t i = 0; i < count; i++) {
        const struct tag_rule *rule   = &rules[i];
        const str             *value  = taglist_find(list, rule->name);
        enum auth_reason       reason = REASON_NONE;

        if (value != NULL)
            reason = rule->read((char *)into + rule->offset, *value, arena);
        else if (rule->presence == TAG_REQUIRED)
            reason = missing;
        if (first == REASON_NONE)
            first = reason;
    }
    return first;
}
