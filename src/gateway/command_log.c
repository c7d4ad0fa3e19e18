#include "gateway/command_log.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "io/file.h"
#include "io/sys.h"

/* It is not made here: who asks may be root, and the server could not write to it then. */
static bool has_file(const struct config *config)
{
    unix_seconds ignored;

    return strcmp(config->log_file, "-") != 0 && file_written_at(config->log_file, &ignored);
}

static bool append(const char *file, str line)
{
    int fd = file_open_log(file, 0640);

    if (fd < 0)
        return false;
    bool ok  = sys_write(fd, line.ptr, line.len) == (ssize_t)line.len;
    int  why = errno;

    (void)!sys_close(fd);
    errno = why;
    return ok;
}

bool command_log(const struct config *config, const char *event, const struct quarantine_entry *entry, str by, const char *name, str value)
{
    BUF_SCOPE       out  = { 0 };
    struct log_line line = log_begin(&out, config->log_format == LOG_JSON, sys_now_ms(), event);

    log_str(&line, "id", entry->id);
    log_str(&line, "mail_from", entry->reverse_path);
    log_list(&line, "rcpt", entry->recipients, entry->recipient_count);
    log_str(&line, "by", by);
    log_str(&line, name, value);
    log_end(&line);
    if (has_file(config))
        return append(config->log_file, buf_str(&out));
    sys_tell_system_log("gatepost", str_trim(buf_str(&out)));
    return true;
}
