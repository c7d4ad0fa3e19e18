#include "auth/dkim/alteration.h"

#include "auth/dkim/canon_body.h"
#include "auth/dkim/restore.h"
#include "auth/dkim/signed_header.h"

/* ---- the body ---- */

static bool has_signed_body(const struct dkim_failed *failed, const struct dkim_restored *restored,
                            const struct digests *digests, struct arena *arena)
{
    const struct dkim_signature *s      = failed->signature;
    struct dkim_body_hash        hash   = { .canon = s->canons.body, .algorithm = s->algorithm.hash,
                                            .length = s->body_length };
    struct dkim_body_hasher     *hasher = dkim_body_hasher_new(arena, digests, &hash, 1);

    for (size_t i = 0; i < ARRAY_LEN(restored->body); i++)
        dkim_body_hasher_update(hasher, restored->body[i]);
    dkim_body_hasher_final(hasher);
    return (s->body_length == DKIM_WHOLE_BODY || s->body_length <= hash.canonical_octets) &&
           str_equal(s->body_hash, (str){ (const char *)hash.octets, hash.len });
}

/* ---- the header ---- */

static bool is_content_field(const struct header *field)
{
    return str_starts_nocase(field->name, STR("Content-"));
}

/* A copy of the header with the Content- fields of a part in place of its own. Fields keep their places. */
static struct header_list restored_header(const struct header_list *headers, const struct part *content,
                                          struct arena *arena)
{
    struct header_list copy = *headers;
    size_t             more = content == NULL ? 0 : content->headers.count;

    copy.fields = ARENA_ARRAY(arena, struct header, headers->count + more);
    for (size_t i = 0; i < headers->count; i++) {
        copy.fields[i] = headers->fields[i];
        if (content != NULL && is_content_field(&copy.fields[i]))
            copy.fields[i].name = (str){ 0 };           /* no signature finds it any more */
    }
    for (size_t i = 0; i < more; i++)
        if (is_content_field(&content->headers.fields[i]))
            copy.fields[copy.count++] = content->headers.fields[i];
    return copy;
}

static bool verifies(const struct dkim_failed *failed, const struct header_list *headers, const struct digests *digests,
                     struct arena *arena)
{
    const struct header  *own    = &headers->fields[failed->field - failed->message->headers.fields];
    struct signed_fields *fields = signed_fields_new(arena, headers);
    struct digest         digest = { 0 };
    BUF_SCOPE             octets = { 0 };

    dkim_signed_header_write(&octets, failed->signature, own, fields);
    bool is_signed = dkim_signed_header_verify(buf_str(&octets), failed->signature, failed->key, &digest, digests);

    digest_free(&digest);
    return is_signed && !dkim_signed_header_has_added(fields);
}

/* The topmost field of the name is the one that readers show; NULL without one. */
static struct header *find_subject(const struct header_list *headers)
{
    for (size_t i = 0; i < headers->count; i++)
        if (str_equal_nocase(headers->fields[i].name, STR("Subject")))
            return &headers->fields[i];
    return NULL;
}

/* What of the header was altered besides, given that the body is what was signed. False if no guess fits. */
static bool header_verifies(const struct dkim_failed *failed, const struct part *content, unsigned *alterations,
                            const struct digests *digests, struct arena *arena)
{
    struct header_list headers = restored_header(&failed->message->headers, content, arena);
    struct header     *subject = find_subject(&headers), restored;
    bool               as_is   = failed->body_verifies && content == NULL;      /* known to fail */

    if (!as_is && verifies(failed, &headers, digests, arena))
        return true;
    if (subject == NULL || !dkim_restore_subject(arena, subject, &restored))
        return false;
    *subject      = restored;
    *alterations |= DKIM_SUBJECT_TAGGED;
    return verifies(failed, &headers, digests, arena);
}

unsigned dkim_find_alterations(const struct dkim_failed *failed, const struct digests *digests, struct arena *arena)
{
    struct dkim_restored restored[DKIM_RESTORED_MAX];
    unsigned             alterations = 0;

    if (failed->body_verifies)
        return header_verifies(failed, NULL, &alterations, digests, arena) ? alterations : 0;
    size_t count = dkim_restore_bodies(failed->message, restored);

    for (size_t i = 0; i < count; i++) {
        if (!has_signed_body(failed, &restored[i], digests, arena))
            continue;
        alterations = restored[i].alteration;
        return header_verifies(failed, restored[i].content, &alterations, digests, arena) ? alterations : 0;
    }
    return 0;
}
