#include "program/judge.h"

#include <stdio.h>
#include <stdlib.h>

#include "gateway/pipeline.h"
#include "io/file.h"
#include "io/sys.h"

/* RFC 3339, or seconds since 1970. */
static bool parse_time(const char *text, unix_seconds *out)
{
    uint64_t seconds;

    if (str_to_u64(str_of(text), INT64_MAX, &seconds)) {
        *out = (unix_seconds)seconds;
        return true;
    }
    return time_parse_rfc3339(str_of(text), out);
}

bool judge_option(struct judge_request *request, int c, const char *value, bool *bad)
{
    switch (c) {
    case 'c':  request->config_file = value; return true;
    case 1001: request->ip          = value; return true;
    case 1002: request->helo        = value; return true;
    case 1003: request->mail_from   = value; return true;
    case 1004:
        *bad = request->recipient_count == JUDGE_RECIPIENTS_MAX;
        if (*bad)
            cli_fail(request->command, EX_USAGE, "--rcpt %s: more than %d recipients", value, JUDGE_RECIPIENTS_MAX);
        else
            request->recipients[request->recipient_count++] = value;
        return true;
    case 1005: request->zone_file = value; return true;
    case 1006:
        request->has_time = true;
        *bad = !parse_time(value, &request->time);
        if (*bad)
            cli_fail(request->command, EX_USAGE, "--time %s: write it like 2026-11-25T09:30:00Z", value);
        return true;
    case 1007: request->legacy_algorithms = true; return true;
    case 1008: request->smtputf8 = true; return true;
    case 1009: request->by_defaults = true; return true;
    }
    return false;
}

void judge_by_servers_config(struct judge_request *request, bool tells)
{
    unix_seconds ignored;

    if (request->config_file != NULL || request->by_defaults)
        return;
    if (file_written_at(cli_default_config, &ignored))
        request->config_file = cli_default_config;
    if (tells && request->config_file != NULL)
        fprintf(stderr, "gatepost %s: judged by %s (--defaults: without it)\n", request->command, cli_default_config);
    else if (tells)
        fprintf(stderr, "gatepost %s: there is no %s: judged by built-in defaults (-c FILE)\n", request->command, cli_default_config);
}

static bool read_path(const struct judge_request *request, struct arena *arena, const char *text, struct path *path)
{
    bool brackets = text[0] == '<';
    str  rest     = arena_printf(arena, brackets ? "%s" : "<%s>", text);

    if (path_parse(path, &rest) == PATH_OK && rest.len == 0)
        return true;
    cli_fail(request->command, EX_USAGE, "'%s' is no address", text);
    return false;
}

bool judge_envelope(struct transaction *tx, const struct engine *engine, const struct judge_request *request)
{
    uint8_t random[10];

    sys_random(random, sizeof random);
    transaction_init(tx, engine, id_make(sys_now_ms(), random));
    struct envelope *envelope = &tx->envelope;

    tx->legacy_algorithms  = request->legacy_algorithms;
    envelope->arrived_at   = request->has_time ? request->time : sys_now();
    envelope->helo         = str_of(request->helo);
    envelope->is_esmtp     = true;
    envelope->smtputf8     = request->smtputf8;
    envelope->reverse_path = (struct path){ .is_null = true };
    envelope->is_unknown   = request->mail_from == NULL;
    if (request->ip != NULL && !ip_parse(str_of(request->ip), &envelope->client)) {
        cli_fail(request->command, EX_USAGE, "--ip %s is no address", request->ip);
        return false;
    }
    if (request->mail_from != NULL && request->mail_from[0] != '\0' &&
        !read_path(request, &tx->arena, request->mail_from, &envelope->reverse_path))
        return false;
    envelope->recipients = ARENA_ARRAY(&tx->arena, struct path, request->recipient_count);
    for (size_t i = 0; i < request->recipient_count; i++)
        if (!read_path(request, &tx->arena, request->recipients[i], &envelope->recipients[envelope->recipient_count++]))
            return false;
    return true;
}

bool judge_recorded_envelope(struct transaction *tx, const struct engine *engine, struct judge_request request)
{
    if (judge_envelope(tx, engine, &request))
        return true;
    transaction_free(tx);
    request.mail_from       = NULL;
    request.ip              = NULL;
    request.recipient_count = 0;
    return judge_envelope(tx, engine, &request);
}

bool judge(struct transaction *tx, struct cli_dns *dns)
{
    int64_t before = dns->waited_ms;

    while (pipeline_run(tx) == PIPELINE_OPEN) {
        if (!cli_dns_answer(dns, &tx->view))
            return false;
        tx->waited_ms = dns->waited_ms - before;
    }
    return true;
}
