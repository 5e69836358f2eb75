"""Makes the release with nbgrader, and lets it out only when it is fit for students."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI

from ..course.assignment import Assignment
from ..errors import CourseError
from ..grading.grader import Grader
from ..grading.student import Student
from ..notebooks.cells import code_cells
from ..notebooks.folders import read_folder
from ..notebooks.read import read_notebook
from .faults import foreign_imports, leaks, source_faults, suite_faults


def build(assignment: Assignment, api: NbGraderAPI) -> list[str]:
    """Make `release/<assignment>/`, and return the reasons why it is not fit; then the old one stays."""
    notebooks = {path: read_notebook(path) for path in assignment.sources()}
    reasons = [*source_faults(notebooks), *suite_faults(assignment, notebooks)]
    if reasons:
        return reasons
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        release = generate(assignment, api, Path(folder))
        reasons = list(release_faults(assignment, notebooks, release))
        if not reasons:
            target = assignment.folder("release")
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(release, target)
    return reasons


def generate(assignment: Assignment, api: NbGraderAPI, folder: Path) -> Path:
    """Run `nbgrader generate_assignment` into `folder`, and return where the release is."""
    directory = assignment.directory
    usual = directory.release_directory
    directory.release_directory = str(folder)
    try:
        result = api.generate_assignment(assignment.name)
    finally:
        directory.release_directory = usual
    if not result["success"]:
        raise CourseError(f"{assignment.name}: nbgrader generate_assignment failed: {reason_of(result)}")
    return folder / assignment.name


RAISED = re.compile(r"^ +(?:\w+\.)*(\w*(?:Error|Exception)\b.*)$", re.MULTILINE)


def reason_of(result: dict[str, Any]) -> str:
    """Return in one line why a command of nbgrader has failed: the exception in its log, or the log's last line."""
    text = str(result.get("error") or "") + "\n" + str(result.get("log") or "")
    raised = RAISED.findall(text)
    return str((raised or text.strip().splitlines() or ["nbgrader failed"])[-1])


def release_faults(
    assignment: Assignment, notebooks: dict[Path, NotebookNode], release: Path
) -> Iterator[str]:
    """Yield what is wrong with a release: leaks, imports, cells that fail, and points that are not right."""
    yield from leaks(notebooks, release)
    yield from foreign_imports(release)
    for path, source in notebooks.items():
        released = read_notebook(release / path.name)
        grader = Grader(
            release / path.name,
            assignment.suite(path.stem),
            assignment.sandbox(),
            seed=assignment.settings.seed,
            limits=assignment.settings.limits,
        )
        sources = {p.name: p.read_bytes() for p in notebooks}
        # Every cell is run below, so here only those that the tests need.
        for test in grader.grade(source, sources, pictures=False).tests:
            if not test.passed:
                yield f"{path.name}: the solution of {test.exercise} loses {test.test}: {test.message}"
        for test in grader.grade(released, pictures=False).tests:
            if test.earned:
                yield f"{path.name}: the untouched release earns {test.test} of {test.exercise}"
        grader.close()
        yield from failing_cells(assignment, path.name, released, release, "the untouched release")
        yield from failing_cells(assignment, path.name, source, release, "the solved notebook")


def failing_cells(
    assignment: Assignment, name: str, notebook: NotebookNode, release: Path, what: str
) -> Iterator[str]:
    """Yield the cells that raise when `notebook` is run from top to bottom, checks included."""
    public = read_folder(release)
    student = Student(
        assignment.sandbox(),
        code_cells(notebook, set(), notebook),
        public,
        limits=assignment.settings.limits,
    )
    try:
        student.start()
    finally:
        student.close()
    for run in student.runs.values():
        if run.error:
            yield f"{name}: in {what}, a cell fails: {run.error}"
