"""Rows of cases/author.json."""
from tables import author_case, rows_of

CASES = [author_case(row) for row in rows_of("author")]
