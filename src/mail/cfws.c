#include "mail/cfws.h"

#include "base/ascii.h"

bool cfws_skip(str *rest)
{
    size_t i = 0, depth = 0;

    for (; i < rest->len; i++) {
        char c = rest->ptr[i];

        if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        else if (c == '\\' && depth > 0)
            i++;
        else if (depth == 0 && !ascii_is_blank(c))
            break;
    }
    *rest = str_from(*rest, i < rest->len ? i : rest->len);
    return rest->len > 0;
}
