/* How the tags of a signature are read and what they must say together, RFC 6376 §3.5: for DKIM-Signature, and for the
 * two fields of ARC that borrow its syntax (RFC 8617 §4.1.2, §4.1.3) with tables of their own. */
#ifndef AUTH_DKIM_SIGNATURE_TAGS_H
#define AUTH_DKIM_SIGNATURE_TAGS_H

#include "auth/dkim/signature.h"

/* For tables of taglist_read; the member that each fills in stands behind it. */
enum auth_reason dkim_read_algorithm(void *member, str value, struct arena *arena);     /* struct dkim_algorithm */
enum auth_reason dkim_read_base64(void *member, str value, struct arena *arena);        /* str, decoded, not empty */
enum auth_reason dkim_read_canons(void *member, str value, struct arena *arena);        /* struct dkim_canons */
enum auth_reason dkim_read_length(void *member, str value, struct arena *arena);        /* uint64_t */
enum auth_reason dkim_read_query(void *member, str value, struct arena *arena);         /* none: dns/txt or nothing */
enum auth_reason dkim_read_text(void *member, str value, struct arena *arena);          /* str, not empty */
enum auth_reason dkim_read_time(void *member, str value, struct arena *arena);          /* unix_seconds */

/* What a signature holds before its tags are read: the defaults of absent ones. */
struct dkim_signature dkim_signature_defaults(void);

/* Turns *name into A-labels; false if it is then no name to ask for, or ends in a dot. */
bool dkim_to_ascii_name(str *name, struct arena *arena, const struct unicode *unicode);

/* d= and s= are where a key can stand; both are in A-labels afterwards, or empty. */
enum auth_reason dkim_check_key_place(struct dkim_signature *s, struct arena *arena, const struct unicode *unicode);
/* bh= has the length of its hash, h= names From, and x= lies behind t=. */
enum auth_reason dkim_check_contents(const struct dkim_signature *s);

#endif
