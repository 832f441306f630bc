"""Correction workbooks in: the decisions about a returned file, put into it and judged anew."""

from assess.intake.corrections.completing import read_correction
from assess.intake.corrections.named import is_correction

__all__ = ["is_correction", "read_correction"]
