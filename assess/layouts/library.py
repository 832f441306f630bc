"""Finding layouts among the shipped ones and a workspace's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assess.layouts.model import Layout
from assess.layouts.reading import read_layout
from questionnaires.library import LOCK, check_identity, find, frozen, versions

SHIPPED = Path(__file__).parent / "library"


def load_layout(name: str, folders: Sequence[Path] = ()) -> Layout:
    """Load `id@version`, or the newest version of a bare id; `folders` win over the shipped ones.

    Raises UnknownNameError for a name that is in no folder, InvalidDocumentError for a file that
    breaks a rule, that says another id or version inside, or whose frozen hash changed.
    """
    path, expected = find("layout", name, _all(folders))
    return _checked(path, expected, _all(folders))


def path_of_layout(name: str, folders: Sequence[Path] = ()) -> Path:
    """Return where a layout's file is; UnknownNameError for an unknown name."""
    return find("layout", name, _all(folders))[0]


def newest_layouts(folders: Sequence[Path] = ()) -> list[Layout]:
    """Load the newest version of every layout, ids sorted.

    Raises InvalidDocumentError where one breaks a rule: nobody knows what it would have read.
    """
    newest = {name: (path, version) for name, version, path in versions(_all(folders))}
    return [
        _checked(path, (name, version), _all(folders)) for name, (path, version) in newest.items()
    ]


def layout_versions(folders: Sequence[Path] = ()) -> list[Layout]:
    """Load every version of every layout, ids sorted, versions in order."""
    found = versions(_all(folders))
    return [_checked(path, (name, version), _all(folders)) for name, version, path in found]


def _all(folders: Sequence[Path]) -> tuple[Path, ...]:
    return (*(folder for folder in folders if folder != SHIPPED), SHIPPED)


def _checked(path: Path, expected: tuple[str, str], folders: tuple[Path, ...]) -> Layout:
    layout = _read(path, path.stat().st_mtime_ns)
    published: dict[str, str] = {}
    for folder in folders:
        published |= frozen(folder / LOCK)
    check_identity(layout.reference, expected, path, published)
    return layout


@cache
def _read(path: Path, _changed: int) -> Layout:
    return read_layout(path)
