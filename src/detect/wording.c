#include "detect/wording.h"

const struct wording *wording_of(struct arena *arena, const struct wording_reader *reader, const struct message *message,
                                 const struct content *content)
{
    struct wording *wording = ARENA_NEW(arena, struct wording);

    phrases_find(reader->phrases, message->subject, &wording->subject);
    phrases_find(reader->phrases, content->text, &wording->text);
    wording->payments.is_whole = true;
    payments_find(arena, reader->digests, content->text, &wording->payments);
    return wording;
}

str wording_says(const struct wording *wording, enum phrase_topic topic)
{
    str in_subject = wording->subject.first[topic];

    return in_subject.len > 0 ? in_subject : wording->text.first[topic];
}
