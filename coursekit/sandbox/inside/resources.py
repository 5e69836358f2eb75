"""What one student's process may use: memory, processor time, files and accounts."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import threading
from collections.abc import Iterator
from typing import Any

from .proc import read_status

MB = 2**20
# Accounts that no system uses, for students' processes where the grader is root.
NOBODIES = range(62000, 64000)


def has_accounts() -> bool:
    """Return whether this process is root, and may take on the accounts of NOBODIES."""
    with open("/proc/self/uid_map") as lines:
        known = [range(int(first), int(first) + int(count)) for first, _, count in map(str.split, lines)]
    return os.getuid() == 0 and any(NOBODIES[0] in one and NOBODIES[-1] in one for one in known)


def limit_resources(limits: dict[str, Any]) -> None:
    """Limit what this process and each that it starts may use; `limits` are those of `sandbox.Limits`."""
    memory = read_status("/proc/self/status")["VmData"] + limits["memory_mb"] * MB
    for kind, value in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["file_mb"] * MB),
        (resource.RLIMIT_CPU, int(limits["notebook_cpu_seconds"]) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = value if hard < 0 else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
    signal.signal(signal.SIGXCPU, _out_of_time)


def allow_cpu(seconds: float) -> None:
    """Let this process use `seconds` of processor time from now on, within its limit for the whole notebook."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def _out_of_time(*_: object) -> None:
    raise TimeoutError("out of processor time")


@contextlib.contextmanager
def bounded(seconds: float, memory: int) -> Iterator[None]:
    """Let what is within take `seconds` and `memory` bytes more, then TimeoutError or an error of memory.

    Time is bounded in the main thread alone, where Python takes signals.
    """

    def stop(*_: object) -> None:
        raise TimeoutError("took too long")

    limits = resource.getrlimit(resource.RLIMIT_DATA)
    bound = read_status("/proc/self/status")["VmData"] + memory
    bound = bound if limits[0] < 0 else min(bound, limits[0])
    resource.setrlimit(resource.RLIMIT_DATA, (bound, limits[1]))
    timed = threading.current_thread() is threading.main_thread()
    if timed:
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_DATA, limits)
