/* Pairs the names of h= with the fields of a message, RFC 6376 §5.4.2: each name takes the next field of that name that
 * is not yet taken, from the bottom up, and a name with no field left takes none. A look-up does not walk the header:
 * thousands of names and thousands of fields must not multiply. */
#ifndef AUTH_DKIM_SIGNED_FIELDS_H
#define AUTH_DKIM_SIGNED_FIELDS_H

#include "base/arena.h"
#include "mail/header.h"

struct signed_fields;

/* The list must outlive it. */
struct signed_fields *signed_fields_new(struct arena *arena, const struct header_list *headers);

/* Starts over for one signature, whose own field is never paired: §3.5 forbids it to cover itself through h=. */
void signed_fields_begin(struct signed_fields *fields, const struct header *own);
const struct header *signed_fields_take(struct signed_fields *fields, str name);        /* NULL: none left */
/* True if the signature has taken some fields of the name but not all. */
bool signed_fields_partly_taken(const struct signed_fields *fields, str name);

#endif
