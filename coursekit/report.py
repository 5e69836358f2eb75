"""Grades a class through nbgrader, and says who got what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from rich.table import Table

from . import notebook as nb
from .course import TEMPLATES, Course, CourseError


@dataclass
class Outcome:
    """What became of one submission. `scores` has the points by notebook, `problems` what to tell about it."""

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def total(self) -> float:
        """Return the points in all."""
        return sum(self.scores.values())


def require_assignment(course: Course, assignment: str) -> dict[str, float]:
    """Return the points of each notebook; CourseError where the assignment was never built here."""
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise CourseError(
                f"{assignment} is not in the gradebook yet; run `coursekit build {assignment}`"
            ) from None
        return {notebook.name: notebook.max_score for notebook in found.notebooks}


def grade_class(course: Course, api: NbGraderAPI, assignment: str, students: list[str]) -> Iterator[Outcome]:
    """Grade the submissions of `students`, write their feedback, and yield each outcome."""
    notebooks = require_assignment(course, assignment)
    for student in students:
        yield _grade(course, api, assignment, student, notebooks)


def _grade(
    course: Course, api: NbGraderAPI, assignment: str, student: str, notebooks: dict[str, float]
) -> Outcome:
    outcome = Outcome(student)
    submitted = course.folder("submitted", assignment, student)
    there = {path.stem for path in submitted.glob("*.ipynb")}
    outcome.problems += [f"{name}: was not handed in" for name in notebooks if name not in there]
    outcome.problems += [
        f"{name}: is no notebook of this assignment" for name in sorted(there - set(notebooks))
    ]
    if not there & set(notebooks):
        outcome.failed = True
        outcome.problems = ["nothing that was handed in has the name of a notebook of this assignment"]
        return outcome
    for step in (api.autograde, api.generate_feedback):
        result = step(assignment, student, force=True)
        if not result["success"]:
            outcome.failed = True
            outcome.problems.append(_last_line(result))
            return outcome
    for path in sorted(course.folder("autograded", assignment, student).glob("*.ipynb")):
        reason = nb.read(path).metadata.get("coursekit", {}).get("ungradable")
        if reason:
            outcome.problems.append(f"{path.stem}: {reason}")
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        submission = gradebook.find_submission(assignment, student)
        outcome.scores = {notebook.name: float(notebook.score) for notebook in submission.notebooks}
    return outcome


def _last_line(result: dict[str, Any]) -> str:
    text = str(result.get("error") or result.get("log") or "nbgrader failed").strip()
    return text.splitlines()[-1]


def closing_table(outcomes: list[Outcome], notebooks: dict[str, float]) -> Table:
    """Return who got what, as a table for the terminal."""
    table = Table(header_style="bold")
    table.add_column("student", no_wrap=True)
    for name, points in sorted(notebooks.items()):
        table.add_column(f"{name[:2]}\nof {points:g}", justify="right")
    table.add_column(f"all\nof {sum(notebooks.values()):g}", justify="right")
    for outcome in outcomes:
        scores = [f"{outcome.scores.get(name, 0):g}" for name in sorted(notebooks)]
        if outcome.failed:
            scores = ["–"] * len(notebooks)
        total = "ungraded" if outcome.failed else f"{outcome.total:g}"
        table.add_row(outcome.student, *scores, total)
    return table


def write_report(
    course: Course, assignment: str, outcomes: list[Outcome], notebooks: dict[str, float]
) -> Path:
    """Write a page with the class's points and its commonest mistakes, and return its path."""
    said: Counter[tuple[str, str]] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        for path in course.folder("autograded", assignment, outcome.student).glob("*.ipynb"):
            for test in _tests(path):
                if test["diagnosis"]:
                    said[test["exercise"], test["diagnosis"]["says"]] += 1
                if not test["earned"]:
                    lost[test["exercise"], test["title"]] += 1
    page = TEMPLATES.get_template("report.html.j2").render(
        assignment=assignment,
        notebooks=dict(sorted(notebooks.items())),
        outcomes=outcomes,
        misconceptions=said.most_common(20),
        lost=lost.most_common(20),
        protected=course.settings.protected,
    )
    target = course.root / "reports" / f"{assignment}.html"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page, encoding="utf-8")
    return target


def _tests(path: Path) -> Iterator[dict[str, Any]]:
    for cell in nb.read(path).cells:
        results = cell.metadata.get("coursekit")
        if isinstance(results, list):
            yield from results
