/* gatepost parse: what the gate reads in a message, and what in it others could read differently. */
#include <getopt.h>
#include <stdio.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/unicode.h"
#include "detect/content.h"
#include "mail/message.h"
#include "mail/received.h"
#include "program/cli.h"

static const char usage[] =
    "Usage: gatepost parse [--json] [MESSAGE|-]...\n\n"
    "Reads messages and prints their header fields, addresses and MIME parts, and every ambiguity: what mail readers\n"
    "could take in more than one way. With --json also the text that a person sees, and the links.\n"
    "Line ends of a file that has LF count as CRLF.\n\n"
    "  --json  one JSON object a line for each message\n";

struct parse {
    struct arena   arena;               /* of one message */
    struct unicode *unicode;
    struct suffixes *suffixes;
    struct arena   lists;
    struct link_services *services;
    struct digests digests;
    struct buf     out;
};

static const char *const encoding_names[] = {
    [MIME_7BIT] = "7bit", [MIME_8BIT] = "8bit", [MIME_BINARY] = "binary", [MIME_BASE64] = "base64",
    [MIME_QUOTED_PRINTABLE] = "quoted-printable", [MIME_UUENCODE] = "uuencode", [MIME_OPAQUE] = "opaque",
};

static const char *const overflow_names[] = {
    [HEADER_WITHIN_LIMITS] = NULL, [HEADER_TOO_MANY_FIELDS] = "too-many-fields", [HEADER_TOO_LARGE] = "too-large",
};

/* ---- flaws by name ---- */

static const char *header_flaw(unsigned bit)  { return header_flaw_name((enum header_flaw)bit); }
static const char *address_flaw(unsigned bit) { return address_flaw_name((enum address_flaw)bit); }
static const char *mime_flaw(unsigned bit)    { return mime_flaw_name((enum mime_flaw)bit); }

static void json_flaws(struct json *json, const char *name, unsigned flaws, const char *(*flaw_name)(unsigned bit))
{
    json_open_array(json, name);
    for (; flaws != 0; flaws &= flaws - 1)
        json_cstr(json, NULL, flaw_name(flaws & -flaws));
    json_close_array(json);
}

static void print_flaws(struct buf *out, const char *what, unsigned flaws, const char *(*flaw_name)(unsigned bit))
{
    if (flaws == 0)
        return;
    buf_printf(out, "%s", what);
    for (; flaws != 0; flaws &= flaws - 1)
        buf_printf(out, " %s", flaw_name(flaws & -flaws));
    buf_add_char(out, '\n');
}

/* ---- addresses ---- */

/* The fields whose addresses are printed. From is read by itself: struct author keeps its first mailbox alone. */
enum { ADDRESS_FIELDS = 5 };

struct address_field { const char *name; struct address_list list; };

static void read_address_fields(struct parse *p, const struct message *m, struct address_field fields[ADDRESS_FIELDS])
{
    const struct header *from = header_find(&m->headers, STR("From"));

    fields[0].name = "from";
    address_list_parse(&fields[0].list, &p->arena, from == NULL ? (str){ 0 } : from->value);
    fields[0].list.flaws = m->author.flaws;
    fields[1] = (struct address_field){ "sender", m->sender };
    fields[2] = (struct address_field){ "reply_to", m->reply_to };
    fields[3] = (struct address_field){ "to", m->to };
    fields[4] = (struct address_field){ "cc", m->cc };
}

static void json_mailbox(struct json *json, const struct mailbox *mailbox)
{
    json_open_object(json, NULL);
    json_str(json, "display_name", mailbox->display_name);
    json_str(json, "address", mailbox->address);
    json_str(json, "local_part", mailbox->local_part);
    json_str(json, "domain", mailbox->domain);
    json_str(json, "comment", mailbox->comment);
    json_str(json, "group", mailbox->group);
    json_close_object(json);
}

static void json_address_fields(struct json *json, const struct address_field fields[ADDRESS_FIELDS])
{
    json_open_object(json, "addresses");
    for (size_t i = 0; i < ADDRESS_FIELDS; i++) {
        const struct address_list *list = &fields[i].list;

        json_open_object(json, fields[i].name);
        json_open_array(json, "mailboxes");
        for (size_t k = 0; k < list->count; k++)
            json_mailbox(json, &list->mailboxes[k]);
        json_close_array(json);
        json_int(json, "groups", (int64_t)list->groups);
        json_flaws(json, "flaws", list->flaws, address_flaw);
        json_close_object(json);
    }
    json_close_object(json);
}

static void json_author(struct json *json, const struct author *author)
{
    json_open_object(json, "author");
    json_cstr(json, "status", author_status_name(author->status));
    json_str(json, "domain", author->domain);
    json_open_array(json, "domains");
    for (size_t i = 0; i < author->domain_count; i++)
        json_str(json, NULL, author->domains[i]);
    json_close_array(json);
    json_int(json, "mailboxes", (int64_t)author->mailbox_count);
    json_close_object(json);
}

/* ---- header ---- */

static void json_date(struct json *json, const char *name, struct arena *arena, bool has_date, unix_seconds date)
{
    if (has_date)
        json_str(json, name, time_rfc3339(arena, date));
    else
        json_nothing(json, name);
}

static void json_headers(struct json *json, struct arena *arena, const struct header_list *headers)
{
    json_open_array(json, "headers");
    for (size_t i = 0; i < headers->count; i++) {
        json_open_object(json, NULL);
        json_str(json, "name", headers->fields[i].name);
        json_str(json, "value", header_unfold(arena, &headers->fields[i]));
        json_flaws(json, "flaws", headers->fields[i].flaws, header_flaw);
        json_close_object(json);
    }
    json_close_array(json);
    json_flaws(json, "header_flaws", headers->flaws, header_flaw);
    json_cstr(json, "header_overflow", overflow_names[headers->overflow]);
    json_bool(json, "header_has_end", headers->has_end);
}

/* The hops as they are told, from the top: below our own they are claims. */
static void json_received(struct json *json, struct arena *arena, const struct header_list *headers)
{
    struct header_walk walk = header_walk_down(headers, STR("Received"));

    json_open_array(json, "received");
    for (const struct header *h; (h = header_next(&walk)) != NULL; ) {
        struct received hop;

        received_parse(&hop, arena, h);
        json_open_object(json, NULL);
        json_str(json, "from_name", hop.from_name);
        json_str(json, "from_host", hop.from_host);
        if (hop.from_ip.family == IP_NONE)
            json_nothing(json, "from_ip");
        else
            json_str(json, "from_ip", ip_text(arena, &hop.from_ip));
        json_str(json, "by", hop.by);
        json_str(json, "with", hop.with);
        json_str(json, "id", hop.id);
        json_str(json, "for", hop.for_path);
        json_date(json, "date", arena, hop.has_date, hop.date);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- the MIME tree ---- */

static void json_leaf(struct json *json, struct parse *p, struct part *part)
{
    str octets = mime_decode(part, &p->arena);

    json_int(json, "octets", (int64_t)octets.len);
    json_str(json, "sha256", digest_hex(&p->arena, &p->digests, DIGEST_SHA256, octets));
}

static void json_open_part(struct json *json, struct parse *p, struct part *part, const char *name)
{
    json_open_object(json, name);
    json_str(json, "type", arena_printf(&p->arena, "%.*s/%.*s", STR_ARG(part->type), STR_ARG(part->subtype)));
    json_str(json, "charset", part->charset);
    json_str(json, "disposition", part->disposition);
    json_str(json, "file_name", part->file_name);
    json_str(json, "content_id", part->content_id);
    json_cstr(json, "encoding", encoding_names[part->encoding]);
    json_int(json, "raw_octets", (int64_t)part->raw.len);
    if (part->first_child == NULL)
        json_leaf(json, p, part);
    json_flaws(json, "flaws", part->flaws, mime_flaw);
    json_open_array(json, "parts");
}

/* The tree in the order of the message: a part is closed when the next one does not stand in it. */
static void json_tree(struct json *json, struct parse *p, struct part *root)
{
    for (struct part *part = root; part != NULL; part = part->next) {
        size_t next_depth = part->next == NULL ? 0 : part->next->depth;

        json_open_part(json, p, part, part == root ? "mime" : NULL);
        for (size_t depth = part->depth + 1; depth > next_depth; depth--) {
            json_close_array(json);
            json_close_object(json);
        }
    }
}

static void print_part(struct parse *p, struct part *part)
{
    struct buf *out = &p->out;
    str         charset = arena_printable(&p->arena, part->charset), name = arena_printable(&p->arena, part->file_name);

    buf_printf(out, "%*s%.*s/%.*s", (int)(2 * part->depth), "", STR_ARG(part->type), STR_ARG(part->subtype));
    if (charset.len > 0)
        buf_printf(out, " %.*s", STR_ARG(charset));
    if (name.len > 0)
        buf_printf(out, " \"%.*s\"", STR_ARG(name));
    if (part->first_child == NULL)
        buf_printf(out, " %s, %zu octets", encoding_names[part->encoding], mime_decode(part, &p->arena).len);
    buf_add_char(out, '\n');
    print_flaws(out, "  ambiguous:", part->flaws, mime_flaw);
}

/* ---- a message ---- */

static void json_message(struct parse *p, const char *file, const struct message *m,
                         const struct address_field fields[ADDRESS_FIELDS])
{
    struct json json = { .out = &p->out };

    json_open_object(&json, NULL);
    json_cstr(&json, "file", file);
    json_int(&json, "octets", (int64_t)m->octets.len);
    json_headers(&json, &p->arena, &m->headers);
    json_author(&json, &m->author);
    json_address_fields(&json, fields);
    json_str(&json, "subject", m->subject);
    json_str(&json, "message_id", m->message_id);
    json_str(&json, "list_id", m->list_id);
    json_date(&json, "date", &p->arena, m->has_date, m->date);
    json_received(&json, &p->arena, &m->headers);
    json_int(&json, "part_count", (int64_t)m->part_count);
    json_tree(&json, p, m->root);
    content_json(&json, "content", content_of_message(&p->arena, m, &(struct content_options){
        p->unicode, p->suffixes, p->services }));
    json_close_object(&json);
    buf_add_char(&p->out, '\n');
}

static void print_message(struct parse *p, const char *file, const struct message *m,
                          const struct address_field fields[ADDRESS_FIELDS])
{
    str subject = arena_printable(&p->arena, m->subject);

    buf_printf(&p->out, "%s: %zu octets, %zu header fields\n", file, m->octets.len, m->headers.count);
    buf_printf(&p->out, "author: %s %.*s\n", author_status_name(m->author.status), STR_ARG(m->author.domain));
    for (size_t i = 0; i < ADDRESS_FIELDS; i++) {
        for (size_t k = 0; k < fields[i].list.count; k++) {
            str name    = arena_printable(&p->arena, fields[i].list.mailboxes[k].display_name);
            str address = arena_printable(&p->arena, fields[i].list.mailboxes[k].address);

            buf_printf(&p->out, "%s: %.*s <%.*s>\n", fields[i].name, STR_ARG(name), STR_ARG(address));
        }
        print_flaws(&p->out, "  ambiguous:", fields[i].list.flaws, address_flaw);
    }
    buf_printf(&p->out, "subject: %.*s\n", STR_ARG(subject));
    print_flaws(&p->out, "header:", m->headers.flaws, header_flaw);
    if (m->headers.overflow != HEADER_WITHIN_LIMITS)
        buf_printf(&p->out, "header: %s\n", overflow_names[m->headers.overflow]);
    for (struct part *part = m->root; part != NULL; part = part->next)
        print_part(p, part);
}

static int parse_file(struct parse *p, const char *file, bool is_json)
{
    str                  octets;
    struct message       message;
    struct address_field fields[ADDRESS_FIELDS];

    if (!cli_read("parse", file, &p->arena, &octets))
        return EX_NOINPUT;
    octets = cli_as_on_the_wire(&p->arena, octets);
    message_parse(&message, &p->arena, octets, false, &message_limits_default, p->unicode);
    read_address_fields(p, &message, fields);
    if (is_json)
        json_message(p, file, &message, fields);
    else
        print_message(p, file, &message, fields);
    arena_free(&p->arena);

    bool printed = cli_print(buf_str(&p->out));

    buf_clear(&p->out);
    return printed ? EX_OK : EX_IOERR;
}

static int parse_files(char **files, size_t count, bool is_json)
{
    struct parse p      = { .unicode = unicode_open(), .suffixes = suffixes_open(NULL) };
    int          status = EX_OK;

    if (p.unicode == NULL || p.suffixes == NULL || !digests_open(&p.digests)) {
        suffixes_close(p.suffixes);
        unicode_close(p.unicode);
        return cli_fail("parse", EX_SOFTWARE, "the Unicode data, the suffix list or the digests of the system cannot be used");
    }
    p.services = link_services_new(&p.lists, NULL, NULL, p.suffixes);
    if (count == 0)
        status = parse_file(&p, "-", is_json);
    for (size_t i = 0; i < count && status == EX_OK; i++)
        status = parse_file(&p, files[i], is_json);
    arena_free(&p.arena);
    arena_free(&p.lists);
    buf_free(&p.out);
    digests_close(&p.digests);
    suffixes_close(p.suffixes);
    unicode_close(p.unicode);
    return status;
}

int cmd_parse(int argc, char **argv)
{
    enum { JSON, HELP };
    static const struct option long_options[] = {
        { "json", no_argument, NULL, JSON },
        { "help", no_argument, NULL, HELP },
        { NULL,   0,           NULL, 0    },
    };
    bool is_json = false;

    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1; )
        switch (option) {
        case JSON: is_json = true; break;
        case HELP: return cli_print(str_of(usage)) ? EX_OK : EX_IOERR;
        default:   fputs(usage, stderr); return EX_USAGE;
        }
    return parse_files(argv + optind, (size_t)(argc - optind), is_json);
}
