#include "mail/message.h"

#include "mail/date.h"
#include "mail/words.h"

const struct message_limits message_limits_default = {
    .header = { .fields = 1000, .octets = 128 * 1024 },
    .mime   = { .depth = 32, .parts = 1000 },
};

static str unfolded(const struct message *message, struct arena *arena, str name)
{
    const struct header *h = header_find(&message->headers, name);

    return h == NULL ? (str){ 0 } : header_unfold(arena, h);
}

/* All fields of that name count: one that is hidden behind another is still read by somebody. */
static void read_addresses(struct address_list *list, const struct message *message, struct arena *arena, str name)
{
    struct header_walk   walk  = header_walk_down(&message->headers, name);
    const struct header *h     = header_next(&walk);
    str                  value = h == NULL ? (str){ 0 } : h->value;
    size_t               room  = 0, len = 0;

    if (header_count(&message->headers, name) > 1) {
        for (const struct header *each = h; each != NULL; each = header_next(&walk))
            room += each->value.len + 1;

        char *joined = arena_octets(arena, room);

        walk = header_walk_down(&message->headers, name);
        while ((h = header_next(&walk)) != NULL) {
            if (len > 0)
                joined[len++] = ',';
            if (h->value.len > 0)
                memcpy(joined + len, h->value.ptr, h->value.len);
            len += h->value.len;
        }
        value = (str){ joined, len };
    }
    address_list_parse(list, arena, value);
}

/* The msg-id with its angle brackets (RFC 5322 §3.6.4), without comments around it; else the whole value. */
static str read_message_id(str value)
{
    ptrdiff_t open  = str_find_char(value, '<');
    ptrdiff_t close = open == STR_NOT_FOUND ? STR_NOT_FOUND : str_find_char(str_from(value, (size_t)open), '>');

    return close == STR_NOT_FOUND ? value : str_slice(value, (size_t)open, (size_t)(open + close) + 1);
}

/* What stands between the last angle brackets: before them may be a phrase (RFC 2919 §3). */
static str in_brackets(str value)
{
    ptrdiff_t open = str_rfind_char(value, '<');

    if (open == STR_NOT_FOUND)
        return (str){ 0 };

    str       rest  = str_from(value, (size_t)open + 1);
    ptrdiff_t close = str_find_char(rest, '>');

    return close == STR_NOT_FOUND ? (str){ 0 } : str_trim(str_slice(rest, 0, (size_t)close));
}

static void read_mime(struct message *message, struct arena *arena, bool lf_too, const struct message_limits *limits)
{
    message->root          = ARENA_NEW(arena, struct part);
    message->root->headers = message->headers;
    message->root->raw     = message->body;
    mime_parse(message->root, arena, lf_too, &limits->header, &limits->mime);
    for (const struct part *part = message->root; part != NULL; part = part->next) {
        message->mime_flaws |= part->flaws;
        message->part_count++;
    }
}

void message_parse(struct message *message, struct arena *arena, str octets, bool lf_too,
                   const struct message_limits *limits, const struct unicode *unicode)
{
    *message = (struct message){ .octets = octets };
    header_parse(&message->headers, arena, octets, lf_too, &limits->header);
    message->body = str_from(octets, message->headers.body_at);
    author_find(&message->author, arena, &message->headers, unicode);
    read_mime(message, arena, lf_too, limits);
    message->subject    = words_decode(arena, unfolded(message, arena, STR("Subject")), NULL);
    message->message_id = read_message_id(unfolded(message, arena, STR("Message-ID")));
    message->list_id    = in_brackets(unfolded(message, arena, STR("List-Id")));
    message->has_date   = date_parse(unfolded(message, arena, STR("Date")), &message->date);
    read_addresses(&message->to, message, arena, STR("To"));
    read_addresses(&message->cc, message, arena, STR("Cc"));
    read_addresses(&message->reply_to, message, arena, STR("Reply-To"));
    read_addresses(&message->sender, message, arena, STR("Sender"));
}
