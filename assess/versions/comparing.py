"""Finding two versions, by name or as files, and what leads from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questionnaires.difference import Difference, Link, demanded_bump, difference
from questionnaires.library import find, load_questionnaire
from questionnaires.maps import FOLDER, load_migration, read_map
from questionnaires.migration import Migration
from questionnaires.model import Questionnaire
from questionnaires.problems import InvalidDocumentError, Problem, UnknownNameError
from questionnaires.reading import read_data, read_questionnaire
from questionnaires.versioning import Bump, least_version, raised, suffices

FILE = ".json"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its file, the file's data, and the questionnaire that is made from it."""

    path: Path
    data: dict[str, Any]
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what leads from the first to the second.

    `step` is the step that the version number took, None where it is not higher or where the
    two are different questionnaires, between which numbers say nothing. `misfits` are the
    problems of a migration map that stands between them and could not be used.
    """

    old: Version
    new: Version
    found: Difference
    misfits: tuple[Problem, ...] = ()

    @property
    def same_questionnaire(self) -> bool:
        """Whether both are versions of one questionnaire."""
        return self.old.questionnaire.reference.id == self.new.questionnaire.reference.id

    @property
    def demanded(self) -> Bump:
        """The step of the version number that the changes demand."""
        return demanded_bump(self.found)

    @property
    def step(self) -> Bump | None:
        """The step that the version number took."""
        numbers = (each.questionnaire.reference.version for each in (self.old, self.new))
        return raised(*numbers) if self.same_questionnaire else None

    @property
    def fits(self) -> bool:
        """Whether the number rose as far as the changes demand."""
        return suffices(self.step, self.demanded)

    @property
    def least(self) -> str:
        """The lowest version number that the changes allow."""
        return least_version(self.old.questionnaire.reference.version, self.demanded)


def compare_versions(old: str, new: str, folders: Sequence[Path]) -> Comparison:
    """Compare two versions, each an `id@version`, a bare id for its newest, or a file's name.

    What a migration map between them says is taken into account, where there is one. Raises
    UnknownNameError or InvalidDocumentError where one of them cannot be used.
    """
    return comparison(version_of(old, folders), version_of(new, folders), folders)


def comparison(old: Version, new: Version, folders: Sequence[Path]) -> Comparison:
    """Compare two versions that have been read."""
    try:
        links = list(_links(_migration(old.questionnaire, new.questionnaire, folders)))
    except InvalidDocumentError as error:
        # While a version is being written its map lags behind, and the comparison helps with it.
        found = difference(old.data, new.data)
        return Comparison(old, new, found, tuple(error.problems))
    return Comparison(old, new, difference(old.data, new.data, links))


def version_of(name: str, folders: Sequence[Path]) -> Version:
    """Read one version, by name from the folders or as a file anywhere."""
    if name.endswith(FILE):
        return version_in(Path(name))
    path, _ = find("questionnaire", name, folders)
    return Version(path, read_data(path).data, load_questionnaire(name, folders))


def version_in(path: Path) -> Version:
    """Read one version from a file anywhere."""
    questionnaire = read_questionnaire(path)
    return Version(path, read_data(path).data, questionnaire)


def _migration(old: Questionnaire, new: Questionnaire, folders: Sequence[Path]) -> Migration | None:
    """Return the map between two versions, even where one of them is not in a library yet."""
    if old.reference.id != new.reference.id:
        return None
    name = f"{old.reference.version}-{new.reference.version}{FILE}"
    for folder in folders:
        path = folder / old.reference.id / FOLDER / name
        if path.is_file():
            return read_map(path, old, new)
    try:
        return load_migration(str(old.reference), str(new.reference), folders)
    except UnknownNameError:
        return None


def _links(migration: Migration | None) -> Iterator[Link]:
    """Yield what a map says beyond what the ids say; the questions of a split come as one."""
    seen: set[Link] = set()
    for new, origin in migration.origins.items() if migration else ():
        siblings: tuple[str, ...] = (new,)
        if migration and origin.kind == "split":
            siblings = tuple(later for later, other in migration.origins.items() if other == origin)
        link = Link(origin.kind, origin.questions, siblings)
        if link not in seen:
            seen.add(link)
            yield link
