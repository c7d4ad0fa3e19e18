#include "base/attr.h"

#include <stdio.h>
#include <stdlib.h>

void assert_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "gatepost: %s:%d: this should be impossible: %s\n", file, line, what);
    abort();
}
