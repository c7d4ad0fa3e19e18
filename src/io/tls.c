#include "io/tls.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "io/sys.h"
#include "io/tls_ticket.h"

struct tls_context {
    SSL_CTX            *ctx;
    BIO_METHOD         *socket;
    struct tls_tickets *tickets;        /* of servers */
};

/* ---- the socket as OpenSSL sees it: by io/sys.h, so that faults reach it and SIGPIPE does not ---- */

static int socket_of(BIO *bio) { return (int)(intptr_t)BIO_get_data(bio); }

static int socket_read(BIO *bio, char *out, int size)
{
    ssize_t got = sys_recv(socket_of(bio), out, (size_t)size);

    BIO_clear_retry_flags(bio);
    if (got < 0 && errno == EAGAIN)
        BIO_set_retry_read(bio);
    if (got == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return (int)got;
}

static int socket_write(BIO *bio, const char *octets, int size)
{
    ssize_t put = sys_send(socket_of(bio), octets, (size_t)size);

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
    BIO_set_init(bio, 1);
    return 1;
}

static BIO_METHOD *new_socket_method(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_TYPE_START, "gatepost socket");

    if (method != NULL && BIO_meth_set_create(method, socket_create) && BIO_meth_set_read(method, socket_read) &&
        BIO_meth_set_write(method, socket_write) && BIO_meth_set_ctrl(method, socket_control))
        return method;
    BIO_meth_free(method);
    return NULL;
}

/* ---- contexts ---- */

/* An encrypted key would make OpenSSL ask on the terminal. */
static int no_passphrase(char *out UNUSED, int size UNUSED, int writing UNUSED, void *context UNUSED)
{
    return 0;
}

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
        !SSL_CTX_set_min_proto_version(context->ctx, TLS1_2_VERSION)) {
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

static bool load_pair(SSL_CTX *ctx, const char *certificate_file, const char *key_file, struct arena *arena, str *error)
{
    const char *step = NULL, *file = NULL;

    SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
    if (SSL_CTX_use_certificate_chain_file(ctx, certificate_file) != 1)
        step = "cannot read a certificate from", file = certificate_file;
    else if (SSL_CTX_use_PrivateKey_file(ctx, key_file, SSL_FILETYPE_PEM) != 1)
        step = "cannot read a key for that certificate from", file = key_file;
    if (step == NULL)
        return true;
    /* The first error is the cause, those above it are its consequences. */
    *error = arena_printf(arena, "%s %s: %s", step, file, reason_of(ERR_peek_error()));
    ERR_clear_error();
    return false;
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

struct tls_context *tls_server_context(const char *certificate_file, const char *key_file, struct arena *arena,
                                       str *error)
{
    ERR_clear_error();
    struct tls_context *context = context_new(TLS_server_method());

    if (context == NULL || !allow_resumption(context)) {
        *error = STR("OpenSSL cannot make a server context");
        tls_context_free(context);
        return NULL;
    }
    if (!load_pair(context->ctx, certificate_file, key_file, arena, error)) {
        tls_context_free(context);
        return NULL;
    }
    SSL_CTX_set_options(context->ctx, SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_dh_auto(context->ctx, 1);
    return context;
}

struct tls_context *tls_client_context(struct arena *arena UNUSED, str *error)
{
    ERR_clear_error();
    struct tls_context *context = context_new(TLS_client_method());

    if (context == NULL)
        *error = STR("OpenSSL cannot make a client context");
    else
        SSL_CTX_set_verify(context->ctx, SSL_VERIFY_NONE, NULL);
    return context;
}

void tls_context_free(struct tls_context *context)
{
    if (context == NULL)
        return;
    SSL_CTX_free(context->ctx);
    tls_tickets_free(context->tickets);
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
    BIO_set_data(bio, (void *)(intptr_t)fd);
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
    return SSL_pending(ssl) > 0;
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
