#include "mail/message_id.h"

#include "base/ascii.h"
#include "mail/cfws.h"

str message_id_bare(str value)
{
    value = str_trim(value);
    if (str_skip_prefix(&value, STR("<")) && value.len > 0 && value.ptr[value.len - 1] == '>')
        value.len--;
    return value;
}

/* No blank, no control character and no other bracket; not only "@". The grammar of both sides is narrower, but programs that
 * number messages have never cared (RFC 5322 §3.6.4 keeps their forms apart from addresses for that). */
static bool is_plain(str side)
{
    for (size_t i = 0; i < side.len; i++)
        if (!(ascii_is_vchar(side.ptr[i]) || ascii_is_8bit(side.ptr[i])) || memchr("<>@", side.ptr[i], 3) != NULL)
            return false;
    return side.len > 0;
}

/* Nothing is left but comments. */
static bool is_at_end(str rest)
{
    return !cfws_skip(&rest);
}

struct message_id message_id_read(str value)
{
    struct message_id id      = { 0 };
    bool              is_open = cfws_skip(&value) && str_skip_prefix(&value, STR("<"));
    ptrdiff_t         close   = str_find_char(value, '>');
    str               inner   = close == STR_NOT_FOUND ? value : str_slice(value, 0, (size_t)close);
    ptrdiff_t         at      = str_rfind_char(inner, '@');

    if (at == STR_NOT_FOUND)
        return id;
    id.left  = str_slice(inner, 0, (size_t)at);
    id.right = str_from(inner, (size_t)at + 1);
    id.is_well_formed = is_open && close != STR_NOT_FOUND && is_plain(id.left) && is_plain(id.right) &&
                        is_at_end(str_from(value, (size_t)close + 1));
    id.right = str_trim_right(id.right);
    return id;
}
