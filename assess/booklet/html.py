"""The booklet as one HTML page that needs nothing but itself."""

from __future__ import annotations

from assess.booklet.content import Booklet
from assess.look.environment import render


def page(booklet: Booklet) -> bytes:
    """Return the page as UTF-8: no script, no font, no picture and no request from anywhere."""
    return render("assess.booklet", "page.html.j2", book=booklet).encode()
