#include "postfix/delegation.h"

#include "base/ascii.h"

/* ---- requests ---- */

static const struct { const char *name; size_t at; } attributes[] = {
    { "client_address",      offsetof(struct delegation_request, client_address)      },
    { "client_port",         offsetof(struct delegation_request, client_port)         },
    { "encryption_cipher",   offsetof(struct delegation_request, encryption_cipher)   },
    { "encryption_protocol", offsetof(struct delegation_request, encryption_protocol) },
    { "helo_name",           offsetof(struct delegation_request, helo_name)           },
    { "instance",            offsetof(struct delegation_request, instance)            },
    { "protocol_name",       offsetof(struct delegation_request, protocol_name)       },
    { "queue_id",            offsetof(struct delegation_request, queue_id)            },
    { "recipient",           offsetof(struct delegation_request, recipient)           },
    { "sasl_username",       offsetof(struct delegation_request, sasl_username)       },
    { "sender",              offsetof(struct delegation_request, sender)              },
};

static const struct { const char *name; enum delegation_state state; } states[] = {
    { "CONNECT", DELEGATION_CONNECT }, { "EHLO", DELEGATION_HELO }, { "HELO", DELEGATION_HELO },
    { "MAIL", DELEGATION_MAIL }, { "RCPT", DELEGATION_RCPT }, { "DATA", DELEGATION_DATA },
    { "END-OF-MESSAGE", DELEGATION_END_OF_MESSAGE },
};

/* One request while its lines are read. */
struct reading {
    struct delegation_request *request;
    bool                       seen[ARRAY_LEN(attributes)];
    bool                       seen_request, seen_state;
    size_t                     count;
};

static enum delegation_state state_of(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(states); i++)
        if (str_equal(name, str_of(states[i].name)))
            return states[i].state;
    return DELEGATION_OTHER;
}

static bool is_name(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_vchar(name.ptr[i]))
            return false;
    return name.len > 0;
}

static bool is_value(str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (ascii_is_control(value.ptr[i]) && value.ptr[i] != '\t')
            return false;
    return true;
}

/* Two values of what we decide by are two requests in one: false. */
static bool note(bool *seen)
{
    bool first = !*seen;

    *seen = true;
    return first;
}

/* NULL, or what is wrong with it. */
static const char *take(struct reading *r, str name, str value)
{
    static const char twice[] = "an attribute stands twice";

    if (str_equal(name, STR("request"))) {
        if (!note(&r->seen_request))
            return twice;
        return str_equal(value, STR("smtpd_access_policy")) ? NULL : "a request of another kind";
    }
    if (str_equal(name, STR("protocol_state"))) {
        r->request->state = state_of(value);
        return note(&r->seen_state) ? NULL : twice;
    }
    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (!str_equal(name, str_of(attributes[i].name)))
            continue;
        memcpy((char *)r->request + attributes[i].at, &value, sizeof value);
        return note(&r->seen[i]) ? NULL : twice;
    }
    return NULL;
}

static const char *read_line(struct reading *r, str line)
{
    str name;

    if (++r->count > DELEGATION_ATTRIBUTES_MAX)
        return "too many attributes";
    if (line.len > DELEGATION_LINE_MAX_OCTETS)
        return "a line is too long";
    if (!str_has_char(line, '='))
        return "a line without \"=\"";
    (void)str_cut(&line, '=', &name);
    if (!is_name(name))
        return "a name that is none";
    if (!is_value(line))
        return "a control octet in a value";
    return take(r, name, line);
}

static const char *read_request(struct delegation_request *request, str text)
{
    struct reading r = { .request = request };
    str            line;

    *request = (struct delegation_request){ 0 };
    while (str_cut(&text, '\n', &line)) {
        const char *problem = read_line(&r, line);

        if (problem != NULL)
            return problem;
    }
    return r.seen_request ? NULL : "no attribute \"request\"";
}

/* The length of the first request of octets without its empty line, or STR_NOT_FOUND. from: as far as it was looked at. */
static ptrdiff_t find_end(str octets, size_t from)
{
    if (octets.len > 0 && octets.ptr[0] == '\n')
        return 0;
    from -= from > 0;                   /* its last octet may be the first of the two that end a request */

    ptrdiff_t end = str_find(str_from(octets, from), STR("\n\n"));

    return end == STR_NOT_FOUND ? end : (ptrdiff_t)from + end + 1;
}

enum delegation_reading delegation_read(struct delegation_reader *reader, struct buf *in, struct arena *arena,
                                        struct delegation_request *request)
{
    str       octets = buf_str(in);
    ptrdiff_t len    = find_end(octets, reader->looked_at);

    if ((len == STR_NOT_FOUND ? octets.len : (size_t)len) > DELEGATION_REQUEST_MAX_OCTETS) {
        reader->problem = "a request is too long";
        return DELEGATION_BROKEN;
    }
    if (len == STR_NOT_FOUND) {
        reader->looked_at = octets.len;
        return DELEGATION_INCOMPLETE;
    }
    reader->looked_at = 0;
    reader->problem   = read_request(request, arena_str(arena, str_slice(octets, 0, (size_t)len)));
    buf_consume(in, (size_t)len + 1);
    return reader->problem == NULL ? DELEGATION_COMPLETE : DELEGATION_BROKEN;
}

/* ---- answers ---- */

/* Words of strangers may stand in it: a line end would begin another line of the answer. */
static void add_text(struct buf *out, str text)
{
    text = str_slice(text, 0, text.len < DELEGATION_TEXT_MAX_OCTETS ? text.len : DELEGATION_TEXT_MAX_OCTETS);
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(out, ascii_is_print(text.ptr[i]) ? text.ptr[i] : text.ptr[i] == '\n' ? ' ' : '?');
}

void delegation_pass(struct buf *out)
{
    buf_add(out, STR("action=DUNNO\n\n"));
}

static void add_reply(struct buf *out, const struct smtp_reply *reply)
{
    add_text(out, reply->enhanced);
    buf_add_char(out, ' ');
    add_text(out, reply->text);
    buf_add(out, STR("\n\n"));
}

void delegation_refuse(struct buf *out, const struct smtp_reply *reply)
{
    buf_printf(out, "action=%d ", reply->code);
    add_reply(out, reply);
}

void delegation_defer_if_permit(struct buf *out, const struct smtp_reply *reply)
{
    buf_add(out, STR("action=DEFER_IF_PERMIT "));
    add_reply(out, reply);
}

void delegation_prepend(struct buf *out, str field)
{
    buf_add(out, STR("action=PREPEND "));
    add_text(out, field);
    buf_add(out, STR("\n\n"));
}
