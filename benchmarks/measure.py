"""Wall time, processor time and peak memory of commands, with everything that they start."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.05


class CommandError(Exception):
    """A command that was measured failed; the text has the end of what it said."""


def seconds(commands: list[list[str]], folder: Path, environment: dict[str, str]) -> float:
    """Run `commands` one after another in `folder`, and return how long they took together."""
    start = time.perf_counter()
    for command in commands:
        _run(command, folder, environment, lambda process: process.wait())
    return time.perf_counter() - start


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time, and of processor time with that of all descendants."""

    clock: float
    processor: float


def cost(commands: list[list[str]], folder: Path, environment: dict[str, str]) -> Cost:
    """Run `commands` one after another in `folder`, and return what they cost together.

    The processor time of each process is looked at every 50 ms, and what it uses between the last look and its end is
    not seen. Nobody could tell afterwards: what ends with a namespace, as a sandbox does, is waited for by none.
    """
    used: dict[psutil.Process, float] = {}

    def watch(process: subprocess.Popen[bytes]) -> None:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                _note_times(root, used)
            with suppress(subprocess.TimeoutExpired):
                process.wait(SAMPLE_SECONDS)

    start = time.perf_counter()
    for command in commands:
        _run(command, folder, environment, watch)
    return Cost(time.perf_counter() - start, sum(used.values()))


def _note_times(root: psutil.Process, used: dict[psutil.Process, float]) -> None:
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used[process] = times.user + times.system


def peak_memory(commands: list[list[str]], folder: Path, environment: dict[str, str]) -> float:
    """Run `commands` in `folder`, and return the memory that each had together with its descendants, in bytes.

    Memory is the proportional set size, in which what processes share counts once; looked at every 50 ms. Returned is
    what 95 % of the looks stay below: processes are looked at one after the other, and what one shares with another
    that begins or ends meanwhile is counted twice, the more often the longer a run is. Looking takes time: a run is
    either timed or weighed.
    """
    looks: list[float] = []

    def watch(process: subprocess.Popen[bytes]) -> None:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            looks.append(_memory(root))
            with suppress(subprocess.TimeoutExpired):
                process.wait(SAMPLE_SECONDS)

    for command in commands:
        _run(command, folder, environment, watch)
    return statistics.quantiles(looks, n=20)[-1]


def _memory(root: psutil.Process) -> float:
    total = 0.0
    with suppress(psutil.NoSuchProcess):
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                total += process.memory_full_info().pss
    return total


def _run(
    command: list[str],
    folder: Path,
    environment: dict[str, str],
    wait: Callable[[subprocess.Popen[bytes]], object],
) -> None:
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        wait(process)
    if process.returncode:
        raise CommandError(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')[-2000:]}")
