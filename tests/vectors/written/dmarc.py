"""Rows of cases/dmarc.json."""
from tables import dmarc_case, rows_of

CASES = [dmarc_case(row) for row in rows_of("dmarc")]
