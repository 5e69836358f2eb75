"""A watch over a student's process and all that it has started."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Any

from .cgroup import Cgroup
from .proc import numbers, own_memory, read_small, read_status, socket_memory, sockets_of, waiting_in_tcp
from .resources import MB

POLL_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
LOWEST_PRIORITY = 19


class Watch:
    """Watches over the child `process` of this one, and ends it if it uses more than its `limits`.

    `verdict` is a pipe that is told which limit it was, "" for none. With `everything`, what the child starts counts.
    A `group` in which it is ends with it.
    """

    def __init__(
        self,
        process: int,
        verdict: int,
        limits: dict[str, Any],
        *,
        everything: bool,
        group: Cgroup | None = None,
    ):
        self.process, self.verdict, self.limits, self.group = process, verdict, limits, group
        self.pidfd = os.pidfd_open(process)
        self.reason = ""
        self.family = Family(process) if everything else None

    def look(self) -> None:
        """Look what it uses now."""
        if self.family is None or self.reason:
            return
        self.family.look()
        if self.family.threads > self.limits["processes"]:
            self.reason = "processes"
        elif self.family.uses_memory((self.limits["memory_mb"] + self.limits["disk_mb"]) * MB):
            self.reason = "memory"
        elif self.family.cpu_seconds > self.limits["notebook_cpu_seconds"]:
            self.reason = "processor"
        if self.reason:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def finish(self) -> None:
        """Tell which limit ended it, now that it has ended."""
        _, _, usage = os.wait4(self.process, 0)
        if not self.reason and usage.ru_utime + usage.ru_stime > self.limits["notebook_cpu_seconds"]:
            self.reason = "processor"
        if self.group is not None:
            if not self.reason and self.group.ran_out_of_memory():
                self.reason = "memory"
            self.group.remove()
        with contextlib.suppress(BrokenPipeError):  # nobody wants to know any more
            os.write(self.verdict, self.reason.encode())
        os.close(self.verdict)
        os.close(self.pidfd)


class Family:
    """A process and all that descend from it."""

    def __init__(self, process: int):
        self._first = process
        self._members: dict[int, dict[str, int]] = {}
        self._spent: dict[tuple[int, int], int] = {}  # by process number and start: ticks, also of the dead
        self._inherited = own_memory(read_status(f"/proc/{process}/status"))
        self._sockets = self._sockets_at_birth = sockets_of(process)
        self._waiting = 0

    @property
    def threads(self) -> int:
        """Return how many threads there are now, every process being at least one."""
        return sum(one.get("Threads", 1) for one in self._members.values())

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time of all, as far as they were there at a look."""
        return sum(self._spent.values()) / TICKS

    def look(self) -> None:
        """Find the members anew; all but the first give way to everybody else's processes."""
        found: dict[int, dict[str, int]] = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):  # ended meanwhile
                found[int(name)] = read_status(f"/proc/{name}/status")
        with contextlib.suppress(OSError):  # ended meanwhile
            self._sockets = sockets_of(self._first)
            self._waiting = waiting_in_tcp(self._first) if self._sockets > self._sockets_at_birth else 0
        members, parents = {self._first}, {pid: one["PPid"] for pid, one in found.items()}
        for pid in sorted(found):
            add_descendant(pid, members, parents)
        self._members = {pid: found[pid] for pid in members if pid in found}
        for pid in self._members:
            with contextlib.suppress(OSError, ValueError, IndexError):
                fields = read_small(f"/proc/{pid}/stat").rpartition(")")[2].split()
                self._spent[pid, int(fields[19])] = int(fields[11]) + int(fields[12])
                if pid != self._first:
                    os.setpriority(os.PRIO_PROCESS, pid, LOWEST_PRIORITY)

    def uses_memory(self, limit: int) -> bool:
        """Return whether all together use more than `limit` bytes, beside what the first was born with."""
        sockets = max(0, self._sockets - self._sockets_at_birth) * socket_memory()
        kernel = sockets + self._waiting + sum(one.get("VmPTE", 0) for one in self._members.values())
        own = sum(map(own_memory, self._members.values())) - self._inherited
        if own + kernel <= limit or kernel > limit:
            return kernel > limit
        # What processes share was counted for each of them; to count it once takes longer.
        return sum(map(self._proportional, self._members)) - self._inherited + kernel > limit

    def _proportional(self, pid: int) -> int:
        try:
            parts = numbers(read_small(f"/proc/{pid}/smaps_rollup"))
            return parts["Pss_Anon"] + parts["Pss_Shmem"]
        except (OSError, KeyError):  # hidden, or an older kernel
            return own_memory(self._members[pid])


def add_descendant(pid: int, members: set[int], parents: dict[int, int]) -> None:
    """Add `pid`, and who is between, to `members` if it descends from one of them."""
    line = []
    while pid in parents and pid not in members:
        line.append(pid)
        pid = parents[pid]
    if pid in members:
        members.update(line)
