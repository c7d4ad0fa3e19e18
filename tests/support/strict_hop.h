/* The side behind the gate, as strict as RFC 5321 can be read, for tests of what the gate says to it: commands in their
 * order and of printable octets, content by DATA with CRLF line ends only, by BDAT (RFC 3030) counted. It shares no code
 * with src/smtp, reads octet by octet, and keeps what it has been handed as text:
 *
 *   MAIL PATH RCPT PATH RCPT PATH SIZE:OCTETS
 *
 * with one blank between two of these. What it does not understand it does not guess: broken says what it was. */
#ifndef TESTS_STRICT_HOP_H
#define TESTS_STRICT_HOP_H

#include <stdio.h>

#include "base/buf.h"

enum strict_hop_at { HOP_COMMANDS, HOP_CONTENT, HOP_CHUNK };

struct strict_hop {
    enum strict_hop_at at;
    struct buf   line;                  /* the command under way, or all of the content under way */
    struct buf   envelope;              /* "MAIL PATH RCPT PATH" */
    struct buf   messages;
    struct buf   said;                  /* its replies */
    size_t       recipients, count;
    bool         has_sender, is_last;
    size_t       left;                  /* of the chunk */
    const char  *broken;                /* NULL while all is as it should be */
};

static inline void strict_hop_free(struct strict_hop *hop)
{
    buf_free(&hop->line);
    buf_free(&hop->envelope);
    buf_free(&hop->messages);
    buf_free(&hop->said);
}

static inline void hop_forget(struct strict_hop *hop)
{
    buf_clear(&hop->envelope);
    buf_clear(&hop->line);
    hop->recipients = 0;
    hop->has_sender = false;
}

static inline void hop_keep(struct strict_hop *hop, str octets)
{
    buf_add(&hop->messages, buf_str(&hop->envelope));
    buf_printf(&hop->messages, " %zu:", octets.len);
    buf_add(&hop->messages, octets);
    hop->count++;
    hop->at = HOP_COMMANDS;
    hop_forget(hop);
    buf_add(&hop->said, STR("250 2.0.0 taken\r\n"));
}

/* The content with its final line: each line whole, its dot taken away. */
static inline void hop_unstuff(struct strict_hop *hop)
{
    str        raw  = buf_str(&hop->line);
    struct buf text = { 0 };
    size_t     start = 0;

    for (size_t i = 0; i + 1 < raw.len && hop->broken == NULL; i++) {
        if (raw.ptr[i] == '\0')
            hop->broken = "NUL in content";
        if (raw.ptr[i] == '\r' && raw.ptr[i + 1] != '\n')
            hop->broken = "bare CR in content";
        if (raw.ptr[i + 1] == '\n' && raw.ptr[i] != '\r')
            hop->broken = "bare LF in content";
        if (raw.ptr[i] != '\r' || raw.ptr[i + 1] != '\n')
            continue;
        bool dot = raw.ptr[start] == '.';

        if (i + 2 < raw.len)            /* not the final line */
            buf_add(&text, str_slice(raw, start + dot, i + 2));
        start = i + 2;
    }
    hop_keep(hop, buf_str(&text));
    buf_free(&text);
}

static inline void hop_content(struct strict_hop *hop, char c)
{
    buf_add_char(&hop->line, c);
    str raw = buf_str(&hop->line);

    if (str_equal(raw, STR(".\r\n")) || (raw.len >= 5 && str_equal(str_from(raw, raw.len - 5), STR("\r\n.\r\n"))))
        hop_unstuff(hop);
}

static inline void hop_chunk_ended(struct strict_hop *hop)
{
    if (hop->is_last)
        hop_keep(hop, buf_str(&hop->line));
    else
        hop->broken = "a chunk that is not the last";
}

/* "FROM:<...>" or "TO:<...>" and parameters; the path is what stands before the last ">". */
static inline bool hop_path(struct strict_hop *hop, str argument, str keyword, const char *verb)
{
    ptrdiff_t end = str_rfind_char(argument, '>');

    if (!str_starts(argument, keyword) || end == STR_NOT_FOUND)
        return false;
    buf_printf(&hop->envelope, "%s%s ", buf_len(&hop->envelope) == 0 ? "" : " ", verb);
    buf_add(&hop->envelope, str_slice(argument, keyword.len, (size_t)end));
    return true;
}

static inline const char *hop_obey(struct strict_hop *hop, str line)
{
    unsigned long long size = 0;
    char               text[64];
    int                used = 0;

    if (str_starts(line, STR("EHLO "))) {
        buf_add(&hop->said, STR("250-hop.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250-CHUNKING\r\n"
                                "250 BINARYMIME\r\n"));
        return NULL;
    }
    if (str_starts(line, STR("MAIL ")) && !hop->has_sender && hop_path(hop, str_from(line, 5), STR("FROM:<"), "MAIL"))
        hop->has_sender = true;
    else if (str_starts(line, STR("RCPT ")) && hop->has_sender && hop_path(hop, str_from(line, 5), STR("TO:<"), "RCPT"))
        hop->recipients++;
    else if (str_equal(line, STR("RSET")))
        hop_forget(hop);
    else if (str_equal(line, STR("DATA")) && hop->recipients > 0) {
        hop->at = HOP_CONTENT;
        buf_add(&hop->said, STR("354 go on\r\n"));
        return NULL;
    } else if (str_starts(line, STR("BDAT ")) && hop->recipients > 0 && str_to_cstr(line, text, sizeof text) &&
               sscanf(text, "BDAT %llu LAST%n", &size, &used) == 1 && (size_t)used == line.len) {
        hop->at      = HOP_CHUNK;
        hop->left    = (size_t)size;
        hop->is_last = true;
        return NULL;
    } else
        return "a command that is unknown or out of order";
    buf_add(&hop->said, STR("250 2.0.0 ok\r\n"));
    return NULL;
}

static inline void hop_command(struct strict_hop *hop, char c)
{
    str line = buf_str(&hop->line);

    if (c == '\n' && line.len > 0 && line.ptr[line.len - 1] == '\r') {
        hop->broken = hop_obey(hop, str_slice(line, 0, line.len - 1));
        buf_clear(&hop->line);
        if (hop->at == HOP_CHUNK && hop->left == 0)
            hop_chunk_ended(hop);
    } else if ((line.len > 0 && line.ptr[line.len - 1] == '\r') || ((unsigned char)c < ' ' && c != '\r') || c == 0x7f) {
        hop->broken = "a control octet in a command";
    } else {
        buf_add_char(&hop->line, c);
    }
}

static inline void strict_hop_read(struct strict_hop *hop, str octets)
{
    for (size_t i = 0; i < octets.len && hop->broken == NULL; i++) {
        switch (hop->at) {
        case HOP_COMMANDS: hop_command(hop, octets.ptr[i]); break;
        case HOP_CONTENT:  hop_content(hop, octets.ptr[i]); break;
        case HOP_CHUNK:
            buf_add_char(&hop->line, octets.ptr[i]);
            if (--hop->left == 0)
                hop_chunk_ended(hop);
            break;
        }
    }
}

#endif
