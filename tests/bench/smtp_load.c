/* smtp_load: sends messages over parallel SMTP sessions (RFC 5321, pipelined where offered: RFC 2920) and measures how
 * long the server takes. Prints one JSON object. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/json.h"
#include "socket.h"

/* What the session waits for. */
enum phase { GREETING, HELLO, ENVELOPE, GO_AHEAD /* 354 */, SENDING /* the message */, ACCEPTANCE, FAREWELL };

struct session {
    int        fd;                      /* -1: none */
    enum phase phase;
    size_t     replies_due;             /* of the envelope */
    bool       pipelining;
    bool       has_message;             /* one is being sent, and will be counted */
    uint64_t   number;                  /* of that message */
    uint64_t   sent_here;               /* messages over this connection */
    struct buf in, out;
    str        text;                    /* of the message, behind out */
    bool       wants_write;
    double     began, ended_data;
};

struct load {
    const char *address, *from, *to, *helo, *id_prefix;
    uint16_t    port;
    size_t      session_count;
    uint64_t    messages, per_connection;
    double      timeout;
    int         epoll, acked;
    struct buf  envelope[3];            /* MAIL, RCPT, DATA */
    struct buf  text;                   /* dot-stuffed, with its final dot */
    uint64_t    begun, accepted, failed;
    double     *end_of_data, *transaction;      /* seconds, of those accepted */
    char        first_failure[256];
    size_t      open_sessions;
};

/* ---- the message ---- */

static void add_stuffed(struct buf *out, str octets)
{
    while (octets.len > 0) {
        ptrdiff_t end  = str_find_char(octets, '\n');
        size_t    next = end == STR_NOT_FOUND ? octets.len : (size_t)end + 1;

        if (octets.ptr[0] == '.')
            buf_add_char(out, '.');
        buf_add(out, str_slice(octets, 0, next));
        octets = str_from(octets, next);
    }
}

static void generate_text(struct buf *out, const struct load *load, size_t size)
{
    buf_printf(out, "From: <%s>\r\nTo: <%s>\r\nSubject: A message of some length\r\n", load->from, load->to);
    buf_printf(out, "Date: Wed, 25 Nov 2026 09:26:31 +0000\r\nMessage-ID: <load@%s>\r\n\r\n", load->helo);
    while (buf_len(out) < size)
        buf_add(out, STR("The quick brown fox jumps over the lazy dog, and the mail gate looks on.\r\n"));
}

static void read_text(struct buf *out, const char *path)
{
    int     fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got;

    if (fd < 0)
        die("%s", path);
    while ((got = read(fd, buf_reserve(out, 65536), 65536)) > 0)
        buf_commit(out, (size_t)got);
    if (got < 0)
        die("%s", path);
    close(fd);
    str text = buf_str(out);

    errno = 0;
    if (text.len < 2 || !str_equal(str_from(text, text.len - 2), STR("\r\n")))
        die("%s does not end with CRLF", path);
}

/* ---- counting ---- */

static void fail_message(struct load *load, struct session *s, const char *why, str detail)
{
    if (load->first_failure[0] == '\0')
        snprintf(load->first_failure, sizeof load->first_failure, "%s: %.*s", why,
                 (int)(detail.len < 200 ? detail.len : 200), detail.len == 0 ? "" : detail.ptr);
    if (!s->has_message) {              /* the session failed before its first: one message less to try */
        if (load->begun == load->messages)
            return;
        load->begun++;
    }
    s->has_message = false;
    load->failed++;
}

static void count_message(struct load *load, struct session *s)
{
    double now = now_seconds();

    load->end_of_data[load->accepted] = now - s->ended_data;
    load->transaction[load->accepted] = now - s->began;
    load->accepted++;
    s->has_message = false;
    s->sent_here++;
    if (load->acked >= 0 && dprintf(load->acked, "%s-%llu\n", load->id_prefix, (unsigned long long)s->number) < 0)
        die("cannot write the id of a message");
}

/* ---- sessions ---- */

static void watch(struct load *load, int operation, struct session *s)
{
    struct epoll_event event = { .events = EPOLLIN | (s->wants_write ? (uint32_t)EPOLLOUT : 0), .data.ptr = s };

    if (epoll_ctl(load->epoll, operation, s->fd, &event) != 0)
        die("epoll_ctl");
}

static void close_session(struct load *load, struct session *s)
{
    if (s->fd < 0)
        return;
    close(s->fd);
    s->fd = -1;
    load->open_sessions--;
}

/* Connects if messages are left; a refusal costs one. */
static void open_session(struct load *load, struct session *s)
{
    while (load->begun < load->messages) {
        buf_clear(&s->in);
        buf_clear(&s->out);
        s->text        = (str){ 0 };
        s->phase       = GREETING;
        s->sent_here   = 0;
        s->wants_write = false;
        s->fd          = connect_to(load->address, load->port);
        if (s->fd >= 0) {
            load->open_sessions++;
            watch(load, EPOLL_CTL_ADD, s);
            return;
        }
        fail_message(load, s, "connect", str_of(strerror(errno)));
    }
}

static void reopen(struct load *load, struct session *s, const char *why, str detail)
{
    fail_message(load, s, why, detail);
    close_session(load, s);
    open_session(load, s);
}

static void say(struct session *s, str line)
{
    buf_add(&s->out, line);
}

static void begin_message(struct load *load, struct session *s)
{
    if (load->begun == load->messages || (load->per_connection != 0 && s->sent_here == load->per_connection)) {
        say(s, STR("QUIT\r\n"));
        s->phase = FAREWELL;
        return;
    }
    s->number      = load->begun++;
    s->has_message = true;
    s->began       = now_seconds();
    s->phase       = ENVELOPE;
    s->replies_due = 2;
    say(s, buf_str(&load->envelope[0]));
    if (s->pipelining) {
        say(s, buf_str(&load->envelope[1]));
        say(s, buf_str(&load->envelope[2]));
    }
}

static void begin_text(struct load *load, struct session *s)
{
    if (load->id_prefix != NULL)
        buf_printf(&s->out, "X-Test-Id: %s-%llu\r\n", load->id_prefix, (unsigned long long)s->number);
    s->text  = buf_str(&load->text);
    s->phase = SENDING;
}

/* One whole reply, whose last line this is. False: not what was hoped for. */
static bool obey_reply(struct load *load, struct session *s, int code)
{
    switch (s->phase) {
    case GREETING:
        if (code != 220)
            return false;
        buf_printf(&s->out, "EHLO %s\r\n", load->helo);
        s->phase = HELLO;
        return true;
    case HELLO:
        if (code != 250)
            return false;
        begin_message(load, s);
        return true;
    case ENVELOPE:
        if (code / 100 != 2)
            return false;
        if (!s->pipelining)
            say(s, buf_str(&load->envelope[3 - s->replies_due]));
        if (--s->replies_due == 0)
            s->phase = GO_AHEAD;
        return true;
    case GO_AHEAD:
        if (code != 354)
            return false;
        begin_text(load, s);
        return true;
    case ACCEPTANCE:
        if (code != 250)
            return false;
        count_message(load, s);
        begin_message(load, s);
        return true;
    case SENDING:                       /* a reply before its question */
    case FAREWELL:
        break;
    }
    return false;
}

/* Reads what has come. False: the session is over, and has perhaps begun anew. */
static bool read_replies(struct load *load, struct session *s)
{
    for (;;) {
        str       input = buf_str(&s->in);
        ptrdiff_t end   = str_find_char(input, '\n');
        uint64_t  code;

        if (end == STR_NOT_FOUND)
            return true;
        str line = str_slice(input, 0, (size_t)end + 1);

        if (s->phase == FAREWELL) {
            close_session(load, s);
            open_session(load, s);
            return false;
        }
        if (line.len < 4 || !str_to_u64(str_slice(line, 0, 3), 999, &code)) {
            reopen(load, s, "no reply", str_trim(line));
            return false;
        }
        if (s->phase == HELLO && str_equal_nocase(str_trim(str_from(line, 4)), STR("PIPELINING")))
            s->pipelining = true;
        if (line.ptr[3] != '-' && !obey_reply(load, s, (int)code)) {
            reopen(load, s, "reply", str_trim(line));
            return false;
        }
        buf_consume(&s->in, line.len);
    }
}

static bool write_out(struct session *s)
{
    str  rest   = buf_str(&s->out);
    bool intact = write_from(s->fd, &rest);

    buf_consume(&s->out, buf_len(&s->out) - rest.len);
    if (intact && rest.len == 0)
        intact = write_from(s->fd, &s->text);
    if (s->phase == SENDING && buf_len(&s->out) == 0 && s->text.len == 0) {
        s->ended_data = now_seconds();
        s->phase      = ACCEPTANCE;
    }
    return intact;
}

static void serve(struct load *load, struct session *s, uint32_t events)
{
    if ((events & ~(uint32_t)EPOLLOUT) != 0) {
        int got = read_into(s->fd, &s->in);

        if (!read_replies(load, s))
            return;
        if (got < 0) {
            if (s->phase == FAREWELL) {
                close_session(load, s);
                open_session(load, s);
            } else {
                reopen(load, s, s->phase == GREETING ? "no greeting" : "connection lost", (str){ 0 });
            }
            return;
        }
    }
    if (!write_out(s)) {
        reopen(load, s, "connection lost", (str){ 0 });
        return;
    }
    bool pending = buf_len(&s->out) > 0 || s->text.len > 0;

    if (pending != s->wants_write) {
        s->wants_write = pending;
        watch(load, EPOLL_CTL_MOD, s);
    }
}

static void run(struct load *load, struct session *sessions)
{
    struct epoll_event events[256];
    double             give_up = now_seconds() + load->timeout;

    for (size_t i = 0; i < load->session_count; i++) {
        sessions[i] = (struct session){ .fd = -1 };
        open_session(load, &sessions[i]);
    }
    while (load->open_sessions > 0) {
        int left  = (int)((give_up - now_seconds()) * 1000);
        int count = left <= 0 ? 0 : epoll_wait(load->epoll, events, ARRAY_LEN(events), left);

        if (left <= 0 && load->accepted + load->failed < load->messages)
            snprintf(load->first_failure, sizeof load->first_failure, "time is over");
        if (left <= 0)
            break;
        for (int i = 0; i < count; i++)
            serve(load, events[i].data.ptr, events[i].events);
    }
}

/* ---- the report ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_latency(struct json *json, const char *name, double *seconds, uint64_t count)
{
    static const struct { const char *name; double rank; } ranks[] = { { "p50", 0.50 }, { "p99", 0.99 }, { "max", 1 } };

    qsort(seconds, count, sizeof *seconds, by_size);
    json_open_object(json, name);
    for (size_t i = 0; i < ARRAY_LEN(ranks) && count > 0; i++)
        json_int(json, ranks[i].name, (int64_t)(seconds[(uint64_t)((double)(count - 1) * ranks[i].rank)] * 1e6));
    json_close_object(json);
}

static void print_report(struct load *load, double seconds)
{
    BUF_SCOPE   out  = { 0 };
    struct json json = { .out = &out };

    json_open_object(&json, NULL);
    json_int(&json, "messages", (int64_t)load->accepted);
    json_int(&json, "failures", (int64_t)(load->messages - load->accepted));
    json_fixed(&json, "seconds", seconds);
    json_fixed(&json, "messages_per_second", (double)load->accepted / seconds);
    print_latency(&json, "end_of_data_us", load->end_of_data, load->accepted);
    print_latency(&json, "transaction_us", load->transaction, load->accepted);
    json_cstr(&json, "first_failure", load->first_failure[0] == '\0' ? NULL : load->first_failure);
    json_close_object(&json);
    printf("%.*s\n", STR_ARG(buf_str(&out)));
}

static const char usage[] =
    "Usage: smtp_load --port N [OPTIONS]\n"
    "Sends messages and prints JSON: messages and failures, messages per second, and how long the server took from\n"
    "the final dot to its reply, and for the whole transaction (microseconds). Exit status 1 if a message was not\n"
    "accepted.\n\n"
    "  --address A           default 127.0.0.1\n"
    "  --sessions N          in parallel; default 1\n"
    "  --messages N          in all; default 1\n"
    "  --per-connection N    messages over each connection; default 0: no limit\n"
    "  --size OCTETS         of a generated message; default 4096\n"
    "  --message FILE        send this instead: octets of a message with CRLF\n"
    "  --from A, --to A, --helo NAME\n"
    "  --id-prefix P         begin each message with X-Test-Id: P-NUMBER\n"
    "  --acked FILE          append that id for each message that was answered 250\n"
    "  --timeout SECONDS     then count the rest as failures; default 60\n";

struct options { const char *file; size_t size; };

/* Exits where they are wrong. */
static void read_options(int argc, char **argv, struct load *load, struct options *options)
{
    enum { ADDRESS, PORT, SESSIONS, MESSAGES, PER_CONNECTION, SIZE, MESSAGE, FROM, TO, HELO, ID_PREFIX, ACKED, TIMEOUT,
           HELP };
    static const struct option known[] = {
        { "address", 1, NULL, ADDRESS },   { "port", 1, NULL, PORT },       { "sessions", 1, NULL, SESSIONS },
        { "messages", 1, NULL, MESSAGES }, { "size", 1, NULL, SIZE },       { "message", 1, NULL, MESSAGE },
        { "from", 1, NULL, FROM },         { "to", 1, NULL, TO },
        { "per-connection", 1, NULL, PER_CONNECTION },
        { "helo", 1, NULL, HELO },         { "acked", 1, NULL, ACKED },     { "id-prefix", 1, NULL, ID_PREFIX },
        { "help", 0, NULL, HELP },         { "timeout", 1, NULL, TIMEOUT }, { NULL, 0, NULL, 0 },
    };

    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1; ) {
        switch (c) {
        case ADDRESS:        load->address        = optarg; break;
        case PORT:           load->port           = (uint16_t)number_option("port", optarg, UINT16_MAX); break;
        case SESSIONS:       load->session_count  = number_option("sessions", optarg, 10000); break;
        case MESSAGES:       load->messages       = number_option("messages", optarg, 10000000); break;
        case PER_CONNECTION: load->per_connection = number_option("per-connection", optarg, UINT32_MAX); break;
        case TIMEOUT:        load->timeout        = (double)number_option("timeout", optarg, 86400); break;
        case FROM:           load->from           = optarg; break;
        case TO:             load->to             = optarg; break;
        case HELO:           load->helo           = optarg; break;
        case ID_PREFIX:      load->id_prefix      = optarg; break;
        case SIZE:           options->size        = number_option("size", optarg, 1 << 30); break;
        case MESSAGE:        options->file        = optarg; break;
        case ACKED:
            load->acked = open(optarg, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (load->acked < 0)
                die("%s", optarg);
            break;
        default:
            fputs(usage, c == HELP ? stdout : stderr);
            exit(c == HELP ? 0 : 64);
        }
    }
    errno = 0;
    if (load->port == 0)
        die("--port is missing");
    if (load->acked >= 0 && load->id_prefix == NULL)
        die("--acked needs --id-prefix");
}

static void prepare(struct load *load, const struct options *options)
{
    BUF_SCOPE text = { 0 };

    buf_printf(&load->envelope[0], "MAIL FROM:<%s>\r\n", load->from);
    buf_printf(&load->envelope[1], "RCPT TO:<%s>\r\n", load->to);
    buf_add(&load->envelope[2], STR("DATA\r\n"));
    if (options->file != NULL)
        read_text(&text, options->file);
    else
        generate_text(&text, load, options->size);
    add_stuffed(&load->text, buf_str(&text));
    buf_add(&load->text, STR(".\r\n"));

    load->end_of_data = calloc(load->messages, sizeof *load->end_of_data);
    load->transaction = calloc(load->messages, sizeof *load->transaction);
    load->epoll       = epoll_create1(EPOLL_CLOEXEC);
    if (load->end_of_data == NULL || load->transaction == NULL || load->epoll < 0)
        die("cannot start");
}

static void release(struct load *load, struct session *sessions)
{
    for (size_t i = 0; i < load->session_count; i++) {
        close_session(load, &sessions[i]);
        buf_free(&sessions[i].in);
        buf_free(&sessions[i].out);
    }
    free(sessions);
    for (size_t i = 0; i < ARRAY_LEN(load->envelope); i++)
        buf_free(&load->envelope[i]);
    buf_free(&load->text);
    free(load->end_of_data);
    free(load->transaction);
    close(load->epoll);
}

int main(int argc, char **argv)
{
    struct load load = {
        .address = "127.0.0.1", .from = "sender@example.net", .to = "user@example.org", .helo = "load.example.net",
        .session_count = 1, .messages = 1, .timeout = 60, .acked = -1,
    };
    struct options options = { .size = 4096 };

    read_options(argc, argv, &load, &options);
    prepare(&load, &options);

    struct session *sessions = calloc(load.session_count, sizeof *sessions);

    if (sessions == NULL)
        die("cannot start");
    double start = now_seconds();

    run(&load, sessions);
    print_report(&load, now_seconds() - start);
    release(&load, sessions);
    return load.accepted == load.messages ? 0 : 1;
}
