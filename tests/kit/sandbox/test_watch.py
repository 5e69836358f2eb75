"""A watch over processes: what counts as a family, what it uses, and what becomes of one that uses too much."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict

import pytest

from coursekit.sandbox.inside.resources import MB
from coursekit.sandbox.inside.watch import Family, Watch, add_descendant
from coursekit.sandbox.limits import Limits

# Each of these says when it is as it should be, and goes on until its standard input ends.
WAIT = "print('ready', flush=True); sys.stdin.read()"
ALONE = f"import sys; {WAIT}"
THREADS = f"import sys, threading; e = threading.Event(); ts = [threading.Thread(target=e.wait, daemon=True) for _ in 'ab']; [t.start() for t in ts]; {WAIT}"
LARGE = f"import sys; data = b'x' * (64 * 2**20); {WAIT}"
TABLES = f"import mmap, sys; m = mmap.mmap(-1, 2**34, flags=0x4022, prot=mmap.PROT_READ); m.madvise(15); m[::2**21]; {WAIT}"  # reserves nothing
BUSY = f"import sys, time\nwhile time.process_time() < 0.1: pass\n{WAIT}"
FORKED = (
    "import os, sys; data = b'x' * (64 * 2**20); os.fork() and print('ready', flush=True); sys.stdin.read()"
)
TREE = f"""
import subprocess, sys
script = {ALONE!r}
inner = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-IS', '-c', {{script!r}}], stdout=subprocess.PIPE); p.stdout.readline(); {WAIT}"
p = subprocess.Popen([sys.executable, '-IS', '-c', inner], stdout=subprocess.PIPE)
p.stdout.readline()
{WAIT}
"""


class Started(subprocess.Popen[bytes]):
    """A program in Python that has got ready, and goes on until it is ended."""

    def __init__(self, program: str):
        super().__init__(
            [sys.executable, "-IS", "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.stdout is not None and self.stdout.readline() == b"ready\n"


@pytest.fixture
def programs() -> Iterator[ExitStack]:
    """Return where to enter programs that are to end with the test."""
    with ExitStack() as stack:
        yield stack


def looked(process: int) -> Family:
    """Return a family that was looked at once."""
    family = Family(process)
    family.look()
    return family


@pytest.mark.parametrize(
    ("program", "threads"), [(ALONE, 1), (THREADS, 3), (TREE, 3)], ids=["alone", "threads", "tree"]
)
def test_threads_of_all_are_counted(programs: ExitStack, program: str, threads: int) -> None:
    """Threads count, and so do the processes of a process, and those of these."""
    assert looked(programs.enter_context(Started(program)).pid).threads == threads


def test_other_processes_are_not_counted(programs: ExitStack) -> None:
    """A process that descends from another one is no member, whatever its number."""
    first = programs.enter_context(Started(ALONE))
    programs.enter_context(Started(TREE))
    assert looked(first.pid).threads == 1


def test_order_of_numbers_does_not_matter() -> None:
    """A process counts whatever its number, which begins again from below, and so does who is between."""
    parents = {90: 1, 95: 90, 3: 95, 4: 3, 50: 1, 60: 50}
    members = {90}
    for pid in (4, 60, 3):
        add_descendant(pid, members, parents)
    assert members == {90, 95, 3, 4}


def test_all_but_the_first_give_way(programs: ExitStack) -> None:
    """What a student's process starts runs with the lowest priority, and the process itself as before."""
    family = looked(programs.enter_context(Started(TREE)).pid)
    niceness = sorted(os.getpriority(os.PRIO_PROCESS, pid) for pid in family._members)
    assert niceness == [os.getpriority(os.PRIO_PROCESS, 0), 19, 19]


def test_processor_time_is_counted_also_of_the_dead(programs: ExitStack) -> None:
    """Processor time is counted in seconds, and that of a process which has ended since is not forgotten."""
    process = programs.enter_context(Started(BUSY))
    family = looked(process.pid)
    before = family.cpu_seconds
    process.communicate()
    family.look()
    assert family.threads == 0 and family.cpu_seconds == before >= 0.05


def test_memory_is_counted_beside_what_was_there_at_birth(programs: ExitStack) -> None:
    """Memory that the family has taken since the first look counts, and that which was there before does not."""
    large = programs.enter_context(Started(LARGE))
    family = looked(large.pid)
    assert not family.uses_memory(32 * MB)
    family._inherited = 0
    assert family.uses_memory(32 * MB) and not family.uses_memory(256 * MB)


def test_tables_of_memory_count(programs: ExitStack) -> None:
    """The kernel's tables of where a process's memory is count, though nothing of it may be the process's own."""
    family = looked(programs.enter_context(Started(TABLES)).pid)
    assert family.uses_memory(24 * MB) and not family.uses_memory(64 * MB)


def test_shared_memory_is_counted_once() -> None:
    """Of memory that processes share through a fork, each counts its part alone."""
    with Started(FORKED) as process:
        family = looked(process.pid)
        family._inherited = 0
        assert family.threads == 2
        assert family.uses_memory(40 * MB) and not family.uses_memory(110 * MB)


def verdict(program: str, limits: Limits, *, everything: bool = True) -> str:
    """Return what is told in the end of a program that a watch has looked at once."""
    reading, writing = os.pipe()
    process = Started(program)
    watch = Watch(process.pid, writing, asdict(limits), everything=everything)
    watch.look()
    if not watch.reason:
        process.kill()
    end(process, watch)
    with open(reading) as pipe:
        return pipe.read()


def end(process: Started, watch: Watch) -> None:
    """Let a watch come to its end with a process that was killed."""
    select.select([watch.pidfd], [], [])
    watch.finish()
    process.returncode = -signal.SIGKILL  # the watch has waited for it
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()


BEYOND = {
    "processes": (TREE, Limits(processes=2)),
    "threads": (THREADS, Limits(processes=2)),
    "processor": (BUSY, Limits(notebook_cpu_seconds=0.05)),
}


@pytest.mark.parametrize(("program", "limits"), BEYOND.values(), ids=BEYOND)
def test_whoever_uses_too_much_is_ended(program: str, limits: Limits) -> None:
    """A process beyond a limit is ended, and which limit it was is told through the pipe."""
    name = "processor" if program is BUSY else "processes"
    assert verdict(program, limits) == name


@pytest.mark.parametrize("program", [TREE, BUSY], ids=["tree", "busy"])
def test_whoever_keeps_within_limits_is_left_alone(program: str) -> None:
    """A process within its limits is not ended, and no limit is told of it."""
    assert verdict(program, Limits()) == ""


def test_without_protection_processes_are_not_counted() -> None:
    """If not everything counts, a process is not looked at, and only its own processor time is told in the end."""
    assert verdict(TREE, Limits(processes=2), everything=False) == ""
    assert verdict(BUSY, Limits(notebook_cpu_seconds=0.05), everything=False) == "processor"


def test_nobody_has_to_hear_a_verdict() -> None:
    """If the other end of the pipe is closed, a watch comes to its end all the same."""
    reading, writing = os.pipe()
    os.close(reading)
    process = Started(BUSY)
    watch = Watch(process.pid, writing, asdict(Limits(notebook_cpu_seconds=0.05)), everything=True)
    watch.look()
    end(process, watch)
    with pytest.raises(OSError):
        os.fstat(writing)
