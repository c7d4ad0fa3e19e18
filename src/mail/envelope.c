#include "mail/envelope.h"

static const char *const body_names[] = { [BODY_7BIT] = "7BIT", [BODY_8BITMIME] = "8BITMIME", [BODY_BINARYMIME] = "BINARYMIME" };

const char *envelope_body_name(enum envelope_body body)
{
    return body_names[body];
}

bool envelope_body_from_name(str name, enum envelope_body *out)
{
    for (size_t i = 0; i < ARRAY_LEN(body_names); i++)
        if (str_equal_nocase(name, str_of(body_names[i]))) {
            *out = (enum envelope_body)i;
            return true;
        }
    return false;
}
