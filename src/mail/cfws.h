/* Comments and folding white space, RFC 5322 §3.2.2: what may stand between the tokens of structured fields. */
#ifndef MAIL_CFWS_H
#define MAIL_CFWS_H

#include "base/str.h"

/* Moves *rest to the next token; false once nothing is left. Comments nest; one without end takes the rest. */
bool cfws_skip(str *rest);

#endif
