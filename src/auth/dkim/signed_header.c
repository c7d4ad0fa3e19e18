#include "auth/dkim/signed_header.h"

#include "auth/dkim/canon_header.h"

void dkim_signed_header_write(struct buf *out, const struct dkim_signature *s, const struct header *own,
                              struct signed_fields *fields)
{
    str names = s->signed_names, name;

    buf_clear(out);
    signed_fields_begin(fields, own);
    while (dkim_next_signed_name(&names, &name)) {
        const struct header *field = signed_fields_take(fields, name);

        if (field != NULL)
            dkim_canon_field(out, s->canons.header, field);
    }
    dkim_canon_signature_field(out, s->canons.header, own, s->signature_text);
}

bool dkim_signed_header_verify(str octets, const struct dkim_signature *s, const struct dkim_key *key,
                               struct digest *digest, const struct digests *digests)
{
    uint8_t found[DIGEST_MAX_OCTETS];

    digest_init(digest, digests, s->algorithm.hash);
    digest_update(digest, octets);
    size_t len = digest_final(digest, found);

    return dkim_key_verify(key, s->algorithm.hash, (str){ (const char *)found, len }, s->signature);
}

bool dkim_signed_header_has_added(const struct signed_fields *fields)
{
    static const str once[] = {
        STR_INIT("From"), STR_INIT("Sender"), STR_INIT("Reply-To"), STR_INIT("To"), STR_INIT("Cc"), STR_INIT("Subject"),
        STR_INIT("Date"), STR_INIT("Message-ID"), STR_INIT("Content-Type"), STR_INIT("Content-Transfer-Encoding"),
    };

    for (size_t i = 0; i < ARRAY_LEN(once); i++)
        if (signed_fields_partly_taken(fields, once[i]))
            return true;
    return false;
}
