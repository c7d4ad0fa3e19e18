#include "gateway/record_impersonal.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/json.h"

enum keep { KEEP, KEEP_PSEUDONYM, KEEP_PSEUDONYM_ADDRESS };

/* What stays; "*" stands for each item of a list. A path that ends at an object or list takes it whole. */
static const struct { const char *path; enum keep keep; } kept[] = {
    { "version",                 KEEP }, { "id",                   KEEP }, { "time",                KEEP },
    { "by",                      KEEP }, { "score",                KEEP }, { "assessment",          KEEP },
    { "verdict",                 KEEP },
    { "envelope.listener",       KEEP }, { "envelope.client",      KEEP_PSEUDONYM },
    { "envelope.esmtp",          KEEP }, { "envelope.tls_version", KEEP }, { "envelope.tls_cipher", KEEP },
    { "envelope.mail_from",      KEEP_PSEUDONYM_ADDRESS },                 { "envelope.mail_from_known", KEEP },
    { "envelope.rcpt.*",         KEEP_PSEUDONYM_ADDRESS },
    { "message.size",            KEEP }, { "message.author.status", KEEP }, { "message.author.domain", KEEP },
    { "message.author.address",  KEEP_PSEUDONYM_ADDRESS },
    { "message.parts",           KEEP }, { "message.mime_flaws",   KEEP },
    { "attachments.*.type",      KEEP }, { "attachments.*.media_type", KEEP }, { "attachments.*.octets", KEEP },
    { "attachments.*.by_name",   KEEP }, { "attachments.*.by_content", KEEP }, { "attachments.*.packed", KEEP },
    { "attachments.*.encrypted", KEEP }, { "attachments.*.content_checked", KEEP },
    { "auth.iprev.result",       KEEP }, { "auth.iprev.reason",    KEEP },
    { "auth.spf.result",         KEEP }, { "auth.spf.domain",      KEEP }, { "auth.spf.reason",     KEEP },
    { "auth.spf.reason_text",    KEEP }, { "auth.spf_helo.result", KEEP }, { "auth.spf_helo.reason", KEEP },
    { "auth.dkim.*.result",      KEEP }, { "auth.dkim.*.domain",   KEEP }, { "auth.dkim.*.selector", KEEP },
    { "auth.dkim.*.algorithm",   KEEP }, { "auth.dkim.*.key_bits", KEEP }, { "auth.dkim.*.reason",  KEEP },
    { "auth.dkim.*.reason_text", KEEP },
    { "auth.arc.result",         KEEP }, { "auth.arc.reason",      KEEP }, { "auth.dmarc",          KEEP },
    { "dns_lists.*.list",        KEEP }, { "dns_lists.*.status",   KEEP }, { "dns_lists.*.weight",  KEEP },
    { "findings.*.id",           KEEP }, { "findings.*.weight",    KEEP }, { "findings.*.text",     KEEP },
    { "findings.*.group",        KEEP }, { "findings.*.hard",      KEEP },
    { "findings_in_shadow.*.id", KEEP }, { "findings_in_shadow.*.weight", KEEP },
    { "steps.*.step",            KEEP }, { "steps.*.action",       KEEP }, { "steps.*.reason",      KEEP },
    { "steps.*.suppressed",      KEEP }, { "steps.*.in_shadow",    KEEP },
    { "milter.queue_id",         KEEP },
    { "outcome.delivered",       KEEP }, { "outcome.held",         KEEP }, { "outcome.client_left", KEEP },
    { "outcome.next_hop",        KEEP }, { "outcome.receive_ms",   KEEP }, { "outcome.dns_ms",      KEEP },
    { "outcome.judge_ms",        KEEP }, { "outcome.total_ms",     KEEP },
    { "outcome.recipients.*.rcpt", KEEP_PSEUDONYM_ADDRESS },
    { "outcome.recipients.*.fate", KEEP }, { "outcome.recipients.*.by", KEEP },
};

struct writer { struct json json; const struct pseudonyms *names; struct arena arena; };

/* Where a path stands that is being walked: what of it is still to come, for each row of the table that agrees so far. */
struct matching { str rests[ARRAY_LEN(kept)]; size_t rows[ARRAY_LEN(kept)]; size_t count; };

static struct matching step_into(const struct matching *before, str name)
{
    struct matching after = { 0 };

    for (size_t i = 0; i < before->count; i++) {
        str rest = before->rests[i], piece;

        if (str_cut(&rest, '.', &piece) && str_equal(piece, name)) {
            after.rests[after.count]  = rest;
            after.rows[after.count++] = before->rows[i];
        }
    }
    return after;
}

static void write_value(struct writer *w, const char *name, const json_t *value, const struct matching *matching);

static void write_members(struct writer *w, const json_t *object, const struct matching *matching)
{
    const char *name;
    json_t     *value;

    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        struct matching inside = step_into(matching, str_of(name));

        if (inside.count > 0)
            write_value(w, name, value, &inside);
    }
}

static void write_items(struct writer *w, const json_t *list, const struct matching *matching)
{
    struct matching inside = step_into(matching, STR("*"));

    for (size_t i = 0; i < json_array_size(list) && inside.count > 0; i++)
        write_value(w, NULL, json_array_get(list, i), &inside);
}

static void write_whole(struct writer *w, const char *name, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

    json_raw(&w->json, name, text == NULL ? STR("null") : str_of(text));
    free(text);
}

static void write_kept(struct writer *w, const char *name, const json_t *value, enum keep keep)
{
    str text = json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : (str){ 0 };

    switch (keep) {
    case KEEP:                   write_whole(w, name, value); return;
    case KEEP_PSEUDONYM:         json_str(&w->json, name, pseudonym(w->names, &w->arena, text)); return;
    case KEEP_PSEUDONYM_ADDRESS: json_str(&w->json, name, pseudonym_address(w->names, &w->arena, text)); return;
    }
    UNREACHABLE();
}

static void write_value(struct writer *w, const char *name, const json_t *value, const struct matching *matching)
{
    for (size_t i = 0; i < matching->count; i++)
        if (matching->rests[i].len == 0) {
            write_kept(w, name, value, kept[matching->rows[i]].keep);
            return;
        }
    if (json_is_object(value)) {
        json_open_object(&w->json, name);
        write_members(w, value, matching);
        json_close_object(&w->json);
    } else if (json_is_array(value)) {
        json_open_array(&w->json, name);
        write_items(w, value, matching);
        json_close_array(&w->json);
    }
}

void record_make_impersonal(struct buf *out, str record, const struct pseudonyms *names)
{
    json_t         *root = json_loadb(record.ptr, record.len, JSON_ALLOW_NUL, NULL);
    struct writer   w    = { .json = { .out = out }, .names = names };
    struct matching all  = { .count = ARRAY_LEN(kept) };

    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        all.rests[i] = str_of(kept[i].path);
        all.rows[i]  = i;
    }
    json_open_object(&w.json, NULL);
    if (root != NULL)
        write_members(&w, root, &all);
    json_open_object(&w.json, "extract");
    json_bool(&w.json, "impersonal", true);
    json_close_object(&w.json);
    json_close_object(&w.json);
    json_decref(root);
    arena_free(&w.arena);
}

static str recipients_of(str list, const struct pseudonyms *names, struct arena *arena)
{
    str all = { 0 }, one;

    while (str_cut(&list, ' ', &one))
        all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), all.len > 0 ? " " : "", STR_ARG(pseudonym_address(names, arena, one)));
    return all;
}

void journal_row_make_impersonal(struct journal_row *row, const struct pseudonyms *names, struct arena *arena)
{
    row->client         = pseudonym(names, arena, row->client);
    row->reverse_path   = pseudonym_address(names, arena, row->reverse_path);
    row->author         = pseudonym_address(names, arena, row->author);
    row->recipients     = recipients_of(row->recipients, names, arena);
    row->reply          = str_slice(row->reply, 0, row->reply.len < 3 ? row->reply.len : 3);    /* its text may name people */
    row->helo = row->subject = row->next_hop_reply = row->other_said = (str){ 0 };
}
