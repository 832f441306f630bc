"""Workbooks that are not ours: recognised by a layout, and read where it says things stand."""

from assess.intake.foreign.reading import Reading, read_by, read_foreign

__all__ = ["Reading", "read_by", "read_foreign"]
