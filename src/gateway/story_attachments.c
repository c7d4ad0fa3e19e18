#include "gateway/story_parts.h"

#include "detect/file/type.h"

static str words_of_type(const json_t *attachment)
{
    enum file_type type = FILE_UNKNOWN;

    (void)!file_type_find(text(attachment, "type"), &type);
    return str_of(file_type_words(type));
}

void story_tell_attachments(struct story *story, const json_t *record)
{
    const json_t *list = member(record, "attachments");

    if (json_array_size(list) == 0)
        return;
    story_heading(story, "What it carries");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one    = json_array_get(list, i);
        str           name   = text(one, "name").len > 0 ? text(one, "name") : STR("a file without a name");
        str           inside = text(one, "inside"), packed = text(one, "packed_name");

        if (!json_is_object(one))
            continue;
        FLOW(story, "  - ", "%.*s: %.*s, %" JSON_INTEGER_FORMAT " octets%s%.*s%s%.*s.%s", STR_ARG(name),
             STR_ARG(words_of_type(one)), json_integer_value(member(one, "octets")),
             inside.len > 0 ? ", in the attached message " : "", STR_ARG(inside),
             packed.len > 0 ? ", which holds " : "", STR_ARG(packed),
             json_is_true(member(one, "content_checked")) ? "" : " Its content was not checked.");
    }
}
