"""How sure a tier is: what weights, single answers and missing proof could do to it.

Formulas, sources and what none of it says: ROBUSTNESS.md.
"""
