"""What the first sheet tells whoever edits a questionnaire in a spreadsheet."""

from __future__ import annotations

from questionnaires.profiles import ORDERED, VOCABULARY

MANUAL: tuple[tuple[str, str], ...] = (
    ("How to edit this questionnaire", ""),
    (
        "Build",
        (
            "assess questionnaire build FILE.xlsx --out FILE.json makes the questionnaire of this "
            "workbook, and says at which cell something is wrong. Give it a new version first."
        ),
    ),
    (
        "Rows",
        (
            "Order counts: sections, questions and options are asked as they stand, levels stand "
            "best first. Add, move and delete rows as you like. Columns may move; their headings "
            "must stay. A column of your own is ignored."
        ),
    ),
    (
        "Questions",
        (
            "Keep the ID of a question that still asks the same; give a new one to a question that "
            "does not. The five principles share out 100. Weight 0 makes a question unscored."
        ),
    ),
    (
        "Answer",
        (
            "choice: one level, from a scale (column Scale) or from the sheet Levels. multi: any "
            "of the sheet Options; a level's At least counts them. number: give a unit; levels by "
            "At most or At least. date: At most is the age in days. text: not scored, no levels."
        ),
    ),
    ("Levels", "The best level has 1000 points, the worst 0, and no At most or At least."),
    ("Synonyms", "One a line: what else a partner may write for it (Alt+Enter for a new line)."),
    (
        "Applies if",
        (
            "Empty: asked of every partner. Else a condition on the partner, or on the answer to "
            "an unscored question, such as: kind in (software, hosting) and not access = none. "
            "Tests: name = value, name in (value, value), name at least value. Join them with "
            "and, or, not and brackets; where both and and or stand, brackets must say what "
            "belongs together. The names and their values:"
        ),
    ),
    *(
        (f"  {field}", ", ".join(values) + ("; takes at least" if field in ORDERED else ""))
        for field, values in VOCABULARY.items()
    ),
    ("  question.id", "the ID of a level, such as subcontractors.used = yes"),
)
"""Names and texts, a row each; the first is the heading."""
