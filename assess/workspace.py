"""The workspace: the folder with the settings, the store, the kept files and the own library."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from questionnaires.crosswalk import SHIPPED as SHIPPED_CROSSWALKS
from questionnaires.library import SHIPPED as SHIPPED_QUESTIONNAIRES
from questionnaires.problems import InputError, Place, Problem, UnknownNameError

SETTINGS = "assess.toml"
EVIDENCE, REJECTED = "evidence", "rejected"
"""Folders in which a workspace keeps returned files."""

NEW_SETTINGS = """\
# Settings of this workspace. Names are written id@version.
questionnaire = "{questionnaire}"
policy = "{policy}"

# Where the store is: a file in this folder, or the URL of a PostgreSQL database.
database = "assess.db"
"""

KEYS = ("questionnaire", "policy", "database")


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace: what is asked and judged by default, and where things are kept."""

    folder: Path
    questionnaire: str
    policy: str
    database: str

    @property
    def database_url(self) -> str:
        """The store's address, as SQLAlchemy takes it."""
        if "://" in self.database:
            return self.database
        # A path may hold characters that mean something in a URL.
        return f"sqlite:///{quote(str(self.folder / self.database))}"

    @property
    def evidence(self) -> Path:
        """Where partner files are kept."""
        return self.folder / EVIDENCE

    @property
    def rejected(self) -> Path:
        """Where copies of rejected files lie, each beside the reasons, until they are settled."""
        return self.folder / REJECTED

    @property
    def questionnaires(self) -> tuple[Path, ...]:
        """Folders with questionnaires, the workspace's own first."""
        return (self.folder / "questionnaires", SHIPPED_QUESTIONNAIRES)

    @property
    def crosswalks(self) -> tuple[Path, ...]:
        """Folders with crosswalks from other questionnaires, the workspace's own first."""
        return (self.folder / "crosswalks", SHIPPED_CROSSWALKS)

    @property
    def policies(self) -> tuple[Path, ...]:
        """The workspace's own folder of policies, looked into before the shipped ones."""
        return (self.folder / "policies",)

    @property
    def layouts(self) -> tuple[Path, ...]:
        """The workspace's own folder of layouts, looked into before the shipped ones."""
        return (self.folder / "layouts",)


def create_workspace(folder: Path, questionnaire: str, policy: str) -> Workspace:
    """Make a folder into a workspace, leaving all else in it alone.

    Raises InputError where it is one already, or cannot be written to.
    """
    settings = folder / SETTINGS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with settings.open("x", encoding="utf-8") as file:
            file.write(NEW_SETTINGS.format(questionnaire=questionnaire, policy=policy))
    except FileExistsError as error:
        raise _problem(settings, "this folder is a workspace already", "use it as it is") from error
    except OSError as error:
        raise _problem(folder, error.strerror or str(error), "choose another folder") from error
    return open_workspace(folder)


def open_workspace(folder: Path) -> Workspace:
    """Open a workspace by its folder.

    Raises UnknownNameError where the folder is none, InputError for unusable settings.
    """
    path = folder / SETTINGS
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        hint = "make one with `assess init`, or name one with --workspace"
        message = "this folder is not a workspace"
        problem = Problem(Place(str(folder)), "workspace.missing", message, hint)
        raise UnknownNameError([problem]) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _problem(path, f"cannot be read: {error}", "correct it") from error
    wrong = [key for key in KEYS if not isinstance(data.get(key), str)]
    if wrong:
        raise _problem(path, f"{', '.join(wrong)} must be given, as text", "see `assess init`")
    unknown = sorted(set(data) - set(KEYS))
    if unknown:
        hint = f"remove it; the keys are {', '.join(KEYS)}"
        raise _problem(path, f"unknown key {', '.join(unknown)}", hint)
    return Workspace(folder, *(data[key] for key in KEYS))


def _problem(path: Path, message: str, hint: str) -> InputError:
    return InputError([Problem(Place(str(path)), "workspace.settings", message, hint)])
