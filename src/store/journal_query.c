#include "store/journal_query.h"

#include <inttypes.h>
#include <stddef.h>

#include "base/buf.h"

enum { LIMIT_DEFAULT = 100 };

const struct journal_column journal_columns[JOURNAL_COLUMNS] = {
    { "id",             offsetof(struct journal_row, id)             },
    { "client",         offsetof(struct journal_row, client)         },
    { "helo",           offsetof(struct journal_row, helo)           },
    { "reverse_path",   offsetof(struct journal_row, reverse_path)   },
    { "author",         offsetof(struct journal_row, author)         },
    { "author_domain",  offsetof(struct journal_row, author_domain)  },
    { "subject",        offsetof(struct journal_row, subject)        },
    { "recipients",     offsetof(struct journal_row, recipients)     },
    { "action",         offsetof(struct journal_row, action)         },
    { "step",           offsetof(struct journal_row, step)           },
    { "findings",       offsetof(struct journal_row, findings)       },
    { "reply",          offsetof(struct journal_row, reply)          },
    { "next_hop_reply", offsetof(struct journal_row, next_hop_reply) },
    { "record",         offsetof(struct journal_row, record)         },
};

struct journal_address journal_address(struct arena *arena, str text)
{
    str       lower = arena_lower(arena, text);
    ptrdiff_t at    = str_rfind_char(lower, '@');

    if (at == STR_NOT_FOUND)
        return (struct journal_address){ .local = lower };
    return (struct journal_address){ str_slice(lower, 0, (size_t)at), str_from(lower, (size_t)at + 1) };
}

static void add_value(struct journal_sql *out, str value)
{
    ASSERT(out->value_count < JOURNAL_QUERY_VALUES_MAX);
    out->values[out->value_count++] = value;
}

static const struct { size_t offset; const char *condition; bool any_case; } texts[] = {
    { offsetof(struct journal_query, id),      "id = ?",                       false },
    { offsetof(struct journal_query, client),  "client = ?",                   false },
    { offsetof(struct journal_query, action),  "action = ?",                   false },
    { offsetof(struct journal_query, subject), "instr(lower(subject), ?) > 0", true  },
};

static void add_texts(struct buf *sql, struct arena *arena, const struct journal_query *query, struct journal_sql *out)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        str value = *(const str *)((const char *)query + texts[i].offset);

        if (value.len == 0)
            continue;
        buf_printf(sql, " AND %s", texts[i].condition);
        add_value(out, texts[i].any_case ? arena_lower(arena, value) : value);
    }
}

/* One index serves both: domains come first in it. */
static void add_address(struct buf *sql, struct arena *arena, enum journal_role role, str text, struct journal_sql *out)
{
    if (text.len == 0)
        return;
    struct journal_address address = journal_address(arena, text);

    buf_printf(sql, " AND number IN (SELECT message FROM address WHERE role = %d AND domain = ?", (int)role);
    add_value(out, address.domain);
    if (address.local.len > 0) {
        buf_add(sql, STR(" AND local = ?"));
        add_value(out, address.local);
    }
    buf_add_char(sql, ')');
}

struct journal_sql journal_query_sql(struct arena *arena, const struct journal_query *query)
{
    struct journal_sql out = { 0 };
    BUF_SCOPE          sql = { 0 };

    buf_add(&sql, STR("SELECT at, number"));
    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        buf_printf(&sql, ", %s", journal_columns[i].name);
    buf_add(&sql, STR(" FROM message WHERE true"));
    add_texts(&sql, arena, query, &out);
    add_address(&sql, arena, JOURNAL_FROM, query->from, &out);
    add_address(&sql, arena, JOURNAL_TO, query->to, &out);
    if (query->since != 0)
        buf_printf(&sql, " AND at >= %" PRId64, query->since);
    if (query->until != 0)
        buf_printf(&sql, " AND at < %" PRId64, query->until);
    if (query->behind_number != 0)
        buf_printf(&sql, " AND (at, number) < (%" PRId64 ", %" PRId64 ")", query->behind_at, query->behind_number);
    buf_printf(&sql, " ORDER BY at DESC, number DESC LIMIT %zu", query->limit == 0 ? LIMIT_DEFAULT : query->limit);
    out.text = arena_cstr(arena, buf_str(&sql));
    return out;
}
