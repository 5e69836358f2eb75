"""Makes the release with nbgrader, and lets it out only when it is fit for students."""

from __future__ import annotations

import ast
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI

from . import notebook as nb
from .course import Course, CourseError, failure
from .grading import Grader, read_folder
from .runner import SuiteError
from .student import Student

ALLOWED = {"IPython", "ipywidgets", "matplotlib", "numpy", "torch"}
TELLING = 12
REGIONS = {
    "### BEGIN SOLUTION": "### END SOLUTION",
    "### BEGIN HIDDEN TESTS": "### END HIDDEN TESTS",
}


def build(course: Course, api: NbGraderAPI, assignment: str) -> list[str]:
    """Make `release/<assignment>/`, and return the reasons why it is not fit; then the old one stays."""
    notebooks = {path: nb.read(path) for path in course.sources(assignment)}
    reasons = [*source_faults(notebooks), *suite_faults(course, assignment, notebooks)]
    if reasons:
        return reasons
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        release = generate(course, api, assignment, Path(folder))
        reasons = list(release_faults(course, assignment, notebooks, release))
        if not reasons:
            target = course.folder("release", assignment)
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(release, target)
    return reasons


def generate(course: Course, api: NbGraderAPI, assignment: str, folder: Path) -> Path:
    """Run `nbgrader generate_assignment` into `folder`, and return where the release is."""
    directory = course.directory
    usual = directory.release_directory
    directory.release_directory = str(folder)
    try:
        result = api.generate_assignment(assignment)
    finally:
        directory.release_directory = usual
    if not result["success"]:
        raise CourseError(f"{assignment}: nbgrader generate_assignment failed: {failure(result)}")
    return folder / assignment


# --- what must hold of the source -------------------------------------------------------------


def source_faults(notebooks: dict[Path, NotebookNode]) -> Iterator[str]:
    """Yield what is wrong with source notebooks as such."""
    total = 0.0
    names: set[str] = set()
    for path, notebook in notebooks.items():
        if any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells):
            yield f"{path.name}: carries outputs; clear them and save"
        ids = [cell.get("id") for cell in _raw_cells(path)]
        if None in ids or len(set(ids)) != len(ids):
            yield f"{path.name}: some cells have no id of their own; open it in JupyterLab and save"
        for exercise in nb.exercises(notebook):
            total += exercise.points
            if exercise.name in names:
                yield f"{path.name}: the exercise {exercise.name} is there twice"
            names.add(exercise.name)
    if total != 100:
        yield f"the points add up to {total:g}, not to 100"


def _raw_cells(path: Path) -> list[dict[str, object]]:
    cells: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def suite_faults(course: Course, assignment: str, notebooks: dict[Path, NotebookNode]) -> Iterator[str]:
    """Yield exercises without tests, and tests without an exercise."""
    known = {f"test_{path.stem}" for path in notebooks}
    for suite in sorted(course.suite(assignment, "x").parent.glob("test_*.py")):
        if suite.stem not in known:
            yield f"{suite.name}: there is no notebook {suite.stem.removeprefix('test_')}.ipynb"
    for path, notebook in notebooks.items():
        suite = course.suite(assignment, path.stem)
        if not suite.exists():
            yield f"{path.name}: has no hidden suite {suite.relative_to(course.root)}"
            continue
        try:
            grader = Grader(path, suite, course.sandbox())
        except SuiteError as error:
            yield f"{suite.name}: {error}"
            continue
        for exercise in nb.exercises(notebook):
            if exercise.name not in grader.judged:
                yield f"{suite.name}: the exercise {exercise.name} has no test"
        grader.close()


# --- what must hold of the release ------------------------------------------------------------


def release_faults(
    course: Course, assignment: str, notebooks: dict[Path, NotebookNode], release: Path
) -> Iterator[str]:
    """Yield what is wrong with a release: leaks, imports, cells that fail, and points that are not right."""
    yield from leaks(notebooks, release)
    yield from foreign_imports(release)
    for path, source in notebooks.items():
        released = nb.read(release / path.name)
        grader = Grader(
            release / path.name,
            course.suite(assignment, path.stem),
            course.sandbox(),
            seed=course.settings.seed,
            limits=course.settings.limits,
        )
        sources = {p.name: p.read_bytes() for p in notebooks}
        for test in grader.grade(source, sources).tests:
            if not test.passed:
                yield f"{path.name}: the solution of {test.exercise} loses {test.test}: {test.message}"
        for test in grader.grade(released).tests:
            if test.earned:
                yield f"{path.name}: the untouched release earns {test.test} of {test.exercise}"
        grader.close()
        yield from failing_cells(course, path.name, released, release, "the untouched release")
        yield from failing_cells(course, path.name, source, release, "the solved notebook")


def failing_cells(
    course: Course, name: str, notebook: NotebookNode, release: Path, what: str
) -> Iterator[str]:
    """Yield the cells that raise when `notebook` is run from top to bottom, checks included."""
    public = read_folder(release)
    student = Student(
        course.sandbox(),
        nb.code_cells(notebook, set(), notebook),
        public,
        limits=course.settings.limits,
    )
    try:
        student.start()
    finally:
        student.close()
    for run in student.runs.values():
        if run.error:
            yield f"{name}: in {what}, a cell fails: {run.error}"


def leaks(notebooks: dict[Path, NotebookNode], release: Path) -> Iterator[str]:
    """Yield lines of solutions and hidden regions that are in the release."""
    secret: dict[str, str] = {}
    for path, notebook in notebooks.items():
        for cell in notebook.cells:
            secret.update(dict.fromkeys(_region_lines(cell.source), path.name))
    for path in sorted(p for p in release.rglob("*") if p.suffix in (".ipynb", ".py", ".md", ".txt")):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in nb.read(path).cells)
        for line in sorted({line.strip() for line in text.splitlines()} & secret.keys()):
            yield f"{path.name}: a line of a solution in {secret[line]} is in the release: {line}"


def _region_lines(source: str) -> Iterator[str]:
    end = None
    for line in map(str.strip, source.splitlines()):
        if end is None:
            end = next((REGIONS[begin] for begin in REGIONS if line.startswith(begin)), None)
        elif line.startswith(end):
            end = None
        elif len(line) >= TELLING:
            yield line


def foreign_imports(release: Path) -> Iterator[str]:
    """Yield imports of what a student's machine need not have."""
    own = {path.stem for path in release.glob("*.py")}
    for path in sorted(release.rglob("*")):
        if path.suffix == ".py":
            sources = [path.read_text(encoding="utf-8")]
        elif path.suffix == ".ipynb":
            sources = [cell.source for cell in nb.read(path).cells if cell.cell_type == "code"]
        else:
            continue
        for source in sources:
            for module in sorted(_imports(source) - ALLOWED - own - sys.stdlib_module_names):
                yield f"{path.name}: imports {module}, which students need not have"


def _imports(source: str) -> set[str]:
    tree = ast.parse(TransformerManager().transform_cell(source))
    nodes = list(ast.walk(tree))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    sources = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | sources}
