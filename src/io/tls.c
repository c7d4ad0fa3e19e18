#include "io/tls.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "base/buf.h"
#include "io/sys.h"
#include "io/tls_ticket.h"

struct tls_context {
    SSL_CTX            *ctx;
    BIO_METHOD         *socket;
    struct tls_tickets *tickets;        /* of servers, as is the next */
    struct tls_certificates *certificates;
};

/* ---- the socket as OpenSSL sees it: by io/sys.h, so that faults reach it and SIGPIPE does not ---- */

struct source {
    int        fd;
    struct buf early;                   /* what the socket has brought before, and belongs to TLS */
};

static int take_early(struct source *source, char *out, size_t size)
{
    size_t len = buf_len(&source->early) < size ? buf_len(&source->early) : size;

    memcpy(out, buf_str(&source->early).ptr, len);
    buf_consume(&source->early, len);
    if (buf_len(&source->early) == 0)
        buf_free(&source->early);
    return (int)len;
}

static int socket_read(BIO *bio, char *out, int size)
{
    struct source *source = BIO_get_data(bio);

    BIO_clear_retry_flags(bio);
    if (buf_len(&source->early) > 0 && size > 0)
        return take_early(source, out, (size_t)size);

    ssize_t got = sys_recv(source->fd, out, (size_t)size);

    if (got < 0 && errno == EAGAIN)
        BIO_set_retry_read(bio);
    if (got == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return (int)got;
}

static int socket_write(BIO *bio, const char *octets, int size)
{
    ssize_t put = sys_send(((struct source *)BIO_get_data(bio))->fd, octets, (size_t)size);

    BIO_clear_retry_flags(bio);
    if (put < 0 && errno == EAGAIN)
        BIO_set_retry_write(bio);
    return (int)put;
}

static long socket_control(BIO *bio, int command, long number UNUSED, void *pointer UNUSED)
{
    switch (command) {
    case BIO_CTRL_FLUSH: return 1;
    case BIO_CTRL_EOF:   return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    }
    return 0;
}

static int socket_create(BIO *bio)
{
    struct source *source = calloc(1, sizeof *source);

    ASSERT(source != NULL);
    BIO_set_data(bio, source);
    BIO_set_init(bio, 1);
    return 1;
}

static int socket_destroy(BIO *bio)
{
    struct source *source = BIO_get_data(bio);

    buf_free(&source->early);
    free(source);
    return 1;
}

static BIO_METHOD *new_socket_method(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_TYPE_START, "gatepost socket");

    if (method != NULL && BIO_meth_set_create(method, socket_create) && BIO_meth_set_destroy(method, socket_destroy) &&
        BIO_meth_set_read(method, socket_read) && BIO_meth_set_write(method, socket_write) && BIO_meth_set_ctrl(method, socket_control))
        return method;
    BIO_meth_free(method);
    return NULL;
}

/* ---- contexts ---- */

static const char *reason_of(unsigned long error)
{
    if (ERR_SYSTEM_ERROR(error))
        return strerrordesc_np(ERR_GET_REASON(error));
    const char *reason = ERR_reason_error_string(error);

    return reason == NULL ? "unknown error" : reason;
}

static struct tls_context *context_new(const SSL_METHOD *method)
{
    struct tls_context *context = calloc(1, sizeof *context);

    ASSERT(context != NULL);
    context->ctx    = SSL_CTX_new(method);
    context->socket = new_socket_method();
    /* RFC 8996 and RFC 9325 §3.1.1: nothing before 1.2. */
    if (context->ctx == NULL || context->socket == NULL ||
        SSL_CTX_set_min_proto_version(context->ctx, TLS1_2_VERSION) != 1) {
        tls_context_free(context);
        return NULL;
    }
    /* Mail frames its messages itself, so a missing close_notify cuts nothing short that we would believe whole. */
    SSL_CTX_set_options(context->ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    /* Idle sessions give their buffers back; `out` may move and grow between the tries of one write. */
    SSL_CTX_set_mode(context->ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                       SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

/* OpenSSL's own cache would be a lock for all workers: tickets alone carry sessions over. */
static bool allow_resumption(struct tls_context *context)
{
    static const unsigned char id[] = "gatepost";

    SSL_CTX_set_session_cache_mode(context->ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context->ctx, 1);
    context->tickets = tls_tickets_new(context->ctx, sys_steady_ms);
    return context->tickets != NULL && SSL_CTX_set_session_id_context(context->ctx, id, sizeof id - 1) == 1;
}

/* RFC 9325 §4.1, §4.2: forward secrecy always, by elliptic curves, authenticated encryption first. Ciphers in CBC mode
 * close the list, with encrypt-then-MAC where the client can: to many a sender the alternative would be clear text
 * (RFC 7435 §3). */
static const char ciphers[]     = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES";
static const char old_ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:DHE+AES:kRSA+AES:@SECLEVEL=0";
static const char groups[]      = "X25519:P-256:P-384";

static bool set_versions(SSL_CTX *ctx, enum tls_minimum minimum)
{
    static const int versions[] = {
        [TLS_MINIMUM_1_0] = TLS1_VERSION,   [TLS_MINIMUM_1_1] = TLS1_1_VERSION,
        [TLS_MINIMUM_1_2] = TLS1_2_VERSION, [TLS_MINIMUM_1_3] = TLS1_3_VERSION,
    };
    bool is_old = minimum == TLS_MINIMUM_1_0 || minimum == TLS_MINIMUM_1_1;

    if (is_old)
        SSL_CTX_set_dh_auto(ctx, 1);
    return SSL_CTX_set_min_proto_version(ctx, versions[minimum]) == 1 && SSL_CTX_set1_groups_list(ctx, groups) == 1 &&
           SSL_CTX_set_cipher_list(ctx, is_old ? old_ciphers : ciphers) == 1;
}

/* An unknown name is no error (STANDARDS TLS-7), it is only not acknowledged. */
static int name_asked(SSL *ssl, int *alert UNUSED, void *argument)
{
    const struct tls_context *context = argument;
    const char               *name    = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

    return name != NULL && tls_certificates_choose(context->certificates, ssl, name) ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

static bool set_certificates(struct tls_context *context, const struct tls_server_options *options, struct arena *arena,
                             str *error)
{
    context->certificates = tls_certificates_load(options->pairs, options->pair_count, arena, error);
    if (context->certificates == NULL)
        return false;
    SSL_CTX_set_tlsext_servername_callback(context->ctx, name_asked);
    SSL_CTX_set_tlsext_servername_arg(context->ctx, context);
    if (tls_certificates_set_default(context->certificates, context->ctx))
        return true;
    *error = arena_printf(arena, "OpenSSL does not take the certificate of %s: %s", options->pairs[0].certificate,
                          reason_of(tls_take_error()));
    return false;
}

/* No handshake fails for the client's certificate: what it proves is asked afterwards. */
static int go_on(int is_good UNUSED, X509_STORE_CTX *store UNUSED)
{
    return 1;
}

/* Without a CA there is nothing to build a stranger's chain for. */
static int leave_unverified(X509_STORE_CTX *store, void *argument UNUSED)
{
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_UNTRUSTED);
    return 1;
}

static bool ask_for_certificate(SSL_CTX *ctx, const char *ca, struct arena *arena, str *error)
{
    enum { CHAIN_MAX = 5 };

    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, go_on);
    SSL_CTX_set_verify_depth(ctx, CHAIN_MAX);
    if (ca == NULL) {
        SSL_CTX_set_cert_verify_callback(ctx, leave_unverified, NULL);
        return true;
    }
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(ca);

    if (names != NULL && SSL_CTX_load_verify_file(ctx, ca) == 1) {
        SSL_CTX_set_client_CA_list(ctx, names);
        return true;
    }
    sk_X509_NAME_pop_free(names, X509_NAME_free);
    *error = arena_printf(arena, "cannot read certificates of a CA from %s: %s", ca, reason_of(tls_take_error()));
    return false;
}

struct tls_context *tls_server_context(const struct tls_server_options *options, struct arena *arena, str *error)
{
    ERR_clear_error();
    struct tls_context *context = context_new(TLS_server_method());

    if (context == NULL || !allow_resumption(context) || !set_versions(context->ctx, options->minimum)) {
        *error = STR("OpenSSL cannot make a server context");
        tls_context_free(context);
        return NULL;
    }
    if (!set_certificates(context, options, arena, error) ||
        (options->ask_for_certificate && !ask_for_certificate(context->ctx, options->client_ca, arena, error))) {
        tls_context_free(context);
        return NULL;
    }
    SSL_CTX_set_options(context->ctx, SSL_OP_CIPHER_SERVER_PREFERENCE);
    return context;
}

struct tls_context *tls_client_context(struct arena *arena UNUSED, str *error)
{
    ERR_clear_error();
    struct tls_context *context = context_new(TLS_client_method());

    if (context == NULL)
        *error = STR("OpenSSL cannot make a client context");
    else
        SSL_CTX_set_verify(context->ctx, SSL_VERIFY_NONE, NULL);        /* verified all the same, for who asks later */
    if (context != NULL && SSL_CTX_set_default_verify_paths(context->ctx) != 1)
        ERR_clear_error();              /* then no CA is trusted */
    return context;
}

unix_seconds tls_context_end(const struct tls_context *context)
{
    return tls_certificates_end(context->certificates);
}

void tls_context_free(struct tls_context *context)
{
    if (context == NULL)
        return;
    SSL_CTX_free(context->ctx);
    tls_tickets_free(context->tickets);
    tls_certificates_free(context->certificates);
    BIO_meth_free(context->socket);
    free(context);
}

/* ---- sessions ---- */

/* SNI carries host names of DNS, never address literals (RFC 6066 §3). */
static bool set_server_name(SSL *ssl, str server_name)
{
    char name[256];

    return server_name.len == 0 || (str_to_cstr(server_name, name, sizeof name) && SSL_set_tlsext_host_name(ssl, name));
}

struct ssl_st *tls_session_new(struct tls_context *context, int fd, bool as_server, str server_name)
{
    ERR_clear_error();
    SSL *ssl = SSL_new(context->ctx);
    BIO *bio = BIO_new(context->socket);

    if (ssl == NULL || bio == NULL || (!as_server && !set_server_name(ssl, server_name))) {
        SSL_free(ssl);
        BIO_free(bio);
        return NULL;
    }
    ((struct source *)BIO_get_data(bio))->fd = fd;
    SSL_set_bio(ssl, bio, bio);
    if (as_server)
        SSL_set_accept_state(ssl);
    else
        SSL_set_connect_state(ssl);
    return ssl;
}

void tls_session_free(struct ssl_st *ssl)
{
    SSL_free(ssl);
}

static struct source *source_of(const SSL *ssl)
{
    return BIO_get_data(SSL_get_rbio(ssl));
}

void tls_feed(struct ssl_st *ssl, str octets)
{
    buf_add(&source_of(ssl)->early, octets);
}

static enum tls_progress progress(const SSL *ssl, int result)
{
    if (result > 0)
        return TLS_DONE;
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ:   return TLS_WANTS_READ;
    case SSL_ERROR_WANT_WRITE:  return TLS_WANTS_WRITE;
    case SSL_ERROR_ZERO_RETURN: return TLS_CLOSED;
    }
    return TLS_FAILED;
}

enum tls_progress tls_handshake(struct ssl_st *ssl)
{
    ERR_clear_error();
    return progress(ssl, SSL_do_handshake(ssl));
}

enum tls_progress tls_read(struct ssl_st *ssl, char *out, size_t size, size_t *got)
{
    ERR_clear_error();
    return progress(ssl, SSL_read_ex(ssl, out, size, got));
}

enum tls_progress tls_write(struct ssl_st *ssl, str octets, size_t *put)
{
    ERR_clear_error();
    return progress(ssl, SSL_write_ex(ssl, octets.ptr, octets.len, put));
}

void tls_close_notify(struct ssl_st *ssl)
{
    ERR_clear_error();
    SSL_shutdown(ssl);
}

bool tls_has_pending(const struct ssl_st *ssl)
{
    return SSL_pending(ssl) > 0 || buf_len(&source_of(ssl)->early) > 0;
}

unsigned long tls_take_error(void)
{
    unsigned long error = ERR_peek_error();

    ERR_clear_error();
    return error;
}

const char *tls_error_text(unsigned long error)
{
    return reason_of(error);
}

str tls_version(const struct ssl_st *ssl)
{
    return str_of(SSL_get_version(ssl));
}

str tls_cipher(const struct ssl_st *ssl)
{
    return str_of(SSL_get_cipher_name(ssl));
}
