"""Returned workbooks in: from the bytes of a file to responses, or to the reasons why not.

A file is taken whole or not at all. `problems` are what stops it; `notices` are remarks on a
file that is taken. The rule between them: whatever a partner wrote and we cannot use is a
problem; a notice tells of something that lost nothing of an answer (a question id we do not
know in a row without an answer, text outside the form, a formula whose last value was taken).

Codes are stable and read `where.what`: `file.…` for the whole file, `sheet.…` and `row.…` for
the form, and `answer.…`, `comment.…`, `evidence.…`, `evidence-date.…` for one cell.
"""

from assess.intake.files import find_files, passed_over, read_file
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook

__all__ = ["Context", "Outcome", "find_files", "passed_over", "read_file", "read_workbook"]
