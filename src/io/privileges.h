/* What a server gives up once its sockets are bound, and the room it takes. */
#ifndef IO_PRIVILEGES_H
#define IO_PRIVILEGES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"

struct account { uid_t user; gid_t group; };

/* group NULL: the user's own. False with a sentence in *error if there is no such account. */
MUST_USE bool account_find(const char *user, const char *group, struct arena *arena, struct account *account, str *error);
bool          account_has_group(const char *group);             /* whether the system knows it */
/* Becomes that account for good, with no supplementary groups but its own, and makes sure that there is no way back. Where
 * the process has it already, nothing is to be done. Before there are threads. */
MUST_USE bool account_become(const struct account *account, const char *user, struct arena *arena, str *error);
/* Whether this process may become another. */
bool          account_is_root(void);
/* Nothing that this process starts can gain rights by being set-user-id (PR_SET_NO_NEW_PRIVS). */
void          privileges_freeze(void);
/* Gives a folder to the account, where the process may; or a file that is open. Of what stands at path in its place, a link above
 * all, it is left alone: whoever owns the folder may have put it there to make a file of root's their own. */
MUST_USE bool account_own(const char *path, const struct account *account);
MUST_USE bool account_own_open(int fd, const char *path, const struct account *account);
/* As many descriptors as the system allows; returns how many those are. */
uint64_t      privileges_raise_descriptors(void);

#endif
