"""Makes the release with nbgrader, and lets it out only when it is fit for students."""

from __future__ import annotations

import copy
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config, LoggingConfigurable
from traitlets.utils.importstring import import_item

from ..course.assignment import Assignment
from ..errors import CourseError
from ..grading.student import Student
from ..notebooks.cells import code_cells
from ..notebooks.folders import read_folder
from ..notebooks.marks import is_for_reading
from ..notebooks.read import read_notebook
from ..notebooks.variants import has_variants
from .faults import foreign_imports, leaks, source_faults, suite_faults

GATE = "Gate"  # the class of `gate`, by which every other way of releasing comes here
KEEP = "Keep"  # the class of `keep`, whose work is done when notebooks come here


def build(assignment: Assignment, api: NbGraderAPI) -> list[str]:
    """Make `release/<assignment>/`, and return the reasons why it is not fit; then the old one stays."""
    assignment.is_being_built = True
    with assignment.compiled.open_for_all() if assignment.compiled else nullcontext():
        reasons = reasons_against(assignment, api)
    if reasons:
        return reasons
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        release = generate(assignment, api, Path(folder))
        # What was looked at is what nbgrader makes; but of this, nothing may be missed.
        reasons = list(leaks(assignment.source_notebooks(), release))
        if not reasons:
            target = assignment.folder("release")
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(release, target)
    return reasons


def reasons_against(assignment: Assignment, parent: LoggingConfigurable) -> list[str]:
    """Return why an assignment is not fit for students; the gradebook is left alone. `parent` has the configuration."""
    notebooks = assignment.source_notebooks()
    reasons = list(source_faults(notebooks, assignment.framework)) or list(
        suite_faults(assignment, notebooks)
    )
    if reasons:
        return reasons
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        release = Path(folder)
        reasons = list(strip(assignment, notebooks, parent, release))
        return reasons or list(release_faults(assignment, notebooks, release))


def leaks_of(assignment: Assignment, parent: LoggingConfigurable) -> list[str]:
    """Return the lines of solutions that would be handed out of an assignment, whatever else is wrong with it."""
    notebooks = assignment.source_notebooks()
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        release = Path(folder)
        return [*strip(assignment, notebooks, parent, release), *leaks(notebooks, release)]


def strip(
    assignment: Assignment, notebooks: dict[Path, NotebookNode], parent: LoggingConfigurable, folder: Path
) -> Iterator[str]:
    """Make in `folder` what nbgrader would release, without a word to the gradebook; yield why that is not possible."""
    for name, path in assignment.shared_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    converter = GenerateAssignment(coursedir=assignment.directory, parent=parent)
    named = [import_item(kind) if isinstance(kind, str) else kind for kind in converter.preprocessors]
    kinds = [kind for kind in named if not issubclass(kind, SaveCells) and kind.__name__ not in (GATE, KEEP)]
    if _needs_keep(assignment) and KEEP not in {kind.__name__ for kind in named}:
        yield "c.GenerateAssignment.preprocessors does not name coursekit.nbgrader.Keep, which has to come first there"
    for path, source in notebooks.items():
        notebook, resources = copy.deepcopy(source), _resources(assignment, path)
        try:
            for kind in kinds:
                notebook, resources = kind(parent=converter)(notebook, resources)
        except Exception as error:  # of nbgrader's, in its words
            yield f"{path.name}: nbgrader cannot release it: {' '.join(str(error).split())}"
        else:
            nbformat.write(notebook, folder / path.name)


def _needs_keep(assignment: Assignment) -> bool:
    """Return whether some of the source is for some frameworks alone."""
    folder = assignment.folder("source")
    beside = (assignment.is_foreign(path.relative_to(folder).as_posix()) for path in folder.rglob("*.*"))
    return any(has_variants(read_notebook(path)) for path in assignment.sources()) or any(beside)


def _resources(assignment: Assignment, path: Path) -> dict[str, Any]:
    """Return what nbgrader tells its preprocessors of a source notebook."""
    place = {"assignment": assignment.name, "notebook": path.stem, "student": "."}
    return {
        "nbgrader": {**place, "db_url": assignment.directory.db_url},
        "metadata": {"name": path.stem, "path": str(path.parent)},
        "unique_key": path.stem,
        "output_files_dir": f"{path.stem}_files",
    }


def generate(assignment: Assignment, api: NbGraderAPI, folder: Path) -> Path:
    """Run `nbgrader generate_assignment` into `folder`, and return where the release is."""
    directory = assignment.directory
    usual = directory.release_directory
    directory.release_directory = str(folder)
    api.update_config(Config({GATE: {"enabled": False}}))  # everything has been looked at
    try:
        result = api.generate_assignment(assignment.name)
    finally:
        directory.release_directory = usual
    if not result["success"]:
        reason = reason_of(result)
        if HANDED_IN.search(reason):
            raise CourseError(_not_after_hand_ins(assignment.name))
        raise CourseError(f"{assignment.name}: nbgrader generate_assignment failed: {reason}")
    return folder / assignment.name


# As nbgrader says it, of cells and of whole notebooks.
HANDED_IN = re.compile(r"Cannot (?:add or remove cells|modify existing assignment).*submissions")


def _not_after_hand_ins(name: str) -> str:
    return (
        f"{name}: something was handed in, and from then on nbgrader keeps exercises and notebooks as they are; the "
        f"old release stays. Put what is new into another assignment, beside source/{name}. An exercise that is not to "
        f"count: `coursekit void {name} EXERCISE --drop`. If only the sample class has handed in: "
        f"`coursekit sample {name} --remove`, and build again"
    )


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
    yield from foreign_imports(release, assignment.framework)
    for path, source in notebooks.items():
        released = read_notebook(release / path.name)
        if not is_for_reading(source):
            yield from _wrong_points(assignment, notebooks, path, release)
        yield from failing_cells(assignment, path.name, released, release, "the untouched release")
        yield from failing_cells(assignment, path.name, source, release, "the solved notebook")


def _wrong_points(
    assignment: Assignment, notebooks: dict[Path, NotebookNode], path: Path, release: Path
) -> Iterator[str]:
    """Yield the tests by which the solution in the notebook at `path` loses points, or its release gets some."""
    from ..grading.grader import Grader  # and PyTorch, only where something is graded

    grader = Grader(
        release / path.name,
        assignment.suite(path.stem),
        assignment.sandbox(),
        seed=assignment.settings.seed,
        limits=assignment.settings.limits,
    )
    sources = {p.name: assignment.source_data(p.stem) for p in notebooks}
    # Every cell is run below, so here only those that the tests need.
    for test in grader.grade(notebooks[path], sources, pictures=False).tests:
        if not test.passed:
            yield f"{path.name}: the solution of {test.exercise} loses {test.test}: {test.message}"
        elif test.replaced:
            passes = f"{path.name}: the solution of {test.exercise} passes {test.test}"
            yield f"{passes} only with another solution of {', '.join(test.replaced)}"
    for test in grader.grade(read_notebook(release / path.name), pictures=False).tests:
        if test.earned:
            yield f"{path.name}: the untouched release earns {test.test} of {test.exercise}"
    grader.close()


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
