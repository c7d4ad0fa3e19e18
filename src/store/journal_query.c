#include "store/journal_query.h"

#include <inttypes.h>

#include "store/journal_row.h"
#include "store/journal_terms.h"

enum { LIMIT_DEFAULT = 100 };

static void add_value(struct journal_sql *out, str value)
{
    ASSERT(out->value_count < JOURNAL_QUERY_VALUES_MAX);
    out->values[out->value_count++] = value;
}

/* ---- the words of a search ---- */

static void add_word(struct buf *words, const struct hash_key *key, enum journal_term kind, str value)
{
    switch (kind) {
    case TERM_FROM: case TERM_TO:
        journal_term_of_address(words, key, kind, value);
        return;
    case TERM_FROM_DOMAIN: case TERM_TO_DOMAIN: case TERM_CLIENT: case TERM_ACTION: case TERM_FINDING: case TERM_WORD:
        journal_term(words, key, kind, value);
        return;
    }
    UNREACHABLE();
}

/* The value, or its other spelling. */
static void add_either(struct buf *match, const struct hash_key *key, enum journal_term kind, str value, str other)
{
    BUF_SCOPE words = { 0 };

    if (value.len == 0)
        return;
    add_word(&words, key, kind, value);
    if (other.len > 0 && other.ptr[0] != '@') {
        buf_add(&words, STR(" OR"));
        add_word(&words, key, kind, other);
    }
    buf_printf(match, "%s(%.*s)", buf_len(match) > 0 ? " AND " : "", STR_ARG(buf_str(&words)));
}

static str words_of(const struct journal_query *q, const struct hash_key *key, struct arena *arena)
{
    BUF_SCOPE match = { 0 }, subject = { 0 };
    str       rest, word;

    add_either(&match, key, TERM_FROM, q->from, q->also.from);
    add_either(&match, key, TERM_TO, q->to, q->also.to);
    add_either(&match, key, TERM_CLIENT, q->client, q->also.client);
    add_either(&match, key, TERM_ACTION, q->action, (str){ 0 });
    add_either(&match, key, TERM_FINDING, q->finding, (str){ 0 });
    journal_terms_of_subject(&subject, key, q->subject);
    rest = buf_str(&subject);
    while (str_cut(&rest, ' ', &word))
        buf_printf(&match, "%s%.*s", buf_len(&match) > 0 ? " AND " : "", STR_ARG(word));
    return arena_str(arena, buf_str(&match));
}

/* ---- the statement ---- */

static void add_conditions(struct buf *sql, struct arena *arena, const struct journal_query *query, struct journal_sql *out)
{
    if (query->id.len > 0) {
        buf_add(sql, STR(" AND id = ?"));
        add_value(out, query->id);
    }
    if (query->queue_id.len > 0) {
        buf_add(sql, STR(" AND queue_id = ?"));
        add_value(out, query->queue_id);
    }
    if (query->subject.len > 0) {       /* the words only say that all pieces are there */
        buf_add(sql, STR(" AND instr(lower(subject), ?) > 0"));
        add_value(out, arena_lower(arena, query->subject));
    }
    if (query->disagreement == JOURNAL_ONLY_WE_HOLD)
        buf_add(sql, STR(" AND other = 'pass' AND would IN ('quarantine', 'reject')"));
    if (query->disagreement == JOURNAL_ONLY_THEY_HOLD)
        buf_add(sql, STR(" AND other = 'hold' AND would NOT IN ('quarantine', 'reject')"));
    if (query->since != 0)
        buf_printf(sql, " AND at >= %" PRId64, query->since);
    if (query->until != 0)
        buf_printf(sql, " AND at < %" PRId64, query->until);
    if (query->behind_number != 0)
        buf_printf(sql, " AND (at, number) < (%" PRId64 ", %" PRId64 ")", query->behind_at, query->behind_number);
}

/* Numbers rise with time, give or take what was on its way together, so the index of words gives the newest first by itself. */
struct journal_sql journal_query_sql(struct arena *arena, const struct hash_key *key, const struct journal_query *query)
{
    struct journal_sql out   = { 0 };
    BUF_SCOPE          sql   = { 0 };
    str                words = words_of(query, key, arena);

    journal_select(&sql);
    buf_add(&sql, STR(JOURNAL_SELECT_PLACE));
    if (words.len > 0) {
        buf_add(&sql, STR(" FROM term CROSS JOIN message ON number = term.rowid WHERE term MATCH ?"));
        add_value(&out, words);
    } else {
        buf_add(&sql, STR(" FROM message WHERE true"));
    }
    add_conditions(&sql, arena, query, &out);
    buf_printf(&sql, " ORDER BY %s LIMIT %zu", words.len > 0 ? "term.rowid DESC" : "at DESC, number DESC",
               query->limit == 0 ? LIMIT_DEFAULT : query->limit);
    out.text = arena_cstr(arena, buf_str(&sql));
    return out;
}
