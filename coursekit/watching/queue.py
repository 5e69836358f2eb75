"""Whose turn it is: in the order of arrival, and nobody's second turn before everybody's first."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from ..course.attempts import LAST, Attempt
from .desk import Desk
from .inbox import HandIn

MINUTE = 60.0


class Queue:
    """Hand-ins that wait, by the names of their folders; `desks` grade them, by assignment."""

    def __init__(self, desks: Mapping[str, Desk]):
        self._desks = desks
        self._waiting: dict[str, tuple[HandIn, float]] = {}
        self._turns: Counter[str] = Counter()

    def __contains__(self, name: object) -> bool:
        return name in self._waiting

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, hand_in: HandIn) -> None:
        """Let a hand-in wait for its turn."""
        self._waiting[hand_in.name] = hand_in, time.monotonic()

    def next(self, busy: Iterable[str]) -> HandIn | None:
        """Take out, and return, what is to be graded now; None if there is nothing, or only of `busy` students.

        Where the last attempt counts, it is the latest that a student has handed in.
        """
        if not self._waiting:
            self._turns.clear()
        others = set(busy)
        ready = [
            hand_in
            for hand_in, seen in self._waiting.values()
            if hand_in.student not in others and self._left(hand_in, seen) <= 0
        ]
        if not ready:
            return None
        chosen = min(ready, key=lambda one: (self._turns[one.student], *_order(one)))
        if self._desks[chosen.assignment].assignment.settings.attempt_that_counts == LAST:
            whose = chosen.student, chosen.assignment
            chosen = max((one for one in ready if (one.student, one.assignment) == whose), key=_order)
        self._turns[chosen.student] += 1
        del self._waiting[chosen.name]
        return chosen

    def seconds(self) -> float | None:
        """Return when the next of those will be ready that have to wait between attempts; None if there are none."""
        left = [self._left(hand_in, seen) for hand_in, seen in self._waiting.values()]
        return min((seconds for seconds in left if seconds > 0), default=None)

    def _left(self, hand_in: HandIn, seen: float) -> float:
        """Return for how many seconds a hand-in has to wait, because its student was shown something just now.

        Never for longer than the time between attempts, from when it was seen: whatever is done to the clock.
        """
        desk = self._desks[hand_in.assignment]
        pause: float = desk.assignment.settings.attempt_minutes * MINUTE
        own = desk.attempts.of(hand_in.student)
        if not pause or not own:
            return 0.0
        by_the_clock = pause - _seconds_since(own[-1])
        return max(0.0, min(by_the_clock, pause - (time.monotonic() - seen)))


def _order(hand_in: HandIn) -> tuple[float, str]:
    return hand_in.arrived, hand_in.name


def _seconds_since(attempt: Attempt) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(attempt.time)).total_seconds()
