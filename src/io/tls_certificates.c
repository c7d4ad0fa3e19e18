#include "io/tls_certificates.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/proverr.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <time.h>

#include "io/tls.h"

/* Each pair is kept in a context of its own, which has read and checked it. */
struct tls_certificates { size_t count; SSL_CTX *holders[]; };

/* An encrypted key would make OpenSSL ask on the terminal. */
static int no_passphrase(char *out UNUSED, int size UNUSED, int writing UNUSED, void *context UNUSED)
{
    return 0;
}

/* The usual mistakes in words that tell what to look for; of the rest OpenSSL's own. */
static const char *problem_of(unsigned long code)
{
    int reason = ERR_GET_REASON(code);

    if (ERR_GET_LIB(code) == ERR_LIB_PEM && reason == PEM_R_NO_START_LINE)
        return "there is none in PEM form in it";
    if (ERR_GET_LIB(code) == ERR_LIB_X509 && (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH))
        return "it is the key of another certificate";
    if ((ERR_GET_LIB(code) == ERR_LIB_PEM && (reason == PEM_R_BAD_DECRYPT || reason == PEM_R_BAD_PASSWORD_READ)) ||
        (ERR_GET_LIB(code) == ERR_LIB_PROV && reason == PROV_R_BAD_DECRYPT))
        return "it is encrypted, and there is nobody to ask for the passphrase";
    return tls_error_text(code);
}

static SSL_CTX *load_pair(const struct tls_pair *pair, struct arena *arena, str *error)
{
    const char *step = NULL, *file = NULL;
    SSL_CTX    *ctx  = SSL_CTX_new(TLS_server_method());

    ASSERT(ctx != NULL);
    SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
    if (SSL_CTX_use_certificate_chain_file(ctx, pair->certificate) != 1)
        step = "cannot read a certificate from", file = pair->certificate;
    else if (SSL_CTX_use_PrivateKey_file(ctx, pair->key, SSL_FILETYPE_PEM) != 1)
        step = "cannot read a key for that certificate from", file = pair->key;
    if (step == NULL)
        return ctx;
    /* The first error is the cause, those above it are its consequences. */
    *error = arena_printf(arena, "%s %s: %s", step, file, problem_of(ERR_peek_error()));
    ERR_clear_error();
    SSL_CTX_free(ctx);
    return NULL;
}

struct tls_certificates *tls_certificates_load(const struct tls_pair *pairs, size_t count, struct arena *arena, str *error)
{
    struct tls_certificates *certificates = calloc(1, sizeof *certificates + count * sizeof *certificates->holders);

    ASSERT(certificates != NULL && count > 0);
    for (; certificates->count < count; certificates->count++) {
        SSL_CTX *holder = load_pair(&pairs[certificates->count], arena, error);

        if (holder == NULL) {
            tls_certificates_free(certificates);
            return NULL;
        }
        certificates->holders[certificates->count] = holder;
    }
    return certificates;
}

void tls_certificates_free(struct tls_certificates *certificates)
{
    if (certificates == NULL)
        return;
    for (size_t i = 0; i < certificates->count; i++)
        SSL_CTX_free(certificates->holders[i]);
    free(certificates);
}

unix_seconds tls_certificates_end(const struct tls_certificates *certificates)
{
    unix_seconds first = INT64_MAX;

    for (size_t i = 0; i < certificates->count; i++) {
        struct tm    parts = { 0 };
        unix_seconds end   = ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(certificates->holders[i])), &parts) == 1
                                 ? (unix_seconds)timegm(&parts)
                                 : 0;

        if (end < first)
            first = end;
    }
    return first;
}

/* ---- names ---- */

enum match { NO_MATCH, WILDCARD_MATCH, EXACT_MATCH };

static enum match match_name(SSL_CTX *holder, const char *name)
{
    unsigned flags   = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    char    *matched = NULL;

    if (X509_check_host(SSL_CTX_get0_certificate(holder), name, 0, flags, &matched) != 1)
        return NO_MATCH;
    enum match match = matched != NULL && matched[0] == '*' ? WILDCARD_MATCH : EXACT_MATCH;

    OPENSSL_free(matched);
    return match;
}

static enum match best_match(const struct tls_certificates *certificates, const char *name)
{
    enum match best = NO_MATCH;

    for (size_t i = 0; i < certificates->count && best != EXACT_MATCH; i++) {
        enum match match = match_name(certificates->holders[i], name);

        if (match > best)
            best = match;
    }
    return best;
}

/* The first DNS name of the first certificate, in a buffer of the caller's; empty if it has none that is plain. */
static void first_name(const struct tls_certificates *certificates, char *out, size_t size)
{
    X509          *certificate = SSL_CTX_get0_certificate(certificates->holders[0]);
    GENERAL_NAMES *names       = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);

    out[0] = '\0';
    for (int i = 0; i < sk_GENERAL_NAME_num(names) && out[0] == '\0'; i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

        if (name->type != GEN_DNS)
            continue;
        str text = { (const char *)ASN1_STRING_get0_data(name->d.dNSName), (size_t)ASN1_STRING_length(name->d.dNSName) };

        if (!str_has_char(text, '\0') && !str_has_char(text, '*') && !str_to_cstr(text, out, size))
            out[0] = '\0';
    }
    GENERAL_NAMES_free(names);
}

/* ---- choosing ---- */

/* OpenSSL keeps one pair of each key type, and the last one put in replaces the one before. */
static bool put_into(SSL_CTX *holder, SSL *ssl)
{
    STACK_OF(X509) *chain = NULL;

    SSL_CTX_get0_chain_certs(holder, &chain);
    return SSL_use_cert_and_key(ssl, SSL_CTX_get0_certificate(holder), SSL_CTX_get0_privatekey(holder), chain, 1) == 1;
}

bool tls_certificates_choose(const struct tls_certificates *certificates, struct ssl_st *ssl, const char *name)
{
    enum match best = best_match(certificates, name);
    bool       ok   = true;

    if (best == NO_MATCH)
        return false;
    SSL_certs_clear(ssl);
    for (size_t i = certificates->count; ok && i-- > 0; )       /* backwards: of two alike the first stays */
        if (match_name(certificates->holders[i], name) == best)
            ok = put_into(certificates->holders[i], ssl);
    return ok;
}

bool tls_certificates_set_default(const struct tls_certificates *certificates, struct ssl_ctx_st *ctx)
{
    char            name[256];
    bool            ok    = true;
    STACK_OF(X509) *chain = NULL;

    first_name(certificates, name, sizeof name);
    for (size_t i = certificates->count; ok && i-- > 0; ) {
        SSL_CTX *holder = certificates->holders[i];

        if (i > 0 && (name[0] == '\0' || match_name(holder, name) != EXACT_MATCH))
            continue;
        SSL_CTX_get0_chain_certs(holder, &chain);
        ok = SSL_CTX_use_cert_and_key(ctx, SSL_CTX_get0_certificate(holder), SSL_CTX_get0_privatekey(holder), chain, 1) == 1;
    }
    return ok;
}
