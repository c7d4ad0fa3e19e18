/* Addresses between base/ip.h and the socket calls. */
#ifndef IO_ADDRESS_H
#define IO_ADDRESS_H

#include <sys/socket.h>

#include "base/ip.h"

/* Returns the length used; 0 for IP_NONE. */
socklen_t address_to_socket(const struct ip *ip, uint16_t port, struct sockaddr_storage *out);
/* Of a UNIX socket. Returns the length used; 0 for a path that does not fit (SOCKET_PATH_MAX_OCTETS) or is empty. */
enum { SOCKET_PATH_MAX_OCTETS = 107 };
socklen_t address_of_path(const char *path, struct sockaddr_storage *out);
/* IP_NONE and port 0 for other families, such as UNIX sockets. */
struct ip address_from_socket(const struct sockaddr_storage *address, uint16_t *port);

#endif
