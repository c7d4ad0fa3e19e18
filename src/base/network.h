/* Where on the Internet a client stands: told by the administrator's databases (io/geo.h), or by a recorded case. */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include "base/str.h"

struct network {
    str      prefix;            /* "192.0.2.0/24"; empty: not known */
    uint32_t asn;               /* 0: not known */
    str      country;           /* ISO 3166, two capitals; empty: not known */
};

#endif
