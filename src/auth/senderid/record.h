/* Which SPF records Sender ID evaluates, RFC 4406 §3 and §4.4: "spf2.0/SCOPE,SCOPE" before "v=spf1". */
#ifndef AUTH_SENDERID_RECORD_H
#define AUTH_SENDERID_RECORD_H

#include "auth/results.h"
#include "base/view.h"

/* For struct spf_request: the records of that scope, which is SPF_MFROM or SPF_PRA. spf1_for_pra lets "v=spf1" speak of
 * the responsible address too where there is no "spf2.0" at all (§3.4). Those records were written for MAIL FROM, and
 * honest forwarders fail by them: RFC 7208 §2.4 asks not to do it. */
const struct record_kind *senderid_records(enum spf_scope scope, bool spf1_for_pra);

#endif
