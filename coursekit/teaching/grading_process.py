"""One grading process of this machine, as the process that hands out the work sees it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, wait
from contextlib import suppress
from typing import Any

from ..errors import GradingEnded
from ..sandbox.clock import PATIENCE, TICKS, look_at
from ..sandbox.inside.proc import read_status
from ..sandbox.inside.resources import MB
from ..sandbox.limits import Limits
from . import process
from .jobs import AnyJob, Bundle

ENDED = "ended the process that graded it (is memory short?)"
LOOK_SECONDS = 0.2
# A process bounds itself; it is ended from outside where it does not come to that.
BEYOND = 1.5

# While one process is forked, no other may be: it would take the first one's pipes along.
_FORKING = threading.Lock()


class GradingProcess:
    """A process that is ready to grade with `bundle`, and is replaced when it has ended; `door` is for `Sandbox`.

    It is the only one of its pool: so it is known which job has ended it.
    """

    def __init__(self, bundle: Bundle, door: socket.socket):
        self._bundle, self._door = bundle, door
        self._is_closed = False
        self._begin()

    def _begin(self) -> None:
        # A fork has all imports done already, and takes over the bundle as it is, classes of a configuration included.
        # It is made at once: it copies only the thread that forks.
        context = multiprocessing.get_context("fork")
        with _FORKING:
            self._pool = ProcessPoolExecutor(1, context, process.prepare, (self._bundle, self._door))
            self._number = self._pool.submit(os.getpid)
            # Or the pool's thread would wait for ever for the rest of an answer, where the process ends in the middle
            # of one: the end of a pipe is seen only when nobody else can write into it.
            self._pool._result_queue._writer.close()  # type: ignore[attr-defined]

    def run(self, function: Callable[..., Any], job: AnyJob) -> Any:
        """Return `function(job)` of the process.

        GradingEnded if that took more than it may, or ended the process; BrokenExecutor if none can be had.
        """
        try:
            watch = Watch(self._number.result(), self._bundle.limits)
            future = self._pool.submit(function, job)
        except BrokenExecutor:  # it was ended while it had nothing to do
            self._replace()
            watch = Watch(self._number.result(), self._bundle.limits)
            future = self._pool.submit(function, job)
        while not wait([future], LOOK_SECONDS).done:
            watch.look()
        try:
            return future.result()
        except BrokenExecutor as error:
            self._replace()
            raise GradingEnded(watch.reason or ENDED) from error

    def _replace(self) -> None:
        self._pool.shutdown()  # its own thread too: at the exit of Python it would be in the way
        if not self._is_closed:
            self._begin()

    def terminate(self) -> None:
        """End the process now, and have no other."""
        self._is_closed = True
        with suppress(BrokenExecutor, ProcessLookupError):
            os.kill(self._number.result(), signal.SIGTERM)

    def close(self) -> None:
        """End the process when it has done what it does."""
        self._pool.shutdown()


class Watch:
    """Watches over the process `number` while it does one job, and ends it if that takes far more than it may."""

    def __init__(self, number: int, limits: Limits):
        self._number, self._limits = number, limits
        self._begun, self._ticks, self._memory = time.monotonic(), self._computed(), self._held()
        self.reason = ""

    def look(self) -> None:
        """Look what the job has taken until now."""
        limits = self._limits
        if self._held() - self._memory > BEYOND * limits.grading_memory_mb * MB:
            self.reason = limits.words("grading memory")
        elif (self._computed() - self._ticks) / TICKS > BEYOND * limits.grading_cpu_seconds:
            self.reason = limits.words("grading processor")
        elif time.monotonic() - self._begun > PATIENCE * (
            limits.notebook_seconds + limits.grading_cpu_seconds
        ):
            self.reason = "did not come to an end"
        if self.reason:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)

    def _computed(self) -> int:
        one = look_at(self._number)
        return one.ticks if one else 0

    def _held(self) -> int:
        with suppress(OSError):
            return read_status(f"/proc/{self._number}/status").get("RssAnon", 0)
        return 0
