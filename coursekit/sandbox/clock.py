"""The time that a student's process takes itself, whatever else its machine has to do.

A process has three kinds of time: it computes, it waits (for a clock, a lock, a reply), or it could compute, and others
are let before it. The third kind depends on the machine, and counts for no limit but a very wide one.
"""

from __future__ import annotations

import os
import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

from .inside.proc import SMALL, read_small
from .inside.watch import add_descendant

TICKS = os.sysconf("SC_CLK_TCK")
SHORTEST, LONGEST = 0.02, 0.5  # seconds between two looks
UNREADABLE = (OSError, ValueError, IndexError)  # of what the system tells, where a process has gone
PATIENCE = 20  # a request may take so many times its own time of everybody's


class Clock:
    """Counts the time of the process behind `pidfd`, and of all that descend from it; close it after use."""

    def __init__(self, pidfd: int):
        self._process = process_number(pidfd)
        # Read before and after each request, and to open it each time takes several times as long.
        self._stat = _opened(f"/proc/{self._process}/stat")
        self._others = 0  # ticks of its descendants, when they were last looked at
        self._ticks = 0
        self.spent = self.computed = (
            0.0  # seconds of its own in all requests, and those of them that it computed
        )

    def begin(self) -> None:
        """Count from now on."""
        one = None
        with suppress(*UNREADABLE):
            one = _one(os.pread(self._stat, SMALL, 0).decode(errors="replace"))
        self._ticks = (one.ticks if one else 0) + self._others

    def end(self) -> float:
        """Return the seconds that were computed since the last look, where nobody needs to know how exactly."""
        before = self._ticks
        self.begin()
        return max(self._ticks - before, 0) / TICKS

    def look(self) -> tuple[float, bool]:
        """Return the seconds that were computed since the last look, and whether somebody would compute now."""
        members = family(self._process)
        self._others = sum(one.ticks for pid, one in members.items() if pid != self._process)
        total = sum(one.ticks for one in members.values())
        computed, self._ticks = max(total - self._ticks, 0) / TICKS, total
        return computed, any(would_compute(pid, one) for pid, one in members.items())

    def close(self) -> None:
        """Look no more."""
        if self._stat >= 0:
            os.close(self._stat)
            self._stat = -1


class Patience:
    """Waits for one answer of a process until it has taken `seconds` of its own, then TimeoutError.

    `computed` and `waited` are what it has taken of these. What it takes of everybody's is bounded as well, so that
    nothing waits for ever: `by_the_clock` tells, after the TimeoutError, whether more than computing has led to it.
    """

    def __init__(self, clock: Clock, seconds: float):
        self._clock, self.seconds = clock, seconds
        self.computed = self.waited = 0.0
        self._begun = self._looked = time.monotonic()
        self._late = lateness()
        clock.begin()

    @property
    def left(self) -> float:
        """Return how many seconds of its own there are left."""
        return self.seconds - self.computed - self.waited

    @property
    def elapsed(self) -> float:
        """Return how many seconds have gone by for everybody."""
        return time.monotonic() - self._begun

    @property
    def by_the_clock(self) -> bool:
        """Return whether it has computed less than it may."""
        return self.computed < self.seconds

    def wait(self, channel: socket.socket, writing: bool = False) -> None:
        """Wait until `channel` can be read from, or written to; TimeoutError if that takes too long."""
        reading, writable = ([], [channel]) if writing else ([channel], [])
        while True:
            if self.left <= 0 or self.elapsed > PATIENCE * self.seconds:
                raise TimeoutError
            pause = min(max(self.left / 4, SHORTEST), LONGEST)
            seconds = max(self._looked + pause - time.monotonic(), 0)
            ready = select.select(reading, writable, [], seconds)
            if time.monotonic() - self._looked >= pause:
                self._look(some=any(ready))
            elif any(ready):
                return

    def _look(self, some: bool) -> None:
        """Count what was taken since the last look; what has come is `some` that may have been there for long."""
        computed, busy = self._clock.look()
        now, late = time.monotonic(), lateness()
        self.computed += computed
        if not busy and not (some and late is None):
            # While others were let before this process, nobody knows for what the other one has waited.
            self.waited += max(now - self._looked - computed - (late or 0) + (self._late or 0), 0)
        self._looked, self._late = now, late

    def worked_for(self, seconds: float) -> None:
        """Count `seconds` of computing that was done for the process elsewhere, instead of its waiting meanwhile."""
        self._look_away()
        self.computed += seconds

    def _look_away(self) -> None:
        self.computed += self._clock.end()
        self._looked, self._late = time.monotonic(), lateness()

    def end(self) -> None:
        """Add what was taken to the time of the process."""
        self.computed += self._clock.end()
        self._clock.computed += self.computed
        self._clock.spent += self.computed + self.waited


@dataclass(frozen=True)
class One:
    """A process as it was at a look: `ticks` of it and of those that it has waited for, `state` of its first thread."""

    parent: int
    state: str
    ticks: int
    threads: int


def lateness() -> float | None:
    """Return for how long others were let before this thread, in seconds, where the system tells."""
    with suppress(*UNREADABLE):
        return int(read_small("/proc/thread-self/schedstat").split()[1]) / 1e9
    return None


def process_number(pidfd: int) -> int:
    """Return the number of a process in the eyes of this one; 0 if it has none."""
    with suppress(*UNREADABLE):
        text = read_small(f"/proc/self/fdinfo/{pidfd}")
        return max(int(text.partition("\nPid:")[2].split()[0]), 0)
    return 0


def look_at(process: int) -> One | None:
    """Return what the system tells about a process, if it is there."""
    with suppress(*UNREADABLE):
        return _one(read_small(f"/proc/{process}/stat"))
    return None


def _one(stat: str) -> One:
    fields = stat.rpartition(")")[2].split()
    return One(int(fields[1]), fields[0], sum(map(int, fields[11:15])), int(fields[17]))


def _opened(path: str) -> int:
    """Return a descriptor of a file, -1 if it is not there."""
    with suppress(OSError):
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    return -1


def family(process: int) -> dict[int, One]:
    """Return a process and all that descend from it, by their numbers; nothing for the number 0."""
    if not process:  # the parent of all, in the eyes of the system
        return {}
    looks = {int(name): look_at(int(name)) for name in os.listdir("/proc") if name.isdigit()}
    found = {pid: one for pid, one in looks.items() if one is not None}
    parents = {pid: one.parent for pid, one in found.items()}
    members = {process}
    for pid in sorted(found):
        add_descendant(pid, members, parents)
    return {pid: found[pid] for pid in members if pid in found}


def would_compute(process: int, one: One) -> bool:
    """Return whether a thread of the process computes, or would if it were let."""
    if one.threads == 1 or one.state == "R":
        return one.state == "R"
    with suppress(OSError):
        threads = os.listdir(f"/proc/{process}/task")
        return any(_state(process, thread) == "R" for thread in threads)
    return False


def _state(process: int, thread: str) -> str:
    with suppress(OSError, IndexError):
        return read_small(f"/proc/{process}/task/{thread}/stat").rpartition(")")[2].split()[0]
    return ""
