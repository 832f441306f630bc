"""Layouts: versioned files that say where things stand in workbooks that are not ours."""

from assess.layouts.checks import check_levels
from assess.layouts.library import (
    SHIPPED,
    layout_versions,
    load_layout,
    newest_layouts,
    path_of_layout,
)
from assess.layouts.model import (
    NOT_APPLICABLE,
    Column,
    Ids,
    Layout,
    Lists,
    Overrides,
    Scores,
)
from assess.layouts.patterns import LONGEST_ID, id_pattern
from assess.layouts.reading import SCHEMA, TODO, read_layout

__all__ = [
    "LONGEST_ID",
    "NOT_APPLICABLE",
    "SCHEMA",
    "SHIPPED",
    "TODO",
    "Column",
    "Ids",
    "Layout",
    "Lists",
    "Overrides",
    "Scores",
    "check_levels",
    "id_pattern",
    "layout_versions",
    "load_layout",
    "newest_layouts",
    "path_of_layout",
    "read_layout",
]
