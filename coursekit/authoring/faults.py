"""What must hold of source notebooks and suites, and of what is handed out."""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from ..course.assignment import Assignment
from ..errors import SuiteError
from ..notebooks.marks import CHECK, exercises, grade_id, is_for_reading, mark
from ..notebooks.read import read_notebook
from ..notebooks.variants import TAG
from ..sandbox.inside.frameworks import NAMES
from ..sandbox.inside.frameworks.dialects import DIALECTS

# Beside the packages of the framework; PIL comes with matplotlib.
ALLOWED = {"IPython", "PIL", "matplotlib", "numpy"}
TELLING = 12
REGIONS = {
    "### BEGIN SOLUTION": "### END SOLUTION",
    "### BEGIN HIDDEN TESTS": "### END HIDDEN TESTS",
}


def source_faults(notebooks: dict[Path, NotebookNode], framework: str) -> Iterator[str]:
    """Yield what is wrong with source notebooks, which are as they are in `framework`, as such."""
    names: set[str] = set()
    for path, notebook in notebooks.items():
        if any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells):
            yield f"{path.name}: carries outputs; clear them and save"
        written = _cells_as_written(path)
        for tag in sorted({tag for cell in written for tag in cell["metadata"].get("tags", [])}):
            if tag.startswith(TAG) and tag.removeprefix(TAG) not in NAMES:
                yield f"{path.name}: a cell is tagged {tag}, and the frameworks are {', '.join(NAMES)}"
        ids = [cell.get("id") for cell in written]
        if None in ids or len(set(ids)) != len(ids):
            yield f"{path.name}: some cells have no id of their own; open it in JupyterLab and save"
        here = {exercise.name for exercise in exercises(notebook)}
        checked = {
            (grade_id(cell) or "").removeprefix(CHECK) for cell in notebook.cells if mark(cell).get("grade")
        }
        elsewhere = {exercise.name for exercise in exercises(read_notebook(path))}
        for name in sorted(elsewhere & checked - here):
            yield f"{path.name}: the exercise {name} has a check, and no variant in {framework}; tag one for it"
        for exercise in exercises(notebook):
            if exercise.name in names:
                yield f"{path.name}: the exercise {exercise.name} is there twice"
            names.add(exercise.name)


def _cells_as_written(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def suite_faults(assignment: Assignment, notebooks: dict[Path, NotebookNode]) -> Iterator[str]:
    """Yield exercises without tests, and tests without an exercise."""
    known = {f"test_{path.stem}" for path in assignment.folder("source").glob("*.ipynb")}
    for suite in sorted(assignment.suites.glob("test_*.py")):
        if suite.stem not in known:
            yield f"{suite.name}: there is no notebook {suite.stem.removeprefix('test_')}.ipynb"
    for path, notebook in notebooks.items():
        suite = assignment.suite(path.stem)
        if not suite.exists():
            if is_for_reading(notebook):
                continue
            yield f"{path.name}: has no hidden suite {suite.relative_to(assignment.root)}"
            continue
        with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
            nbformat.write(notebook, Path(folder, path.name))
            yield from _suite_faults(assignment, notebook, Path(folder, path.name), suite)


def _suite_faults(assignment: Assignment, notebook: NotebookNode, path: Path, suite: Path) -> Iterator[str]:
    from ..grading.grader import Grader  # and PyTorch, only where something is graded

    try:
        grader = Grader(path, suite, assignment.sandbox())
    except SuiteError as error:
        yield f"{suite.name}: {error}"
        return
    for exercise in exercises(notebook):
        if exercise.name not in grader.judged:
            yield f"{suite.name}: the exercise {exercise.name} has no test"
    grader.close()


def leaks(notebooks: dict[Path, NotebookNode], release: Path) -> Iterator[str]:
    """Yield lines of solutions and hidden regions that are in the release."""
    secret: dict[str, str] = {}
    for path, notebook in notebooks.items():
        for cell in notebook.cells:
            secret.update(dict.fromkeys(_region_lines(cell.source), path.name))
    for path in sorted(p for p in release.rglob("*") if p.is_file()):
        text = path.read_bytes().decode(errors="replace")  # a solution may be in a file of any kind
        if path.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in read_notebook(path).cells)
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


def foreign_imports(release: Path, framework: str) -> Iterator[str]:
    """Yield imports of what a student's machine, which has the framework, need not have."""
    allowed = ALLOWED | DIALECTS[framework].packages | sys.stdlib_module_names
    own = {path.stem for path in release.glob("*.py")}
    own |= {path.parent.name for path in release.glob("*/__init__.py")}
    for path in sorted(release.rglob("*")):
        if path.suffix == ".py":
            sources = [path.read_text(encoding="utf-8")]
        elif path.suffix == ".ipynb":
            sources = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
        else:
            continue
        for source in sources:
            for module in sorted(_imports(source) - allowed - own):
                yield f"{path.name}: imports {module}, which students need not have"


def _imports(source: str) -> set[str]:
    """Return the modules that are imported, but for those whose lack is caught on the spot."""
    tree = ast.parse(TransformerManager().transform_cell(source))
    caught: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(_catches(handler) for handler in node.handlers):
            caught.update(node.body)
    nodes = [node for node in ast.walk(tree) if node not in caught]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    sources = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | sources}


def _catches(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.type, ast.Name) and handler.type.id == "ImportError"
