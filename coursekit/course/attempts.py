"""Which hand-ins were graded when they arrived, which of them count, and what their authors were shown."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .assignment import Assignment

GRADED = "graded"
UNREADABLE = "not gradable"  # takes no attempt away
BEYOND = "one too many"
OVERTAKEN = "followed by another before its turn"  # one that was graded
LAST, BEST = "last", "best"


@dataclass(frozen=True)
class Attempt:
    """What became of one hand-in, the folder `name` of the exchange: `time` is when it was done.

    `number` is which attempt it was, 0 if it took none; `shown` what the student was shown, "" for nothing. It has
    `arrived` in the exchange then, by the clock of the file system.
    """

    name: str
    student: str
    state: str
    number: int = 0
    score: float = 0.0
    shown: str = ""
    time: str = ""
    arrived: float = 0.0


class Attempts:
    """The record of an assignment: a line of JSON for each hand-in, to which lines are only added."""

    def __init__(self, assignment: Assignment):
        self.path: Path = assignment.kept / "attempts.jsonl"
        self._lock = threading.Lock()
        self._found: dict[str, Attempt] = {attempt.name: attempt for attempt in self._read()}

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def _read(self) -> Iterator[Attempt]:
        with suppress(FileNotFoundError), self.path.open(encoding="utf-8") as file:
            for line in file:
                with suppress(ValueError, TypeError):  # the machine was switched off in the middle of a line
                    known: dict[str, Any] = json.loads(line)
                    yield Attempt(**known)

    def add(self, attempt: Attempt) -> None:
        """Add what became of a hand-in, on disk before this returns."""
        known = asdict(attempt) | {"time": datetime.now(UTC).isoformat(timespec="seconds")}
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                text = json.dumps(known).encode() + b"\n"
                # What a full disk or a switched-off machine has left of a line must not spoil this one.
                file.write(b"\n" + text if _is_cut(file) else text)
                file.flush()
                os.fsync(file.fileno())
            self._found[attempt.name] = Attempt(**known)

    def of(self, student: str) -> list[Attempt]:
        """Return a student's attempts that were taken, in their order."""
        return [one for one in list(self._found.values()) if one.student == student and one.number]

    def all(self) -> list[Attempt]:
        """Return everything on record, in the order in which it was done."""
        return list(self._found.values())

    def counting(self, student: str, rule: str, latest: Attempt | None = None) -> Attempt | None:
        """Return the attempt that counts by `rule`, among these and the `latest`; of best ones the first."""
        own = [*self.of(student), *([latest] if latest else [])]
        if rule == BEST:
            return max(own, key=lambda one: one.score, default=None)
        return own[-1] if own else None


def _is_cut(file: Any) -> bool:
    if not file.tell():
        return False
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) != b"\n")
