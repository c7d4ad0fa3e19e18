/* What a rule may see: read-only pointers to everything that is known of a message, and the time. */
#ifndef DETECT_FACTS_H
#define DETECT_FACTS_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/network.h"
#include "base/time.h"
#include "base/unicode.h"
#include "detect/attachment.h"
#include "detect/content.h"
#include "detect/dnsxl.h"
#include "detect/feeds.h"
#include "detect/history.h"
#include "detect/imitations.h"
#include "detect/model.h"
#include "detect/organization.h"
#include "detect/route.h"
#include "detect/vocabulary.h"
#include "detect/wording.h"
#include "dns/suffix.h"
#include "mail/envelope.h"
#include "mail/message.h"

struct facts {
    struct arena              *arena;           /* for what a rule has to decode or fold */
    const struct envelope     *envelope;
    const struct message      *message;
    const struct route        *route;           /* what it says of the way that it has come */
    const struct content      *content;         /* what a person sees of the message, and its links */
    const struct attachments  *attachments;     /* the files that it carries */
    const struct wording      *wording;         /* what subject and text speak of */
    const struct imitations   *imitations;      /* which names its author's domain and its links imitate */
    const struct auth_results *auth;
    const struct organization *organization;
    const struct unicode      *unicode;
    const struct suffixes     *suffixes;
    const struct model        *model;           /* what signals weigh; NULL: as the tables say */
    const struct vocabulary   *vocabulary;      /* what words resemble; NULL: not compared */
    const struct dnsxl_result *dnsxl;           /* what DNS lists say of the client; NULL: none was asked */
    const struct feed_result  *feeds;           /* what the administrator's feeds say; NULL: there are none */
    const struct network      *network;         /* where the client stands; NULL: not looked up */
    const struct history      *history;         /* what is remembered of the author; NULL: nobody was asked */
    const str                 *own_names;       /* by which our fields are known: the host's, authserv-ids */
    size_t                     own_name_count;
    unix_seconds               now;
    bool                       in_shadow;       /* the face that brought the message is on trial: nothing may follow */
    bool                       client_is_listed;        /* by several block lists, and so would have been refused at RCPT */
    bool                       from_trusted_network;    /* the client is one of ours */
    bool                       questions_refused;       /* it asked for more look-ups than we do: its own fault, and no resolver's */
};

#endif
