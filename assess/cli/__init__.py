"""The command line: `assess`. Commands parse, call, show and exit; the work is elsewhere."""

from __future__ import annotations

from assess.cli.app import main

__all__ = ["main"]
