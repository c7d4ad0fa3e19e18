"""Rows of cases/sender_id.json."""
from tables import sender_id_case, rows_of

CASES = [sender_id_case(row) for row in rows_of("sender_id")]
