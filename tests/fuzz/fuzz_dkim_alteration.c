/* Signatures that fail for what a mailing list has added. The first octet chooses what is added to a message that is
 * signed here, the second how it was signed; the rest is the message. What can be taken away again is named, and only
 * that; a message to which nothing was added, or from which a letter is missing, is explained by nothing. An
 * explanation never passes anything. Bodies that are guessed at are slices of the body, and few.
 *
 * Covers: src/auth/dkim/alteration.c src/auth/dkim/restore.c */
#include "fuzz.h"

#include "auth/dkim/restore.h"
#include "auth/dkim/verify.h"
#include "base/unicode.h"
#include "signer.h"

enum { NOW = 1700000000, SIGNATURES_MAX = 3 };

static void check_restored(const struct message *message)
{
    struct dkim_restored restored[DKIM_RESTORED_MAX];
    size_t               count = dkim_restore_bodies(message, restored);

    HOLDS(count <= DKIM_RESTORED_MAX);
    for (size_t i = 0; i < count; i++) {
        HOLDS(dkim_alteration_name(restored[i].alteration) != NULL);
        HOLDS(fuzz_is_inside(restored[i].body[0], message->octets) && fuzz_is_inside(restored[i].body[1], message->octets));
    }
}

static void check_subjects(struct arena *arena, const struct message *message)
{
    for (size_t i = 0; i < message->headers.count; i++) {
        const struct header *field = &message->headers.fields[i];
        struct header        restored;

        if (dkim_restore_subject(arena, field, &restored))
            HOLDS(restored.value.len < field->value.len && str_equal_nocase(restored.name, field->name));
    }
}

static struct dkim_result explain(struct arena *arena, str octets)
{
    struct dkim_options   options = { .signatures_max = SIGNATURES_MAX, .now = NOW, .digests = fuzz_digests(),
                                      .unicode = fuzz_unicode() };
    struct auth_results   results = { 0 };
    struct message        message;
    struct view           view;

    message_parse(&message, arena, octets, false, &message_limits_default, fuzz_unicode());
    check_restored(&message);
    check_subjects(arena, &message);

    struct dkim_verifier *verifier = dkim_verifier_new(arena, &message, &options);

    view_init(&view, arena, VIEW_QUESTIONS_DEFAULT);
    while (!dkim_verify(verifier, &view, &results))
        signer_answer(arena, &view);

    enum dkim_status before = results.dkim_count > 0 ? results.dkim[0].status : DKIM_NONE;

    dkim_explain_failure(verifier, STR(SIGNER_DOMAIN), &results);
    view_free(&view);
    if (results.dkim_count == 0)
        return (struct dkim_result){ 0 };
    HOLDS(results.dkim[0].status == before);
    HOLDS(results.dkim[0].alterations == 0 || before == DKIM_FAIL);
    return results.dkim[0];
}

/* ---- what lists do ---- */

enum addition { NOTHING, FOOTER, LINED_FOOTER, TAG, TAG_AND_FOOTER, PART, WRAPPING, ADDITIONS };

static bool adds_tag(enum addition a)    { return a == TAG || a == TAG_AND_FOOTER; }
static bool adds_footer(enum addition a) { return a == FOOTER || a == LINED_FOOTER || a == TAG_AND_FOOTER; }

/* In the place of what the input holds. */
struct draft { str fields, body; bool is_multipart; };

#define BOUNDARY "bb"
#define MULTIPART "Content-Type: multipart/mixed; boundary=" BOUNDARY "\r\n"
#define LIST_PART "\r\n--" BOUNDARY "\r\n\r\nlist@lists.example\r\n"

static str write_body(struct arena *arena, const struct draft *d, enum addition addition)
{
    if (d->is_multipart || addition == WRAPPING)
        return arena_printf(arena, "--" BOUNDARY "\r\n\r\n%.*s%s\r\n--" BOUNDARY "--\r\n", STR_ARG(d->body),
                            addition == NOTHING ? "" : LIST_PART);
    return arena_printf(arena, "%.*s%s%s", STR_ARG(d->body),
                        addition == LINED_FOOTER ? "_______________________________\r\n" : adds_footer(addition) ? "-- \r\n" : "",
                        adds_footer(addition) ? "list@lists.example\r\n" : "");
}

static str write_message(struct arena *arena, str signature, const struct draft *d, str subject, enum addition addition)
{
    return arena_printf(arena, "%.*sSubject: %s%.*s\r\n%.*s%s\r\n%.*s", STR_ARG(signature),
                        adds_tag(addition) ? "[list] " : "", STR_ARG(subject), STR_ARG(d->fields),
                        d->is_multipart || addition == WRAPPING ? MULTIPART : "",
                        STR_ARG(write_body(arena, d, addition)));
}

/* A text that we know how to read, and that ends with a line end. */
static bool is_plain(const struct draft *d)
{
    return str_find_nocase(d->fields, STR("Content-")) == STR_NOT_FOUND &&
           (d->body.len == 0 || str_ends_nocase(d->body, STR("\r\n")));
}

static void check_list(struct arena *arena, const struct draft *d, enum addition addition, unsigned choice)
{
    str                subject  = STR("a word of mine");
    struct message     original = signer_read(arena, write_message(arena, (str){ 0 }, d, subject, NOTHING));
    str                signature = signer_sign(arena, &original, STR("From:Subject"), choice & 1 ? DKIM_RELAXED : DKIM_SIMPLE,
                                               choice & 2 ? DKIM_RELAXED : DKIM_SIMPLE);
    struct dkim_result result = explain(arena, write_message(arena, signature, d, subject, addition));
    struct dkim_result forged = explain(arena, write_message(arena, signature, d, STR("another word"), addition));

    HOLDS((result.status == DKIM_PASS) == (addition == NOTHING));
    HOLDS(addition != NOTHING || result.alterations == 0);
    HOLDS((result.alterations & DKIM_SUBJECT_TAGGED) == 0 || adds_tag(addition));
    HOLDS(!adds_footer(addition) || !is_plain(d) || (result.alterations & DKIM_FOOTER_ADDED) != 0);
    HOLDS(addition != TAG || result.alterations == DKIM_SUBJECT_TAGGED);
    HOLDS(forged.status != DKIM_PASS && forged.alterations == 0);       /* nobody has signed that subject */
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE    arena    = { 0 };
    enum addition  addition = fuzz_take_octet(&input) % ADDITIONS;
    unsigned       choice   = fuzz_take_octet(&input);
    struct message plain    = signer_read(&arena, arena_printf(&arena, "From: a@" SIGNER_DOMAIN "\r\n%.*s", STR_ARG(input)));
    struct draft   draft    = { plain.headers.block, plain.body, addition == PART };

    (void)explain(&arena, plain.octets);
    if (plain.headers.overflow != HEADER_WITHIN_LIMITS || !plain.headers.has_end || plain.headers.flaws != 0 ||
        header_count(&plain.headers, STR("From")) > 1 || header_count(&plain.headers, STR("Subject")) > 0 ||
        header_count(&plain.headers, STR("DKIM-Signature")) > 0)
        return;
    check_list(&arena, &draft, addition, choice);
}
