"""Grades a class through nbgrader, and says who got what."""

from __future__ import annotations

import glob
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from rich.table import Table
from rich.text import Text

from . import notebook as nb
from .course import TEMPLATES, Course, CourseError
from .submission import Submission, read_submission, refused_student, shown

LONGEST_NAME = 40  # of a student, in the table


@dataclass
class Outcome:
    """What became of one submission. `scores` has the points by notebook, `problems` what to tell about it."""

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
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
        outcome = Outcome(student)
        try:
            _grade(course, api, assignment, outcome, notebooks)
        except nb.Ungradable as error:
            outcome.failed, outcome.problems = True, [str(error)]
        except Exception as error:  # whatever one submission may do, the others are graded
            outcome.failed = True
            outcome.problems.append(f"could not be graded ({type(error).__name__})")
        yield outcome


def _grade(
    course: Course, api: NbGraderAPI, assignment: str, outcome: Outcome, notebooks: dict[str, float]
) -> None:
    student = outcome.student
    reason = refused_student(student)
    if reason:
        raise nb.Ungradable(reason)
    submission = read_submission(course.folder("submitted", assignment, student))
    if not any(submission.has(f"{name}.ipynb") for name in notebooks):
        raise nb.Ungradable(_nothing(submission))
    outcome.problems += submission.problems(notebooks)
    with staged(course, assignment, student, submission, notebooks):
        for step in (api.autograde, api.generate_feedback):
            result = step(assignment, glob.escape(student), force=True)
            if not result["success"]:
                outcome.failed = True
                outcome.problems.append(_last_line(result))
                return
    for path in sorted(course.folder("autograded", assignment, student).glob("*.ipynb")):
        reason = nb.read(path).metadata.get("coursekit", {}).get("ungradable")
        if reason:
            outcome.problems.append(f"{path.stem}: {reason}")
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        graded = gradebook.find_submission(assignment, student)
        outcome.scores = {notebook.name: float(notebook.score) for notebook in graded.notebooks}


def _nothing(submission: Submission) -> str:
    others = [shown(name) for name in submission.files if name.endswith(".ipynb")]
    if not submission.files and not submission.refused:
        return "nothing was handed in: the folder is empty"
    return "nothing that was handed in has the name of a notebook of this assignment" + (
        f"; there is {', '.join(others[:5])}" if others else ""
    )


@contextmanager
def staged(
    course: Course, assignment: str, student: str, submission: Submission, notebooks: Collection[str]
) -> Iterator[None]:
    """Let nbgrader copy from a folder without links and special files. What it finds there as notebooks are
    empty files: SubmittedNotebook reads the real ones."""
    usual = course.directory.submitted_directory
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        submission.copy_extras(target)
        for name in notebooks:
            if submission.has(f"{name}.ipynb"):
                (target / f"{name}.ipynb").touch()
        course.directory.submitted_directory = folder
        try:
            yield
        finally:
            course.directory.submitted_directory = usual


def _last_line(result: dict[str, Any]) -> str:
    text = str(result.get("error") or result.get("log") or "nbgrader failed").strip()
    return text.splitlines()[-1]


def closing_table(outcomes: list[Outcome], notebooks: dict[str, float]) -> Table:
    """Return who got what, as a table for the terminal."""
    table = Table(header_style="bold")
    table.add_column("student", no_wrap=True, max_width=LONGEST_NAME)
    for name, points in sorted(notebooks.items()):
        table.add_column(f"{name[:2]}\nof {points:g}", justify="right")
    table.add_column(f"all\nof {sum(notebooks.values()):g}", justify="right")
    for outcome in outcomes:
        scores = [f"{outcome.scores.get(name, 0):g}" for name in sorted(notebooks)]
        if outcome.failed:
            scores = ["–"] * len(notebooks)
        total = "ungraded" if outcome.failed else f"{outcome.total:g}"
        table.add_row(Text(outcome.name), *scores, total)
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
