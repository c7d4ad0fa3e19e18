/* Whether a report could be sent back to the envelope's sender: its domain exists, has a server for mail, and does not say by a
 * null MX that it takes none (RFC 5321 §5.1, RFC 7505). It proves nothing about who sent the message. */
#ifndef AUTH_RETURN_PATH_CHECK_H
#define AUTH_RETURN_PATH_CHECK_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/view.h"
#include "mail/address.h"

struct unicode;

/* Evaluates from the start; asks for the MX records, and for addresses only where there are none. RETURN_PATH_PENDING: the view
 * has open questions. unicode turns a domain beyond ASCII into A-labels; the domain lives in the arena or as long as path. */
struct return_path_result return_path_check(const struct path *path, const struct unicode *unicode, struct arena *arena,
                                            struct view *view);

#endif
