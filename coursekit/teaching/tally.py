"""Adds up a class, and keeps what became of each student for the reports of later runs."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..course.assignment import Assignment
from ..course.names import Names
from .files import replace_file
from .outcome import Outcome

NOT_YET = "was not graded yet"
KEPT = ("scores", "problems", "failed", "kept", "lost", "said")
KEPT_SINCE = ("cells", "penalty", "unfinished", "unreadable")  # what records of earlier versions do not have


class Tally:
    """The outcomes of a class, and which tests were lost and which misconceptions recognised how often."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; its tests are let go then."""
        outcome.count()
        self.outcomes.append(outcome)

    @property
    def lost(self) -> Counter[tuple[str, str]]:
        """Return how many have lost each check that somebody lost, of those who have begun its exercise."""
        return Counter(
            pair for outcome in self.outcomes for pair in outcome.lost if pair[0] not in outcome.unfinished
        )

    def complete(self, assignment: Assignment) -> None:
        """Add the others of the class, as earlier runs have left them, and keep all of it for the next."""
        before = recalled(assignment)
        names, graded = Names.of(assignment), {outcome.student for outcome in self.outcomes}
        for student in assignment.students():
            if student not in graded:
                outcome = before.get(student) or Outcome(student, problems=[NOT_YET], failed=True)
                outcome.known_as = names.shown(student)
                self.outcomes.append(outcome)
        self.outcomes.sort(key=lambda outcome: outcome.name)
        self.keep(assignment)

    def keep(self, assignment: Assignment) -> None:
        """Keep all that is known of the class, with what outcomes were told since they were added."""
        records = {}
        for outcome in self.outcomes:
            if outcome.problems != [NOT_YET]:
                every = asdict(outcome)
                records[outcome.student] = {name: every[name] for name in (*KEPT, *KEPT_SINCE)}
        replace_file(_kept(assignment), json.dumps(records).encode())


def recalled(assignment: Assignment) -> dict[str, Outcome]:
    """Return the outcomes that earlier runs have noted, by student; what cannot be read is as if there were nothing."""
    records: Any = None
    with suppress(OSError, ValueError):
        records = json.loads(_kept(assignment).read_bytes())
    every = records.items() if isinstance(records, dict) else ()
    outcomes = [_recalled(student, record) for student, record in every]
    return {outcome.student: outcome for outcome in outcomes if outcome is not None}


def _recalled(student: str, record: Any) -> Outcome | None:
    """Return what was noted of a student; None if it cannot be read."""
    try:
        known = {name: record[name] for name in (*KEPT, *KEPT_SINCE) if name in KEPT or name in record}
        for name in ("lost", "said"):
            known[name] = [(str(exercise), str(text)) for exercise, text in known[name]]
        cells = known.get("cells", {}).items()
        known["cells"] = {str(name): (float(a), float(b)) for name, (a, b) in cells}
        return Outcome(student, **known)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _kept(assignment: Assignment) -> Path:
    return assignment.kept / "outcomes.json"
