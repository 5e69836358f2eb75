"""A page that says who got what, and what a class got wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..course.assignment import Assignment
from ..templates import HTML
from .files import replace_file
from .outcome import Outcome

COMMONEST = 20  # rows of each table


class Tally:
    """The outcomes of a class, and which tests were lost and which misconceptions recognised how often."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.lost: Counter[tuple[str, str]] = Counter()
        self.said: Counter[tuple[str, str]] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; its tests are let go then, so that a large class needs no more memory."""
        self.outcomes.append(outcome)
        for test in outcome.tests:
            if not test.passed:
                self.lost[test.exercise, test.title] += 1
            if test.diagnosis:
                self.said[test.exercise, test.diagnosis.says] += 1
        outcome.tests = []


def write_report(assignment: Assignment, tally: Tally, notebooks: dict[str, float]) -> Path:
    """Write a page with the class's points and its commonest mistakes, and return its path."""
    page = HTML.get_template("report.html.j2").render(
        assignment=assignment.name,
        notebooks=dict(sorted(notebooks.items())),
        outcomes=tally.outcomes,
        misconceptions=tally.said.most_common(COMMONEST),
        lost=tally.lost.most_common(COMMONEST),
        protected=assignment.settings.protected,
    )
    target = assignment.root / "reports" / f"{assignment.name}.html"
    replace_file(target, page.encode())
    return target
