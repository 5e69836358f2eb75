"""The time that a process takes itself: computing and waiting count, and what others take of the machine does not."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coursekit.sandbox.clock import PATIENCE, Clock, Patience, process_number

from ..helpers import loaded

READY = "print(flush=True); "
WAIT = f"import time; {READY} time.sleep(98765)"
COMPUTE = f"{READY}\nwhile True: pass"
STOPPED = f"import os, signal; {READY} os.kill(os.getpid(), signal.SIGSTOP)"
IN_A_THREAD = f"import threading; {READY} t = threading.Thread(target=exec, args=('while True: pass',)); t.start(); t.join()"
IN_A_PROCESS = (
    f"import subprocess, sys; {READY} subprocess.run([sys.executable, '-IS', '-c', 'while True: pass'])"
)
SEVERAL = f"import os; {READY} os.fork(); os.fork()\nwhile True: pass"
LAST = f"import os; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0)); {READY}\nwhile True: pass"


def given_up(program: str, seconds: float) -> Patience:
    """Return the patience that a program has used up which never answers, and end the program."""
    command = [sys.executable, "-IS", "-c", program]
    ours, theirs = socket.socketpair()
    own = program != LAST  # a session of its own would have a share of its own
    with ours, theirs, subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=own) as process:
        assert process.stdout is not None and process.stdout.readline()
        pidfd = os.pidfd_open(process.pid)
        patience = Patience(Clock(pidfd), seconds)
        try:
            with pytest.raises(TimeoutError):
                patience.wait(ours)
        finally:
            (os.killpg if own else os.kill)(process.pid, signal.SIGKILL)
            os.close(pidfd)
    return patience


@pytest.fixture(scope="module")
def busy() -> Iterator[None]:
    """Load the machine fourfold meanwhile."""
    with loaded():
        yield


@pytest.mark.slow
@pytest.mark.parametrize(
    "program", [COMPUTE, IN_A_THREAD, IN_A_PROCESS, SEVERAL], ids=["alone", "thread", "process", "several"]
)
def test_what_computes_is_given_its_processor_time(busy: None, program: str) -> None:
    """Wherever a process computes, it is ended by what it has computed, however long others are let before it."""
    patience = given_up(program, 0.5)
    assert patience.computed >= 0.4 and patience.computed > 4 * patience.waited


@pytest.mark.slow
def test_what_computes_is_not_ended_by_the_clock(busy: None) -> None:
    """Where nothing but computing has led to the end, that is told, and the machine's load is none of it."""
    patience = given_up(COMPUTE, 0.5)
    assert not patience.by_the_clock and patience.elapsed > 1


@pytest.mark.parametrize("program", [WAIT, STOPPED], ids=["sleeps", "stopped"])
def test_what_waits_is_ended_by_the_clock(busy: None, program: str) -> None:
    """What sleeps is ended after its time also where the machine is busy, and it is told that it was the clock."""
    patience = given_up(program, 1)
    assert patience.by_the_clock and patience.waited > 0.5 and patience.elapsed < 0.8 * PATIENCE


@pytest.mark.slow
def test_what_never_gets_its_turn_is_ended_in_the_end() -> None:
    """What would compute and never may is ended after many times its own time, by the clock."""
    with loaded(1, apart=False):
        patience = given_up(LAST, 0.05)
    assert patience.by_the_clock and patience.elapsed >= PATIENCE * 0.05


STARVED = """
import os, socket, time
from coursekit.sandbox.clock import Clock, Patience

ours, theirs = socket.socketpair()
child = os.fork()
if child == 0:
    ours.close()
while child == 0:
    theirs.send(theirs.recv(1) or os._exit(0))
theirs.close()
clock = Clock(os.pidfd_open(child))
os.nice(19)
begun = time.monotonic()
while time.monotonic() < begun + 2:
    patience = Patience(clock, 60)
    ours.send(b"x")
    patience.wait(ours)
    ours.recv(1)
    patience.end()
print(clock.spent, time.monotonic() - begun, flush=True)
os._exit(0)
"""


@pytest.mark.slow
def test_who_answers_at_once_does_not_wait() -> None:
    """Where it is the grading process that does not get its turn, nothing of that is taken for the other's waiting."""
    with loaded(1, apart=False):
        done = subprocess.run([sys.executable, "-c", STARVED], capture_output=True, check=True, text=True)
    spent, elapsed = map(float, done.stdout.split())
    assert spent < elapsed / 10


def test_nothing_is_waited_for_that_is_there() -> None:
    """If there is something to be read, or room to write, a patience returns at once, and takes nothing."""
    ours, theirs = socket.socketpair()
    pidfd = os.pidfd_open(os.getpid())
    clock = Clock(pidfd)
    patience = Patience(clock, 60)
    with ours, theirs:
        patience.wait(ours, writing=True)
        theirs.send(b"x")
        patience.wait(ours)
    patience.worked_for(2)
    patience.end()
    assert 2 <= patience.computed < 60 and patience.waited == 0
    assert clock.spent == patience.computed
    os.close(pidfd)


def test_a_process_that_is_gone_takes_no_time() -> None:
    """A process that has ended is told as none, and whoever waits for it waits no longer than for one that sleeps."""
    with subprocess.Popen([sys.executable, "-IS", "-c", ""]) as process:
        pidfd = os.pidfd_open(process.pid)
        select.select([pidfd], [], [])
        process.wait()
        assert process_number(pidfd) == 0
        ours, theirs = socket.socketpair()
        patience = Patience(Clock(pidfd), 0.2)
        with ours, theirs, pytest.raises(TimeoutError):
            patience.wait(ours)
        assert patience.computed == 0
        os.close(pidfd)
