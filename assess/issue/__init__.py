"""Workbooks out: each partner gets the questions that apply to it, ready to be answered."""

from assess.issue.issuing import Issued, write_workbooks

__all__ = ["Issued", "write_workbooks"]
