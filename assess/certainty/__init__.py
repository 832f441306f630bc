"""How sure a tier is, as people read it: a sentence, tables, a picture, JSON.

The figures come from scoring.robustness; what they mean: scoring/ROBUSTNESS.md.
"""

from assess.certainty.as_json import certainty_data, detail_data, ranks_data
from assess.certainty.bar import share_bar
from assess.certainty.collecting import Certainty, Decisive, how_sure, rank_partners
from assess.certainty.words import certain, certain_of, share_words

__all__ = [
    "Certainty",
    "Decisive",
    "certain",
    "certain_of",
    "certainty_data",
    "detail_data",
    "how_sure",
    "rank_partners",
    "ranks_data",
    "share_bar",
    "share_words",
]
