"""What a zipped workbook holds beside its sheets, and that none of it was opened."""

from __future__ import annotations

from assess.intake.formats.package import Package
from assess.intake.sheets import Remark

MACROS: Remark = ("file.macros", "it holds macros; they were not looked at and never run", "")
EXTERNAL: Remark = (
    "file.external-links",
    "it refers to other files; nothing was fetched, what is stored in it was taken",
    "",
)
_HELD: tuple[tuple[tuple[str, ...], Remark], ...] = (
    (
        ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/"),
        MACROS,
    ),
    (
        ("xl/externallinks/", "xl/connections.", "xl/querytables/"),
        EXTERNAL,
    ),
    (
        ("xl/embeddings/", "xl/activex/", "object ", "objectreplacements/"),
        (
            "file.embedded",
            "objects are embedded in it, such as files or charts; they were not opened",
            "put what belongs to a question into its answer or comment",
        ),
    ),
)


def remarks_on(package: Package) -> tuple[Remark, ...]:
    """Return a remark for each kind of thing that is passed over."""
    return tuple(
        remark
        for beginnings, remark in _HELD
        if any(name.startswith(beginnings) for name in package.entries)
    )
