#include "store/journal_query.h"

#include <assert.h>
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

#define BY_ADDRESS(role, column) \
    "number IN (SELECT message FROM address WHERE role = '" role "' AND " column " = ?)"

/* domain is the condition for a value that begins with "@"; NULL where that means nothing. Addresses and subjects
 * are found in any case: people type them. */
static const struct condition {
    size_t      offset;
    const char *exact, *domain;
    bool        any_case;
} conditions[] = {
    { offsetof(struct journal_query, id),      "id = ?",                         NULL,                         false },
    { offsetof(struct journal_query, client),  "client = ?",                     NULL,                         false },
    { offsetof(struct journal_query, from),    BY_ADDRESS("from", "address"),    BY_ADDRESS("from", "domain"), true  },
    { offsetof(struct journal_query, to),      BY_ADDRESS("to", "address"),      BY_ADDRESS("to", "domain"),   true  },
    { offsetof(struct journal_query, action),  "action = ?",                     NULL,                         false },
    { offsetof(struct journal_query, subject), "instr(lower(subject), ?) > 0",   NULL,                         true  },
};

static_assert(ARRAY_LEN(conditions) == JOURNAL_QUERY_VALUES_MAX, "each condition has one value");

static void add_condition(struct buf *sql, const char *condition)
{
    buf_printf(sql, " AND %s", condition);
}

static void add_texts(struct buf *sql, struct arena *arena, const struct journal_query *query, struct journal_sql *out)
{
    for (const struct condition *c = conditions; c < conditions + ARRAY_LEN(conditions); c++) {
        str value = *(const str *)((const char *)query + c->offset);

        if (value.len == 0)
            continue;
        bool by_domain = c->domain != NULL && value.ptr[0] == '@';

        add_condition(sql, by_domain ? c->domain : c->exact);
        value = by_domain ? str_from(value, 1) : value;
        out->values[out->value_count++] = c->any_case ? arena_lower(arena, value) : value;
    }
}

struct journal_sql journal_query_sql(struct arena *arena, const struct journal_query *query)
{
    struct journal_sql out = { 0 };
    BUF_SCOPE          sql = { 0 };

    buf_add(&sql, STR("SELECT at"));
    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        buf_printf(&sql, ", %s", journal_columns[i].name);
    buf_add(&sql, STR(" FROM message WHERE true"));
    add_texts(&sql, arena, query, &out);
    if (query->since != 0)
        buf_printf(&sql, " AND at >= %" PRId64, query->since);
    if (query->until != 0)
        buf_printf(&sql, " AND at < %" PRId64, query->until);
    buf_printf(&sql, " ORDER BY at DESC, number DESC LIMIT %zu", query->limit == 0 ? LIMIT_DEFAULT : query->limit);
    out.text = arena_cstr(arena, buf_str(&sql));
    return out;
}
