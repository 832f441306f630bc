"""One process that answers requests, within limits of time and memory; it may die, we do not.

A new interpreter and no fork: a fork takes along the locks that other threads hold, and all that
this process has in memory. Requests and answers go through pipes; closing them ends the process.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any, TypeAlias

from assess.intake import limits

Answer: TypeAlias = Callable[[Any], Any]

_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from assess.workers.child import serve; serve()"
)
"""Run with the path of this process, so that it is the same program that answers."""

_LENGTH = struct.Struct("<Q")
_TICK = 0.2
"""Seconds between looks at the clock."""

_OVERRUN = getattr(signal, "SIGXCPU", None)


class LostError(Exception):
    """No answer came; says whether the process died or ran past its limit."""


class Child:
    """A process that answers requests by `make(*settings)`, started when it is first asked.

    `make` is a function of a module, which the process imports by name. After a request that
    it did not survive it is started anew. One thread may ask at a time.
    """

    def __init__(self, make: Callable[..., Answer], *settings: Any) -> None:
        self._setup = make, settings
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = math.inf
        self._killed = False
        self._stopped = False
        self._lock = threading.Lock()

    def ask(self, request: Any) -> Any:
        """Return the answer; raises LostError where none comes within READ_SECONDS."""
        process, frames = self._running()
        self._deadline = time.monotonic() + limits.READ_SECONDS
        try:
            return _exchange(process, [*frames, _frame(request)])
        except (OSError, EOFError):
            late = time.monotonic() >= self._deadline
            self._end(gently=False)
            raise LostError(_reason(process, late=late)) from None
        finally:
            with self._lock:
                self._deadline = math.inf
                killed, self._killed = self._killed, False
            if killed:
                # It answered at the last moment and was ended all the same: the next request
                # is not to meet a dead process.
                self._end(gently=False)

    def stop(self, *, gently: bool = False) -> None:
        """End the process, whatever it is doing; gently where it has nothing left to do.

        It is not started again. May be called while another thread is asking.
        """
        self._stopped = True
        self._end(gently=gently)

    def _running(self) -> tuple[subprocess.Popen[bytes], list[bytes]]:
        """Return the process, and what it has to be told before the first request."""
        with self._lock:
            if self._stopped:
                message = "reading was stopped"
                raise LostError(message)
            if self._process is not None:
                return self._process, []
            self._process = process = _started()
            threading.Thread(target=self._watch, args=[process], daemon=True).start()
            return process, [_frame((limits.READ_MEMORY, limits.READ_SECONDS, *self._setup))]

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """End the process when it is late; one thread that mostly sleeps, for all requests."""
        while process.poll() is None:
            with self._lock:
                if time.monotonic() >= self._deadline:
                    process.kill()
                    self._killed = True
            time.sleep(_TICK)

    def _end(self, *, gently: bool) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        if not gently:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def serve() -> None:
    """Answer what stands on stdin until it ends; this is what the process runs."""
    # The terminal interrupts every process at once; who asked decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    memory, seconds, make, settings = _receive(sys.stdin.buffer)
    _limit_memory(memory)
    answer = make(*settings)
    with contextlib.suppress(EOFError):
        while True:
            request = _receive(sys.stdin.buffer)
            _limit_time(seconds)
            answers.write(_frame(answer(request)))
            answers.flush()


def _started() -> subprocess.Popen[bytes]:
    debugged = bool(os.environ.get("ASSESS_DEBUG"))
    return subprocess.Popen(  # noqa: S603 - our own interpreter, by its full name
        [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A library that gives up writes on the terminal what is of no use to its reader.
        stderr=None if debugged else subprocess.DEVNULL,
        # Threads of a library that multiplies matrices would take up the memory for nothing.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


def _exchange(process: subprocess.Popen[bytes], frames: list[bytes]) -> Any:
    assert process.stdin is not None  # noqa: S101 - as `_started` opens it
    assert process.stdout is not None  # noqa: S101
    for frame in frames:
        process.stdin.write(frame)
    process.stdin.flush()
    return _receive(process.stdout)


def _reason(process: subprocess.Popen[bytes], *, late: bool) -> str:
    if late or (_OVERRUN and process.returncode == -_OVERRUN):
        return f"reading it took longer than {limits.READ_SECONDS:g} seconds"
    return "its reader died, most likely for want of memory"


def _frame(content: Any) -> bytes:
    packed = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(packed)) + packed


def _receive(pipe: IO[bytes]) -> Any:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - of our own process, from a pipe that nobody else has


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found


def _limit_memory(size: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows, and stricter limits
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the system end this process too, in case nobody is left who watches it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        used = resource.getrusage(resource.RUSAGE_SELF)
        end = int(used.ru_utime + used.ru_stime + seconds) + 2
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (end, most))
