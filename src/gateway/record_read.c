#include "gateway/record_read.h"

#include "base/base64.h"
#include "dns/packet.h"
#include "gateway/mail_server.h"
#include "gateway/record.h"
#include "gateway/record_tree.h"

/* Sizes and kinds are checked as with any input. */
struct reader { struct transaction *tx; struct arena *arena; struct recorded *out; };

const char *record_fit_text(enum record_fit fit)
{
    switch (fit) {
    case RECORD_FIT:        return "the message can be judged again";
    case RECORD_TOO_OLD:    return "a record of version 1 does not keep what the verdict stands on";
    case RECORD_TOO_LARGE:  return "the message's header or structure, or what the DNS answered, was larger than a record keeps";
    case RECORD_IMPERSONAL: return "personal data was not kept";
    case RECORD_TOO_NEW:    return "the record is of a later version";
    case RECORD_UNREADABLE: return "the record cannot be read";
    }
    UNREACHABLE();
}

/* ---- values ---- */

static str text_of(const json_t *value)
{
    return json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : (str){ 0 };
}

/* The tree goes when the record has been read: what stays is copied. */
static str text(const struct reader *r, const json_t *object, const char *name)
{
    return arena_str(r->arena, text_of(json_object_get(object, name)));
}

/* What json_exact has written. */
static bool octets(const struct reader *r, const json_t *value, str *out)
{
    if (json_is_string(value)) {
        *out = arena_str(r->arena, text_of(value));
        return true;
    }
    return json_is_object(value) && base64_decode(r->arena, text_of(json_object_get(value, "base64")), out);
}

static bool flag(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

static uint64_t number(const json_t *object, const char *name, uint64_t absent)
{
    const json_t *value = json_object_get(object, name);

    return json_is_integer(value) && json_integer_value(value) >= 0 ? (uint64_t)json_integer_value(value) : absent;
}

/* The bits whose names stand in a list. Bits go up to last. */
static unsigned bits(const json_t *list, unsigned last, const char *(*name_of)(unsigned bit))
{
    unsigned set = 0;

    for (size_t i = 0; i < json_array_size(list); i++)
        for (unsigned bit = 1; bit != 0 && bit <= last; bit <<= 1)
            if (str_equal(text_of(json_array_get(list, i)), str_of(name_of(bit))))
                set |= bit;
    return set;
}

static const char *flaw_name(unsigned bit)       { return mime_flaw_name((enum mime_flaw)bit); }
static const char *name_sign(unsigned bit)       { return file_name_sign_name((enum file_name_sign)bit); }
static const char *alteration_name(unsigned bit) { return dkim_alteration_name((enum dkim_alteration)bit); }

/* ---- the envelope ---- */

/* A mail server beside us may have taken for one what is none to us: it was judged as it came, and is judged so again. */
static bool read_path(const struct reader *r, const json_t *value, struct path *path)
{
    *path = mail_server_path_again(text_of(value), r->arena);
    return json_is_string(value);
}

static bool read_recipients(const struct reader *r, const json_t *list)
{
    struct envelope *envelope = &r->tx->envelope;

    envelope->recipients = ARENA_ARRAY(r->arena, struct path, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_path(r, json_array_get(list, i), &envelope->recipients[envelope->recipient_count++]))
            return false;
    return true;
}

static bool read_envelope(const struct reader *r, const json_t *record)
{
    struct envelope *e    = &r->tx->envelope;
    const json_t    *from = json_object_get(record, "envelope"), *helo = json_object_get(from, "helo_octets");
    const json_t    *milter = json_object_get(record, "milter"), *verdict = json_object_get(record, "verdict");
    str              shadow = text_of(json_object_get(verdict, "shadow"));

    r->tx->listener     = text(r, from, "listener");
    r->tx->by_milter    = milter != NULL;
    r->tx->mail_server_id = text(r, milter, "queue_id");
    (void)!passage_from_name(text_of(json_object_get(verdict, "passage")), &r->tx->passage);    /* the token is no proof any more */
    r->tx->in_shadow    = str_equal(shadow, str_of(shadow_name(SHADOW_ALL)));
    e->helo             = text(r, from, "helo");
    e->is_esmtp         = flag(from, "esmtp");
    e->smtputf8         = flag(from, "smtputf8");
    e->authenticated_as = text(r, from, "authenticated_as");
    e->tls_version      = text(r, from, "tls_version");
    e->tls_cipher       = text(r, from, "tls_cipher");
    e->tls_fingerprint  = text(r, from, "tls_client");
    e->tls_name         = text(r, from, "tls_client_name");
    e->tls_is_trusted   = flag(from, "tls_client_trusted");
    e->is_unknown       = !flag(from, "mail_from_known");
    (void)!ip_parse(text_of(json_object_get(from, "client")), &e->client);      /* "unknown" is none */
    (void)!ip_parse(text_of(json_object_get(from, "through")), &e->through);
    (void)!envelope_body_from_name(text_of(json_object_get(from, "body")), &e->body);
    return time_parse_rfc3339(text_of(json_object_get(record, "time")), &e->arrived_at) &&
           (helo == NULL || octets(r, helo, &e->helo)) && read_path(r, json_object_get(from, "mail_from"), &e->reverse_path) &&
           read_recipients(r, json_object_get(from, "rcpt"));
}

/* What the databases said then: they are other ones by now. */
static void read_network(const struct reader *r, const json_t *record)
{
    const json_t *from = json_object_get(record, "network");

    r->tx->network_is_known = json_is_object(from);
    if (r->tx->network_is_known)
        r->tx->network = (struct network){ .prefix = text(r, from, "network"), .country = text(r, from, "country"),
                                           .asn = (uint32_t)json_integer_value(json_object_get(from, "asn")) };
}

/* ---- the view ---- */

/* The reverse of what write_view makes of a record. */
static bool read_answer_record(const struct reader *r, uint16_t type, const json_t *value, struct record *out)
{
    struct ip ip;
    str       data, preference;
    uint64_t  most = UINT16_MAX, least = 0;

    if (!octets(r, value, &data))
        return false;
    *out = (struct record){ .data = data };
    if ((type == DNS_A || type == DNS_AAAA) && ip_parse(data, &ip)) {
        /* ::ffff:192.0.2.1 is shown as the IPv4 address that it stands for. */
        static const char mapped[] = "\0\0\0\0\0\0\0\0\0\0\xff\xff";
        bool              four     = ip.family == IP_V4;
        str               pieces[] = { { mapped, four && type == DNS_AAAA ? 12 : 0 }, { (const char *)ip.octets, four ? 4 : 16 } };

        out->data = arena_join(r->arena, pieces, ARRAY_LEN(pieces), (str){ 0 });
    }
    if (type == DNS_MX && str_cut(&data, ' ', &preference) && str_to_u64(preference, most, &least))
        *out = (struct record){ (uint16_t)least, data };
    return true;
}

static bool read_question(const struct reader *r, const json_t *from)
{
    enum question_kind kind;
    enum answer_state  state;
    uint16_t           type    = 0;
    str                name;
    const json_t      *list    = json_object_get(from, "records");
    struct record     *records = ARENA_ARRAY(r->arena, struct record, json_array_size(list));

    if (!question_kind_from_name(text_of(json_object_get(from, "kind")), &kind) || !octets(r, json_object_get(from, "name"), &name) ||
        !answer_state_from_name(text_of(json_object_get(from, "state")), &state) || state == ANSWER_PENDING || name.len == 0)
        return false;
    if (kind == QUESTION_DNS && !dns_type_from_name(text_of(json_object_get(from, "type")), &type))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_answer_record(r, type, json_array_get(list, i), &records[i]))
            return false;
    view_record(&r->tx->view, kind, type, name, text(r, from, "for"), answer_new(state, 0, records, json_array_size(list), NULL));
    return true;
}

/* A question still open when the message was judged was nobody's who decided: it stays unrecorded. */
static bool read_view(const struct reader *r, const json_t *record)
{
    const json_t *list = json_object_get(record, "view");

    r->tx->view.recorded = true;
    r->tx->view.refused  = flag(record, "questions_refused");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_question(r, json_array_get(list, i)))
            return false;
    return json_is_array(list);
}

/* ---- the extract ---- */

static bool read_parts(const struct reader *r, const json_t *list)
{
    struct extract_part *parts = ARENA_ARRAY(r->arena, struct extract_part, json_array_size(list));

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *part = json_array_get(list, i);

        parts[i] = (struct extract_part){ .depth = number(part, "depth", 0),
                                          .flaws = bits(json_object_get(part, "flaws"), MIME_HEADER_TWO_ENDS, flaw_name) };
        if (i > 0 && !octets(r, json_object_get(part, "header"), &parts[i].header))
            return false;
    }
    r->out->extract.parts      = parts;
    r->out->extract.part_count = json_array_size(list);
    return json_array_size(list) > 0 && json_array_size(list) <= EXTRACT_PARTS_MAX;
}

static bool read_body_hash(const struct reader *r, const json_t *from, struct dkim_body_hash *hash)
{
    str found;

    hash->algorithm        = str_equal(text_of(json_object_get(from, "algorithm")), STR("sha1")) ? DIGEST_SHA1 : DIGEST_SHA256;
    hash->canon            = str_equal(text_of(json_object_get(from, "canon")), STR("simple")) ? DKIM_SIMPLE : DKIM_RELAXED;
    hash->length           = number(from, "length", DKIM_WHOLE_BODY);
    hash->canonical_octets = number(from, "octets", 0);
    if (!base64_decode(r->arena, text_of(json_object_get(from, "hash")), &found) || found.len > sizeof hash->octets)
        return false;
    memcpy(hash->octets, found.ptr, found.len);
    hash->len = found.len;
    return true;
}

static bool read_body_hashes(const struct reader *r, const json_t *list)
{
    struct dkim_body_hash *hashes = ARENA_ARRAY(r->arena, struct dkim_body_hash, json_array_size(list));

    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_body_hash(r, json_array_get(list, i), &hashes[i]))
            return false;
    r->out->extract.body_hashes     = hashes;
    r->out->extract.body_hash_count = json_array_size(list);
    return true;
}

/* What lists had done to the signatures, and whether that was looked for at all. */
static void read_alterations(const struct reader *r, const json_t *auth)
{
    const json_t *list  = json_object_get(auth, "dkim"), *dmarc = json_object_get(auth, "dmarc");
    str           asked = text_of(json_object_get(dmarc, "disposition"));
    unsigned     *all   = ARENA_ARRAY(r->arena, unsigned, json_array_size(list));

    for (size_t i = 0; i < json_array_size(list); i++)
        all[i] = bits(json_object_get(json_array_get(list, i), "verifies_without"), DKIM_SUBJECT_TAGGED, alteration_name);
    r->out->extract.alterations      = all;
    r->out->extract.alteration_count = json_array_size(list);
    r->out->extract.was_explained    = str_equal(text_of(json_object_get(dmarc, "result")), STR("fail")) &&
        (str_equal(asked, str_of(dmarc_policy_name(DMARC_POLICY_QUARANTINE))) ||
         str_equal(asked, str_of(dmarc_policy_name(DMARC_POLICY_REJECT))));
}

static struct finding read_finding(const struct reader *r, const json_t *from)
{
    str evidence;

    if (!octets(r, json_object_get(from, "evidence_octets"), &evidence))
        evidence = text(r, from, "evidence");
    return (struct finding){
        .id        = arena_cstr(r->arena, text(r, from, "id")),
        .weight    = json_number_value(json_object_get(from, "weight")),
        .evidence  = evidence,
        .is_graded = flag(from, "graded"),
    };
}

static void read_findings(const struct reader *r, const json_t *record)
{
    struct findings *findings = &r->out->extract.findings;
    const json_t    *list     = json_object_get(record, "findings"), *shadows = json_object_get(record, "findings_in_shadow");
    const json_t    *off      = json_object_get(json_object_get(record, "by"), "signals_off");
    str             *ids      = ARENA_ARRAY(r->arena, str, json_array_size(off));

    for (size_t i = 0; i < json_array_size(list) && findings->count < FINDINGS_MAX; i++)
        findings->items[findings->count++] = read_finding(r, json_array_get(list, i));
    findings->shadows = ARENA_ARRAY(r->arena, struct finding, json_array_size(shadows));
    for (size_t i = 0; i < json_array_size(shadows); i++)
        findings->shadows[findings->shadow_count++] = read_finding(r, json_array_get(shadows, i));
    for (size_t i = 0; i < json_array_size(off); i++)
        ids[i] = arena_str(r->arena, text_of(json_array_get(off, i)));
    r->out->extract.signals_off      = ids;
    r->out->extract.signal_off_count = json_array_size(off);
}

static enum file_type file_type(const json_t *object, const char *name)
{
    enum file_type type = FILE_UNKNOWN;

    (void)!file_type_find(text_of(json_object_get(object, name)), &type);
    return type;
}

/* As application/octet-stream where it is no media type. */
static enum file_type declared_type(str media_type)
{
    str type;

    return str_cut(&media_type, '/', &type) ? file_type_by_media(type, media_type) : FILE_UNKNOWN;
}

static struct attachment read_attachment(const struct reader *r, const json_t *from)
{
    struct attachment a = {
        .name            = text(r, from, "name"),
        .ending          = text(r, from, "ending"),
        .other_ending    = text(r, from, "other_ending"),
        .media_type      = text(r, from, "media_type"),
        .by_name         = file_type(from, "by_name"),
        .by_content      = file_type(from, "by_content"),
        .octets          = number(from, "octets", 0),
        .sha256          = text(r, from, "sha256"),
        .name_signs      = bits(json_object_get(from, "name_signs"), FILE_NAME_STREAM, name_sign),
        .content_checked = flag(from, "content_checked"),
        .is_encrypted    = flag(from, "encrypted"),
        .packed          = file_type(from, "packed"),
        .packed_name     = text(r, from, "packed_name"),
        .packed_ending   = text(r, from, "packed_ending"),
        .inside          = text(r, from, "inside"),
    };

    a.declared = declared_type(a.media_type);
    return a;
}

static void read_attachments(const struct reader *r, const json_t *record)
{
    struct extract *extract = &r->out->extract;
    const json_t   *list    = json_object_get(record, "attachments");

    extract->has_attachments      = json_is_array(list);
    extract->attachments.items    = ARENA_ARRAY(r->arena, struct attachment, json_array_size(list));
    extract->attachments.is_whole = flag(record, "attachments_whole");
    for (size_t i = 0; i < json_array_size(list); i++)
        extract->attachments.items[extract->attachments.count++] = read_attachment(r, json_array_get(list, i));
}

static bool read_extract(const struct reader *r, const json_t *record)
{
    struct extract *extract = &r->out->extract;
    const json_t   *from    = json_object_get(record, "extract"), *message = json_object_get(record, "message");

    extract->size       = number(message, "size", 0);
    extract->sha256     = text(r, message, "sha256");
    extract->mime_flaws = bits(json_object_get(message, "mime_flaws"), MIME_HEADER_TWO_ENDS, flaw_name);
    read_alterations(r, json_object_get(record, "auth"));
    read_findings(r, record);
    read_attachments(r, record);
    return octets(r, json_object_get(from, "header"), &extract->header) && read_parts(r, json_object_get(from, "parts")) &&
           read_body_hashes(r, json_object_get(from, "body_hashes"));
}

/* ---- the whole ---- */

static void read_verdict(const struct reader *r, const json_t *record)
{
    const json_t *verdict = json_object_get(record, "verdict");
    const json_t *by      = json_object_get(record, "by");

    r->out->program       = text(r, by, "program");
    r->out->configuration = text(r, by, "configuration");
    r->out->lists         = text(r, by, "lists");
    r->out->action        = text(r, verdict, "action");
    r->out->band          = text(r, verdict, "band");
    r->out->step          = text(r, verdict, "step");
    r->out->reply         = text(r, verdict, "reply");
    r->out->reason        = text(r, verdict, "reason");
}

static enum record_fit fit_of(const json_t *record)
{
    const json_t *extract = json_object_get(record, "extract");
    uint64_t      version = number(record, "version", 0);

    if (version == 0)
        return RECORD_UNREADABLE;
    if (version > RECORD_VERSION)
        return RECORD_TOO_NEW;
    if (version < 2)
        return RECORD_TOO_OLD;
    if (flag(extract, "too_large"))
        return RECORD_TOO_LARGE;
    if (flag(extract, "impersonal"))
        return RECORD_IMPERSONAL;
    return RECORD_FIT;
}

/* No text in a record holds this: its quotes would be escaped. */
str record_judged_part(str record)
{
    ptrdiff_t at = str_find(record, STR(",\"feeds\":"));

    if (at == STR_NOT_FOUND)            /* before there were feeds */
        at = str_find(record, STR(",\"outcome\":"));
    return at == STR_NOT_FOUND ? str_slice(record, 0, record.len > 0 ? record.len - 1 : 0) : str_slice(record, 0, (size_t)at);
}

void record_read(struct transaction *tx, str record, struct recorded *recorded)
{
    struct reader r    = { tx, &tx->arena, recorded };
    json_t       *root = record_tree(record, NULL);

    *recorded = (struct recorded){ .fit = fit_of(root), .judged = record_judged_part(record) };
    read_verdict(&r, root);
    if (recorded->fit == RECORD_FIT && !(read_envelope(&r, root) && read_view(&r, root) && read_extract(&r, root)))
        recorded->fit = RECORD_UNREADABLE;
    read_network(&r, root);
    tx->extract = &recorded->extract;
    json_decref(root);
}
