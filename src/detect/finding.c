#include "detect/finding.h"

const struct finding *findings_find(const struct findings *findings, const char *id)
{
    for (size_t i = 0; i < findings->count; i++)
        if (str_equal(str_of(findings->items[i].id), str_of(id)))
            return &findings->items[i];
    return NULL;
}
