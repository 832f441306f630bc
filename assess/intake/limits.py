"""How much a returned file may hold, in one place; a full workbook of ours is far below."""

FILE_BYTES = 25_000_000
"""Bytes of the file itself; 1,000 questions with long comments take under 1 MB."""

UNZIPPED_BYTES = 150_000_000
"""Bytes of all parts together, as the zip directory states them."""

RATIO = 200
"""Unzipped to zipped bytes of one part, held where it is larger than RATIO_FROM bytes."""

RATIO_FROM = 5_000_000

PARTS = 2_000
"""Files inside the zip."""

ROWS = 9_999
"""Last row that may hold a value. The reader lays a sheet out densely, gaps included."""

COLUMNS = 702
"""Last column that may hold a value (ZZ)."""

CELLS = 1_000_000
"""Cells of one sheet, gaps included."""

SHEETS = 50
"""Sheets that are looked into."""

HEADER_ROWS = 100
"""Rows from the top among which the header is sought."""

DIGITS = 30
"""Characters of a number written as text."""

QUOTED = 60
"""Characters of a partner's text that a message repeats."""
