#include "io/tls_ticket.h"

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/loopback_test.h"
#include "unit.h"

static int64_t test_clock;

static int64_t read_test_clock(void) { return test_clock; }

static SSL_SESSION *kept_session;

static int keep_session(SSL *ssl UNUSED, SSL_SESSION *session)
{
    SSL_SESSION_free(kept_session);
    kept_session = session;
    return 1;
}

static SSL_CTX *make_client(void)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT);
    SSL_CTX_sess_set_new_cb(ctx, keep_session);
    return ctx;
}

static SSL_CTX *make_server(struct tls_tickets **tickets)
{
    struct certificate_files files;
    SSL_CTX                 *ctx = SSL_CTX_new(TLS_server_method());

    CHECK(certificate_files_make(&files));
    CHECK_EQ(SSL_CTX_use_certificate_chain_file(ctx, files.certificate), 1);
    CHECK_EQ(SSL_CTX_use_PrivateKey_file(ctx, files.key, SSL_FILETYPE_PEM), 1);
    certificate_files_remove(&files);
    *tickets = tls_tickets_new(ctx, read_test_clock);
    CHECK(*tickets != NULL);
    return ctx;
}

static SSL *join(SSL_CTX *ctx, int fd)
{
    SSL *ssl = SSL_new(ctx);

    SSL_set_fd(ssl, fd);
    return ssl;
}

/* Shakes hands, offering the session kept so far; keeps the new one. True if the server has resumed. */
static bool connect_once(SSL_CTX *server_ctx, SSL_CTX *client_ctx)
{
    int  ends[2];
    char octet;

    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    SSL *server = join(server_ctx, ends[0]), *client = join(client_ctx, ends[1]);

    if (kept_session != NULL)
        SSL_set_session(client, kept_session);
    for (int i = 0; i < 10 && SSL_connect(client) + SSL_accept(server) != 2; i++)
        ;
    CHECK(SSL_is_init_finished(server) && SSL_is_init_finished(client));
    CHECK_EQ(SSL_write(server, "x", 1), 1);
    CHECK_EQ(SSL_read(client, &octet, 1), 1);           /* the tickets came before it */
    bool resumed = SSL_session_reused(server);

    SSL_shutdown(client);
    SSL_free(client);
    SSL_free(server);
    close(ends[0]);
    close(ends[1]);
    return resumed;
}

TEST(tls_ticket_keys_change)
{
    enum { LIFE = TLS_TICKET_KEY_LIFE_MS };
    static const struct { const char *name; int64_t issued, offered; bool resumed; } cases[] = {
        { "at once",                                        0,          0,                  true  },
        { "just before the key changes",                    0,          LIFE - 1,           true  },
        { "after it has changed once",                      0,          LIFE,               true  },
        { "issued at the end of a key's life",              LIFE - 1,   2 * LIFE - 2,       true  },
        { "nobody came for two lives",                      0,          2 * (int64_t)LIFE,  false },
    };

    FOR_EACH_CASE(c, cases) {
        struct tls_tickets *tickets;

        test_clock = 0;
        SSL_CTX *server = make_server(&tickets), *client = make_client();

        test_clock = c->issued;
        CHECK(!connect_once(server, client));
        test_clock = c->offered;
        CHECK_EQ(connect_once(server, client), c->resumed);
        SSL_SESSION_free(kept_session);
        kept_session = NULL;
        SSL_CTX_free(client);
        SSL_CTX_free(server);
        tls_tickets_free(tickets);
    }
}

TEST(tls_ticket_key_is_gone_after_two_changes)
{
    struct tls_tickets *tickets;

    test_clock = 0;
    SSL_CTX *server = make_server(&tickets), *client = make_client();

    CHECK(!connect_once(server, client));
    SSL_SESSION *old = kept_session;

    kept_session = NULL;
    for (int i = 1; i <= 2; i++) {
        test_clock += TLS_TICKET_KEY_LIFE_MS;
        connect_once(server, client);
    }
    SSL_SESSION_free(kept_session);
    kept_session = old;
    CHECK(!connect_once(server, client));
    SSL_SESSION_free(kept_session);
    kept_session = NULL;
    SSL_CTX_free(client);
    SSL_CTX_free(server);
    tls_tickets_free(tickets);
}
