/* What the name of a client's address says of the machine: some providers give each of their customers' connections a name
 * that is made of its address. */
#ifndef DETECT_HOST_NAME_H
#define DETECT_HOST_NAME_H

#include "base/ip.h"

enum host_kind {
    HOST_NAMED,                 /* somebody has thought of this name; or there is none, or the address is IPv6 */
    HOST_NUMBERED,              /* made of the address, like many a rented server's */
    HOST_DYNAMIC,               /* the same with a word for connections of homes and telephones */
};

/* Names that say that the machine is for mail are somebody's, numbers or not. The name may be in any case. */
enum host_kind host_kind_of(str name, const struct ip *ip);

#endif
