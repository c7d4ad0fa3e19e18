#include "gateway/story_parts.h"

bool story_sender_is_known(const json_t *envelope)
{
    return !json_is_false(member(envelope, "mail_from_known")) || !str_equal(text(envelope, "client"), STR("unknown"));
}

/* A file says neither who sent it nor to whom: what was not told to us either is no claim. */
static void tell_envelope(struct story *story, const json_t *envelope)
{
    const json_t *rcpt  = member(envelope, "rcpt");
    str           mail  = text(envelope, "mail_from");
    bool          known = !json_is_false(member(envelope, "mail_from_known"));

    story_line(story, "Envelope:", !known          ? STR("not known: a file does not say it (--mail-from)")
                                   : mail.len == 0 ? STR("<> (the null sender, as of a delivery report)")
                                                   : mail);
    for (size_t i = 0; i < json_array_size(rcpt); i++) {
        const json_t *one = json_array_get(rcpt, i);

        story_line(story, "To:", json_is_string(one) ? str_of(json_string_value(one)) : (str){ 0 });
    }
}

static void tell_certificate(struct story *story, const json_t *envelope)
{
    const char *whose = json_is_true(member(envelope, "tls_client_trusted")) ? "one of ours" : "which nobody here knows";

    story_line(story, "", arena_printf(story->arena, "with the certificate \"%.*s\" (sha256:%.*s), %s",
                                       STR_ARG(text(envelope, "tls_client_name")), STR_ARG(text(envelope, "tls_client")), whose));
}

static void tell_client(struct story *story, const json_t *envelope)
{
    str helo = text(envelope, "helo");

    story_line(story, "Client:", !story_sender_is_known(envelope) ? STR("not known (--ip, --helo)")
                                 : helo.len == 0                  ? text(envelope, "client")
                                                                  : arena_printf(story->arena, "%.*s, calling itself %.*s",
                                                                                 STR_ARG(text(envelope, "client")), STR_ARG(helo)));
    if (text(envelope, "tls_client").len > 0)
        tell_certificate(story, envelope);
    story_line(story, "Through:", text(envelope, "through"));
}

void story_tell_claims(struct story *story, const json_t *record)
{
    const json_t *envelope = member(record, "envelope"), *message = member(record, "message"), *author = member(message, "author");
    str           name     = text(author, "display_name"), address = text(author, "address");
    str           queue_id = text(member(record, "milter"), "queue_id");

    story_heading(story, "What was claimed");
    story_line(story, "From:", name.len == 0 ? address
                                             : arena_printf(story->arena, "\"%.*s\" <%.*s>", STR_ARG(name), STR_ARG(address)));
    story_line(story, "Subject:", text(message, "subject"));
    tell_envelope(story, envelope);
    tell_client(story, envelope);
    if (member(record, "origin") != NULL)       /* behind servers of ours */
        story_line(story, "Origin:", arena_printf(story->arena, "%.*s, through %" JSON_INTEGER_FORMAT " of our servers",
                                                  STR_ARG(text(member(record, "origin"), "client")),
                                                  json_integer_value(member(member(record, "origin"), "hops"))));
    story_line(story, "Arrived:", text(record, "time"));
    if (queue_id.len > 0)
        story_line(story, "Queue ID:", arena_printf(story->arena, "%.*s, at the mail server", STR_ARG(queue_id)));
}
