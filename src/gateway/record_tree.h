/* A record as a tree of JSON, for whoever reads it back. */
#ifndef GATEWAY_RECORD_TREE_H
#define GATEWAY_RECORD_TREE_H

#include <jansson.h>

#include "base/str.h"

/* NULL if it is no JSON, or larger than any that we write: a record is ours, yet it comes back from a disk. *problem, which may be
 * NULL, says why. The tree is the caller's (json_decref). */
json_t *record_tree(str record, json_error_t *problem);

#endif
