/* Sender ID, RFC 4406: may the client send for who claims to be responsible for the message? The experiment is over and
 * lost to SPF and DMARC (RFC 6686): what it says is reported where asked for, and decides nothing. */
#ifndef AUTH_SENDERID_CHECK_H
#define AUTH_SENDERID_CHECK_H

#include "auth/results.h"
#include "base/view.h"
#include "mail/envelope.h"
#include "mail/header.h"

struct unicode;

struct senderid_options {
    str                   receiver;     /* our host name, for explanations */
    bool                  spf1_for_pra; /* see senderid_records */
    const struct unicode *unicode;      /* NULL: U-labels are no valid names */
};

/* Evaluates the responsible address from the start, like spf_check: pending while the view has open questions. A
 * message without one is a permerror, since a field that is required is missing (RFC 7001 §2.6.2). */
struct senderid_result senderid_check(const struct envelope *envelope, const struct header_list *headers,
                                      const struct senderid_options *options, struct arena *arena, struct view *view);

#endif
