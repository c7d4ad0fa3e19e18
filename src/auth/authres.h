/* Authentication-Results, RFC 8601: read (to remove forged ones), and written from our own results. */
#ifndef AUTH_AUTHRES_H
#define AUTH_AUTHRES_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/buf.h"
#include "mail/envelope.h"
#include "mail/header.h"

enum { AUTHRES_RESULTS_MAX = 64, AUTHRES_PROPERTIES_MAX = 16 };

struct authres_property { str type, name, value; };             /* "header" "d" "example.org"; value unquoted */
struct authres_result {
    str method, version, result, reason;
    struct authres_property properties[AUTHRES_PROPERTIES_MAX];
    size_t property_count;
};
struct authres {
    str                    authserv_id;         /* unquoted, empty if it could not be read */
    str                    version;
    struct authres_result *results;             /* none for "none" */
    size_t                 count;
};

/* False if value does not follow the grammar; authserv_id is set as far as it could be read. */
MUST_USE bool authres_parse(struct authres *authres, struct arena *arena, str value);

/* True if the field claims to be ours or cannot be read, and so must go (RFC 8601 §5, STANDARDS AR-2, AR-3): name
 * Authentication-Results, and an authserv-id equal to or below one of ids (in any case) or with a substructure of its
 * own behind one, or empty, unparsable, or of an unknown version. ids hold a name with U-labels in both forms. */
bool authres_is_forged(const struct header *h, const str *ids, size_t count, struct arena *arena);

/* True if it can be read, and its authserv-id is one of ids as authres_is_our_id has it: it speaks in our name. */
bool authres_is_in_our_name(const struct header *h, const str *ids, size_t count, struct arena *arena);

/* True if id is one of ids, below one, or has a substructure of its own behind one ("mx.example.org/2"), in any case. */
bool authres_is_our_id(str id, const str *ids, size_t count);

/* Writes our field, folded, with its CRLF: spf, sender-id, dkim (each signature), arc, dmarc, iprev, auth; what was not asked
 * for (pending) is left out. What comes from outside is quoted, escaped and capped. */
void authres_write(struct buf *out, str authserv_id, const struct auth_results *results,
                   const struct envelope *envelope);

#endif
