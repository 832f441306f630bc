"""The int8 codes of a response: a level's position (0 is best), or one of five states.

A code matrix has one row a partner and one column a question. The states are negative so
that a level's code is simply its index in `Answer.levels`.
"""

UNANSWERED = -1
"""In scope and blank: missing, which is not the same as failed."""
NA_CLAIMED = -2
"""Declared not applicable by the partner, with a reason, not yet accepted."""
NA_ACCEPTED = -3
"""Not applicable, accepted by an assessor: leaves every sum."""
OUT_OF_SCOPE = -4
"""Applicability is false for this partner: leaves every sum."""
NOTED = -5
"""Answered but unscored: free text."""

LOWEST = NOTED
"""The smallest code; `code - LOWEST` indexes a look-up table."""
