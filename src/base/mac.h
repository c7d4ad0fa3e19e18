/* Message authentication codes: HMAC with SHA-256 (RFC 2104), for what we write today and want to know again tomorrow. */
#ifndef BASE_MAC_H
#define BASE_MAC_H

#include <stdint.h>

#include "base/str.h"

enum { MAC_KEY_OCTETS = 32, MAC_OCTETS = 32 };

void mac_make(const uint8_t key[MAC_KEY_OCTETS], str octets, uint8_t out[MAC_OCTETS]);
/* In a time that says nothing of where they differ. */
bool mac_equal(const uint8_t a[MAC_OCTETS], const uint8_t b[MAC_OCTETS]);

#endif
