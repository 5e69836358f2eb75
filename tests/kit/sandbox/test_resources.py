"""What is bounded while a stranger's question is answered, and what the system tells about processes."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import threading
from pathlib import Path

import pytest

from coursekit.sandbox.inside.proc import numbers, read_small, read_status
from coursekit.sandbox.inside.resources import MB, bounded


def never_end() -> None:
    """Do nothing for so long that whoever bounds it has ended it before."""
    for _ in range(10**8):
        pass


def test_time_is_bounded() -> None:
    """What takes longer than it may is ended by a TimeoutError, also if no time is left at all."""
    for seconds in (0.01, 0, -5):
        with pytest.raises(TimeoutError, match="took too long"), bounded(seconds, 64 * MB):
            never_end()


def test_memory_is_bounded() -> None:
    """What takes more memory than it may is ended by an error, and the next can have as much again."""
    with pytest.raises(MemoryError), bounded(60, 64 * MB):
        bytearray(256 * MB)
    with bounded(60, 64 * MB):
        assert len(bytearray(16 * MB)) == 16 * MB


def state() -> list[object]:
    """Return what is bounded in this process."""
    limits = resource.getrlimit(resource.RLIMIT_DATA)
    return [limits, signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)]


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt])
def test_all_is_as_before_afterwards(error: type[BaseException] | None) -> None:
    """After an end of any kind no bound, timer or handler of signals is left behind."""
    before = state()
    with contextlib.suppress(ValueError, KeyboardInterrupt), bounded(60, 64 * MB):
        assert not any(now == then for now, then in zip(state(), before, strict=True))
        if error:
            raise error
    assert state() == before


def test_bounds_within_one_another_are_never_wider() -> None:
    """An inner bound cannot give back the memory that an outer one has taken."""
    with bounded(60, 64 * MB):
        outer = resource.getrlimit(resource.RLIMIT_DATA)[0]
        with bounded(60, 10**6 * MB):
            assert resource.getrlimit(resource.RLIMIT_DATA)[0] == outer


def test_other_threads_are_bounded_in_memory_alone() -> None:
    """In a thread that gets no signals, memory is bounded and the handler of signals left alone."""
    seen: list[object] = []

    def work() -> None:
        with bounded(0, 64 * MB):
            seen.append(signal.getsignal(signal.SIGALRM))
            seen.append(resource.getrlimit(resource.RLIMIT_DATA)[0] > 0)

    before = signal.getsignal(signal.SIGALRM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before, True]


def test_numbers_are_read_with_their_units() -> None:
    """Lines with a number become numbers, kilobytes become bytes, and all other lines are left out."""
    text = "Name:\tbash 5\nThreads:\t3\nVmData:\t  12 kB\nCpus: 0-3\nEmpty:\nno colon\nSeccomp: 0"
    assert numbers(text) == {"Threads": 3, "VmData": 12 * 1024, "Seccomp": 0}


def test_own_status_is_read() -> None:
    """Of this process are told its parent, its threads, and memory of its own."""
    status = read_status("/proc/self/status")
    assert status["PPid"] == os.getppid() and status["Threads"] >= 1 and status["RssAnon"] > 2**20


def test_files_in_proc_are_read_and_closed(tmp_path: Path) -> None:
    """As much as is needed of a file is read, whatever its bytes, and no descriptor stays open."""
    (tmp_path / "long").write_bytes(b"\xff" + b"x" * 2**15)
    before = len(os.listdir("/proc/self/fd"))
    assert read_small(str(tmp_path / "long")) == "\ufffd" + "x" * (2**14 - 1)
    with pytest.raises(FileNotFoundError):
        read_small("/proc/none")
    assert len(os.listdir("/proc/self/fd")) == before
