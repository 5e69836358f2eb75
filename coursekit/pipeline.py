"""Grades a class through nbgrader's own commands, one submission after another.

For assignments whose checks stand in their cells, and courses with preprocessors of their own.
"""

from __future__ import annotations

import glob
import json
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import Execute
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from . import notebook as nb
from .converters import RunCells, SubmittedNotebook, not_python
from .course import Course, CourseError, failure
from .execute import is_python
from .pages import FeedbackPage
from .report import Outcome
from .submission import Submission, nothing, read_submission, refused_student


def grade_class(
    course: Course,
    api: NbGraderAPI,
    assignment: str,
    students: list[str],
    notebooks: Collection[str],
    *,
    feedback: bool = True,
) -> Iterator[Outcome]:
    """Grade the submissions of `students`, write their feedback, and yield each outcome.

    CourseError where the course cannot be graded in the sandbox, or is not released.
    """
    require_gradable(course, assignment, notebooks)
    api.update_config(sandboxed(course))
    for student in students:
        outcome = Outcome(student)
        try:
            _grade(course, api, assignment, outcome, notebooks, feedback)
        except nb.Ungradable as error:
            outcome.failed, outcome.problems = True, [str(error)]
        except (OSError, SQLAlchemyError):
            raise
        except Exception as error:  # whatever one submission may do, the others are graded
            outcome.failed = True
            outcome.problems.append(f"could not be graded ({type(error).__name__})")
        yield outcome


def _grade(
    course: Course,
    api: NbGraderAPI,
    assignment: str,
    outcome: Outcome,
    notebooks: Collection[str],
    feedback: bool,
) -> None:
    student = outcome.student
    reason = refused_student(student)
    if reason:
        raise nb.Ungradable(reason)
    submission = read_submission(course.folder("submitted", assignment, student))
    if not any(submission.has(f"{name}.ipynb") for name in notebooks):
        raise nb.Ungradable(nothing(submission))
    outcome.problems += submission.problems(notebooks)
    autograded = course.folder("autograded", assignment, student)
    with staged(course, assignment, student, submission, notebooks) as stage:
        steps = ((api.autograde, stage), (api.generate_feedback, autograded))
        for step, folder in steps[: 1 + feedback]:
            with literally(course, folder):
                result = step(assignment, glob.escape(student), force=True)
            if not result["success"]:
                outcome.failed = True
                outcome.problems.append(failure(result))
                return
    for path in sorted(autograded.glob("*.ipynb")):
        graded = nb.read(path)
        reason = nb.ungradable_because(graded)
        if reason:
            outcome.problems.append(f"{path.stem}: {reason}")
        outcome.tests += _tests(graded)
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        found = gradebook.find_submission(assignment, student)
        outcome.scores = {notebook.name: float(notebook.score) for notebook in found.notebooks}


def _tests(notebook: NotebookNode) -> Iterator[tuple[str, str, bool, str]]:
    for cell in notebook.cells:
        results = cell.metadata.get("coursekit")
        for test in results if isinstance(results, list) else []:
            says = test["diagnosis"]["says"] if test["diagnosis"] else ""
            yield test["exercise"], test["title"], not test["earned"], says


def require_gradable(course: Course, assignment: str, notebooks: Collection[str]) -> None:
    """Raise CourseError, or SandboxError, where nobody's notebooks could be graded."""
    for name in notebooks:
        if not (course.folder("release", assignment) / f"{name}.ipynb").exists():
            raise CourseError(
                f"{assignment}: {name}.ipynb is not released; run `{course.release_command(assignment)}`"
            )
    course.sandbox().wait()
    if not course.settings.protected:
        return
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        for notebook in gradebook.find_assignment(assignment).notebooks:
            metadata = {"kernelspec": json.loads(notebook.kernelspec or "null")}
            if not is_python(metadata):
                raise CourseError(f"{assignment}: {not_python(notebook.name, metadata)}")


def sandboxed(course: Course) -> Config:
    """Return what a course's configuration needs besides so that no student's code or markup runs unprotected.

    The classes of the kit take the places of nbgrader's own; what the course itself has named otherwise stays.
    """
    own = course.directory.config
    autograde = Autograde(coursedir=course.directory, config=own)
    config = Config()
    for name in ("sanitize_preprocessors", "autograde_preprocessors"):
        config.Autograde[name] = [_sandboxed(kind, course) for kind in getattr(autograde, name)]
    if autograde.exporter_class is NotebookExporter:
        config.Autograde.exporter_class = SubmittedNotebook
    if GenerateFeedback(coursedir=course.directory, config=own).exporter_class is HTMLExporter:
        config.GenerateFeedback.exporter_class = FeedbackPage
    return config


def _sandboxed(named: Any, course: Course) -> Any:
    """Return the preprocessor that takes the place of the one `named`; CourseError where there is none."""
    kind = import_item(named) if isinstance(named, str) else named
    if kind in (Execute, ExecutePreprocessor):
        return RunCells
    runs = isinstance(kind, type) and issubclass(kind, ExecutePreprocessor) and kind is not RunCells
    if runs and course.settings.protected:
        raise CourseError(
            f"{kind.__name__}, which c.Autograde.autograde_preprocessors names, would run student code WITHOUT "
            "protection; take it out, or set c.CourseKit.protected = False in nbgrader_config.py"
        )
    return kind


@contextmanager
def staged(
    course: Course, assignment: str, student: str, submission: Submission, notebooks: Collection[str]
) -> Iterator[Path]:
    """Let nbgrader copy from a folder without links and special files.

    What it finds there as notebooks are empty files: SubmittedNotebook reads the real ones.
    """
    usual = course.directory.submitted_directory
    exporter = Autograde(coursedir=course.directory, config=course.directory.config).exporter_class
    reads_itself = exporter is NotebookExporter or issubclass(exporter, SubmittedNotebook)
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        submission.copy_extras(target)
        for name in notebooks:
            if submission.has(f"{name}.ipynb"):
                data = b"" if reads_itself else submission.read(f"{name}.ipynb")
                (target / f"{name}.ipynb").write_bytes(data)
        course.directory.submitted_directory = folder
        try:
            yield target
        finally:
            course.directory.submitted_directory = usual


@contextmanager
def literally(course: Course, folder: Path) -> Iterator[None]:
    """Let nbgrader find the notebooks in a `folder` whose name it would take for a pattern."""
    usual = course.directory.notebook_id
    if "[" in str(folder):
        course.directory.notebook_id = glob.escape(str(folder)) + "/*"
    try:
        yield
    finally:
        course.directory.notebook_id = usual
