#include "io/loopback_test.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/sys.h"
#include "unit.h"

enum { LOOP_UNTIL_MS = 10000, LOOP_STEP_MS = 2 };

static void stop_loop(struct loop_timer *timer)
{
    loop_stop(timer->loop);
}

void loop_for(struct loop *loop, int64_t milliseconds)
{
    struct loop_timer timer = { .expired = stop_loop };

    loop_timer_set(loop, &timer, milliseconds);
    loop_run(loop);
    loop_timer_stop(&timer);
}

bool loop_until(struct loop *loop, bool (*is)(void *context), void *context)
{
    int64_t end = sys_steady_ms() + LOOP_UNTIL_MS;

    while (!is(context) && sys_steady_ms() < end)
        loop_for(loop, LOOP_STEP_MS);
    return is(context);
}

static bool write_pem(const struct certificate_files *files, X509 *certificate, EVP_PKEY *key)
{
    FILE *c  = fopen(files->certificate, "w");
    FILE *k  = fopen(files->key, "w");
    bool  ok = c != NULL && k != NULL && PEM_write_X509(c, certificate) &&
              PEM_write_PrivateKey(k, key, NULL, NULL, 0, NULL, NULL);

    if (c != NULL)
        fclose(c);
    if (k != NULL)
        fclose(k);
    return ok;
}

static bool sign_own(X509 *certificate, EVP_PKEY *key)
{
    X509_NAME *name = X509_get_subject_name(certificate);

    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"mx.example.org", -1, -1, 0) &&
           X509_set_issuer_name(certificate, name) && X509_set_pubkey(certificate, key) &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), 3600) && X509_sign(certificate, key, EVP_sha256()) > 0;
}

bool certificate_files_make(struct certificate_files *files)
{
    strcpy(files->directory, "/tmp/gatepost-tls-XXXXXX");
    if (!CHECK(mkdtemp(files->directory) != NULL))
        return false;
    snprintf(files->certificate, sizeof files->certificate, "%s/cert.pem", files->directory);
    snprintf(files->key, sizeof files->key, "%s/key.pem", files->directory);

    EVP_PKEY *key         = EVP_EC_gen("P-256");
    X509     *certificate = X509_new();
    bool      ok          = key != NULL && certificate != NULL && sign_own(certificate, key) &&
              write_pem(files, certificate, key);

    X509_free(certificate);
    EVP_PKEY_free(key);
    return CHECK(ok);
}

void certificate_files_remove(const struct certificate_files *files)
{
    unlink(files->certificate);
    unlink(files->key);
    rmdir(files->directory);
}
