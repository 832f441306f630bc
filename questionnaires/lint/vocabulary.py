"""The words and the limits that the rules go by: change them here, nowhere else."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VAGUE = {
    "adequate": "say what is enough, as a number or a named state",
    "adequately": "say what is enough, as a number or a named state",
    "appropriate": "say which one",
    "appropriately": "say how",
    "as needed": "say when",
    "as required": "say when",
    "best practice": "name the practice",
    "best practices": "name the practices",
    "commensurate": "say what it must be",
    "comprehensive": "list what it covers",
    "effective": "say by which measure",
    "effectively": "say by which measure",
    "from time to time": "say how often",
    "frequent": "say how often",
    "frequently": "say how often",
    "if possible": "say when it is needed",
    "industry standard": "name the standard",
    "industry-standard": "name the standard",
    "in a timely manner": "say within how many hours or days",
    "periodic": "say how often",
    "periodically": "say how often",
    "prompt": "say within how many hours or days",
    "promptly": "say within how many hours or days",
    "proper": "say how",
    "properly": "say how",
    "reasonable": "say what is enough",
    "reasonably": "say what is enough",
    "regular": "say how often",
    "regularly": "say how often",
    "robust": "say what it withstands",
    "secure": "say how it is protected",
    "securely": "say how it is protected",
    "state of the art": "name the method",
    "state-of-the-art": "name the method",
    "sufficient": "say what is enough",
    "sufficiently": "say what is enough",
    "suitable": "say which one",
    "timely": "say within how many hours or days",
    "where possible": "say when it is needed",
    "without undue delay": "say within how many hours or days",
}
"""A vague word, and what to write instead."""

NAMES = ("secure boot", "secure shell", "secure enclave")
"""Names of things that have a vague word in them."""

JOINERS = ("and/or", "as well as", "along with", "or do", "or does", "or is", "or are", "or have")
"""Words that join two questions, whatever stands around them."""

PAIRS = (
    "between",
    "terms and conditions",
    "research and development",
    "joiners and leavers",
    "return and destruction",
    "time and date",
    "date and time",
    "name and contact",
    "loss and theft",
)
"""Beginnings and phrases in which `and` does not join two questions."""

GRADES = _words(
    """
    acceptable advanced agree always average bad basic developing disagree excellent fair fairly
    fully good great high highly inadequate initial largely low mainly mature medium moderate
    moderately mostly never occasionally often optimal optimised optimized partial partially
    partly poor rarely satisfied satisfactory sometimes strong strongly usually weak well
    """
)
"""Words that grade without saying what is counted or seen."""

FILLERS = _words("a an and are is it not of or our quite rather so the to very we")
"""Words that add nothing to a level."""

PLACEHOLDERS = _words(
    """
    any n/a na none nothing tba tbd todo not applicable to be decided defined
    self declaration statement your word
    """
)
"""Words of an evidence text that asks for none."""

STOPWORDS = FILLERS | _words(
    """
    at by can do does for from has have how if in last many much on on-site than that their
    them these they this those what when where which who will with within you your us
    """
)
"""Words that tell nothing about what a question is about."""

MOST_WORDS = 30
"""Words of a sentence beyond which few read it to the end."""

MOST_GRADE = 12
"""Years of school that a question and its guidance may take to read (Flesch-Kincaid)."""

FEWEST_POINTS = 50
"""Points between two levels, in thousandths, below which the difference is none."""

FEWEST_EVIDENCE_WORDS = 2

SMALLEST_SHARE = 5
"""Share of a principle below which it moves no score."""

LARGEST_PRINCIPLE = 70
"""Per cent of all weight that one principle may carry."""

LARGEST_QUESTION = 15
"""Per cent of all weight that one question may carry, once there are MANY scored questions."""

MANY = 20

ALIKE = (4, 5)
"""Share of their words from which two questions ask the same: four fifths."""
