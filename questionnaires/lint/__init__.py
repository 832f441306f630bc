"""Remarks on how a questionnaire is written, beyond what the checks refuse.

One module a group of rules; words and limits are data, in `vocabulary`.
"""

from questionnaires.lint.rules import lint

__all__ = ["lint"]
