/* SipHash-1-3, keyed: our tables are indexed by strangers' strings, who must not choose their collisions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

struct hash_key { uint64_t k0, k1; };

uint64_t hash_str(const struct hash_key *key, str s);
uint64_t hash_str_nocase(const struct hash_key *key, str s);    /* ASCII letters count as lower case */

#endif
