#include "gateway/milter_differences.h"

#include "base/attr.h"

static const char *const names[MILTER_DIFFERENCES] = {
#define DIFFERENCE(id, name, sentence) [MILTER_##id] = name,
#include "gateway/milter_differences.def"
#undef DIFFERENCE
};

const char *milter_difference_name(enum milter_difference difference)
{
    ASSERT(difference < MILTER_DIFFERENCES);
    return names[difference];
}
