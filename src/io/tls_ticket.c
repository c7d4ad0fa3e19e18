#include "io/tls_ticket.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/sys.h"

enum {
    TICKET_NAME_OCTETS  = 16,           /* fixed by the callback of OpenSSL, as are the other lengths */
    TICKET_KEY_OCTETS   = 32,
};

struct ticket_key {
    unsigned char name[TICKET_NAME_OCTETS], cipher[TICKET_KEY_OCTETS], mac[TICKET_KEY_OCTETS];
    int64_t       made_ms;
};

struct tls_tickets {
    pthread_mutex_t   lock;
    struct ticket_key current, previous;
    EVP_CIPHER       *aes;
    int64_t         (*steady_ms)(void);
};

static void make_key(struct ticket_key *key, int64_t now)
{
    sys_random(key->name, sizeof key->name);
    sys_random(key->cipher, sizeof key->cipher);
    sys_random(key->mac, sizeof key->mac);
    key->made_ms = now;
}

static void rotate(struct tls_tickets *tickets, int64_t now)
{
    if (now - tickets->current.made_ms < TLS_TICKET_KEY_LIFE_MS)
        return;
    tickets->previous = tickets->current;
    make_key(&tickets->current, now);
}

static struct ticket_key key_for_issuing(struct tls_tickets *tickets)
{
    pthread_mutex_lock(&tickets->lock);
    rotate(tickets, tickets->steady_ms());
    struct ticket_key key = tickets->current;

    pthread_mutex_unlock(&tickets->lock);
    return key;
}

/* False for a ticket of a key that is gone, or of no key of ours. */
static bool key_by_name(struct tls_tickets *tickets, const unsigned char *name, struct ticket_key *key,
                        bool *is_current)
{
    int64_t now = tickets->steady_ms();

    pthread_mutex_lock(&tickets->lock);
    rotate(tickets, now);
    *is_current   = memcmp(name, tickets->current.name, TICKET_NAME_OCTETS) == 0;
    *key          = *is_current ? tickets->current : tickets->previous;
    pthread_mutex_unlock(&tickets->lock);
    return memcmp(name, key->name, TICKET_NAME_OCTETS) == 0 && now - key->made_ms < 2 * (int64_t)TLS_TICKET_KEY_LIFE_MS;
}

static bool set_mac_key(EVP_MAC_CTX *mac, const struct ticket_key *key)
{
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_octet_string(OSSL_MAC_PARAM_KEY, (void *)(uintptr_t)key->mac, sizeof key->mac),
        OSSL_PARAM_utf8_string(OSSL_MAC_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
        OSSL_PARAM_END,
    };

    return EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

/* OpenSSL asks for the key of a ticket: to issue one, or to read one. Returns what
 * SSL_CTX_set_tlsext_ticket_key_evp_cb(3) wants: -1 error, 0 unknown, 1 good, 2 good but renew it. */
static int ticket_key_wanted(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac,
                             int issuing)
{
    struct tls_tickets *tickets    = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    bool                is_current = true, ok;
    struct ticket_key   key;

    if (issuing) {
        key = key_for_issuing(tickets);
        memcpy(name, key.name, sizeof key.name);
        sys_random(iv, (size_t)EVP_CIPHER_get_iv_length(tickets->aes));
        ok = EVP_EncryptInit_ex2(cipher, tickets->aes, key.cipher, iv, NULL) == 1 && set_mac_key(mac, &key);
    } else {
        if (!key_by_name(tickets, name, &key, &is_current))
            return 0;
        ok = set_mac_key(mac, &key) && EVP_DecryptInit_ex2(cipher, tickets->aes, key.cipher, iv, NULL) == 1;
    }
    OPENSSL_cleanse(&key, sizeof key);
    return !ok ? -1 : is_current ? 1 : 2;
}

struct tls_tickets *tls_tickets_new(struct ssl_ctx_st *ctx, int64_t (*steady_ms)(void))
{
    struct tls_tickets *tickets = calloc(1, sizeof *tickets);

    ASSERT(tickets != NULL);
    pthread_mutex_init(&tickets->lock, NULL);
    tickets->steady_ms = steady_ms;
    make_key(&tickets->current, steady_ms());
    make_key(&tickets->previous, tickets->current.made_ms);
    tickets->aes = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
    if (tickets->aes == NULL || !SSL_CTX_set_app_data(ctx, tickets) ||
        !SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, ticket_key_wanted)) {
        tls_tickets_free(tickets);
        return NULL;
    }
    return tickets;
}

void tls_tickets_free(struct tls_tickets *tickets)
{
    if (tickets == NULL)
        return;
    EVP_CIPHER_free(tickets->aes);
    pthread_mutex_destroy(&tickets->lock);
    OPENSSL_cleanse(tickets, sizeof *tickets);
    free(tickets);
}
