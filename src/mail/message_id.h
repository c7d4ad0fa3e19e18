/* Message-IDs (RFC 5322 §3.6.4), read as far as they can be. */
#ifndef MAIL_MESSAGE_ID_H
#define MAIL_MESSAGE_ID_H

#include "base/str.h"

struct message_id {
    bool is_well_formed;                /* one id in angle brackets, and nothing but comments beside it */
    str  left, right;                   /* of the last "@"; both empty without one */
};

/* Reads the value of a field, unfolded. What is not well-formed is read leniently: without its brackets or half of them. */
struct message_id message_id_read(str value);

/* What stands between the angle brackets, or the whole where there are none: the form in which ids are compared. */
str message_id_bare(str value);

#endif
