/* The named list of what is different behind a mail server (milter_differences.def). */
#ifndef GATEWAY_MILTER_DIFFERENCES_H
#define GATEWAY_MILTER_DIFFERENCES_H

enum milter_difference {
#define DIFFERENCE(id, name, sentence) MILTER_##id,
#include "gateway/milter_differences.def"
#undef DIFFERENCE
    MILTER_DIFFERENCES,
};

const char *milter_difference_name(enum milter_difference difference);          /* "line-ends" */

#endif
