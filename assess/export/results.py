"""The tables of scores and findings, with their columns even where there are no rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from questionnaires.model import ELEMENTS, PRINCIPLES

SCORES = (
    "partner",
    "name",
    "kind",
    "period",
    "questionnaire",
    "questionnaire_sha256",
    "policy",
    "policy_sha256",
    "method",
    "file_sha256",
    "overall",
    "low",
    "high",
    "decisive",
    "coverage",
    *PRINCIPLES,
    *ELEMENTS,
    "answered",
    "unanswered",
    "not_applicable_claimed",
    "not_applicable_accepted",
    "out_of_scope",
    "computed",
    "overridden",
    "contradictions",
    "overall_as_answered",
    "achieved_as_answered",
    "findings_critical",
    "findings_high",
    "findings_moderate",
    "findings_low",
    "required",
    "achieved",
    "plain",
    "kept",
    "conditional_until",
    "provisional",
    "recommendation",
)

FINDINGS = (
    "partner",
    "period",
    "questionnaire",
    "questionnaire_sha256",
    "policy",
    "policy_sha256",
    "method",
    "file_sha256",
    "severity",
    "question",
    "text",
    "element",
    "must_have",
    "state",
    "given",
    "needed",
    "gain",
    "remediation",
    "effort",
    "days",
    "due",
)


CONTRADICTIONS = (
    "partner",
    "period",
    "questionnaire",
    "questionnaire_sha256",
    "policy",
    "policy_sha256",
    "method",
    "file_sha256",
    "question",
    "given",
    "by",
    "on",
    "others",
    "key",
)


def scores_table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return one row a partner and period; no score is an empty cell, never 0."""
    return _table(rows, SCORES)


def findings_table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return one row a finding; `due` is a day."""
    table = _table(rows, FINDINGS)
    table["due"] = pd.to_datetime(table["due"], format="%Y-%m-%d").astype("datetime64[s]")
    return table


def contradictions_table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return one row a contradicted answer; `on` is a day, empty where other answers do it."""
    table = _table(rows, CONTRADICTIONS)
    table["on"] = pd.to_datetime(table["on"], format="%Y-%m-%d").astype("datetime64[s]")
    return table


def _table(rows: Sequence[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    for row in rows:
        if row.keys() != set(columns):
            # Else a figure that someone added would be left out and nobody would know.
            message = f"columns differ: {sorted(row.keys() ^ set(columns))}"
            raise ValueError(message)
    return pd.DataFrame(list(rows), columns=list(columns))
