"""Several reading processes at work; each file costs at most the process that reads it."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from assess.intake.outcome import Outcome
from assess.workers.child import Answer, Child, LostError
from assess.workers.reading import too_hard


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Readers:
    """Up to `jobs` processes that read files by `make(*settings)`; a context manager.

    A process is started when there is work for it. Which process reads a file changes nothing
    about its outcome.
    """

    def __init__(self, jobs: int, make: Callable[..., Answer], *settings: Any) -> None:
        self._children = [Child(make, *settings) for _ in range(jobs)]
        self._idle: queue.LifoQueue[Child] = queue.LifoQueue()
        for child in self._children:
            self._idle.put(child)
        # A thread does nothing but wait for its process.
        self._threads = ThreadPoolExecutor(jobs, "reader")

    def read(self, name: str, data: bytes) -> Future[Outcome]:
        """Have a file read; the future has its outcome, and raises nothing of the file's."""
        return self._threads.submit(self._read, name, data)

    def _read(self, name: str, data: bytes) -> Outcome:
        child = self._idle.get()
        try:
            outcome: Outcome = child.ask((name, data))
        except LostError as lost:
            return too_hard(name, str(lost))
        else:
            return outcome
        finally:
            self._idle.put(child)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, error: type[BaseException] | None, _value: object, _trace: TracebackType | None
    ) -> None:
        """End the processes; at once where something went wrong or the user has stopped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.stop(gently=error is None)
        self._threads.shutdown()
