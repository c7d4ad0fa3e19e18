/* The files of a message: a message's octets.
 *
 * Each has a size that its part can have, and one kind that is no better than what its name and its content say. The same
 * message has the same files however often it is read; and attached to another one in base64, it brings the same files with it.
 * What tells a password is a piece of the text.
 *
 * Covers: src/detect/attachment.c src/detect/stray_part.c src/detect/password.c */
#include "fuzz.h"

#include "base/base64.h"
#include "detect/attachment.h"
#include "detect/password.h"

static void read_message(struct attachments *list, struct arena *arena, struct message *message, str octets)
{
    message_parse(message, arena, octets, true, &message_limits_default, fuzz_unicode());
    attachments_read(list, arena, message, &(struct attachment_options){ .limits = &message_limits_default });
}

static void check_file(const struct attachment *a, size_t input)
{
    enum file_class class = file_type_class(attachment_type(a));

    HOLDS(a->media_type.len > 0 && a->octets <= input && a->declared < FILE_TYPE_COUNT);
    HOLDS(class >= file_type_class(file_type_worse(a->by_name, a->by_content)) || a->name.len == 0);
    HOLDS(a->packed == FILE_UNKNOWN || (a->zip != NULL && a->packed_name.len > 0));
    HOLDS(a->zip == NULL || a->pdf == NULL);

    str shown = attachment_shown_name(a);

    HOLDS(shown.len > 0 && str_is_utf8(shown) && !fuzz_has_control(shown));
}

static bool is_same_file(const struct attachment *a, const struct attachment *b)
{
    return str_equal(a->name, b->name) && a->octets == b->octets && a->by_name == b->by_name && a->by_content == b->by_content &&
           a->declared == b->declared && a->name_signs == b->name_signs && a->is_encrypted == b->is_encrypted;
}

/* The attached message comes first, then its files; those of messages inside of it in the same order. */
static void check_attached(struct arena *arena, const struct attachments *direct, str octets)
{
    struct message     outer;
    struct attachments list;
    str                base64 = base64_encode(arena, octets);
    str                parts[] = {
        STR("MIME-Version: 1.0\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"), base64 };

    read_message(&list, arena, &outer, arena_join(arena, parts, ARRAY_LEN(parts), (str){ 0 }));
    if (!list.is_whole)
        return;
    HOLDS(direct->is_whole && list.count == direct->count + 1);
    for (size_t i = 0; i < direct->count; i++)
        HOLDS(is_same_file(&list.items[i + 1], &direct->items[i]));
}

static void check_password(struct arena *arena, str text)
{
    str evidence = { 0 };

    if (str_is_utf8(text) && password_is_told(fuzz_unicode(), arena, text, &evidence))
        HOLDS(evidence.len > 0 && str_find(unicode_fold(fuzz_unicode(), arena, text), evidence) != STR_NOT_FOUND);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE        arena = { 0 };
    struct message     message, twice;
    struct attachments list, again;

    read_message(&list, &arena, &message, input);
    for (size_t i = 0; i < list.count; i++)
        check_file(&list.items[i], input.len);
    read_message(&again, &arena, &twice, input);
    HOLDS(again.count == list.count && again.is_whole == list.is_whole);
    for (size_t i = 0; i < list.count; i++)
        HOLDS(is_same_file(&list.items[i], &again.items[i]));
    check_attached(&arena, &list, input);
    check_password(&arena, input);
}
