"""Shares out the points of tests that a framework cannot have among the others of the same exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .result import TestResult

UNIT = 0.25  # points, in whose multiples they are shared


def shared_out(tests: Sequence[TestResult], left_out: Sequence[TestResult]) -> list[TestResult]:
    """Return `tests` with the points of those that were `left_out` of the same exercise, in proportion to their own."""
    found = list(tests)
    for exercise in dict.fromkeys(test.exercise for test in left_out):
        places = [place for place, test in enumerate(found) if test.exercise == exercise]
        lost = sum(test.points for test in left_out if test.exercise == exercise)
        for place, more in zip(places, _parts(lost, [found[place].points for place in places]), strict=True):
            found[place] = replace(found[place], points=found[place].points + more)
    return found


def _parts(whole: float, weights: Sequence[float]) -> list[float]:
    """Return parts of `whole` in proportion to `weights`; a last unit goes to those that miss most of one."""
    if not weights:
        return []
    wanted = [whole * weight / sum(weights) / UNIT for weight in weights]
    units = [int(part) for part in wanted]
    neediest = sorted(range(len(units)), key=lambda place: (units[place] - wanted[place], place))
    for place in neediest[: int(whole / UNIT) - sum(units)]:
        units[place] += 1
    parts = [unit * UNIT for unit in units]
    parts[0] += whole - sum(parts)
    return parts
