#include "gateway/record_tree.h"

#include <stdio.h>

#include "gateway/record.h"

json_t *record_tree(str record, json_error_t *problem)
{
    if (record.len <= RECORD_MAX_OCTETS)
        return json_loadb(record.ptr, record.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, problem);
    if (problem != NULL)
        snprintf(problem->text, sizeof problem->text, "it is too large");
    return NULL;
}
