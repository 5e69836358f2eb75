"""Says who got what: a table for the terminal, and a page."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from rich.table import Table
from rich.text import Text

from .course import TEMPLATES, Course, CourseError
from .kept import replace_file
from .submission import shown

LONGEST_NAME = 40  # of a student, in the table


@dataclass
class Outcome:
    """What became of one submission. `scores` has the points by notebook, `problems` what to tell about it.

    `tests` are as in `work.Graded`.
    """

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    tests: list[tuple[str, str, bool, str]] = field(default_factory=list)
    failed: bool = False

    @property
    def name(self) -> str:
        """Return the student's id as it can be printed."""
        return shown(self.student)

    @property
    def total(self) -> float:
        """Return the points in all."""
        return sum(self.scores.values())


def require_assignment(course: Course, assignment: str) -> dict[str, float]:
    """Return the points of each notebook; CourseError where the assignment was never built here."""
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook, suppress(MissingEntry):
        found = gradebook.find_assignment(assignment)
        if found.notebooks:
            return {notebook.name: notebook.max_score for notebook in found.notebooks}
    raise CourseError(f"{assignment} is not in the gradebook yet; run `{course.release_command(assignment)}`")


def closing_table(outcomes: list[Outcome], notebooks: dict[str, float]) -> Table:
    """Return who got what, as a table for the terminal."""
    table = Table(header_style="bold")
    table.add_column("student", no_wrap=True, max_width=LONGEST_NAME)
    for name, points in sorted(notebooks.items()):
        number = re.match(r"\d+", name)
        table.add_column(f"{number[0] if number else name}\nof {points:g}", justify="right")
    table.add_column(f"all\nof {sum(notebooks.values()):g}", justify="right")
    for outcome in outcomes:
        scores = [f"{outcome.scores.get(name, 0):g}" for name in sorted(notebooks)]
        if outcome.failed:
            scores = ["–"] * len(notebooks)
        total = "ungraded" if outcome.failed else f"{outcome.total:g}"
        table.add_row(Text(outcome.name), *scores, total)
    return table


class Tally:
    """The outcomes of a class, and which tests were lost and which misconceptions recognised how often."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.lost: Counter[tuple[str, str]] = Counter()
        self.said: Counter[tuple[str, str]] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count one outcome; its tests are let go then, so that a large class needs no more memory."""
        self.outcomes.append(outcome)
        for exercise, title, lost, says in outcome.tests:
            if lost:
                self.lost[exercise, title] += 1
            if says:
                self.said[exercise, says] += 1
        outcome.tests = []


def write_report(course: Course, assignment: str, tally: Tally, notebooks: dict[str, float]) -> Path:
    """Write a page with the class's points and its commonest mistakes, and return its path."""
    page = TEMPLATES.get_template("report.html.j2").render(
        assignment=assignment,
        notebooks=dict(sorted(notebooks.items())),
        outcomes=tally.outcomes,
        misconceptions=tally.said.most_common(20),
        lost=tally.lost.most_common(20),
        protected=course.settings.protected,
    )
    target = course.root / "reports" / f"{assignment}.html"
    replace_file(target, page.encode())
    return target
