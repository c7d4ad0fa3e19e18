#include "detect/shipped.h"

#include <string.h>

#include "base/attr.h"

str shipped_find(const struct shipped_file *files, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return (str){ (const char *)files[i].octets, files[i].len };
    UNREACHABLE();
}
