#include "io/responder_test.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "dns/packet.h"
#include "io/listener.h"
#include "io/loopback_test.h"
#include "io/signer_test.h"
#include "unit.h"

enum { HEADER_OCTETS = 12, CONNECTIONS = 8, PACKET_MAX = 8192, TTL = 60 };
enum { RCODE_OK = 0, RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3, RCODE_REFUSED = 5 };
enum { FLAGS = 0x8580, FLAG_TC = 0x0200 };              /* QR AA RD RA */

struct responder {
    int           udp, tcp, stop[2], connections[CONNECTIONS];
    char          forwarder[32];
    pthread_t     thread;
    struct signer *signer;
    atomic_size_t count;
};

/* What is asked: the packet, where the question in it ends, and the first label of the name. */
struct asked {
    const unsigned char *packet;
    size_t               end;
    char                 label[64];
    uint16_t             type;
    const struct signer *signer;
};

static bool read_question(const unsigned char *packet, size_t len, struct asked *asked)
{
    size_t at = HEADER_OCTETS;

    if (len < HEADER_OCTETS + 5 || packet[at] == 0 || packet[at] > 63 || at + packet[at] + 6u > len)
        return false;
    memcpy(asked->label, packet + at + 1, packet[at]);
    asked->label[packet[at]] = '\0';
    while (at < len && packet[at] != 0)
        at += 1u + packet[at];
    if (at + 5 > len)
        return false;
    asked->packet = packet;
    asked->type   = (uint16_t)(packet[at + 1] << 8 | packet[at + 2]);
    asked->end    = at + 5;
    return true;
}

static void add_u16(struct buf *out, unsigned value)
{
    buf_add_char(out, (char)(value >> 8));
    buf_add_char(out, (char)value);
}

static void begin(struct buf *out, const struct asked *asked, unsigned flags, unsigned answers)
{
    buf_add(out, (str){ (const char *)asked->packet, 2 });      /* the id */
    add_u16(out, flags);
    add_u16(out, 1);
    add_u16(out, answers);
    add_u16(out, 0);
    add_u16(out, 0);
    buf_add(out, (str){ (const char *)asked->packet + HEADER_OCTETS, asked->end - HEADER_OCTETS });
}

/* owner is in wire form; empty for the name asked. */
static void add_record(struct buf *out, const struct asked *asked, str owner, uint16_t type, str data)
{
    size_t name_len = asked->end - HEADER_OCTETS - 4;

    buf_add(out, owner.len > 0 ? owner : (str){ (const char *)asked->packet + HEADER_OCTETS, name_len });
    add_u16(out, type);
    add_u16(out, 1);
    add_u16(out, 0);
    add_u16(out, TTL);
    add_u16(out, (unsigned)data.len);
    buf_add(out, data);
}

static void answer_txt(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 1);
    add_record(out, asked, (str){ 0 }, DNS_TXT, STR("\x06v=spf1\x05 -all"));
}

static void answer_two(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 2);
    add_record(out, asked, (str){ 0 }, DNS_A, STR("\xc0\x11\x02\x01"));
    add_record(out, asked, (str){ 0 }, DNS_A, STR("\xc0\x11\x02\x02"));
}

static void answer_ptr(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 1);
    add_record(out, asked, (str){ 0 }, DNS_PTR, STR("\x04mail\x03lan\x00"));
}

#define TARGET "\x06target\x07""example\x04test\x00"

static void answer_target(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 1);
    add_record(out, asked, (str){ 0 }, DNS_TXT, STR("\x05" "alias"));
}

static void answer_alias(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 2);
    add_record(out, asked, (str){ 0 }, DNS_CNAME, STR(TARGET));
    add_record(out, asked, STR(TARGET), DNS_TXT, STR("\x05" "alias"));
}

/* One record, under the signature of another (or of itself, if the two are the same). */
static void answer_signed(struct buf *out, const struct asked *asked, uint16_t type, str signed_data, str data)
{
    BUF_SCOPE rrsig = { 0 };
    str       owner = { (const char *)asked->packet + HEADER_OCTETS, asked->end - HEADER_OCTETS - 4 };

    begin(out, asked, FLAGS, 2);
    signer_sign(asked->signer, owner, type, signed_data, &rrsig);
    add_record(out, asked, owner, type, data);
    add_record(out, asked, owner, DNS_RRSIG, buf_str(&rrsig));
}

static void answer_good(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    answer_signed(out, asked, DNS_TXT, STR("\x04true"), STR("\x04true"));
}

static void answer_forged(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    answer_signed(out, asked, DNS_TXT, STR("\x04true"), STR("\x04lies"));
}

static void answer_key(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    answer_signed(out, asked, DNS_DNSKEY, signer_dnskey(asked->signer), signer_dnskey(asked->signer));
}

/* Larger than a datagram: TC by UDP, whole by TCP. */
static void answer_large(struct buf *out, const struct asked *asked, bool by_tcp)
{
    char data[256];

    data[0] = (char)255;
    memset(data + 1, 'x', 255);
    begin(out, asked, by_tcp ? FLAGS : FLAGS | FLAG_TC, by_tcp ? 20 : 0);
    for (int i = 0; by_tcp && i < 20; i++) {
        data[1] = (char)('a' + i);
        add_record(out, asked, (str){ 0 }, DNS_TXT, (str){ data, sizeof data });
    }
}

static void answer_nothing(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS, 0);
}

static void answer_nxdomain(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS | RCODE_NXDOMAIN, 0);
}

static void answer_servfail(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS | RCODE_SERVFAIL, 0);
}

static void answer_refused(struct buf *out, const struct asked *asked, bool by_tcp UNUSED)
{
    begin(out, asked, FLAGS | RCODE_REFUSED, 0);
}

/* Promises a record and ends in the middle of it. */
static void answer_cut(struct buf *out, const struct asked *asked, bool by_tcp)
{
    answer_txt(out, asked, by_tcp);
    buf_truncate(out, buf_len(out) - 5);
}

static void answer_silence(struct buf *out UNUSED, const struct asked *asked UNUSED, bool by_tcp UNUSED) { }

/* By the start of the first label. */
static const struct {
    const char *label; void (*answer)(struct buf *out, const struct asked *asked, bool by_tcp);
} table[] = {
    { "txt",      answer_txt      }, { "two",     answer_two     }, { "large",   answer_large    },
    { "alias",    answer_alias    }, { "target",  answer_target  }, { "1",       answer_ptr      },
    { "nodata",   answer_nothing  }, { "missing", answer_nxdomain }, { "servfail", answer_servfail },
    { "refused",  answer_refused  }, { "cut",     answer_cut     }, { "silent",  answer_silence  },
    { "good",     answer_good     }, { "forged",  answer_forged  }, { "signed",  answer_key      },
    { "slow",     answer_txt      },                                 /* after a tenth of a second */
};

static void answer(struct responder *r, const unsigned char *packet, size_t len, bool by_tcp, struct buf *out)
{
    struct asked asked = { .signer = r->signer };

    if (!read_question(packet, len, &asked))
        return;
    atomic_fetch_add(&r->count, 1);
    if (strcmp(asked.label, "slow") == 0)
        usleep(100000);
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (strncmp(asked.label, table[i].label, strlen(table[i].label)) == 0) {
            table[i].answer(out, &asked, by_tcp);
            return;
        }
    answer_nxdomain(out, &asked, by_tcp);
}

static void serve_udp(struct responder *r)
{
    unsigned char      packet[PACKET_MAX];
    struct sockaddr_in from;
    socklen_t          from_len = sizeof from;
    ssize_t            len      = recvfrom(r->udp, packet, sizeof packet, 0, (struct sockaddr *)&from, &from_len);
    BUF_SCOPE          out      = { 0 };

    if (len > 0)
        answer(r, packet, (size_t)len, false, &out);
    if (buf_len(&out) > 0)
        sendto(r->udp, buf_str(&out).ptr, buf_len(&out), 0, (struct sockaddr *)&from, from_len);
}

/* One question; false at the end of the connection. */
static bool serve_tcp(struct responder *r, int fd)
{
    unsigned char packet[PACKET_MAX];
    BUF_SCOPE     out = { 0 }, framed = { 0 };

    if (recv(fd, packet, 2, MSG_WAITALL) != 2)
        return false;
    size_t need = (size_t)(packet[0] << 8 | packet[1]);

    if (need > sizeof packet || recv(fd, packet, need, MSG_WAITALL) != (ssize_t)need)
        return false;
    answer(r, packet, need, true, &out);
    if (buf_len(&out) == 0)
        return true;
    add_u16(&framed, (unsigned)buf_len(&out));
    buf_add(&framed, buf_str(&out));
    return send(fd, buf_str(&framed).ptr, buf_len(&framed), MSG_NOSIGNAL) == (ssize_t)buf_len(&framed);
}

static void accept_connection(struct responder *r)
{
    int fd = accept(r->tcp, NULL, NULL);

    for (size_t i = 0; fd >= 0 && i < CONNECTIONS; i++)
        if (r->connections[i] < 0) {
            r->connections[i] = fd;
            return;
        }
    if (fd >= 0)
        close(fd);
}

static void *serve(void *context)
{
    struct responder *r = context;

    for (;;) {
        struct pollfd ready[3 + CONNECTIONS] = {
            { r->stop[0], POLLIN, 0 }, { r->udp, POLLIN, 0 }, { r->tcp, POLLIN, 0 },
        };

        for (size_t i = 0; i < CONNECTIONS; i++)
            ready[3 + i] = (struct pollfd){ r->connections[i], POLLIN, 0 };
        poll(ready, ARRAY_LEN(ready), -1);
        if (ready[0].revents)
            return NULL;
        if (ready[1].revents)
            serve_udp(r);
        for (size_t i = 0; i < CONNECTIONS; i++)
            if (ready[3 + i].revents && !serve_tcp(r, r->connections[i])) {
                close(r->connections[i]);
                r->connections[i] = -1;
            }
        if (ready[2].revents)
            accept_connection(r);
    }
}

/* UDP on a port that the system chose, and TCP on the same. */
static bool open_sockets(struct responder *r)
{
    struct ip          address = loopback();
    struct sockaddr_in to      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

    r->udp        = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    r->tcp        = listener_bind(&address, 0);
    uint16_t port = listener_port(r->tcp);

    to.sin_port = htons(port);
    snprintf(r->forwarder, sizeof r->forwarder, "127.0.0.1@%u", port);
    return r->tcp >= 0 && r->udp >= 0 && bind(r->udp, (struct sockaddr *)&to, sizeof to) == 0 && pipe(r->stop) == 0;
}

struct responder *responder_start(void)
{
    struct responder *r = calloc(1, sizeof *r);

    for (size_t i = 0; i < CONNECTIONS; i++)
        r->connections[i] = -1;
    r->signer = signer_new();
    if (r->signer != NULL && open_sockets(r) && pthread_create(&r->thread, NULL, serve, r) == 0)
        return r;
    signer_free(r->signer);
    free(r);
    return NULL;
}

void responder_stop(struct responder *r)
{
    CHECK_EQ(write(r->stop[1], "", 1), 1);
    pthread_join(r->thread, NULL);
    for (size_t i = 0; i < CONNECTIONS; i++)
        if (r->connections[i] >= 0)
            close(r->connections[i]);
    close(r->udp);
    close(r->tcp);
    close(r->stop[0]);
    close(r->stop[1]);
    signer_free(r->signer);
    free(r);
}

const char *responder_forwarder(const struct responder *r) { return r->forwarder; }

bool responder_write_anchor(const struct responder *r, const char *path)
{
    return signer_write_anchor(r->signer, path);
}

size_t      responder_count(const struct responder *r)     { return r->count; }
