"""What stands beside a partner's answers: evidence that backs them, and what speaks against them.

The register says what backs which answers and until when; observations are what others saw. Both
are facts of a day: what they come to is worked out anew for each assessment, as of its day.
"""

from assess.evidence.assurance import Dated, Grades, graded, last_day_of
from assess.evidence.feeds import read_observations
from assess.evidence.registering import read_register, registered
from assess.evidence.seen import Seen, contradicted

__all__ = [
    "Dated",
    "Grades",
    "Seen",
    "contradicted",
    "graded",
    "last_day_of",
    "read_observations",
    "read_register",
    "registered",
]
