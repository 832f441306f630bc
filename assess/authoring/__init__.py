"""Editing a questionnaire in a spreadsheet: a version out to a workbook, and back to its file."""
