#include "auth/dkim/key.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/base64.h"
#include "base/buf.h"
#include "unit.h"

/* What the cache would hold for these TXT records. */
static const struct answer *answer_of(const str *texts, size_t count)
{
    struct record records[4];

    ASSERT(count <= ARRAY_LEN(records));
    for (size_t i = 0; i < count; i++)
        records[i] = (struct record){ .data = texts[i] };
    return answer_new(ANSWER_INSECURE, 60, records, count, &dkim_key_kind);
}

static str rsa_key_text(struct arena *arena, int bits, bool bare)
{
    EVP_PKEY      *key = EVP_RSA_gen((unsigned)bits);
    unsigned char *der = NULL;
    int            len = bare ? i2d_PublicKey(key, &der) : i2d_PUBKEY(key, &der);

    ASSERT(key != NULL && len > 0);
    str text = base64_encode(arena, (str){ (const char *)der, (size_t)len });

    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return text;
}

#define ED25519 "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="     /* RFC 8463 A.2 */

/* The words of the tables below. */
enum {
    USABLE   = REASON_NONE,
    SYNTAX   = REASON_DKIM_KEY_SYNTAX,
    REVOKED  = REASON_DKIM_KEY_REVOKED,
    TYPE     = REASON_DKIM_KEY_TYPE,
    SERVICE  = REASON_DKIM_KEY_SERVICE,
    SEVERAL  = REASON_DKIM_KEY_SEVERAL,
    LONG     = REASON_DKIM_KEY_LONG,
};

TEST(dkim_key_record)
{
    static const struct { const char *name; str text; int want; } cases[] = {
        { "an Ed25519 key",                STR_INIT("v=DKIM1; " ED25519),            USABLE },
        { "without a version",             STR_INIT(ED25519),                        USABLE },
        { "with blanks in p=", STR_INIT("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMl rwIaaPcHURo="), USABLE },
        { "unknown tags, empty notes",     STR_INIT("v=DKIM1; n=; new=1; " ED25519), USABLE },
        { "a version of tomorrow",         STR_INIT("v=DKIM2; " ED25519),            SYNTAX },
        { "a version in lower case",       STR_INIT("v=dkim1; " ED25519),            SYNTAX },
        { "a version that is not first",   STR_INIT(ED25519 "; v=DKIM1"),            SYNTAX },
        { "a tag twice",                   STR_INIT(ED25519 "; t=y; t=s"),           SYNTAX },
        { "no p=",                         STR_INIT("v=DKIM1; k=ed25519"),           SYNTAX },
        { "revoked",                       STR_INIT("v=DKIM1; k=rsa; p="),           REVOKED },
        { "revoked with blanks",           STR_INIT("v=DKIM1; p= ; "),               REVOKED },
        { "no base64",                     STR_INIT("v=DKIM1; k=ed25519; p=11qY*"),  SYNTAX },
        { "an Ed25519 key of 31 octets",
          STR_INIT("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ=="), SYNTAX },
        { "an Ed25519 key said to be RSA", STR_INIT("p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), SYNTAX },
        { "a kind of tomorrow",            STR_INIT("k=dilithium; p=11qYAYKx"),      TYPE },
        { "for all services",              STR_INIT(ED25519 "; s=*"),                USABLE },
        { "for mail among others",         STR_INIT(ED25519 "; s=x : email"),        USABLE },
        { "for another service",           STR_INIT(ED25519 "; s=tlsrpt"),           SERVICE },
        { "an SPF record",                 STR_INIT("v=spf1 -all"),                  SYNTAX },
        { "nothing",                       STR_INIT(""),                             SYNTAX },
    };

    FOR_EACH_CASE(c, cases) {
        const struct answer   *answer = answer_of(&c->text, 1);
        const struct dkim_key *key    = answer->parsed;

        CHECK_EQ(key->reason, c->want);
        CHECK_EQ(c->want == USABLE, key->key != NULL);
        answer_release(answer);
    }
}

TEST(dkim_key_values)
{
    static const struct { const char *name; str text; bool sha256, sha1, test, same_domain; } cases[] = {
        { "by default",              STR_INIT(ED25519),                   true,  true,  false, false },
        { "one hash",                STR_INIT(ED25519 "; h=sha256"),      true,  false, false, false },
        { "hashes and unknown ones", STR_INIT(ED25519 "; h=sha3 : sha1"), false, true,  false, false },
        { "no hash at all",          STR_INIT(ED25519 "; h="),            false, false, false, false },
        { "flags",                   STR_INIT(ED25519 "; t=y:s"),         true,  true,  true,  true },
        { "flags and unknown ones",  STR_INIT(ED25519 "; t=z : s : ys"),  true,  true,  false, true },
    };

    FOR_EACH_CASE(c, cases) {
        const struct answer   *answer = answer_of(&c->text, 1);
        const struct dkim_key *key    = answer->parsed;

        CHECK_EQ(key->allows[DIGEST_SHA256], c->sha256);
        CHECK_EQ(key->allows[DIGEST_SHA1], c->sha1);
        CHECK_EQ(key->is_test, c->test);
        CHECK_EQ(key->same_domain, c->same_domain);
        CHECK_EQ(key->bits, 256);
        answer_release(answer);
    }
}

TEST(dkim_key_among_several_records)
{
    static const struct { const char *name; str texts[3]; size_t count; int want; } cases[] = {
        { "beside other text",        { STR_INIT("v=spf1 -all"), STR_INIT(ED25519), STR_INIT("hello") }, 3, USABLE },
        { "two keys",                 { STR_INIT(ED25519), STR_INIT("v=DKIM1; " ED25519) }, 2, SEVERAL },
        { "a key and its revocation", { STR_INIT(ED25519), STR_INIT("p=") }, 2, SEVERAL },
        { "no key at all",            { STR_INIT("v=spf1 -all"), STR_INIT("hello") }, 2, SYNTAX },
    };

    FOR_EACH_CASE(c, cases) {
        const struct answer *answer = answer_of(c->texts, c->count);

        CHECK_EQ(((const struct dkim_key *)answer->parsed)->reason, c->want);
        answer_release(answer);
    }
}

TEST(dkim_key_rsa_in_both_forms)
{
    static const struct { const char *name; int bits; bool bare; } cases[] = {
        { "SubjectPublicKeyInfo of 1024 bits", 1024, false },
        { "RSAPublicKey of 1024 bits",         1024, true  },
        { "bits that are no multiple of 8",    1023, false },
        { "SubjectPublicKeyInfo of 512 bits",  512,  false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE            arena  = { 0 };
        str                    data   = rsa_key_text(&arena, c->bits, c->bare);
        str                    text   = arena_printf(&arena, "v=DKIM1; p=%.*s", STR_ARG(data));
        const struct answer   *answer = answer_of(&text, 1);
        const struct dkim_key *key    = answer->parsed;

        CHECK_EQ(key->reason, REASON_NONE);
        CHECK_EQ(key->bits, c->bits);
        if (key->key != NULL)
            CHECK_EQ(EVP_PKEY_get_bits(key->key), c->bits);
        answer_release(answer);
    }
}

/* RSAPublicKey with this modulus length and exponent; the modulus is odd unless told otherwise. */
static str made_up_key(struct arena *arena, size_t modulus, str exponent, char last)
{
    BUF_SCOPE der = { 0 };
    size_t    len = modulus + 1 + 4 + exponent.len + 2;

    buf_printf(&der, "%c%c%c%c", 0x30, 0x82, (int)(len >> 8), (int)(len & 0xff));
    buf_printf(&der, "%c%c%c%c%c", 0x02, 0x82, (int)((modulus + 1) >> 8), (int)((modulus + 1) & 0xff), 0);
    for (size_t i = 0; i + 1 < modulus; i++)
        buf_add_char(&der, (char)0xaa);
    buf_add_char(&der, last);
    buf_printf(&der, "%c%c", 0x02, (int)exponent.len);
    buf_add(&der, exponent);
    return arena_printf(arena, "p=%.*s", STR_ARG(base64_encode(arena, buf_str(&der))));
}

TEST(dkim_key_rsa_bounds)
{
    static const struct {
        const char *name; size_t octets; str exponent; char last; int want, bits;
    } cases[] = {
        { "65537",                   256,  STR_INIT("\x01\x00\x01"),         0x0b, USABLE, 2048 },
        { "3",                       256,  STR_INIT("\x03"),                 0x0b, USABLE, 2048 },
        { "the largest exponent",    256,  STR_INIT("\x00\xff\xff\xff\xff"), 0x0b, USABLE, 2048 },
        { "an exponent past it",     256,  STR_INIT("\x01\x00\x00\x00\x01"), 0x0b, SYNTAX, 2048 },
        { "an exponent without end",
          256, STR_INIT("\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"), 0x0b, SYNTAX, 2048 },
        { "1 signs anything",        256,  STR_INIT("\x01"),                 0x0b, SYNTAX, 2048 },
        { "an even exponent",        256,  STR_INIT("\x04"),                 0x0b, SYNTAX, 2048 },
        { "an even modulus",         256,  STR_INIT("\x01\x00\x01"),         0x0a, SYNTAX, 2048 },
        { "4096 bits",               512,  STR_INIT("\x01\x00\x01"),         0x0b, USABLE, 4096 },
        { "8192 bits",               1024, STR_INIT("\x01\x00\x01"),         0x0b, USABLE, 8192 },
        { "more than 8192 bits",     1025, STR_INIT("\x01\x00\x01"),         0x0b, LONG,   8200 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE            arena  = { 0 };
        str                    text   = made_up_key(&arena, c->octets, c->exponent, c->last);
        const struct answer   *answer = answer_of(&text, 1);
        const struct dkim_key *key    = answer->parsed;

        CHECK_EQ(key->reason, c->want);
        CHECK_EQ(key->bits, c->bits);
        answer_release(answer);
    }
}
