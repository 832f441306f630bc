"""Published scoring methods, recomputed: what a questionnaire's own author would show.

Each method is a module, with the formula and its source in the docstring; the figures are policy
files under `scoring/policies/native`. None of them moves a score or a tier of ours; which laws of
ours each of them keeps stands in docs/methods.md.
"""

from scoring.native.policy import SCHEMA, NativePolicy, build_native, native_scores
from scoring.native.result import Given, Native, Points, Scale, Span, Stated, plain, two_decimals

__all__ = [
    "SCHEMA",
    "Given",
    "Native",
    "NativePolicy",
    "Points",
    "Scale",
    "Span",
    "Stated",
    "build_native",
    "native_scores",
    "plain",
    "two_decimals",
]
