/* The Purported Responsible Address of a message, RFC 4407: who, by its header, has last put it into the mail. */
#ifndef AUTH_SENDERID_PRA_H
#define AUTH_SENDERID_PRA_H

#include "auth/reason.h"
#include "mail/address.h"
#include "mail/header.h"

struct pra {
    const struct header *field;         /* chosen; NULL if there was none to choose */
    struct mailbox       mailbox;       /* if there is an address */
};

/* REASON_NONE with both members set, or why the message has no such address. */
enum auth_reason pra_find(struct pra *pra, struct arena *arena, const struct header_list *headers);

#endif
