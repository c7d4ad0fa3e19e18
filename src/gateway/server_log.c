#include "gateway/server_log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "gateway/server.h"
#include "io/file.h"
#include "io/sys.h"

void server_log(struct server *server, const struct buf *line)
{
    str text = buf_str(line);

    /* One write for a line: with O_APPEND lines of several threads do not mix. A log that cannot be written must not
     * stop mail. */
    pthread_rwlock_rdlock(&server->log_lock);
    (void)!sys_write(server->log_fd, text.ptr, text.len);
    pthread_rwlock_unlock(&server->log_lock);
}

void server_event(struct server *server, const char *event, const char *name, str value)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, server->log_as_json, sys_now_ms(), event);

    if (name != NULL)
        log_str(&line, name, value);
    log_int(&line, "pid", sys_process());
    log_end(&line);
    server_log(server, &out);
}

bool server_log_open(struct server *server, const struct config *config)
{
    int fd = STDOUT_FILENO;

    if (strcmp(config->log_file, "-") != 0)
        fd = file_open_log(config->log_file, 0640);
    if (fd < 0) {
        fprintf(stderr, "gatepost serve: %s: %s\n", config->log_file,
                errno == ELOOP ? "a symbolic link in a folder that others than root may write to" : strerror(errno));
        return false;
    }
    pthread_rwlock_wrlock(&server->log_lock);
    if (server->log_fd > STDERR_FILENO)
        (void)!sys_close(server->log_fd);
    server->log_fd = fd;
    pthread_rwlock_unlock(&server->log_lock);
    server->log_as_json = config->log_format == LOG_JSON;
    return true;
}
