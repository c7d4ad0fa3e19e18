#include "store/journal_row.h"

#include <sqlite3.h>
#include <stddef.h>

#include "store/db.h"

#define COLUMN(name) { #name, offsetof(struct journal_row, name) }

const struct journal_column journal_columns[JOURNAL_COLUMNS] = {
    COLUMN(id),      COLUMN(client),     COLUMN(helo),         COLUMN(reverse_path), COLUMN(author),   COLUMN(author_domain),
    COLUMN(subject), COLUMN(recipients), COLUMN(action),       COLUMN(step),         COLUMN(reason),   COLUMN(would),
    COLUMN(would_step), COLUMN(would_reason), COLUMN(other),   COLUMN(other_said),   COLUMN(findings), COLUMN(reply),
    COLUMN(next_hop_reply), COLUMN(record),
};

size_t journal_row_octets(const struct journal_row *row)
{
    size_t octets = 0;

    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        octets += journal_text(row, &journal_columns[i])->len;
    return octets + row->queue_id.len;
}

void journal_select(struct buf *sql)
{
    buf_add(sql, STR("SELECT at, number"));
    for (size_t i = 0; i < JOURNAL_COLUMNS; i++)
        buf_printf(sql, ", message.%s", journal_columns[i].name);
}

struct sqlite3_stmt *journal_prepare_select(struct sqlite3 *db, str clause)
{
    BUF_SCOPE sql = { 0 };

    journal_select(&sql);
    buf_add(&sql, clause);
    buf_add_char(&sql, '\0');
    return db_prepare(db, buf_str(&sql).ptr);
}

struct journal_row journal_read_row(struct sqlite3_stmt *statement, struct arena *arena)
{
    struct journal_row row = { .at = sqlite3_column_int64(statement, 0), .number = sqlite3_column_int64(statement, 1) };

    for (int i = 0; i < JOURNAL_COLUMNS; i++)
        *journal_text(&row, &journal_columns[i]) = db_column_str(statement, i + 2, arena);
    return row;
}

struct record_place journal_read_place(struct sqlite3_stmt *statement)
{
    return (struct record_place){ sqlite3_column_int64(statement, JOURNAL_SEGMENT_COLUMN),
                                  sqlite3_column_int64(statement, JOURNAL_PLACE_COLUMN),
                                  (size_t)sqlite3_column_int64(statement, JOURNAL_OCTETS_COLUMN) };
}
