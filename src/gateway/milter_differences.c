#include "gateway/milter_differences.h"

#include "base/attr.h"

static const struct { const char *name, *sentence; } differences[MILTER_DIFFERENCES] = {
#define DIFFERENCE(id, name, sentence) [MILTER_##id] = { name, sentence },
#include "gateway/milter_differences.def"
#undef DIFFERENCE
};

const char *milter_difference_name(enum milter_difference difference)
{
    ASSERT(difference < MILTER_DIFFERENCES);
    return differences[difference].name;
}

const char *milter_difference_sentence(enum milter_difference difference)
{
    ASSERT(difference < MILTER_DIFFERENCES);
    return differences[difference].sentence;
}
