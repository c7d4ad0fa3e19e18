#include "gateway/extract.h"

#include "auth/dkim/body_hashes.h"
#include "base/base64.h"
#include "gateway/transaction.h"
#include "mail/content.h"

/* ---- writing ---- */

/* "sha256" and "relaxed", as in a signature. */
static const char *algorithm_name(enum digest_algorithm algorithm)
{
    return algorithm == DIGEST_SHA1 ? "sha1" : "sha256";
}

static const char *canon_name(enum dkim_canon canon)
{
    return canon == DKIM_SIMPLE ? "simple" : "relaxed";
}

static str header_of(const struct message *message)
{
    return str_slice(message->octets, 0, message->headers.body_at);
}

size_t extract_answer_octets(const struct answer *answer)
{
    enum { OCTETS_BESIDE_A_RECORD = 16 };
    size_t octets = 0;

    for (size_t i = 0; i < answer->count; i++)
        octets += answer->records[i].data.len + OCTETS_BESIDE_A_RECORD;
    return octets;
}

static bool answers_are_too_large(const struct view *view)
{
    size_t octets = 0;

    for (const struct question *q = view->first; q != NULL; q = q->next)
        octets += q->answer == NULL ? 0 : extract_answer_octets(q->answer);
    return octets > EXTRACT_ANSWERS_MAX_OCTETS;
}

static bool is_too_large(const struct message *message, const struct attachments *attachments)
{
    size_t octets = 0, count = 0;

    for (const struct part *part = message->root->next; part != NULL; part = part->next, count++)
        octets += part->headers.block.len;
    return message->headers.body_at > EXTRACT_HEADER_MAX_OCTETS || count >= EXTRACT_PARTS_MAX || octets > EXTRACT_PARTS_MAX_OCTETS ||
           attachments->count > EXTRACT_PARTS_MAX;
}

static void write_flaws(struct json *json, unsigned flaws)
{
    if (flaws == 0)
        return;
    json_open_array(json, "flaws");
    for (unsigned rest = flaws; rest != 0; rest &= rest - 1)
        json_cstr(json, NULL, mime_flaw_name((enum mime_flaw)(rest & -rest)));
    json_close_array(json);
}

static void write_parts(struct json *json, const struct message *message, struct arena *arena)
{
    json_open_array(json, "parts");
    for (const struct part *part = message->root; part != NULL; part = part->next) {
        json_open_object(json, NULL);
        json_int(json, "depth", (int64_t)part->depth);
        if (part != message->root)
            json_exact(json, "header", part->headers.block, arena);
        write_flaws(json, part->flaws);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_body_hashes(struct json *json, const struct dkim_body_hashes *hashes, struct arena *arena)
{
    json_open_array(json, "body_hashes");
    for (const struct dkim_body_hash *h = NULL; hashes != NULL && (h = dkim_body_hashes_next(hashes, h)) != NULL; ) {
        json_open_object(json, NULL);
        json_cstr(json, "algorithm", algorithm_name(h->algorithm));
        json_cstr(json, "canon", canon_name(h->canon));
        if (h->length != DKIM_WHOLE_BODY)
            json_int(json, "length", (int64_t)h->length);
        json_int(json, "octets", (int64_t)h->canonical_octets);
        json_str(json, "hash", base64_encode(arena, (str){ (const char *)h->octets, h->len }));
        json_close_object(json);
    }
    json_close_array(json);
}

void extract_write(struct json *json, const struct transaction *tx, struct arena *arena)
{
    const struct message *message = &tx->message;

    json_open_object(json, "extract");
    if (is_too_large(message, &tx->attachments) || answers_are_too_large(&tx->view)) {
        json_bool(json, "too_large", true);
    } else {
        json_exact(json, "header", header_of(message), arena);
        write_parts(json, message, arena);
        write_body_hashes(json, tx->body_hashes, arena);
    }
    json_close_object(json);
}

/* ---- reading ---- */

/* The nearest part before it that stands one level higher. */
static struct part *parent_of(struct part *before, size_t depth)
{
    while (before->depth >= depth && before->parent != NULL)
        before = before->parent;
    return before;
}

static void hang_below(struct part *parent, struct part *part)
{
    struct part **link = &parent->first_child;

    while (*link != NULL)
        link = &(*link)->next_sibling;
    *link        = part;
    part->parent = parent;
}

static struct part *add_part(struct part *before, struct arena *arena, const struct extract_part *recorded,
                             const struct header_limits *limits)
{
    struct part *part = ARENA_NEW(arena, struct part);

    part->depth = recorded->depth;
    hang_below(parent_of(before, recorded->depth), part);
    header_parse(&part->headers, arena, recorded->header, false, limits);
    content_read(part, arena);
    part->flaws  = recorded->flaws;
    before->next = part;
    return part;
}

void extract_message(struct message *message, struct arena *arena, const struct extract *extract,
                     const struct message_limits *limits, const struct unicode *unicode)
{
    message_parse(message, arena, extract->header, false, limits, unicode);
    struct part *last = message->root;

    /* What the parser thought of a body that is not there counts for nothing. */
    last->first_child = last->next = NULL;
    last->flaws       = extract->part_count == 0 ? 0 : extract->parts[0].flaws;
    for (size_t i = 1; i < extract->part_count; i++)
        last = add_part(last, arena, &extract->parts[i], &limits->header);
    message->mime_flaws = extract->mime_flaws;
    message->part_count = extract->part_count;
}
