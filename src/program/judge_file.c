#include "program/judge_file.h"

#include "program/context.h"

int judge_file(const struct judge_request *request, const struct engine *engine, const char *file, judge_tell *tell, const void *how)
{
    ARENA_SCOPE        arena = { 0 };
    struct cli_dns     dns   = { .command = request->command, .zone_file = request->zone_file, .engine = engine };
    struct transaction tx;
    int                status = EX_OK;

    if (!judge_envelope(&tx, engine, request))
        status = EX_USAGE;
    else if (!cli_dns_open_zone(&dns) || !cli_read(request->command, file, &arena, &tx.octets))
        status = EX_NOINPUT;
    else {
        tx.octets = cli_as_on_the_wire(&arena, tx.octets);
        if (!judge(&tx, &dns))
            status = EX_UNAVAILABLE;
    }
    if (status == EX_OK)
        status = tell(&tx, how);
    transaction_free(&tx);
    cli_dns_close(&dns);
    return status;
}

int judge_case(struct judge_request *request, struct engine *engine, const char *name, const char *file, judge_tell *tell,
               const void *how)
{
    ARENA_SCOPE        arena = { 0 };
    struct cli_dns     dns   = { .command = request->command, .engine = engine };
    struct transaction tx;
    str                octets, message;
    int                status = EX_OK;

    if (!cli_read(request->command, name, &arena, &octets))
        return EX_NOINPUT;

    struct context *context = context_open(request->command, name, octets, &arena);

    if (context == NULL)
        return EX_DATAERR;
    context_fill_engine(context, engine);
    context_fill_request(context, request);
    message = context_message(context);
    if (!judge_recorded_envelope(&tx, engine, *request))
        status = EX_DATAERR;
    else if (file != NULL && !cli_read(request->command, file, &arena, &message))
        status = EX_NOINPUT;
    else {
        context_fill_transaction(context, &tx);
        tx.octets = cli_as_on_the_wire(&arena, message);
        status    = judge(&tx, &dns) ? tell(&tx, how) : EX_UNAVAILABLE;
    }
    transaction_free(&tx);
    context_close(context);
    cli_dns_close(&dns);
    return status;
}
