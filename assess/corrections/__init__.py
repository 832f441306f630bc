"""Correction workbooks out: for a rejected file, only what is in doubt, to be decided."""

from assess.corrections.writing import Corrected, Written, write_corrections

__all__ = ["Corrected", "Written", "write_corrections"]
