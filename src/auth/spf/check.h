/* check_host(), RFC 7208 §4: the one SPF for the gate, the command line and the audit. */
#ifndef AUTH_SPF_CHECK_H
#define AUTH_SPF_CHECK_H

#include "auth/results.h"
#include "base/arena.h"
#include "base/ip.h"
#include "base/view.h"

struct unicode;

struct spf_limits { int lookups, void_lookups; };               /* 10 and 2: RFC 7208 §4.6.4 */
extern const struct spf_limits spf_limits_default;

struct spf_request {
    struct ip         client;
    enum spf_scope    scope;
    str               domain;           /* to check, as given (U-labels allowed); an address literal has no SPF */
    str               sender;           /* local-part@domain for macros; "" becomes postmaster@domain */
    str               helo;             /* for %{h} */
    str               receiver;         /* our host name, for %{r} in explanations */
    unix_seconds      now;              /* for %{t} in explanations */
    struct spf_limits limits;
    const struct record_kind *records;  /* which records count (auth/senderid/record.h); NULL: those of SPF */
    const struct unicode *unicode;
};

/* Evaluates from the start. SPF_PENDING: the view has open questions; answer them and call again. The limit on elapsed time
 * (§4.6.4) is the driver's, who has a clock: it sets view->expired, and what then is not known makes it a temperror. The texts of the
 * result live in the arena or in the request. */
struct spf_result spf_check(const struct spf_request *request, struct arena *arena, struct view *view);

struct envelope;
/* The two identities of a message (RFC 7208 §2.3, §2.4): MAIL FROM, or postmaster@HELO for the null reverse-path. */
struct spf_request spf_request_mail_from(const struct envelope *envelope, struct arena *arena, str receiver,
                                         const struct unicode *unicode);
struct spf_request spf_request_helo(const struct envelope *envelope, struct arena *arena, str receiver,
                                    const struct unicode *unicode);

#endif
