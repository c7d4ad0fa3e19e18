/* Registrable domains by the Public Suffix List (libpsl), with its private section: x.github.io and y.github.io
 * are two parties. For looks and links only; DMARC walks the DNS tree instead (RFC 9989 §4.10). */
#ifndef DNS_SUFFIX_H
#define DNS_SUFFIX_H

#include "base/str.h"

struct suffixes;

/* file may be NULL: then Debian's list, else the one built into libpsl. */
MUST_USE struct suffixes *suffixes_open(const char *file);
void                      suffixes_close(struct suffixes *suffixes);
/* Where a list other than the built-in one is read from if no file is named, and which list is built in. NULL: not known. */
const char               *suffixes_default_file(void);
const char               *suffixes_built_in(void);

/* The public suffix plus one label, a slice of name; empty if name is a public suffix itself. */
str  suffix_registrable(const struct suffixes *suffixes, str name);
/* False for a registrable domain under an ending that the list does not know: "node.js". */
bool suffix_is_known(const struct suffixes *suffixes, str registrable);
/* True if a registrable domain stands under a suffix of the private section: somebody's service, where names are for whoever asks. */
bool suffix_is_rented(const struct suffixes *suffixes, str registrable);

#endif
