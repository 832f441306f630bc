"""Tidy tables for people who go on in Excel, Power BI or pandas."""

from assess.export.responses import responses_table
from assess.export.results import contradictions_table, findings_table, scores_table
from assess.export.writing import write_table

__all__ = [
    "contradictions_table",
    "findings_table",
    "responses_table",
    "scores_table",
    "write_table",
]
