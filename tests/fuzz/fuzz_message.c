/* A whole message: every field, part and body is a slice of it; a child lies inside its parent's body; the list of
 * parts is the tree in the order of the message; limits hold; decoding adds no octets but the blanks that lines of uuencode
 * have lost; what people are shown is
 * valid UTF-8 without line ends; an author is a domain of two labels or more, and only where nothing is ambiguous. Every
 * flaw and every status has a name.
 * The first octet chooses limits.
 *
 * Covers: src/mail/message.c src/mail/mime.c src/mail/content.c src/mail/decode.c src/mail/author.c */
#include "fuzz.h"

#include "base/domain.h"
#include "mail/message.h"
#include "mail/received.h"

static void check_text(str shown)
{
    HOLDS(str_is_utf8(shown) && !fuzz_has_control(shown));
}

static void check_headers(const struct header_list *list, str around, const struct header_limits *limits)
{
    HOLDS(list->count <= limits->fields && fuzz_is_inside(list->block, around));
    for (size_t i = 0; i < list->count; i++)
        HOLDS(fuzz_is_inside(list->fields[i].field, around));
}

static void check_part(struct part *part, struct arena *arena, str octets, const struct message_limits *limits)
{
    str around = part->parent == NULL ? octets : part->parent->raw;

    check_headers(&part->headers, around, &limits->header);
    HOLDS(fuzz_is_inside(part->raw, around));
    HOLDS(part->depth <= limits->mime.depth);
    HOLDS(part->parent == NULL ? part->depth == 0 : part->depth == part->parent->depth + 1);
    HOLDS(str_is_utf8(part->file_name));
    HOLDS(part->raw.len == 0 ||
          mime_decode(part, arena).len <= part->raw.len * (part->encoding == MIME_UUENCODE ? 2 : 1) + 2);
}

/* Where the tree goes on behind part, were there no list. */
static const struct part *after(const struct part *part)
{
    if (part->first_child != NULL)
        return part->first_child;
    while (part != NULL && part->next_sibling == NULL)
        part = part->parent;
    return part == NULL ? NULL : part->next_sibling;
}

static void check_addresses(const struct address_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        HOLDS(str_is_utf8(list->mailboxes[i].display_name) && str_is_utf8(list->mailboxes[i].comment));
}

static void check_flaws(unsigned flaws)
{
    for (; flaws != 0; flaws &= flaws - 1)
        HOLDS(mime_flaw_name((enum mime_flaw)(flaws & -flaws)) != NULL);
}

static void check_author(const struct author *author)
{
    HOLDS(author_status_name(author->status) != NULL && author_status_sentence(author->status) != NULL);
    HOLDS((author->status == AUTHOR_OK) == (author->domain.len > 0));
    HOLDS(author->domain.len == 0 ||
          (domain_is_queryable(author->domain) && domain_label_count(author->domain) >= 2));
    HOLDS(author->domain_count <= AUTHOR_DOMAINS_MAX);
    HOLDS(author->status != AUTHOR_OK || author->domain_count == 1);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE           arena  = { 0 };
    unsigned              choice = fuzz_take_octet(&input);
    struct message_limits limits = { .header = { 8 + choice % 32, 4096 }, .mime = { 1 + choice % 5, 1 + choice % 17 } };
    struct message        message;
    size_t                parts = 0;

    message_parse(&message, &arena, input, choice & 1, &limits, fuzz_unicode());
    check_headers(&message.headers, input, &limits.header);
    HOLDS(fuzz_is_inside(message.body, input));
    for (struct part *part = message.root; part != NULL; part = part->next, parts++) {
        HOLDS(part->next == after(part));
        check_part(part, &arena, input, &limits);
    }
    check_flaws(message.mime_flaws);
    HOLDS(parts == message.part_count && parts <= limits.mime.parts);
    check_text(message.subject);
    check_addresses(&message.to);
    check_addresses(&message.reply_to);
    check_author(&message.author);
    for (size_t i = 0; i < message.headers.count; i++) {
        struct received received;

        received_parse(&received, &arena, &message.headers.fields[i]);
        HOLDS(received.from_name.len <= message.headers.fields[i].value.len);
    }
}
