"""How much a returned file may hold, in one place; a full workbook of ours is far below.

`docs/limits.md` is this list for readers; `python -m tests.limits_page` writes it.
"""

FILE_BYTES = 25_000_000
"""Bytes of the file itself; 1,000 questions with long comments take under 1 MB."""

UNZIPPED_BYTES = 150_000_000
"""Bytes of all parts of the zip together, as its directory states them, pictures included."""

PART_BYTES = 30_000_000
"""Bytes of one part that is read, counted while it unzips: the directory may lie."""

RATIO = 200
"""Unzipped to zipped bytes of one part, held where it is larger than RATIO_FROM bytes."""

RATIO_FROM = 5_000_000
"""Bytes from which RATIO is held: a small part may be very even, and costs little."""

PARTS = 2_000
"""Files inside the zip."""

DEPTH = 100
"""Elements inside each other in XML; spreadsheets use about ten."""

SHEETS = 50
"""Sheets of a workbook, hidden ones included."""

SHEET_NAME = 255
"""Characters of a sheet's name; Excel itself allows 31."""

ROWS = 9_999
"""Last row that may hold a value: a sheet is laid out densely, gaps included."""

COLUMNS = 702
"""Last column that may hold a value (ZZ)."""

CELLS = 1_000_000
"""Cells of all sheets that are read, gaps included."""

SHEET_BYTES = 60_000_000
"""Bytes of all sheets that are read, unzipped: one may be listed under many names."""

TEXT = 20_000_000
"""Characters in the cells of all sheets that are read; one text may stand in many cells."""

STRINGS = 500_000
"""Texts in the list that a workbook's cells share."""

MERGES = 20_000
"""Merged ranges of one sheet; a questionnaire with 3,360 of them is known."""

NOTES = 10_000
"""Comments that hang at the cells of one sheet."""

HEADER_ROWS = 100
"""Rows from the top among which the header is sought."""

DIGITS = 30
"""Characters of a number written as text."""

QUOTED = 60
"""Characters of a partner's text that a message repeats."""

READ_SECONDS = 60
"""Seconds that reading one file may take; the slowest of ours takes a tenth of one."""

READ_MEMORY = 1_000_000_000
"""Bytes of address space of a process that reads files; it uses a tenth of that or two."""

ARCHIVE_BYTES = 500_000_000
"""Bytes of a zip of workbooks, or of an e-mail export."""

ARCHIVE_FILES = 2_000
"""Files in a zip of workbooks, or attached to the messages of an e-mail export."""

ARCHIVE_UNPACKED_BYTES = 1_000_000_000
"""Bytes of all these files together, unpacked; they are never in memory at once."""

MESSAGE_BYTES = 50_000_000
"""Bytes of one e-mail message; an attachment takes a third more than its file."""
