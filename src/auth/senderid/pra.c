#include "auth/senderid/pra.h"

#include "base/ascii.h"

static bool is_empty(const struct header *field)
{
    return str_trim(field->value).len == 0;
}

static bool is_called(const struct header *field, str name)
{
    return str_equal_nocase(field->name, name);
}

/* The topmost field of the name that is not empty, or NULL; *count is how many there are. */
static const struct header *first_of(const struct header_list *headers, str name, size_t *count)
{
    struct header_walk   walk  = header_walk_down(headers, name);
    const struct header *first = NULL;

    *count = 0;
    for (const struct header *h; (h = header_next(&walk)) != NULL; ) {
        if (is_empty(h))
            continue;
        if (first == NULL)
            first = h;
        ++*count;
    }
    return first;
}

/* True if below a Resent-From and above the Resent-Sender stands a field of a server: then the two are of different
 * resendings, and the Resent-From of the later one counts. */
static bool is_of_older_block(const struct header_list *headers, const struct header *resent_sender)
{
    bool resent_from = false;

    for (const struct header *h = headers->fields; h < resent_sender; h++) {
        if (is_called(h, STR("Resent-From")) && !is_empty(h))
            resent_from = true;
        else if (resent_from && (is_called(h, STR("Received")) || is_called(h, STR("Return-Path"))))
            return true;
    }
    return false;
}

/* Steps 1 to 4. */
static enum auth_reason choose_field(const struct header_list *headers, const struct header **field)
{
    size_t               count;
    const struct header *resent_sender = first_of(headers, STR("Resent-Sender"), &count);

    *field = resent_sender;
    if (resent_sender != NULL && !is_of_older_block(headers, resent_sender))
        return REASON_NONE;
    *field = first_of(headers, STR("Resent-From"), &count);
    if (*field != NULL)
        return REASON_NONE;
    *field = first_of(headers, STR("Sender"), &count);
    if (*field == NULL)
        *field = first_of(headers, STR("From"), &count);
    if (*field == NULL)
        return REASON_SENDERID_NO_FIELD;
    return count == 1 ? REASON_NONE : REASON_SENDERID_SEVERAL_FIELDS;
}

/* Step 5. A group is not a mailbox, and what two readers could take for different ones is not one either. */
static bool read_mailbox(struct mailbox *mailbox, struct arena *arena, const struct header *field)
{
    struct address_list list;

    address_list_parse(&list, arena, field->value);
    if (list.count != 1 || list.groups > 0 || (list.flaws & ~(unsigned)ADDRESS_OBSOLETE) != 0)
        return false;
    *mailbox = list.mailboxes[0];
    return mailbox->domain.len > 0 && mailbox->local_part.len > 0;
}

enum auth_reason pra_find(struct pra *pra, struct arena *arena, const struct header_list *headers)
{
    *pra = (struct pra){ 0 };

    enum auth_reason reason = choose_field(headers, &pra->field);

    if (reason != REASON_NONE)
        return reason;
    return read_mailbox(&pra->mailbox, arena, pra->field) ? REASON_NONE : REASON_SENDERID_MALFORMED;
}
