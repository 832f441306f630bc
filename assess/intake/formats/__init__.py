"""The kinds of file that partners send, one module a kind, told apart by their bytes."""

from __future__ import annotations

from dataclasses import replace

from assess.intake.formats.delimited import open_delimited
from assess.intake.formats.kinds import container_of, kind_of_zip
from assess.intake.formats.ods import open_ods
from assess.intake.formats.package import open_package
from assess.intake.formats.properties import properties_of
from assess.intake.formats.refusals import refusing
from assess.intake.formats.xls import open_xls
from assess.intake.formats.xlsb import open_xlsb
from assess.intake.formats.xlsx import open_xlsx
from assess.intake.sheets import Book

__all__ = ["open_book"]

_OPENERS = {"ods": open_ods, "xlsb": open_xlsb, "xlsx": open_xlsx}


def open_book(data: bytes) -> Book:
    """Open a file by what its bytes are, whatever its name says.

    Raises RefusedError with a `file.…` code for anything that cannot be opened.
    """
    with refusing():
        container = container_of(data)
        if container == "text":
            return open_delimited(data)
        if container == "ole":
            return open_xls(data)
        package = open_package(data)
        mimetype = package.read("mimetype") if package.has("mimetype") else b""
        kind = kind_of_zip(package.entries.keys(), mimetype)
        return replace(_OPENERS[kind](package), properties=properties_of(package))
