"""More time for one student: what stands in the cell `extension` of roster.csv."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

LONGEST = 3650  # days


@dataclass(frozen=True)
class Extension:
    """By how many days each due date is later; those of `assignments`, if they are named there, by their own days."""

    days: float = 0.0
    assignments: tuple[tuple[str, float], ...] = ()

    @classmethod
    def read(cls, text: str) -> Extension:
        """Return what a cell says, such as `2` or `2; convolutions: 5`; ValueError if it says something else."""
        found = cls()
        for part in filter(None, map(str.strip, text.split(";"))):
            name, _, days = part.rpartition(":")
            found = found.granted(float(days), name.strip() or None)
        return found

    def granted(self, days: float, assignment: str | None = None) -> Extension:
        """Return this with other days, for all assignments or for one; ValueError if these are no days."""
        if not 0 <= days <= LONGEST or math.isnan(days):
            raise ValueError(f"{days:g} is no number of days from 0 to {LONGEST}")
        if assignment is None:
            return replace(self, days=days)
        return replace(self, assignments=tuple({**dict(self.assignments), assignment: days}.items()))

    def of(self, assignment: str) -> float:
        """Return the days for one assignment."""
        return dict(self.assignments).get(assignment, self.days)

    def __str__(self) -> str:
        parts = [f"{self.days:g}"] if self.days else []
        return "; ".join([*parts, *(f"{name}: {days:g}" for name, days in self.assignments)])


NONE = Extension()
