"""Rows of cases/spf.json."""
from tables import spf_case, rows_of

CASES = [spf_case(row) for row in rows_of("spf")]
