#include "program/batch.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "gateway/record.h"
#include "io/sys.h"

enum column { FILE_NAME, CLIENT_IP, HELO, MAIL_FROM, RCPT, SPF, DKIM, DMARC, DATE, COLUMN_COUNT };

static const char *const column_names[COLUMN_COUNT] = {
    "file", "client_ip", "helo", "mail_from", "rcpt", "spf", "dkim", "dmarc", "date",
};

struct row { str values[COLUMN_COUNT]; };

enum { COLUMNS_MAX = 64 };

/* Which column of ours the index's column number i is; COLUMN_COUNT for one that we do not read. */
struct layout { enum column columns[COLUMNS_MAX]; size_t count; };

static struct layout read_layout(str line)
{
    struct layout layout = { 0 };
    str           name;

    while (layout.count < COLUMNS_MAX && str_cut(&line, '\t', &name)) {
        enum column column = 0;

        while (column < COLUMN_COUNT && !str_equal(name, str_of(column_names[column])))
            column++;
        layout.columns[layout.count++] = column;
    }
    return layout;
}

static struct row read_row(const struct layout *layout, str line)
{
    struct row row = { 0 };
    str        value;

    for (size_t i = 0; i < layout->count && str_cut(&line, '\t', &value); i++)
        if (layout->columns[i] < COLUMN_COUNT)
            row.values[layout->columns[i]] = value;
    return row;
}

/* What the first receiver recorded. A word that RFC 8601 does not know ("bestguesspass") is nobody's result: none. */
static void recorded_auth(struct transaction *tx, const struct row *row)
{
    static const struct { const char *word; enum spf_status spf; enum dkim_status dkim; enum dmarc_status dmarc; } words[] = {
        { "pass",      SPF_PASS,      DKIM_PASS,      DMARC_PASS      },
        { "fail",      SPF_FAIL,      DKIM_FAIL,      DMARC_FAIL      },
        { "softfail",  SPF_SOFTFAIL,  DKIM_FAIL,      DMARC_FAIL      },
        { "neutral",   SPF_NEUTRAL,   DKIM_NEUTRAL,   DMARC_NONE      },
        { "temperror", SPF_TEMPERROR, DKIM_TEMPERROR, DMARC_TEMPERROR },
        { "permerror", SPF_PERMERROR, DKIM_PERMERROR, DMARC_PERMERROR },
    };
    struct auth_results *auth        = &tx->auth;
    enum dkim_status     dkim_status = DKIM_NONE;

    *auth           = (struct auth_results){ .spf = { .status = SPF_NONE }, .spf_helo = { .status = SPF_NONE, .scope = SPF_HELO } };
    auth->spf.domain   = tx->envelope.reverse_path.domain;
    auth->dmarc.status = DMARC_NONE;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        str word = str_of(words[i].word);

        if (str_equal(row->values[SPF], word))
            auth->spf.status = words[i].spf;
        if (str_equal(row->values[DKIM], word))
            dkim_status = words[i].dkim;
        if (str_equal(row->values[DMARC], word))
            auth->dmarc.status = words[i].dmarc;
    }
    if (dkim_status != DKIM_NONE) {     /* of which domain is not recorded */
        auth->dkim       = ARENA_NEW(&tx->arena, struct dkim_result);
        auth->dkim_count = 1;
        auth->dkim[0].status = dkim_status;
    }
    tx->auth_is_recorded = true;
}

static const char *optional(struct arena *arena, str value)
{
    return value.len == 0 ? NULL : arena_cstr(arena, value);
}

static struct judge_request request_for(const struct judge_request *base, const struct row *row, struct arena *arena)
{
    struct judge_request request = *base;

    request.ip        = optional(arena, row->values[CLIENT_IP]);
    request.helo      = optional(arena, row->values[HELO]);
    request.mail_from = optional(arena, row->values[MAIL_FROM]);
    if (row->values[RCPT].len > 0) {
        request.recipients[0]   = arena_cstr(arena, row->values[RCPT]);
        request.recipient_count = 1;
    }
    request.has_time = request.has_time || time_parse_rfc3339(row->values[DATE], &request.time);
    return request;
}

/* The buckets of subject and text, in the order of reading. */
static void print_words(struct json *json, const struct transaction *tx, struct arena *arena)
{
    struct vocabulary_reader reader;
    struct word_feature feature;
    const str           texts[] = { tx->message.subject, tx->facts.content->text };

    vocabulary_read(&reader, arena, tx->engine->unicode, (str){ 0 });
    json_open_array(json, "words");
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        vocabulary_read_on(&reader, texts[i]);
        while (vocabulary_next(&reader, &feature))
            json_int(json, NULL, feature.bucket);
    }
    json_close_array(json);
}

static void print_row(struct buf *out, const struct row *row, const struct transaction *tx, enum batch_form form)
{
    if (form == BATCH_LINE) {
        buf_printf(out, "%-10s %6.2f %-14s %.*s", action_name(tx->verdict.action), tx->verdict.score, step_name(tx->verdict.step),
                   STR_ARG(row->values[FILE_NAME]));
        for (size_t i = 0; i < tx->findings.count; i++)
            buf_printf(out, "%s%s", i == 0 ? "  " : ",", tx->findings.items[i].id);
        buf_add_char(out, '\n');
        return;
    }
    ARENA_SCOPE arena  = { 0 };
    BUF_SCOPE   record = { 0 };
    struct json json   = { .out = out };

    record_write(&record, tx, NULL);
    buf_add_char(out, '{');
    json_str(&json, "file", row->values[FILE_NAME]);
    if (form == BATCH_JSON_WITH_WORDS)
        print_words(&json, tx, &arena);
    buf_add_char(out, ',');
    buf_add(out, str_from(buf_str(&record), 1));
    buf_add_char(out, '\n');
}

static int check_row(const struct judge_request *base, const struct engine *engine, str folder, const struct row *row,
                     enum batch_form form)
{
    ARENA_SCOPE        arena = { 0 };
    BUF_SCOPE          out   = { 0 };
    struct cli_dns     dns   = { .command = base->command, .engine = engine };
    struct transaction tx;
    const char        *file   = arena_cstr(&arena, arena_printf(&arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(row->values[FILE_NAME])));
    int                status = EX_OK;

    if (!judge_recorded_envelope(&tx, engine, request_for(base, row, &arena)))
        status = EX_DATAERR;
    else if (!cli_read(base->command, file, &arena, &tx.octets))
        status = EX_NOINPUT;
    if (status == EX_OK) {
        tx.octets = cli_as_on_the_wire(&arena, tx.octets);
        recorded_auth(&tx, row);
        if (!judge(&tx, &dns))
            status = EX_UNAVAILABLE;
    }
    if (status == EX_OK) {
        print_row(&out, row, &tx, form);
        status = cli_print(buf_str(&out)) ? EX_OK : EX_IOERR;
    }
    transaction_free(&tx);
    cli_dns_close(&dns);
    return status;
}

int check_batch(const struct judge_request *request, const struct engine *engine, const char *index, enum batch_form form)
{
    ARENA_SCOPE arena = { 0 };
    const char *slash = strrchr(index, '/');
    str         folder = slash == NULL ? (str){ 0 } : (str){ index, (size_t)(slash - index) + 1 };
    str         text, line;
    int64_t     began = sys_steady_ms();
    size_t      count = 0;

    if (!cli_read(request->command, index, &arena, &text))
        return EX_NOINPUT;
    if (!str_cut(&text, '\n', &line))
        return cli_fail(request->command, EX_DATAERR, "%s is empty", index);
    struct layout layout = read_layout(str_trim_right(line));

    if (layout.count == 0 || layout.columns[0] != FILE_NAME)
        return cli_fail(request->command, EX_DATAERR, "%s: its first line must name the columns, the first of them \"file\"", index);
    for (; str_cut(&text, '\n', &line); count++) {
        struct row row    = read_row(&layout, line);
        int        status = check_row(request, engine, folder, &row, form);

        if (status != EX_OK)
            return status;
    }
    fprintf(stderr, "%zu messages, %.2f ms each\n", count, count == 0 ? 0.0 : (double)(sys_steady_ms() - began) / (double)count);
    return EX_OK;
}
