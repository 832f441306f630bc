"""The gaming watch: signals for the assessor that a returned file is worth a second look.

No report that a partner sees may import this: the layers in `pyproject.toml` hold it.
"""

from assess.signals.loading import load_returned
from assess.signals.signal import Fact, Signal
from assess.signals.watch import Rule, Watch, load_watch
from assess.signals.watching import signals_of, untold

__all__ = [
    "Fact",
    "Rule",
    "Signal",
    "Watch",
    "load_returned",
    "load_watch",
    "signals_of",
    "untold",
]
