"""What grading one notebook may take of the process that grades: whatever a student hands in, it has an end."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import GradingEnded
from ..sandbox.inside.proc import read_status
from ..sandbox.inside.resources import MB
from ..sandbox.limits import Limits


@contextmanager
def bounded_grading(limits: Limits) -> Iterator[None]:
    """Let what is within take the memory and the processor time that grading one notebook may; GradingEnded else.

    Time is bounded in the main thread alone, where Python takes signals. A library that is at work is not interrupted:
    who needs that asks a process that can be ended.
    """
    spent: list[GradingEnded] = []

    def stop(*_: object) -> None:
        spent.append(GradingEnded(limits.words("grading processor")))
        raise spent[0]

    bound = read_status("/proc/self/status")["VmData"] + limits.grading_memory_mb * MB
    before = resource.getrlimit(resource.RLIMIT_DATA)
    bound = bound if before[0] < 0 else min(bound, before[0])
    resource.setrlimit(resource.RLIMIT_DATA, (bound, before[1]))
    timed = threading.current_thread() is threading.main_thread()
    if timed:
        handler = signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, limits.grading_cpu_seconds)
    try:
        yield
    except MemoryError as error:
        raise GradingEnded(limits.words("grading memory")) from error
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, handler)
        resource.setrlimit(resource.RLIMIT_DATA, before)
    if spent:  # somebody within has taken it for an error like any other
        raise spent[0]
