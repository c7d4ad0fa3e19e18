#include "io/tls.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/loopback_test.h"
#include "io/tls_ticket.h"
#include "unit.h"

/* ---- configuration errors ---- */

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    if (CHECK(f != NULL)) {
        fputs(text, f);
        fclose(f);
    }
}

static void write_encrypted_key(const char *path)
{
    FILE     *f   = fopen(path, "w");
    EVP_PKEY *key = EVP_EC_gen("P-256");

    CHECK(f != NULL && PEM_write_PrivateKey(f, key, EVP_aes_128_cbc(), NULL, 0, NULL, (void *)(char[]){ "secret" }));
    EVP_PKEY_free(key);
    fclose(f);
}

static struct tls_context *server_of(const char *certificate, const char *key, struct arena *arena, str *error)
{
    struct tls_pair           pair    = { certificate, key };
    struct tls_server_options options = { .pairs = &pair, .pair_count = 1 };

    return tls_server_context(&options, arena, error);
}

TEST(tls_server_context_errors)
{
    struct certificate_files files, others;
    char                     garbage[96], locked[96];

    if (!certificate_files_make(&files) || !certificate_files_make(&others))
        return;
    snprintf(garbage, sizeof garbage, "%s/garbage.pem", files.directory);
    snprintf(locked, sizeof locked, "%s/locked.pem", files.directory);
    write_file(garbage, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
    write_encrypted_key(locked);
    const struct { const char *name, *certificate, *key, *file, *reason; } cases[] = {
        { "a pair that fits",       files.certificate, files.key,   NULL, NULL },
        { "no certificate file",    "/nowhere.pem",    files.key,   "/nowhere.pem", "No such file or directory" },
        { "no key file",            files.certificate, "/nowhere",  "/nowhere", "No such file or directory" },
        { "not a certificate",      garbage,           files.key,   garbage, "" },
        { "a key in its place",     files.key,         files.key,   files.key, "there is none in PEM form in it" },
        { "another one's key",      files.certificate, others.key,  others.key, "it is the key of another certificate" },
        { "an encrypted key",       files.certificate, locked,      locked, "it is encrypted" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE         arena   = { 0 };
        str                 error   = { 0 };
        struct tls_context *context = server_of(c->certificate, c->key, &arena, &error);

        CHECK_EQ(context != NULL, c->file == NULL);
        if (c->file != NULL) {
            CHECK(str_find(error, str_of(c->file)) > 0);
            if (!CHECK(str_find(error, str_of(c->reason)) >= 0))
                printf("%.*s\n", STR_ARG(error));
        }
        tls_context_free(context);
    }
    unlink(garbage);
    unlink(locked);
    certificate_files_remove(&files);
    certificate_files_remove(&others);
}

/* ---- what a server agrees to, asked by a client of OpenSSL's own ---- */

struct foreign_client { SSL_CTX *ctx; SSL *ssl; SSL_SESSION *session; int fd; };

/* Both ends by turns, until both are done or one fails. */
static bool shake_hands(struct foreign_client *client, struct ssl_st *server)
{
    for (int i = 0; i < 20; i++) {
        int               c = SSL_do_handshake(client->ssl);
        enum tls_progress s = tls_handshake(server);

        if (s == TLS_FAILED || (c <= 0 && SSL_get_error(client->ssl, c) != SSL_ERROR_WANT_READ))
            return false;
        if (c == 1 && s == TLS_DONE)
            return true;
    }
    return false;
}

struct duo { struct foreign_client client; struct ssl_st *server; int ends[2]; };

static void duo_open(struct duo *d, struct tls_context *context, SSL_CTX *client_ctx, SSL_SESSION *session)
{
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, d->ends), 0);
    d->server     = tls_session_new(context, d->ends[0], true, (str){ 0 });
    d->client.ssl = SSL_new(client_ctx);
    SSL_set_fd(d->client.ssl, d->ends[1]);
    SSL_set_connect_state(d->client.ssl);
    if (session != NULL)
        SSL_set_session(d->client.ssl, session);
}

static void duo_close(struct duo *d)
{
    tls_session_free(d->server);
    SSL_shutdown(d->client.ssl);        /* else OpenSSL thinks its session cut short, and never resumes it */
    SSL_free(d->client.ssl);
    close(d->ends[0]);
    close(d->ends[1]);
}

static struct tls_context *make_server(void)
{
    struct certificate_files files;
    ARENA_SCOPE              arena = { 0 };
    str                      error = { 0 };

    if (!certificate_files_make(&files))
        return NULL;
    struct tls_context *context = server_of(files.certificate, files.key, &arena, &error);

    certificate_files_remove(&files);
    CHECK(context != NULL);
    return context;
}

TEST(tls_versions)
{
    static const struct { const char *name; int least, most; const char *want; } cases[] = {
        { "the newest",         0,              0,              "TLSv1.3" },
        { "1.2 is still good",  TLS1_2_VERSION, TLS1_2_VERSION, "TLSv1.2" },
        { "1.1 is refused",     TLS1_1_VERSION, TLS1_1_VERSION, NULL },
        { "1.0 is refused",     TLS1_VERSION,   TLS1_VERSION,   NULL },
    };
    struct tls_context *context = make_server();

    FOR_EACH_CASE(c, cases) {
        struct duo d   = { 0 };
        SSL_CTX   *ctx = SSL_CTX_new(TLS_client_method());

        SSL_CTX_set_security_level(ctx, 0);
        SSL_CTX_set_min_proto_version(ctx, c->least);
        SSL_CTX_set_max_proto_version(ctx, c->most);
        duo_open(&d, context, ctx, NULL);
        if (CHECK_EQ(shake_hands(&d.client, d.server), c->want != NULL) && c->want != NULL)
            CHECK_CSTR(tls_version(d.server), c->want);
        duo_close(&d);
        SSL_CTX_free(ctx);
    }
    tls_context_free(context);
}

TEST(tls_ciphers)
{
    static const struct { const char *name, *ciphers; bool want; } cases[] = {
        { "AES-GCM",                    "ECDHE-ECDSA-AES128-GCM-SHA256",    true },
        { "no anonymous",               "aNULL",                            false },
        { "no plaintext in disguise",   "ECDHE-ECDSA-NULL-SHA",             false },
    };
    struct tls_context *context = make_server();

    FOR_EACH_CASE(c, cases) {
        struct duo d   = { 0 };
        SSL_CTX   *ctx = SSL_CTX_new(TLS_client_method());

        SSL_CTX_set_security_level(ctx, 0);
        SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
        CHECK_EQ(SSL_CTX_set_cipher_list(ctx, c->ciphers), 1);
        duo_open(&d, context, ctx, NULL);
        CHECK_EQ(shake_hands(&d.client, d.server), c->want);
        duo_close(&d);
        SSL_CTX_free(ctx);
    }
    tls_context_free(context);
}

TEST(tls_no_renegotiation)
{
    struct tls_context *context = make_server();
    struct duo          d       = { 0 };
    SSL_CTX            *ctx     = SSL_CTX_new(TLS_client_method());
    char                octet;
    size_t              got;

    SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
    duo_open(&d, context, ctx, NULL);
    CHECK(shake_hands(&d.client, d.server));
    CHECK_EQ(SSL_renegotiate(d.client.ssl), 1);
    SSL_do_handshake(d.client.ssl);
    (void)!tls_read(d.server, &octet, 1, &got);
    CHECK(SSL_do_handshake(d.client.ssl) <= 0);
    CHECK_EQ(SSL_num_renegotiations(d.server), 0);
    CHECK(SSL_get_current_compression(d.server) == NULL);
    duo_close(&d);
    SSL_CTX_free(ctx);
    tls_context_free(context);
}

static SSL_SESSION *kept_session;

static int keep_session(SSL *ssl UNUSED, SSL_SESSION *session)
{
    SSL_SESSION_free(kept_session);
    kept_session = session;
    return 1;
}

TEST(tls_tickets_resume_within_one_context)
{
    static const struct { const char *name; int version; bool same_context, resumed; } cases[] = {
        { "1.3",                                TLS1_3_VERSION, true,   true  },
        { "1.2",                                TLS1_2_VERSION, true,   true  },
        { "another context has other keys",     TLS1_3_VERSION, false,  false },
    };
    struct tls_context *first = make_server(), *second = make_server();

    FOR_EACH_CASE(c, cases) {
        struct duo d   = { 0 };
        SSL_CTX   *ctx = SSL_CTX_new(TLS_client_method());
        char       text[8];
        size_t     put;

        SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT);
        SSL_CTX_sess_set_new_cb(ctx, keep_session);
        SSL_CTX_set_max_proto_version(ctx, c->version);
        duo_open(&d, first, ctx, NULL);
        CHECK(shake_hands(&d.client, d.server));
        CHECK_EQ(tls_write(d.server, STR("220 hi"), &put), TLS_DONE);   /* 1.3: the ticket comes before it */
        CHECK_EQ(SSL_read(d.client.ssl, text, sizeof text), 6);
        CHECK(!SSL_session_reused(d.server));
        duo_close(&d);

        if (CHECK(kept_session != NULL)) {
            duo_open(&d, c->same_context ? first : second, ctx, kept_session);
            CHECK(shake_hands(&d.client, d.server));
            CHECK_EQ(SSL_session_reused(d.server), c->resumed);
            duo_close(&d);
        }
        SSL_SESSION_free(kept_session);
        kept_session = NULL;
        SSL_CTX_free(ctx);
    }
    tls_context_free(first);
    tls_context_free(second);
}

TEST(tls_client_sends_server_name)
{
    struct tls_context *server = make_server();
    ARENA_SCOPE         arena  = { 0 };
    str                 error  = { 0 };
    struct tls_context *client = tls_client_context(&arena, &error);
    char                huge[300];
    int                 ends[2];

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    struct ssl_st *s = tls_session_new(server, ends[0], true, (str){ 0 });
    struct ssl_st *c = tls_session_new(client, ends[1], false, STR("mx.example.org"));

    for (int i = 0; i < 10 && (tls_handshake(c) != TLS_DONE || tls_handshake(s) != TLS_DONE); i++)
        (void)!tls_handshake(s);
    CHECK_CSTR(str_of(SSL_get_servername(s, TLSEXT_NAMETYPE_host_name)), "mx.example.org");
    memset(huge, 'a', sizeof huge);
    CHECK(tls_session_new(client, ends[1], false, (str){ huge, sizeof huge }) == NULL);
    tls_session_free(s);
    tls_session_free(c);
    close(ends[0]);
    close(ends[1]);
    tls_context_free(server);
    tls_context_free(client);
}
