/* What the admin face answers to, decided before anything is read or written for it: the HTTP library lets through what two
 * readers could take in two ways, and a browser on the same machine can be led to ask us by a name of the attacker's. */
#ifndef ADMIN_REQUEST_H
#define ADMIN_REQUEST_H

#include <stdbool.h>

#include "base/str.h"

enum admin_page { ADMIN_NONE, ADMIN_METRICS, ADMIN_HEALTH, ADMIN_READY };

/* As the library has read them. */
struct admin_request {
    str  method, path, host;            /* host empty: none was given */
    bool has_body;                      /* it announces one, by whatever field */
};

/* The page, or ADMIN_NONE and the status that says why not: 400, 404, 405, 421. */
enum admin_page admin_page_of(const struct admin_request *request, unsigned *status);

#endif
