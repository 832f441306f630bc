"""Importing returned files: each is taken whole or not at all, and the batch goes on.

Main process and workers: this process finds files, keeps their bytes and stores what came of
them, in the order of the files; opening and reading is done by processes that may die.
"""

from assess.batch.importing import Asked, import_files
from assess.batch.inbox import Inbox, Item
from assess.batch.results import Imported
from assess.batch.settling import code_vector

__all__ = ["Asked", "Imported", "Inbox", "Item", "code_vector", "import_files"]
