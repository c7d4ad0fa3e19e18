/* URLs written out in text, as mail programs make them clickable: "https://...", "www....", "mailto:...", "example.org/path". */
#ifndef MAIL_URL_SCAN_H
#define MAIL_URL_SCAN_H

#include "base/str.h"

/* Whether a name is one that a path may follow without a scheme: "example.org" is, "node.js" is not. */
typedef bool url_host_exists(const void *context, str host);

/* Finds the first one in *rest and moves *rest behind it; false if there is none. *url is a slice; without a scheme where the
 * text has none ("www.example.org"). What ends a sentence, and brackets that were opened before it, are not part of it. */
bool url_scan(str *rest, url_host_exists *exists, const void *context, str *url);
/* False for "www.example.org" and "example.org/path". */
bool url_scan_has_scheme(str url);

#endif
