#include "io/fault.h"

#ifdef GATEPOST_FAULTS

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "io/power_cut.h"

enum { FAULT_RULES_MAX = 16, FAULT_ERRNO_MAX = 133, FAULT_CLOCK_STEP_MAX_SECONDS = 31 * 86400, FAULT_CLOCK_STAYS_MS = 250,
       KILL = -1, KILLED_STATUS = 137 };

struct rule {
    enum fault_call call;
    uint64_t        nth;                /* from 1 */
    bool            and_later;
    int             error;              /* or KILL */
    atomic_uint_fast64_t seen;
};

static const char *const call_names[FAULT_CALLS] = {
    [FAULT_OPEN]    = "open",       [FAULT_CLOSE]    = "close",     [FAULT_READ]    = "read",
    [FAULT_WRITE]   = "write",      [FAULT_FSYNC]    = "fsync",     [FAULT_RENAME]  = "rename",
    [FAULT_LINK]    = "link",       [FAULT_UNLINK]   = "unlink",    [FAULT_MKDIR]   = "mkdir",
    [FAULT_TRUNCATE] = "truncate",  [FAULT_STAT]     = "stat",      [FAULT_SOCKET]  = "socket",
    [FAULT_BIND]    = "bind",       [FAULT_LISTEN]   = "listen",    [FAULT_ACCEPT]  = "accept",
    [FAULT_CONNECT] = "connect",    [FAULT_RECV]     = "recv",      [FAULT_SEND]    = "send",
    [FAULT_OPTION]  = "option",     [FAULT_SHUTDOWN] = "shutdown",  [FAULT_EVENTFD] = "eventfd",
    [FAULT_MAP]     = "map",        [FAULT_SEGMENT]  = "segment",   [FAULT_PREAD]   = "pread",
    [FAULT_PWRITE]  = "pwrite",     [FAULT_FDATASYNC] = "fdatasync",
};

/* Of the whole process, as what they stand for is: the machine under it. */
static struct rule rules[FAULT_RULES_MAX];
static size_t      rule_count;
static int64_t     clock_step_ms;       /* 0: the clock goes right */
atomic_bool        fault_planned;

static bool read_call(str name, enum fault_call *call)
{
    for (size_t i = 0; i < FAULT_CALLS; i++)
        if (str_equal(name, str_of(call_names[i]))) {
            *call = (enum fault_call)i;
            return true;
        }
    return false;
}

static bool read_errno(str name, int *error)
{
    if (str_equal(name, STR("KILL"))) {
        *error = KILL;
        return true;
    }
    for (int i = 1; i <= FAULT_ERRNO_MAX; i++)
        if (name.len > 0 && str_equal(name, str_of(strerrorname_np(i)))) {
            *error = i;
            return true;
        }
    return false;
}

/* "CALL:N", "CALL:N+", "CALL:N=ERRNO", "CALL:N=KILL". */
static bool read_rule(str item)
{
    str          name, times, error;
    struct rule *rule = &rules[rule_count];

    if (rule_count == FAULT_RULES_MAX || !str_cut(&item, ':', &name) || !str_cut(&item, '=', &times))
        return false;
    *rule = (struct rule){ .error = EIO };
    if (times.len > 0 && times.ptr[times.len - 1] == '+') {
        rule->and_later = true;
        times.len--;
    }
    if (!read_call(name, &rule->call) || !str_to_u64(times, UINT32_MAX, &rule->nth) || rule->nth == 0)
        return false;
    if (str_cut(&item, '=', &error) && !read_errno(error, &rule->error))
        return false;
    rule_count++;
    return item.len == 0;
}

/* "SECONDS", of each step. */
static bool read_clock(str text)
{
    uint64_t seconds;

    if (!str_to_u64(text, FAULT_CLOCK_STEP_MAX_SECONDS, &seconds) || seconds == 0)
        return false;
    clock_step_ms = (int64_t)seconds * 1000;
    return true;
}

static bool read_item(str item)
{
    if (str_skip_prefix(&item, STR("clock:")))
        return read_clock(item);
    return str_skip_prefix(&item, STR("power-cut:")) ? power_cut_plan(item) : read_rule(item);
}

bool fault_plan(str text, str *bad)
{
    str item;

    rule_count    = 0;
    clock_step_ms = 0;
    while (str_cut(&text, ',', &item))
        if (!read_item(item)) {
            *bad = item;
            return false;
        }
    atomic_store(&fault_planned, rule_count > 0);
    return true;
}

bool fault_strikes_now(enum fault_call call)
{
    bool strikes = false;

    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i].call != call)
            continue;
        uint64_t n = atomic_fetch_add(&rules[i].seen, 1) + 1;

        if (n == rules[i].nth || (rules[i].and_later && n > rules[i].nth)) {
            if (rules[i].error == KILL)
                _exit(KILLED_STATUS);
            errno   = rules[i].error;
            strikes = true;
        }
    }
    return strikes;
}

/* Right, ahead, right, behind, and so on: steps in both directions. */
int64_t fault_clock_error_ms(int64_t steady_ms)
{
    static const int errors[] = { 0, 1, 0, -1 };

    return errors[steady_ms / FAULT_CLOCK_STAYS_MS % 4] * clock_step_ms;
}

#endif
