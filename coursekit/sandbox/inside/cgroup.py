"""A cgroup for each student's process, where the machine gives one.

There the kernel itself counts all memory of all its processes, its own for them included, and shares the processors
out fairly between students, whatever sessions and priorities their processes take. Files are those of cgroup v2.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import Any

from .proc import read_status
from .resources import MB

TEMPLATE = "template"  # the group in which the template and its copies are
RESERVE = (
    16 * MB
)  # for what the kernel keeps, so that the exact limits, with words of their own, are met before


class Cgroups:
    """Makes groups in the folder that is open as `fd`; this process enters the one of templates."""

    def __init__(self, fd: int):
        self.fd = fd
        _write(fd, f"{TEMPLATE}/cgroup.procs", "0")

    def make(self, limits: dict[str, Any]) -> Cgroup:
        """Return a new group for what may use so much; `limits` are those of `sandbox.Limits`."""
        return Cgroup(self.fd, f"{os.getpid()}-{time.monotonic_ns()}", limits)


class Cgroup:
    """One group, below the folder that is open as `parent`."""

    def __init__(self, parent: int, name: str, limits: dict[str, Any]):
        self._parent, self._name = parent, name
        born_with = read_status("/proc/self/status").get(
            "RssAnon", 0
        )  # which may all be written to, and is copied then
        memory = (limits["memory_mb"] + limits["disk_mb"]) * MB + born_with + RESERVE
        os.mkdir(name, 0o700, dir_fd=parent)
        _write(parent, f"{name}/memory.max", str(memory))
        _write(parent, f"{name}/memory.oom.group", "1")  # all of it ends, not one of its processes
        _write(parent, f"{name}/pids.max", str(limits["processes"]))
        with contextlib.suppress(FileNotFoundError):  # no swap
            _write(parent, f"{name}/memory.swap.max", "0")

    def enter(self) -> None:
        """Put this process, and whatever it will start, into the group, for good."""
        _write(self._parent, f"{self._name}/cgroup.procs", "0")
        os.close(self._parent)

    def ran_out_of_memory(self) -> bool:
        """Return whether it was ended because of its memory."""
        events = _read(self._parent, f"{self._name}/memory.events").split()
        return dict(zip(events[::2], events[1::2], strict=True)).get("oom_kill", "0") != "0"

    def remove(self) -> None:
        """Remove the group; one that is still in use goes with all others in the end."""
        with contextlib.suppress(OSError):
            os.rmdir(self._name, dir_fd=self._parent)


def _write(folder: int, name: str, text: str) -> None:
    fd = os.open(name, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def _read(folder: int, name: str) -> str:
    fd = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(fd, 4096).decode()
    finally:
        os.close(fd)
