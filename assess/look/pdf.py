"""PDF reports: a typst template and data, to a tagged PDF/UA file that is the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from assess.look.words import printable

ROOT = Path(__file__).parent.parent
"""Templates lie in and import from the `assess` package only: `#import "/look/report.typ": *`."""


def compile_typst(template: Path, data: dict[str, Any]) -> bytes:
    """Typeset a template of ours with JSON-ready data, to the bytes of a PDF.

    The template reads it as `json(bytes(sys.inputs.data))`; it never becomes source, so nothing
    in it is run. Fonts are those that typst carries; text in a script they lack (Chinese,
    Japanese) takes the machine's fonts, as far as it has them.
    """
    inputs = {"data": json.dumps(_printable(data), ensure_ascii=False)}
    try:
        return _compile(template, inputs, own_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    try:
        return _compile(template, inputs, own_fonts=False)
    except typst.TypstError:
        # No font at all: PDF/UA refuses what a plain tagged PDF shows as an empty box.
        return _compile(template, inputs, own_fonts=False, standards=[])


def _compile(
    template: Path,
    inputs: dict[str, str],
    *,
    own_fonts: bool,
    standards: list[typst.PDFStandard] | None = None,
) -> bytes:
    return typst.compile(
        template,
        root=ROOT,
        ignore_system_fonts=own_fonts,
        sys_inputs=inputs,
        pdf_standards=["ua-1"] if standards is None else standards,
        timestamp=0,
    )


def _printable(data: Any) -> Any:
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    return [_printable(value) for value in data] if isinstance(data, list | tuple) else data
