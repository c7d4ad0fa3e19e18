/* Parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152, 3030), SMTPUTF8 (RFC 6531). */
#ifndef SMTP_PARAMETER_H
#define SMTP_PARAMETER_H

#include "mail/envelope.h"
#include "smtp/extension.h"
#include "smtp/reply.h"

struct smtp_mail_parameters {           /* the zero value: none given */
    uint64_t           size;
    enum envelope_body body;
    bool               smtputf8;
};

/* Reads all of text, what stands behind the path. offered: enum smtp_extension; what belongs to another one is unknown.
 * REPLY_OK, or the reply that refuses: an unknown keyword is 555, a bad value or a keyword twice 501 (SES-12). */
MUST_USE enum smtp_reply_id smtp_mail_parameters_read(struct smtp_mail_parameters *parameters, str text, unsigned offered);

#endif
