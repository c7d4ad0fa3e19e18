/* URLs written out in text, as mail programs make them clickable: "https://...", "www....", "mailto:...". */
#ifndef MAIL_URL_SCAN_H
#define MAIL_URL_SCAN_H

#include "base/str.h"

/* Finds the first one in *rest and moves *rest behind it; false if there is none. *url is a slice; without a scheme where the
 * text has none ("www.example.org"). What ends a sentence, and brackets that were opened before it, are not part of it. */
bool url_scan(str *rest, str *url);

#endif
