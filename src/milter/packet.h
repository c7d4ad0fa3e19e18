/* Packets of the milter protocol (STANDARDS MIL-1 to MIL-3): a length of four octets in network order, which counts the
 * command octet and the data, then these. Texts end at NUL. */
#ifndef MILTER_PACKET_H
#define MILTER_PACKET_H

#include "base/buf.h"

/* From the mail server. */
enum milter_command {
    MILTER_NEGOTIATE = 'O', MILTER_MACROS = 'D', MILTER_CONNECT = 'C', MILTER_HELO = 'H', MILTER_MAIL = 'M', MILTER_RCPT = 'R',
    MILTER_DATA = 'T', MILTER_HEADER = 'L', MILTER_END_OF_HEADER = 'N', MILTER_BODY = 'B', MILTER_END_OF_MESSAGE = 'E',
    MILTER_ABORT = 'A', MILTER_QUIT = 'Q', MILTER_QUIT_NEW_CONNECTION = 'K', MILTER_UNKNOWN = 'U',
};

/* To it: one answer to a command, and before the answer to END_OF_MESSAGE any number of changes. */
enum milter_answer {
    MILTER_ANSWER_CONTINUE = 'c', MILTER_ANSWER_ACCEPT = 'a', MILTER_ANSWER_REJECT = 'r', MILTER_ANSWER_TEMPFAIL = 't',
    MILTER_ANSWER_DISCARD = 'd', MILTER_ANSWER_REPLY = 'y', MILTER_ANSWER_SKIP = 's', MILTER_ANSWER_PROGRESS = 'p',
    MILTER_CHANGE_INSERT_HEADER = 'i', MILTER_CHANGE_HEADER = 'm',
};

struct milter_packet { char command; str data; };

enum milter_reading { MILTER_INCOMPLETE, MILTER_COMPLETE, MILTER_BROKEN };

/* The next packet, consumed from in; its data stay where they were in its memory, valid until in is filled again. BROKEN: no
 * command, or more than max octets: whatever follows cannot be trusted. */
MUST_USE enum milter_reading milter_packet_read(struct buf *in, size_t max, struct milter_packet *packet);

/* Takes a text that ends at NUL, or four octets of a number, off the front; false if there is none. */
MUST_USE bool milter_take_text(str *data, str *text);
MUST_USE bool milter_take_number(str *data, uint32_t *number);

/* Begins a packet whose data the caller then appends to out; the value goes to milter_packet_end. */
size_t milter_packet_begin(struct buf *out, char command);
void   milter_packet_end(struct buf *out, size_t begun);
void   milter_add_number(struct buf *out, uint32_t number);
/* With its NUL. A NUL inside would end the text early: the text is cut there. */
void   milter_add_text(struct buf *out, str text);

#endif
