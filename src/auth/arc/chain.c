#include "auth/arc/chain.h"

#include <stddef.h>

#include "auth/dkim/signature_tags.h"
#include "auth/taglist.h"
#include "base/ascii.h"
#include "mail/cfws.h"

/* ---- tags ---- */

/* position = 1*2DIGIT, from 1 to 50 (§4.2.1), comments around it. "01" is refused: readers that compare texts would put
 * it into another set than readers that compare numbers. */
static enum auth_reason read_instance(void *member, str value, struct arena *arena)
{
    uint64_t number;
    size_t   digits = 0;
    str      rest   = value;

    (void)arena;
    (void)cfws_skip(&rest);
    while (digits < rest.len && ascii_is_digit(rest.ptr[digits]))
        digits++;
    str position = str_slice(rest, 0, digits);

    rest = str_from(rest, digits);
    if (cfws_skip(&rest) || digits == 0 || position.ptr[0] == '0' || !str_to_u64(position, UINT64_MAX, &number))
        return REASON_ARC_INSTANCE;
    if (number > ARC_SETS_MAX)
        return REASON_ARC_TOO_MANY_SETS;
    *(unsigned *)member = (unsigned)number;
    return REASON_NONE;
}

/* §4.1.3: what is none of the words is found when the structure is checked. */
static enum auth_reason read_cv(void *member, str value, struct arena *arena)
{
    static const struct { str word; enum arc_cv cv; } words[] = {
        { STR_INIT("none"), ARC_CV_NONE }, { STR_INIT("pass"), ARC_CV_PASS }, { STR_INIT("fail"), ARC_CV_FAIL },
    };

    (void)arena;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal_nocase(value, words[i].word))
            *(enum arc_cv *)member = words[i].cv;
    return REASON_NONE;
}

/* h= of a message signature, §4.1.2. ARC-Authentication-Results may stand in it although it must not: drafts asked for
 * it, sealers still do it, and it opens nothing, since the seal covers that field as well. An empty name is passed over
 * like the name of a field that is not there. */
static enum auth_reason read_names(void *member, str value, struct arena *arena)
{
    static const str forbidden[] = {
        STR_INIT("Authentication-Results"), STR_INIT("ARC-Message-Signature"), STR_INIT("ARC-Seal"),
    };
    str rest = value, name;

    (void)arena;
    *(str *)member = value;
    while (dkim_next_signed_name(&rest, &name))
        for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
            if (str_equal_nocase(name, forbidden[i]))
                return REASON_ARC_COVERS_ARC;
    return value.len > 0 ? REASON_NONE : REASON_DKIM_TAG_VALUE;
}

static enum auth_reason refuse_names(void *member, str value, struct arena *arena)
{
    (void)member, (void)value, (void)arena;
    return REASON_ARC_SEAL_NAMES_FIELDS;
}

#define FIELD(name) offsetof(struct arc_signature, name)

/* RFC 8617 §4.1.2: the tags of RFC 6376 §3.5 but v=, and with another i=. */
static const struct tag_rule message_signature_tags[] = {
    { STR_INIT("i"),  TAG_REQUIRED, read_instance,       FIELD(instance)               },
    { STR_INIT("a"),  TAG_REQUIRED, dkim_read_algorithm, FIELD(signature.algorithm)    },
    { STR_INIT("b"),  TAG_REQUIRED, dkim_read_base64,    FIELD(signature.signature)    },
    { STR_INIT("bh"), TAG_REQUIRED, dkim_read_base64,    FIELD(signature.body_hash)    },
    { STR_INIT("c"),  TAG_OPTIONAL, dkim_read_canons,    FIELD(signature.canons)       },
    { STR_INIT("d"),  TAG_REQUIRED, dkim_read_text,      FIELD(signature.domain)       },
    { STR_INIT("h"),  TAG_REQUIRED, read_names,          FIELD(signature.signed_names) },
    { STR_INIT("l"),  TAG_OPTIONAL, dkim_read_length,    FIELD(signature.body_length)  },
    { STR_INIT("q"),  TAG_OPTIONAL, dkim_read_query,     0                             },
    { STR_INIT("s"),  TAG_REQUIRED, dkim_read_text,      FIELD(signature.selector)     },
    { STR_INIT("t"),  TAG_OPTIONAL, dkim_read_time,      FIELD(signature.signed_at)    },
    { STR_INIT("x"),  TAG_OPTIONAL, dkim_read_time,      FIELD(signature.expires_at)   },
};

/* RFC 8617 §4.1.3. */
static const struct tag_rule seal_tags[] = {
    { STR_INIT("i"),  TAG_REQUIRED, read_instance,       FIELD(instance)               },
    { STR_INIT("cv"), TAG_OPTIONAL, read_cv,             FIELD(cv)                     },
    { STR_INIT("a"),  TAG_REQUIRED, dkim_read_algorithm, FIELD(signature.algorithm)    },
    { STR_INIT("b"),  TAG_REQUIRED, dkim_read_base64,    FIELD(signature.signature)    },
    { STR_INIT("d"),  TAG_REQUIRED, dkim_read_text,      FIELD(signature.domain)       },
    { STR_INIT("h"),  TAG_OPTIONAL, refuse_names,        0                             },
    { STR_INIT("s"),  TAG_REQUIRED, dkim_read_text,      FIELD(signature.selector)     },
    { STR_INIT("t"),  TAG_OPTIONAL, dkim_read_time,      FIELD(signature.signed_at)    },
};

/* ---- fields ---- */

static enum auth_reason first_of(enum auth_reason a, enum auth_reason b)
{
    return a != REASON_NONE ? a : b;
}

/* What the tags say together. rsa-sha1 is no longer a signature of anybody (RFC 8301 §3.1). */
static enum auth_reason check_signature(struct dkim_signature *s, enum arc_field kind, struct arena *arena,
                                        const struct unicode *unicode)
{
    enum auth_reason reason = dkim_check_key_place(s, arena, unicode);

    if (reason == REASON_NONE && s->algorithm.hash == DIGEST_SHA1)
        reason = REASON_DKIM_ALGORITHM_HISTORIC;
    if (reason == REASON_NONE && kind == ARC_MESSAGE_SIGNATURE)
        reason = dkim_check_contents(s);
    return reason;
}

/* Returns what makes the field unfit for any set. What only keeps it from verifying is in s->fault: an old message
 * signature may be broken in a chain that is good. */
static enum auth_reason read_signature(struct arc_signature *s, const struct header *field, enum arc_field kind,
                                       struct arena *arena, const struct unicode *unicode)
{
    bool                   is_seal = kind == ARC_SEAL;
    const struct tag_rule *rules   = is_seal ? seal_tags : message_signature_tags;
    size_t                 count   = is_seal ? ARRAY_LEN(seal_tags) : ARRAY_LEN(message_signature_tags);
    str                    text    = field->value, bad;
    struct taglist         list;

    *s = (struct arc_signature){ .field = field, .signature = dkim_signature_defaults() };
    (void)cfws_skip(&text);
    if (taglist_parse(&list, text, TAGLIST_STRICT, &bad) != TAGLIST_OK)
        return REASON_ARC_FIELD_SYNTAX;
    enum auth_reason broken = taglist_read(&list, rules, count, REASON_DKIM_TAG_MISSING, s, arena);
    const str       *b      = taglist_find(&list, STR("b"));

    if (s->instance == 0)
        return broken == REASON_ARC_TOO_MANY_SETS ? broken : REASON_ARC_INSTANCE;
    s->signature.signature_text = b == NULL ? (str){ 0 } : *b;
    s->fault = first_of(broken, check_signature(&s->signature, kind, arena, unicode));
    return REASON_NONE;
}

/* arc-info, §4.1.1: the instance stands first and a semicolon ends it. What follows is evidence of a stranger, and
 * nobody here reads it. */
static enum auth_reason read_results_instance(const struct header *field, unsigned *instance)
{
    str rest = field->value, tag;

    if (!str_cut(&rest, ';', &tag) || tag.len == field->value.len)
        return REASON_ARC_INSTANCE;
    (void)cfws_skip(&tag);
    if (!str_skip_prefix(&tag, STR("i")) || !cfws_skip(&tag) || !str_skip_prefix(&tag, STR("=")))
        return REASON_ARC_INSTANCE;
    return read_instance(instance, tag, NULL);
}

/* ---- sets ---- */

static void note_fault(struct arc_chain *chain, enum auth_reason reason, size_t set)
{
    if (reason == REASON_NONE || chain->fault != REASON_NONE)
        return;
    chain->fault     = reason;
    chain->fault_set = set;
}

static struct arc_set *set_of(struct arc_chain *chain, unsigned instance)
{
    if (instance > chain->count)
        chain->count = instance;
    return &chain->sets[instance - 1];
}

static enum auth_reason add_results(struct arc_chain *chain, const struct header *field, unsigned *instance)
{
    enum auth_reason reason = read_results_instance(field, instance);

    if (reason != REASON_NONE)
        return reason;
    struct arc_set *set = set_of(chain, *instance);

    if (set->results != NULL)
        return REASON_ARC_FIELD_TWICE;
    set->results = field;
    return REASON_NONE;
}

static enum auth_reason add_signature(struct arc_chain *chain, const struct header *field, enum arc_field kind,
                                      struct arena *arena, const struct unicode *unicode, unsigned *instance)
{
    struct arc_signature signature;
    enum auth_reason     reason = read_signature(&signature, field, kind, arena, unicode);

    *instance = signature.instance;
    if (reason != REASON_NONE)
        return reason;
    struct arc_set       *set   = set_of(chain, signature.instance);
    struct arc_signature *place = kind == ARC_SEAL ? &set->seal : &set->message_signature;

    if (place->field != NULL)
        return REASON_ARC_FIELD_TWICE;
    *place = signature;
    return REASON_NONE;
}

static enum arc_field kind_of(str name)
{
    static const str names[ARC_FIELDS] = {
        [ARC_AUTHENTICATION_RESULTS] = STR_INIT("ARC-Authentication-Results"),
        [ARC_MESSAGE_SIGNATURE]      = STR_INIT("ARC-Message-Signature"),
        [ARC_SEAL]                   = STR_INIT("ARC-Seal"),
    };

    for (size_t i = 0; i < ARC_FIELDS; i++)
        if (str_equal_nocase(name, names[i]))
            return (enum arc_field)i;
    return ARC_FIELDS;
}

/* Sorts the fields into sets, wherever in the header they stand. More fields than 50 sets have are not even read. */
static void collect(struct arc_chain *chain, struct arena *arena, const struct header_list *headers,
                    const struct unicode *unicode)
{
    size_t total = 0;

    for (size_t i = 0; i < headers->count; i++) {
        const struct header *field    = &headers->fields[i];
        enum arc_field       kind     = kind_of(field->name);
        unsigned             instance = 0;
        enum auth_reason     reason;

        if (kind == ARC_FIELDS)
            continue;
        if (total == 0)
            chain->sets = ARENA_ARRAY(arena, struct arc_set, ARC_SETS_MAX);
        if (++total > ARC_SETS_MAX * ARC_FIELDS) {
            chain->fault = REASON_ARC_TOO_MANY_SETS;
            return;
        }
        if (kind == ARC_AUTHENTICATION_RESULTS)
            reason = add_results(chain, field, &instance);
        else
            reason = add_signature(chain, field, kind, arena, unicode, &instance);
        note_fault(chain, reason, instance);
    }
}

/* §5.2 step 3 for one set. */
static enum auth_reason check_set(const struct arc_set *set, size_t instance)
{
    bool has_results = set->results != NULL, has_signature = set->message_signature.field != NULL;
    bool has_seal    = set->seal.field != NULL;

    if (!has_results && !has_signature && !has_seal)
        return REASON_ARC_GAP;
    if (!has_results || !has_signature || !has_seal)
        return REASON_ARC_FIELD_MISSING;
    return set->seal.cv == (instance == 1 ? ARC_CV_NONE : ARC_CV_PASS) ? REASON_NONE : REASON_ARC_STATUS;
}

void arc_chain_read(struct arc_chain *chain, struct arena *arena, const struct header_list *headers,
                    const struct unicode *unicode)
{
    *chain = (struct arc_chain){ 0 };
    collect(chain, arena, headers, unicode);
    if (chain->fault == REASON_ARC_TOO_MANY_SETS)
        return;
    if (chain->count > 0 && chain->sets[chain->count - 1].seal.cv == ARC_CV_FAIL) {     /* step 2 */
        chain->fault     = REASON_ARC_ALREADY_FAILED;
        chain->fault_set = chain->count;
    }
    for (size_t n = 1; n <= chain->count; n++)
        note_fault(chain, check_set(&chain->sets[n - 1], n), n);
}
