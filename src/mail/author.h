/* The canonical author: the one mailbox and the one domain that a message claims to be from (RFC 5322 §3.6.2,
 * RFC 9989 §5.3.1), or the stated reason why there is none. DMARC, the rules, the log and the reports all use
 * this one object. */
#ifndef MAIL_AUTHOR_H
#define MAIL_AUTHOR_H

#include "base/arena.h"
#include "base/str.h"
#include "mail/address.h"
#include "mail/header.h"

struct unicode;

enum author_status {
    AUTHOR_OK,
    AUTHOR_NO_FROM,                     /* no From field */
    AUTHOR_SEVERAL_FROM,                /* more than one From field */
    AUTHOR_NO_MAILBOX,                  /* From holds no mailbox: empty, or an empty group */
    AUTHOR_SEVERAL_DOMAINS,             /* one field, mailboxes of more than one domain */
    AUTHOR_AMBIGUOUS,                   /* readers could find another address in it */
    AUTHOR_BAD_DOMAIN,                  /* an address literal, a single label, no valid name */
};
const char *author_status_name(enum author_status status);              /* "several-from" */
const char *author_status_sentence(enum author_status status);  /* "The message has more than one From field." */

enum { AUTHOR_DOMAINS_MAX = 4 };

struct author {
    enum author_status status;
    struct mailbox     mailbox;         /* the first mailbox of the topmost From field, if any */
    str                domain;          /* in A-labels and lower case; empty unless status is AUTHOR_OK */
    str                domains[AUTHOR_DOMAINS_MAX];     /* every distinct valid domain of every From field */
    size_t             domain_count;    /* at most AUTHOR_DOMAINS_MAX are kept */
    size_t             mailbox_count;   /* in all From fields */
    unsigned           flaws;           /* enum address_flaw of the From fields */
};

/* Without unicode (NULL) only ASCII names are valid. */
void author_find(struct author *author, struct arena *arena, const struct header_list *headers,
                 const struct unicode *unicode);

#endif
