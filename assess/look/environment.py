"""HTML reports: Jinja2 with autoescape always on, and a missing value always an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assess.look import palette, words
from assess.look.svg import score_bar

STYLE = Path(__file__).parent / "page.css"

FILTERS = (
    words.counted,
    words.day,
    words.gained,
    words.listed,
    words.percent,
    words.printable,
    words.quarter,
    words.score,
    words.sentence,
    words.short_day,
)


def render(template_package: str, name: str, **data: Any) -> str:
    """Render the template `name` beside the modules of a package, such as `assess.gaps`.

    Templates may extend `base.html.j2`, which holds the page's frame and style. Every text is
    escaped and free of control characters; a name the data lacks raises UndefinedError.
    """
    return _environment(template_package).get_template(name).render(**data)


@cache
def _environment(template_package: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader(template_package, "."), PackageLoader("assess.look", ".")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update({each.__name__: each for each in FILTERS})
    environment.globals["palette"] = palette
    environment.globals["page_style"] = Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 - ours
    environment.globals["score_bar"] = score_bar
    return environment


def _printable(value: Any) -> Any:
    """Keep control characters out; Markup is what we have already written or escaped."""
    is_plain = isinstance(value, str) and not isinstance(value, Markup)
    return words.printable(value) if is_plain else value
