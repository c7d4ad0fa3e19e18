/* Parameters of MAIL and RCPT: SIZE (RFC 1870), BODY (RFC 6152, 3030), SMTPUTF8 (RFC 6531), RET, ENVID, NOTIFY and ORCPT
 * (RFC 3461), REQUIRETLS (RFC 8689). */
#ifndef SMTP_PARAMETER_H
#define SMTP_PARAMETER_H

#include "base/buf.h"
#include "mail/envelope.h"
#include "smtp/extension.h"
#include "smtp/reply.h"

struct smtp_mail_parameters {           /* the zero value: none given */
    uint64_t           size;
    enum envelope_body body;
    bool               smtputf8, require_tls;
    struct dsn_mail    dsn;             /* slices of the text read */
};

/* Reads all of text, what stands behind the path. offered: enum smtp_extension; what belongs to another one is unknown.
 * REPLY_OK, or the reply that refuses: an unknown keyword is 555, a bad value or a keyword twice 501 (SES-12). */
MUST_USE enum smtp_reply_id smtp_mail_parameters_read(struct smtp_mail_parameters *parameters, str text, unsigned offered);
/* utf8: the transaction is one with SMTPUTF8, in which an original recipient may be written in UTF-8 (RFC 6533 §3). */
MUST_USE enum smtp_reply_id smtp_rcpt_parameters_read(struct dsn_rcpt *parameters, str text, unsigned offered, bool utf8);

/* Adds those that are given and offered, each with a blank before it. */
void smtp_mail_parameters_write(struct buf *out, const struct smtp_mail_parameters *parameters, unsigned offered);
void smtp_rcpt_parameters_write(struct buf *out, const struct dsn_rcpt *parameters, unsigned offered);

#endif
