/* Numbers of file formats that have their least octet first. */
#ifndef DETECT_FILE_LITTLE_H
#define DETECT_FILE_LITTLE_H

#include "base/str.h"

/* octets: 4 at most, all of them in s. */
static inline uint32_t little_endian(str s, size_t at, size_t octets)
{
    uint32_t value = 0;

    ASSERT(octets <= sizeof value && at + octets <= s.len);
    for (size_t i = 0; i < octets; i++)
        value |= (uint32_t)(unsigned char)s.ptr[at + i] << (8 * i);
    return value;
}

#endif
