/* The result that RFC 7489 would give, which RFC 9989 obsoletes and most receivers still follow: organizational domains
 * by the Public Suffix List, no np, t or psd. It decides nothing here; where it differs an administrator should know
 * why another gate said something else. */
#ifndef AUTH_DMARC_RFC7489_H
#define AUTH_DMARC_RFC7489_H

#include "auth/dmarc/evaluate.h"
#include "dns/suffix.h"

/* Evaluates from the start. DMARC_PENDING: the view has open questions. The names asked are those of the tree walk of
 * dmarc_evaluate, save for organizational domains of more than seven labels. */
struct dmarc_rfc7489 dmarc_evaluate_rfc7489(const struct dmarc_request *request, const struct suffixes *suffixes,
                                            struct arena *arena, struct view *view);

/* True if a message would be treated in another way: another result, or another disposition. */
bool dmarc_rfc7489_differs(const struct dmarc_result *result);

#endif
