#include "io/tls_peer.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"

static bool write_fingerprint(struct tls_peer *peer)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned      size = 0;

    if (X509_digest(peer->certificate, EVP_sha256(), digest, &size) != 1 || size * 2 != TLS_FINGERPRINT_DIGITS)
        return false;
    for (unsigned i = 0; i < size; i++)
        snprintf(peer->fingerprint + 2 * i, 3, "%02x", digest[i]);
    return true;
}

/* For the log and for people. Whoever made the certificate wrote it, so nothing but printable ASCII goes on. */
static void write_name(struct tls_peer *peer)
{
    int got = X509_NAME_get_text_by_NID(X509_get_subject_name(peer->certificate), NID_commonName, peer->name, sizeof peer->name);

    for (int i = 0; i < got && i < (int)sizeof peer->name - 1; i++)
        if (!ascii_is_vchar(peer->name[i]) && peer->name[i] != ' ')
            peer->name[i] = '?';
}

struct tls_peer *tls_peer_new(const struct ssl_st *ssl)
{
    X509 *certificate = SSL_get1_peer_certificate(ssl);

    if (certificate == NULL)
        return NULL;
    struct tls_peer *peer = calloc(1, sizeof *peer);

    ASSERT(peer != NULL);
    peer->certificate = certificate;
    peer->verified    = SSL_get_verify_result(ssl) == X509_V_OK;
    if (!write_fingerprint(peer)) {
        tls_peer_free(peer);
        return NULL;
    }
    write_name(peer);
    return peer;
}

void tls_peer_free(struct tls_peer *peer)
{
    if (peer == NULL)
        return;
    X509_free(peer->certificate);
    free(peer);
}

bool tls_peer_is(const struct tls_peer *peer, str identity)
{
    if (str_skip_prefix(&identity, STR("sha256:")))
        return str_equal(identity, str_of(peer->fingerprint));
    return peer->verified && X509_check_host(peer->certificate, identity.ptr, identity.len,
                                             X509_CHECK_FLAG_NO_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) == 1;
}
