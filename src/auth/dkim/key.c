#include "auth/dkim/key.h"

#include <stddef.h>
#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include "auth/dkim/rsa_der.h"
#include "auth/taglist.h"
#include "base/base64.h"

enum { ED25519_KEY_OCTETS = 32, RSA_MODULUS_MAX_OCTETS = DKIM_RSA_MAX_BITS / 8, RSA_EXPONENT_MAX_OCTETS = 4 };

/* ---- the record ---- */

struct key_record {
    bool has_version;
    str  key_type;                      /* k= */
    str  key_data;                      /* p=, decoded */
    bool is_test, same_domain, for_mail;
    bool allows[DIGEST_ALGORITHMS];
};

/* The exact octets, and a version may not stand anywhere else than first (§3.6.1). */
static enum auth_reason read_version(void *member, str value, struct arena *arena)
{
    (void)arena;
    *(bool *)member = true;
    return str_equal(value, STR("DKIM1")) ? REASON_NONE : REASON_DKIM_KEY_SYNTAX;
}

static enum auth_reason read_text(void *member, str value, struct arena *arena)
{
    (void)arena;
    *(str *)member = value;
    return REASON_NONE;
}

static enum auth_reason read_base64(void *member, str value, struct arena *arena)
{
    return base64_decode(arena, value, member) ? REASON_NONE : REASON_DKIM_KEY_SYNTAX;
}

/* True if a list parted by colons holds the word; words that nobody knows are ignored. */
static bool lists(str list, str word)
{
    str item;

    while (str_cut(&list, ':', &item))
        if (str_equal_nocase(str_trim(item), word))
            return true;
    return false;
}

static enum auth_reason read_hashes(void *member, str value, struct arena *arena)
{
    struct key_record *record = member;

    (void)arena;
    record->allows[DIGEST_SHA256] = lists(value, STR("sha256"));
    record->allows[DIGEST_SHA1]   = lists(value, STR("sha1"));
    return REASON_NONE;
}

static enum auth_reason read_services(void *member, str value, struct arena *arena)
{
    struct key_record *record = member;

    (void)arena;
    record->for_mail = lists(value, STR("*")) || lists(value, STR("email"));
    return REASON_NONE;
}

static enum auth_reason read_flags(void *member, str value, struct arena *arena)
{
    struct key_record *record = member;

    (void)arena;
    record->is_test     = lists(value, STR("y"));
    record->same_domain = lists(value, STR("s"));
    return REASON_NONE;
}

/* RFC 6376 §3.6.1. n= is for people; g= of RFC 4871 is gone. */
#define FIELD(name) offsetof(struct key_record, name)
static const struct tag_rule key_tags[] = {
    { STR_INIT("v"), TAG_OPTIONAL, read_version,  FIELD(has_version) },
    { STR_INIT("h"), TAG_OPTIONAL, read_hashes,   0                  },
    { STR_INIT("k"), TAG_OPTIONAL, read_text,     FIELD(key_type)    },
    { STR_INIT("p"), TAG_REQUIRED, read_base64,   FIELD(key_data)    },
    { STR_INIT("s"), TAG_OPTIONAL, read_services, 0                  },
    { STR_INIT("t"), TAG_OPTIONAL, read_flags,    0                  },
};

static enum auth_reason read_record(struct key_record *record, str text, struct arena *arena)
{
    struct taglist list;
    str            bad;

    *record = (struct key_record){ .key_type = STR("rsa"), .for_mail = true,
                                   .allows = { [DIGEST_SHA256] = true, [DIGEST_SHA1] = true } };
    if (taglist_parse(&list, text, TAGLIST_STRICT, &bad) != TAGLIST_OK)
        return REASON_DKIM_KEY_SYNTAX;
    enum auth_reason reason = taglist_read(&list, key_tags, ARRAY_LEN(key_tags), REASON_DKIM_KEY_SYNTAX, record, arena);

    if (reason == REASON_NONE && record->has_version && !str_equal(list.tags[0].name, STR("v")))
        return REASON_DKIM_KEY_SYNTAX;
    return reason;
}

/* ---- the key ---- */

static int bit_length(str number)
{
    int bits = (int)number.len * 8;

    for (unsigned char top = (unsigned char)number.ptr[0]; (top & 0x80) == 0; top = (unsigned char)(top << 1))
        bits--;
    return bits;
}

static bool is_odd(str number)
{
    return (number.ptr[number.len - 1] & 1) != 0;
}

/* OSSL_PARAM holds integers in the order of the machine. */
static OSSL_PARAM integer_param(const char *name, str number, unsigned char *octets)
{
    for (size_t i = 0; i < number.len; i++)
        octets[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? number.len - 1 - i : i] = (unsigned char)number.ptr[i];
    return OSSL_PARAM_construct_BN(name, octets, number.len);
}

static EVP_PKEY *import_rsa(const struct rsa_public *rsa)
{
    unsigned char modulus[RSA_MODULUS_MAX_OCTETS], exponent[RSA_EXPONENT_MAX_OCTETS];
    OSSL_PARAM    params[] = { integer_param(OSSL_PKEY_PARAM_RSA_N, rsa->modulus, modulus),
                               integer_param(OSSL_PKEY_PARAM_RSA_E, rsa->exponent, exponent), OSSL_PARAM_END };
    EVP_PKEY_CTX *context  = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY     *key      = NULL;

    ASSERT(context != NULL);
    if (EVP_PKEY_fromdata_init(context) != 1 || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    return key;
}

/* Everything about PKCS #1 v1.5 and SHA-256 is settled once; a verification starts from a copy. */
static EVP_PKEY_CTX *prepare_rsa(EVP_PKEY *key)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

    if (context != NULL && EVP_PKEY_verify_init(context) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
        EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1)
        return context;
    EVP_PKEY_CTX_free(context);
    return NULL;
}

/* The exponent is odd, at least 3 and below 2^32: larger ones only make verifying dear. */
static bool acceptable_exponent(str exponent)
{
    return bit_length(exponent) >= 2 && bit_length(exponent) <= 32 && is_odd(exponent);
}

static enum auth_reason set_rsa(struct dkim_key *key, str der)
{
    struct rsa_public rsa;

    if (!rsa_der_parse(der, &rsa))
        return REASON_DKIM_KEY_SYNTAX;
    key->bits = bit_length(rsa.modulus);
    if (key->bits > DKIM_RSA_MAX_BITS)
        return REASON_DKIM_KEY_LONG;
    if (key->bits < DKIM_RSA_MIN_BITS_READ)
        return REASON_DKIM_KEY_SHORT;
    if (!is_odd(rsa.modulus) || !acceptable_exponent(rsa.exponent))
        return REASON_DKIM_KEY_SYNTAX;
    key->key     = import_rsa(&rsa);
    key->context = key->key == NULL ? NULL : prepare_rsa(key->key);
    return key->context == NULL ? REASON_DKIM_KEY_SYNTAX : REASON_NONE;
}

/* The bare 32 octets, RFC 8463 §4.2. */
static enum auth_reason set_ed25519(struct dkim_key *key, str octets)
{
    if (octets.len != ED25519_KEY_OCTETS)
        return REASON_DKIM_KEY_SYNTAX;
    key->bits = ED25519_KEY_OCTETS * 8;
    key->key  = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, (const unsigned char *)octets.ptr, octets.len);
    return key->key == NULL ? REASON_DKIM_KEY_SYNTAX : REASON_NONE;
}

/* The checks of §6.1.2, as far as they do not depend on a signature. */
static enum auth_reason set_key(struct dkim_key *key, const struct key_record *record)
{
    if (!record->for_mail)
        return REASON_DKIM_KEY_SERVICE;
    if (record->key_data.len == 0)
        return REASON_DKIM_KEY_REVOKED;
    if (str_equal_nocase(record->key_type, STR("rsa"))) {
        key->type = DKIM_KEY_RSA;
        return set_rsa(key, record->key_data);
    }
    if (str_equal_nocase(record->key_type, STR("ed25519"))) {
        key->type = DKIM_KEY_ED25519;
        return set_ed25519(key, record->key_data);
    }
    return REASON_DKIM_KEY_TYPE;
}

/* TXT records of a wildcard may stand beside the key; what is no key record is passed over. Two keys are a choice that
 * the text leaves open ("the results are undefined", §3.6.2.2), and one that an attacker would like to make. */
static enum auth_reason choose_record(struct key_record *chosen, const struct answer *answer, struct arena *arena)
{
    size_t found = 0;

    for (size_t i = 0; i < answer->count; i++) {
        struct key_record record;

        if (read_record(&record, answer->records[i].data, arena) != REASON_NONE)
            continue;
        *chosen = record;
        found++;
    }
    return found == 1 ? REASON_NONE : found == 0 ? REASON_DKIM_KEY_SYNTAX : REASON_DKIM_KEY_SEVERAL;
}

/* ---- kept with the answer ---- */

static void *parse_key(const struct answer *answer)
{
    ARENA_SCOPE       arena = { 0 };
    struct key_record record;
    struct dkim_key  *key = calloc(1, sizeof *key);

    ASSERT(key != NULL);
    ERR_set_mark();
    key->reason = choose_record(&record, answer, &arena);
    if (key->reason == REASON_NONE) {
        key->is_test     = record.is_test;
        key->same_domain = record.same_domain;
        memcpy(key->allows, record.allows, sizeof key->allows);
        key->reason = set_key(key, &record);
    }
    ERR_pop_to_mark();
    return key;
}

static void free_key(void *parsed)
{
    struct dkim_key *key = parsed;

    EVP_PKEY_CTX_free(key->context);
    EVP_PKEY_free(key->key);
    free(key);
}

/* OpenSSL does not tell what it allocates; measured, a 2048-bit key with its context takes some 4 KiB. */
static size_t key_size(const void *parsed)
{
    const struct dkim_key *key = parsed;

    return sizeof *key + (key->key == NULL ? 0 : 3072 + (size_t)key->bits / 2);
}

const struct record_kind dkim_key_kind = { "dkim-key", parse_key, free_key, key_size };

/* ---- choosing ---- */

str dkim_key_name(struct arena *arena, str selector, str domain)
{
    return arena_printf(arena, "%.*s._domainkey.%.*s", STR_ARG(selector), STR_ARG(domain));
}

enum auth_reason dkim_key_find(const struct answer *answer, const struct dkim_key **key)
{
    switch (answer->state) {
    case ANSWER_NODATA: case ANSWER_NXDOMAIN:
        return REASON_DKIM_KEY_ABSENT;
    case ANSWER_BOGUS: case ANSWER_SERVFAIL: case ANSWER_TIMEOUT: case ANSWER_REFUSED: case ANSWER_EXPIRED:
    case ANSWER_UNRECORDED:
        return REASON_DKIM_KEY_UNAVAILABLE;
    case ANSWER_SECURE: case ANSWER_INSECURE:
        *key = answer->parsed;
        return REASON_NONE;
    case ANSWER_PENDING:
        break;
    }
    UNREACHABLE();
}

enum auth_reason dkim_key_judge(const struct dkim_key *key, enum dkim_key_type type, enum digest_algorithm hash,
                                int rsa_bits_min)
{
    if (key->reason != REASON_NONE)
        return key->reason;
    if (!key->allows[hash])
        return REASON_DKIM_KEY_HASH;
    if (key->type != type)
        return REASON_DKIM_KEY_TYPE;
    if (key->type == DKIM_KEY_RSA && key->bits < rsa_bits_min)
        return REASON_DKIM_KEY_SHORT;
    return REASON_NONE;
}

/* ---- verifying ---- */

static bool verify_rsa(const struct dkim_key *key, enum digest_algorithm algorithm, str digest, str signature)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_dup(key->context);
    bool          valid   = context != NULL;

    if (algorithm == DIGEST_SHA1)
        valid = valid && EVP_PKEY_CTX_set_signature_md(context, EVP_sha1()) == 1;
    valid = valid && EVP_PKEY_verify(context, (const unsigned char *)signature.ptr, signature.len,
                                     (const unsigned char *)digest.ptr, digest.len) == 1;
    EVP_PKEY_CTX_free(context);
    return valid;
}

static bool verify_ed25519(const struct dkim_key *key, str digest, str signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool        valid   = context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->key) == 1 &&
                          EVP_DigestVerify(context, (const unsigned char *)signature.ptr, signature.len,
                                           (const unsigned char *)digest.ptr, digest.len) == 1;

    EVP_MD_CTX_free(context);
    return valid;
}

bool dkim_key_verify(const struct dkim_key *key, enum digest_algorithm algorithm, str digest, str signature)
{
    bool valid = false;

    ASSERT(key->reason == REASON_NONE);
    ERR_set_mark();                     /* a wrong signature leaves errors behind that TLS must not find */
    switch (key->type) {
    case DKIM_KEY_RSA:     valid = verify_rsa(key, algorithm, digest, signature); break;
    case DKIM_KEY_ED25519: valid = verify_ed25519(key, digest, signature); break;
    }
    ERR_pop_to_mark();
    return valid;
}
