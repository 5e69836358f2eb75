"""A page that says who got what, and what a class got wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..course.assignment import Assignment
from ..course.names import Names
from ..templates import HTML
from .files import replace_file
from .outcome import Outcome

COMMONEST = 20  # rows of each table
NOT_YET = "was not graded yet"


class Tally:
    """The outcomes of a class, and which tests were lost and which misconceptions recognised how often."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.lost: Counter[tuple[str, str]] = Counter()
        self.said: Counter[tuple[str, str]] = Counter()
        self._records: dict[str, dict[str, Any]] = {}

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; its tests are let go then, so that a large class needs no more memory."""
        lost = [(test.exercise, test.title) for test in outcome.tests if not test.passed]
        said = [(test.exercise, test.diagnosis.says) for test in outcome.tests if test.diagnosis]
        outcome.tests = []
        self._count(outcome, lost, said)
        self._records[outcome.student] = {
            "scores": outcome.scores,
            "problems": outcome.problems,
            "failed": outcome.failed,
            "kept": outcome.kept,
            "lost": lost,
            "said": said,
        }

    def _count(self, outcome: Outcome, lost: list[tuple[str, str]], said: list[tuple[str, str]]) -> None:
        self.outcomes.append(outcome)
        self.lost.update(lost)
        self.said.update(said)

    def complete(self, assignment: Assignment) -> None:
        """Add the others of the class, as earlier runs have left them, and keep all of it for the next."""
        before: Any = None
        with suppress(OSError, ValueError):
            before = json.loads(_kept(assignment).read_bytes())
        names = Names.of(assignment)
        for student in assignment.students():
            if student not in self._records:
                self._recall(student, before.get(student) if isinstance(before, dict) else None)
                self.outcomes[-1].known_as = names.shown(student)
        self.outcomes.sort(key=lambda outcome: outcome.name)
        self.keep(assignment)

    def keep(self, assignment: Assignment) -> None:
        """Keep all that is known of the class, with what outcomes were told since they were added."""
        replace_file(_kept(assignment), json.dumps(self._records).encode())

    def _recall(self, student: str, record: Any) -> None:
        """Count what was noted of a student; what cannot be read is as if there were nothing."""
        try:
            known = {name: record[name] for name in ("scores", "problems", "failed", "kept")}
            self._count(Outcome(student, **known), _pairs(record["lost"]), _pairs(record["said"]))
            self._records[student] = record
        except (TypeError, KeyError, ValueError):
            self.outcomes.append(Outcome(student, problems=[NOT_YET], failed=True))


def _kept(assignment: Assignment) -> Path:
    return assignment.kept / "outcomes.json"


def _pairs(noted: Any) -> list[tuple[str, str]]:
    return [(str(exercise), str(text)) for exercise, text in noted]


def write_report(
    assignment: Assignment,
    tally: Tally,
    notebooks: dict[str, float],
    strays: Sequence[str] = (),
    only: Sequence[str] = (),
) -> Path:
    """Write a page with the class's points and its commonest mistakes, and return its path.

    `strays` are lines about what was handed in and not looked at; `only` are those whom the last run has graded, if
    they were not the whole class.
    """
    page = HTML.get_template("report.html.j2").render(
        assignment=assignment.name,
        notebooks=dict(sorted(notebooks.items())),
        outcomes=tally.outcomes,
        misconceptions=tally.said.most_common(COMMONEST),
        lost=tally.lost.most_common(COMMONEST),
        protected=assignment.settings.protected,
        strays=strays,
        only=only,
    )
    target = assignment.root / "reports" / f"{assignment.name}.html"
    replace_file(target, page.encode())
    return target
