"""A questionnaire's own scoring method, recomputed: what its author's workbook would show.

Each method is a module, each questionnaire's figures are a policy file under `policies`.
"""

from scoring.native.policy import SCHEMA, NativePolicy, build_native, native_scores
from scoring.native.result import Given, Native, Points

__all__ = [
    "SCHEMA",
    "Given",
    "Native",
    "NativePolicy",
    "Points",
    "build_native",
    "native_scores",
]
