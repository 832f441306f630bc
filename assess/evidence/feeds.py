"""Files of outside findings: which of the known forms one has, and what it tells."""

from __future__ import annotations

from pathlib import Path

from assess.evidence.certificates import COLUMNS as CERTIFICATES
from assess.evidence.certificates import are_certificates, certificate_row
from assess.evidence.rows import COLUMNS, Context, observation
from assess.evidence.scorecard import is_scorecard, scorecard_rows
from assess.evidence.tables import Row, csv_rows, json_rows, read_json, refused
from assess.evidence.testssl import is_testssl, testssl_rows
from assess.store import Observation
from questionnaires.problems import InputError, Problem

ENDINGS = (".csv", ".json")


def read_observations(data: bytes, path: Path, context: Context) -> list[Observation]:
    """Read a file of outside findings, all of it or, with every reason why, none.

    A list of observations (CSV or JSON, columns as `rows.COLUMNS`), a TLS scan by testssl.sh, a
    result of OpenSSF Scorecard, or a list of certificates (CSV). Raises InputError.
    """
    problems: list[Problem] = []
    if path.suffix.casefold() == ".json":
        rows = _json(data, path)
    elif path.suffix.casefold() == ".csv":
        rows = _csv(data, path, context, problems)
    else:
        message = f"a file of outside findings ends in {' or '.join(ENDINGS)}"
        raise refused(path, "observation.format", message, "save it as one of these")
    if not rows:
        raise refused(path, "observation.empty", "nothing is told in it", f"{', '.join(COLUMNS)}")
    found = [observation(row, context, problems) for row in rows]
    if problems:
        raise InputError(problems)
    return [each for each in found if each is not None]


def _json(data: bytes, path: Path) -> list[Row]:
    found = read_json(data, path)
    if is_testssl(found):
        return [_told(texts, path, i) for i, texts in enumerate(testssl_rows(found))]
    if is_scorecard(found):
        return [_told(texts, path, i) for i, texts in enumerate(scorecard_rows(found))]
    return json_rows(found, path, COLUMNS)


def _told(texts: dict[str, str], path: Path, index: int) -> Row:
    return Row(texts, str(path), f"$ finding {index + 1}")


def _csv(data: bytes, path: Path, context: Context, problems: list[Problem]) -> list[Row]:
    columns = tuple(dict.fromkeys((*COLUMNS, *CERTIFICATES)))
    rows = csv_rows(data, path, columns)
    seen_on = context.seen_on or context.as_of
    if rows and are_certificates(set(rows[0].texts)):
        return [certificate_row(row, seen_on, problems) for row in rows]
    return rows
