/* smtp_sink: an SMTP server (RFC 5321) that takes every message, counts it and forgets it. The next hop of benchmarks
 * and of fault tests, which learn from its --ids file what has arrived. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/json.h"
#include "socket.h"

enum phase { COMMANDS, HEADER, BODY, WAITING /* for the delay to pass */ };

struct connection {
    int                fd;
    enum phase         phase;
    struct buf         in, out;
    struct buf         id;              /* X-Test-Id of the message being read; Gatepost removes X-Gatepost- */
    uint64_t           octets;          /* of that message */
    double             due;             /* when a WAITING connection gets its reply */
    struct connection *next_due;
    struct connection *next, **link;    /* of all; link is what points here */
    bool               wants_write, quitting;
};

struct sink {
    int      epoll, listener, signals, ids;
    double   delay;                     /* seconds before the reply to a message */
    struct connection *first_due, **last_due;   /* the delay is the same for all: a queue is in order */
    struct connection *all;
    uint64_t connections, messages, octets;
    bool     stopping;
};

static const char greeting[]   = "220 smtp_sink ESMTP\r\n";
static const char extensions[] = "250-smtp_sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
                                 "250-ENHANCEDSTATUSCODES\r\n250 SIZE 0\r\n";

static const struct reply { const char *verb, *text; } replies[] = {
    { "EHLO", extensions },
    { "HELO", "250 smtp_sink\r\n" },
    { "MAIL", "250 2.1.0 Ok\r\n" },
    { "RCPT", "250 2.1.5 Ok\r\n" },
    { "DATA", "354 End with a dot\r\n" },
    { "RSET", "250 2.0.0 Ok\r\n" },
    { "NOOP", "250 2.0.0 Ok\r\n" },
    { "QUIT", "221 2.0.0 Bye\r\n" },
};

static void obey(struct connection *c, str line)
{
    for (const struct reply *r = replies; r < replies + ARRAY_LEN(replies); r++) {
        if (!str_starts_nocase(line, str_of(r->verb)))
            continue;
        buf_add(&c->out, str_of(r->text));
        c->quitting = strcmp(r->verb, "QUIT") == 0;
        if (strcmp(r->verb, "DATA") == 0) {
            c->phase  = HEADER;
            c->octets = 0;
            buf_clear(&c->id);
        }
        return;
    }
    buf_add(&c->out, STR("500 5.5.2 What?\r\n"));
}

/* ---- a message ---- */

static void note_id(const struct sink *sink, struct connection *c)
{
    if (sink->ids < 0 || buf_len(&c->id) == 0)
        return;
    buf_add_char(&c->id, '\n');

    str line = buf_str(&c->id);

    /* One write to a file opened to append: whole lines, whoever else writes. */
    if (write(sink->ids, line.ptr, line.len) != (ssize_t)line.len)
        die("cannot write the id of a message");
}

static void accept_message(struct sink *sink, struct connection *c)
{
    sink->messages++;
    sink->octets += c->octets;
    note_id(sink, c);
    buf_add(&c->out, STR("250 2.0.0 Ok: taken\r\n"));
    c->phase = COMMANDS;
}

static void end_message(struct sink *sink, struct connection *c)
{
    if (sink->delay <= 0) {
        accept_message(sink, c);
        return;
    }
    c->phase        = WAITING;
    c->due          = now_seconds() + sink->delay;
    c->next_due     = NULL;
    *sink->last_due = c;
    sink->last_due  = &c->next_due;
}

static void read_data_line(struct sink *sink, struct connection *c, str line)
{
    static const str id_field = STR_INIT("X-Test-Id:");

    if (str_equal(line, STR(".\r\n"))) {
        end_message(sink, c);
        return;
    }
    if (line.ptr[0] == '.')             /* dot-stuffing, RFC 5321 §4.5.2 */
        line = str_from(line, 1);
    c->octets += line.len;
    if (c->phase == HEADER && str_starts_nocase(line, id_field) && buf_len(&c->id) == 0)
        buf_add(&c->id, str_trim(str_from(line, id_field.len)));
    else if (c->phase == HEADER && str_equal(line, STR("\r\n")))
        c->phase = BODY;
}

/* ---- connections ---- */

static void watch(struct sink *sink, int operation, int fd, uint32_t events, void *who)
{
    struct epoll_event event = { .events = events, .data.ptr = who };

    if (epoll_ctl(sink->epoll, operation, fd, &event) != 0)
        die("epoll_ctl");
}

static void forget_due(struct sink *sink, struct connection *c)
{
    for (struct connection **at = &sink->first_due; *at != NULL; at = &(*at)->next_due)
        if (*at == c) {
            *at = c->next_due;
            break;
        }
    sink->last_due = &sink->first_due;
    while (*sink->last_due != NULL)
        sink->last_due = &(*sink->last_due)->next_due;
}

static void drop(struct sink *sink, struct connection *c)
{
    if (c->phase == WAITING)
        forget_due(sink, c);
    *c->link = c->next;
    if (c->next != NULL)
        c->next->link = c->link;
    close(c->fd);
    buf_free(&c->in);
    buf_free(&c->out);
    buf_free(&c->id);
    free(c);
}

static void read_lines(struct sink *sink, struct connection *c)
{
    while (c->phase != WAITING && !c->quitting) {
        str       input = buf_str(&c->in);
        ptrdiff_t end   = str_find_char(input, '\n');

        if (end == STR_NOT_FOUND)
            return;
        str line = str_slice(input, 0, (size_t)end + 1);

        if (c->phase == COMMANDS)
            obey(c, line);
        else
            read_data_line(sink, c, line);
        buf_consume(&c->in, line.len);
    }
}

/* False: the connection is gone. */
static bool flush(struct sink *sink, struct connection *c)
{
    str  rest   = buf_str(&c->out);
    bool intact = write_from(c->fd, &rest);

    buf_consume(&c->out, buf_len(&c->out) - rest.len);
    if (!intact || (c->quitting && rest.len == 0)) {
        drop(sink, c);
        return false;
    }
    if (c->wants_write != (rest.len > 0)) {
        c->wants_write = rest.len > 0;
        watch(sink, EPOLL_CTL_MOD, c->fd, EPOLLIN | (c->wants_write ? (uint32_t)EPOLLOUT : 0), c);
    }
    return true;
}

static void serve(struct sink *sink, struct connection *c, uint32_t events)
{
    if ((events & ~(uint32_t)EPOLLOUT) != 0 && read_into(c->fd, &c->in) < 0) {
        drop(sink, c);
        return;
    }
    read_lines(sink, c);
    (void)flush(sink, c);
}

static void accept_all(struct sink *sink)
{
    for (int fd; (fd = accept_from(sink->listener)) >= 0; ) {
        struct connection *c = calloc(1, sizeof *c);

        ASSERT(c != NULL);
        *c = (struct connection){ .fd = fd, .next = sink->all, .link = &sink->all };
        if (c->next != NULL)
            c->next->link = &c->next;
        sink->all = c;
        sink->connections++;
        watch(sink, EPOLL_CTL_ADD, fd, EPOLLIN, c);
        buf_add(&c->out, str_of(greeting));
        (void)flush(sink, c);
    }
}

static void serve_due(struct sink *sink)
{
    double now = now_seconds();

    while (sink->first_due != NULL && sink->first_due->due <= now) {
        struct connection *c = sink->first_due;

        sink->first_due = c->next_due;
        if (sink->first_due == NULL)
            sink->last_due = &sink->first_due;
        accept_message(sink, c);
        read_lines(sink, c);
        (void)flush(sink, c);
    }
}

static int milliseconds_to_next(const struct sink *sink)
{
    if (sink->first_due == NULL)
        return -1;
    double left = (sink->first_due->due - now_seconds()) * 1000;

    return left <= 0 ? 0 : (int)left + 1;
}

static void run(struct sink *sink)
{
    struct epoll_event events[64];

    while (!sink->stopping) {
        int count = epoll_wait(sink->epoll, events, ARRAY_LEN(events), milliseconds_to_next(sink));

        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == &sink->signals)
                sink->stopping = true;
            else if (events[i].data.ptr == &sink->listener)
                accept_all(sink);
            else
                serve(sink, events[i].data.ptr, events[i].events);
        }
        serve_due(sink);
    }
}

/* ---- the program ---- */

static int signal_descriptor(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        die("sigprocmask");
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void print_counts(const struct sink *sink)
{
    BUF_SCOPE   out  = { 0 };
    struct json json = { .out = &out };

    json_open_object(&json, NULL);
    json_int(&json, "connections", (int64_t)sink->connections);
    json_int(&json, "messages", (int64_t)sink->messages);
    json_int(&json, "octets", (int64_t)sink->octets);
    json_close_object(&json);
    printf("%.*s\n", STR_ARG(buf_str(&out)));
}

static const char usage[] =
    "Usage: smtp_sink [OPTIONS]\n"
    "Takes every message. Prints \"port N\" when it listens, and its counts as JSON on SIGTERM.\n\n"
    "  --address A    default 127.0.0.1\n"
    "  --port N       default 0: the system chooses\n"
    "  --delay MS     wait so long before the reply to a message\n"
    "  --ids FILE     append the X-Test-Id of each message, before its 250\n";

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "address", required_argument, NULL, 'a' }, { "port", required_argument, NULL, 'p' },
        { "delay", required_argument, NULL, 'd' },   { "ids", required_argument, NULL, 'i' },
        { "help", no_argument, NULL, 'h' },          { NULL, 0, NULL, 0 },
    };
    struct sink sink    = { .ids = -1 };
    const char *address = "127.0.0.1";
    uint16_t    port    = 0;

    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1; ) {
        switch (c) {
        case 'a': address = optarg; break;
        case 'p': port = (uint16_t)number_option("port", optarg, UINT16_MAX); break;
        case 'd': sink.delay = (double)number_option("delay", optarg, 3600000) / 1000; break;
        case 'i':
            sink.ids = open(optarg, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (sink.ids < 0)
                die("%s", optarg);
            break;
        default:
            fputs(usage, c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 64;
        }
    }
    sink.last_due = &sink.first_due;
    sink.listener = listen_on(address, port, &port);
    sink.signals  = signal_descriptor();
    sink.epoll    = epoll_create1(EPOLL_CLOEXEC);
    if (sink.epoll < 0 || sink.signals < 0)
        die("epoll_create1");
    watch(&sink, EPOLL_CTL_ADD, sink.listener, EPOLLIN, &sink.listener);
    watch(&sink, EPOLL_CTL_ADD, sink.signals, EPOLLIN, &sink.signals);
    printf("port %u\n", port);
    fflush(stdout);
    run(&sink);
    print_counts(&sink);
    while (sink.all != NULL)
        drop(&sink, sink.all);
    return 0;
}
